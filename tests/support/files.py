"""Tables written as files and imported, as a company would."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.office import Office


def company_of(folder: Path, company: Company, tables: Mapping[str, str]) -> Office:
    """A company whose tables are these texts, one record a line under a line of names, in the order of the mapping."""
    office = Office(folder, company)
    for table, text in tables.items():
        lines = [[cell.strip() for cell in line.split(",")] for line in text.strip().splitlines()]
        file = folder / f"{table}.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(lines)
        report = import_files(office.workspace, [file], as_table=table)
        assert not report.questions, (table, report.questions)
    return office
