"""The vendor's sample tables: prices in cents become MRR in whole units."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.data import real_data
from tests.support.office import Office

NAMES = ("subscription_item_data", "subscription_data", "plan_data", "customer_data", "product_data")
MONTHS = {"month": Decimal(1), "year": Decimal(12)}


def test_mrr_in_whole_units(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = real_data() / "exports" / "stripe"
    tables = {}
    for name in NAMES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    plans = {row["id"]: row for row in tables["plan_data"] if row["amount"]}
    ended = {row["id"]: row["ended_at"][:10] for row in tables["subscription_data"] if row["ended_at"]}
    expected, last = Decimal(0), ""
    for item in tables["subscription_item_data"]:
        plan = plans.get(item["plan_id"])
        created = item["created"][:10]
        last = max(last, created)
        if plan is None or ended.get(item["subscription_id"], "9") <= created:
            continue
        months = MONTHS[plan["interval"]] * int(plan["interval_count"])
        monthly = Decimal(plan["amount"]) / 100 * int(item["quantity"] or 1) / months
        expected += monthly.quantize(Decimal("0.0001"))
    office = Office(tmp_path_factory.mktemp("stripe"), Company(currency="USD"))
    report = import_files(office.workspace, [folder / f"{name}.csv" for name in NAMES])
    assert not report.questions
    answer = office.one("mrr", period=last[:7])
    office.close()
    assert expected > 0
    assert answer.value == expected
