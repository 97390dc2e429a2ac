"""The rows behind one figure; their numerators and denominators add up to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from polso.access.viewer import Viewer, narrowed
from polso.answers import exchange
from polso.answers.derived_plan import MADE
from polso.answers.door import Door
from polso.answers.filters import filters
from polso.base.errors import UserError
from polso.base.period import Period
from polso.catalog.model import Cohort, Condition, Distribution, Measure, Retention, Shift, Survival, Transition
from polso.catalog.relations import RELATIONS
from polso.catalog.rules.kinds import measures_of
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.plan import Scan, plan, scan_key, settle, window_for
from polso.query.request import Request
from polso.query.resolve import Resolved, resolve
from polso.query.settings import days
from polso.sql import listing
from polso.sql.listing import Listing
from polso.sql.render import readable


@dataclass(frozen=True, slots=True)
class RowSet:
    """Column names and rows, `count` of all of them; money is Decimal, days are dates, ids stand with their names."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int
    period: Period
    sql: tuple[str, ...]

    def as_dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def rows_behind(
    door: Door, request: Request, viewer: Viewer, today: date, *, limit: int | None = None, offset: int = 0
) -> RowSet:
    """The rows of the one metric of `request` in its period, filtered by its `where`.

    Raises UserError `rows_of_one_metric` for several metrics or a grain, `no_rows_behind` for a metric that is refused.
    """
    if len(request.metrics) != 1 or request.grain is not None:
        raise UserError("rows_of_one_metric")
    with door.steady() as reading:
        return _rows(door, narrowed(request, viewer), today, reading.engine, limit, offset)


def _rows(door: Door, request: Request, today: date, engine: Engine, limit: int | None, offset: int) -> RowSet:
    context = door.context_of(request, today)
    resolved, _, period = resolve(replace(request, by=()), context)
    one = resolved[0]
    if one.refusal is not None:
        raise UserError("no_rows_behind", metric=one.metric.id, reason=one.refusal, missing=one.missing)
    if isinstance(one.variant.kind, MADE):
        raise UserError("no_rows_behind", metric=one.metric.id, reason="made_of_others", missing=())
    if isinstance(one.inner.kind, Transition | Retention):
        return _changes(one, request, context, engine, period, (limit, offset))
    names: tuple[str, ...] = ()
    found: list[tuple[Any, ...]] = []
    texts: list[str] = []
    count, left, skip = 0, limit, offset
    for part in _listings(one, request, context, engine):
        size = int(engine.rows(listing.total(part)).rows[0][0])
        if left is None or left > 0:
            statement = listing.rows(part, left, skip)
            table = engine.rows(statement)
            names = table.names
            texts.append(readable(statement, engine.dialect))
            found += table.rows
            left = None if left is None else left - len(table.rows)
        skip = max(0, skip - size)
        count += size
    return RowSet(names, tuple(found), count, period, tuple(texts))


def _changes(
    one: Resolved,
    request: Request,
    context: Context,
    engine: Engine,
    period: Period,
    page: tuple[int | None, int],
) -> RowSet:
    """The records behind each part of a change, old and new; or those who stayed or left."""
    from polso.answers import retention_rows, transition_rows

    relation = measures_of(one.inner.kind)[0].relation
    kept = filters(request.where, (relation,), request.as_of, context, engine)
    alone = replace(one, cells=(replace(one.cells[0], base=None),))
    scans = plan((alone,), (), kept, request.as_of, context).scans
    rates = exchange.load(engine, context.calendar.company.currency)
    kind = one.inner.kind
    stays = isinstance(kind, Retention)
    found: list[tuple[Any, ...]] = []
    texts: tuple[str, ...] = ()
    if scans and isinstance(kind, Retention):
        found, texts = retention_rows.records(kind, scans[0], engine, rates)
    elif scans:
        found, texts = transition_rows.records(scans[0], engine, rates)
    limit, offset = page
    shown = found[offset : None if limit is None else offset + limit]
    names = retention_rows.NAMES if stays else transition_rows.NAMES
    return RowSet(names, tuple(shown), len(found), period, texts)


def _listings(one: Resolved, request: Request, context: Context, engine: Engine) -> list[Listing]:
    """One listing a window and relation: the figure's own rows; for a growth also those of its base, below the line."""
    measures = [settle(measure, context) for measure in measures_of(one.inner.kind)]
    cell, shift = one.cells[0], one.shifts[0]
    grown = shift.now if isinstance(one.variant.kind, Shift) else cell.part
    if grown is None:
        return []
    scan = _scan(measures[0], one, request, context, engine)
    stock = scan.kind == "stock"
    window = window_for(grown.start, grown.end, stock=stock)
    if isinstance(one.variant.kind, Shift):
        base = shift.base
        earlier = (
            [] if base is None else [Listing(scan, window_for(base.start, base.end, stock=stock), None, measures[0])]
        )
        return [Listing(scan, window, measures[0], None), *earlier]
    if isinstance(one.inner.kind, Distribution):
        return [Listing(scan, window, measures[0], replace(measures[0], column=None))]
    if isinstance(one.inner.kind, Survival | Cohort):
        return [Listing(scan, window, _ended(one.inner.kind, measures[0], context), replace(measures[0], column=None))]
    same = len(measures) > 1 and measures[1].relation == measures[0].relation
    denominator: Measure | None = measures[1] if same else None
    return [Listing(scan, window, measures[0], denominator)]


def _ended(kind: Survival | Cohort, measure: Measure, context: Context) -> Measure:
    """What met the event: how long it took; or, of a share by an age, one where it came by then."""
    if isinstance(kind, Cohort):
        limit = str(days(kind.maturity, context))
        tests = (Condition(kind.reached, "at_least", ("0",)), Condition(kind.reached, "at_most", (limit,)))
        return replace(measure, column=None, where=(*measure.where, *tests))
    came = (Condition(kind.ended_as, "in", kind.event), Condition(kind.lasted, "at_least", ("0",)))
    if kind.reading == "within":
        by_then = Condition(kind.lasted, "at_most", (f"{kind.at:g}",))
        return replace(measure, column=None, where=(*measure.where, *came, by_then))
    return replace(measure, column=kind.lasted, where=(*measure.where, *came))


def _scan(measure: Measure, one: Resolved, request: Request, context: Context, engine: Engine) -> Scan:
    kind, relation_name, clock, credit = scan_key(measure, one)
    kept = filters(request.where, (relation_name,), request.as_of, context, engine)
    return Scan(
        "stock" if kind == "stock" else "flow", RELATIONS[relation_name], clock, credit, (), (), (), kept, request.as_of
    )
