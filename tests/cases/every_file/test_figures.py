"""Figures of the folders of public data, each worked out here from the raw files by plain Python."""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from polso.store.workspace import Workspace
from tests.cases.every_file.conftest import Loaded
from tests.support.data import real_data

pytestmark = pytest.mark.skipif(not os.environ.get("POLSO_DATA"), reason="POLSO_DATA names no folder of real data")


def records(name: str) -> list[dict[str, str]]:
    with (real_data() / name).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


def true(cell: str) -> bool:
    return cell.casefold() == "true"


def test_hubspot_stages_are_won_lost_or_open_by_their_flags(folder: Loaded) -> None:
    workspace, _ = folder("exports/hubspot")
    raw = [row for row in records("exports/hubspot/deal_pipeline_stage_data.csv") if not true(row["_fivetran_deleted"])]
    meant = Counter("won" if true(row["closed_won"]) else "lost" if true(row["is_closed"]) else "open" for row in raw)
    assert dict(rows(workspace, "SELECT kind, count(*) FROM stage WHERE NOT is_stub GROUP BY 1")) == meant
    ranked = {(row["label"], int(row["display_order"])) for row in raw}
    assert set(rows(workspace, "SELECT name, rank FROM stage WHERE NOT is_stub")) == ranked


def test_hubspot_deals_and_the_order_of_their_stages(folder: Loaded) -> None:
    workspace, _ = folder("exports/hubspot")
    deals = [row for row in records("exports/hubspot/deal_data.csv") if not true(row["is_deleted"])]
    assert all(not row["deal_pipeline_stage_id"] for row in deals)
    assert rows(workspace, "SELECT status, count(*) FROM opportunity WHERE NOT is_stub GROUP BY 1") == [
        ("open", len(deals))
    ]
    history: dict[str, list[str]] = defaultdict(list)
    entered = records("exports/hubspot/deal_stage_data.csv")
    for row in sorted(entered, key=lambda one: datetime.strptime(one["date_entered"], "%Y-%m-%d %H:%M:%S")):  # noqa: DTZ007 - only compared
        history[row["deal_id"]].append(row["value"])
    told: dict[str, list[str]] = defaultdict(list)
    for deal, stage in rows(
        workspace,
        "SELECT opportunity_id, new FROM opportunity_event WHERE field = 'stage' ORDER BY happened_at, line",
    ):
        told[deal.removeprefix("hubspot:")].append(stage.removeprefix("hubspot:"))
    assert told == history


def test_hubspot_tickets_and_their_first_reply(folder: Loaded) -> None:
    workspace, _ = folder("exports/hubspot")
    raw = [row for row in records("exports/hubspot/ticket_data.csv") if not true(row["is_deleted"])]
    answered = sum(bool(row["property_first_agent_reply_date"]) for row in raw)
    found = "SELECT count(*), count(first_response_on) FROM inquiry"
    assert rows(workspace, found) == [(len(raw), answered)]


