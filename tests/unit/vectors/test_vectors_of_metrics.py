"""Worked examples of whole metrics: their files are imported and asked for, as a company would."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.office import Office
from tests.support.vectors import spelled_out

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "deals.json").read_text(encoding="utf-8"))
NAMES = tuple(name for name in VECTORS if name != "source")
CASES = [(name, case) for name in NAMES for case in VECTORS[name]["expected"]]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """One company a vector, its tables imported as files under their canonical names."""
    made = {}
    for name in NAMES:
        folder = tmp_path_factory.mktemp(name)
        made[name] = Office(folder, Company(name=name))
        for table, given in VECTORS[name].items():
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


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda part: part if isinstance(part, str) else _label(part))
def test_vector(name: str, case: dict[str, Any], offices: dict[str, Office]) -> None:
    office = offices[name]
    asked: dict[str, Any] = {"period": case["period"], "where": dict(case.get("where", {}))}
    if case.get("as_of"):
        asked["as_of"] = datetime.fromisoformat(case["as_of"])
    if "groups" in case:
        found = office.by(case["metric"], case["by"], **asked)
        assert {names[0]: answer.value for names, answer in found.items() if names and answer.value} == case["groups"]
        return
    answer = office.one(case["metric"], **asked)
    for field in ("value", "numerator", "denominator", "missing"):
        if field in case:
            expected = Decimal(case[field]) if isinstance(case[field], str) else case[field]
            assert getattr(answer, field) == expected, (field, answer)
    if "flag" in case:
        assert case["flag"] in answer.flags
    if case.get("as_of"):
        assert "inferred_history" in answer.flags


def _label(case: dict[str, Any]) -> str:
    return f"{case['metric']} {case['period']} {case.get('as_of') or 'now'}"
