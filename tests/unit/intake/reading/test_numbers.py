"""Every decision runs on DuckDB; expected values are worked by hand or known before they were written as text."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.base.errors import InternalError, UserError
from polso.intake.reading import ColumnReading, ReadTable, as_number
from polso.intake.reading.numbers import Mark, number_sql

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[Any]]

NBSP, NARROW = "\u00a0", "\u202f"

COMMA = {
    "1.234,56": "1234.56",
    "1 234,56": "1234.56",
    f"1{NBSP}234,56": "1234.56",
    f"1{NARROW}234,56": "1234.56",
    "1'234,56": "1234.56",
    "1’234,56": "1234.56",
    "-1.234,50": "-1234.5",
    "−1.234,50": "-1234.5",
    "1.234,50-": "-1234.5",
    "(1.234,50)": "-1234.5",
    "€ 1.234,56": "1234.56",
    "1.234,56 €": "1234.56",
    "-€ 5": "-5",
    "€ -5": "-5",
    "€ (5,10)": "-5.10",
    "5 €-": "-5",
    "EUR 12,5": "12.5",
    "12,5 EUR": "12.5",
    "120 k€": "120000",
    "1,5 mln": "1500000",
    "15%": "0.15",
    "12,5 %": "0.125",
    "1.234.567": "1234567",
    ",5": "0.5",
    "0,00005": "0.0001",
    "-0,00005": "-0.0001",
    "0,00004": "0",
    "+7": "7",
    "1,5e-3": "0.0015",
    "99999999999999,9999": "99999999999999.9999",
    "99999999999999,99995": None,
    "100.000.000.000.000": None,
    "1.23.456": None,
    "1.234.56": None,
    "0.123": None,
    "1,234.56": None,
    "--5": None,
    "(-5)": None,
    "5,": None,
    "5 EURO 6": None,
    "12/3": None,
    "1_000": None,
    "1e5": None,
    "0x10": None,
    "inf": None,
    "": None,
    "abc": None,
    "5 MXN": "5",
    "5 KRW": "5",
    "5 Kč": "5",
    "5 BRL": "5",
}
POINT = {
    "1,234.56": "1234.56",
    "18500.00": "18500",
    "18 500.00": "18500",
    "$1,117.10K": "1117100",
    "$1,117.10": "1117.10",
    "US$ 3.5M": "3500000",
    "$2B": "2000000000",
    "CHF 1'234.50": "1234.5",
    "-$5.25": "-5.25",
    "($5.25)": "-5.25",
    "5.25-": "-5.25",
    "1.005": "1.005",
    "2.00005": "2.0001",
    "1.234,56": None,
    "1,5": None,
    "1.2.3": None,
}


@pytest.mark.parametrize(("mark", "table"), [("comma", COMMA), ("point", POINT)])
def test_amounts_are_read_as_worked_by_hand(
    connection: DuckDBPyConnection, mark: Mark, table: dict[str, str | None]
) -> None:
    connection.execute("CREATE TABLE cells (v VARCHAR)")
    connection.executemany("INSERT INTO cells VALUES (?)", [[text] for text in table])
    found = dict(connection.execute(f"SELECT v, {number_sql('v', mark, plain=False)} FROM cells").fetchall())
    expected = {text: None if value is None else Decimal(value) for text, value in table.items()}
    assert found == expected


def test_the_type_is_decimal_with_four_places(connection: DuckDBPyConnection) -> None:
    typed = connection.execute(f"SELECT typeof({number_sql('v', 'point', plain=True)}) FROM (SELECT '1' AS v)")
    assert typed.fetchone() == ("DECIMAL(18,4)",)


def write(amount: Decimal, mark: Mark, group: str, style: str) -> str:
    sign, whole, places = amount < 0, *f"{abs(amount):f}".partition(".")[::2]
    head = whole
    for cut in range(len(whole) - 3, 0, -3):
        head = head[:cut] + group + head[cut:]
    text = head + ((("." if mark == "point" else ",") + places) if places else "")
    if not sign:
        return {"before": f"€ {text}", "after": f"{text} EUR"}.get(style, text)
    return {"paren": f"({text})", "trail": f"{text}-", "before": f"-€ {text}", "after": f"-{text} EUR"}.get(
        style, f"-{text}"
    )


amounts = st.decimals(min_value=-99999999, max_value=99999999, allow_nan=False, allow_infinity=False, places=2)
styles = st.tuples(
    st.sampled_from(["point", "comma"]),
    st.sampled_from(["", "other", " ", NBSP, NARROW, "'", "’"]),
    st.sampled_from(["plain", "paren", "trail", "before", "after"]),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(amounts, min_size=1, max_size=30), styles)
def test_an_amount_written_in_any_style_is_read_back(
    connection: DuckDBPyConnection, written: list[Any], style: Any
) -> None:
    mark, group, shape = style
    group = {"other": "," if mark == "point" else "."}.get(group, group)
    rows = [[index, write(amount, mark, group, shape)] for index, amount in enumerate(written)]
    connection.execute("CREATE OR REPLACE TABLE cells (i INTEGER, v VARCHAR)")
    connection.executemany("INSERT INTO cells VALUES (?, ?)", rows)
    found = connection.execute(f"SELECT {number_sql('v', mark, plain=False)} FROM cells ORDER BY i").fetchall()
    assert [value for (value,) in found] == written


@pytest.mark.parametrize(
    ("cells", "form", "expected"),
    [
        (["1.234", "1.234,5"], "comma", ["1234", "1234.5"]),
        (["1.234", "12.5"], "point", ["1.234", "12.5"]),
        (["1.234", "1.234.567"], "comma", ["1234", "1234567"]),
        (["1,234", "1234.5"], "point", ["1234", "1234.5"]),
        (["1.234", "1234.567"], "point", ["1.234", "1234.567"]),
        (["1.234", "0.500"], "point", ["1.234", "0.5"]),
        (["18500.00", "7.10"], "point", ["18500", "7.1"]),
        (["10", "200"], "plain", ["10", "200"]),
    ],
)
def test_one_value_decides_the_mark_of_the_whole_column(
    reader: Reader, values: Values, cells: list[str], form: str, expected: list[Any]
) -> None:
    table = reader("id;importo\n" + "".join(f"a{index};{cell}\n" for index, cell in enumerate(cells)))
    reading = table.readings[1]
    assert (reading.kind, reading.form.value, reading.question) == ("number", form, None)
    assert values(table, reading) == [Decimal(value) for value in expected]


@pytest.mark.parametrize("cell", ["1.234", "1,234"])
def test_thousands_or_decimals_is_asked_and_each_answer_reads_it(reader: Reader, values: Values, cell: str) -> None:
    content = f"nome\timporto\nA\t{cell}\nB\t{cell.replace('1', '5', 1)}\n"
    reading = reader(content).readings[1]
    assert reading.question is not None
    assert reading.question.kind == "decimal_mark"
    assert reading.question.reason == "all_values_fit_both"
    reads = {choice.value: choice.reads for choice in reading.question.choices}
    grouped = "comma" if cell == "1.234" else "point"
    assert reads == {grouped: "1234", "point" if grouped == "comma" else "comma": "1.234"}
    with pytest.raises(InternalError, match="question_open"):
        reading.sql()
    for answer, expected in reads.items():
        table = reader(content, {"importo": answer})
        assert values(table, table.readings[1])[0] == Decimal(expected)


def test_an_answer_that_is_no_choice_is_refused(reader: Reader) -> None:
    with pytest.raises(UserError, match="answer_unknown"):
        reader("nome;importo\nA;1.234\n", {"importo": "dot"})


def test_values_that_contradict_each_other_are_asked_with_the_reason(reader: Reader, values: Values) -> None:
    content = "n;importo\na;1.500,00\nb;100.00\n"
    question = reader(content).readings[1].question
    assert question is not None
    assert question.reason == "values_conflict"
    table = reader(content, {"importo": "comma"})
    reading = table.readings[1]
    assert values(table, reading) == [Decimal(1500), None]
    assert [(item.value, item.first_line, item.reason) for item in reading.unreadable] == [
        ("100.00", 3, "unreadable_number")
    ]


def test_a_lone_slip_does_not_overturn_the_column(reader: Reader, values: Values) -> None:
    rows = "".join(f"a{index};{index},50\n" for index in range(40))
    table = reader(f"n;importo\n{rows}z;7.50\n")
    reading = table.readings[1]
    assert (reading.question, reading.form.value, reading.unreadable_rows) == (None, "comma", 1)
    assert values(table, reading)[-1] is None


def test_overflow_is_unreadable_with_its_own_reason(reader: Reader) -> None:
    rows = "".join(f"a{index};{index},5\n" for index in range(1, 12))
    reading = reader(f"n;importo\n{rows}z;123456789012345,5\n").readings[1]
    assert [(item.value, item.reason) for item in reading.unreadable] == [("123456789012345,5", "number_too_large")]


def test_currencies_are_kept_and_two_of_them_are_a_finding(reader: Reader, values: Values) -> None:
    table = reader("n;importo\na;€ 10,50\nb;12,00 EUR\nc;USD 7,25\nd;3\n")
    reading = table.readings[1]
    assert values(table, reading) == [Decimal("10.5"), Decimal(12), Decimal("7.25"), Decimal(3)]
    assert set(reading.currencies) == {("EUR", "EUR", 1), ("USD", "USD", 1), ("€", "EUR", 1)}
    (finding,) = reading.findings
    assert (finding.code, finding.count, finding.detail, finding.lines) == ("mixed_currencies", 1, ("EUR", "USD"), (4,))
    codes = table.staged.connection.execute(
        f"SELECT {reading.currency_sql} FROM {table.staged.table} ORDER BY line"
    ).fetchall()
    assert codes == [("EUR",), ("EUR",), ("USD",), (None,)]


def test_percentages_are_their_true_value_and_said(reader: Reader, values: Values) -> None:
    table = reader("n;sconto\na;15%\nb;2,5%\n")
    assert values(table, table.readings[1]) == [Decimal("0.15"), Decimal("0.025")]
    assert [finding.code for finding in table.readings[1].findings] == ["percentages"]


@pytest.mark.parametrize("cells", [["00001", "00002"], ["123456789012345678", "1"], ["01", "7"]])
def test_identifiers_stay_text_until_a_number_is_wanted(reader: Reader, cells: list[str]) -> None:
    table = reader("codice;x\n" + "".join(f"{cell};a\n" for cell in cells))
    assert table.readings[0].kind == "text"
    assert as_number(table.staged, table.profiles[0]).kind == "number"
