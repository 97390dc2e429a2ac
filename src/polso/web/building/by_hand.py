"""What a person entered by hand: each statement with what it says, as the page of an import of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from polso.i18n.dates import format_moment
from polso.i18n.words import capitalised
from polso.store.imports import ImportedBatch
from polso.web.building.moves import value_words
from polso.web.building.proof_files import column_words
from polso.web.building.tiles import table_name
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame, Link
from polso.web.views.proof import ProofPage
from polso.web.views.table import Cell, Column, Table

CORRECTION = "correction"


def statements_of(document: Path) -> list[Mapping[str, Any]]:
    """The statements of a kept document; none where it is not of the shape that polso writes."""
    try:
        found = json.loads(document.read_bytes())["statements"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [one for one in found if isinstance(one, Mapping)]


def by_hand_page(frame: Frame, batch: ImportedBatch, statements: list[Mapping[str, Any]], voice: Voice) -> ProofPage:
    when = format_moment(batch.imported_at.astimezone(voice.calendar.company.zone), voice.language)
    undone = batch.undone_at is not None
    names = ("record", "field", "was", "becomes")
    columns = (
        Column(voice.say("wizard.by_hand_kind")),
        *(Column(voice.say(f"wizard.change_{name}")) for name in names),
    )
    rows = tuple(row for one in statements for row in _rows(one, voice))
    return ProofPage(
        frame,
        voice.say("wizard.by_hand", count=len(statements), when=when),
        "",
        (),
        (),
        (),
        (),
        (),
        changes=Table(voice.say("wizard.changed_records"), columns, rows),
        undo=None if undone else Link(voice.say("wizard.undo"), f"/data/imports/{batch.batch_id}/undo"),
        undone=voice.say("wizard.undone") if undone else "",
    )


def _rows(statement: Mapping[str, Any], voice: Voice) -> list[tuple[Cell, ...]]:
    values: Mapping[str, Any] = statement["values"]
    if statement["table"] == CORRECTION:
        table, column = str(values["entity"]), str(values["column_name"])
        return [_row(table, str(values["entity_key"]), column, values.get("replaced"), values.get("value"), voice)]
    key = str(statement["external_id"])
    return [_row(str(statement["table"]), key, column, None, value, voice) for column, value in values.items()]


def _row(table: str, key: str, column: str, before: Any, after: Any, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(capitalised(table_name(table, voice)), quiet=True),
        Cell(key, strong=True),
        Cell(column_words(table, column, voice)),
        Cell(value_words(table, column, before, voice), quiet=True),
        Cell(value_words(table, column, after, voice)),
    )
