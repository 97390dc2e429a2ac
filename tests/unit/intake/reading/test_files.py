"""From bytes to rows: encodings, separators, headers, lines that are no rows, files that are no tables."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import UserError
from polso.intake.reading import ColumnReading, Given, ReadTable, clean_table, open_source, raw_cells, read_rejects

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[Any]]

ITALIAN = "Società;Città;Importo\nNicolò Così;Forlì;1.234,50\nPerché srl;Cantù;7,00\n"


@pytest.mark.parametrize(
    ("codec", "found", "why"),
    [
        ("utf-8", "utf-8", "valid_utf8"),
        ("utf-8-sig", "utf-8-sig", "byte_order_mark"),
        ("cp1252", "cp1252", "fallback"),
        ("utf-16", "utf-16", "byte_order_mark"),
        ("utf-16-le", "utf-16-le", "zero_bytes"),
        ("utf-16-be", "utf-16-be", "zero_bytes"),
    ],
)
def test_accents_survive_every_encoding(reader: Reader, values: Values, codec: str, found: str, why: str) -> None:
    table = reader(ITALIAN, encoding=codec)
    assert table.raw.encoding is not None
    assert (table.raw.encoding.value, table.raw.encoding.why) == (found, why)
    assert table.raw.names == ("Società", "Città", "Importo")
    assert values(table, table.readings[0]) == ["Nicolò Così", "Perché srl"]
    assert values(table, table.readings[2]) == [Decimal("1234.5"), Decimal(7)]


def test_the_encoding_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("nome;città\nNicolò;Forlì\n".encode("cp850"))
    (raw,) = open_source(path, Given(encoding="cp850"))
    assert raw.names == ("nome", "città")
    with pytest.raises(UserError, match="unknown_encoding"):
        open_source(path, Given(encoding="klingon"))


def test_letters_decomposed_in_the_file_are_composed(reader: Reader, values: Values) -> None:
    table = reader("nome,x\nNicolo\u0300 ,1\n")
    assert values(table, table.readings[0]) == ["Nicolò"]


def test_the_file_is_hashed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    (raw,) = open_source(path)
    assert raw.file.sha256 == sha256(b"a,b\n1,2\n").hexdigest()
    assert raw.file.size == 8


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^", "~"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(reader: Reader, values: Values, separator: str, ending: str) -> None:
    rows = [["id", "note", "qty"], ["a", "x y", "1"], ["b", "z", "2"]]
    table = reader(ending.join(separator.join(row) for row in rows) + ending)
    assert table.raw.dialect is not None
    assert table.raw.dialect.delimiter == separator
    assert values(table, table.readings[1]) == ["x y", "z"]


def test_decimal_commas_do_not_make_a_comma_file(reader: Reader, values: Values) -> None:
    table = reader("a;1,5;2,5\nb;2,5;3,5\n")
    assert table.raw.width == 3
    assert values(table, table.readings[2]) == [Decimal("2.5"), Decimal("3.5")]


def test_one_ragged_row_does_not_change_the_separator(reader: Reader) -> None:
    rows = "".join(f"d{index},x,{index}\n" for index in range(50))
    table = reader(f"id,name,qty\n{rows}bad,row\n{rows}one,too,many,cells\n")
    assert (table.raw.width, table.clean.rows, table.clean.rejected) == (3, 100, 2)
    assert [(item.line, item.reason, item.expected, item.found, item.text) for item in read_rejects(table.clean)] == [
        (52, "row_too_short", 3, 2, "bad,row"),
        (103, "row_too_long", 3, 4, "one,too,many,cells"),
    ]


def test_extra_separators_at_the_end_are_no_cells(reader: Reader) -> None:
    table = reader("a;b\n1;2;\n3;4;;\n5;6\n")
    assert (table.clean.rows, table.clean.rejected) == (3, 0)


def test_columns_by_runs_of_blanks(reader: Reader, values: Values) -> None:
    table = reader(" id  date qty  value\r\n 00001 19970101  1   11.77\r\n 00002 19970112  12  7.00\r\n")
    assert table.raw.names == ("id", "date", "qty", "value")
    assert values(table, table.readings[3]) == [Decimal("11.77"), Decimal(7)]
    assert [reading.kind for reading in table.readings] == ["text", "date", "number", "number"]


def test_a_single_column_stays_one_column(reader: Reader, values: Values) -> None:
    table = reader("nome cliente\nMario Rossi\nVerdi, Luigi\nAnna Bianchi\n" + "Carlo Neri\n" * 9)
    assert table.raw.names == ("nome cliente",)
    assert values(table, table.readings[0])[:2] == ["Mario Rossi", "Verdi, Luigi"]


def test_a_separator_line_names_the_separator(reader: Reader) -> None:
    table = reader("sep=;\nnome;valore\na;1,5\n")
    assert table.raw.separator is not None
    assert table.raw.separator.why == "separator_line"
    assert (table.raw.header_line, table.clean.rows, table.clean.head) == (2, 1, 2)


def test_line_ends_quotes_and_separators_inside_quotes(reader: Reader, values: Values) -> None:
    table = reader('id,note,qty\n1,"first\nsecond, ""third""",5\n2,plain,6\n')
    assert values(table, table.readings[1]) == ['first\nsecond, "third"', "plain"]
    lines = table.staged.connection.execute(f"SELECT line FROM {table.staged.table} ORDER BY 1").fetchall()
    assert lines == [(2,), (4,)]
    assert raw_cells(table.clean, frozenset({4})) == {4: ("2", "plain", "6")}


