"""Canonical tables given with `--as`, mappings by hand, and what other tables conclude from a row."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv, write_text


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


def test_included_days_become_half_open(workspace: Workspace, tmp_path: Path) -> None:
    header = "metric_id,scope_type,period_start,period_end,value,kind"
    path = write_csv(
        tmp_path / "t.csv", header, [["net_revenue", "company", "2026-01-01", "2026-01-31", "50000", "goal"]]
    )
    import_files(workspace, [path], as_table="target")
    assert rows(workspace, "SELECT metric_id, period_start, period_end, value, profile FROM target") == [
        ("net_revenue", date(2026, 1, 1), date(2026, 2, 1), Decimal(50000), "business_days")
    ]


def test_rates_keep_eight_decimals(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fx.csv", "rate_date,currency,to_base", [["2026-01-15", "USD", "0.92345678"]])
    import_files(workspace, [path], as_table="fx_rate")
    assert rows(workspace, "SELECT rate_date, currency, to_base FROM fx_rate") == [
        (date(2026, 1, 15), "USD", Decimal("0.92345678"))
    ]


def test_rates_with_a_comma(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fx.csv", "rate_date,currency,to_base", [["2026-01-15", "JPY", "1.234,56789012"]])
    import_files(workspace, [path], as_table="fx_rate")
    assert rows(workspace, "SELECT to_base FROM fx_rate") == [(Decimal("1234.56789012"),)]


def test_a_composite_key_is_the_identity(workspace: Workspace, tmp_path: Path) -> None:
    header = "rep_id,team_id,valid_from,valid_to,fte"
    line = ["r1", "t1", "2026-01-01", "2026-06-30", "0.5"]
    for fte in ("0.5", "0.8"):
        path = write_csv(tmp_path / f"m{fte}.csv", header, [[*line[:4], fte]])
        import_files(workspace, [path], as_table="team_membership")
    found = rows(workspace, "SELECT valid_to, fte FROM team_membership WHERE known_to IS NULL")
    assert found == [(date(2026, 7, 1), Decimal("0.8"))]
    assert rows(workspace, "SELECT rep_id, is_stub FROM rep") == [("r1", True)]


def test_a_needed_column_that_is_lacking(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", "metric_id,period_start", [["net_revenue", "2026-01-01"]])
    with pytest.raises(UserError, match="column_missing") as caught:
        import_files(workspace, [path], as_table="target")
    assert caught.value.parameters["needed"] == "value"


def test_events_by_name_of_columns(workspace: Workspace, tmp_path: Path) -> None:
    header = "opportunity_id,happened_at,field,old,new"
    lines = [
        ["d1", "2026-01-05T09:00:00Z", "created", "", ""],
        ["d1", "2026-01-05T09:00:00Z", "amount", "", "1200.50"],
        ["d1", "2026-01-05T09:00:00Z", "owner", "", "Ada Rossi"],
        ["d1", "2026-02-05T09:00:00Z", "stage", "Proposta", "Vinta"],
        ["d1", "2026-02-05T09:00:00Z", "status", "open", "won"],
    ]
    import_files(workspace, [write_csv(tmp_path / "e.csv", header, lines)], as_table="opportunity_event")
    assert rows(workspace, "SELECT field, old, new FROM opportunity_event ORDER BY line") == [
        ("created", None, None),
        ("amount", None, "1200.5000"),
        ("owner", None, "ada rossi"),
        ("stage", "proposta", "vinta"),
        ("status", "open", "won"),
    ]
    assert rows(workspace, "SELECT happened_at, happened_on FROM opportunity_event LIMIT 1") == [
        (datetime(2026, 1, 5, 9), date(2026, 1, 5))  # noqa: DTZ001 - stored without zone
    ]
    assert rows(workspace, "SELECT stage_id, kind FROM stage ORDER BY 1") == [("proposta", "open"), ("vinta", "won")]


def test_a_log_exported_again_needs_no_answer(workspace: Workspace, tmp_path: Path) -> None:
    header = "opportunity_id,happened_at,field,new"
    first = [["d1", "2026-01-05", "stage", "Proposta"]]
    import_files(workspace, [write_csv(tmp_path / "1.csv", header, first)], as_table="opportunity_event")
    both = [*first, ["d1", "2026-02-05", "stage", "Vinta"]]
    report = import_files(workspace, [write_csv(tmp_path / "2.csv", header, both)], as_table="opportunity_event")
    assert (report.questions, report.files[0].new, report.files[0].unchanged) == ((), 1, 1)


def test_a_moment_keeps_its_instant_and_the_companys_day(workspace: Workspace, tmp_path: Path) -> None:
    header = "order number,date,customer,amount"
    lines = [["1", "2025-01-31T23:30:00Z", "A", "5"], ["2", "2025-02-01 00:10", "A", "5"]]
    import_files(workspace, [write_csv(tmp_path / "o.csv", header, lines)])
    assert rows(workspace, "SELECT ordered_at, ordered_on FROM sales_order ORDER BY line") == [
        (datetime(2025, 1, 31, 23, 30), date(2025, 2, 1)),  # noqa: DTZ001 - stored without zone
        (datetime(2025, 1, 31, 23, 10), date(2025, 2, 1)),  # noqa: DTZ001 - stored without zone
    ]


def test_a_mapping_by_hand(workspace: Workspace, tmp_path: Path) -> None:
    columns = 'Quando = "ordered_at"\nQuanto = "net_amount"\nChi = "account_id"\nCanale = ""\n'
    text = f'table = "sales_order"\n[columns]\n{columns}'
    path = write_csv(tmp_path / "x.csv", "Quando,Quanto,Chi,Canale", [["2026-01-15", "5.50", "Acme", "web"]])
    report = import_files(workspace, [path], mapping=write_text(tmp_path / "map.toml", text))
    assert {column.header: column.how for column in report.files[0].columns} == {
        "Quando": "given",
        "Quanto": "given",
        "Chi": "given",
        "Canale": "attribute",
    }
    assert rows(workspace, "SELECT net_amount, account_id, channel FROM sales_order") == [
        (Decimal("5.5"), "acme", None)
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("table = ", "map_file_malformed"),
        ('table = "sales_order"\ncolumn = 1\n[columns]\n', "map_file_malformed"),
        ('table = "order"\n[columns]\n', "unknown_table"),
        ('table = "sales_order"\n[columns]\nQuanto = "netto"\n', "unknown_column"),
        ('table = "sales_order"\n[columns]\nAltro = "net_amount"\n', "mapping_fits_no_file"),
    ],
)
def test_mappings_that_cannot_be_followed(workspace: Workspace, tmp_path: Path, text: str, code: str) -> None:
    path = write_csv(tmp_path / "x.csv", "Quanto", [["5.50"]])
    with pytest.raises(UserError, match=code):
        import_files(workspace, [path], mapping=write_text(tmp_path / "map.toml", text))


def test_net_is_what_remains_of_the_total(workspace: Workspace, tmp_path: Path) -> None:
    header = "Order number,Order date,Customer,Tax,Shipping,Total"
    path = write_csv(tmp_path / "o.csv", header, [["1", "2026-01-15", "A", "22.00", "6.90", "128.90"]])
    report = import_files(workspace, [path])
    assert rows(workspace, "SELECT net_amount FROM sales_order") == [(Decimal(100),)]
    assert "net_from_gross" in {notice.code for notice in report.files[0].notices}


def test_the_product_of_an_order_is_its_line(workspace: Workspace, tmp_path: Path) -> None:
    header = "Numero ordine,Data ordine,Cliente,Prodotto,Quantità,Imponibile"
    path = write_csv(tmp_path / "o.csv", header, [["1", "2026-01-15", "A", "Serratura", "2", "100.00"]])
    import_files(workspace, [path])
    assert rows(workspace, "SELECT order_id, line_no, product_id, quantity, net_amount FROM order_line") == [
        ("1", 1, "serratura", Decimal(2), Decimal(100))
    ]


def test_activities_are_done_when_they_ended(workspace: Workspace, tmp_path: Path) -> None:
    header = "Activity ID,Type,Status,Start,End,Owner"
    lines = [
        ["1", "Call", "Completed", "2026-01-15 10:00", "2026-01-15 10:20", "Ada"],
        ["2", "Meeting", "Planned", "2027-01-15 10:00", "2027-01-15 11:00", "Ada"],
    ]
    report = import_files(workspace, [write_csv(tmp_path / "activities.csv", header, lines)])
    assert report.files[0].rejected == ()
    assert rows(workspace, "SELECT status, done_on, duration_min FROM activity ORDER BY line") == [
        ("done", date(2026, 1, 15), 20),
        ("scheduled", None, 60),
    ]


def test_costs_of_a_month_span_the_month(workspace: Workspace, tmp_path: Path) -> None:
    lines = [["2026-01-01", "Software", "50.00"], ["2026-02-01", "Pubblicità", "70.00"]]
    import_files(workspace, [write_csv(tmp_path / "spese.csv", "Mese,Categoria,Importo", lines)])
    assert rows(workspace, "SELECT category, span_start, span_end FROM expense ORDER BY line") == [
        ("tools", date(2026, 1, 1), date(2026, 2, 1)),
        ("ads", date(2026, 2, 1), date(2026, 3, 1)),
    ]


def test_refunds_are_positive_and_surveys_know_their_scale(workspace: Workspace, tmp_path: Path) -> None:
    refunds = write_csv(
        tmp_path / "rimborsi.csv", "Numero ordine,Data rimborso,Importo", [["1", "2026-01-15", "-5.00"]]
    )
    reviews = write_csv(tmp_path / "recensioni.csv", "Data invio,Cliente,Voto,Scala", [["2026-01-15", "A", "4", "1-5"]])
    import_files(workspace, [refunds, reviews])
    assert rows(workspace, "SELECT amount FROM refund") == [(Decimal(5),)]
    assert rows(workspace, "SELECT score, scale_min, scale_max FROM survey_response") == [(4, 1, 5)]


def test_a_vendors_records_carry_its_name_and_are_found_from_other_files(workspace: Workspace, tmp_path: Path) -> None:
    header = "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date,Associated Company"
    deals = [
        ["77", "Porte", "closedwon", "500.00", "Ada Rossi", "2026-02-01", "2026-01-01", "Acme"],
        ["78", "Finestre", "qualifiedtobuy", "900.00", "Ada Rossi", "2027-02-01", "2026-01-01", "Acme"],
    ]
    leads = [["L1", "2025-12-20", "Rosa", "Web", "77"]]
    import_files(
        workspace,
        [
            write_csv(tmp_path / "deals.csv", header, deals),
            write_csv(tmp_path / "leads.csv", "Lead ID,Created at,Name,Source,Deal ID", leads),
        ],
    )
    columns = "opportunity_id, source_system, external_id, status, closed_on, expected_close_on"
    assert rows(workspace, f"SELECT {columns} FROM opportunity ORDER BY 1") == [
        ("hubspot:77", "hubspot", "77", "won", date(2026, 2, 1), None),
        ("hubspot:78", "hubspot", "78", "open", None, date(2027, 2, 1)),
    ]
    assert rows(workspace, "SELECT opportunity_id FROM lead") == [("hubspot:77",)]
    assert rows(workspace, "SELECT account_id, source_system FROM account") == [("acme", "files")]


def test_a_real_record_takes_the_place_of_one_only_mentioned(workspace: Workspace, tmp_path: Path) -> None:
    order = write_csv(tmp_path / "o.csv", "order number,date,customer id,amount", [["1", "2026-01-15", "C7", "5"]])
    import_files(workspace, [order])
    assert rows(workspace, "SELECT account_id, name, is_stub FROM account") == [("C7", None, True)]
    customers = write_csv(tmp_path / "customers.csv", "customer id,customer name,segment", [["C7", "Acme", "gold"]])
    report = import_files(workspace, [customers])
    assert report.files[0].new == 1
    assert rows(workspace, "SELECT account_id, name, segment, is_stub FROM account WHERE known_to IS NULL") == [
        ("C7", "Acme", "gold", False)
    ]


def test_a_dry_run_proves_and_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "o.csv", "order number,date,customer,amount", [["1", "2026-01-15", "A", "5"]])
    version = workspace.data_version
    report = import_files(workspace, [path], dry_run=True)
    assert (report.batch, report.dry_run, report.files[0].new) == (None, True, 1)
    assert "net_revenue" in report.enabled.metrics
    assert rows(workspace, "SELECT count(*) FROM sales_order") == [(0,)]
    assert workspace.data_version == version
    assert not workspace.layout.originals.exists() or not list(workspace.layout.originals.iterdir())


def test_progress_ends_with_all(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "o.csv", "order number,date,customer,amount", [["1", "2026-01-15", "A", "5"]])
    told: list[tuple[str, int, int]] = []
    import_files(workspace, [path], progress=lambda stage, done, total: told.append((stage, done, total)))
    read = [step for step in told if step[0] == "reading"]
    assert read[-1][1:] == (path.stat().st_size, path.stat().st_size)
    assert told[-1] == ("loading", 1, 1)
