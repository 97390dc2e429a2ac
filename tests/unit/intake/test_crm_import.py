"""The files of one CRM given together: recognised, joined by name, loaded once, in any form of file."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.intake.importing import import_files
from polso.intake.report import FileReport, ImportReport
from polso.store.workspace import Workspace
from tests.support.office import Office
from tests.unit.intake.cells import DEALS, crm_tables, deal_rows, write_crm, write_csv, write_xlsx


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


def by_table(report: ImportReport) -> dict[str | None, FileReport]:
    return {file.table: file for file in report.files}


EVERYTHING = (
    """SELECT opportunity_id, account_id, owner_id, product_id, stage_id, status, created_on, closed_on, amount,
    currency FROM opportunity WHERE known_to IS NULL ORDER BY 1""",
    "SELECT account_id, name, is_stub FROM account WHERE known_to IS NULL ORDER BY 1",
    "SELECT product_id, name, list_price, is_stub FROM product WHERE known_to IS NULL ORDER BY 1",
    "SELECT rep_id, team_id FROM team_membership WHERE known_to IS NULL ORDER BY 1",
    "SELECT stage_id, name, kind FROM stage WHERE known_to IS NULL ORDER BY 1",
    "SELECT entity, entity_id, name, value FROM attribute WHERE known_to IS NULL ORDER BY ALL",
)


def everything(workspace: Workspace) -> list[list[tuple[Any, ...]]]:
    return [rows(workspace, query) for query in EVERYTHING]


@pytest.fixture
def loaded(workspace: Workspace, tmp_path: Path) -> ImportReport:
    return import_files(workspace, write_crm(tmp_path))


def test_every_file_finds_its_table_and_the_page_of_words_is_left_out(loaded: ImportReport) -> None:
    assert [(file.file, file.table, file.rows, file.new, file.rejected_rows) for file in loaded.files] == [
        ("sales_pipeline.csv", "opportunity", 60, 60, 0),
        ("accounts.csv", "account", 7, 7, 0),
        ("products.csv", "product", 3, 3, 0),
        ("sales_teams.csv", "rep", 3, 3, 0),
        ("data_dictionary.csv", None, 0, 0, 0),
    ]
    assert loaded.files[-1].skipped == "no_record_table"
    assert loaded.files[-1].skipped_reason("en").startswith("Left out")


def test_outcomes_come_from_the_stages(loaded: ImportReport, workspace: Workspace) -> None:
    found = rows(
        workspace, "SELECT status, count(*), count(closed_on), count(amount) FROM opportunity GROUP BY 1 ORDER BY 1"
    )
    assert found == [("lost", 15, 15, 15), ("open", 30, 0, 0), ("won", 15, 15, 15)]
    assert rows(workspace, "SELECT stage_id, kind FROM stage ORDER BY 1") == [
        ("engaging", "open"),
        ("lost", "lost"),
        ("prospecting", "open"),
        ("won", "won"),
    ]


def test_names_join_the_files(loaded: ImportReport, workspace: Workspace) -> None:
    one = rows(
        workspace,
        "SELECT owner_id, account_id, product_id, created_on, closed_on, amount FROM opportunity "
        "WHERE opportunity_id = 'D0002'",
    )
    expected = deal_rows()[2]
    assert one == [("carla neri", "cliente 2", "beta", expected[5], expected[6], 102)]
    assert rows(workspace, "SELECT count(*) FROM account WHERE is_stub") == [(0,)]
    assert rows(workspace, "SELECT rep_id, team_id FROM team_membership ORDER BY 1") == [
        ("ada rossi", "dora blu"),
        ("bruno verdi", "dora blu"),
        ("carla neri", "elio viola"),
    ]
    assert rows(workspace, "SELECT name FROM team ORDER BY 1") == [("Dora Blu",), ("Elio Viola",)]


def test_a_name_that_nobody_knows_is_kept_as_written_and_the_nearest_is_named(
    loaded: ImportReport, workspace: Workspace
) -> None:
    assert rows(workspace, "SELECT name FROM product WHERE is_stub") == [("AlfaPro",)]
    near = [notice.detail for notice in by_table(loaded)["opportunity"].notices if notice.code == "near_names"]
    assert near == [("product", "AlfaPro", "Alfa Pro")]
    assert "names" in loaded.next_steps


def test_columns_without_a_place_become_attributes(loaded: ImportReport, workspace: Workspace) -> None:
    found = rows(workspace, "SELECT entity, name, count(*) FROM attribute GROUP BY ALL ORDER BY ALL")
    assert found == [
        ("account", "employees", 7),
        ("account", "revenue", 7),
        ("account", "sector", 7),
        ("product", "series", 3),
        ("rep", "regional_office", 3),
    ]
    assert rows(workspace, "SELECT value FROM attribute WHERE entity_id = 'bruno verdi'") == [("Sud",)]


def test_the_proof_says_what_was_read(loaded: ImportReport) -> None:
    deals = by_table(loaded)["opportunity"]
    expected = deal_rows()
    days = [day for row in expected for day in row[5:7] if isinstance(day, date)]
    amount = Decimal(sum(value for row in expected if isinstance(value := row[7], int)))
    assert (deals.first_day, deals.last_day) == (min(days), max(days))
    assert [(total.header, total.currency, total.amount, total.rows) for total in deals.sums] == [
        ("close_value", "EUR", amount, 30)
    ]
    assert deals.currency == ("EUR", "company")
    assert [(column.header, column.target, column.kind) for column in deals.columns][4:6] == [
        ("deal_stage", "stage_id", "text"),
        ("engage_date", "created_at", "date"),
    ]
    assert {"win_rate", "pipeline_value", "sales_per_rep"} <= set(loaded.enabled.metrics)
    assert "sales_order.net_amount" in {name for missing in loaded.enabled.missing for name in missing.inputs}


def test_the_printed_value_is_the_contract(loaded: ImportReport) -> None:
    printed = loaded.as_json("en")
    assert printed.keys() == {"batch", "files", "enables", "questions", "answers"}
    assert printed["batch"] == 1
    files = printed["files"]
    assert isinstance(files, list)
    assert files[0] == {
        "file": "sales_pipeline.csv",
        "table": "opportunity",
        "rows": 60,
        "new": 60,
        "changed": 0,
        "unchanged": 0,
        "gone": 0,
        "blank": 0,
        "totals": 0,
        "rejected": [],
    }


def test_the_same_files_again_add_nothing(loaded: ImportReport, workspace: Workspace, tmp_path: Path) -> None:
    before = everything(workspace)
    again = import_files(workspace, write_crm(tmp_path))
    assert [(file.new, file.changed, file.unchanged) for file in again.files if file.table] == [
        (0, 0, 60),
        (0, 0, 7),
        (0, 0, 3),
        (0, 0, 3),
    ]
    assert all(not (t.new or t.changed or t.mentioned) for file in again.files for t in file.tables)
    assert everything(workspace) == before
    assert rows(workspace, "SELECT count(*) FROM opportunity WHERE known_to IS NOT NULL") == [(0,)]


def test_one_workbook_reads_as_the_csv_files(
    loaded: ImportReport, workspace: Workspace, new_office: Callable[..., Office], tmp_path: Path
) -> None:
    other = new_office().workspace
    report = import_files(other, [write_xlsx(tmp_path / "crm.xlsx", crm_tables())])
    assert [file.name for file in report.files][:2] == ["crm.xlsx:sales_pipeline", "crm.xlsx:accounts"]
    assert everything(other) == everything(workspace)


def test_order_of_rows_and_files_and_a_split_change_nothing(
    loaded: ImportReport, workspace: Workspace, new_office: Callable[..., Office], tmp_path: Path
) -> None:
    folder = tmp_path / "split"
    folder.mkdir()
    shuffled = deal_rows()
    random.Random(5).shuffle(shuffled)
    parts = [write_csv(folder / f"deals_{number}.csv", DEALS, shuffled[number::2]) for number in range(2)]
    others = [path for path in write_crm(folder) if path.name != "sales_pipeline.csv"]
    together = new_office().workspace
    import_files(together, [*parts, *others])
    assert everything(together) == everything(workspace)
    one_by_one = new_office().workspace
    for path in [*[path for path in others if "dictionary" not in path.name], *parts]:
        import_files(one_by_one, [path])
    assert everything(one_by_one) == everything(workspace)


def test_another_team_in_a_later_list_replaces_the_first(
    loaded: ImportReport, workspace: Workspace, tmp_path: Path
) -> None:
    later = [["Ada Rossi", "Elio Viola", "Nord"]]
    import_files(workspace, [write_csv(tmp_path / "t2.csv", "sales_agent,manager,regional_office", later)])
    held = "SELECT team_id FROM team_membership WHERE rep_id = 'ada rossi' AND known_to IS {} NULL"
    assert rows(workspace, held.format("")) == [("elio viola",)]
    assert rows(workspace, held.format("NOT")) == [("dora blu",)]


def test_a_moved_deal_is_one_change(loaded: ImportReport, workspace: Workspace, tmp_path: Path) -> None:
    moved = deal_rows()
    moved[0] = [*moved[0][:4], "Won", date(2026, 1, 2), date(2026, 2, 1), 77]
    report = import_files(workspace, [write_csv(tmp_path / "later.csv", DEALS, moved)])
    assert (report.files[0].new, report.files[0].changed, report.files[0].unchanged) == (0, 1, 59)
    versions = rows(
        workspace, "SELECT status, amount FROM opportunity WHERE opportunity_id = 'D0000' ORDER BY known_from"
    )
    assert versions == [("open", None), ("won", 77)]
