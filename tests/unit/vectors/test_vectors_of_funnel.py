"""Worked examples of leads, stages and shared deals: their files are imported and asked for, as a company would."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.office import Office

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "funnel.json").read_text(encoding="utf-8"))
NAMES = tuple(name for name in VECTORS if name != "source")


@pytest.fixture(scope="module")
def office_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Office]]:
    """The company of a vector, its tables imported as files under their canonical names."""
    made: list[Office] = []

    def make(name: str) -> Office:
        folder = tmp_path_factory.mktemp(name)
        made.append(Office(folder, Company(name=name, lead_maturity_days=20)))
        for table, rows in VECTORS[name].items():
            if table == "expected":
                continue
            file = folder / f"{table}.csv"
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
            report = import_files(made[-1].workspace, [file], as_table=table)
            assert not report.questions, (table, report.questions)
        return made[-1]

    yield make
    for office in made:
        office.close()


@pytest.mark.parametrize("name", NAMES)
def test_vector(name: str, office_of: Callable[[str], Office]) -> None:
    office = office_of(name)
    for case in VECTORS[name]["expected"]:
        asked: dict[str, Any] = {"period": case["period"], "where": dict(case.get("where", {}))}
        if "as_of" in case:
            asked["as_of"] = datetime.fromisoformat(case["as_of"])
        if "groups" in case:
            found = office.by(case["metric"], case["by"], **asked)
            values = {names[0] if names else "total": answer.value for names, answer in found.items()}
            expected = {**case["groups"], "total": case["total"]}
            assert values == {group: _figure(value) for group, value in expected.items()}, case
            continue
        answer = office.one(case["metric"], **asked)
        for field in ("value", "numerator", "denominator", "missing"):
            if isinstance(case.get(field), float):
                assert getattr(answer, field) == pytest.approx(case[field], abs=1e-9), (case, answer)
            elif field in case:
                assert getattr(answer, field) == _figure(case[field]), (case, answer)
        if "flag" in case:
            assert case["flag"] in answer.flags, (case, answer)


def _figure(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value
