"""`polso import` and `polso imports`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from polso.base.errors import Place, UserError
from polso.cli import complete, reach
from polso.cli.draw import rows
from polso.cli.failing import ReportedError
from polso.cli.making import ensure_workspace
from polso.cli.options import Answers, AsJson, Files, Workspace, pairs
from polso.cli.output import err, out, print_json
from polso.cli.progress_bar import progress_bar
from polso.cli.proof import draw_proof, draw_questions
from polso.cli.state import State, state_of
from polso.i18n.dates import format_moment
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_integer


class QuestionsOpenError(ReportedError):
    """An import that must ask something before it can load; `result` is what it says of itself."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__("import_has_questions", result["report"], count=len(result["report"]["questions"]))
        self.result = result


def import_command(
    context: typer.Context,
    files: Files,
    as_table: Annotated[
        str | None, typer.Option("--as", metavar="TABLE", help="cli.help_as", autocompletion=complete.table_names)
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE.toml", help="cli.help_map", show_default=False)
    ] = None,
    answers: Answers = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="cli.help_dry_run")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="cli.help_yes")] = False,
    extracted_at: Annotated[
        str | None, typer.Option("--extracted-at", metavar="T", help="cli.help_extracted_at", show_default=False)
    ] = None,
    expect: Annotated[
        list[str] | None,
        typer.Option("--expect", metavar="METRIC[:PERIOD]=AMOUNT", help="cli.help_expect", show_default=False),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", metavar="FILE", help="cli.help_rejects", show_default=False)
    ] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Files into the workspace, with the proof of what was read."""
    state = state_of(context)
    folder = state.folder(workspace)
    arguments = {
        **file_arguments(files, pairs(answers, "--answer")),
        "as": as_table,
        "map": None if mapping is None else str(mapping.absolute()),
        "dry_run": dry_run,
        "expect": list(expect or ()),
        "rejects": None if rejects is None else str(rejects.absolute()),
        "extracted_at": extracted_at,
        "language": state.language,
        "fresh": ensure_workspace(state, folder),
    }
    try:
        with progress_bar(state) as progress:
            result = reach.run(state.parts, folder, "import", arguments, progress)
        shown = checked(result)
    except QuestionsOpenError as error:
        if not as_json:
            tell_questions(state, error.result)
        raise
    if as_json:
        print_json(shown["report"])
    else:
        draw_proof(state, shown, out())
    del yes  # nothing is ever confirmed; scripts may say it


def file_arguments(files: Sequence[Path], answers: dict[str, str]) -> dict[str, Any]:
    """The files as absolute paths that exist; raises UserError `file_missing`, `folder_empty`."""
    found: list[str] = []
    for file in files:
        matches = _matches(file)
        if not matches and file.is_dir():
            raise UserError("folder_empty", place=Place(file=file.name), path=str(file))
        if not matches:
            raise UserError("file_missing", place=Place(file=file.name), path=str(file))
        found += [str(one.absolute()) for one in matches]
    return {"files": found, "answers": answers}


def _matches(file: Path) -> list[Path]:
    """The file itself, the files of a folder unless it is an export of polso, or those that a pattern fits."""
    from polso.store.copies.export_checking import is_export, refuse_cut_short

    refuse_cut_short(file)
    if file.is_dir() and not is_export(file):
        return sorted(one for one in file.iterdir() if one.is_file() and not one.name.startswith("."))
    if file.exists():
        return [file]
    return sorted(file.parent.glob(file.name)) if "*" in file.name else []


def checked(result: dict[str, Any]) -> dict[str, Any]:
    """The result of an import; raises QuestionsOpenError when it must ask first."""
    if result["report"]["questions"]:
        raise QuestionsOpenError(result)
    return result


def tell_questions(state: State, result: dict[str, Any]) -> None:
    draw_proof(state, result, out())
    draw_questions(result["report"]["questions"], err(), state.language)


def imports_command(context: typer.Context, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """What has been imported so far."""
    state = state_of(context)
    folder = state.folder(workspace)
    result = reach.run(state.parts, folder, "imports", {})
    found = result["imports"]
    if as_json:
        print_json(found)
        return
    if not found:
        out().print(state.say("cli.no_imports"))
        return
    headers = ("cli.column_batch", "cli.column_files", "cli.column_rows", "cli.column_imported", "cli.column_extracted")
    lines = [
        [
            str(batch["batch"]) + (f" {state.say('cli.undone')}" if batch["undone"] else ""),
            state.say("cli.by_hand") if batch["kind"] == "hand" else ", ".join(file["file"] for file in batch["files"]),
            ", ".join(_number(state, file["rows"]) for file in batch["files"]),
            _moment(state, batch["imported_at"], result["timezone"]),
            _moment(state, batch["extracted_at"], result["timezone"]),
        ]
        for batch in found
    ]
    columns = [(state.say(key), key == "cli.column_batch") for key in headers]
    out().print(rows(columns, lines))


def _moment(state: State, instant: str, timezone: str) -> str:
    return format_moment(datetime.fromisoformat(instant).astimezone(ZoneInfo(timezone)), state.language)


def _number(state: State, count: int | None) -> str:
    return MISSING if count is None else format_integer(count, state.language)
