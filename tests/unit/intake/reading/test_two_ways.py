"""The quick way through a text and the careful one find the same rows, rejects, lines and counts."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.base.errors import UserError
from polso.intake.reading import CleanTable, clean_table, open_connection, open_source, raw_cells, read_rejects, stage
from polso.intake.reading.model import Dialect
from polso.intake.reading.regular import take

cells = st.one_of(
    st.sampled_from(
        ["", " ", "a", "12,5", '"x"', '"a;b"', '"a ""b"" c"', '"riga\nsotto"', '"', 'a"b', '"a"b', "à", "\u00a0"]
    ),
    st.text(alphabet="ab1 ;\",'\n\r\x00à", max_size=4),
)
lines = st.lists(cells, min_size=1, max_size=4).map(";".join)
regular = st.sampled_from(["a;1;x", '"b";"2";"y z"', "c;3;", '"d";"una\nnota";"e ""f"""'])


def both(content: bytes, folder: Path) -> list[object]:
    path = folder / "a.csv"
    path.write_bytes(content)
    found: list[object] = []
    for quick in (True, False):
        try:
            (raw,) = open_source(path)
            clean = clean_table(raw, folder, quick=quick)
        except UserError as error:
            found.append((error.code, error.parameters))
            continue
        found.append((_counts(clean), _rows(clean, folder), list(read_rejects(clean))))
    return found


def _counts(clean: CleanTable) -> dict[str, object]:
    kept = ("rows", "rejected", "blank", "head", "multiline", "findings")
    return {name: value for name, value in asdict(clean).items() if name in kept}


def _rows(clean: CleanTable, folder: Path) -> list[tuple[Any, ...]]:
    with open_connection(folder) as connection:
        staged = stage(connection, clean, "s")
        return list(connection.execute(f"SELECT * FROM {staged.table} ORDER BY line").fetchall())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(regular, lines), min_size=2, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_both_ways_find_the_same(body: list[str], ending: str) -> None:
    content = ending.join(["nome;valore;nota", "a;1;x", "b;2;y", "c;3;z", *body]).encode()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # Blocks of a few lines, so that the ways change within a small file.
        patch.setattr("polso.intake.reading.body._BLOCK", 64)
        quick, careful = both(content, Path(folder))
    assert quick == careful


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_large_file_with_some_faults_is_the_same_both_ways(tmp_path: Path, encoding: str, ending: str) -> None:
    rows = [f"F{n};Società {n};{n},50" for n in range(60_000)]
    rows[20_000] = "solo due;celle"
    rows[30_000] = f'F30000;"due{ending}righe";1,00'
    rows[40_000] = 'F40000;"aperta;1,00'
    rows[50_000] = ";;"
    path = tmp_path / "a.csv"
    content = ending.join(["Numero;Cliente;Importo", *rows, ""]).encode(encoding)
    quick, careful = both(content, tmp_path)
    assert quick == careful
    path.write_bytes(content)
    (raw,) = open_source(path)
    clean = clean_table(raw, tmp_path)
    assert (clean.rows, clean.rejected, clean.blank, clean.head, clean.multiline) == (59_997, 2, 1, 1, True)
    assert [(one.line, one.reason) for one in read_rejects(clean)] == [
        (20_002, "row_too_short"),
        (40_003, "quote_not_closed"),
    ]


@pytest.mark.parametrize(
    ("body", "first_line"),
    [
        (["a;1", "b;2", "c;3"], 2),
        (["a;1", "b;2", "c;3", "solo una", "", "TOTALE"], 2),
        (["a;1", "b;2", "", "c;3"], None),
        (["a;1", "b;2", "solo una", "c;3"], None),
        (["a;1", '"b\nd";2', "c;3"], None),
        (["a;1", "b;2", '"c\nd";3'], None),
        (["\ufeffa;1", "b;2", "c;3"], None),
    ],
)
@pytest.mark.parametrize("block", [8, 1 << 18])
def test_records_under_each_other_need_no_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: list[str], first_line: int | None, block: int
) -> None:
    monkeypatch.setattr("polso.intake.reading.body._BLOCK", block)
    content = "\n".join(["nome;valore", *body]).encode()
    quick, careful = both(content, tmp_path)
    assert quick == careful
    (raw,) = open_source(tmp_path / "a.csv")
    clean = clean_table(raw, tmp_path)
    assert clean.first_line == first_line
    lines = frozenset(line for line, *_ in _rows(clean, tmp_path))
    kept = raw_cells(clean, lines)
    assert len(kept) == clean.rows
    assert kept == raw_cells(clean_table(raw, tmp_path, quick=False), lines)


@pytest.mark.parametrize(
    ("block", "tidy"),
    [
        (b"a b;c\n", True),
        (b"a ;c\n", False),
        (b"a; c\n", False),
        (b"a;c \n", False),
        (b" a;c\n", False),
        (b"a;b\n c;d\n", False),
        (b'"a b";"c"\n', True),
        (b'" a";c\n', False),
        (b'"a ";c\n', False),
        (b"a\tb;c\n", False),
        ("à;Ž\n".encode(), True),
        ("\u00a0a;b\n".encode(), False),
        ("a\u0300;b\n".encode(), False),
        ("\u2009a;b\n".encode(), False),
        ("“a”;€\n".encode(), True),
        ("Ω;\u2126\n".encode(), False),
    ],
)
def test_what_needs_no_trimming_is_told_by_its_bytes(block: bytes, tidy: bool) -> None:
    found = take(block, Dialect(";"), 2)
    assert found is not None
    assert found.tidy is tidy


def test_a_regular_stretch_is_handed_on_with_its_lines() -> None:
    found = take(b'a;"1\n2"\nb;3\nc', Dialect(";"), 2)
    assert found is not None
    assert (found.size, found.lines, found.rows, found.multiline) == (12, 3, 2, True)
    assert list(csv.reader(found.numbered(7, Dialect(";")).decode().splitlines(keepends=True), delimiter=";")) == [
        ["7", "a", "1\n2"],
        ["9", "b", "3"],
    ]


@pytest.mark.parametrize(
    "block",
    [
        b"a;b;c\n",
        b"a\n",
        b"a;b\n\nc;d\n",
        b"a;b\n;\n",
        b";\n\xc2\xa0;\n",
        b'a;"b"c\n',
        b'a;b"\nc;"d\n',
        b"a;b\rc;d\n",
        b"a;\x00\n",
        b" ;\n",
        b"a;b",
    ],
)
def test_what_is_not_regular_is_looked_at(block: bytes) -> None:
    assert take(block, Dialect(";"), 2) is None
