"""The page of one record: every version of it, field by field, with both clocks and the line it was read from."""

from __future__ import annotations

from typing import Literal

from polso.commands import change_words as say
from polso.commands.record_words import told_fields
from polso.i18n.dates import format_moment
from polso.store.instants import aware
from polso.store.record_changes import RecordChange
from polso.store.record_history import FieldHistory, RecordHistory, VersionHistory
from polso.web.building.voice import Voice
from polso.web.views.changes import RecordPage, VersionCard
from polso.web.views.frame import Frame, Link
from polso.web.views.table import Cell, Column, Table

TONES = {"gone": "bad", "appeared": "neutral", "changed": "neutral", "back": "neutral", "mentioned": "neutral"}


def record_page(frame: Frame, told: RecordHistory, voice: Voice) -> RecordPage:
    return RecordPage(
        frame,
        tuple(_version(one, voice) for one in reversed(told.versions)),
        _events(told, voice) if told.events else None,
    )


def _version(one: VersionHistory, voice: Voice) -> VersionCard:
    version, zone = one.version, voice.calendar.company.zone
    title = say.kind_words(version, voice.language)
    learned = format_moment(aware(version.known_from).astimezone(zone), voice.language)
    table = None
    fields = told_fields(one)
    if fields:
        columns = tuple(Column(voice.say(f"changes.field_{name}")) for name in ("name", "old", "new", "when"))
        appears = version.kind == "appeared"
        rows = tuple(
            (
                Cell(say.column_name(version.table, field.change.column, voice.language)),
                Cell("" if appears else _value(version, field, "old", voice)),
                Cell(_value(version, field, "new", voice), strong=True),
                Cell(
                    say.when_words(field, version, voice.language, zone),
                    note=voice.say("changes.inferred") if field.origin == "inferred" else "",
                    quiet=True,
                ),
            )
            for field in fields
        )
        kept = [0, 2] if appears else [0, 1, 2, 3]
        table = Table(
            f"{title}, {learned}",
            tuple(columns[position] for position in kept),
            tuple(tuple(cells[position] for position in kept) for cells in rows),
        )
    return VersionCard(
        title,
        learned,
        say.place_words(version.file, version.line, voice.language, version.sheet),
        Link(voice.say("changes.import_number", number=str(version.batch_id)), f"/data/imports/{version.batch_id}"),
        TONES[version.kind],
        table,
    )


def _value(version: RecordChange, field: FieldHistory, side: Literal["old", "new"], voice: Voice) -> str:
    change = field.change
    value, name = (change.old, change.old_name) if side == "old" else (change.new, change.new_name)
    return say.shown_cell(value, name, voice.language, voice.calendar.company.zone, at=(version.table, change.column))


def _events(told: RecordHistory, voice: Voice) -> Table:
    zone = voice.calendar.company.zone
    columns = tuple(Column(voice.say(f"changes.field_{name}")) for name in ("when", "name", "old", "new", "place"))
    rows = tuple(
        (
            Cell(say.shown_cell(one.happened, None, voice.language, zone)),
            Cell(say.event_name(one.field, voice.language)),
            Cell(say.event_cell(one.old, one.field, voice.language, zone)),
            Cell(say.event_cell(one.new, one.field, voice.language, zone), strong=True),
            Cell(say.place_words(one.file, one.line, voice.language, one.sheet), quiet=True),
        )
        for one in told.events
    )
    return Table(voice.say("changes.events"), columns, rows)
