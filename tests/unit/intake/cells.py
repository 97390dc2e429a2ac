"""Small files and a small company's export for the tests of intake, and evidence over plain rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from polso.catalog.schema import ColumnKind

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
STAGES = ("Prospecting", "Engaging", "Won", "Lost")
REPS = ("Ada Rossi", "Bruno Verdi", "Carla Neri")
PRODUCTS = ("Alfa Base", "Alfa Pro", "Beta")


def write_csv(path: Path, header: str, rows: Sequence[Sequence[object]], separator: str = ",") -> Path:
    """A CSV file; `header` is written with commas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def write_xlsx(path: Path, sheets: Mapping[str, tuple[str, Sequence[Sequence[object]]]]) -> Path:
    """A workbook with real numbers and days; each sheet is its header and rows."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, (header, rows) in sheets.items():
            page = book.add_worksheet(name)
            page.write_row(0, 0, header.split(","))
            for line, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(line, column, cell)
                    elif cell not in ("", None):
                        page.write(line, column, cell)
    return path


DEALS = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"


def deal_rows(count: int = 60) -> list[list[object]]:
    """Deals of four stages: open ones without account or close, lost ones with the value 0, one product misspelt."""
    rows: list[list[object]] = []
    for number in range(count):
        stage = STAGES[number % 4]
        opened = date(2026, 1, 1) + timedelta(days=number)
        is_closed = stage in ("Won", "Lost")
        rows.append(
            [
                f"D{number:04d}",
                REPS[number % 3],
                "AlfaPro" if number == 6 else PRODUCTS[number % 3],
                f"Cliente {number % 7}" if is_closed else "",
                stage,
                opened if stage != "Prospecting" else "",
                opened + timedelta(days=30 + number % 9) if is_closed else "",
                (100 + number if stage == "Won" else 0) if is_closed else "",
            ]
        )
    return rows


def crm_tables(count: int = 60) -> dict[str, tuple[str, list[list[object]]]]:
    """Deals, customers, products and people of one CRM, and a page that explains the columns."""
    return {
        "sales_pipeline": (DEALS, deal_rows(count)),
        "accounts": (
            "account,sector,revenue,employees",
            [[f"Cliente {number}", "software", 1000.5 + number, 10 + number] for number in range(7)],
        ),
        "products": ("product,series,sales_price", [[name, name.split()[0], 500] for name in PRODUCTS]),
        "sales_teams": (
            "sales_agent,manager,regional_office",
            [
                ["Ada Rossi", "Dora Blu", "Nord"],
                ["Bruno Verdi", "Dora Blu", "Sud"],
                ["Carla Neri", "Elio Viola", "Nord"],
            ],
        ),
        "data_dictionary": ("Table,Field,Description", [["accounts", "account", "Company name"]] * 3),
    }


def write_crm(folder: Path, count: int = 60) -> list[Path]:
    return [write_csv(folder / f"{name}.csv", header, rows) for name, (header, rows) in crm_tables(count).items()]


@dataclass(frozen=True)
class PlainEvidence:
    """`Evidence` over columns of text, with readings that are cruder than the product's."""

    columns: Sequence[Sequence[str]]

    def _values(self, index: int) -> list[str]:
        return [value for value in self.columns[index] if value.strip()]

    def filled(self, index: int) -> int:
        return len(self._values(index))

    def distinct(self, index: int) -> int:
        return len(set(self._values(index)))

    def words(self, index: int) -> tuple[str, ...] | None:
        different = tuple(dict.fromkeys(self._values(index)))
        return different if len(different) <= 50 else None

    def examples(self, index: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._values(index)))[:3]

    def readable(self, index: int, kind: ColumnKind) -> float:
        patterns = {
            "boolean": r"(?i)true|false|0|1|yes|no",
            "currency": r"[A-Z]{3}",
            **dict.fromkeys(("money", "rate", "share", "integer"), r"-?[\d.,]+"),
            **dict.fromkeys(("date", "instant"), r"\d{4}-\d\d-\d\d.*|\d{8}"),
        }
        values = set(self._values(index))
        if not values or kind not in patterns:
            return 1.0
        return sum(re.fullmatch(patterns[kind], value) is not None for value in values) / len(values)


def evidence(rows: Sequence[Sequence[str]]) -> PlainEvidence:
    return PlainEvidence(tuple(zip(*rows, strict=True)))
