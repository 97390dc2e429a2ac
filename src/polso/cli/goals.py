"""`polso goals`: targets, and how far each is reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer

from polso.cli import complete, reach
from polso.cli.draw import rows
from polso.cli.options import AsJson, Workspace
from polso.cli.output import out, print_json
from polso.cli.state import State, state_of
from polso.i18n.dates import format_period
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_decimal, format_percent

goals_app = typer.Typer(invoke_without_command=True, no_args_is_help=False)
Rep = Annotated[str | None, typer.Option("--rep", metavar="R", help="goals.help_rep", show_default=False)]
Team = Annotated[str | None, typer.Option("--team", metavar="T", help="goals.help_team", show_default=False)]
Period = Annotated[str, typer.Option("--period", metavar="P", help="goals.help_period", show_default=False)]
Profile = Annotated[str | None, typer.Option("--profile", metavar="P", help="goals.help_profile", show_default=False)]


@goals_app.callback(help="goals.help_goals")
def goals(context: typer.Context, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Every target in force."""
    state = state_of(context)
    if context.invoked_subcommand is not None:
        if workspace is not None:
            state.workspace = workspace
        return
    found = reach.run(state.parts, state.folder(workspace), "goals", {})["goals"]
    if as_json:
        print_json(found)
        return
    if not found:
        out().print(state.say("goals.none"), soft_wrap=True)
        return
    columns = [
        (state.say("goals.column_metric"), False),
        (state.say("goals.column_period"), False),
        (state.say("goals.column_for"), False),
        (state.say("goals.column_target"), True),
        (state.say("goals.column_actual"), True),
        (state.say("goals.column_to_date"), True),
        (state.say("goals.column_pace"), True),
    ]
    out().print(rows(columns, [_row(state, one) for one in found]))
    out().print(state.say("goals.chance_later"), soft_wrap=True)


@goals_app.command("set", help="goals.help_set")
def set_command(
    context: typer.Context,
    metric: Annotated[
        str, typer.Argument(metavar="METRIC", help="cli.help_metric", autocompletion=complete.metric_ids)
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="goals.help_value", show_default=False)],
    period: Period,
    rep: Rep = None,
    team: Team = None,
    profile: Profile = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """One target, written down by hand."""
    state = state_of(context)
    given = {"metric": metric, "value": value, "period": period, "rep": rep, "team": team, "profile": profile}
    arguments = {name: text for name, text in given.items() if text is not None}
    done = reach.run(state.parts, state.folder(workspace), "goals_set", arguments)
    if as_json:
        print_json(done)
        return
    said = state.say(
        "goals.set_done",
        metric=done["metric"],
        value=format_decimal(Decimal(done["value"]), state.language, decimals=2),
        period=_period(state, done),
        whom=_whom(state, done),
        batch=done["batch"],
    )
    out().print(said, soft_wrap=True)


def _row(state: State, one: dict[str, Any]) -> list[str]:
    return [
        one["metric"],
        _period(state, one),
        _whom(state, one),
        _number(state, one["value"]),
        _number(state, one["actual"]),
        _share(state, one["to_date"]),
        _share(state, one["pace"]),
    ]


def _period(state: State, one: dict[str, Any]) -> str:
    period = one["period"]
    return format_period(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]), state.language)


def _whom(state: State, one: dict[str, Any]) -> str:
    return str(one["scope"]["name"] or one["scope"]["id"] or state.say("goals.company"))


def _number(state: State, value: str | float | None) -> str:
    return MISSING if value is None else format_decimal(Decimal(str(value)), state.language, decimals=2)


def _share(state: State, value: float | None) -> str:
    return MISSING if value is None else format_percent(value, state.language, decimals=1)
