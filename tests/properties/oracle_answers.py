"""The answers that the oracle expects: groups and every metric, in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from tests.properties.oracle import Extract, Fact, Facts, rounded
from tests.properties.oracle_coverage import covered
from tests.properties.oracle_days import Span, base_of, buckets, days, earlier, working
from tests.properties.oracle_timeline import ONE_DAY

Names = tuple[str | None, ...]
Keep = Callable[[dict[str, str | None]], bool]

DEAL = ("rep", "team", "source", "product", "segment", "channel", "region", "zone")
SALE = DEAL
ORDER = ("rep", "team", "source", "segment", "channel", "region", "zone")
DIMENSIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("net_revenue", "net_revenue:gross", "sales_growth:year", "sales_growth:previous", "new_customers"), SALE
    ),
    "net_revenue:bookings": SALE,
    **dict.fromkeys(("average_order_value", "average_order_value:median", "order_count"), ORDER),
    **dict.fromkeys(
        (
            *("opportunities_created", "win_rate", "win_rate:by_value", "sales_cycle_length"),
            *("sales_cycle_length:mean", "sales_cycle_length:from_lead", "deals_won", "deals_lost"),
            *("average_deal_size", "average_deal_size:median"),
        ),
        DEAL,
    ),
    **dict.fromkeys(("pipeline_value", "open_deals"), (*DEAL, "stage")),
    "sales_per_rep": ("rep", "team", "region"),
}
METRICS = tuple(DIMENSIONS)


@dataclass(frozen=True)
class Level:
    """A figure and what it was made of; `reason` where it is withheld or impossible."""

    value: Fraction | float | None
    numerator: Fraction | int | None = None
    denominator: Fraction | int | None = None
    n: int = 0
    missing: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Expected:
    level: Level
    previous: Fraction | float | None
    part: Span | None
    base: Span | None


# Levels


def _checked(level: Level) -> Level:
    """More than half without a needed value: no figure (C3)."""
    if level.missing and level.n * 2 < level.n + level.missing:
        return Level(None, n=level.n, missing=level.missing, reason="withheld")
    return level


def _total(facts: list[Fact]) -> Fraction:
    return sum((one.amount for one in facts if one.amount is not None), Fraction(0))


def _known(facts: list[Fact]) -> tuple[list[Fact], int]:
    known = [one for one in facts if one.amount is not None]
    return known, len(facts) - len(known)


def _money(facts: list[Fact]) -> Level:
    known, missing = _known(facts)
    return _checked(Level(_total(known), _total(known), None, len(known), missing))


def _count(facts: list[Fact]) -> Level:
    return Level(len(facts), len(facts), None, len(facts))


def _mean(facts: list[Fact]) -> Level:
    known, missing = _known(facts)
    mean = rounded(_total(known) / len(known)) if known else None
    return _checked(Level(mean, _total(known), len(known), len(known), missing))


def _median(facts: list[Fact]) -> Level:
    known, missing = _known(facts)
    return _checked(
        Level(_middle([one.amount or Fraction(0) for one in known]), _total(known), len(known), len(known), missing)
    )


def _middle(values: list[Fraction]) -> Fraction | None:
    ordered = sorted(values)
    size = len(ordered)
    return rounded((ordered[(size - 1) // 2] + ordered[size // 2]) / 2) if size else None


def _cycle(pick: Callable[[Fact], int | None], statistic: str) -> Callable[[list[Fact]], Level]:
    def level(facts: list[Fact]) -> Level:
        won = [pick(one) for one in facts if one.kind == "won"]
        values = sorted(Fraction(one) for one in won if one is not None)
        value: Fraction | None = None
        if values:
            middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
            value = middle if statistic == "median" else sum(values, Fraction(0)) / len(values)
        return _checked(Level(value, sum(values, Fraction(0)), len(values), len(values), len(won) - len(values)))

    return level


def _win_rate(facts: list[Fact]) -> Level:
    won = sum(one.kind == "won" for one in facts)
    return Level(won / len(facts) if facts else None, won, len(facts), len(facts))


def _win_rate_by_value(facts: list[Fact]) -> Level:
    known, missing = _known(facts)
    won, whole = _total([one for one in known if one.kind == "won"]), _total(known)
    return _checked(Level(float(won / whole) if whole else None, won, whole, len(known) if whole else 0, missing))


# Metrics


@dataclass(frozen=True)
class Plan:
    """Where a metric's facts come from, by which clock they are covered, and how a level is made of them."""

    facts: Callable[[Facts, bool], list[Fact]]
    clock: str
    level: Callable[[list[Fact]], Level]


def _regular(facts: Facts) -> list[Fact]:
    return [one for one in facts.closed() if one.key != "renewal"]


def _won(facts: Facts, _: bool) -> list[Fact]:
    return [one for one in _regular(facts) if one.kind == "won"]


def _sold(facts: Facts, lines: bool) -> list[Fact]:
    return [one for one in facts.revenue(by_line=lines) if one.kind == "sale"]


