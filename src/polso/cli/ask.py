"""`polso ask`: figures in the terminal, as JSON, CSV, XLSX or SQL."""

from __future__ import annotations

import sys
from base64 import b64decode
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from polso.cli import complete, reach
from polso.cli.draw import draw_page
from polso.cli.options import AsJson, Workspace, pairs
from polso.cli.output import out, print_json, say, write_bytes, write_text
from polso.cli.state import State, state_of
from polso.cli.writing import write_file


class GrainChoice(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class CompareChoice(StrEnum):
    PREVIOUS = "previous"
    YEAR = "year"
    NONE = "none"


class FormatChoice(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    SQL = "sql"


def ask(
    context: typer.Context,
    metrics: Annotated[
        list[str],
        typer.Argument(
            metavar="METRIC...", help="cli.help_metrics", autocompletion=complete.metric_ids, show_default=False
        ),
    ],
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="DIM", help="cli.help_by", autocompletion=complete.dimension_names),
    ] = None,
    grain: Annotated[
        GrainChoice | None, typer.Option("--grain", metavar="day|week|month|quarter|year", help="cli.help_grain")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help="cli.help_period", autocompletion=complete.period_names)
    ] = None,
    compare: Annotated[
        CompareChoice | None, typer.Option("--compare", metavar="previous|year|none", help="cli.help_compare")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="DIM=VALUE", help="cli.help_where", autocompletion=complete.filter_names),
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="T", help="cli.help_as_of")] = None,
    rows: Annotated[bool, typer.Option("--rows", help="cli.help_rows")] = False,
    restated: Annotated[bool, typer.Option("--restated", help="cli.help_restated")] = False,
    form: Annotated[
        FormatChoice | None,
        typer.Option("--format", metavar="table|json|csv|xlsx|sql", help="cli.help_format", show_default="table"),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="cli.help_out", dir_okay=False, show_default=False)
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Figures, or the rows behind one, in the form asked for."""
    state = state_of(context)
    if as_json and form not in (None, FormatChoice.JSON):
        raise typer.BadParameter(str(form), param_hint="--format")
    chosen = FormatChoice.JSON if as_json else form or FormatChoice.TABLE
    if chosen is FormatChoice.XLSX and to is None and sys.stdout.isatty():
        raise typer.BadParameter("xlsx: --out FILE", param_hint="--format")
    pairs(where, "--where")
    folder = state.folder(workspace)
    arguments = {
        "metrics": metrics,
        "by": by or [],
        "grain": str(grain) if grain else None,
        "period": period,
        "compare": str(compare) if compare else None,
        "where": where or [],
        "as_of": as_of,
        "rows": rows,
        "restated": restated,
        "format": str(chosen),
        "language": state.language,
    }
    result = reach.run(state.parts, folder, "ask", arguments)
    _deliver(state, chosen, result, to)


def _deliver(state: State, form: FormatChoice, result: dict[str, Any], to: Path | None) -> None:
    if to is None:
        match form:
            case FormatChoice.TABLE:
                draw_page(result["table"], out())
            case FormatChoice.JSON:
                print_json(result["answers"])
            case FormatChoice.XLSX:
                write_bytes(b64decode(result["xlsx"]))
            case _:
                write_text(result[form])
        return
    write_file(to, _content(form, result))
    say(state.say("cli.written", file=str(to)))


def _content(form: FormatChoice, result: dict[str, Any]) -> bytes:
    match form:
        case FormatChoice.TABLE:
            import io

            from polso.cli.output import console

            text = io.StringIO()
            draw_page(result["table"], console(text))
            return text.getvalue().encode()
        case FormatChoice.JSON:
            import json

            return (json.dumps(result["answers"], ensure_ascii=False, indent=2) + "\n").encode()
        case FormatChoice.XLSX:
            return b64decode(result["xlsx"])
        case _:
            return str(result[form]).encode()