def test_hubspot_meetings_last_as_long_as_they_did(folder: Loaded) -> None:
    workspace, _ = folder("exports/hubspot")
    minutes = []
    for row in records("exports/hubspot/engagement_meeting_data.csv"):
        if row["start_time"] and row["end_time"]:
            start, end = (datetime.fromisoformat(row[name]) for name in ("start_time", "end_time"))
            whole = (end.replace(second=0, microsecond=0) - start.replace(second=0, microsecond=0)).total_seconds()
            minutes += [int(whole) // 60] if whole >= 0 else []
    found = "SELECT count(duration_min), sum(duration_min) FROM activity WHERE kind = 'meeting'"
    assert rows(workspace, found) == [(len(minutes), sum(minutes))]


def test_hubspot_deals_of_another_firm_are_won_or_open_and_none_is_lost(folder: Loaded) -> None:
    workspace, _ = folder("exports/hubspot/migration-import")
    meant = {"Closed Won": "won", "Pending Response": "open", "Pending Contract": "open"}
    raw = Counter(meant[row["dealstage"]] for row in records("exports/hubspot/migration-import/deals.csv"))
    assert dict(rows(workspace, "SELECT status, count(*) FROM opportunity GROUP BY 1")) == raw


def test_salesforce_amounts_of_what_is_not_deleted(folder: Loaded) -> None:
    workspace, report = folder("exports/salesforce")
    raw = records("exports/salesforce/sf_opportunity_data.csv")
    kept = [row for row in raw if not true(row["is_deleted"]) and true(row["_fivetran_active"])]
    total = sum((Decimal(row["amount"] or 0) for row in kept), Decimal(0))
    found = "SELECT count(*), coalesce(sum(amount), 0) FROM opportunity WHERE NOT is_stub"
    assert rows(workspace, found) == [(len(kept), total)]
    rejected = next(one.rejected for one in report.files if one.file == "sf_opportunity_data.csv")
    assert {row.line for row in rejected} == {line for line, row in enumerate(raw, start=2) if row not in kept}


def test_salesforce_orders_and_lines(folder: Loaded) -> None:
    workspace, _ = folder("exports/salesforce")
    ordered = sum(Decimal(row["total_amount"]) for row in records("exports/salesforce/sf_order_data.csv"))
    assert rows(workspace, "SELECT sum(net_amount) FROM sales_order WHERE status = 'completed'") == [(ordered,)]
    lines = records("exports/salesforce/sf_opportunity_line_item_data.csv")
    assert rows(workspace, "SELECT count(*), sum(amount), sum(quantity) FROM opportunity_line") == [
        (
            len(lines),
            sum(Decimal(row["total_price"]) for row in lines),
            sum(Decimal(row["quantity"]) for row in lines),
        )
    ]


def test_stripe_invoices_in_whole_units(folder: Loaded) -> None:
    workspace, _ = folder("exports/stripe")
    live = [row for row in records("exports/stripe/invoice_data.csv") if true(row["livemode"])]
    total = sum(Decimal(row["total"]) - Decimal(row["tax"] or 0) for row in live) / 100
    assert rows(
        workspace, "SELECT sum(coalesce(net, gross - coalesce(vat, 0))), sum(gross) FROM invoice WHERE kind = 'invoice'"
    ) == [(total, sum(Decimal(row["total"]) for row in live) / 100)]
    notes = [row for row in records("exports/stripe/credit_note_data.csv") if true(row["livemode"])]
    assert rows(workspace, "SELECT sum(abs(gross)) FROM invoice WHERE kind = 'credit_note'") == [
        (sum(Decimal(row["total"]) for row in notes) / 100,)
    ]


def test_stripe_money_that_went_back(folder: Loaded) -> None:
    workspace, _ = folder("exports/stripe")
    refunds = records("exports/stripe/refund_data.csv")
    lost = [row for row in records("exports/stripe/dispute_data.csv") if row["status"] == "lost"]
    assert dict(rows(workspace, "SELECT kind, sum(amount) FROM refund GROUP BY 1")) == {
        "refund": sum(Decimal(row["amount"]) for row in refunds) / 100,
        "chargeback": sum(Decimal(row["amount"]) for row in lost) / 100,
    }


def test_stripe_subscriptions_by_the_price_of_their_plans(folder: Loaded) -> None:
    workspace, _ = folder("exports/stripe")
    plans = {row["id"]: row for row in records("exports/stripe/plan_data.csv")}
    months = {"month": Decimal(1), "year": Decimal(12), "week": Decimal(12) / 52, "day": Decimal(12) / 365}
    meant: dict[str, Decimal] = {}
    for item in records("exports/stripe/subscription_item_data.csv"):
        plan = plans.get(item["plan_id"])
        if plan is None or not plan["amount"]:
            continue
        length = months[plan["interval"]] * int(plan["interval_count"])
        monthly = Decimal(plan["amount"]) / 100 * int(item["quantity"] or 1) / length
        meant[item["id"]] = monthly.quantize(Decimal("0.0001"))
    found = {
        key.removeprefix("stripe:"): mrr
        for key, mrr in rows(workspace, "SELECT subscription_id, mrr FROM subscription_span")
    }
    assert found == meant


def test_italian_invoices_by_month_and_when_they_were_paid(folder: Loaded) -> None:
    workspace, _ = folder("exports/italian")
    by_month: dict[str, Decimal] = defaultdict(Decimal)
    for row in records("exports/italian/fatture.csv"):
        by_month[row["data_emissione"][:7]] += Decimal(row["importo"])
    found = "SELECT strftime(issued_on, '%Y-%m'), sum(net) FROM invoice GROUP BY 1"
    assert dict(rows(workspace, found)) == by_month
    paid: dict[str, date] = {}
    for row in records("exports/italian/pagamenti_effettuati.csv"):
        if row["fattura_matchata"]:
            paid.setdefault(row["fattura_matchata"], date.fromisoformat(row["data_movimento"]))
    known = {row["numero_fattura"] for row in records("exports/italian/fatture.csv")}
    assert dict(rows(workspace, "SELECT number, paid_on FROM invoice WHERE paid_on IS NOT NULL")) == {
        number: day for number, day in paid.items() if number in known
    }


def test_olist_leads_and_the_deals_that_came_of_them(folder: Loaded) -> None:
    workspace, _ = folder("olist")
    leads = {row["mql_id"] for row in records("olist/olist_marketing_qualified_leads_dataset.csv")}
    deals = {row["mql_id"] for row in records("olist/olist_closed_deals_dataset.csv")}
    assert (len(leads), len(deals)) == (8000, 842)
    assert rows(workspace, "SELECT count(*) FROM lead WHERE NOT is_stub") == [(8000,)]
    assert rows(workspace, "SELECT status, count(*) FROM opportunity GROUP BY 1") == [("won", 842)]
    joined = "SELECT count(*) FROM opportunity JOIN lead USING (lead_id) WHERE NOT lead.is_stub"
    assert rows(workspace, joined) == [(len(deals & leads),)]


def test_telephone_customers_are_kept_with_what_they_pay(folder: Loaded) -> None:
    workspace, report = folder("telco")
    raw = records("telco/WA_Fn-UseC_-Telco-Customer-Churn.csv")
    assert rows(workspace, "SELECT count(*) FROM account") == [(len(raw),)]
    kept = "SELECT value, count(*) FROM attribute WHERE name = 'churn' GROUP BY 1"
    assert dict(rows(workspace, kept)) == Counter(row["Churn"] for row in raw)
    paid = "SELECT sum(CAST(value AS DECIMAL(18,2))) FROM attribute WHERE name = 'monthly_charges'"
    assert rows(workspace, paid) == [(sum(Decimal(row["MonthlyCharges"]) for row in raw),)]
    assert "subscriptions_without_dates" in {notice.code for notice in report.files[0].notices}
