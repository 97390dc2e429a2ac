"""Rejected rows come back in the form of their file, and the corrected file is taken without counting twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from polso.intake.importing import import_files
from polso.intake.rejected_file import RejectsWish
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_text, write_xlsx

HEADER = "Numero;Data;Cliente;Imponibile"
TEXT = f"{HEADER}\r\n1;15/01/2026;Perù;5,50\r\n2;31/02/2026;B;7,25\r\n3;20/01/2026;C\r\n4;21/01/2026;D;boh\r\n"


def wish(path: Path) -> RejectsWish:
    return RejectsWish(path, lambda one: f"{one.reason}; {one.column}")


def total(workspace: Workspace) -> list[tuple[object, ...]]:
    return workspace.cursor().execute("SELECT count(*), sum(net_amount) FROM sales_order").fetchall()


def test_text_keeps_encoding_separator_and_line_ends(workspace: Workspace, tmp_path: Path) -> None:
    path, out = tmp_path / "ordini.csv", tmp_path / "scarti.csv"
    path.write_bytes(TEXT.encode("cp1252"))
    report = import_files(workspace, [path], rejects=wish(out))
    assert report.rejects_written == (str(out),)
    assert out.read_bytes().decode("cp1252").split("\r\n") == [
        f"{HEADER};polso_line;polso_reason",
        '2;31/02/2026;B;7,25;3;"impossible_date; Data"',
        '3;20/01/2026;C;;4;"row_too_short; None"',
        '4;21/01/2026;D;boh;5;"unreadable_number; Imponibile"',
        "",
    ]
    corrected = out.read_bytes().replace(b"31/02", b"28/02").replace(b"C;;", b"C;9,00;").replace(b"boh", b"1,00")
    out.write_bytes(corrected)
    report = import_files(workspace, [out])
    assert (report.files[0].new, report.files[0].rejected_rows) == (3, 0)
    assert total(workspace) == [(4, Decimal("22.75"))]
    assert workspace.cursor().execute("SELECT count(*) FROM attribute").fetchall() == [(0,)]
    assert import_files(workspace, [out]).files[0].unchanged == 3


def test_a_workbook_gives_a_workbook(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "15/01/2026", "A", 5.5], ["2", "boh", "B", 7.25]]
    path = write_xlsx(tmp_path / "ordini.xlsx", {"foglio": (HEADER.replace(";", ","), rows)})
    report = import_files(workspace, [path], rejects=wish(tmp_path / "scarti.csv"))
    out = tmp_path / "scarti.xlsx"
    assert report.rejects_written == (str(out),)
    from python_calamine import CalamineWorkbook

    found = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert found == [
        ["Numero", "Data", "Cliente", "Imponibile", "polso_line", "polso_reason"],
        ["2", "boh", "B", 7.25, "3", "unreadable_date; Data"],
    ]


def test_a_dry_run_writes_them_too_and_nothing_where_none_are(workspace: Workspace, tmp_path: Path) -> None:
    path, out = write_text(tmp_path / "ordini.csv", TEXT), tmp_path / "scarti.csv"
    assert import_files(workspace, [path], rejects=wish(out), dry_run=True).rejects_written == (str(out),)
    good = write_text(tmp_path / "buoni.csv", f"{HEADER}\n1;15/01/2026;A;5,50\n")
    assert import_files(workspace, [good], rejects=wish(tmp_path / "none.csv")).rejects_written == ()
    assert not (tmp_path / "none.csv").exists()
