"""Rejected rows come back as they stand in the file: header, separator, encoding, and nothing else."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from polso.web.rejected_rows import rejected_file
from tests.support.office import Office
from tests.unit.web.served import Page, client_of, settled

HEADER = "Data;Cliente;Totale;Note"
ROWS = [
    "13/04/2026;Perù;100,50;",
    "31/11/2026;Città d’arte;10,00;«prova»",
    '14/04/2026;"Rossi; e figli";20,00;"a capo\nqui"',
    "15/04/2026;Verdi;da definire;",
]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_record_is_the_same_bytes(tmp_path: Path, codec: str, end: str) -> None:
    path = tmp_path / "ordini.csv"
    lines = [HEADER, *ROWS]
    path.write_bytes("".join(f"{line}\n" for line in lines).replace("\n", end).encode(codec))
    made = rejected_file(path, "ordini marzo.csv", None, {3, 4})
    assert made.name == "ordini marzo-rejected.csv"
    text = made.content.decode(codec)
    assert text.splitlines() == [HEADER, ROWS[1], *ROWS[2].split("\n")]
    assert end in text


def test_a_line_that_tells_the_separator_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=;\n" + "\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    made = rejected_file(path, "x.csv", None, {4})
    assert made.content.decode().splitlines() == ["sep=;", HEADER, ROWS[1]]


def test_a_workbook_gives_a_workbook_with_its_values(tmp_path: Path) -> None:
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("gennaio", "febbraio"):
            page = book.add_worksheet(name)
            for line, (day, total) in enumerate([("Data", "Totale"), ("2026-01-05", 1.5), ("=SOMMA", 2), ("x", 3)]):
                page.write_string(line, 0, day)
                page.write(line, 1, total)
    made = rejected_file(path, "libro.xlsx", "febbraio", {3})
    assert made.name == "libro-rejected.xlsx"
    sheet = CalamineWorkbook.from_filelike(BytesIO(made.content)).get_sheet_by_index(0)
    assert sheet.to_python() == [["Data", "Totale"], ["=SOMMA", 2.0]]


def test_they_can_be_taken_before_and_after_the_import_and_given_again(blank: Office) -> None:
    client = client_of(blank)
    text = "Data;Cliente;Totale;Agente\n13/04/2026;Rossi;100,50;Anna\n31/09/2026;Verdi;10,00;Anna\n"
    proof = settled(client, client.post("/data/imports", files={"files": ("ordini.csv", text.encode())}))
    link = next(one for one in Page(proof.text).links() if "/rejected?" in one)
    expected = ["Data;Cliente;Totale;Agente", "31/09/2026;Verdi;10,00;Anna"]
    before = client.get(link)
    assert before.headers["content-disposition"] == 'attachment; filename="ordini-rejected.csv"'
    assert before.text.splitlines() == expected
    listed = client.get(f"{proof.url.path.rpartition('/')[0]}/rejected.csv").text
    assert "31/09/2026" in listed
    settled(client, client.post(proof.url.path.replace("/proof", "/import")))
    after = Page(client.get("/data/imports/1").text)
    link = next(one for one in after.links() if "/rejected?" in one)
    assert client.get(link).text.splitlines() == expected
    assert client.get("/data/imports/1/rejected?file=other.csv").status_code == 404
    corrected = "\n".join(expected).replace("31/09", "30/09")
    done = settled(client, client.post("/data/imports", files={"files": ("corrette.csv", corrected.encode())}))
    settled(client, client.post(done.url.path.replace("/proof", "/import")))
    assert blank.one("net_revenue", period="2026-09").value == 10


def test_every_row_behind_a_figure_names_its_file_and_line(blank: Office) -> None:
    client = client_of(blank)
    text = "Data;Cliente;Totale;Agente\n13/04/2026;Rossi;100,50;Anna\n25/04/2026;Verdi;10,00;Anna\n"
    settled(client, client.post("/data/imports", files={"files": ("ordini.csv", text.encode())}))
    page = client.get("/metrics/net_revenue/rows?period=2026-04", headers={"Accept-Language": "it"})
    told = Page(page.text)
    assert "ordini.csv riga 2" in told.text
    assert "ordini.csv riga 3" in told.text
    assert "/data/imports/1" in told.links()


def test_a_notice_names_its_first_rows_and_gives_them(blank: Office) -> None:
    client = client_of(blank)
    amounts = [(100 + n, "1,00" if n < 10 else "33,50") for n in range(1, 400)]
    rows = [f"{net};13/04/2026;Rossi;{net},00;{vat};{net + 33},50" for net, vat in amounts]
    text = "\n".join(["Numero;Data;Cliente;Imponibile;IVA;Totale", *rows, ""])
    page = settled(client, client.post("/data/imports", files={"files": ("fatture.csv", text.encode())}))
    assert "9 righe in cui i conti non tornano" in page.text
    assert "(righe 2, 3, 4, 5, 6, 7, 8, 9 …)." in page.text
    link = next(one for one in Page(page.text).links() if "/rows?file=fatture.csv" in one)
    given = client.get(link)
    assert given.headers["content-disposition"] == 'attachment; filename="fatture-rows.csv"'
    assert given.text.splitlines() == ["Numero;Data;Cliente;Imponibile;IVA;Totale", *rows[:9]]
    assert client.get(f"{link},x").status_code == 404


def test_without_credit_notes_a_total_that_leaves_a_bad_row_out_is_no_total_less_credits(blank: Office) -> None:
    client = client_of(blank)
    good = "".join(f"{n};0{n}/09/2026;Rossi;{100 + n},00\n" for n in range(1, 10))
    text = f"Numero;Data;Cliente;Imponibile\n{good}10;31/09/2026;Rossi;10,00\nTOTALE;;;945,00\n"
    proof = settled(client, client.post("/data/imports", files={"files": ("fatture.csv", text.encode())}))
    told = Page(proof.text).text.replace("\xa0", " ")
    assert "note di credito" not in told
    assert "«Imponibile» dice 945,00, ma le righe sommano 955,00" in told
    # The list is there: what the metric by seller lacks is its column.
    assert "manca una colonna: venditore (fatture)" in told
