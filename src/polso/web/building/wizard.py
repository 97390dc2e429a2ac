"""The pages of an import in the making, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polso.base.errors import PolsoError
from polso.i18n.dates import format_time
from polso.i18n.errors import render_error
from polso.web.building.asked import question_view
from polso.web.building.progress import pace_words, size_words
from polso.web.building.voice import Voice
from polso.web.drafts import Draft
from polso.web.views.frame import Frame, Link
from polso.web.views.steps import Step, Wizard
from polso.web.views.wizard import DraftFile, FilesPage, QuestionsPage, WorkPage
from polso.web.wizard import STEPS, TABLE_KEY, answers_in_force
from polso.web.work import Work

WHOLE = 100
BACK = {"kinds": "files", "questions": "kinds", "columns": "kinds", "proof": "columns"}


def base_of(token: str) -> str:
    return f"/data/drafts/{token}"


def wizard_of(draft: Draft, step: str, work: Work | None, voice: Voice, problem: PolsoError | None = None) -> Wizard:
    """What stands over a step; a step that has nothing to show cannot be gone to."""
    base = base_of(draft.token)
    at = STEPS.index(step)
    open_to = _open_steps(draft, work)
    steps = tuple(
        Step(
            number + 1,
            voice.say(f"wizard.step_{name}"),
            "current" if number == at else "done" if number < at else "later",
            f"{base}/{name}" if name in open_to and number != at else None,
        )
        for number, name in enumerate(STEPS)
    )
    zone = voice.calendar.company.zone
    said = None if problem is None else render_error(problem, voice.language)
    before = BACK.get(step)
    if step == "columns" and "questions" in open_to:
        before = "questions"
    return Wizard(
        base,
        steps,
        voice.say("wizard.position", number=str(at + 1), all=str(len(STEPS))),
        round(WHOLE * (at + 1) / len(STEPS)),
        voice.say("wizard.saved", time=format_time(draft.saved_at.astimezone(zone))),
        Link(voice.say("wizard.back"), f"{base}/{before}" if before else "/data"),
        "" if said is None else said.sentence,
        "" if said is None else said.action,
    )


def _open_steps(draft: Draft, work: Work | None) -> set[str]:
    """The steps that can be shown as things stand."""
    found = {"files"}
    if work is None or work.running:
        return found
    found |= {"kinds", "columns"}
    if any(not str(one["key"]).endswith(TABLE_KEY) for one in draft.asked):
        found.add("questions")
    if work.kind == "reading" and work.result is not None and not work.result["proof"]["questions"]:
        found.add("proof")
    return found


def files_page(frame: Frame, draft: Draft, work: Work | None, voice: Voice) -> FilesPage:
    files = tuple(
        DraftFile(number, path.name, size_words(path.stat().st_size, voice))
        for number, path in enumerate(draft.files, 1)
    )
    whole = voice.say("wizard.files_whole", count=len(files), size=size_words(draft.bytes, voice))
    return FilesPage(frame, wizard_of(draft, "files", work, voice), files, whole)


def questions_page(frame: Frame, draft: Draft, work: Work, voice: Voice) -> QuestionsPage:
    """Open questions, then those that are answered, with their answers."""
    waiting: list[Mapping[str, Any]] = [] if work.result is None else work.result["proof"]["questions"]
    keys = {question["key"] for question in waiting}
    force = answers_in_force(draft, work)
    answered = [
        one
        for one in draft.asked
        if one["key"] in force and one["key"] not in keys and not str(one["key"]).endswith(TABLE_KEY)
    ]
    return QuestionsPage(
        frame,
        wizard_of(draft, "questions", work, voice, work.error),
        tuple(question_view(one, voice) for one in waiting if not str(one["key"]).endswith(TABLE_KEY)),
        tuple(question_view(one, voice, force[one["key"]]) for one in answered),
    )


def work_page(frame: Frame, draft: Draft, work: Work, href: str, voice: Voice) -> WorkPage:
    """While the files are read, or imported."""
    pace = work.pace()
    step = "import" if work.kind == "importing" else "kinds"
    base = base_of(draft.token)
    return WorkPage(
        frame,
        wizard_of(draft, step, work, voice),
        voice.say(f"wizard.{work.kind}", files=", ".join(draft.names)),
        pace_words(pace, voice),
        pace.share,
        f"{base}/progress",
        href,
        f"{base}/stop" if work.kind == "importing" else "",
    )


def facts_of(file: Mapping[str, Any], voice: Voice) -> str:
    """How many rows a file has, and whose export it is."""
    parts = []
    if file["rows"]:
        parts.append(voice.say("wizard.rows", count=int(file["rows"])))
    if file.get("source_system") not in (None, "files"):
        parts.append(str(file["source_system"]).replace("_", " ").capitalize())
    return " · ".join(parts)
