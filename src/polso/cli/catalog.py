"""`polso metrics`: what can be asked for."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from polso.cli import complete
from polso.cli.draw import rows
from polso.cli.options import AsJson
from polso.cli.output import out, print_json
from polso.cli.state import State, state_of
from polso.i18n.columns import input_words

metrics_app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@metrics_app.callback(help="cli.help_metrics_command")
def metrics(context: typer.Context, as_json: AsJson = False) -> None:
    """Every metric."""
    if context.invoked_subcommand is not None:
        return
    from polso.commands.metrics import metric_list, metrics_of

    state = state_of(context)
    known = metrics_of(state.folder(None))
    found = metric_list(state.language, known)
    if as_json:
        print_json(found)
        return
    columns = [("id", False), (state.say("cli.column_metric"), False), (state.say("cli.column_definition"), False)]
    out().print(rows(columns, [[one["id"], one["name"], one["definition"][state.language]] for one in found]))


@metrics_app.command("show", help="cli.help_metrics_show")
def show(
    context: typer.Context,
    metric: Annotated[str, typer.Argument(metavar="ID", help="cli.help_metric", autocompletion=complete.metric_ids)],
    as_json: AsJson = False,
) -> None:
    """One metric, whole."""
    from polso.commands.metrics import metric_shown, metrics_of

    state = state_of(context)
    known = metrics_of(state.folder(None))
    found = metric_shown(metric, state.language, known)
    if as_json:
        print_json(found)
        return
    _describe(state, found)


def _describe(state: State, found: dict[str, Any]) -> None:
    from rich.text import Text

    to, language = out(), state.language
    to.print(Text(f"{found['name']}  ({found['id']})", style="bold"))
    to.print(found["definition"][language], soft_wrap=True)
    to.print()
    lines = {
        "cli.said_formula": found["formula"][language],
        "cli.said_clock": found["clock"][language],
        "cli.said_misleads": found["misleads"][language],
        "cli.said_dimensions": " ".join(found["dimensions"]),
        "cli.said_requires": " | ".join(input_words(group, language) for group in found["requires"]),
        "cli.said_variants": " · ".join(
            f"{found['id']}:{one['id']} ({one['names'][language]})" for one in found["variants"]
        ),
        "cli.said_synonyms": ", ".join(found["synonyms"]),
        "cli.said_source": found["source"],
    }
    for key, text in lines.items():
        to.print(Text.assemble((f"{state.say(key)}: ", "bold"), text), soft_wrap=True)
    if found["example"] is not None:
        _example(state, found["id"], found["example"])


def _example(state: State, metric: str, example: dict[str, Any]) -> None:
    """The rows of the worked example, and what they give."""
    from rich.text import Text

    to = out()
    to.print()
    to.print(Text(state.say("cli.said_example", period=example["period"]), style="bold"), soft_wrap=True)
    for table, content in example["tables"].items():
        to.print(table)
        to.print(rows([(column, False) for column in content["columns"]], content["rows"]))
    for said in example["expected"]:
        name = metric if said["variant"] == "default" else f"{metric}:{said['variant']}"
        name += "".join(f" {dimension}={value}" for dimension, value in said["where"].items())
        parts = f" = {said['numerator']} / {said['denominator']}" if said["denominator"] else ""
        to.print(f"{name} → {said['value'] or '–'}{parts}", soft_wrap=True)
