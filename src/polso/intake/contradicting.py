"""Remembered answers that a new file contradicts: they are not used, and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polso.intake.questions import Answer, Asked
from polso.intake.report import ColumnProof, FileReport, Notice

NOT_USED = "answer_not_used"
_TOPICS = {"date_order": frozenset({"dmy", "mdy"}), "decimal_mark": frozenset({"comma", "point"})}
_BY_VALUES = "values"


def tell_contradicted(files: Sequence[FileReport], asked: Asked) -> tuple[FileReport, ...]:
    """The reports with a notice for each remembered answer that the values of its file deny."""
    return tuple(_told(file, asked) for file in files)


def _told(file: FileReport, asked: Asked) -> FileReport:
    prefix = f"{file.label}:"
    denied = [answer for answer in asked.refused if answer.key.startswith(prefix)]
    denied += [
        answer
        for answer in asked.idle()
        if answer.key.startswith(prefix) and _is_denied(answer.key.removeprefix(prefix), answer, file.columns)
    ]
    notices = [
        Notice(NOT_USED, 1, (f"{answer.key.removeprefix(prefix)} = {answer.value}",))
        for answer in dict.fromkeys(denied)
    ]
    return replace(file, notices=(*file.notices, *notices)) if notices else file


def _is_denied(part: str, answer: Answer, columns: Sequence[ColumnProof]) -> bool:
    """Whether the column was read in the other way by its own values."""
    topic, _, header = part.partition(":")
    forms = _TOPICS.get(topic, frozenset())
    return any(
        column.header == header
        and column.form in forms
        and column.form != answer.value
        and column.why == _BY_VALUES
        and bool(column.deciding)
        for column in columns
    )
