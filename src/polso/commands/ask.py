"""`ask`: figures, or the rows behind one, in the form that was asked for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, cast

from polso.answers.as_json import as_json, plain
from polso.answers.parts import parts_behind
from polso.answers.restated import Restated, restated
from polso.answers.rows import rows_behind
from polso.base.company import Language
from polso.base.errors import UserError
from polso.base.period import Grain
from polso.commands import arguments as read
from polso.commands.csv_text import csv_text
from polso.commands.instants import end_instant
from polso.commands.progress import Progress
from polso.commands.session import Session
from polso.commands.sheet import Sheet, plain_value, sheet_of_answers, sheet_of_rows
from polso.commands.workbook import workbook
from polso.i18n.language import LANGUAGES
from polso.query.request import Compare, Request

FORMATS = ("table", "json", "csv", "xlsx", "sql")
GRAINS = ("day", "week", "month", "quarter", "year")
COMPARISONS = ("previous", "year", "none")
LISTED_ROWS = 50
"""The rows behind a figure that a terminal is shown; every other form holds all."""


def ask(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Answer `metrics` by `by`, `grain`, `period`, `compare`, `where` and `as_of`, spelled as on the command line.

    With `restated` also what each closed period was known to be at its close (`known_then`, `known_then_at`) and the
    difference to now (`restated`).

    The result holds one of: `answers` (format `json`; with `rows` the objects of the rows), `csv`, `xlsx` (base64),
    `sql`, or `table` (`polso.commands.ask_table`) in `language`.
    """
    request = request_of(session, arguments)
    form = read.choice(arguments, "format", *FORMATS) or "table"
    if read.flag(arguments, "rows"):
        return _rows(session, request, form, arguments)
    answers = session.door.ask(request, session.viewer, session.today())
    calendar = session.workspace.calendar
    then = (
        restated(session.door, answers, session.viewer, session.today()) if read.flag(arguments, "restated") else None
    )
    match form:
        case "json":
            rows = as_json(answers, calendar)
            if then is not None:
                rows = [row | _restated_data(one) for row, one in zip(rows, then, strict=True)]
            return {"answers": rows}
        case "sql":
            return {"sql": _script(answers.receipt.sql)}
        case "table":
            from polso.commands.ask_table import table_of

            return {"table": table_of(answers, session, language_of(session, arguments), then)}
        case _:
            return _filed(sheet_of_answers(answers, calendar, then), form)


def _restated_data(one: Restated) -> dict[str, Any]:
    at = one.known_then_at
    return {
        "known_then": plain(one.known_then),
        "known_then_at": None if at is None else plain_value(at),
        "restated": plain(one.restated),
    }


def request_of(session: Session, arguments: Mapping[str, Any]) -> Request:
    """The request that the arguments spell; raises UserError `where_malformed`, `unknown_instant`, `argument_...`."""
    as_of = read.text(arguments, "as_of")
    return Request(
        metrics=read.texts(arguments, "metrics"),
        by=read.texts(arguments, "by"),
        grain=cast("Grain | None", read.choice(arguments, "grain", *GRAINS)),
        period=read.text(arguments, "period"),
        compare=cast("Compare | None", read.choice(arguments, "compare", *COMPARISONS)),
        where=tuple(_condition(one) for one in read.texts(arguments, "where")),
        as_of=None if as_of is None else end_instant(as_of, session.company.zone).replace(tzinfo=None),
    )


def _condition(spelled: str) -> tuple[str, str]:
    name, equals, value = spelled.partition("=")
    if not equals or not name.strip():
        raise UserError("where_malformed", value=spelled)
    return name.strip(), value.strip()


def _rows(session: Session, request: Request, form: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    if form == "table" and (parts := parts_behind(session.door, request, session.viewer, session.today())):
        from polso.commands.parts_table import table_of as parts_table

        return {"table": parts_table(parts, request, session, language_of(session, arguments))}
    limit = LISTED_ROWS if form == "table" else None
    found = rows_behind(session.door, request, session.viewer, session.today(), limit=limit)
    match form:
        case "json":
            return {"answers": [{name: plain_value(cell) for name, cell in row.items()} for row in found.as_dicts()]}
        case "sql":
            return {"sql": _script(found.sql)}
        case "table":
            from polso.commands.rows_table import table_of

            return {"table": table_of(found, request, session, language_of(session, arguments))}
        case _:
            return _filed(sheet_of_rows(found), form)


def _filed(sheet: Sheet, form: str) -> dict[str, Any]:
    if form == "csv":
        return {"csv": csv_text(sheet)}
    return {"xlsx": b64encode(workbook(sheet)).decode("ascii")}


def _script(statements: tuple[str, ...]) -> str:
    return "".join(f"{statement.rstrip().rstrip(';')};\n\n" for statement in statements).rstrip("\n") + "\n"


def language_of(session: Session, arguments: Mapping[str, Any]) -> Language:
    """The reader's language where the arguments name one, else the company's."""
    return cast("Language | None", read.choice(arguments, "language", *LANGUAGES)) or session.language
