"""Metrics that a company writes itself, made into the same records as the catalog's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import cast, get_args

from polso.base.errors import UserError
from polso.catalog import formula
from polso.catalog.formula import Operand
from polso.catalog.model import Derived, Direction, Family, Kind, Metric, Totals, Uncertainty, Unit, Words

UNITS: tuple[str, ...] = get_args(Unit)
MOST_INPUTS = 12
_PLAIN = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Written:
    """A metric as its company wrote it."""

    id: str
    formula: str
    names: Words
    unit: str = "count"
    better: str = "neutral"
    note: str = ""


def metric_of(written: Written, known: Mapping[str, Metric]) -> Metric:
    """The record of a metric of one's own; `known` are all others that its formula may name.

    A formula that is one metric alone becomes that metric under another name; anything else is `Derived`. It can be
    split by what all its operands can be split by, and needs what they need.

    Raises UserError `metric_id_not_plain`, and what `formula.read` and `formula.check` raise.
    """
    if not _PLAIN.fullmatch(written.id):
        raise UserError("metric_id_not_plain", value=written.id)
    tree = formula.read(written.formula)
    formula.check(written.id, tree, known)
    named = [known[one.metric] for one in formula.operands(tree)]
    first = named[0]
    families: tuple[Family, ...] = tuple(dict.fromkeys(family for metric in named for family in metric.families))
    kind: Kind = Derived(written.formula)
    totals: Totals = "ratio"
    uncertainty = Uncertainty()
    alone = isinstance(tree, Operand) and not tree.where and not tree.opening
    if isinstance(tree, Operand) and alone:
        variant = first.variant(tree.variant or first.default_variant)
        if (variant.unit or first.unit) == written.unit:
            kind, totals, uncertainty = variant.kind, variant.totals or first.totals, variant.uncertainty
    shown = " ".join(written.formula.split())
    note = written.note or shown
    return Metric(
        id=written.id,
        names=written.names,
        families=families or ("performance",),
        unit=cast("Unit", written.unit),
        direction=cast("Direction", written.better),
        kind=kind,
        totals=totals,
        clock=Words("that of the metrics in its formula", "quella delle metriche nella sua formula"),
        credit=first.credit,
        minimal_grain="day",
        dimensions=tuple(one for one in first.dimensions if all(one in metric.dimensions for metric in named)),
        requires=_inputs(named),
        better_with=tuple(dict.fromkeys(one for metric in named for one in metric.better_with)),
        uncertainty=uncertainty,
        definition=Words(note, note),
        formula=Words(shown, shown),
        misleads=Words(
            "A formula of one’s own: it is as sound as its weakest part.",
            "Una formula propria: vale quanto la più debole delle sue parti.",
        ),
        source="polso.toml",
        supporting=True,
    )


def _inputs(named: list[Metric]) -> tuple[tuple[str, ...], ...]:
    """One alternative of each operand, together: what the formula needs. Beyond a dozen the first ones are told."""
    distinct = list({metric.id: metric for metric in named}.values())
    found: dict[tuple[str, ...], None] = {}
    for group in product(*(metric.requires or ((),) for metric in distinct)):
        found[tuple(dict.fromkeys(one for part in group for one in part))] = None
        if len(found) == MOST_INPUTS:
            break
    return tuple(one for one in found if one)
