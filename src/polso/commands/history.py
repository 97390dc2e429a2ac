"""`history`: everything that was ever known of one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from polso.base.company import Language
from polso.base.errors import NotFoundError
from polso.commands import arguments as read
from polso.commands.ask import language_of
from polso.commands.progress import Progress
from polso.commands.record_words import record_name, told_fields
from polso.commands.session import Session
from polso.commands.sheet import plain_value
from polso.store.record_changes import FieldChange, RecordChange
from polso.store.record_history import (
    EventHistory,
    FieldHistory,
    RecordHistory,
    find_record_ever,
    find_record_read_from,
    record_history,
)


def history(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """The versions of the record `id` (id or name) of `table`, oldest first, and the events that its source told.

    `versions`: `kind` (appeared, changed, gone, back, mentioned), `learned`, `seen_before`, `batch`, `file`, `sheet`,
    `line`, `by_hand`, `fields` (`column`, `old`, `new`, `old_name`, `new_name`, `happened`, `origin`). `events`:
    `happened`, `learned`, `field`, `old`, `new`, `file`, `sheet`, `line`, `origin`. With `words` also texts in
    `language`: `title`, of a version `words`, `place` and `shown` (pairs of field and when), of an event `shown`.
    Raises NotFoundError `unknown_table`, `record_unknown`; UserError `record_ambiguous`.
    """
    table, text = read.needed(arguments, "table"), read.needed(arguments, "id")
    found = find_history(session, table, text)
    newest = found.versions[-1].version
    language = language_of(session, arguments) if read.flag(arguments, "words") else None
    told = _words(session, found, language) if language else None
    return {
        "table": table,
        "id": newest.record_id,
        "name": newest.name,
        "source": newest.source_system,
        "versions": [
            change_data(one.version)
            | {"fields": [_field(field) for field in one.fields]}
            | (told.versions[number] if told else {})
            for number, one in enumerate(found.versions)
        ],
        "events": [
            _event(one) | ({"shown": told.events[number]} if told else {}) for number, one in enumerate(found.events)
        ],
        "timezone": session.company.timezone,
        **({"title": record_name(newest, language, session.company.zone)} if language else {}),
    }


@dataclass(frozen=True, slots=True)
class _Words:
    versions: list[dict[str, Any]]
    events: list[list[str]]


def _words(session: Session, found: RecordHistory, language: Language) -> _Words:
    from polso.commands import change_words as say

    zone = session.company.zone
    versions = [
        {
            "words": say.kind_words(one.version, language),
            "place": say.place_words(one.version.file, one.version.line, language, one.version.sheet),
            "shown": [
                (
                    say.shown_field(one.version.table, field.change, language, zone),
                    say.when_words(field, one.version, language, zone),
                )
                for field in told_fields(one)
            ],
        }
        for one in found.versions
    ]
    events = [
        [
            say.shown_cell(one.happened, None, language, zone),
            say.event_name(one.field, language),
            " → ".join(say.event_cell(value, one.field, language, zone) for value in (one.old, one.new)),
            say.place_words(one.file, one.line, language, one.sheet),
        ]
        for one in found.events
    ]
    return _Words(versions, events)


def find_history(session: Session, table: str, text: str) -> RecordHistory:
    """The history of the record that somebody means, gone ones included: by id, name, or the `file:line` of it."""
    from polso.intake.by_hand.finding import find_record
    from polso.intake.mapping.map_file import check_table

    check_table(table)
    with session.workspace.cursor() as cursor:
        record = find_record_ever(cursor, table, text.strip()) or find_record_read_from(cursor, table, text.strip())
        if record is None:
            found = find_record(cursor, table, text)
            record = (found.source_system, found.external_id)
        told = record_history(cursor, table, record)
    if not told.versions:
        raise NotFoundError("record_unknown", table=table, name=text, suggestions=())
    return told


def change_data(one: RecordChange) -> dict[str, Any]:
    """A version without its fields, as plain values."""
    return {
        "id": one.record_id,
        "name": one.name,
        "kind": one.kind,
        "learned": plain_value(one.known_from),
        "seen_before": None if one.seen_before is None else plain_value(one.seen_before),
        "batch": one.batch_id,
        "file": one.file,
        "sheet": one.sheet,
        "line": one.line,
        "by_hand": one.by_hand,
    }


def field_data(one: FieldChange) -> dict[str, Any]:
    return {
        "column": one.column,
        "old": plain_value(one.old),
        "new": plain_value(one.new),
        "old_name": one.old_name,
        "new_name": one.new_name,
    }


def _field(one: FieldHistory) -> dict[str, Any]:
    return field_data(one.change) | {"happened": _moment(one.happened), "origin": one.origin}


def _event(one: EventHistory) -> dict[str, Any]:
    return {
        "happened": _moment(one.happened),
        "learned": plain_value(one.learned),
        "field": one.field,
        "old": one.old,
        "new": one.new,
        "file": one.file,
        "sheet": one.sheet,
        "line": one.line,
        "origin": one.origin,
    }


def _moment(value: date | datetime | None) -> Any:
    return None if value is None else plain_value(value)
