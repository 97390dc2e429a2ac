"""The rows behind a figure as a text table for a reader."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polso.answers.rows import RowSet
from polso.base.company import Language
from polso.base.money import minor_digits
from polso.commands.ask_table import Line, Section
from polso.commands.session import Session
from polso.i18n.dates import format_date, format_moment, format_period
from polso.i18n.numbers import format_decimal, format_integer
from polso.i18n.translation import translate
from polso.query.request import Request
from polso.query.resolve import variant_of
from polso.store.instants import aware


def table_of(rows: RowSet, request: Request, session: Session, language: Language) -> dict[str, Any]:
    """As `polso.commands.ask_table.table_of`; the receipt says how many of all rows are shown."""
    _, variant = variant_of(request.metrics[0], session.door.context(session.today()), request.compare)
    numeric = tuple(
        any(isinstance(row[position], Decimal | int | float) for row in rows.rows)
        for position in range(len(rows.names))
    )
    lines = tuple(Line(tuple(_shown(cell, session, language) for cell in row)) for row in rows.rows)
    headers = tuple(name.replace("_", " ") for name in rows.names)
    shown = translate(
        language,
        "cli.rows_shown",
        shown=format_integer(len(rows.rows), language),
        all=format_integer(rows.count, language),
    )
    hint = [translate(language, "cli.rows_all")] if len(rows.rows) < rows.count else []
    return {
        "title": f"{variant.names[language]} · {format_period(rows.period.start, rows.period.end, language)}",
        "sections": [asdict(Section("", headers, numeric, -1, lines))],
        "notes": [],
        "receipt": [shown, *hint],
    }


def _shown(cell: Any, session: Session, language: Language) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return format_decimal(cell, language, decimals=minor_digits(session.company.currency))
        case bool():
            return translate(language, "cli.yes") if cell else translate(language, "cli.no")
        case int():
            return format_integer(cell, language)
        case float():
            return format_decimal(cell, language)
        case datetime():
            return format_moment(aware(cell).astimezone(session.company.zone), language)
        case date():
            return format_date(cell, language)
    return str(cell)
