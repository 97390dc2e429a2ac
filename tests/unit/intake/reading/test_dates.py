from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.base.errors import UserError
from polso.intake.reading import ColumnReading, ReadTable, as_date, as_text, unreadable_lines

at = datetime.fromisoformat

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[Any]]


def column(cells: list[str]) -> str:
    return "n\tquando\n" + "".join(f"a{index}\t{cell}\n" for index, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("cells", "form", "expected"),
    [
        (["2026-04-03", "2026-4-5"], "ymd", [date(2026, 4, 3), date(2026, 4, 5)]),
        (["2026/04/03"], "ymd", [date(2026, 4, 3)]),
        (["19970101", "19971231"], "compact", [date(1997, 1, 1), date(1997, 12, 31)]),
        (["13/04/2026", "03/04/2026"], "dmy", [date(2026, 4, 13), date(2026, 4, 3)]),
        (["04/13/2026", "03/04/2026"], "mdy", [date(2026, 4, 13), date(2026, 3, 4)]),
        (["05-13-2026", "03-04-2026"], "mdy", [date(2026, 5, 13), date(2026, 3, 4)]),
        (["31.12.2026", "1.2.2026"], "dmy", [date(2026, 12, 31), date(2026, 2, 1)]),
        (["31-12-26", "01-02-70", "01-02-69"], "dmy", [date(2026, 12, 31), date(1970, 2, 1), date(2069, 2, 1)]),
        (["03/03/2026"], "dmy", [date(2026, 3, 3)]),
        (["15 aprile 2021", "1 gen 2022"], "day_month_name", [date(2021, 4, 15), date(2022, 1, 1)]),
        (["15-apr-21", "2-MAG-21"], "day_month_name", [date(2021, 4, 15), date(2021, 5, 2)]),
        (["Apr 15, 2021", "December 1, 2021"], "month_name_day", [date(2021, 4, 15), date(2021, 12, 1)]),
        (["9999-12-31", "2050-01-01"], "ymd", [date(9999, 12, 31), date(2050, 1, 1)]),
        (["2024-02-29"], "ymd", [date(2024, 2, 29)]),
        (["2026-04-03 00:00:00", "2026-04-04"], "ymd", [date(2026, 4, 3), date(2026, 4, 4)]),
    ],
)
def test_days(reader: Reader, values: Values, cells: list[str], form: str, expected: list[Any]) -> None:
    table = reader(column(cells))
    reading = table.readings[1]
    assert (reading.kind, reading.form.value, reading.question) == ("date", form, None)
    assert values(table, reading) == expected


@pytest.mark.parametrize(
    ("cells", "zoned", "expected"),
    [
        (["2026-04-03 6:49:18"], "none", [at("2026-04-03 06:49:18")]),
        (["2026-04-03T06:49:18.123456"], "none", [at("2026-04-03 06:49:18.123456")]),
        (["15 Apr, 2021 00:03:00"], "none", [at("2021-04-15 00:03:00")]),
        (["4/13/2026 3:05 PM", "4/13/2026 12:00 AM"], "none", [at("2026-04-13 15:05:00"), at("2026-04-13 00:00:00")]),
        (["13/04/2026 14.30"], "none", [at("2026-04-13 14:30:00")]),
        (["2026-04-03T06:49:18Z"], "all", [at("2026-04-03 06:49:18")]),
        (["2026-04-03T00:30:00+02:00"], "all", [at("2026-04-02 22:30:00")]),
        (["2026-04-03T00:30:00-0530"], "all", [at("2026-04-03 06:00:00")]),
        (["2026-04-03 08:18:16.519000 UTC"], "all", [at("2026-04-03 08:18:16.519000")]),
        (["Thu, 15 Apr 2021 10:00:00 +0200"], "all", [at("2021-04-15 08:00:00")]),
        (["2026-04-03T00:00:00Z"], "all", [at("2026-04-03 00:00:00")]),
        (["2026-04-03 10:00", "2026-04-03T10:00Z"], "some", [at("2026-04-03 10:00:00"), at("2026-04-03 10:00:00")]),
    ],
)
def test_moments(reader: Reader, values: Values, cells: list[str], zoned: str, expected: list[Any]) -> None:
    table = reader(column(cells))
    reading = table.readings[1]
    assert (reading.kind, reading.zoned) == ("timestamp", zoned)
    assert values(table, reading) == expected


def test_which_moments_are_utc_is_said_row_by_row(reader: Reader) -> None:
    table = reader(column(["2026-04-03 10:00", "2026-04-03T10:00Z"]))
    rows = table.staged.connection.execute(
        f"SELECT {table.readings[1].zoned_sql} FROM {table.staged.table} ORDER BY line"
    ).fetchall()
    assert rows == [(False,), (True,)]


