"""Random bytes, cut files and turned bits are read or refused; nothing but a UserError ever comes out."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.base.errors import UserError
from polso.intake.reading import open_connection, open_source, read_rejects, read_table, unpack
from tests.unit.intake.reading.office import document, old_workbook

CSV = 'Data;Cliente;Importo\n03/04/2026;Società;1.234,50\n15/04/2026;"Rossi; ""figli""";7,00\nTotale;;1.241,50\n'


@cache
def samples() -> dict[str, bytes]:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in ("Gennaio 2026", "Febbraio 2026"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Giorno", "Cliente", "Importo"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [row, "Rossi", row * 1.5], book.add_format({"bg_color": "#C6EFCE"}))
        sheet.merge_range(6, 0, 7, 0, "TOTALE")
        sheet.write_formula(6, 2, "=SUM(C2:C6)", None, 22.5)
    book.close()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("b.xlsx", buffer.getvalue())
    return {
        "a.csv": CSV.encode(),
        "b.csv": CSV.encode("utf-16"),
        "c.csv": CSV.encode("cp1252"),
        "d.xlsx": buffer.getvalue(),
        "e.ods": document([("Foglio", [["Data", "Importo"], ["x", 1.5], ["y", 2]])]),
        "f.xls": old_workbook([("Foglio", [["Data", "Importo"], ["x", 1.5], ["y", 2]])]),
        "g.csv.gz": gzip.compress(CSV.encode()),
        "h.zip": zipped.getvalue(),
        "i.xml": b"<?xml version='1.0'?><a><b>1</b></a>",
    }


def attempt(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder / name
        path.write_bytes(content)
        with open_connection(folder) as connection:
            try:
                for unpacked in unpack(path, folder / "out"):
                    for number, raw in enumerate(open_source(unpacked.path)):
                        table = read_table(raw, connection, folder, f"s{number}")
                        rejected = len(list(read_rejects(table.clean)))
                        assert table.clean.rejected == rejected
                        assert table.staged.rows == table.clean.rows
            except UserError as error:
                if not error.place.file:
                    raise


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "\ufeff", "PK\x03\x04", "sep=;\n", "a;b\n1;2\n"]))
def test_random_bytes(content: bytes, before: str) -> None:
    attempt("a.csv", before.encode() + content)


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="ab1,;.\t\"' \n\r\x00\x1a\\|é€", max_size=300))
def test_random_text(content: str) -> None:
    attempt("a.csv", content.encode())


@pytest.mark.parametrize("name", sorted(samples()))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_cut_files(name: str, data: st.DataObject) -> None:
    content = samples()[name]
    attempt(name, content[: data.draw(st.integers(0, len(content) - 1))])


@pytest.mark.parametrize("name", sorted(samples()))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_turned_bits(name: str, data: st.DataObject) -> None:
    content = bytearray(samples()[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    attempt(name, bytes(content))


@pytest.mark.parametrize("name", ["d.xlsx", "e.ods"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_turned_bits_inside_the_parts_of_a_workbook(name: str, data: st.DataObject) -> None:
    """The sum of the archive's parts is right, what they say is not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples()[name])) as source, zipfile.ZipFile(buffer, "w") as made:
        members = source.namelist()
        chosen = data.draw(st.sampled_from([one for one in members if one.endswith(("xml", "rels"))]))
        for member in members:
            content = bytearray(source.read(member))
            if member == chosen:
                for _ in range(data.draw(st.integers(1, 3))):
                    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
                content = content[: data.draw(st.integers(len(content) // 2, len(content)))]
            made.writestr(member, bytes(content))
    attempt(name, buffer.getvalue())
