"""How long records lasted, those alike together: a million of them come back as a few hundred rows."""

from __future__ import annotations

from polso.query.plan import Scan
from polso.query.readings import Recorded
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
    And,
    Call,
    Column,
    Constant,
    Expression,
    In,
    IsNull,
    Item,
    Not,
    Select,
    Source,
    Statement,
)
from polso.sql.flow import SCAN, scan_parts

LIVED = "lived"
TIMES = ("event_at", "other_at", "begun")


def lifetimes(scan: Scan, one: Recorded) -> Statement:
    """Per window and leaf group: `event_at`, `other_at` and `begun` as in `Recorded`, at most one kind of them set, and
    the number of records `n`. All null is a record that does not tell. Days count from 2000-01-01."""
    names = ["window_id"]
    for number in range(len(scan.splits)):
        names += [f"key_{number}", f"name_{number}"]
    full = parts.knows(one.measure.known_values, SCAN)
    lived = Select(
        (
            *(Item(Column(SCAN, name), name) for name in names),
            *(
                Item(time if full is None else Call("when", (full, time)), name)
                for name, time in zip(TIMES, _times(one), strict=True)
            ),
        ),
        Source(SCAN, SCAN),
        where=parts.selects(one.measure.where, SCAN),
    )
    told = (*names, *TIMES)
    body = Select(
        (*(Item(Column(LIVED, name), name) for name in told), Item(Aggregate("count"), "n")),
        Source(LIVED, LIVED),
        levels=(told,),
    )
    return Statement((*scan_parts(scan), (LIVED, lived)), body)


def _times(one: Recorded) -> tuple[Expression, Expression, Expression]:
    event, begun = Column(SCAN, one.event_at), Column(SCAN, one.begun)
    start: Expression = Call("day_number", (begun,)) if one.dated else begun
    if one.ended_as is not None:
        how = Column(SCAN, one.ended_as)
        counts = In(how, tuple(Constant(word) for word in one.events))
        still = And((IsNull(event), IsNull(how)))
        return Call("when", (counts, event)), Call("when", (Not(counts), event)), Call("when", (still, start))
    if one.other_at is None:
        return event, Call("when", (IsNull(Constant(0)), event)), Call("when", (IsNull(event), start))
    other = Column(SCAN, one.other_at)
    return event, other, Call("when", (And((IsNull(event), IsNull(other))), start))