def _ordered(facts: Facts, _: bool) -> list[Fact]:
    return [one for one in facts.sales() if one.kind == "sale"]


def plan_of(metric: str, basis: str) -> Plan:
    revenue = Plan(lambda facts, lines: facts.revenue(by_line=lines), basis, _money)
    closed = Plan(lambda facts, _: _regular(facts), "closed", _win_rate)
    return {
        "net_revenue": revenue,
        "net_revenue:gross": Plan(_sold, basis, _money),
        "net_revenue:bookings": Plan(lambda facts, _: facts.won_sales(), "won", _money),
        "sales_growth:year": revenue,
        "sales_growth:previous": revenue,
        "sales_per_rep": revenue,
        "average_order_value": Plan(_ordered, "orders", _mean),
        "average_order_value:median": Plan(_ordered, "orders", _median),
        "order_count": Plan(_ordered, "orders", _count),
        "new_customers": Plan(lambda facts, _: facts.firsts(), basis, _count),
        "opportunities_created": Plan(lambda facts, _: facts.created(), "created", _count),
        "win_rate": closed,
        "win_rate:by_value": Plan(closed.facts, "closed", _win_rate_by_value),
        "sales_cycle_length": Plan(_won, "closed", _cycle(lambda one: one.days, "median")),
        "sales_cycle_length:mean": Plan(_won, "closed", _cycle(lambda one: one.days, "mean")),
        "sales_cycle_length:from_lead": Plan(_won, "closed", _cycle(lambda one: one.lead_days, "median")),
        "deals_won": Plan(_won, "closed", _count),
        "deals_lost": Plan(lambda f, _: [one for one in _regular(f) if one.kind == "lost"], "closed", _count),
        "average_deal_size": Plan(_won, "closed", _mean),
        "average_deal_size:median": Plan(_won, "closed", _median),
        "pipeline_value": Plan(lambda _f, _l: [], "span", _money),
        "open_deals": Plan(lambda _f, _l: [], "span", _count),
    }[metric]


def refused(metric: str, extracts: Sequence[Extract]) -> bool:
    """An input of the metric was never filled, or no loss, or no amount of one, was ever recorded."""
    now = Facts(extracts)
    rows = [looks[-1].row for looks in now.deals.values()]
    orders = list({row["order_id"]: row for row in now._rows("sales_order")}.values())

    def deals_have(*names: str) -> bool:
        return bool(rows) and all(any(row[name] is not None for row in rows) for name in names)

    def orders_have(*names: str) -> bool:
        return bool(orders) and all(any(row[name] is not None for row in orders) for name in names)

    def decided_have(*names: str) -> bool:
        """Deals are dated by their closing, or by their offer where no closing is told."""
        return deals_have("closed_on", *names) or deals_have("created_on", *names)

    name = metric.partition(":")[0]
    if name in ("net_revenue", "sales_growth"):
        return not (orders_have("net_amount") or decided_have("amount"))
    if name in ("average_order_value", "order_count"):
        return not orders
    if name == "new_customers":
        return not (orders_have("account_id") or decided_have("account_id"))
    if name == "sales_per_rep":
        return not (orders_have("rep_id") or decided_have("amount", "owner_id"))
    there = {
        "opportunities_created": deals_have("created_on"),
        "sales_cycle_length": deals_have("created_on", "closed_on"),
        "pipeline_value": deals_have("amount"),
        "open_deals": deals_have("status"),
        "average_deal_size": decided_have("amount"),
    }.get(name, decided_have())
    seen = {"win_rate": now.any_loss, "win_rate:by_value": now.any_loss_amount}
    return not there or not seen.get(metric, True)


