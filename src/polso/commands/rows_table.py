"""The rows behind a figure as a text table for a reader."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polso.answers.rows import RowSet
from polso.base.company import Language
from polso.base.money import minor_digits
from polso.catalog.movements import MOVEMENTS
from polso.commands.ask_table import Line, Section
from polso.commands.change_words import place_words
from polso.commands.session import Session
from polso.commands.tracing import origins_of
from polso.i18n.choices import choice_words
from polso.i18n.columns import row_title
from polso.i18n.dates import format_date, format_moment, format_period
from polso.i18n.numbers import format_decimal, format_integer
from polso.i18n.translation import translate
from polso.query.request import Request
from polso.query.resolve import variant_of
from polso.store.instants import aware
from polso.store.tracing import Origin

CLOSED = frozenset({"status", "kind", "amount_state"})
"""Columns of closed words."""


def table_of(rows: RowSet, request: Request, session: Session, language: Language) -> dict[str, Any]:
    """As `polso.commands.ask_table.table_of`; the receipt says how many of all rows are shown."""
    _, variant = variant_of(request.metrics[0], session.door.context(session.today()), request.compare)
    numeric = tuple(
        any(isinstance(row[position], Decimal | int | float) for row in rows.rows)
        for position in range(len(rows.names))
    )
    traced = origins_of(session, rows.names, rows.rows)
    is_traced = any(one is not None for one in traced)
    lines = tuple(
        Line(
            (
                *(_shown(name, cell, session, language) for name, cell in zip(rows.names, row, strict=True)),
                *((_origin(origin, language),) if is_traced else ()),
            )
        )
        for row, origin in zip(rows.rows, traced, strict=True)
    )
    headers = tuple(row_title(name, language) for name in rows.names)
    if is_traced:
        headers, numeric = (*headers, translate(language, "rows.origin")), (*numeric, False)
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


def _origin(origin: Origin | None, language: Language) -> str:
    return "" if origin is None else place_words(origin.file, origin.line, language, origin.sheet)


def _shown(name: str, cell: Any, session: Session, language: Language) -> str:
    if name == "movement" and cell in MOVEMENTS:
        return MOVEMENTS[cell].names[language]
    if name in CLOSED and isinstance(cell, str):
        return choice_words("", cell, language)
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
