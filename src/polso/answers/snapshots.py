"""Stocks frozen night by night, and how they compare with what is answered about the same night now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from polso.access.viewer import OWNER
from polso.answers.answer import Answer
from polso.answers.door import Door
from polso.base.local_time import local_date
from polso.base.period import ONE_DAY
from polso.catalog import registry
from polso.catalog.model import Stock
from polso.query.request import Request
from polso.store.instants import stored
from polso.store.workspace import Workspace

SCOPES = ("company", "rep", "team")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One figure of one night; `value` is None where it was not known, `known_at` is UTC as stored."""

    metric_id: str
    day: date
    scope: str
    key: str | None
    name: str | None
    value: Decimal | None
    records: int
    currency: str | None
    flags: tuple[str, ...]
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """A frozen figure that is answered otherwise now, although the question is about what was known then."""

    snapshot: Snapshot
    answered: Decimal | None


def take_snapshot(workspace: Workspace, door: Door, now: datetime) -> int:
    """Freeze every stock of the catalog at the end of yesterday as known `now` (aware); the number of rows written.

    A night is frozen once; nights on which nothing ran are not made up later.
    """
    today = local_date(now, workspace.company.zone)
    night = today - ONE_DAY
    with workspace.cursor() as cursor:
        row = cursor.execute(_OF_NIGHT, [night]).fetchone()
    if row and row[0]:
        return 0
    rows = [one for scope in SCOPES for one in _asked(door, scope, night, today, stored(now))]
    with workspace.cursor() as cursor, workspace.transaction(cursor):
        # Two threads may come here at once; the one that waited finds the night frozen.
        again = cursor.execute(_OF_NIGHT, [night]).fetchone()
        if again and again[0]:
            return 0
        for one in rows:
            cursor.execute(_INSERT, _stored(one))
    return len(rows)


_OF_NIGHT = "SELECT count(*) FROM metric_snapshot WHERE closed_on = ?"
_INSERT = """
    INSERT INTO metric_snapshot BY NAME SELECT ? AS metric_id, ? AS scope, ? AS period, ? AS closed_on, ? AS result,
        'polso' AS source_system, ? AS external_id, FALSE AS is_stub, 0 AS batch_id, ? AS first_seen_at, ? AS known_from
"""
_PART = "\x1f"


def _stored(one: Snapshot) -> list[object]:
    """A row of the table; no batch ever takes it back, for it is no statement of a file or a person."""
    period = one.day.isoformat()
    scope = one.scope if one.scope == "company" else f"{one.scope}:{one.key or ''}"
    result = {
        "value": None if one.value is None else str(one.value),
        "n": one.records,
        "currency": one.currency,
        "flags": one.flags,
        "key": one.key,
        "name": one.name,
    }
    key = _PART.join((one.metric_id, scope, period, period))
    return [
        *(one.metric_id, scope, period, one.day, json.dumps(result, ensure_ascii=False)),
        *(key, one.known_at, one.known_at),
    ]


def snapshots(workspace: Workspace) -> list[Snapshot]:
    """Every frozen figure, night by night."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "SELECT metric_id, scope, closed_on, result, known_from FROM metric_snapshot"
            " ORDER BY closed_on, metric_id, scope"
        ).fetchall()
    return [_read(*row) for row in rows]


def _read(metric_id: str, scope: str, day: date, text: str, known_at: datetime) -> Snapshot:
    result = json.loads(text)
    return Snapshot(
        metric_id,
        day,
        scope.partition(":")[0],
        result["key"],
        result["name"],
        None if result["value"] is None else Decimal(result["value"]),
        result["n"],
        result["currency"],
        tuple(result["flags"]),
        known_at,
    )


def differing(workspace: Workspace, door: Door, today: date) -> list[Difference]:
    """The frozen figures that the same question, as known then, answers otherwise now; nothing is corrected."""
    found: list[Difference] = []
    nights: dict[tuple[date, datetime, str], list[Snapshot]] = {}
    for one in snapshots(workspace):
        nights.setdefault((one.day, one.known_at, one.scope), []).append(one)
    for (day, known_at, scope), frozen in nights.items():
        answered = {(one.metric_id, one.key): one.value for one in _asked(door, scope, day, today, known_at, known_at)}
        for one in frozen:
            now = answered.get((one.metric_id, one.key))
            if now != one.value and not (now is None and one.value == 0):
                found.append(Difference(one, now))
    return found


def _asked(
    door: Door, scope: str, day: date, today: date, known_at: datetime, as_of: datetime | None = None
) -> Iterator[Snapshot]:
    metrics = tuple(one.id for one in registry.metrics().values() if isinstance(one.kind, Stock))
    by = () if scope == "company" else (scope,)
    answers = door.ask(Request(metrics, by, period=day.isoformat(), compare="none", as_of=as_of), OWNER, today)
    for answer in answers:
        if len(answer.group.keys) == len(by):
            yield _snapshot(answer, scope, day, known_at)


def _snapshot(answer: Answer, scope: str, day: date, known_at: datetime) -> Snapshot:
    key, name = (answer.group.keys[0], answer.group.names[0]) if answer.group.keys else (None, None)
    value = None if answer.value is None else Decimal(answer.value)
    return Snapshot(answer.metric.id, day, scope, key, name, value, answer.n, answer.currency, answer.flags, known_at)
