"""The rows behind a figure, and whether they add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polso.answers.answer import Answer
from polso.answers.rows import RowSet
from polso.base.ids import name_key
from polso.catalog.model import Distribution, Shift, Stock, Unit
from polso.catalog.movements import MOVEMENTS
from polso.commands.rows_table import CLOSED
from polso.i18n.choices import choice_words
from polso.i18n.columns import row_title
from polso.i18n.dates import format_date
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_decimal, format_integer
from polso.i18n.places import sheet_row_words
from polso.store.tracing import Origin
from polso.web.address import View
from polso.web.building.tiles import counts_records, metric_path, name_of
from polso.web.building.voice import Voice
from polso.web.views.cards import ReceiptLine
from polso.web.views.frame import Frame, Link
from polso.web.views.pages import RowsPage
from polso.web.views.table import Cell, Column, Pager, Table

PAGE_ROWS = 50
MOST_CHECKED = 20_000
"""Up to so many rows are added up, and searched, for the page; every one is in the file."""

MONEY = frozenset({"amount"})
LAST = ("numerator", "denominator")
ORDER = (
    "day",
    "name",
    "account",
    "product",
    "amount",
    "status",
    "kind",
    "stage",
    "rep",
    "source",
    "created_on",
    "cycle_days",
)
LONGEST_ID = 18

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one page of the list: `start` of them come before, `count` are in all (after a search)."""

    rows: tuple[Row, ...]
    start: int
    count: int


def search(rows: RowSet, query: str) -> tuple[Row, ...]:
    """The rows that hold every word of the query in some cell."""
    words = [name_key(word) for word in query.split()]
    return tuple(row for row in rows.rows if all(any(word in cell for cell in _keys(row)) for word in words))


def _keys(row: Row) -> list[str]:
    return [name_key(str(cell)) for cell in row if cell is not None]


def rows_page(
    frame: Frame,
    answer: Answer,
    rows: RowSet,
    listed: Listed,
    receipt: tuple[ReceiptLine, ...],
    traced: Sequence[Origin | None],
    view: View,
    voice: Voice,
) -> RowsPage:
    """`rows` are all of them up to `MOST_CHECKED`, `listed` those on the page, `traced` where each of these is from."""
    check, agrees = check_of(answer, rows, voice)
    path = metric_path(answer.metric, answer.variant)
    searchable = len(rows.rows) == rows.count
    return RowsPage(
        frame,
        check,
        agrees,
        _table(answer, rows, listed, traced, voice),
        _pager(listed, view, voice),
        (
            Link("CSV", view.url_with(f"{path}/rows.csv")),
            Link("XLSX", view.url_with(f"{path}/rows.xlsx")),
        ),
        receipt,
        Link(voice.say("overview.whole_metric"), view.url_with(path)),
        view.parameter("find"),
        view.path if searchable else "",
        view.pairs_without("find", "page"),
    )


def check_of(answer: Answer, rows: RowSet, voice: Voice) -> tuple[str, bool]:
    """What the rows add up to, in a sentence, and whether that is the figure."""
    count = rows.count
    if len(rows.rows) < count:
        return voice.say("rows.many", count=count), True
    top, bottom = _sum(rows, "numerator"), _sum(rows, "denominator")
    unit = answer.unit
    if answer.value is None:
        return voice.say("rows.no_figure", count=count), True
    value = voice.exact(answer.value, unit)
    if isinstance(answer.variant.kind, Distribution):
        agrees = bottom == answer.n
        return voice.say("rows.values", count=count, value=value), agrees
    if isinstance(answer.variant.kind, Shift):
        agrees = top == answer.numerator and bottom == answer.denominator
        now, before = voice.exact(top, "currency"), voice.exact(bottom, "currency")
        return voice.say("rows.growth", count=count, now=now, before=before, value=value), agrees
    if counts_records(answer.variant):
        agrees = top == answer.numerator and bottom == answer.denominator
        return voice.say("rows.rate", count=count, part=str(top), whole=str(bottom), value=value), agrees
    counted: Unit = "currency" if unit in ("currency", "ratio") else unit
    agrees = top == Decimal(answer.numerator or 0)
    if answer.numerator != answer.value:
        return voice.say("rows.part", count=count, sum=voice.exact(top, counted), value=value), agrees
    if isinstance(answer.variant.kind, Stock) and unit == "currency":
        return voice.say("rows.stock", count=count, sum=voice.exact(top, counted)), agrees
    return voice.say("rows.sum", count=count, sum=voice.exact(top, counted)), agrees


def _sum(rows: RowSet, name: str) -> Decimal:
    position = rows.names.index(name) if name in rows.names else None
    if position is None:
        return Decimal(0)
    return sum((Decimal(row[position]) for row in rows.rows if row[position] is not None), Decimal(0))