def test_day_or_month_first_is_asked_and_each_answer_reads_it(reader: Reader, values: Values) -> None:
    content = column(["03/04/2026", "05/06/2026"])
    question = reader(content).readings[1].question
    assert question is not None
    assert (question.kind, question.reason, question.examples) == (
        "date_order",
        "all_values_fit_both",
        ("03/04/2026", "05/06/2026"),
    )
    reads = {choice.value: choice.reads for choice in question.choices}
    assert reads == {"dmy": "2026-04-03", "mdy": "2026-03-04"}
    for answer, day in reads.items():
        table = reader(content, {"quando": answer})
        assert values(table, table.readings[1])[0] == date.fromisoformat(day)


def test_an_answer_that_is_no_choice_is_refused(reader: Reader) -> None:
    with pytest.raises(UserError, match="answer_unknown"):
        reader(column(["03/04/2026"]), {"quando": "us"})


def test_another_column_recommends_but_does_not_decide(reader: Reader) -> None:
    table = reader("a\tb\n03/04/2026\t25/04/2026\n05/04/2026\t26/04/2026\n")
    question = table.readings[0].question
    assert question is not None
    assert (question.recommended, question.because) == ("dmy", "other_column:b")
    assert table.readings[1].question is None


def test_impossible_and_unreadable_dates_are_listed_with_their_lines(reader: Reader, values: Values) -> None:
    good = [f"{day:02d}/10/2026" for day in range(1, 29)]
    table = reader(column([*good, "31/11/2026", "domani"]))
    reading = table.readings[1]
    assert reading.kind == "date"
    assert values(table, reading)[-2:] == [None, None]
    assert list(unreadable_lines(table.staged, reading)) == [
        (30, "31/11/2026", "impossible_date"),
        (31, "domani", "unreadable_date"),
    ]


@pytest.mark.parametrize(
    "cell", ["2026-04", "2026", "25:00", "2026-13-01", "2026-00-00", "2026-04-03 25:10", "13:99 PM"]
)
def test_nothing_is_filled_in(reader: Reader, values: Values, cell: str) -> None:
    table = reader(column([cell]))
    reading = as_date(table.staged, table.profiles[1])
    assert values(table, reading) == [None]
    assert reading.unreadable_rows == 1


def test_counts_of_days_and_seconds_are_dates_only_when_asked(reader: Reader, values: Values) -> None:
    table = reader("serial\tfraction\tseconds\tmillis\n46115\t46115.4375\t1617235200\t1617235200123\n")
    assert [reading.kind for reading in table.readings] == ["number"] * 4
    asked = [as_date(table.staged, profile) for profile in table.profiles]
    assert [reading.kind for reading in asked] == ["date", "timestamp", "timestamp", "timestamp"]
    assert [values(table, reading)[0] for reading in asked] == [
        date(2026, 4, 3),
        at("2026-04-03 10:30:00"),
        at("2021-04-01 00:00:00"),
        at("2021-04-01 00:00:00.123000"),
    ]
    assert [reading.zoned for reading in asked] == ["none", "none", "all", "all"]


def test_eight_digits_that_are_no_day_make_numbers(reader: Reader) -> None:
    assert reader(column(["20260101", "20261399"])).readings[1].kind == "number"


def test_a_date_column_can_be_kept_as_text(reader: Reader, values: Values) -> None:
    table = reader(column(["2026-04-03"]))
    assert values(table, as_text(table.staged, table.profiles[1])) == ["2026-04-03"]


moments = st.datetimes(min_value=at("1970-01-01 00:00:00"), max_value=at("2069-12-31 00:00:00")).map(
    lambda value: value.replace(microsecond=0)
)
ITALIAN = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
WRITERS: dict[str, Callable[[datetime], str]] = {
    "dmy": lambda value: (
        f"{value.day:02d}/{value.month:02d}/{value.year} {value.hour}:{value.minute:02d}:{value.second:02d}"
    ),
    "mdy": lambda value: (
        f"{value.month}/{value.day}/{value.year % 100:02d} "
        f"{value.hour % 12 or 12}:{value.minute:02d}:{value.second:02d} {'PM' if value.hour > 11 else 'am'}"
    ),
    "iso": lambda value: value.isoformat(),
    "name": lambda value: (
        f"{value.day} {ITALIAN[value.month - 1]} {value.year}, {value.hour:02d}:{value.minute:02d}:{value.second:02d}"
    ),
    "zone": lambda value: (
        value.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=-3, minutes=-30))).isoformat(timespec="seconds")
    ),
}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moments, min_size=1, max_size=20), st.sampled_from(sorted(WRITERS)))
def test_a_moment_written_in_any_style_is_read_back_or_asked(
    reader: Reader, values: Values, written: list[Any], style: Any
) -> None:
    content = column([WRITERS[style](value) for value in written])
    table = reader(content)
    if table.readings[1].question is not None:
        assert style in ("dmy", "mdy")
        assert all(value.day <= 12 for value in written)
        table = reader(content, {"quando": style})
    reading = table.readings[1]
    if reading.kind == "date":
        assert values(table, reading) == [value.date() for value in written]
    else:
        assert values(table, reading) == written
