"""What taking an import back will do, in words, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from polso.base.errors import PolsoError
from polso.i18n.dates import format_moment
from polso.i18n.errors import render_error
from polso.i18n.numbers import format_integer
from polso.store.imports import ImportedBatch
from polso.web.building.progress import pace_words
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame, Link
from polso.web.views.table import Cell, Column, Table
from polso.web.views.wizard import UndoPage, WorkPage
from polso.web.work import Work


def undo_page(
    frame: Frame,
    batch: ImportedBatch,
    batches: Sequence[ImportedBatch],
    voice: Voice,
    problem: PolsoError | None = None,
) -> UndoPage:
    """`batches` are all there are: later ones are laid down again as if this one had never been."""
    number, zone = batch.batch_id, voice.calendar.company.zone
    later = sum(1 for one in batches if one.batch_id > number and one.undone_at is None)
    when = format_moment(batch.imported_at.astimezone(zone), voice.language)
    text = [voice.say("wizard.undo_keeps")]
    if later:
        text.insert(0, voice.say("wizard.undo_later", count=later))
    columns = (
        Column(voice.say("proof.file")),
        Column(voice.say("wizard.undo_gone"), "number"),
        Column(voice.say("wizard.undo_back"), "number"),
    )
    rows = tuple(
        (
            Cell(file.name),
            Cell(format_integer(file.own.new, voice.language)),
            Cell(format_integer(file.own.changed, voice.language)),
        )
        for file in batch.files
    )
    return UndoPage(
        frame,
        voice.say("wizard.undo_sentence", number=str(number), when=when),
        " ".join(text),
        Table(voice.say("wizard.undo_counts"), columns, rows),
        f"/data/imports/{number}/undo",
        Link(voice.say("wizard.undo_not"), f"/data/imports/{number}"),
        "" if problem is None else problem_words(problem, voice),
    )


def undoing_page(frame: Frame, work: Work, number: int, voice: Voice) -> WorkPage:
    """While the later imports are laid down again."""
    pace, base = work.pace(), f"/data/imports/{number}"
    title = voice.say("wizard.undoing", number=str(number))
    return WorkPage(frame, None, title, pace_words(pace, voice), pace.share, f"{base}/progress", f"{base}/undo", "")


def problem_words(problem: PolsoError, voice: Voice) -> str:
    said = render_error(problem, voice.language)
    return f"{said.sentence} {said.action}".strip()
