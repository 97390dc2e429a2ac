"""What a person writes for a column: read in one way, or refused with the reason."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import duckdb
import pytest

from polso.base.errors import UserError
from polso.catalog.schema import TABLE, Column
from polso.catalog.table import ColumnKind
from polso.intake.by_hand.parsing import parse_value
from polso.intake.by_hand.texts import stored_values, text_sql

ROME = ZoneInfo("Europe/Rome")


def parsed(column: Column, given: str) -> str | None:
    with duckdb.connect() as cursor:
        return parse_value(cursor, column, given, ROME)


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        ("money", "1200,50", "1200.5000"),
        ("money", "-3", "-3.0000"),
        ("money", "-0", "0.0000"),
        ("money", "12345678901234.1234", "12345678901234.1234"),
        ("rate", "1.08765432", "1.08765432"),
        ("rate", "0,125", "0.12500000"),
        ("share", "25 %", "0.250000"),
        ("share", "0.25", "0.250000"),
        ("integer", "42", "42"),
        ("boolean", "Sì", "true"),
        ("boolean", "0", "false"),
        ("currency", "eur", "EUR"),
        ("date", "2026-03-31", "2026-03-31"),
        ("instant", "2026-03-31", "2026-03-31"),
        ("instant", "2026-03-31T10:30", "2026-03-31T08:30:00Z"),
        ("instant", "2026-03-31T10:30:00+00:00", "2026-03-31T10:30:00Z"),
        ("text", "  due  parole ", "due parole"),
        ("money", "  ", None),
    ],
)
def test_a_value_is_kept_as_one_text(kind: ColumnKind, given: str, text: str | None) -> None:
    assert parsed(Column("thing_at", kind), given) == text


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("money", "1.200", "value_not_a_number"),
        ("money", "1.200,50", "value_not_a_number"),
        ("money", "12 €", "value_not_a_number"),
        ("money", "1e3", "value_not_a_number"),
        ("money", "123456789012345", "value_not_a_number"),
        ("integer", "1.5", "value_not_a_number"),
        ("share", "1.2", "value_not_a_share"),
        ("share", "130%", "value_not_a_share"),
        ("date", "31/03/2026", "value_not_a_day"),
        ("date", "2026-02-30", "value_not_a_day"),
        ("instant", "soon", "value_not_a_day"),
        ("currency", "€", "value_not_a_currency"),
        ("boolean", "maybe", "value_not_yes_or_no"),
    ],
)
def test_what_reads_in_two_ways_or_none_is_refused(kind: ColumnKind, given: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        parsed(Column("thing_at", kind), given)
    assert (caught.value.code, caught.value.place.column) == (code, "thing_at")


def test_the_end_of_a_range_is_its_last_included_day() -> None:
    assert parsed(TABLE["expense"].column("span_end"), "2026-03-31") == "2026-04-01"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (TABLE["opportunity"].column("closed_at"), "2026-03-31T22:30:00Z"),
        (TABLE["opportunity"].column("closed_at"), "2026-03-31"),
        (TABLE["opportunity"].column("amount"), "1200.5000"),
        (TABLE["team_membership"].column("fte"), "0.250000"),
        (TABLE["fx_rate"].column("to_base"), "1.08765432"),
        (TABLE["rep"].column("hired_on"), "2026-01-31"),
        (TABLE["product"].column("is_recurring"), "true"),
        (TABLE["opportunity"].column("amount"), None),
        (TABLE["opportunity"].column("closed_at"), None),
    ],
)
def test_what_is_stored_gives_the_same_text_again(column: Column, text: str | None) -> None:
    with duckdb.connect() as cursor:
        described = ", ".join(f"{name} {kind}" for name, kind in column.physical())
        cursor.execute(f"CREATE TABLE thing ({described})")
        values = stored_values(column, text, ROME)
        cursor.execute(f"INSERT INTO thing VALUES ({', '.join('?' * len(values))})", list(values))
        assert cursor.execute(f"SELECT {text_sql(column, 'thing')} FROM thing").fetchone() == (text,)
