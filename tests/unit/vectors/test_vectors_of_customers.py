"""Worked examples of customers and recurring revenue: their files are imported and asked for, as a company would."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.office import Office
from tests.support.vectors import spelled_out

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "customers.json").read_text(encoding="utf-8")
)

CASES = [(name, case) for name, vector in VECTORS.items() for case in vector["expected"]]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """One company a vector, its tables imported as files under their canonical names."""
    made = {}
    for name, vector in VECTORS.items():
        folder = tmp_path_factory.mktemp(name)
        made[name] = Office(folder, Company(name=name))
        for table, given in vector.items():
            if table == "expected":
                continue
            file = folder / f"{table}.csv"
            rows = spelled_out(given)
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
            report = import_files(made[name].workspace, [file], as_table=table)
            assert not report.questions, (table, report.questions)
    yield made
    for office in made.values():
        office.close()


@pytest.mark.parametrize(
    ("name", "case"),
    CASES,
    ids=lambda part: part if isinstance(part, str) else f"{part['metric']}-{part['period']}",
)
def test_vector(name: str, case: dict[str, Any], offices: dict[str, Office]) -> None:
    answer = offices[name].one(case["metric"], period=case["period"])
    for field in ("value", "numerator", "denominator"):
        if field in case:
            expected = Decimal(case[field]) if isinstance(case[field], str) else case[field]
            assert getattr(answer, field) == expected, (field, answer)
    if "near" in case:
        assert answer.value == pytest.approx(case["near"], abs=1e-6), answer
    for field in ("low", "high"):
        if field in case:
            assert getattr(answer, field) == pytest.approx(case[field], rel=1e-3 if case[field] > 1 else 1e-5), answer
    if "flag" in case:
        assert case["flag"] in answer.flags, answer
