"""`polso metrics fit`: a model and its gates."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from polso.cli import reach
from polso.cli.draw import rows
from polso.cli.options import AsJson, Workspace
from polso.cli.output import out, print_json
from polso.cli.state import State, state_of
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_decimal


def fit_command(
    context: typer.Context,
    metric: Annotated[str, typer.Argument(metavar="ID", help="fit.help_metric")],
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help="fit.help_period", show_default=False)
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """A model as it is fitted."""
    state = state_of(context)
    arguments = {"metric": metric} | ({"period": period} if period else {})
    found = reach.run(state.parts, state.folder(workspace), "fit", arguments)
    if as_json:
        print_json(found)
        return
    to = out()
    to.print(state.say("fit.model", model=found["model"], n=found["n"], repeaters=found["repeaters"]), soft_wrap=True)
    parameters = {**found["parameters"], **found["spend"]["parameters"]}
    to.print("  ".join(f"{name} {_number(state, value, 4)}" for name, value in parameters.items()), soft_wrap=True)
    to.print(state.say("fit.likelihood", value=_number(state, found["log_likelihood"], 2)))
    to.print()
    columns = [(state.say(f"fit.column_{name}"), name in ("found", "needed")) for name in _COLUMNS]
    to.print(rows(columns, [_gate(state, one) for one in found["gates"]]))
    to.print()
    columns = [(state.say(f"fit.column_{name}"), name != "method") for name in ("method", "predicted", "error")]
    scores = [
        [one["method"], _number(state, one["predicted"], 1), _number(state, one["error"], 3)]
        for one in found["hold_out"]["scores"]
    ]
    to.print(rows(columns, scores))
    actual = _number(state, found["hold_out"]["actual"], 0)
    to.print(state.say("fit.actual", actual=actual, weeks=_number(state, found["hold_out"]["weeks"], 0)))


_COLUMNS = ("gate", "passed", "found", "needed")


def _gate(state: State, one: dict[str, Any]) -> list[str]:
    return [
        one["gate"],
        state.say("fit.yes" if one["passed"] else "fit.no"),
        _number(state, one["found"], 3),
        _number(state, one["needed"], 3),
    ]


def _number(state: State, value: float | None, decimals: int) -> str:
    return MISSING if value is None else format_decimal(value, state.language, decimals=decimals)
