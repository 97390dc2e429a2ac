from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from polso.intake.reading import ColumnReading, ReadTable, as_boolean, as_number, as_text, profile_column

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[Any]]


def test_a_profile_counts_all_values(reader: Reader) -> None:
    table = reader("id;stato\n1;\n2;Vinta\n3;Persa\n4;Vinta\n5;-\n6;Aperta ora\n")
    profile = table.profiles[1]
    assert (profile.rows, profile.nulls, profile.distinct, profile.filled) == (6, 2, 3, 4)
    assert (profile.shortest, profile.longest) == (5, 10)
    assert profile.examples == ("Vinta", "Persa", "Aperta ora")
    assert profile.spellings == (("", 1), ("-", 1))
    assert profile.listed == (("Vinta", 2), ("Aperta ora", 1), ("Persa", 1))
    assert table.profiles[0].is_unique
    assert not profile.is_unique


def test_a_column_of_many_values_is_read_without_keeping_them(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    table = reader("id;x\n" + "".join(f"{index};a\n" for index in range(300)))
    monkeypatch.setattr("polso.intake.reading.profile._KEEP_DISTINCT", 100)
    profile = profile_column(table.staged, 0)
    assert (profile.distinct, profile.listed) == (300, None)
    assert as_number(table.staged, profile).unreadable_rows == 0
    assert as_number(table.staged, profile_column(table.staged, 0)).readable_share == 1.0


@pytest.mark.parametrize("word", ["NULL", "null", "N/A", "n/a", "NA", "-", "--", "#N/D", "#N/A", "None", "nan"])
def test_a_null_spelling_is_null_among_numbers_and_dates(reader: Reader, values: Values, word: str) -> None:
    table = reader(f"n;quando\n5;2026-01-02\n{word};{word}\n")
    assert [reading.kind for reading in table.readings] == ["number", "date"]
    assert [values(table, reading)[1] for reading in table.readings] == [None, None]
    assert [reading.unreadable_rows for reading in table.readings] == [0, 0]
    assert [reading.nulls for reading in table.readings] == [1, 1]
    assert table.profiles[0].spellings == ((word, 1),)


@pytest.mark.parametrize(
    ("word", "kept"), [("NA", True), ("None", True), ("NULL", False), ("N/A", False), ("-", False)]
)
def test_a_word_stays_a_word_among_words(reader: Reader, values: Values, word: str, kept: bool) -> None:
    table = reader(f"id;area\n1;Europa\n2;{word}\n")
    assert values(table, table.readings[1]) == ["Europa", word if kept else None]
    assert table.profiles[1].spellings == ((word, 1),)


@pytest.mark.parametrize("word", ["", "-", "None", "NA"])
def test_a_column_of_nothing_is_empty(reader: Reader, word: str) -> None:
    reading = reader(f"id;x\n1;{word}\n2;{word}\n").readings[1]
    assert (reading.kind, reading.nulls) == ("empty", 2)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["TRUE", "true", "FALSE"], "boolean"),
        (["Sì", "No"], "boolean"),
        (["si", "si"], "boolean"),
        (["Vero", "Falso"], "boolean"),
        (["Y", "N"], "boolean"),
        (["S", "S"], "text"),
        (["S", "M"], "text"),
        (["1", "0"], "number"),
        (["yes", "maybe"], "text"),
    ],
)
def test_truth_values(reader: Reader, cells: list[str], kind: str) -> None:
    table = reader("id;x\n" + "".join(f"a{index};{cell}\n" for index, cell in enumerate(cells)))
    assert table.readings[1].kind == kind


def test_truth_values_are_read(reader: Reader, values: Values) -> None:
    table = reader("id;x;y\na;Sì;1\nb;no;0\nc;;x\n")
    assert values(table, table.readings[1]) == [True, False, None]
    assert values(table, as_boolean(table.staged, table.profiles[2])) == [True, False, True]


def test_mostly_numbers_is_numbers_and_half_is_text(reader: Reader) -> None:
    numbers = "".join(f"{index}\ta\n" for index in range(20))
    reading = reader(f"x\tid\n{numbers}circa cento\tb\n").readings[0]
    assert (reading.kind, reading.unreadable_rows, reading.unreadable[0].first_line) == ("number", 1, 22)
    assert reading.readable_share == pytest.approx(20 / 21)
    assert reader("x\tid\n5\ta\ncirca\tb\n").readings[0].kind == "text"


def test_what_is_wanted_decides_when_it_is_asked(reader: Reader, values: Values) -> None:
    table = reader("codice;x\n00012;a\n00300;b\n")
    assert values(table, table.readings[0]) == ["00012", "00300"]
    assert [int(value) for value in values(table, as_number(table.staged, table.profiles[0]))] == [12, 300]
    assert values(table, as_text(table.staged, table.profiles[0])) == ["00012", "00300"]


def test_cells_are_trimmed(reader: Reader, values: Values) -> None:
    table = reader("nome;x\n  Rossi \u00a0;1\n\tVerdi;2\n")
    assert values(table, table.readings[0]) == ["Rossi", "Verdi"]


def test_two_tables_live_side_by_side(tmp_path: Path, connection: DuckDBPyConnection) -> None:
    from polso.intake.reading import open_source, read_table

    tables = []
    for name, word in (("a", "x"), ("b", "y")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"id;v\n1;{word}\n")
        (raw,) = open_source(path)
        tables.append(read_table(raw, connection, tmp_path, f"staging_{name}"))
    assert [table.profiles[1].examples for table in tables] == [("x",), ("y",)]
    again = profile_column(tables[0].staged, 1)
    assert again.examples == ("x",)


def test_the_connection_loads_no_extension(connection: DuckDBPyConnection) -> None:
    rows = connection.execute(
        "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')"
    ).fetchone()
    assert rows == (False, False)
