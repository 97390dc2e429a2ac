"""Actual figures over their targets: to date, at this pace, as first set, and how many people reached their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from polso.answers.answer import Figure, Group, MetricAnswers
from polso.answers.assemble import Line, answers_of, line_of
from polso.answers.attainment_people import ANY_TEAM, People, Team
from polso.answers.derived import exact, figure
from polso.answers.exchange import Exchange
from polso.answers.figures import Level
from polso.answers.judgement import NO_BOUNDS, UNDECIDED
from polso.base.money import round_money
from polso.base.period import Period
from polso.catalog.model import Attainment
from polso.query.context import Context
from polso.query.resolve import Resolved
from polso.query.targets import COMPANY, Scope, Target, in_force, making_up, of_kind

SCOPES = ("rep", "team", "source", "product")
COVERING = ("open", "closing")
_NOTHING = Level(None, None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class Due:
    """What a scope should reach: in all, and by the end of what is known; None with a reason."""

    full: Decimal | None
    by_now: Decimal | None
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Attained:
    """The targets of one attainment and how to hold figures against them.

    `seasons` maps a window of a year ago to the figure in it, by group; `pipelines` a bucket, group and column
    (`value` or `previous`) to what was open, the number of deals and the flags.
    """

    one: Resolved
    context: Context
    people: People
    rates: Exchange
    filtered: Mapping[str, tuple[str | None, ...]]
    seasons: Mapping[tuple[Period, tuple[str | None, ...]], Decimal | None] = field(default_factory=dict)
    pipelines: dict[tuple[Period, tuple[str | None, ...], str], tuple[Decimal | None, int, tuple[str, ...]]] = field(
        default_factory=dict
    )

    @property
    def kind(self) -> Attainment:
        assert isinstance(self.one.variant.kind, Attainment)
        return self.one.variant.kind

    def answers(self, actual: MetricAnswers) -> MetricAnswers:
        """The attainment in every row of the actual figures."""
        lines = [self._line(actual, position) for position in range(len(actual.rows))]
        return answers_of(self.one, self.context.calendar.company.currency, list(actual.rows), lines)

    def add_pipeline(self, answers: MetricAnswers) -> None:
        """What was open at the end of each bucket, and of the one that it is compared with."""
        figures = answers.figures
        for position, (bucket, _, _, group) in enumerate(answers.rows):
            for column, counted in (("value", "n"), ("previous", "previous_n")):
                n = figures[counted][position]
                told = (
                    tuple(flag for flag in _flags(answers, position) if flag != "partial") if column == "value" else ()
                )
                place = bucket, group.keys, column
                self.pipelines[place] = exact(figures[column][position]), int(n) if isinstance(n, int) else 0, told

    def _line(self, actual: MetricAnswers, position: int) -> Line:
        bucket, part, base, group = actual.rows[position]
        if part is None:
            return line_of(_NOTHING, NO_BOUNDS, None, UNDECIDED, ("outside_data",))
        level = self._level(actual, position, bucket, part.end, group, "value")
        previous = None
        if base is not None:
            whole = self._whole(bucket, base)
            found = self._level(actual, position, whole, base.end, group, "previous")
            previous = found if found.value is not None else None
        flags = (*(flag for flag in _flags(actual, position)), *level.flags)
        return line_of(level, NO_BOUNDS, previous, UNDECIDED, flags)

    def _whole(self, bucket: Period, base: Period) -> Period:
        """The whole bucket that `base` is a part of."""
        calendar = self.context.calendar
        before = (calendar.previous(bucket), calendar.year_before(bucket))
        return next((one for one in before if one.start <= base.start and base.end <= one.end), base)

    def _level(
        self, actual: MetricAnswers, position: int, bucket: Period, until: date, group: Group, column: str
    ) -> Level:
        scope = self.scope_of(group)
        if scope is None:
            return _without("no_target")
        if self.kind.kind == "quota" and scope[0] != "rep":
            return self._of_all(actual, position, bucket, until, column)
        figures = actual.figures
        value = exact(figures[column][position])
        due = self.due(scope, group, bucket, until, actual, self.team_of(group))
        if self.kind.reading in COVERING:
            return self._covering(actual, position, column, value, due)
        target = due.by_now if self.kind.reading == "pace" else due.full
        counted = figures["n"][position] if column == "value" else figures["previous_n"][position]
        found = _over(value, target, actual, int(counted) if isinstance(counted, int) else 0, due.flags)
        if self.kind.reading != "reached" or found.value is None:
            return found
        reached = int(found.value >= 1)
        return Level(float(reached), reached, 1, found.n, 0, flags=found.flags)

    def _covering(self, actual: MetricAnswers, position: int, column: str, value: Decimal | None, due: Due) -> Level:
        """What is open over what the target still lacks; nothing covers a target that is reached."""
        bucket, _, _, group = actual.rows[position]
        opened, deals, told = self.pipelines.get((bucket, group.keys, column), (None, 0, ("outside_data",)))
        if actual.currency is None or not _additive(actual):
            return _without("target_not_money")
        lacking = None if due.full is None or value is None else due.full - value
        shown = figure(opened, "currency"), figure(lacking, "currency")
        flags = (*due.flags, *told)
        if opened is None or lacking is None:
            return Level(None, *shown, deals, 0, flags=flags)
        if lacking <= 0:
            return Level(None, *shown, deals, 0, flags=(*flags, "target_reached"))
        return Level(float(opened / lacking), *shown, deals, 0, flags=flags)

    def _of_all(self, actual: MetricAnswers, position: int, bucket: Period, until: date, column: str) -> Level:
        """All people with a quota together, or those of a team; the figures of those without one do not count.

        A quota that is not positive is none, and is said. Who was in several teams has the sum of the parts.
        """
        place = actual.rows[position]
        team = self.team_of(place[3])
        values: list[tuple[Decimal, Decimal, Decimal]] = []
        flags: dict[str, None] = {}
        count = 0
        for key, rows in self._people(actual, place[0], place[3]).items():
            group = actual.rows[rows[0]][3] if rows else Group(("rep",), (key,), (key,))
            due = self.due(("rep", key), group, bucket, until, actual, team)
            if due.full is None and {"no_target", "target_not_positive"}.intersection(due.flags):
                flags.update(dict.fromkeys(flag for flag in due.flags if flag != "no_target"))
                continue
            flags.update(dict.fromkeys(due.flags))
            found = [exact(actual.figures[column][row]) for row in rows]
            target = due.by_now if self.kind.reading == "pace" else due.full
            if None in found or target is None or due.full is None:
                return _without(*flags)
            for row in rows:
                counted = actual.figures["n" if column == "value" else "previous_n"][row]
                count += counted if isinstance(counted, int) else 0
            values.append((sum((one for one in found if one is not None), Decimal(0)), target, due.full))
        if not values:
            return _without("no_target")
        if self.kind.reading == "reached":
            reached = sum(value >= target for value, target, _ in values)
            return Level(reached / len(values), reached, len(values), len(values), 0, flags=tuple(flags))
        given = sum((full for _, _, full in values), Decimal(0))
        if team is ANY_TEAM and self._differs_from_company(given, bucket, actual):
            flags["quotas_differ_from_target"] = None
        return _over(
            sum((value for value, _, _ in values), Decimal(0)),
            sum((target for _, target, _ in values), Decimal(0)),
            actual,
            count,
            tuple(flags),
        )

    def _people(self, actual: MetricAnswers, bucket: Period, within: Group) -> dict[str | None, list[int]]:
        """The rows of each person in a bucket, of one team where `within` names it."""
        found: dict[str | None, list[int]] = {}
        for row, (whole, _, _, group) in enumerate(actual.rows):
            names = group.dimensions
            if whole != bucket or names[-1:] != ("rep",) or names[:-1] not in ((), ("team",)):
                continue
            if group.keys[: len(within.keys)] == within.keys:
                found.setdefault(group.keys[-1], []).append(row)
        if _additive(actual) and "rep" not in self.filtered:
            # Who has a quota and did nothing has no row, and owes it all the same.
            for one in self.one.targets:
                if one.scope[0] == "rep" and one.scope[1] is not None:
                    found.setdefault(one.scope[1], [])
        return found

    def team_of(self, group: Group) -> Team:
        """The one team that a row is about, by its split or the question's filter."""
        keys = dict(zip(group.dimensions, group.keys, strict=True))
        if "team" in keys:
            return keys["team"]
        asked = self.filtered.get("team", ())
        return asked[0] if len(asked) == 1 else ANY_TEAM

    def _differs_from_company(self, quotas: Decimal, bucket: Period, actual: MetricAnswers) -> bool:
        """The quotas of all people are more or less than the company's own target of the same period."""
        if self.filtered:
            return False
        name = self.one.targets[0].metric if self.one.targets else ""
        goals = of_kind(in_force(self.context.targets, self.context.as_of, self.context.today), "goal")
        own = [one for one in goals if one.metric == name]
        tiles = making_up(own, COMPANY, bucket, additive=_additive(actual))
        worth = [self._value(one, actual) for one in tiles]
        return bool(worth) and all(one is not None for one in worth) and sum(one or 0 for one in worth) != quotas

    def scope_of(self, group: Group) -> Scope | None:
        """Whom a row is about, by its split and the question's filters; None where no target can be of that."""
        found: dict[str, tuple[str | None, ...]] = dict(self.filtered)
        found.update({name: (key,) for name, key in zip(group.dimensions, group.keys, strict=True)})
        if not found:
            return COMPANY
        if self.kind.kind == "quota" and set(found) == {"team", "rep"}:
            del found["team"]
        name, keys = next(iter(found.items()))
        if len(found) > 1 or name not in SCOPES or len(keys) != 1 or keys[0] is None:
            return None
        return (name, keys[0])

    def due(
        self, scope: Scope, group: Group, bucket: Period, until: date, actual: MetricAnswers, team: Team = ANY_TEAM
    ) -> Due:
        """The target of a scope for a period, and the part of it that is due before `until`.

        In a team a person owes the part of the quota for which he or she is in it.
        """
        additive = _additive(actual)
        tiles = making_up(self.one.targets, scope, bucket, additive=additive)
        if not tiles:
            return Due(None, None, ("no_target",))
        full, now = Decimal(0), Decimal(0)
        flags: dict[str, None] = {}
        later: str | None = None
        for one in tiles:
            worth = self._value(one, actual)
            if worth is None:
                return Due(
                    None, None, ("target_not_positive" if one.value is None or one.value <= 0 else "fx_missing",)
                )
            own = self.people.share(scope[1], one.period, team) if self._is_quota(scope) else None
            if own is not None and own.days == 0:
                return Due(None, None, ("not_employed",) if team is ANY_TEAM else ("no_target",))
            whole = worth if own is None else worth * own.days / own.all
            full += whole
            if own is not None and own.days != own.all:
                flags["quota_by_presence"] = None
            share = self._share(one, until, group) if additive else Decimal(1)
            if isinstance(share, str):
                later = share
            elif own is not None and one.profile == "business_days":
                gone = self.people.share(scope[1], Period(one.period.start, _within(until, one.period)), team)
                now += worth * gone.days / own.all
            else:
                now += whole * share
        if later is not None:
            return Due(full, None, (*flags, later) if self.kind.reading == "pace" else tuple(flags))
        return Due(full, now, tuple(flags))

    def _is_quota(self, scope: Scope) -> bool:
        return self.kind.kind == "quota" and scope[0] == "rep"

    def _value(self, one: Target, actual: MetricAnswers) -> Decimal | None:
        """In the company's currency at the rate of the first day; None where it is none or is not positive."""
        if one.value is None or one.value <= 0:
            return None
        if actual.currency is None or one.currency is None or one.currency == self.rates.base:
            return one.value
        rate = self.rates.rates.get((one.period.start, one.currency))
        return None if rate is None else round_money(one.value * rate)

    def _share(self, one: Target, until: date, group: Group) -> Decimal | str:
        """The share of a target that is due before `until`, or the reason why it is not known."""
        period, calendar = one.period, self.context.calendar
        if until >= period.end:
            return Decimal(1)
        gone = Period(period.start, _within(until, period))
        if not gone.days:
            return Decimal(0)
        match one.profile:
            case "calendar_days":
                return Decimal(gone.days) / period.days
            case "end_of_period":
                return Decimal(0)
            case "seasonal":
                return self._season(gone, period, group)
            case _:
                days = calendar.working_days(period)
                return Decimal(calendar.working_days(gone)) / days if days else Decimal(0)

    def _season(self, gone: Period, period: Period, group: Group) -> Decimal | str:
        before = self.context.calendar.year_before(period)
        like = self.context.calendar.like_part(gone, period, before)
        whole = self.seasons.get((before, group.keys))
        part = self.seasons.get((like, group.keys))
        if whole is None or part is None or whole <= 0:
            return "no_season"
        return part / whole


