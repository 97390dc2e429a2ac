"""The record types of the catalog: measures, the closed kinds of metric, and the metric itself.

A metric is data. The page, the tooltip, the command line, the docs page and the tests all read this one record, so a
metric needs no code of its own: what is peculiar to it is a named relation (`polso.catalog.relations`) built at load.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Family = Literal["performance", "activity", "productivity"]
Unit = Literal["currency", "count", "ratio", "days", "business_minutes", "hours"]
Direction = Literal["higher", "lower", "neutral"]
Totals = Literal["additive", "semi_additive", "distinct", "ratio", "distribution"]
MinimalGrain = Literal["day", "week", "month", "quarter"]
Credit = Literal["closing", "creation", "doer", "snapshot", "none"]
Test = Literal["is", "is_not", "in", "known", "unknown", "negative", "not_negative"]
LevelInterval = Literal["none", "wilson", "mean", "median", "growth"]
ChangeTest = Literal["none", "rates", "counts", "money", "values"]


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    en: str
    it: str

    def __getitem__(self, language: str) -> str:
        return self.it if language == "it" else self.en


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on one column of a relation; several on a measure hold together."""

    column: str
    test: Test
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A count or a sum of the rows of one relation, dated by one clock.

    `column` is summed (None counts rows). `where` selects the rows; `known_values` are the columns that a row must
    know to be used at all: rows that lack one are counted as missing (C3), never as zero. `by` swaps in a finer
    relation for some dimensions (order lines when split by product). `per_working_day` divides by the working days of
    the window. A value `@setting` in a condition stands for that setting of the company.
    """

    relation: str
    clock: str
    column: str | None = None
    where: tuple[Condition, ...] = ()
    known_values: tuple[str, ...] = ()
    credit: Credit = "closing"
    by: tuple[tuple[str, str], ...] = ()
    per_working_day: bool = False

    def relation_for(self, dimensions: tuple[str, ...]) -> str:
        for dimension, relation in self.by:
            if dimension in dimensions:
                return relation
        return self.relation


@dataclass(frozen=True, slots=True)
class Simple:
    """A measure as it is: a count, or a sum of money."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Ratio:
    """Σ numerator ÷ Σ denominator, recomputed at every level; null when the denominator is zero."""

    numerator: Measure
    denominator: Measure


@dataclass(frozen=True, slots=True)
class Shift:
    """The relative change of another metric against an earlier window: x₁ ÷ x₀ − 1."""

    metric: str
    against: Literal["previous", "year"]


@dataclass(frozen=True, slots=True)
class Stock:
    """What is there at the end of the period: count and value of the state intervals that cover it."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Transition:
    """The entities of one stock at two instants, and what became of each: how the stock changed, part by part.

    `measure` reads the state intervals as a stock does. The instants are the ends of the days before the period and of
    its last one; `knowledge` `now` takes both as they are known now, `then` each as it was known at its own end.
    `parts` are the movements that the metric counts (`polso.catalog.movements`): all of them add up to the change of
    the stock, in every scope and split.
    """

    measure: Measure
    parts: tuple[str, ...]
    knowledge: Literal["now", "then"] = "now"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A statistic of the single values of a measure's column, recomputed from the records at every level."""

    measure: Measure
    statistic: Literal["median", "mean"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Of the records that began in the period, the share that reached an outcome within a maturity."""

    start: Measure
    outcome: Measure
    maturity_setting: str


@dataclass(frozen=True, slots=True)
class Attainment:
    """An actual figure over its target, to date and at the pace of the period."""

    kind: Literal["goal", "quota"]


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model of `polso.statistics`, named; its gates decide whether it is shown."""

    model: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A formula over other metrics: `left` (operator) `right`."""

    operator: Literal["+", "-", "*", "/"]
    left: str
    right: str


Kind = Simple | Ratio | Shift | Stock | Transition | Distribution | Cohort | Attainment | Model | Derived


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How sure a level and a change are.

    `level`: the interval shown with a value. `change`: the test that allows the words *rose* and *fell*. `enough`: the
    number of records below which no such word is possible.
    """

    level: LevelInterval = "none"
    change: ChangeTest = "none"
    enough: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """Another reading of the same metric, spelled `metric:variant`."""

    id: str
    names: Words
    kind: Kind
    uncertainty: Uncertainty = Uncertainty()
    totals: Totals | None = None
    warns: tuple[str, ...] = ()
    """Gaps of the data that withhold this reading alone."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric, whole.

    `requires` is an OR of ANDs of `table.column`: the first alternative that the workspace has is used. `source` names
    where the definition comes from; `misleads` says when not to trust it.
    """

    id: str
    names: Words
    families: tuple[Family, ...]
    unit: Unit
    direction: Direction
    kind: Kind
    totals: Totals
    clock: Words
    credit: Credit
    minimal_grain: MinimalGrain
    dimensions: tuple[str, ...]
    requires: tuple[tuple[str, ...], ...]
    better_with: tuple[str, ...]
    uncertainty: Uncertainty
    definition: Words
    formula: Words
    misleads: Words
    source: str
    synonyms: tuple[str, ...] = ()
    short_names: Words | None = None
    variants: tuple[Variant, ...] = ()
    default_variant: str = "default"
    supporting: bool = False
    warns: tuple[str, ...] = field(default=())

    def variant(self, variant_id: str) -> Variant:
        """The variant of that id; raises KeyError."""
        if variant_id == self.default_variant:
            return Variant(self.default_variant, self.names, self.kind, self.uncertainty, self.totals)
        for variant in self.variants:
            if variant.id == variant_id:
                return variant
        raise KeyError(variant_id)

    @property
    def variant_ids(self) -> tuple[str, ...]:
        return (self.default_variant, *(variant.id for variant in self.variants))