class Oracle:
    """One metric of one company as known at `as_of`, split by `by` and kept by `where`."""

    def __init__(
        self, extracts: Sequence[Extract], metric: str, as_of: datetime | None, by: Sequence[str], where: dict[str, str]
    ) -> None:
        self.metric, self.by = metric, tuple(by)
        self.then = Facts(extracts, as_of)
        basis = "orders" if Facts(extracts).has_orders else "won"
        self.plan = plan_of(metric, basis)
        self.covered = covered(extracts, as_of, self.plan.clock)
        lines = "product" in by or "product" in where
        kept: Keep = lambda by: all(_same(by.get(name), value) for name, value in where.items())  # noqa: E731
        self.kept = kept
        self.facts = [one for one in self.plan.facts(self.then, lines) if kept(one.by)]
        self.people: list[Fact] = []
        if metric == "sales_per_rep":
            spans = [
                covered(extracts, None, clock)
                for clock in ("created", "closed", "orders", "won")
                if _has(extracts, clock)
            ]
            present = [span for span in spans if span is not None]
            if present:
                whole = min(span[0] for span in present), max(span[1] for span in present)
                self.people = [one for one in self.then.presence(days(whole), working) if kept(one.by)]

    def answers(self, period: Span, grain: str | None, against: str) -> dict[tuple[Span, Names], Expected]:
        cells = []
        for whole in buckets(period, grain):
            part = _meet(whole, self.covered) if self.covered else None
            part = _meet(part, period) if part and grain else part
            cells.append((whole, part, base_of(whole, part, self.covered, against)))
        growth = self.metric.partition(":")[2] if self.metric.startswith("sales_growth") else ""
        # What a growth, and the growth it is held against, grew from.
        grown = {
            whole: (
                base_of(whole, part, self.covered, growth),
                base_of(earlier(whole, against), base, self.covered, growth) if base else None,
            )
            for whole, part, base in cells
            if growth
        }
        read = [span for whole, part, base in cells for span in (part, base, *grown.get(whole, ())) if span]
        found = {}
        for names in self._groups(read):
            for whole, part, base in cells:
                if part is None:
                    found[(whole, names)] = Expected(Level(None, reason="outside"), None, None, None)
                    continue
                level, previous = self._level(part, names), self._level(base, names) if base else None
                if growth:
                    own, before = grown[whole]
                    level = self._growth(level, own, names)
                    previous = self._growth(previous, before, names) if previous and before else None
                # New customers of a young file are first sights: no trend is drawn from them.
                young = self.covered is not None and (part[0] - self.covered[0]).days < 365
                if self.metric == "new_customers" and young:
                    previous = None
                found[(whole, names)] = Expected(level, previous.value if previous else None, part, base)
        return found

    def _growth(self, now: Level, base: Span | None, names: Names) -> Level:
        before = self._level(base, names).value if base else None
        if now.value is None or before is None or before <= 0:
            return Level(None, reason="from_zero")
        return Level(
            float(Fraction(now.value) / Fraction(before) - 1), Fraction(now.value), Fraction(before), now.n, now.missing
        )

    def _groups(self, spans: list[Span]) -> list[Names]:
        everything: set[Names] = {()}
        for span in spans:
            for by in self._bys(span):
                names = tuple(by.get(name) for name in self.by)
                everything |= {names[:depth] for depth in range(len(names) + 1)}
        return list(everything)

    def _bys(self, span: Span) -> list[dict[str, str | None]]:
        if self.plan.clock == "span":
            return [by for _, _, by in self.then.standing(span[1] - ONE_DAY) if self.kept(by)]
        return [one.by for one in (*self.facts, *self.people) if one.day is not None and span[0] <= one.day < span[1]]

    def _level(self, span: Span, names: Names) -> Level:
        def inside(by: dict[str, str | None]) -> bool:
            return tuple(by.get(name) for name in self.by[: len(names)]) == names

        if self.plan.clock == "span":
            return self._stock(span[1] - ONE_DAY, inside)
        chosen = [one for one in self.facts if one.day is not None and span[0] <= one.day < span[1] and inside(one.by)]
        if self.metric == "sales_per_rep":
            return self._per_person(span, chosen, inside)
        return self.plan.level(chosen)

    def _per_person(self, span: Span, chosen: list[Fact], inside: Keep) -> Level:
        known, missing = _known(chosen)
        shares = [one.amount for one in self.people if one.day and span[0] <= one.day < span[1] and inside(one.by)]
        present = sum((rounded(share) for share in shares if share is not None), Fraction(0))
        length = sum(map(working, days(span)))
        if not present or not length:
            return _checked(Level(None, n=len(known), missing=missing, reason="nobody"))
        value = rounded(_total(known) * length / present)
        return _checked(Level(value, _total(known), rounded(present / length), len(known), missing))

    def _stock(self, day: date, inside: Keep) -> Level:
        standing = [state for _, state, by in self.then.standing(day) if self.kept(by) and inside(by)]
        if self.metric == "open_deals":
            return Level(len(standing), len(standing), None, len(standing))
        if any(state.known == "unknown" for state in standing):
            return Level(None, reason="no_history")
        sums: dict[str | None, Fraction] = {}
        counts: dict[str | None, int] = {}
        for state in standing:
            if state.amount is not None:
                sums[state.currency] = sums.get(state.currency, Fraction(0)) + Fraction(state.amount)
                counts[state.currency] = counts.get(state.currency, 0) + 1
        value, used = Fraction(0), 0
        for currency, total in sums.items():
            rate = self.then.rate(currency, day)
            if rate is not None or not total:
                value += rounded(total * Fraction(rate or 0))
                used += counts[currency]
        if used * 2 < len(standing):
            return Level(None, reason="withheld")
        return Level(value, value, None, len(standing), len(standing) - used)


def _same(name: str | None, wanted: str) -> bool:
    return (name or "").casefold() == wanted.casefold()


def _meet(one: Span, other: Span) -> Span | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _has(extracts: Sequence[Extract], clock: str) -> bool:
    table = "sales_order" if clock == "orders" else "opportunity"
    return any(one.tables.get(table) for one in extracts)