def _within(day: date, period: Period) -> date:
    return min(max(day, period.start), period.end)


def _additive(actual: MetricAnswers) -> bool:
    return (actual.variant.totals or actual.metric.totals) in ("additive", "distinct")


def _without(*flags: str) -> Level:
    return Level(None, None, None, 0, 0, flags=flags)


def _over(
    value: Decimal | None, target: Decimal | None, actual: MetricAnswers, n: int, flags: tuple[str, ...]
) -> Level:
    """Actual over target; of a figure that is better when lower, target over actual."""
    unit = actual.variant.unit or actual.metric.unit
    lower = (actual.variant.direction or actual.metric.direction) == "lower"
    top, bottom = (target, value) if lower else (value, target)
    shown: tuple[Figure, Figure] = (figure(top, unit), figure(bottom, unit))
    if top is None or bottom is None:
        return Level(None, *shown, n, 0, flags=flags)
    if bottom == 0:
        reason = "no_denominator" if lower else "nothing_due_yet"
        return Level(None, *shown, n, 0, flags=(*flags, reason))
    return Level(float(top / bottom), *shown, n, 0, flags=flags)


def _flags(actual: MetricAnswers, position: int) -> Sequence[str]:
    told = actual.figures["flags"][position]
    assert isinstance(told, tuple)
    return told
