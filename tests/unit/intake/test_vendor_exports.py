"""Exports of vendors: files complete each other, deletions and drafts stay out, cents become whole units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.intake.report import FileReport, ImportReport
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


def file(report: ImportReport, name: str) -> FileReport:
    return next(found for found in report.files if found.file == name)


STAGES = "_fivetran_deleted,active,closed_won,is_closed,display_order,probability,stage_id,label,pipeline_id"
DEAL = "deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,owner_id,property_dealname,property_amount,"
DEAL += "property_closedate,property_createdate"


@pytest.fixture
def hubspot(workspace: Workspace, tmp_path: Path) -> Workspace:
    files = [
        write_csv(
            tmp_path / "deal_data.csv",
            DEAL,
            [
                ["1", "false", "p", "x1", "7", "Alfa", "100", "2026-05-01 23:30:00", "2026-01-01 10:00:00"],
                ["2", "FALSE", "p", "x2", "7", "Beta", "250.50", "2026-06-01 10:00:00", "2026-01-02 10:00:00"],
                ["3", "false", "p", "x3", "", "Gamma", "80", "2026-07-01 10:00:00", "2026-01-03 10:00:00"],
                ["4", "TRUE", "p", "x3", "", "Delta", "9", "2026-07-01 10:00:00", "2026-01-03 10:00:00"],
                ["5", "false", "", "", "", "Eta", "", "", "2026-01-03 10:00:00"],
            ],
        ),
        write_csv(
            tmp_path / "deal_pipeline_stage_data.csv",
            STAGES,
            [
                ["FALSE", "TRUE", "FALSE", "FALSE", "0", "0.2", "x1", "Primo", "p"],
                ["FALSE", "TRUE", "TRUE", "TRUE", "1", "1.0", "x2", "Fatto", "p"],
                ["FALSE", "TRUE", "FALSE", "TRUE", "2", "0.0", "x3", "Andato", "p"],
            ],
        ),
        write_csv(
            tmp_path / "owner_data.csv",
            "owner_id,portal_id,email,first_name,last_name",
            [["7", "1", "ada@x.it", "Ada", "Rossi"]],
        ),
        write_csv(
            tmp_path / "deal_company_data.csv",
            "company_id,deal_id,type_id,category",
            [["50", "1", "5", "H"], ["51", "2", "5", "H"], ["52", "2", "6", "H"]],
        ),
        write_csv(
            tmp_path / "company_data.csv",
            "id,is_deleted,property_name,property_createdate",
            [["50", "false", "Acme", "2025-01-01 00:00:00"], ["51", "false", "Bruni", "2025-01-01 00:00:00"]],
        ),
        write_csv(
            tmp_path / "deal_stage_data.csv",
            "deal_id,_fivetran_active,_fivetran_end,date_entered,value",
            [
                ["1", "TRUE", "2050-01-01 00:00:00", "2026-01-05 6:49:18", "x1"],
                ["2", "FALSE", "2026-02-01 00:00:00", "2026-01-05 6:49:18", "x1"],
                ["2", "TRUE", "2050-01-01 00:00:00", "2026-02-01 6:49:18", "x2"],
            ],
        ),
    ]
    report = import_files(workspace, files)
    assert not report.questions
    assert file(report, "deal_company_data.csv").skipped == "used_by_others"
    rejected = file(report, "deal_data.csv").rejected
    assert [(row.line, row.column, row.value, row.reason) for row in rejected] == [
        (5, "is_deleted", "TRUE", "deleted_in_source")
    ]
    codes = {notice.code for notice in file(report, "deal_data.csv").notices}
    assert {"taken_from_file", "several_linked"} <= codes
    return workspace


def test_outcome_comes_from_the_list_of_stages(hubspot: Workspace) -> None:
    found = "SELECT name, status, closed_on, expected_close_on FROM opportunity WHERE NOT is_stub ORDER BY name"
    assert rows(hubspot, found) == [
        # 23:30 of a connector's clock is the next day in Italy.
        ("Alfa", "open", None, date(2026, 5, 2)),
        ("Beta", "won", date(2026, 6, 1), None),
        ("Eta", "open", None, None),
        ("Gamma", "lost", date(2026, 7, 1), None),
    ]


def test_a_table_of_links_fills_the_reference_and_stages_join(hubspot: Workspace) -> None:
    joined = (
        "SELECT o.name, a.name, r.name, s.name FROM opportunity o LEFT JOIN account a USING (account_id) "
        "LEFT JOIN rep r ON r.rep_id = o.owner_id LEFT JOIN stage s USING (stage_id) WHERE NOT o.is_stub ORDER BY 1"
    )
    assert rows(hubspot, joined) == [
        ("Alfa", "Acme", "Ada Rossi", "Primo"),
        ("Beta", "Bruni", "Ada Rossi", "Fatto"),
        ("Eta", None, None, None),
        ("Gamma", None, None, "Andato"),
    ]
    assert rows(hubspot, "SELECT name, rank, kind FROM stage ORDER BY rank") == [
        ("Primo", 0, "open"),
        ("Fatto", 1, "won"),
        ("Andato", 2, "lost"),
    ]


def test_history_of_stages_is_told_in_order(hubspot: Workspace) -> None:
    history = (
        "SELECT o.name, s.name, strftime(happened_at, '%m-%d %H:%M:%S') "
        "FROM opportunity_event e JOIN opportunity o USING (opportunity_id) "
        "JOIN stage s ON s.stage_id = e.new WHERE field = 'stage' ORDER BY 1, 3"
    )
    assert rows(hubspot, history) == [
        ("Alfa", "Primo", "01-05 06:49:18"),
        ("Beta", "Primo", "01-05 06:49:18"),
        ("Beta", "Fatto", "02-01 06:49:18"),
    ]


def test_rows_of_opportunities_after_each_change_become_the_changes(workspace: Workspace, tmp_path: Path) -> None:
    header = "Id,OpportunityId,StageName,Amount,CloseDate,Probability,CreatedDate,IsDeleted"
    body = [
        ["h1", "006A", "Prospecting", "100", "2026-06-01", "10", "2026-01-01T09:00:00Z", "false"],
        ["h2", "006A", "Prospecting", "150", "2026-06-01", "10", "2026-01-02T09:00:00Z", "false"],
        ["h3", "006A", "Closed Won", "150", "2026-02-01", "100", "2026-02-01T09:00:00Z", "false"],
        ["h4", "006B", "Prospecting", "", "2026-07-01", "10", "2026-01-02T09:00:00Z", "true"],
    ]
    report = import_files(workspace, [write_csv(tmp_path / "OpportunityHistory.csv", header, body)])
    assert [(row.line, row.reason) for row in report.files[0].rejected] == [(5, "deleted_in_source")]
    told = "SELECT strftime(happened_at, '%m-%d'), field, coalesce(s.name, e.new) FROM opportunity_event e "
    told += "LEFT JOIN stage s ON s.stage_id = e.new ORDER BY 1, 2"
    assert rows(workspace, told) == [
        ("01-01", "amount", "100.0000"),
        ("01-01", "expected_close", "2026-06-01"),
        ("01-01", "stage", "Prospecting"),
        ("01-02", "amount", "150.0000"),
        ("02-01", "expected_close", "2026-02-01"),
        ("02-01", "stage", "Closed Won"),
    ]


CHARGE = "id,amount,amount_refunded,captured,created,currency,customer_id,livemode,paid,status"


def test_cents_become_whole_units_by_currency(workspace: Workspace, tmp_path: Path) -> None:
    body = [
        ["a", "1050", "0", "TRUE", "2026-01-01 10:00:00", "eur", "c1", "true", "TRUE", "succeeded"],
        ["b", "1050", "0", "TRUE", "2026-01-01 10:00:00", "jpy", "c1", "true", "TRUE", "succeeded"],
        ["c", "1050", "0", "TRUE", "2026-01-01 10:00:00", "kwd", "c1", "true", "TRUE", "succeeded"],
        ["d", "9", "0", "FALSE", "2026-01-01 10:00:00", "eur", "c1", "true", "FALSE", "failed"],
        ["e", "9", "0", "TRUE", "2026-01-01 10:00:00", "eur", "c1", "false", "TRUE", "succeeded"],
    ]
    report = import_files(workspace, [write_csv(tmp_path / "charge.csv", CHARGE, body)])
    assert rows(workspace, "SELECT currency, net_amount FROM sales_order ORDER BY 1") == [
        ("EUR", Decimal("10.5000")),
        ("JPY", Decimal("1050.0000")),
        ("KWD", Decimal("1.0500")),
    ]
    assert [(row.line, row.reason) for row in report.files[0].rejected] == [(5, "not_succeeded"), (6, "test_mode")]
    codes = {notice.code for notice in report.files[0].notices}
    assert {"amounts_in_minor_units", "charges_beside_invoices"} <= codes


def test_what_a_subscription_is_worth_needs_its_prices(workspace: Workspace, tmp_path: Path) -> None:
    items = write_csv(
        tmp_path / "items.csv",
        "id,subscription_id,plan_id,quantity,created",
        [["si1", "s1", "p1", "3", "2026-01-01 10:00:00"], ["si2", "s2", "p2", "1", "2026-01-01 10:00:00"]],
    )
    alone = import_files(workspace, [items])
    assert (alone.batch, alone.files[0].skipped) == (None, "subscriptions_without_prices")
    subscriptions = write_csv(
        tmp_path / "subscriptions.csv",
        "id,customer_id,billing_cycle_anchor,cancel_at_period_end,current_period_end,start_date,ended_at,status",
        [["s1", "c1", "", "", "", "2026-01-01", "2026-03-31 10:00:00", "canceled"], ["s2", "c2", *[""] * 6]],
    )
    plans = write_csv(
        tmp_path / "plans.csv",
        "id,amount,currency,billing_scheme,interval,interval_count,usage_type,product_id",
        [
            ["p1", "1000", "eur", "per_unit", "month", "1", "licensed", "x"],
            ["p2", "12000", "usd", "per_unit", "year", "1", "licensed", "x"],
        ],
    )
    report = import_files(workspace, [items, subscriptions, plans])
    assert {found.file: found.skipped for found in report.files} == {
        "items.csv": None,
        "subscriptions.csv": "used_by_others",
        "plans.csv": "used_by_others",
    }
    spans = "SELECT account_id, mrr, currency, valid_from, valid_to FROM subscription_span ORDER BY 1"
    assert rows(workspace, spans) == [
        ("stripe:c1", Decimal("30.0000"), "EUR", date(2026, 1, 1), date(2026, 4, 1)),
        ("stripe:c2", Decimal("10.0000"), "USD", date(2026, 1, 1), None),
    ]


def test_the_last_day_of_the_calendar_is_no_end(workspace: Workspace, tmp_path: Path) -> None:
    header = "_fivetran_start,_fivetran_end,id,name,billing_country,industry,owner_id,number_of_employees,is_deleted"
    body = [["2026-01-01 10:00:00", "9999-12-31 23:59:59", "001", "Acme", "IT", "", "005", "3", "false"]]
    import_files(workspace, [write_csv(tmp_path / "accounts.csv", header, body)])
    assert rows(workspace, "SELECT valid_from, valid_to FROM account_history") == [(date(2026, 1, 1), None)]


def orders(tmp_path: Path, header: str, references: list[str]) -> Path:
    return write_csv(
        tmp_path / "vendite.csv",
        f"Numero ordine,Data ordine,Imponibile,{header}",
        [[str(number), "2026-01-15", "10", reference] for number, reference in enumerate(references)],
    )


def customers(tmp_path: Path, codes: list[str]) -> Path:
    return write_csv(tmp_path / "clienti.csv", "Codice,Ragione sociale", [[code, f"Ditta {code}"] for code in codes])


def test_a_reference_is_found_by_its_values(workspace: Workspace, tmp_path: Path) -> None:
    codes = [f"K{number:03d}" for number in range(12)]
    report = import_files(workspace, [orders(tmp_path, "Rif.", codes * 2), customers(tmp_path, codes)])
    column = next(found for found in file(report, "vendite.csv").columns if found.header == "Rif.")
    assert (column.target, column.how) == ("account_id", "content")
    joined = "SELECT count(*) FROM sales_order JOIN account USING (account_id) WHERE NOT account.is_stub"
    assert rows(workspace, joined) == [(24,)]


@pytest.mark.parametrize(
    ("header", "references"),
    [
        ("Rif.", [f"K{number:03d}" for number in range(4)] * 3),
        ("Rif.", [f"K{number:03d}" for number in range(8)] + ["Z1", "Z2"]),
        ("Spedizione", [f"K{number:03d}" for number in range(12)]),
    ],
    ids=["too few different", "too many unknown", "the header says another thing"],
)
def test_values_alone_do_not_make_a_reference(
    workspace: Workspace, tmp_path: Path, header: str, references: list[str]
) -> None:
    codes = [f"K{number:03d}" for number in range(12)]
    report = import_files(workspace, [orders(tmp_path, header, references), customers(tmp_path, codes)])
    column = next(found for found in file(report, "vendite.csv").columns if found.header == header)
    assert column.target is None


def test_a_count_is_no_reference_to_numbered_records(workspace: Workspace, tmp_path: Path) -> None:
    codes = [str(number) for number in range(1, 200)]
    pieces = [str(number % 7 + 1) for number in range(60)]
    report = import_files(workspace, [orders(tmp_path, "Colli", pieces), customers(tmp_path, codes)])
    column = next(found for found in file(report, "vendite.csv").columns if found.header == "Colli")
    assert column.target is None


def test_a_file_without_names_of_columns_says_so(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "sample.txt"
    path.write_text("".join(f"{n:05d} 1997010{n % 9 + 1}  2   29.33\n" for n in range(30)), encoding="ascii")
    with pytest.raises(UserError) as caught:
        import_files(workspace, [path])
    assert caught.value.code == "no_header"


def test_stages_known_by_name_alone_have_their_order(workspace: Workspace, tmp_path: Path) -> None:
    header = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Close Date"
    body = [
        [str(number), "x", stage, "10", "2026-01-01", "2026-02-01"]
        for number, stage in enumerate(["closedwon", "contractsent", "appointmentscheduled", "closedlost"])
    ]
    import_files(workspace, [write_csv(tmp_path / "deals.csv", header, body)])
    assert rows(workspace, "SELECT name, kind FROM stage ORDER BY rank") == [
        ("appointmentscheduled", "open"),
        ("contractsent", "open"),
        ("closedwon", "won"),
        ("closedlost", "lost"),
    ]


def test_a_known_record_that_a_row_says_is_deleted_is_gone(hubspot: Workspace, tmp_path: Path) -> None:
    again = [
        ["1", "true", "p", "x1", "7", "Alfa", "100", "2026-05-01 23:30:00", "2026-01-01 10:00:00"],
        ["2", "FALSE", "p", "x2", "7", "Beta", "250.50", "2026-06-01 10:00:00", "2026-01-02 10:00:00"],
        ["3", "false", "p", "x3", "", "Gamma", "80", "2026-07-01 10:00:00", "2026-01-03 10:00:00"],
        ["5", "false", "", "", "", "Eta", "", "", "2026-01-03 10:00:00"],
    ]
    stages = write_csv(
        tmp_path / "stages.csv",
        STAGES,
        [
            ["FALSE", "TRUE", "FALSE", "FALSE", "0", "0.2", "x1", "Primo", "p"],
            ["FALSE", "TRUE", "TRUE", "TRUE", "1", "1.0", "x2", "Fatto", "p"],
            ["FALSE", "TRUE", "FALSE", "TRUE", "2", "0.0", "x3", "Andato", "p"],
        ],
    )
    report = import_files(hubspot, [write_csv(tmp_path / "later.csv", DEAL, again), stages])
    assert report.questions == ()
    assert file(report, "later.csv").gone == 1
    living = "SELECT name FROM opportunity WHERE known_to IS NULL AND deleted_at IS NULL AND NOT is_stub ORDER BY 1"
    assert rows(hubspot, living) == [("Beta",), ("Eta",), ("Gamma",)]
