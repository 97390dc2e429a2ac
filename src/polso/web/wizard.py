"""What the files of a draft say with the answers given so far, and which step comes next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from polso.commands.import_files import import_files
from polso.web.drafts import Draft
from polso.web.work import Work

if TYPE_CHECKING:
    from polso.web.desk import Desk

STEPS = ("files", "kinds", "questions", "columns", "proof", "import")
TABLE_KEY = ":table"
COLUMN_KEY = ":column:"
CHOOSABLE = frozenset({"no_record_table"})
"""Reasons to leave a file out that a person may overrule."""

UNREADABLE = frozenset(
    {"file_empty", "file_not_a_table", "file_unreadable", "file_protected", "file_missing", "no_rows", "no_files"}
)
"""What no answer can mend: another file must be given."""


def reading(desk: Desk, draft: Draft) -> Work:
    """The reading of the draft as it stands, begun where it was not; a finished one has told its questions."""
    key = json.dumps([draft.names, sorted(draft.answers.items()), draft.expect, desk.session.workspace.data_version])
    given = arguments(draft) | {"dry_run": True}

    def run(tell: Any) -> dict[str, Any]:
        result = import_files(desk.session, given, tell)
        remember_questions(draft, result)
        desk.drafts.save(draft)
        return result

    known = desk.works.of(draft.token)
    if known is not None and known.kind == "reading" and known.error is not None and known.error.place.file is None:
        desk.works.forget(draft.token)  # no fault of a file: trying again may go well
    return desk.works.start(draft.token, "reading", key, run)


def importing(desk: Desk, draft: Draft) -> Work:
    """The import of the draft, begun where it was not."""
    given = arguments(draft) | {"fresh": not desk.batches()}

    def run(tell: Any) -> dict[str, Any]:
        result = import_files(desk.session, given, tell)
        number = result["report"]["batch"]
        if number is None:
            remember_questions(draft, result)
            desk.drafts.save(draft)
        else:
            desk.keep_proof(number, result, draft.token)
            desk.drafts.discard(draft)
        return result

    return desk.works.start(draft.token, "importing", draft.token, run)


def arguments(draft: Draft) -> dict[str, Any]:
    """What `polso.commands.import_files` takes; files that are left out by an answer are not opened there."""
    return {"files": [str(path) for path in draft.files], "answers": dict(draft.answers), "expect": list(draft.expect)}


def remember_questions(draft: Draft, result: Mapping[str, Any]) -> None:
    """So that one can come back to a question that is answered."""
    asked = {question["key"]: question for question in draft.asked}
    asked |= {question["key"]: question for question in result["proof"]["questions"]}
    asked |= {one["key"]: one["question"] for one in result["proof"].get("answers", ()) if one["question"]}
    draft.asked = list(asked.values())


def answers_in_force(draft: Draft, work: Work | None) -> dict[str, Mapping[str, Any]]:
    """Every answer that counts, by key: its `value`, its `origin` and the day `since` which it is remembered."""
    told = [] if work is None or work.result is None else work.result["proof"].get("answers", ())
    found: dict[str, Mapping[str, Any]] = {str(one["key"]): one for one in told}
    given = {
        key: {"key": key, "value": value, "origin": "given", "since": None} for key, value in draft.answers.items()
    }
    return found | given


def label_of(file: Mapping[str, Any]) -> str:
    """The name under which a file or sheet is answered for."""
    given = file.get("label")
    return str(given) if given else f"{file['file']}:{file['sheet']}" if file["sheet"] else str(file["file"])


def undecided(draft: Draft, result: Mapping[str, Any]) -> bool:
    """Whether a person should look at what the files are: one is asked about, or left out unasked."""
    proof = result["proof"]
    if any(question["key"].endswith(TABLE_KEY) for question in proof["questions"]):
        return True
    return any(
        file["skipped"] in CHOOSABLE and f"{label_of(file)}{TABLE_KEY}" not in draft.answers for file in proof["files"]
    )


def nothing_left(result: Mapping[str, Any]) -> bool:
    """Whether every file is left out."""
    return all(file["skipped"] for file in result["proof"]["files"])


def next_step(draft: Draft, work: Work, after: str = "") -> str:
    """The first step that has something to decide; `after` is the one just finished."""
    if work.error is not None or work.result is None:
        return "columns" if after == "columns" else "kinds"
    if undecided(draft, work.result) or nothing_left(work.result):
        return "kinds"
    if work.result["proof"]["questions"]:
        return "questions"
    return "proof"


def is_clean(result: Mapping[str, Any]) -> bool:
    """Nothing was asked, left out or rejected: there is nothing that a person could decide."""
    proof = result["proof"]
    return not proof["questions"] and not any(file["skipped"] or file["rejected_rows"] for file in proof["files"])


def change_answers(draft: Draft, given: Mapping[str, str], was: Mapping[str, str]) -> bool:
    """Take the answers of a form; `was` is what the form showed. Whether any is new.

    What a file is decides what its columns and words can be: with another table its other answers go.
    """
    changed = {key: value for key, value in given.items() if was.get(key) != value and draft.answers.get(key) != value}
    for key in [key for key in changed if key.endswith(TABLE_KEY)]:
        prefix = key.removesuffix("table")
        draft.answers = {one: value for one, value in draft.answers.items() if not one.startswith(prefix)}
        draft.asked = [one for one in draft.asked if not str(one["key"]).startswith(prefix) or one["key"] == key]
    draft.answers |= changed
    return bool(changed)


def forget_answers(draft: Draft, name: str) -> None:
    """A file that is taken out takes its answers with it."""
    gone = (f"{name}:", f"{name}/", f"{name} (")
    draft.answers = {key: value for key, value in draft.answers.items() if not key.startswith(gone)}
    draft.asked = [question for question in draft.asked if not str(question["key"]).startswith(gone)]


def free_taken_columns(given: dict[str, str], was: Mapping[str, str]) -> None:
    """A column of the table that is newly chosen for one header leaves the header that had it."""
    taken = {
        (key.partition(COLUMN_KEY)[0], value): key for key, value in given.items() if value and was.get(key) != value
    }
    for key, value in given.items():
        holder = taken.get((key.partition(COLUMN_KEY)[0], value))
        if holder is not None and holder != key and was.get(key) == value:
            given[key] = ""
