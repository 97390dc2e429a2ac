"""Metrics that are made of others: what is scanned for them in the one plan, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from polso.answers import models
from polso.answers.answer import Group, MetricAnswers
from polso.answers.assemble import ScanKey, Source, assemble, groups_of, refused
from polso.answers.attainment import SCOPES, Attained
from polso.answers.attainment_people import load_people
from polso.answers.derived import assemble_derived, exact
from polso.answers.exchange import Exchange
from polso.answers.filters import recorded_values
from polso.answers.measured import Measured
from polso.base.period import Period
from polso.catalog.formula import Operand as FormulaOperand
from polso.catalog.model import Attainment, Derived, Model
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.dimensions import Split
from polso.query.resolve import PIPELINE, Filter, Resolved

Where = tuple[tuple[str, str], ...]
MADE = (Derived, Attainment, Model)
UNKNOWN_FILTER = "unknown_filter_value"


def scanned(resolved: Iterable[Resolved], where: Where = ()) -> dict[Where, list[Resolved]]:
    """Every metric that relations are scanned for, those in formulas among them, by the filters they add."""
    found: dict[Where, list[Resolved]] = {}
    for one in resolved:
        if one.refusal is not None:
            continue
        if not isinstance(one.variant.kind, MADE):
            found.setdefault(where, []).append(one)
        for operand in one.operands:
            for place, more in scanned([operand.one], (*where, *operand.where)).items():
                found.setdefault(place, []).extend(more)
    return found


def target_groups(resolved: Sequence[Resolved], splits: tuple[Split, ...], engine: Engine) -> Measured:
    """The groups that have a target: somebody who sold nothing stands in the table all the same."""
    groups: dict[tuple[str | None, ...], Group] = {}
    if len(splits) == 1 and splits[0].id in SCOPES:
        keys = {one.scope[1] for metric in resolved for one in metric.targets if one.scope[0] == splits[0].id}
        names = dict(recorded_values(splits[0], None, engine)) if keys else {}
        for key in sorted(key for key in keys if key is not None):
            groups[(key,)] = Group((splits[0].id,), (key,), (names.get(key, key),))
    return Measured(groups=groups)


@dataclass(slots=True)
class Assembly:
    """The numbers of all scans, and everything that figures are made of besides."""

    context: Context
    engine: Engine
    rates: Exchange
    filters: tuple[Filter, ...] = ()
    measured: dict[Where, dict[ScanKey, Measured]] = field(default_factory=dict)
    unknown: set[Where] = field(default_factory=set)
    groups: tuple[Group, ...] = ()
    working_days: dict[Period, int] = field(default_factory=dict)

    def settle_groups(self, further: Measured) -> None:
        """Every group of any scan; called once all are measured."""
        measured = [*(one for scans in self.measured.values() for one in scans.values()), further]
        self.groups = groups_of(measured, self.context.stage_ranks)

    def answers(self, one: Resolved, where: Where = (), groups: tuple[Group, ...] | None = None) -> MetricAnswers:
        """The answers of one metric, whatever it is made of."""
        currency = self.context.calendar.company.currency
        shown = self.groups if groups is None else groups
        if self._names_unknown(one, where):
            one = replace(one, refusal=UNKNOWN_FILTER)
        if one.refusal is not None:
            return refused(one, currency)
        match one.variant.kind:
            case Derived():
                made = [(operand.key, self.answers(operand.one, (*where, *operand.where))) for operand in one.operands]
                pairs = [(key, answers) for key, answers in made if isinstance(key, FormulaOperand)]
                return assemble_derived(one, pairs, self.context.calendar.company, self.context.as_of_is_inferred)
            case Attainment():
                return self._attained(one, where)
            case Model():
                return models.assemble_model(one, self.context, self.engine, self.rates)
            case _:
                return assemble(Source(self.measured.get(where, {}), one, self.context, self.working_days), shown)

    def _names_unknown(self, one: Resolved, where: Where) -> bool:
        """A formula filters by a value that the data do not hold: its figure is not zero, it is not known."""
        return where in self.unknown or any(
            self._names_unknown(operand.one, (*where, *operand.where)) for operand in one.operands
        )

    def _attained(self, one: Resolved, where: Where) -> MetricAnswers:
        pipelines = [op for op in one.operands if op.key == PIPELINE]
        made = {operand.key: self.answers(operand.one, where) for operand in one.operands if operand.key != PIPELINE}
        attained = Attained(
            one,
            self.context,
            load_people(self.engine, self.context),
            self.rates,
            {use.split.id: use.keys for use in self.filters},
        )
        if "season" in made:
            season = made["season"]
            attained.seasons = {
                (row[0], row[3].keys): exact(value)
                for row, value in zip(season.rows, season.figures["value"], strict=True)
            }
        for operand in pipelines:
            attained.add_pipeline(self.answers(operand.one, (*where, *operand.where)))
        return attained.answers(made["actual"])
