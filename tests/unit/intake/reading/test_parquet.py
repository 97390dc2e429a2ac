"""Parquet files are read as the text of their values."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.intake.reading.parquet import as_text, is_parquet
from tests.support.office import Office


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "ordini.parquet"
    relation = duckdb.sql(
        "SELECT * FROM (VALUES ('A1', DATE '2026-01-05', 'Acme', 10.50::DECIMAL(9,2)), "
        "('A2', DATE '2026-01-06', 'Bruni, \"figli\"', 1200.00), ('A3', NULL, NULL, NULL)) "
        't("Numero ordine", "Data ordine", "Cliente", "Imponibile")'
    )
    assert relation is not None
    relation.write_parquet(str(path))
    return path


def test_values_as_text(orders: Path, tmp_path: Path) -> None:
    assert is_parquet(orders)
    assert as_text(orders, tmp_path, "ordini.parquet").read_text(encoding="utf-8").splitlines() == [
        "Numero ordine,Data ordine,Cliente,Imponibile",
        "A1,2026-01-05,Acme,10.50",
        'A2,2026-01-06,"Bruni, ""figli""",1200.00',
        "A3,,,",
    ]


def test_imported_like_any_file(orders: Path, tmp_path: Path) -> None:
    office = Office(tmp_path)
    try:
        report = import_files(office.workspace, [orders])
        assert (report.files[0].file, report.files[0].table) == ("ordini.parquet", "sales_order")
        assert (report.files[0].new, report.files[0].rejected_rows) == (2, 1)
        again = import_files(office.workspace, [orders])
        assert (again.files[0].new, again.files[0].unchanged) == (0, 2)
    finally:
        office.close()


def test_a_cut_file_is_refused(orders: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(orders.read_bytes()[:-20])
    with pytest.raises(UserError) as caught:
        as_text(cut, tmp_path, "cut.parquet")
    assert (caught.value.code, caught.value.place.file) == ("file_unreadable", "cut.parquet")
    assert not is_parquet(tmp_path / "absent.parquet")
