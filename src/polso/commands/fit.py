"""`fit`: a model as it is fitted, with its parameters and the gates that it passes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from polso.answers.models import fitted, load_purchases
from polso.base.errors import UserError
from polso.catalog.model import Model
from polso.commands import arguments as read
from polso.commands.progress import Progress
from polso.commands.session import Session
from polso.query.request import Request
from polso.query.resolve import resolve

PURCHASE_PARAMETERS = ("r", "alpha", "a", "b")
SPEND_PARAMETERS = ("p", "q", "gamma")
DECIMALS = 6
COUNTED = ("largest", "stage_chances", "contract")
"""Readings of the same kind that nothing is fitted for."""


def fit(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """The model of `metric` (`clv`) on all purchases up to the end of `period`, or of what is covered.

    `model`, `parameters`, `standard_errors`, `log_likelihood`, `n` (customers), `spend`, `gates`, `hold_out`. Times are
    in weeks. Raises UserError `not_a_model`, `no_rows_behind` where no purchases are known.
    """
    today = session.today()
    with session.door.steady() as reading:
        context = session.door.context(today)
        request = Request((read.needed(arguments, "metric"),), period=read.text(arguments, "period"), compare="none")
        one = resolve(request, context)[0][0]
        if not isinstance(one.variant.kind, Model) or one.variant.kind.model.startswith(COUNTED):
            raise UserError("not_a_model", metric=one.metric.id)
        part = one.cells[0].part
        purchases = None if part is None or one.refusal else load_purchases(one, context, reading.engine)
    if purchases is None or part is None:
        raise UserError(
            "no_rows_behind", metric=one.metric.id, reason=one.refusal or "outside_data", missing=one.missing
        )
    seen = purchases.until(part.end.toordinal())
    if not seen.customer.size:
        raise UserError("no_rows_behind", metric=one.metric.id, reason="outside_data", missing=())
    found = fitted(seen, part.end)
    held = found.hold_out
    return {
        "metric": one.metric.id,
        "until": (part.end - timedelta(days=1)).isoformat(),
        "model": found.model.name,
        "parameters": _named(PURCHASE_PARAMETERS, found.purchases.parameters),
        "standard_errors": _named(PURCHASE_PARAMETERS, found.purchases.standard_errors),
        "log_likelihood": _number(found.purchases.log_likelihood),
        "prior": bool(found.purchases.prior),
        "n": found.history.customers,
        "repeaters": found.history.repeaters,
        "weeks": _number(found.weeks),
        "spend": {
            "model": "gamma_gamma",
            "parameters": _named(SPEND_PARAMETERS, found.spend.parameters),
            "log_likelihood": _number(found.spend.log_likelihood),
        },
        "gates": [
            {
                "gate": str(gate.gate),
                "passed": bool(gate.passed),
                "found": _number(gate.found),
                "needed": _number(gate.needed),
            }
            for gate in found.gates.results
        ],
        "shown": found.gates.open,
        "hold_out": {
            "weeks": _number(held.weeks),
            "customers": held.customers,
            "actual": _number(held.actual),
            "scores": [
                {
                    "method": score.method,
                    "predicted": _number(score.predicted),
                    "error": _number(score.error),
                    "error_per_customer": _number(score.error_per_customer),
                }
                for score in held.scores
            ],
        },
    }


def _named(names: tuple[str, ...], values: Any) -> dict[str, float | None]:
    return {name: _number(value) for name, value in zip(names, np.asarray(values).tolist(), strict=True)}


def _number(value: float) -> float | None:
    return round(float(value), DECIMALS) if np.isfinite(value) else None
