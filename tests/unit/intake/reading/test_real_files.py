"""Every file of the real data opens, and no line is lost: records = rows + rejected + blank + head."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.intake.reading import clean_table, open_connection, open_source, read_table

FOLDER = os.environ.get("POLSO_DATA")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="POLSO_DATA is not set: no real data here")
FILES = sorted(path for path in Path(FOLDER or ".").rglob("*.csv")) if FOLDER else []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_record_is_accounted_for(path: Path, tmp_path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        records = list(csv.reader(handle))
    if len([record for record in records if any(record)]) < 2:
        with pytest.raises(UserError, match="no_rows"):
            open_source(path)
        return
    (raw,) = open_source(path)
    clean = clean_table(raw, tmp_path)
    assert clean.rows + clean.rejected + clean.blank + clean.head == len(records)
    assert clean.rows == sum(1 for record in records[1:] if any(cell.strip() for cell in record)) - clean.rejected
    assert clean.rejected == sum(
        1 for record in records[1:] if any(cell.strip() for cell in record) and len(record) != raw.width
    )


@pytest.fixture
def root() -> Path:
    assert FOLDER is not None
    return Path(FOLDER)


def test_cdnow_to_the_row_and_the_cent(root: Path, tmp_path: Path) -> None:
    path = root / "cdnow" / "CDNOW_master.txt"
    with path.open(encoding="ascii") as handle:
        next(handle)
        oracle = [line.split() for line in handle]
    (raw,) = open_source(path)
    with open_connection(tmp_path) as connection:
        table = read_table(raw, connection, tmp_path)
        assert [reading.kind for reading in table.readings] == ["text", "date", "number", "number"]
        assert (table.clean.rows, table.clean.rejected) == (69_659, 0)
        customer, day, _, amount = (reading.sql() for reading in table.readings)
        found = connection.execute(
            f"SELECT line, {customer}, strftime({day}, '%Y%m%d'), {amount} FROM {table.staged.table} ORDER BY line"
        ).fetchall()
    assert [(line, who, when, total) for line, who, when, total in found] == [
        (number, who, when, Decimal(total)) for number, (who, when, _, total) in enumerate(oracle, 2)
    ]


def test_cdnow_sample_has_no_header(root: Path, tmp_path: Path) -> None:
    (raw,) = open_source(root / "cdnow" / "CDNOW_sample.txt")
    assert (raw.header_line, raw.width) == (None, 5)
    assert clean_table(raw, tmp_path).rows == 6_919


def test_maven_deals_have_the_kinds_their_names_say(root: Path, tmp_path: Path) -> None:
    (raw,) = open_source(root / "maven-crm" / "sales_pipeline.csv")
    with open_connection(tmp_path) as connection:
        table = read_table(raw, connection, tmp_path)
    kinds = {reading.name: reading.kind for reading in table.readings}
    assert {name for name, kind in kinds.items() if kind == "date"} == {"engage_date", "close_date"}
    assert kinds["close_value"] == "number"
    assert not table.questions
