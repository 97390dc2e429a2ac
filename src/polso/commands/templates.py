"""Templates: for every table that a file can fill, a CSV and an XLSX with its headings and one example row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from polso.base.company import Language
from polso.base.errors import UserError
from polso.catalog.table import Column
from polso.catalog.template import ROWS, columns_of, tables
from polso.i18n.columns import column_words
from polso.i18n.translation import translate

Step = Callable[[int, int], None]
WIDEST = 36
NARROWEST = 12
_TEXTS = frozenset({"text", "reference", "currency", "choice", "boolean"})


@dataclass(frozen=True, slots=True)
class Template:
    """The files of one table."""

    table: str
    csv: Path
    xlsx: Path


def write_templates(folder: Path, language: Language, step: Step | None = None) -> tuple[Template, ...]:
    """Write the templates of all tables into `folder`, which is made where it is not there.

    Raises UserError `template_exists` when a file of that name is there already: nothing is written over.
    """
    wanted = [Template(name, folder / f"{name}.csv", folder / f"{name}.xlsx") for name in tables()]
    for path in (path for one in wanted for path in (one.csv, one.xlsx)):
        if path.exists():
            raise UserError("template_exists", path=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    for position, one in enumerate(wanted, start=1):
        one.csv.write_text(csv_template(one.table, language), encoding="utf-8-sig", newline="")
        one.xlsx.write_bytes(xlsx_template(one.table, language))
        if step is not None:
            step(position, len(wanted))
    return tuple(wanted)


def csv_template(table: str, language: Language) -> str:
    """Headings and one row as a spreadsheet program of that language opens them: in Italian `;` and a decimal comma.

    >>> csv_template("series", "it").splitlines()
    ['name;value_date;value', 'visits;2026-03-10;312']
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if language == "it" else ",")
    columns = columns_of(table)
    writer.writerow([column.name for column in columns])
    writer.writerow([_as_text(column, ROWS[table][column.name], language) for column in columns])
    return out.getvalue()


def _as_text(column: Column, value: str, language: Language) -> str:
    return value.replace(".", ",") if language == "it" and column.kind in ("money", "rate", "share") else value


def xlsx_template(table: str, language: Language) -> bytes:
    """The same as a workbook: typed cells, a note on each heading, a list to choose from where words are closed."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(table)
        page.freeze_panes(1, 0)
        heading = {True: book.add_format({"bold": True, "bottom": 2}), False: book.add_format({"bold": True})}
        formats = {
            "money": book.add_format({"num_format": "#,##0.00"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        for position, column in enumerate(columns_of(table)):
            value = ROWS[table][column.name]
            page.set_column(position, position, min(max(len(column.name), len(value), NARROWEST) + 1, WIDEST))
            page.write_string(0, position, column.name, heading[column.required])
            page.write_comment(0, position, _note(table, column, language), {"x_scale": 2})
            if column.choices:
                page.data_validation(1, position, 1000, position, {"validate": "list", "source": list(column.choices)})
            _write(page, position, column, value, formats)
    return out.getvalue()


def _note(table: str, column: Column, language: Language) -> str:
    """What the column holds, and whether a row needs it."""
    words = column_words(table, column.name, language)
    kind = translate(language, f"template.kind_{column.kind}")
    needed = translate(language, "template.needed" if column.required else "template.may_be_empty")
    lines = [f"{words[:1].upper()}{words[1:]}", kind, needed]
    if column.choices:
        lines.append(", ".join(column.choices))
    if column.open_end:
        lines.append(translate(language, "template.last_day"))
    return "\n".join(lines)


def _write(page: Any, position: int, column: Column, value: str, formats: dict[str, Any]) -> None:
    if not value:
        return
    if column.kind in _TEXTS:
        page.write_string(1, position, value)
    elif column.kind == "date" or (column.kind == "instant" and ":" not in value):
        page.write_datetime(1, position, date.fromisoformat(value), formats["date"])
    elif column.kind == "instant":
        page.write_datetime(1, position, datetime.fromisoformat(value), formats["instant"])
    elif column.kind == "money":
        page.write_number(1, position, float(value), formats["money"])
    else:
        page.write_number(1, position, float(value))