def test_apostrophe_as_quote_and_backslash_as_escape(reader: Reader, values: Values) -> None:
    table = reader("id;note\n'1';'a;b'\n'2';'l''ora'\n'3';'c'\n")
    assert values(table, table.readings[1]) == ["a;b", "l'ora", "c"]
    table = reader('id,note,x\n1,"say \\"hi\\", now",2\n2,"b",3\n')
    assert values(table, table.readings[1]) == ['say "hi", now', "b"]


def test_a_quote_that_never_closes_costs_one_line(reader: Reader, values: Values) -> None:
    body = "".join(f'{index},"n {index}",{index}\n' for index in range(2, 30))
    table = reader(f'id,note,qty\n1,ok,1\n9,"open,2\n{body}')
    assert (table.clean.rows, table.clean.rejected) == (29, 1)
    (rejected,) = read_rejects(table.clean)
    assert (rejected.line, rejected.reason, rejected.text) == (3, "quote_not_closed", '9,"open,2')


def test_an_open_quote_in_the_last_line(reader: Reader) -> None:
    table = reader('id,note\n1,ok\n2,"fine"\n3,"open\n')
    assert [(item.line, item.reason) for item in read_rejects(table.clean)] == [(4, "quote_not_closed")]
    assert table.clean.rows == 2


def test_blank_lines_are_counted_apart(reader: Reader) -> None:
    table = reader("id;qty\n\na;1\n;\n  ;  \nb;2\n\n")
    assert (table.clean.rows, table.clean.rejected, table.clean.blank, table.clean.head) == (2, 0, 4, 1)


def test_lines_before_the_header(reader: Reader) -> None:
    table = reader(
        "Report vendite\nPeriodo: 01/01/2026 - 31/01/2026\n\nData;Cliente;Importo\n"
        + "".join(f"{day:02d}/01/2026;Rossi;{day},50\n" for day in range(1, 29))
    )
    assert table.raw.names == ("Data", "Cliente", "Importo")
    assert table.raw.header_line == 4
    assert table.raw.preamble == ("Report vendite", "Periodo: 01/01/2026 - 31/01/2026")
    assert table.clean.rows == 28


@pytest.mark.parametrize("ending", ["", ";;"])
def test_lines_before_the_header_with_padding(reader: Reader, ending: str) -> None:
    table = reader(f"Report vendite{ending}\nData;Cliente;Importo\n05/01/2026;Rossi;1,50\n25/01/2026;Verdi;2,50\n")
    assert (table.raw.header_line, table.clean.rows) == (2, 2)


def test_a_file_without_header(reader: Reader) -> None:
    table = reader("00004,19970101,2,29.33\n00004,19970118,2,29.73\n")
    assert table.raw.names == ("column_1", "column_2", "column_3", "column_4")
    assert (table.raw.header_line, table.clean.rows, table.clean.head) == (None, 2, 0)
    assert [finding.code for finding in table.raw.findings] == ["header_missing"]


def test_years_as_names_are_a_header(reader: Reader) -> None:
    assert reader("Prodotto;2024;2025\nA;10;20\nB;30;40\n").raw.names == ("Prodotto", "2024", "2025")


def test_the_header_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Milano,Rossi\nTorino,Verdi\n")
    (raw,) = open_source(path, Given(header=False))
    assert raw.names == ("column_1", "column_2")


