"""CSV, XLSX and errors as data: what goes out reads back as what it was, and runs nothing on the way."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from polso.base.errors import InternalError, NotFoundError, Place, PolsoError, UserError
from polso.commands import failure
from polso.commands.csv_text import csv_text, safe_text
from polso.commands.import_files import plain_data
from polso.commands.instants import end_instant, start_instant
from polso.commands.sheet import Sheet
from polso.commands.workbook import workbook

ROME = ZoneInfo("Europe/Rome")
DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=-1"]
HARMLESS = ["-12", "+39", "-1.234,56", "-0.5%", "1e3", "Rossi & C.", "", "a=b", "-1e-4"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_is_defused(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_words_stay(text: str) -> None:
    assert safe_text(text) == text


@given(st.text())
def test_no_text_leaves_as_a_formula(text: str) -> None:
    (line,) = list(csv.reader(io.StringIO(csv_text(Sheet(("name",), ((text,),))), newline="")))[1:] or [[""]]
    said = line[0] if line else ""
    assert said.lstrip("'") == text.lstrip("'")
    if said[:1] in ("=", "@", "\t", "\r"):
        raise AssertionError(said)


def test_csv_values_are_plain() -> None:
    row = (
        Decimal("-12.5000"),
        date(2026, 11, 24),
        None,
        True,
        0.25,
        3,
        "a,b\nc",
        datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    )
    text = csv_text(Sheet(tuple("abcdefgh"), (row,)))
    assert text.splitlines()[0] == "a,b,c,d,e,f,g,h"
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [
        *("-12.50", "2026-11-24", "", "true", "0.25", "3", "a,b\nc", "2026-01-02T03:04:00Z"),
    ]


def test_a_workbook_keeps_kinds_and_defuses_texts(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    row = (Decimal("-12.50"), date(2026, 11, 24), None, True, 3, "=1+1", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    file.write_bytes(workbook(Sheet(("=n", "day", "none", "flag", "count", "text", "at"), (row,))))
    head, body = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert head[0] == "'=n"
    assert body[:-1] == [-12.5, date(2026, 11, 24), "", True, 3, "'=1+1"]
    assert str(body[-1]) == "2026-01-02 03:04:05"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polso.commands.workbook.MOST_ROWS", 3)
    workbook(Sheet(("a",), ((1,), (2,))))
    with pytest.raises(UserError, match="too_many_rows_for_xlsx"):
        workbook(Sheet(("a",), ((1,), (2,), (3,))))


@pytest.mark.parametrize(
    "error",
    [
        UserError("unreadable_number", value="x", place=Place(file="a.csv", row=3, column="Amount")),
        NotFoundError("unknown_metric", name="win_rat", suggestions=("win_rate",)),
        InternalError("message_missing", key="a.b"),
        UserError("port_in_use", port=None, count=3),
    ],
)
def test_an_error_survives_the_way_over_the_wire(error: PolsoError) -> None:
    again = failure.from_data(failure.as_data(error))
    assert type(again) is type(error)
    assert (again.code, again.parameters, again.place) == (error.code, error.parameters, error.place)
    assert failure.error_object(again, "it") == failure.error_object(error, "it")


@pytest.mark.parametrize(
    "data", [{}, {"family": "user"}, {"family": "user", "code": "a", "parameters": 3, "place": {}}]
)
def test_what_is_no_error_is_our_fault(data: dict[str, object]) -> None:
    assert isinstance(failure.from_data(data), InternalError)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-03-29", datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 21, 59, 59, 999999, UTC)),
        ("2026-10-25", datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 22, 59, 59, 999999, UTC)),
        ("2026-07-01T12:00", datetime(2026, 7, 1, 10, tzinfo=UTC), datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-07-01T12:00+00:00", datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_day_begins_and_ends_on_the_companys_wall(text: str, start: datetime, end: datetime) -> None:
    assert start_instant(text, ROME) == start
    assert end_instant(text, ROME) == end


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "2026-11", "24/11/2026", "", "9999-12-31"])
def test_what_is_no_instant_is_said(text: str) -> None:
    with pytest.raises(UserError, match="unknown_instant"):
        end_instant(text, ROME)


def test_records_become_plain_data() -> None:
    data = plain_data({"place": Place(file="a", row=1), "money": Decimal("1.5"), "days": (date(2026, 1, 1), None)})
    assert data["money"] == "1.50"
    assert data["days"] == ["2026-01-01", None]
    assert data["place"]["file"] == "a"
