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

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "customers.json").read_text(encoding="utf-8")
)


def _churn_of_a_hundred() -> dict[str, list[dict[str, str]]]:
    """T34: 100 at the start; 12 leave in the period, of which 1 returns in it and 1 had joined in it."""
    rows = [_span(f"old {number}", "2025-01-01", "") for number in range(89)]
    rows += [_span(f"gone {number}", "2025-01-01", f"2026-01-{number + 5:02}") for number in range(10)]
    rows += [_span("back", "2025-01-01", "2026-01-08"), _span("back", "2026-01-20", "")]
    rows += [_span("brief", "2026-01-06", "2026-01-18"), _span("later", "2026-01-31", "")]
    return {"subscription_span": rows}


def _churn_of_fifty() -> dict[str, list[dict[str, str]]]:
    """T34: 50 at the start, 5 lost, 8 new, 53 at the end."""
    rows = [_span(f"old {number}", "2025-01-01", "") for number in range(45)]
    rows += [_span(f"gone {number}", "2025-01-01", "2026-01-15") for number in range(5)]
    return {"subscription_span": rows + [_span(f"new {number}", "2026-01-31", "") for number in range(8)]}


def _churn_of_five_percent() -> dict[str, list[dict[str, str]]]:
    """T35: 5 % in a month."""
    rows = [_span(f"old {number}", "2025-01-01", "") for number in range(19)]
    return {"subscription_span": [*rows, _span("gone", "2025-01-01", "2026-01-15"), _span("new", "2026-01-31", "")]}


def _span(account: str, start: str, end: str) -> dict[str, str]:
    key = {"subscription_id": account, "account_id": account}
    return {**key, "valid_from": start, "valid_to": end, "mrr": "10"}


MADE: dict[str, Any] = {
    "T34_hundred": {
        **_churn_of_a_hundred(),
        "expected": [
            {"metric": "customer_churn_rate", "period": "2026-01", "near": 0.10, "numerator": 10, "denominator": 100},
            {"metric": "customer_retention_rate", "period": "2026-01", "near": 0.90},
        ],
    },
    "T34_fifty": {
        **_churn_of_fifty(),
        "expected": [
            {"metric": "customer_churn_rate", "period": "2026-01", "near": 0.1, "low": 0.043476, "high": 0.213602},
            {"metric": "customer_retention_rate", "period": "2026-01", "near": 0.9, "numerator": 45, "denominator": 50},
            {"metric": "active_customers", "period": "2026-01", "value": 53},
        ],
    },
    "T35": {
        **_churn_of_five_percent(),
        "expected": [{"metric": "customer_churn_rate:annualised", "period": "2026-01", "near": 0.459640}],
    },
}
EVERY: dict[str, Any] = {**VECTORS, **MADE}
CASES = [(name, case) for name, vector in EVERY.items() for case in vector["expected"]]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """One company a vector, its tables imported as files under their canonical names."""
    made = {}
    for name, vector in EVERY.items():
        folder = tmp_path_factory.mktemp(name)
        made[name] = Office(folder, Company(name=name))
        for table, rows in vector.items():
            if table == "expected":
                continue
            file = folder / f"{table}.csv"
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
