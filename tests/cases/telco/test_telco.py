"""A telephone company's published customers: what they pay a month and how many left in the last one.

The file has months of tenure and no dates; as a list of subscriptions they end at one day, those who left on it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.data import real_data
from tests.support.office import Office

LAST = date(2026, 9, 30)
Raw = list[dict[str, str]]


@pytest.fixture(scope="module")
def raw() -> Raw:
    with (real_data() / "telco" / "WA_Fn-UseC_-Telco-Customer-Churn.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def office(raw: Raw, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Who left is there until 28 September; a customer of n months began n months before October."""
    folder = tmp_path_factory.mktemp("telco")
    file: Path = folder / "subscriptions.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["subscription_id", "account_id", "product_id", "valid_from", "valid_to", "mrr"])
        for row in raw:
            months = 2026 * 12 + 9 - int(row["tenure"])
            start = date(months // 12, months % 12 + 1, 1) if row["tenure"] != "0" else date(2026, 9, 30)
            end = "2026-09-28" if row["Churn"] == "Yes" else ""
            key = row["customerID"]
            writer.writerow([key, key, row["Contract"], start.isoformat(), end, row["MonthlyCharges"]])
    made = Office(folder, Company(currency="USD"))
    report = import_files(made.workspace, [file], as_table="subscription_span")
    assert not report.questions
    yield made
    made.close()


def test_what_is_paid_a_month_is_what_the_remaining_customers_pay(office: Office, raw: Raw) -> None:
    answer = office.one("mrr", period="2026-09")
    assert answer.value == sum(Decimal(row["MonthlyCharges"]) for row in raw if row["Churn"] == "No")
    assert answer.value == Decimal("316985.75")
    lost = office.one("mrr_churn", period="2026-09")
    assert lost.value == -sum(Decimal(row["MonthlyCharges"]) for row in raw if row["Churn"] == "Yes")


def test_by_contract(office: Office, raw: Raw) -> None:
    found = office.by("customer_churn_rate", "product", period="2026-09")
    for contract in ("Month-to-month", "One year", "Two year"):
        there = [row for row in raw if row["Contract"] == contract and int(row["tenure"]) > 1]
        answer = found[contract,]
        gone = sum(row["Churn"] == "Yes" for row in there)
        assert (answer.numerator, answer.denominator) == (gone, len(there)), contract


def test_the_whole_churn_and_what_the_others_pay(office: Office, raw: Raw) -> None:
    there = [row for row in raw if int(row["tenure"]) > 1]
    churn = office.one("customer_churn_rate", period="2026-09")
    assert churn.numerator == sum(row["Churn"] == "Yes" for row in there)
    assert churn.denominator == len(there)
    kept = office.one("net_revenue_retention", period="2026-09")
    paid = sum(Decimal(row["MonthlyCharges"]) for row in there)
    remains = sum(Decimal(row["MonthlyCharges"]) for row in there if row["Churn"] == "No")
    assert kept.value == pytest.approx(float(remains / paid), abs=1e-9)