def _table(answer: Answer, rows: RowSet, listed: Listed, traced: Sequence[Origin | None], voice: Voice) -> Table:
    shown = _shown_columns(answer, rows, listed, voice)
    columns = tuple(
        Column(_title(rows.names[position], voice), "number" if _is_number(listed.rows, position) else "text")
        for position in shown
    )
    is_traced = any(one is not None for one in traced)
    if is_traced:
        columns = (*columns, Column(voice.say("rows.origin")))
    body = tuple(
        (
            *(
                _cell(rows.names[position], row[position], answer, voice, first=number == 0)
                for number, position in enumerate(shown)
            ),
            *((_origin(origin, voice),) if is_traced else ()),
        )
        for row, origin in zip(listed.rows, traced, strict=True)
    )
    return Table(name_of(answer.metric, voice), columns, body, empty=voice.say("rows.nothing"))


def _origin(origin: Origin | None, voice: Voice) -> Cell:
    if origin is None:
        return Cell("")
    line = "" if origin.line is None else sheet_row_words(origin.sheet, origin.line, voice.language)
    return Cell(origin.file, f"/data/imports/{origin.batch_id}", line, quiet=True)


def _shown_columns(answer: Answer, rows: RowSet, listed: Listed, voice: Voice) -> list[int]:
    """Columns that say something; the identifier goes after the names that people know."""
    names = list(rows.names)
    said = [position for position in range(len(names)) if any(row[position] is not None for row in listed.rows)]
    hidden = set() if _foreign_currency(rows.names, listed.rows, voice.currency) else {"currency"}
    hidden |= {name for name in LAST if _says_nothing(rows.names, listed.rows, name)}
    hidden |= {"created_on", "cycle_days"} if answer.unit != "days" else set()
    kept = sorted((position for position in said if names[position] not in hidden), key=lambda one: _place(names[one]))
    return kept or list(range(min(len(names), 3)))


def _foreign_currency(names: Sequence[str], rows: Sequence[Row], own: str) -> bool:
    at = names.index("currency") if "currency" in names else None
    return at is not None and any(row[at] not in (None, own) for row in rows)


def _says_nothing(names: Sequence[str], rows: Sequence[Row], name: str) -> bool:
    """A count that is one (or none) on every row, or repeats another column, needs no column of its own."""
    if name not in names:
        return True
    own = [row[names.index(name)] for row in rows]
    others = [names.index(other) for other in ("amount", "cycle_days") if other in names]
    return all(value in (None, 0, 1) for value in own) or any(own == [row[at] for row in rows] for at in others)


def _place(name: str) -> int:
    """People read who and what before how it is numbered."""
    if name in ORDER:
        return ORDER.index(name)
    return len(ORDER) + (1 if name.endswith("_id") else 0)


def _is_number(rows: Sequence[Row], position: int) -> bool:
    return any(isinstance(row[position], Decimal | int | float) and not isinstance(row[position], bool) for row in rows)


def _title(name: str, voice: Voice) -> str:
    return row_title(name, voice.language)


def _cell(name: str, value: Any, answer: Answer, voice: Voice, *, first: bool) -> Cell:
    return Cell(_text(name, value, answer, voice), strong=first or name in MONEY, quiet=name.endswith("_id"))


def _text(name: str, value: Any, answer: Answer, voice: Voice) -> str:
    if name == "movement" and value in MOVEMENTS:
        return MOVEMENTS[value].names[voice.language]
    if name in CLOSED and isinstance(value, str):
        return choice_words("", value, voice.language)
    match value:
        case None:
            return "" if name in LAST else MISSING
        case Decimal() if name in ("amount_old", "amount_new"):
            # Of the deal's own currency, which stands in a column of its own.
            return format_decimal(value, voice.language, decimals=2)
        case Decimal():
            return (
                voice.exact(value, "currency")
                if name in MONEY or answer.unit == "currency"
                else format_decimal(value, voice.language, decimals=2)
            )
        case bool():
            return voice.say("cli.yes") if value else voice.say("cli.no")
        case int():
            return format_integer(value, voice.language)
        case float():
            return format_decimal(value, voice.language)
        case datetime():
            return format_date(value.date(), voice.language)
        case date():
            return format_date(value, voice.language)
    said = str(value)
    return f"{said[:LONGEST_ID]}…" if name.endswith("_id") and len(said) > LONGEST_ID else said


def _pager(listed: Listed, view: View, voice: Voice) -> Pager:
    page = listed.start // PAGE_ROWS + 1
    end = listed.start + len(listed.rows)
    if not listed.rows:
        return Pager("")
    text = voice.say(
        "rows.range",
        first=format_integer(listed.start + 1, voice.language),
        last=format_integer(end, voice.language),
        all=format_integer(listed.count, voice.language),
    )
    earlier = Link(voice.say("rows.earlier"), view.url_with(page=page - 1)) if listed.start else None
    later = Link(voice.say("rows.later"), view.url_with(page=page + 1)) if end < listed.count else None
    return Pager(text, earlier, later)
