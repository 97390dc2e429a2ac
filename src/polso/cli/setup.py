"""`polso init` and `polso doctor`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from polso.base.company import Company, Language
from polso.cli import reach
from polso.cli.failing import ReportedError
from polso.cli.making import create
from polso.cli.options import AsJson, Workspace
from polso.cli.output import out, print_json, say
from polso.cli.progress_bar import progress_bar
from polso.cli.state import state_of

MARKS = {"ok": ("✓", "green"), "note": ("·", "yellow"), "problem": ("✗", "red")}
FIELDS = ("name", "currency", "timezone", "week_start", "fiscal_start", "language")


class LanguageChoice(StrEnum):
    IT = "it"
    EN = "en"


def init_command(
    context: typer.Context,
    workspace: Workspace = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="cli.help_name", show_default=False)] = "",
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="cli.help_currency")] = "EUR",
    timezone: Annotated[str, typer.Option("--timezone", metavar="ZONE", help="cli.help_timezone")] = "Europe/Rome",
    week_start: Annotated[str, typer.Option("--week-start", metavar="DAY", help="cli.help_week_start")] = "monday",
    fiscal_start: Annotated[
        int, typer.Option("--fiscal-start", metavar="MONTH", min=1, max=12, help="cli.help_fiscal_start")
    ] = 1,
    language: Annotated[
        LanguageChoice, typer.Option("--language", metavar="it|en", help="cli.help_language")
    ] = LanguageChoice.IT,
    as_json: AsJson = False,
) -> None:
    """Make a workspace with the settings that are given."""
    from polso.store.setting_values import weekday, weekday_name

    state = state_of(context)
    folder = state.folder(workspace)
    spoken: Language = "en" if language is LanguageChoice.EN else "it"
    company = Company(name, currency, timezone, weekday(week_start), fiscal_start, spoken)
    create(folder, company)
    if as_json:
        said = {field: getattr(company, field) for field in FIELDS} | {"week_start": weekday_name(company.week_start)}
        print_json({"workspace": str(folder), "company": said})
        return
    say(state.say("cli.workspace_made", folder=str(folder)))


def doctor_command(context: typer.Context, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Say what is right and wrong with a workspace; a problem is an error."""
    state = state_of(context)
    folder = state.folder(workspace)
    with progress_bar(state) as progress:
        found = reach.run(state.parts, folder, "doctor", {"language": state.language}, progress)
    problems = sum(check["status"] == "problem" for check in found["checks"])
    if not as_json:
        for check in found["checks"]:
            mark, colour = MARKS[check["status"]]
            out().print(Text.assemble((mark, colour), f" {check['text']}"), soft_wrap=True)
        out().print(Text(" · ".join(f"{name} {text}" for name, text in found["versions"].items()), style="dim"))
    if problems:
        raise ReportedError("doctor_found_problems", found, count=problems)
    if as_json:
        print_json(found)
