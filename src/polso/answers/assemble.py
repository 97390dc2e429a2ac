"""One metric's answers from the numbers of its scans: values, comparisons, intervals, judgements, flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import inf

from polso.answers.answer import TOTAL, Figure, Group, MetricAnswers
from polso.answers.figures import Level, guarded, leveller, lived_level, stayed
from polso.answers.gaps import TOLD
from polso.answers.judgement import (
    NO_BOUNDS,
    UNDECIDED,
    Bounds,
    Judgement,
    Sample,
    bounds,
    growth_bounds,
    judge,
    judge_by_history,
    judge_growth,
)
from polso.answers.lifetimes import NO_LIFETIMES, lived
from polso.answers.measured import NOTHING, Measured, Numbers
from polso.answers.retained import NO_FATES
from polso.base.period import Period
from polso.catalog.model import Cohort, Measure, Retention, Shift, Stock, Survival, Unit
from polso.catalog.movements import ORDER
from polso.catalog.rules.kinds import measures_of
from polso.query.cells import Cell, Window
from polso.query.context import Context
from polso.query.growths import Growths
from polso.query.plan import ScanKind, readings_of, scan_key, window_for
from polso.query.readings import measure_of
from polso.query.resolve import Resolved, settled
from polso.query.settings import days

ScanKey = tuple[ScanKind, str, str, str | None]
Place = tuple[Period, Period | None, Period | None, Group]


class Source:
    """Where the numbers of one metric come from."""

    def __init__(
        self,
        measured: dict[ScanKey, Measured],
        one: Resolved,
        context: Context,
        working_days: dict[Period, int] | None = None,
    ) -> None:
        """`working_days` are those that are counted already, where metrics of the same periods share them."""
        self.one = one
        self.context = context
        unit: Unit = unit_of(one) if one.inner is one.variant else "currency"
        lives = isinstance(one.inner.kind, Survival | Cohort)
        self._level = None if lives else leveller(one.inner.kind, unit)
        self._guard = one.inner.guard
        self._stock = isinstance(one.inner.kind, Stock)
        self._places = tuple(
            measured.get(scan_key(measure_of(reading), one), Measured()).of(reading)
            for reading in readings_of(one, context)
        )
        kind = one.inner.kind
        self._maturity = days(kind.maturity, context) if isinstance(kind, Cohort) else None
        self._working_days = {} if working_days is None else working_days
        self._last: tuple[Period, Window, int] | None = None
        self._told: tuple[Cell, tuple[str, ...]] | None = None

    def sample(self, period: Period, group: Group) -> Sample:
        """The numbers and the level of the inner variant in one window and group."""
        window, working = self._window(period)
        place = window, group.keys
        top = self._places[0].get(place, NOTHING)
        bottom = self._places[1].get(place, NOTHING) if len(self._places) > 1 else NOTHING
        kind = self.one.inner.kind
        if isinstance(kind, Retention):
            top, bottom = stayed(kind, top.fates or NO_FATES)
        if self._level is not None:
            found = self._level(top, bottom, working)
            if self._guard is not None:
                found = guarded(found, self._guard, *(places.get(place, NOTHING) for places in self._places[-2:]))
            return Sample(found, top, bottom, working)
        assert isinstance(kind, Survival | Cohort)
        records = lived(kind, top.lifetimes or NO_LIFETIMES, self._maturity)
        return Sample(lived_level(kind, records), top, bottom, working, records)

    def flags(self, cell: Cell) -> tuple[str, ...]:
        """What a reader must know of one cell, whatever its group; the groups of a cell ask one after another."""
        if self._told is None or self._told[0] is not cell:
            self._told = cell, _cell_flags(self, cell)
        return self._told[1]

    def _window(self, period: Period) -> tuple[Window, int]:
        """The window of a period and its working days; the groups of a cell ask one after another."""
        if self._last is None or self._last[0] is not period:
            if period not in self._working_days:
                self._working_days[period] = self.context.calendar.working_days(period)
            window = window_for(period.start, period.end, stock=self._stock)
            self._last = period, window, self._working_days[period]
        return self._last[1], self._last[2]


def unit_of(one: Resolved) -> Unit:
    """The unit of the reading that is asked for."""
    return one.variant.unit or one.metric.unit


def groups_of(measured: Iterable[Measured], stages: Mapping[str, int]) -> tuple[Group, ...]:
    """Every group that any metric of the request has: leaves by name, then each level's totals, the grand total last.

    Stages stand in the order of their ranks, `stages`, one without a rank after them. A metric without rows in a group
    that another one has is zero there, not absent.
    """
    known: dict[tuple[str | None, ...], Group] = {}
    for one in measured:
        for key, group in one.groups.items():
            known.setdefault(key, group)
    return tuple(sorted(known.values(), key=lambda group: _order(group, stages))) or (TOTAL,)


def _order(group: Group, stages: Mapping[str, int]) -> tuple[int, tuple[tuple[bool, float, str], ...]]:
    """By name, movements and stages in their own order."""

    def place(dimension: str, key: str | None) -> float:
        if dimension == "movement" and key:
            return ORDER[key]
        return stages.get(key or "", inf) if dimension == "stage" else 0

    return -len(group.keys), tuple(
        (name is None, place(dimension, key), (name or "").casefold())
        for dimension, key, name in zip(group.dimensions, group.keys, group.names, strict=True)
    )


def refused(one: Resolved, currency: str) -> MetricAnswers:
    """A metric that cannot be answered: one empty row a bucket, with the reason among the flags."""
    rows: list[Place] = [(cell.bucket, cell.part, None, TOTAL) for cell in one.cells]
    flags = (one.refusal or "missing_input",)
    blank = Level(None, None, None, 0, 0, flags=flags)
    lines = [line_of(blank, NO_BOUNDS, None, UNDECIDED, flags) for _ in rows]
    return answers_of(one, currency, rows, lines)


def assemble(source: Source, groups: Sequence[Group]) -> MetricAnswers:
    """Every bucket and group of one metric."""
    one = source.one
    rows: list[Place] = []
    places: list[tuple[Cell, Growths, Group]] = []
    for cell, shift in zip(one.cells, one.shifts, strict=True):
        for group in groups:
            rows.append((cell.bucket, cell.part, cell.base, group))
            places.append((cell, shift, group))
    lines = _growths(source, places) if isinstance(one.variant.kind, Shift) else _plain(source, places)
    return answers_of(one, source.context.calendar.company.currency, rows, lines)


_FIELDS = (
    "value",
    "numerator",
    "denominator",
    "n",
    "missing",
    "coverage",
    "low",
    "high",
    "previous",
    "previous_n",
    "change",
    "change_ratio",
    "distinguishable",
    "p_value",
    "mean",
    "median",
    "flags",
)
Line = tuple[object, ...]


def answers_of(
    one: Resolved,
    currency: str,
    rows: list[Place],
    lines: Sequence[Line],
) -> MetricAnswers:
    columns: dict[str, list[object]] = {
        name: [line[position] for line in lines] for position, name in enumerate(_FIELDS)
    }
    money = currency if unit_of(one) == "currency" else None
    return MetricAnswers(one.metric, one.variant, one.missing, one.covered, money, rows, columns)


def line_of(now: Level, bound: Bounds, before: Level | None, judgement: Judgement, flags: tuple[str, ...]) -> Line:
    previous = before.value if before else None
    change, ratio = _change(now.value, previous)
    return (
        now.value,
        now.numerator,
        now.denominator,
        now.records,
        now.missing,
        now.coverage,
        bound.low,
        bound.high,
        previous,
        before.records if before else 0,
        change,
        ratio,
        judgement.distinguishable if change is not None else None,
        judgement.p_value if change is not None else None,
        now.mean,
        now.median,
        tuple(dict.fromkeys(flags)) if len(flags) > 1 else flags,
    )


def _change(now: Figure, before: Figure) -> tuple[Figure, float | None]:
    if now is None or before is None:
        return None, None
    change: Figure
    if isinstance(now, Decimal) or isinstance(before, Decimal):
        change = Decimal(now) - Decimal(before)
    else:
        change = now - before
    ratio = float(change) / float(before) if before and before > 0 else None
    return change, ratio


_OUTSIDE = Level(None, None, None, 0, 0, flags=("outside_data",))


def _plain(source: Source, places: list[tuple[Cell, Growths, Group]]) -> list[Line]:
    one = source.one
    now = [source.sample(cell.part, group) if cell.part else None for cell, _, group in places]
    # A customer seen for the first time in a young file may be an old one: a trend of them would be one of the file.
    before = [
        source.sample(cell.base, group) if cell.base and "first_seen_in_file" not in source.flags(cell) else None
        for cell, _, group in places
    ]
    present = [sample for sample in now if sample is not None]
    limits = iter(bounds(one.variant.uncertainty, unit_of(one), present))
    pairs = [(first, second) for first, second in zip(now, before, strict=True) if first and second]
    if one.variant.uncertainty.change == "history":
        told = zip(places, now, before, strict=True)
        histories = [
            [source.sample(period, group) for period in shift.history]
            for (_, shift, group), first, second in told
            if first and second
        ]
        verdicts = iter(judge_by_history(pairs, histories))
    else:
        verdicts = iter(judge(one.variant.uncertainty.change, [a for a, _ in pairs], [b for _, b in pairs]))
    lines: list[Line] = []
    for (cell, _, _), sample, base in zip(places, now, before, strict=True):
        if sample is None:
            lines.append(line_of(_OUTSIDE, NO_BOUNDS, None, UNDECIDED, _OUTSIDE.flags))
            continue
        bound = next(limits)
        judgement = next(verdicts) if base else UNDECIDED
        flags = (*source.flags(cell), *sample.level.flags, *bound.flags)
        lines.append(line_of(sample.level, bound, base.level if base else None, judgement, flags))
    return lines


def _growths(source: Source, places: list[tuple[Cell, Growths, Group]]) -> list[Line]:
    kind = source.one.variant.kind
    daily = isinstance(kind, Shift) and kind.per_working_day
    lines: list[Line] = []
    tops: list[tuple[Numbers, Numbers]] = []
    kept: list[tuple[Cell, Level, Level | None] | None] = []
    for cell, shift, group in places:
        if shift.now is None:
            kept.append(None)
            continue
        now, earlier = source.sample(shift.now, group), source.sample(shift.base, group) if shift.base else None
        before = None
        if shift.earlier and shift.its_base:
            before = _growth(source.sample(shift.earlier, group), source.sample(shift.its_base, group), daily=daily)
        kept.append((cell, _growth(now, earlier, daily=daily), before))
        top, bottom = now.top, earlier.top if earlier else NOTHING
        if daily and earlier:
            # Each over its days is to the other as each times the other's days: sums and squares stay whole.
            top, bottom = _times(top, earlier.working_days), _times(bottom, now.working_days)
        tops.append((top, bottom))
    now_numbers, earlier_numbers = [a for a, _ in tops], [b for _, b in tops]
    limits = iter(growth_bounds(now_numbers, earlier_numbers) if tops else [])
    verdicts = iter(judge_growth(now_numbers, earlier_numbers) if tops else [])
    for entry in kept:
        if entry is None:
            lines.append(line_of(_OUTSIDE, NO_BOUNDS, None, UNDECIDED, _OUTSIDE.flags))
            continue
        cell, found, before = entry
        bound, verdict = next(limits), next(verdicts)
        known = found.value is not None
        line = list(
            line_of(
                found,
                bound if known else NO_BOUNDS,
                before,
                UNDECIDED,
                (*source.flags(cell), *found.flags),
            )
        )
        if known:
            line[_FIELDS.index("distinguishable")] = verdict.distinguishable
            line[_FIELDS.index("p_value")] = verdict.p_value
        lines.append(tuple(line))
    return lines


def _times(numbers: Numbers, factor: int) -> Numbers:
    return replace(numbers, total=numbers.total * factor, squares=numbers.squares * factor**2)


def _growth(now: Sample, earlier: Sample | None, *, daily: bool = False) -> Level:
    """`numerator` and `denominator` are the two sums, whole; `daily` compares what each is a working day."""
    numerator = now.level.value
    if earlier is None:
        return now.level._replace(value=None, numerator=numerator, denominator=None, flags=("no_earlier_data",))
    denominator = earlier.level.value
    whole = now.level._replace(numerator=numerator, denominator=denominator)
    if numerator is None or denominator is None:
        return whole._replace(value=None)
    if denominator <= 0:
        return whole._replace(value=None, flags=(*now.level.flags, "from_zero"))
    days = (earlier.working_days, now.working_days) if daily else (1, 1)
    if days[1] == 0:
        return whole._replace(value=None, flags=(*now.level.flags, "no_denominator"))
    return whole._replace(value=float(Decimal(numerator) * days[0] / (Decimal(denominator) * days[1]) - 1))


def _basis_flags(measure: Measure, context: Context) -> list[str]:
    """What a reader must know of the money or the dates that a measure counts."""
    bases = [settled(one, context).values[0] for one in measure.where if one.column == "basis"]
    basis = bases[0] if bases else ""
    by_close = measure.relation == "deal" and measure.clock == "closed"
    flags = []
    if context.by_offer_date and (by_close or basis == "won_deals"):
        flags.append("by_offer_date")
    if basis in context.gross_as_net:
        flags.append("gross_as_net")
    if context.beside.get(basis):
        flags.append("one_source")
    return flags


def _cell_flags(source: Source, cell: Cell) -> tuple[str, ...]:
    context, one = source.context, source.one
    flags: list[str] = []
    if cell.partial:
        flags.append("partial")
    if context.as_of_is_inferred:
        flags.append("inferred_history")
    if cell.part and one.covered and "first_seen_in_file" in one.metric.warns:
        window = context.calendar.company.active_window_days
        if (cell.part.start - one.covered.start).days < window:
            flags.append("first_seen_in_file")
    first = measures_of(one.inner.kind)[0]
    if (first.relation, first.clock) in context.undated:
        flags.append("undated")
    if one.metric.id == "net_revenue" and context.lacks_refunds:
        flags.append("gross_of_refunds")
    flags += [flag for flag in TOLD.get(one.metric.id, ()) if flag in context.gaps]
    flags += _basis_flags(first, context)
    return tuple(flags)
