"""`polso changes` and `polso history`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.text import Text

from polso.cli import complete, reach
from polso.cli.draw import draw_page, rows
from polso.cli.options import AsJson, Workspace
from polso.cli.output import out, print_json
from polso.cli.state import State, state_of
from polso.i18n.columns import table_words
from polso.i18n.dates import format_moment

LISTED = 20
"""The records a table of each import that a terminal is shown."""


def changes_command(
    context: typer.Context,
    since: Annotated[
        str, typer.Option("--since", metavar="DAY|BATCH", help="cli.help_changes_since", show_default=False)
    ],
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="TABLE", help="cli.help_changes_table", autocompletion=complete.table_names),
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """What changed since a day or an import."""
    state = state_of(context)
    folder = state.folder(workspace)
    arguments = {"since": since, "table": table, "language": state.language, "words": not as_json}
    result = reach.run(state.parts, folder, "changes", arguments)
    if as_json:
        print_json(result)
        return
    to = out()
    if result["page"]:
        draw_page(result["page"], to)
    if not result["imports"]:
        to.print(state.say("cli.changes_none"))
    for one in result["imports"]:
        learned = _moment(state, one["learned"], result["timezone"])
        said = state.say("cli.changes_import", batch=str(one["batch"]), files=", ".join(one["files"]), learned=learned)
        to.print()
        to.print(Text(said, style="bold"), soft_wrap=True)
        for part in one["tables"]:
            _draw_table(state, part)


def _draw_table(state: State, part: dict[str, Any]) -> None:
    to = out()
    counts = {kind: part[kind] for kind in ("appeared", "changed", "gone", "back")}
    words = table_words(part["table"], state.language)
    said = [state.say(f"cli.changes_{kind}", count=count) for kind, count in counts.items()]
    to.print(state.say("cli.changes_counts", table=words, parts=", ".join(said)), soft_wrap=True)
    lines = [
        [one["words"], one["title"], "; ".join(one["shown"])]
        for one in [one for one in part["records"] if one["kind"] != "appeared"][:LISTED]
    ]
    if lines:
        headers = ("cli.column_what", "cli.column_record", "cli.column_fields")
        to.print(rows([(state.say(key), False) for key in headers], lines))
    more = sum(counts.values()) - counts["appeared"] - len(lines)
    if more > 0:
        to.print(Text(state.say("cli.changes_more", count=more), style="dim"))


def history_command(
    context: typer.Context,
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="cli.help_history_table", autocompletion=complete.table_names)
    ],
    record: Annotated[str, typer.Argument(metavar="ID", help="cli.help_history_id", show_default=False)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Everything that was ever known of one record."""
    state = state_of(context)
    folder = state.folder(workspace)
    arguments = {"table": table, "id": record, "language": state.language, "words": not as_json}
    result = reach.run(state.parts, folder, "history", arguments)
    if as_json:
        print_json(result)
        return
    to = out()
    to.print(Text(f"{table_words(table, state.language)}: {result['title']}", style="bold"))
    headers = [
        (state.say(key), False)
        for key in (
            *("cli.column_learned", "cli.column_what", "cli.column_fields"),
            *("cli.column_happened", "cli.column_read_from"),
        )
    ]
    lines = []
    for one in result["versions"]:
        learned = _moment(state, one["learned"], result["timezone"])
        fields = one["shown"] or [("", "")]
        for position, (told, happened) in enumerate(fields):
            first = position == 0
            lines.append(
                [learned if first else "", one["words"] if first else "", told, happened, one["place"] if first else ""]
            )
    to.print(rows(headers, lines))
    if result["events"]:
        to.print(Text(state.say("cli.history_events"), style="bold"))
        wanted = ("cli.column_happened", "cli.column_what", "cli.column_fields", "cli.column_read_from")
        to.print(rows([(state.say(key), False) for key in wanted], [one["shown"] for one in result["events"]]))


def _moment(state: State, text: str, timezone: str) -> str:
    return format_moment(datetime.fromisoformat(text).astimezone(ZoneInfo(timezone)), state.language)
