"""Answers, column by column; an `Answer` is a view on one row of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from polso.base.period import Period
from polso.catalog.model import Direction, Metric, Unit, Variant
from polso.query.request import Request

Figure = Decimal | int | float | None
GroupKey = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of an answer: dimension ids, the keys and shown names of its values; a total has fewer of them."""

    dimensions: tuple[str, ...]
    keys: GroupKey
    names: tuple[str | None, ...]

    def by(self) -> dict[str, str | None]:
        """Dimension to shown name; None is what is unassigned, a total omits the dimension."""
        return dict(zip(self.dimensions, self.names, strict=True))


TOTAL = Group((), (), ())


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure, whole.

    `value` is None where it is unknown and `flags` say why. Money is Decimal in the company's currency, counts are
    integers, rates are shares in [0, 1], durations are in the metric's unit. `numerator` and `denominator` are what was
    divided, `n` the records used, `missing` those left out because a needed value is absent. `low` and `high` bound the
    95 % interval where one is defined. `distinguishable` is None when there are too few records to tell. `median` and
    `mean` stand beside each other for values that are spread unevenly.
    """

    metric: Metric
    variant: Variant
    period: Period
    part: Period | None
    base: Period | None
    group: Group
    currency: str | None
    value: Figure
    numerator: Figure
    denominator: Figure
    n: int
    missing: int
    coverage: float | None
    low: Figure
    high: Figure
    previous: Figure
    previous_n: int
    change: Figure
    change_ratio: float | None
    distinguishable: bool | None
    p_value: float | None
    mean: Figure
    median: Figure
    flags: tuple[str, ...]

    @property
    def unit(self) -> Unit:
        """That of the reading, where it has one of its own."""
        return self.variant.unit or self.metric.unit

    @property
    def direction(self) -> Direction:
        """Which way is better, for this reading."""
        return self.variant.direction or self.metric.direction

    @property
    def partial(self) -> bool:
        return "partial" in self.flags


@dataclass(frozen=True, slots=True)
class Answers:
    """What one request gave: for each metric its answers in the order of buckets and groups, and the receipt."""

    request: Request
    period: Period
    columns: tuple[MetricAnswers, ...]
    receipt: Receipt

    def __iter__(self) -> Iterator[Answer]:
        for metric in self.columns:
            yield from metric

    def of(self, metric_id: str) -> MetricAnswers:
        """The answers of one metric; raises KeyError."""
        for columns in self.columns:
            if columns.metric.id == metric_id:
                return columns
        raise KeyError(metric_id)


@dataclass(frozen=True, slots=True)
class MetricAnswers:
    """The answers of one metric, one list a field, rows in the order of `rows`."""

    metric: Metric
    variant: Variant
    missing_inputs: tuple[str, ...]
    covered: Period | None
    currency: str | None
    rows: list[tuple[Period, Period | None, Period | None, Group]]
    figures: dict[str, list[object]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Answer]:
        return (self[position] for position in range(len(self.rows)))

    def __getitem__(self, position: int) -> Answer:
        period, part, base, group = self.rows[position]
        values = {name: column[position] for name, column in self.figures.items()}
        return Answer(self.metric, self.variant, period, part, base, group, self.currency, **values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Receipt:
    """How the figures came about: enough to repeat them."""

    as_of: datetime | None
    timezone: str
    currency: str
    data_version: int
    revenue_basis: str
    filters: tuple[tuple[str, str], ...]
    sql: tuple[str, ...]
    planning_seconds: float
    sql_seconds: float
    assembly_seconds: float
