"""What each file of a draft is, and what each of its columns is, to be changed by who knows better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polso.base.errors import PolsoError, UserError
from polso.catalog.schema import IMPORTABLE, TABLE
from polso.i18n.columns import column_words, table_words
from polso.i18n.errors import render_error
from polso.i18n.translation import has_message
from polso.i18n.words import capitalised, join_words
from polso.web.building.asked import coded, origin_words
from polso.web.building.proof_files import how_read
from polso.web.building.voice import Voice
from polso.web.building.wizard import facts_of, wizard_of
from polso.web.drafts import Draft
from polso.web.peeking import LEFT_OUT
from polso.web.views.frame import Frame
from polso.web.views.wizard import (
    Choosing,
    ColumnRow,
    ColumnsOf,
    ColumnsPage,
    FileKindRow,
    KindsPage,
    Option,
    OptionGroup,
)
from polso.web.wizard import CHOOSABLE, COLUMN_KEY, TABLE_KEY, answers_in_force, label_of, nothing_left, undecided
from polso.web.work import Work

Data = Mapping[str, Any]
EXAMPLES = 3
AUTOMATIC = ""
"""What is sent for a file whose kind is left to polso; never an answer."""

UNCHOSEN = "?"
"""Which of several tables a file is, before it is answered."""


def kinds_page(frame: Frame, draft: Draft, files: Sequence[Data], work: Work, voice: Voice) -> KindsPage:
    """`files` are those of the report, or what was found by looking into them."""
    asked = {str(one["key"]): one for one in draft.asked}
    force = answers_in_force(draft, work)
    rows = [_kind(file, force, asked, work.error, voice) for file in files]
    told = {str(file["file"]) for file in files}
    # Files that are left out whole are not in the report.
    rows += [_left_out(name, voice) for name in draft.names if name not in told]
    problem = work.error if work.error is None or work.error.place.file is None else None
    if work.result is not None and nothing_left(work.result) and not undecided(draft, work.result):
        problem = UserError("nothing_to_import")
    return KindsPage(frame, wizard_of(draft, "kinds", work, voice, problem), tuple(rows))


def _kind(
    file: Data, force: Mapping[str, Data], asked: Mapping[str, Data], error: PolsoError | None, voice: Voice
) -> FileKindRow:
    label = label_of(file)
    key = f"{label}{TABLE_KEY}"
    answer = str(force[key]["value"]) if key in force else None
    question = asked.get(key)
    likely = _likely(file, question)
    now = LEFT_OUT if file["skipped"] else str(file["table"] or UNCHOSEN)
    if answer is not None:
        now = answer
    elif question is not None:
        now = str(question["recommended"] or UNCHOSEN)
    # What waits for a decision is decided by going on, even where the answer is what polso would say itself.
    waits = answer is None and (question is not None or file["skipped"] in CHOOSABLE)
    was = UNCHOSEN if waits else now
    return FileKindRow(
        label,
        facts_of(file, voice),
        _why(file, answer, voice),
        None if file["skipped"] == "same_file_twice" else _choosing(key, label, was, now, likely, voice),
        _warning(file, label, answer, error, voice),
        _badge(force.get(key), voice),
    )


def _badge(answer: Data | None, voice: Voice) -> str:
    return "" if answer is None else origin_words(answer, voice) or voice.say("proof.your_answer")


def _left_out(name: str, voice: Voice) -> FileKindRow:
    key = f"{name}{TABLE_KEY}"
    return FileKindRow(
        name, "", "", _choosing(key, name, LEFT_OUT, LEFT_OUT, [], voice), "", voice.say("proof.your_answer")
    )


def _likely(file: Data, question: Data | None) -> list[str]:
    """The tables it could be, best first."""
    named = [str(one["value"]) for one in question["choices"]] if question is not None else []
    given = [str(one) for one in file.get("tables_possible") or ()]
    own = [str(file["table"])] if file["table"] else []
    return [one for one in dict.fromkeys((*own, *named, *given)) if one in IMPORTABLE]


def _choosing(key: str, label: str, was: str, now: str, likely: Sequence[str], voice: Voice) -> Choosing:
    others = [name for name in IMPORTABLE if name not in likely]
    others.sort(key=lambda name: table_words(name, voice.language).casefold())
    groups = [
        OptionGroup(voice.say("wizard.likely"), _tables(likely, now, voice)),
        OptionGroup(voice.say("wizard.others"), _tables(others, now, voice)),
        OptionGroup("", (Option(LEFT_OUT, voice.say("wizard.leave_out"), now == LEFT_OUT),)),
    ]
    if now == UNCHOSEN:
        groups.insert(0, OptionGroup("", (Option(AUTOMATIC, voice.say("wizard.choose"), chosen=True),)))
    return Choosing(key, voice.say("wizard.kind_of", file=label), was, tuple(one for one in groups if one.options))


def _tables(names: Iterable[str], now: str, voice: Voice) -> tuple[Option, ...]:
    return tuple(Option(name, capitalised(table_words(name, voice.language)), name == now) for name in names)


def _why(file: Data, answer: str | None, voice: Voice) -> str:
    if answer is not None or file["skipped"] or not file["columns"]:
        return ""
    if any(column["how"] == "fingerprint" for column in file["columns"]):
        return voice.say("wizard.by_fingerprint")
    known = [column["header"] for column in file["columns"] if column["target"] is not None]
    return voice.say("wizard.by_headers", headers=join_words(known[:EXAMPLES], voice.language)) if known else ""


def _warning(file: Data, label: str, answer: str | None, error: PolsoError | None, voice: Voice) -> str:
    own = file.get("error")
    if own is None and error is not None and error.place.file == label and answer != LEFT_OUT:
        own = error
    if own is not None:
        said = render_error(own, voice.language)
        return f"{said.sentence} {said.action}".strip()
    if file["skipped"] and answer is None:
        return coded("skipped", str(file["skipped"]), voice)
    return ""


def columns_page(frame: Frame, draft: Draft, files: Sequence[Data], work: Work, voice: Voice) -> ColumnsPage:
    force = answers_in_force(draft, work)
    shown = tuple(_columns_of(file, force, voice) for file in files if file["table"] and file["columns"])
    return ColumnsPage(frame, wizard_of(draft, "columns", work, voice, work.error), shown)


def _columns_of(file: Data, force: Mapping[str, Data], voice: Voice) -> ColumnsOf:
    table = str(file["table"])
    used = {str(column["target"]) for column in file["columns"] if column["target"] is not None}
    groups = [tuple(str(one) for one in group) for group in file.get("lacking") or ()]
    lacking = [
        join_words([target_words(table, name, voice) for name in group], voice.language, last="or")
        for group in groups
        if not used.intersection(group)
    ]
    return ColumnsOf(
        label_of(file),
        capitalised(table_words(table, voice.language)),
        tuple(_column(one, file, table, force, voice) for one in file["columns"]),
        voice.say("wizard.lacking", columns=join_words(lacking, voice.language)) if lacking else "",
    )


def _column(column: Data, file: Data, table: str, force: Mapping[str, Data], voice: Voice) -> ColumnRow:
    key = f"{label_of(file)}{COLUMN_KEY}{column['header']}"
    answer = force.get(key)
    now = str(column["target"] or "") if answer is None else str(answer["value"])
    return ColumnRow(
        str(column["header"]),
        " · ".join(str(one) for one in column["examples"][:EXAMPLES]),
        how_read(column, voice),
        Choosing(
            key,
            voice.say("wizard.column_is", column=str(column["header"])),
            now,
            _targets(column, table, now, voice),
        ),
        _badge(answer, voice),
        now == "",
    )


def _targets(column: Data, table: str, now: str, voice: Voice) -> tuple[OptionGroup, ...]:
    """What the column could be: the best suggestions, then every column of the table, then nothing."""
    likely = [str(one) for one in column.get("targets") or ()]
    likely = list(dict.fromkeys(([now] if now else []) + likely))
    known = [one.name for one in TABLE[table].columns if one.name not in likely and _named(table, one.name)]
    known.sort(key=lambda name: target_words(table, name, voice).casefold())
    groups = (
        OptionGroup(voice.say("wizard.likely"), _columns(table, likely, now, voice)),
        OptionGroup(voice.say("wizard.columns_of_table"), _columns(table, known, now, voice)),
        OptionGroup("", (Option("", voice.say("wizard.as_attribute"), now == ""),)),
    )
    return tuple(one for one in groups if one.options)


def _columns(table: str, names: Iterable[str], now: str, voice: Voice) -> tuple[Option, ...]:
    return tuple(Option(name, target_words(table, name, voice), name == now) for name in names)


def _named(table: str, name: str) -> bool:
    return has_message(f"column.{name}") or has_message(f"column.{table}_{name}")


def target_words(table: str, name: str, voice: Voice) -> str:
    """A column of the table, or a helper, in words."""
    return column_words(table, name, voice.language) if _named(table, name) else name.replace("_", " ")
