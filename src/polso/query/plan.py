"""The plan: as few scans as the measures allow, one a (relation, clock, credit role), over all windows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from polso.catalog.model import (
    ChangeTest,
    Cohort,
    Distribution,
    Kind,
    LevelInterval,
    Measure,
    Retention,
    Shift,
    Stock,
    Survival,
    Transition,
    Variant,
)
from polso.catalog.relations import RELATIONS, Relation
from polso.catalog.rules.kinds import measures_of
from polso.query.cells import Window
from polso.query.context import Context
from polso.query.dimensions import Split
from polso.query.readings import Reading, Recorded, Retained, measure_of, recorded, retained
from polso.query.resolve import Filter, Resolved, settled

Statistic = Literal["sum", "squares", "values"]
ScanKind = Literal["flow", "stock", "transition", "transition_then", "retention"]
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure with its conditions settled, and what is wanted of it besides the counts of used and missing rows."""

    measure: Measure
    statistics: frozenset[Statistic]


@dataclass(frozen=True, slots=True)
class Scan:
    """One pass over one relation.

    A `flow` counts rows whose day lies in a window, and tells how long those of `recorded` lasted. A `stock` counts the
    state intervals that cover the end of a window: it reads each interval twice, as it begins and as it ends, and sums
    up to each end. A `transition` compares the intervals that cover the two ends of a window; `known` are the instants
    of knowledge of each window's ends, and `parts` the movements asked for. A `retention` follows the entities that
    are there when a window begins, once for each of `retained`.
    """

    kind: ScanKind
    relation: Relation
    clock: str
    credit_column: str | None
    windows: tuple[Window, ...]
    wanted: tuple[Wanted, ...]
    splits: tuple[Split, ...]
    filters: tuple[Filter, ...]
    as_of: datetime | None
    known: tuple[tuple[datetime | None, datetime | None], ...] = ()
    parts: tuple[str, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    retained: tuple[Retained, ...] = ()

    @property
    def compares(self) -> bool:
        """Whether two ends of each window are held against each other."""
        return self.kind in ("transition", "transition_then")


@dataclass(frozen=True, slots=True)
class Plan:
    scans: tuple[Scan, ...]


def statistics_of(variant: Variant) -> frozenset[Statistic]:
    """What a variant's kind, interval and change test need of its measures."""
    wanted: set[Statistic] = {"sum"}
    level: LevelInterval = variant.uncertainty.level
    change: ChangeTest = variant.uncertainty.change
    if change == "money" or level in ("growth", "value_share"):
        wanted.add("squares")
    if isinstance(variant.kind, Distribution) or level in ("mean", "median") or change == "values":
        wanted.add("values")
    return frozenset(wanted)


def plan(
    resolved: Sequence[Resolved],
    splits: tuple[Split, ...],
    filters: tuple[Filter, ...],
    as_of: datetime | None,
    context: Context,
) -> Plan:
    """The scans that answer every metric that is not refused."""
    groups: dict[tuple[ScanKind, str, str, str | None], tuple[dict[Reading, set[Statistic]], dict[Window, None], Kind]]
    groups = {}
    asked = tuple(str(key) for one in filters for key in one.keys if one.split.place == "movement")
    kept = tuple(one for one in filters if one.split.place != "movement")
    for one in resolved:
        if one.refusal is not None:
            continue
        stats = statistics_of(one.variant) | statistics_of(one.inner)
        windows = windows_of(one)
        by_value = one.variant.uncertainty.level == "value_share"
        for position, reading in enumerate(readings_of(one, context)):
            readings, seen, _ = groups.setdefault(scan_key(measure_of(reading), one), ({}, {}, one.inner.kind))
            wanted = readings.setdefault(reading, set())
            if measure_of(reading).column:
                wanted |= stats if position == 0 else ({"sum", "squares"} if by_value else {"sum"})
            seen.update(dict.fromkeys(windows))
    scans = []
    for (kind, relation_name, clock, credit_column), (readings, windows_seen, figure) in groups.items():
        if not windows_seen:
            continue
        ordered = sorted(windows_seen, key=lambda window: window.end) if kind == "stock" else windows_seen
        parts = (
            tuple(part for part in figure.parts if not asked or part in asked) if isinstance(figure, Transition) else ()
        )
        scans.append(
            Scan(
                kind,
                RELATIONS[relation_name],
                clock,
                credit_column,
                tuple(ordered),
                tuple(Wanted(one, frozenset(stats)) for one, stats in readings.items() if isinstance(one, Measure)),
                splits,
                kept,
                as_of,
                known_at(tuple(ordered), as_of, context, then=kind == "transition_then") if parts else (),
                parts,
                tuple(one for one in readings if isinstance(one, Recorded)),
                tuple(one for one in readings if isinstance(one, Retained)),
            )
        )
    return Plan(tuple(scans))


def settle(measure: Measure, context: Context) -> Measure:
    """The measure with the company's settings in its conditions."""
    return Measure(
        measure.relation,
        measure.clock,
        measure.column,
        tuple(settled(condition, context) for condition in measure.where),
        measure.known_values,
        measure.credit,
        measure.by,
        measure.per_working_day,
    )


def readings_of(one: Resolved, context: Context) -> tuple[Reading, ...]:
    """What the metric's kind reads, with the company's settings in its conditions."""
    kind = one.inner.kind
    found = tuple(settle(measure, context) for measure in measures_of(kind))
    if isinstance(kind, Retention):
        return (retained(kind, found[0], found[1] if len(found) > 1 else None),)
    if isinstance(kind, Survival | Cohort):
        relation = RELATIONS[found[0].relation_for(one.dimensions)]
        return (recorded(kind, found[0], relation, one.inner.unit or one.metric.unit, context),)
    return (*found, *guards_of(one, context))


def guards_of(one: Resolved, context: Context) -> tuple[Measure, ...]:
    """The two measures of the share that guards a figure; they stand behind those of its kind."""
    guard = one.inner.guard
    if guard is None:
        return ()
    return tuple(settle(measure, context) for measure in (guard.share.numerator, guard.share.denominator))


def known_at(
    windows: tuple[Window, ...], as_of: datetime | None, context: Context, *, then: bool
) -> tuple[tuple[datetime | None, datetime | None], ...]:
    """The instants of knowledge of the two ends of each window: those of the question, or of the ends themselves."""
    if not then:
        return tuple((as_of, as_of) for _ in windows)

    def end_of_day_before(day: date) -> datetime:
        instant = context.calendar.start_of_day(day).replace(tzinfo=None) - A_MOMENT
        return instant if as_of is None else min(as_of, instant)

    return tuple((end_of_day_before(one.start or one.end), end_of_day_before(one.end)) for one in windows)


def scan_kind(kind: Kind) -> ScanKind:
    """How the measures of a kind are read."""
    if isinstance(kind, Transition):
        return "transition_then" if kind.knowledge == "then" else "transition"
    if isinstance(kind, Retention):
        return "retention"
    return "stock" if isinstance(kind, Stock) else "flow"


def scan_key(measure: Measure, one: Resolved) -> tuple[ScanKind, str, str, str | None]:
    """Which scan reads the measure: kind, relation, clock, and the column that credits a person."""
    relation = RELATIONS[measure.relation_for(one.dimensions)]
    kind = scan_kind(one.inner.kind)
    return kind, relation.name, measure.clock, relation.credits.get(measure.credit, relation.credits.get("closing"))


def windows_of(one: Resolved) -> tuple[Window, ...]:
    """Every window that the cells of one metric read, each once, in order."""
    found: dict[Window, None] = {}
    grows = isinstance(one.variant.kind, Shift)
    for cell, shift in zip(one.cells, one.shifts, strict=True):
        growths = (shift.now, shift.base, shift.earlier, shift.its_base)
        for part in growths if grows else (cell.part, cell.base, *shift.history):
            if part is not None:
                found[window_for(part.start, part.end, stock=isinstance(one.inner.kind, Stock))] = None
    return tuple(found)


def window_for(start: date, end: date, *, stock: bool) -> Window:
    return Window(None if stock else start, end)
