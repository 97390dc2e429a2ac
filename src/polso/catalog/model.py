"""The record types of the catalog: measures, the closed kinds of metric, and the metric itself.

A metric is data. The page, the tooltip, the command line, the docs page and the tests all read this one record, so a
metric needs no code of its own: what is peculiar to it is a named relation (`polso.catalog.relations`) built at load.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Family = Literal["performance", "activity", "productivity"]
Unit = Literal["currency", "count", "ratio", "days", "business_minutes", "minutes", "hours", "months", "number"]
Direction = Literal["higher", "lower", "neutral"]
Totals = Literal["additive", "semi_additive", "distinct", "ratio", "distribution"]
MinimalGrain = Literal["day", "week", "month", "quarter"]
Credit = Literal["closing", "creation", "doer", "snapshot", "none"]
Test = Literal["is", "is_not", "in", "known", "unknown", "negative", "not_negative", "at_most", "at_least"]
LevelInterval = Literal["none", "wilson", "mean", "median", "growth", "survival", "spend_per_count", "value_share"]
ChangeTest = Literal["none", "rates", "counts", "history", "money", "values", "survival"]
SurvivalReading = Literal["median", "quantile", "within"]
RetentionReading = Literal["kept", "left", "value_kept", "value_capped", "event"]
AttainmentReading = Literal["to_date", "pace", "original", "reached", "open", "closing"]


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
    relation for some dimensions (order lines when split by product); `relation:basis` does so only where the rows are
    those of that basis of money. `per_working_day` divides by the working days of
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
        """The relation that is read when the rows are split or filtered by these; settings must be settled."""
        bases = {value for condition in self.where if condition.column == "basis" for value in condition.values}
        for dimension, finer in self.by:
            relation, _, basis = finer.partition(":")
            if dimension in dimensions and (not basis or basis in bases):
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
    """The relative change of another metric against an earlier window: x₁ ÷ x₀ − 1.

    With `months`, of so many months that end with the period, against as many before them. `per_working_day` divides
    both by the working days of their windows.
    """

    metric: str
    against: Literal["previous", "year"]
    months: int | None = None
    per_working_day: bool = False


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
class Survival:
    """A statistic of how long it takes until something ends, with what has not ended yet counted as such.

    `measure` selects the records, dated when they begin. On its relation `lasted` holds how long a record lasted (null
    while it lasts; the unit is the metric's) and `begun` where it began on the same scale, so that its age at the
    question's instant is known; `ended_as` names the column with what ended it and `event` the words that count, the
    others compete (Aalen-Johansen; without any others it is Kaplan-Meier).

    `median`: the time by which half ended. `quantile`: the time by which the share `at` ended by the event. `within`:
    the share that ended by the event within `at` units.
    """

    measure: Measure
    lasted: str
    begun: str
    ended_as: str
    event: tuple[str, ...]
    reading: SurvivalReading = "median"
    at: float = 0.5


@dataclass(frozen=True, slots=True)
class Cohort:
    """Of the records that began in the period, the share that reached an outcome within a maturity.

    `start` selects the records by the day on which they began. `reached` is the column with the days until the outcome
    (null if it did not come), `ended` the one with the days until something ended the wait without it (null if nothing
    did). `maturity` is a number of days or `@setting`. Where all records are as old as the maturity the share is exact;
    where some are younger it is the Aalen-Johansen incidence at the maturity, flagged `immature`.
    """

    start: Measure
    reached: str
    ended: str | None
    maturity: str


@dataclass(frozen=True, slots=True)
class Retention:
    """What became of those who were there when the period began: a transition of each, told as a share.

    `base` reads state intervals as a stock does, one entity at a time. `kept`, `left`: the share of entities there at
    the end, or gone. `value_kept`: their value at the end over that at the start; `value_capped`: the same, each capped
    at its start. `event`: the share with at least one row of `event` in the period (matched by `entity`).
    """

    base: Measure
    reading: RetentionReading
    entity: str = "account_id"
    event: Measure | None = None


@dataclass(frozen=True, slots=True)
class Attainment:
    """An actual figure over its target: to date over the whole target, or over the part due by now.

    `original` takes the target as it was first set; `reached` is the share of people who reached their own. `open` and
    `closing` hold the open pipeline, or the part of it that should close in the period, against what is still missing.
    """

    kind: Literal["goal", "quota"]
    reading: AttainmentReading = "to_date"


@dataclass(frozen=True, slots=True)
class Model:
    """A figure that needs the records themselves, named: a fitted model of `polso.statistics`, or a calculation.

    `measure` reads the records; the model's gates decide whether it is shown. It is told in the whole only.
    """

    model: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Derived:
    """A formula over other metrics, each asked in the same scope and window.

    Written as arithmetic (`+ - * /`, numbers, parentheses) over metric ids,
    `metric(variant="v")`, `metric(dimension="value")` and `opening(metric)`, the stock when the period begins.
    `polso.catalog.formula` vets it.
    """

    formula: str


Kind = (
    Simple
    | Ratio
    | Shift
    | Stock
    | Transition
    | Retention
    | Distribution
    | Survival
    | Cohort
    | Attainment
    | Model
    | Derived
)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How sure a level and a change are.

    `level`: the interval shown with a value. `change`: the test that allows the words *rose* and *fell*; `history`
    holds a count against the periods before it, and how restless they were. `enough`: the number of records below
    which no such word is possible.
    """

    level: LevelInterval = "none"
    change: ChangeTest = "none"
    enough: int = 0


@dataclass(frozen=True, slots=True)
class Guard:
    """A share that must be reached in the same period and scope for a figure to be trusted.

    Below `at_least` the figure carries `flag`; one that `withholds` is not given at all, nor where the share has
    nothing to divide by.
    """

    share: Ratio
    at_least: float
    flag: str
    withholds: bool = False


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
    unit: Unit | None = None
    """Where it differs from the metric's; `Metric.variant` fills it in."""
    direction: Direction | None = None
    definition: Words | None = None
    """What this reading counts, where its name does not say it."""
    requires: tuple[tuple[str, ...], ...] = ()
    """Where it needs other inputs than the metric."""
    guard: Guard | None = None
    """Where it differs from the metric's; `Metric.variant` fills it in."""


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
    always_by: tuple[str, ...] = ()
    """Dimensions by which it is split when the question names none."""
    guard: Guard | None = None

    def variant(self, variant_id: str) -> Variant:
        """The variant of that id; raises KeyError."""
        if variant_id == self.default_variant:
            return Variant(
                self.default_variant,
                self.names,
                self.kind,
                self.uncertainty,
                self.totals,
                unit=self.unit,
                direction=self.direction,
                definition=self.definition,
                requires=self.requires,
                guard=self.guard,
            )
        for variant in self.variants:
            if variant.id == variant_id:
                return replace(
                    variant,
                    unit=variant.unit or self.unit,
                    direction=variant.direction or self.direction,
                    requires=variant.requires or self.requires,
                    guard=variant.guard or self.guard,
                )
        raise KeyError(variant_id)

    @property
    def variant_ids(self) -> tuple[str, ...]:
        return (self.default_variant, *(variant.id for variant in self.variants))
