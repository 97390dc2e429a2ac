"""Files that cannot be read right: a documented error or a rejected row, and the workspace as it was before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.i18n.errors import render_error
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.unit.intake.cells import DEALS, deal_rows, write_csv, write_text, write_xlsx

ORDERS = "order number,date,customer,amount"


def counts(workspace: Workspace) -> tuple[int, ...]:
    cursor = workspace.cursor()
    names = ("batch", "batch_file", "reject", "opportunity", "sales_order", "account", "attribute")
    return tuple(cursor.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in names)


def refused(workspace: Workspace, *paths: Path, as_table: str | None = None) -> UserError:
    before, originals = counts(workspace), sorted(workspace.layout.originals.glob("*"))
    with pytest.raises(UserError) as caught:
        import_files(workspace, list(paths), as_table=as_table)
    assert counts(workspace) == before
    assert sorted(workspace.layout.originals.glob("*")) == originals
    assert list(workspace.temporary.iterdir()) == []
    return caught.value


def test_an_empty_file(workspace: Workspace, tmp_path: Path) -> None:
    assert refused(workspace, write_text(tmp_path / "a.csv", "")).code == "file_empty"


def test_a_wrong_file(workspace: Workspace, tmp_path: Path) -> None:
    error = refused(workspace, write_text(tmp_path / "a.csv", "colour,shape\nred,round\nblue,square\n"))
    assert (error.code, error.place.file) == ("no_record_table", "a.csv")


def test_a_wrong_file_beside_a_right_one_is_left_out(workspace: Workspace, tmp_path: Path) -> None:
    right = write_csv(tmp_path / "deals.csv", DEALS, deal_rows())
    wrong = write_text(tmp_path / "notes.txt", "Gentile cliente\n\nin allegato i dati del mese\n")
    report = import_files(workspace, [right, wrong])
    assert [(file.file, file.skipped) for file in report.files] == [
        ("deals.csv", None),
        ("notes.txt", "no_record_table"),
    ]


def test_the_same_file_given_twice_counts_once(workspace: Workspace, tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a_deals.csv", DEALS, deal_rows())
    second = write_csv(tmp_path / "b_deals.csv", DEALS, deal_rows())
    report = import_files(workspace, [first, second])
    assert [file.skipped for file in report.files] == [None, "same_file_twice"]


def test_a_ragged_row_is_rejected_with_its_line(workspace: Workspace, tmp_path: Path) -> None:
    text = f"{ORDERS}\n1,2026-01-15,A,5.00\n2,2026-01-16,B,6.00,7\n3,2026-01-17,C,8.00\n"
    report = import_files(workspace, [write_text(tmp_path / "orders.csv", text)])
    file = report.files[0]
    assert (file.rows, file.new, file.rejected_rows) == (3, 2, 1)
    assert [(row.line, row.reason) for row in file.rejected] == [(3, "row_too_long")]
    kept = workspace.cursor().execute("SELECT line, reason FROM reject").fetchall()
    assert kept == [(3, "row_too_long")]


def test_unreadable_cells_reject_their_rows_and_nothing_is_filled_in(workspace: Workspace, tmp_path: Path) -> None:
    good = [[str(number), "2026-01-15", "A", "5.00"] for number in range(20)]
    bad = [["20", "domani", "A", "5.00"], ["21", "2026-01-15", "A", "da definire"], ["22", "2026-02-30", "A", "1"]]
    report = import_files(workspace, [write_csv(tmp_path / "orders.csv", ORDERS, good + bad)])
    assert report.files[0].new == 20
    assert [(row.line, row.column, row.value, row.reason) for row in report.files[0].rejected] == [
        (22, "date", "domani", "unreadable_date"),
        (23, "amount", "da definire", "unreadable_number"),
        (24, "date", "2026-02-30", "impossible_date"),
    ]
    assert "rejects" in report.next_steps
    assert len(report.next_sentences("it")) == len(report.next_steps)


def test_a_row_without_what_every_record_needs_is_rejected(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ["1", "2026-01-15", "A", "5"],
        ["2", "", "A", "5"],
        ["3", "2026-01-15", "A", ""],
        ["", "2026-01-15", "A", "5"],
    ]
    report = import_files(workspace, [write_csv(tmp_path / "orders.csv", ORDERS, rows)])
    assert [(row.line, row.column, row.reason) for row in report.files[0].rejected] == [
        (3, "date", "required_missing"),
        (4, "amount", "required_missing"),
        (5, "order number", "key_missing"),
    ]


def test_a_column_of_unreadable_dates(workspace: Workspace, tmp_path: Path) -> None:
    rows = [[str(number), f"lotto {number}", "A", "5"] for number in range(5)]
    error = refused(workspace, write_csv(tmp_path / "orders.csv", ORDERS, rows))
    assert (error.code, error.place.column) == ("unreadable_column_date", "date")


def test_a_file_of_which_no_row_can_be_used(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "", "A", "5"], ["2", "", "A", "5"]]
    error = refused(workspace, write_csv(tmp_path / "orders.csv", ORDERS, rows))
    assert (error.code, error.place.row, error.place.column) == ("no_row_loaded", 2, "date")
    said = {language: render_error(error, language).sentence for language in ("it", "en")}
    assert said["en"].endswith("None of the 2 rows can be used. The first: A value that is needed is lacking.")
    assert said["it"].endswith("La prima: Manca un valore che serve.")


def test_what_has_not_happened_yet_is_rejected_and_plans_are_not(workspace: Workspace, tmp_path: Path) -> None:
    header = "deal id,deal stage,create date,close date,amount"
    rows = [
        ["1", "Won", "2026-11-01", "2026-11-20", "5"],
        ["2", "Won", "2026-11-01", "2026-12-20", "5"],
        ["3", "Proposal", "2026-11-01", "2026-12-20", "5"],
    ]
    moment = datetime(2026, 11, 23, 8, tzinfo=UTC)
    report = import_files(workspace, [write_csv(tmp_path / "deals.csv", header, rows)], extracted_at=moment)
    assert [(row.line, row.column, row.value, row.reason) for row in report.files[0].rejected] == [
        (3, "close date", "2026-12-20", "future_dated")
    ]
    kept = workspace.cursor().execute(
        "SELECT closed_on::VARCHAR, expected_close_on::VARCHAR FROM opportunity ORDER BY line"
    )
    assert kept.fetchall() == [("2026-11-20", None), (None, "2026-12-20")]


def test_a_close_before_the_beginning_is_kept_and_told(workspace: Workspace, tmp_path: Path) -> None:
    header = "deal id,deal stage,create date,close date"
    rows = [["1", "Won", "2026-10-10", "2026-10-01"], ["2", "Lost", "2026-10-10", "2026-10-20"]]
    report = import_files(workspace, [write_csv(tmp_path / "deals.csv", header, rows)])
    assert report.files[0].new == 2
    assert [(n.count, n.lines) for n in report.files[0].notices if n.code == "data_error"] == [(1, (2,))]


def test_a_missing_key_column(workspace: Workspace, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "documents.csv", "sent_at,amount", [["2026-01-14", "5"]])
    with pytest.raises(UserError) as refusal:
        import_files(workspace, [file], as_table="proposal")
    assert (refusal.value.code, refusal.value.parameters["needed"]) == ("key_column_missing", "proposal_id")


def test_deals_without_a_key_are_known_by_what_stood_at_their_beginning(workspace: Workspace, tmp_path: Path) -> None:
    header = "Data,Cliente,Oggetto,Importo,Esito"
    import_files(workspace, [write_csv(tmp_path / "offerte.csv", header, [["2026-01-14", "A", "x", "5", "In attesa"]])])
    later = [["2026-01-14", "A", "x", "6", "Accettata"], ["2026-02-14", "B", "y", "7", "Rifiutata"]]
    report = import_files(workspace, [write_csv(tmp_path / "offerte2.csv", header, later)])
    assert report.questions == ()
    assert (report.files[0].new, report.files[0].changed) == (1, 1)


def test_of_two_lines_with_one_key_the_later_holds(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "5"], ["2", "2026-01-15", "A", "6"], ["1", "2026-01-16", "A", "7"]]
    report = import_files(workspace, [write_csv(tmp_path / "orders.csv", ORDERS, rows)])
    assert [(row.line, row.value, row.reason) for row in report.files[0].rejected] == [
        (2, "1", "replaced_by_later_line")
    ]
    assert workspace.cursor().execute("SELECT net_amount FROM sales_order WHERE order_id = '1'").fetchall() == [(7,)]


def test_lines_of_one_order_add_up(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "5", "x"], ["1", "2026-01-15", "A", "6", "y"], ["2", "2026-01-15", "A", "6", "y"]]
    report = import_files(workspace, [write_csv(tmp_path / "orders.csv", f"{ORDERS},product", rows)])
    assert report.files[0].rejected == ()
    orders = workspace.cursor().execute("SELECT order_id, net_amount FROM sales_order ORDER BY 1").fetchall()
    assert orders == [("1", 11), ("2", 6)]


def test_amounts_in_cents_of_an_unknown_kind_are_left_out(workspace: Workspace, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "c.csv", "id,amount,currency,livemode", [["1", "500", "eur", "true"]])
    report = import_files(workspace, [file])
    assert (report.batch, [found.skipped for found in report.files]) == (None, ["unit_unknown"])
    assert workspace.cursor().execute("SELECT count(*) FROM batch").fetchall() == [(0,)]


def test_names_of_tables_and_answers_are_checked(workspace: Workspace, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "deals.csv", DEALS, deal_rows())
    error = refused(workspace, file, as_table="oportunity")
    assert (error.code, error.parameters["suggestions"]) == (
        "unknown_table",
        ("opportunity", "opportunity_line", "opportunity_event"),
    )
    assert refused(workspace).code == "no_files"


def test_a_sheet_of_notes_in_a_workbook_is_left_out(workspace: Workspace, tmp_path: Path) -> None:
    deals: list[list[object]] = deal_rows()
    notes: list[list[object]] = [["red", "round"], ["blue", "square"]]
    sheets = {"Deals": (DEALS, deals), "Notes": ("Colour,Shape", notes)}
    report = import_files(workspace, [write_xlsx(tmp_path / "book.xlsx", sheets)])
    assert [(file.name, file.skipped) for file in report.files] == [
        ("book.xlsx:Deals", None),
        ("book.xlsx:Notes", "no_record_table"),
    ]
