"""Two public data sets load with no mapping by hand; every count and sum equals one made with the csv module."""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.support.office import Office
from tests.unit.intake.cells import write_xlsx

DATA = os.environ.get("POLSO_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="POLSO_DATA does not name the folder of real data")


def folder(name: str) -> Path:
    return Path(DATA or "") / name


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


@pytest.fixture
def crm(workspace: Workspace) -> Workspace:
    report = import_files(workspace, sorted(folder("maven-crm").glob("*.csv")))
    assert [(file.file, file.table, file.rejected_rows) for file in report.files] == [
        ("accounts.csv", "account", 0),
        ("products.csv", "product", 0),
        ("sales_pipeline.csv", "opportunity", 0),
        ("sales_teams.csv", "rep", 0),
        ("data_dictionary.csv", None, 0),
    ]
    return workspace


def test_deals_by_outcome_rep_and_month(crm: Workspace) -> None:
    deals = records(folder("maven-crm/sales_pipeline.csv"))
    outcome = {"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}
    assert dict(rows(crm, "SELECT status, count(*) FROM opportunity GROUP BY 1")) == Counter(
        outcome[deal["deal_stage"]] for deal in deals
    )
    won: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for deal in deals:
        if deal["deal_stage"] == "Won":
            won[deal["sales_agent"], deal["close_date"][:7]] += Decimal(deal["close_value"])
    found = rows(
        crm,
        "SELECT rep.name, strftime(closed_on, '%Y-%m'), sum(amount) FROM opportunity "
        "JOIN rep ON rep.rep_id = owner_id WHERE status = 'won' GROUP BY ALL",
    )
    assert {(name, month): amount for name, month, amount in found} == won
    assert rows(crm, "SELECT count(*) FROM opportunity WHERE account_id IS NULL") == [
        (sum(not deal["account"] for deal in deals),)
    ]


def test_teams_offices_and_the_misspelt_product(crm: Workspace) -> None:
    people = records(folder("maven-crm/sales_teams.csv"))
    assert dict(
        rows(crm, "SELECT r.name, t.name FROM team_membership JOIN rep r USING (rep_id) JOIN team t USING (team_id)")
    ) == {person["sales_agent"]: person["manager"] for person in people}
    offices = (
        "SELECT r.name, a.value FROM attribute a JOIN rep r ON r.rep_id = a.entity_id WHERE a.name = 'regional_office'"
    )
    assert dict(rows(crm, offices)) == {person["sales_agent"]: person["regional_office"] for person in people}
    assert rows(crm, "SELECT name FROM product WHERE is_stub") == [("GTXPro",)]
    deals = records(folder("maven-crm/sales_pipeline.csv"))
    assert dict(
        rows(crm, "SELECT p.name, count(*) FROM opportunity JOIN product p USING (product_id) GROUP BY 1")
    ) == Counter(deal["product"] for deal in deals)


def test_turnover_of_customers_stays_an_attribute(crm: Workspace) -> None:
    accounts = records(folder("maven-crm/accounts.csv"))
    found = rows(
        crm,
        "SELECT c.name, a.value FROM attribute a JOIN account c ON c.account_id = a.entity_id WHERE a.name = 'revenue'",
    )
    assert dict(found) == {account["account"]: account["revenue"] for account in accounts}
    assert rows(crm, "SELECT count(*) FROM account WHERE is_stub") == [(0,)]


def test_again_and_as_a_workbook(crm: Workspace, new_office: Callable[..., Office], tmp_path: Path) -> None:
    again = import_files(crm, sorted(folder("maven-crm").glob("*.csv")))
    assert all(not (table.new or table.changed or table.mentioned) for file in again.files for table in file.tables)
    sheets: dict[str, tuple[str, list[list[object]]]] = {}
    for path in sorted(folder("maven-crm").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *body = csv.reader(file)
        sheets[path.stem] = (",".join(header), [[cell(value) for value in row] for row in body])
    other = new_office().workspace
    import_files(other, [write_xlsx(tmp_path / "crm.xlsx", sheets)])
    query = (
        "SELECT opportunity_id, account_id, owner_id, product_id, stage_id, status, created_on, closed_on, amount "
        "FROM opportunity ORDER BY 1"
    )
    assert rows(other, query) == rows(crm, query)
    assert rows(other, "SELECT entity_id, name, value FROM attribute ORDER BY ALL") == rows(
        crm, "SELECT entity_id, name, value FROM attribute ORDER BY ALL"
    )


def cell(text: str) -> object:
    """The cell as a spreadsheet would keep it: days as days, amounts as numbers, the rest as text."""
    if len(text) == 10 and text[4] == text[7] == "-":
        return date.fromisoformat(text)
    try:
        return int(text) if text.isdigit() else float(text)
    except ValueError:
        return text


def test_orders_in_columns_of_blanks(workspace: Workspace) -> None:
    path = folder("cdnow/CDNOW_master.txt")
    report = import_files(workspace, [path])
    assert (report.files[0].table, report.files[0].new, report.files[0].rejected_rows) == ("sales_order", 69_659, 0)
    body = [line.split() for line in path.read_text(encoding="ascii").splitlines()[1:] if line.strip()]
    assert len(body) - len({tuple(row) for row in body}) == 255
    by_month: dict[str, tuple[int, Decimal, set[str]]] = {}
    for customer, day, _, amount in body:
        month = f"{day[:4]}-{day[4:6]}"
        count, total, buyers = by_month.get(month, (0, Decimal(0), set()))
        by_month[month] = (count + 1, total + Decimal(amount), buyers | {customer})
    found = rows(
        workspace,
        "SELECT strftime(ordered_on, '%Y-%m'), count(*), sum(net_amount), count(DISTINCT account_id) "
        "FROM sales_order GROUP BY 1 ORDER BY 1",
    )
    assert found == [(month, count, total, len(buyers)) for month, (count, total, buyers) in sorted(by_month.items())]
    assert rows(workspace, "SELECT DISTINCT currency FROM sales_order") == [("USD",)]
    assert report.foreign_currency == "USD"
    again = import_files(workspace, [path])
    assert (again.files[0].new, again.files[0].unchanged) == (0, 69_659)


def test_leads_with_days_only(workspace: Workspace) -> None:
    report = import_files(workspace, [folder("olist/olist_marketing_qualified_leads_dataset.csv")])
    assert (report.files[0].table, report.files[0].new) == ("lead", 8000)
    leads = records(folder("olist/olist_marketing_qualified_leads_dataset.csv"))
    found = dict(rows(workspace, "SELECT s.name, count(*) FROM lead LEFT JOIN source s USING (source_id) GROUP BY 1"))
    assert found == Counter(lead["origin"] or None for lead in leads)