def test_repeated_and_blank_names(reader: Reader) -> None:
    raw = reader("Data,,data,Importo\n2026-01-01,x,2026-01-02,5\n").raw
    assert raw.names == ("Data", "column_2", "data (2)", "Importo")
    assert {finding.code: finding.detail for finding in raw.findings} == {
        "header_blank": ("column_2",),
        "header_repeated": ("data (2)",),
    }


@pytest.mark.parametrize("header", ["a;b;c;d", "nome;qty"])
def test_a_header_that_does_not_fit_is_an_error(tmp_path: Path, header: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n" + "".join(f"x{index};{index};{index}\n" for index in range(9)))
    with pytest.raises(UserError, match="header_does_not_fit"):
        open_source(path)


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))


PROSE = (
    "It was a long day, and nobody spoke.\nThen, after dinner, everything changed; nobody knew why.\n"
    "She left. He, however, stayed on, waiting, thinking, and wondering.\nNothing more; nothing less.\n"
    "Rain, wind, snow, all of it came.\nAnd, in the end, they, the last of them, went home.\n"
    "One, two.\nOne, two, three.\nOne, two, three, four, five, six, seven, eight.\nThe end.\n"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n  \n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"sep=;\n", "file_empty"),
        (bytes(range(256)) * 20, "file_not_a_table"),
        (png(), "file_not_a_table"),
        (b"PK\x03\x04 not a workbook", "file_not_a_table"),
        (b"%PDF-1.7\n1 0 obj\n", "file_not_a_table"),
        (PROSE.encode(), "file_not_a_table"),
        (b"a;b;c\n", "no_rows"),
        (b"a;b;c", "no_rows"),
        (b"a;b;c\n\n;;\n", "no_rows"),
        ("a;b\n1;2\n".encode("utf-16")[:-1], "file_unreadable"),
        (b"\xef\xbb\xbfa;b\n\xe8;2\n", "file_unreadable"),
        ("nome;città\nForlì;x\nCantù;".encode() + "à".encode()[:1], "file_unreadable"),
        (b"nome;x\nForl\x8d;1\n", "file_unreadable"),
    ],
)
def test_what_is_no_table_is_a_user_error_with_the_file_as_place(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "vendite.csv"
    path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        open_source(path)
    assert (raised.value.code, raised.value.place.file) == (code, "vendite.csv")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="file_missing"):
        open_source(tmp_path / "none.csv")


def test_a_surrogate_cut_in_half_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a;b\n1;😀".encode("utf-16")[:-2])
    with pytest.raises(UserError, match="file_unreadable"):
        open_source(path)


def test_a_file_with_nothing_but_rejects_is_no_success(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b;c\n1;2;3\n")
    (raw,) = open_source(path)
    path.write_text("a;b;c\n1;2;3;4\n")
    with pytest.raises(UserError, match="file_changed"):
        clean_table(raw, tmp_path)


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,qty\n" + "".join(f"row {index},{index}\n" for index in range(90_000)))
    (raw,) = open_source(path)
    calls: list[tuple[int, int]] = []
    clean_table(raw, tmp_path, lambda done, total: calls.append((done, total)))
    done = [item for item, _ in calls]
    assert len(calls) > 3
    assert done == sorted(done)
    assert calls[-1] == (raw.file.size, raw.file.size)


def test_zero_characters_are_removed_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,qty\n" + b"".join(b"row %d,%d\n" % (n, n) for n in range(20_000)) + b"l\x00ast,7\n")
    (raw,) = open_source(path)
    clean = clean_table(raw, tmp_path)
    assert [(finding.code, finding.lines) for finding in clean.findings] == [("nul_removed", (20_002,))]
    assert raw_cells(clean, frozenset({20_002})) == {20_002: ("last", "7")}


def test_a_very_long_cell_is_a_reject_and_the_rest_is_read(reader: Reader) -> None:
    table = reader("id,note\n1,a\n2," + "x" * 200_000 + "\n3,b\n")
    assert (table.clean.rows, table.clean.rejected) == (2, 1)


def test_the_clean_file_is_removed_when_freed(reader: Reader) -> None:
    from polso.intake.reading import free

    table = reader("id,qty\na,1\n")
    free(table.clean)
    assert not Path(table.clean.path).exists()
    assert not Path(table.clean.rejects_path).exists()
