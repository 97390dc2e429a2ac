"""`polso merge`."""

from __future__ import annotations

from typing import Annotated

import typer

from polso.cli import reach
from polso.cli.draw import rows
from polso.cli.options import AsJson, Workspace
from polso.cli.output import out, print_json
from polso.cli.state import state_of
from polso.i18n.numbers import format_integer


def merge_command(
    context: typer.Context,
    keep: Annotated[str | None, typer.Argument(metavar="KEEP", help="cli.help_merge_keep", show_default=False)] = None,
    others: Annotated[
        list[str] | None, typer.Argument(metavar="OTHER...", help="cli.help_merge_others", show_default=False)
    ] = None,
    different: Annotated[bool, typer.Option("--different", help="cli.help_merge_different")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Customers that are probably one, and saying that they are."""
    state = state_of(context)
    folder = state.folder(workspace)
    if keep is not None and not others:
        raise typer.BadParameter("OTHER", param_hint="KEEP OTHER...")
    arguments = {"keep": keep, "others": list(others or ()), "different": different}
    result = reach.run(state.parts, folder, "merge", arguments)
    if as_json:
        print_json(result if keep is not None else result["proposals"])
        return
    if keep is not None:
        names = ", ".join(one["name"] for one in result["others"])
        message = "cli.merge_apart" if different else "cli.merge_done"
        said = state.say(message, keep=result["keep"]["name"], others=names, batch=str(result["batch"]))
        out().print(said, soft_wrap=True)
        return
    if not result["proposals"]:
        out().print(state.say("cli.merge_nothing"))
        return
    columns = [
        (state.say(f"merging.{name}"), name == "records") for name in ("keep", "other", "why", "vat_number", "records")
    ]
    lines = [
        [
            one["keep"]["name"],
            one["other"]["name"],
            state.say(f"merging.why_{one['why']}"),
            one["other"]["vat_number"] or one["keep"]["vat_number"] or "",
            format_integer(one["other"]["records"], state.language),
        ]
        for one in result["proposals"]
    ]
    out().print(rows(columns, lines))
    first = result["proposals"][0]
    out().print(state.say("cli.merge_how", keep=first["keep"]["name"], other=first["other"]["name"]), soft_wrap=True)
