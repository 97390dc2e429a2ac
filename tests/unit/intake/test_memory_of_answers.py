"""Answers that are taken again for a like file, and records that a full export no longer has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv

ORDERS = "Numero ordine,Data,Cliente,Imponibile"
DEALS = "Id trattativa,Nome,Esito,Creata il,Data di chiusura,Importo"


def orders(folder: Path, name: str, *rows: Sequence[str]) -> Path:
    return write_csv(folder / f"{name}.csv", ORDERS, rows)


def undo(workspace: Workspace, batch: int) -> None:
    workspace.cursor().execute("UPDATE batch SET undone_at = imported_at WHERE batch_id = ?", [batch])


def told(report: ImportReport) -> list[tuple[str, ...]]:
    return [one.detail for file in report.files for one in file.notices if one.code == "answer_not_used"]


class TestRemembered:
    @pytest.fixture(autouse=True)
    def october(self, workspace: Workspace, tmp_path: Path) -> None:
        path = orders(tmp_path, "ottobre", ["1", "03/04/2026", "A", "1.234"])
        answers = {"ottobre.csv:date_order:Data": "mdy", "ottobre.csv:decimal_mark:Imponibile": "comma"}
        assert import_files(workspace, [path], answers=answers).batch == 1

    def test_a_like_file_is_not_asked_about_again(self, workspace: Workspace, tmp_path: Path) -> None:
        report = import_files(workspace, [orders(tmp_path, "novembre", ["2", "05/06/2026", "B", "5.678"])])
        assert report.questions == ()
        assert [(one.key, one.value, one.origin) for one in report.answers] == [
            ("novembre.csv:date_order:Data", "mdy", "remembered"),
            ("novembre.csv:decimal_mark:Imponibile", "comma", "remembered"),
        ]
        assert report.answers[0].since is not None
        found = workspace.cursor().execute("SELECT ordered_on, net_amount FROM sales_order WHERE order_id = '2'")
        assert found.fetchall() == [(date(2026, 5, 6), 5678)]

    def test_the_order_and_case_of_the_headers_do_not_matter(self, workspace: Workspace, tmp_path: Path) -> None:
        row = ["B", "5.678", "05/06/2026", "2"]
        path = write_csv(tmp_path / "n.csv", "CLIENTE,Imponibile,Data,Numero ordine", [row])
        report = import_files(workspace, [path])
        # What was said of a column is said of the header as it stands.
        assert [one.key for one in report.answers] == ["n.csv:date_order:Data", "n.csv:decimal_mark:Imponibile"]

    def test_other_headers_are_asked_about(self, workspace: Workspace, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "n.csv", f"{ORDERS},Note", [["2", "05/06/2026", "B", "5.678", "x"]])
        assert len(import_files(workspace, [path]).questions) == 2

    def test_an_answer_now_goes_before_one_of_then(self, workspace: Workspace, tmp_path: Path) -> None:
        path = orders(tmp_path, "novembre", ["2", "05/06/2026", "B", "5.678"])
        report = import_files(workspace, [path], answers={"novembre.csv:date_order:Data": "dmy"})
        assert [(one.value, one.origin) for one in report.answers] == [("dmy", "given"), ("comma", "remembered")]

    def test_values_that_say_otherwise_win_and_it_is_told(self, workspace: Workspace, tmp_path: Path) -> None:
        report = import_files(workspace, [orders(tmp_path, "novembre", ["2", "25/06/2026", "B", "5.678"])])
        assert told(report) == [("date_order:Data = mdy",)]
        found = workspace.cursor().execute("SELECT ordered_on FROM sales_order WHERE order_id = '2'").fetchall()
        assert found == [(date(2026, 6, 25),)]

    def test_what_was_taken_back_is_forgotten(self, workspace: Workspace, tmp_path: Path) -> None:
        undo(workspace, 1)
        path = orders(tmp_path, "novembre", ["2", "05/06/2026", "B", "5.678"])
        assert len(import_files(workspace, [path]).questions) == 2

    def test_the_day_of_the_first_answer_is_kept(self, workspace: Workspace, tmp_path: Path) -> None:
        since = '"since": "[^"]*"\', \'"since": "2026-11-03"'
        workspace.cursor().execute(f"UPDATE batch_file SET mapping = regexp_replace(mapping, '{since}', 'g')")
        import_files(workspace, [orders(tmp_path, "novembre", ["2", "05/06/2026", "B", "5.678"])])
        report = import_files(workspace, [orders(tmp_path, "dicembre", ["3", "07/08/2026", "B", "5.678"])])
        assert {one.since for one in report.answers} == {date(2026, 11, 3)}

    def test_what_is_in_force_is_kept_with_the_batch(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [orders(tmp_path, "novembre", ["2", "05/06/2026", "B", "5.678"])])
        row = workspace.cursor().execute("SELECT options FROM batch WHERE batch_id = 2").fetchone()
        assert row is not None
        assert '"novembre.csv:date_order:Data": "mdy"' in row[0]


def test_columns_and_tables_are_remembered(workspace: Workspace, tmp_path: Path) -> None:
    header = "Numero,Data,Cliente,Importo,Zona"
    first = write_csv(tmp_path / "a.csv", header, [["1", "2026-01-15", "A", "5", "Nord"]])
    import_files(workspace, [first], answers={"a.csv:table": "invoice", "a.csv:column:Zona": "rep_id"})
    second = write_csv(tmp_path / "b.csv", header, [["2", "2026-01-16", "A", "5", "Sud"]])
    report = import_files(workspace, [second])
    assert report.files[0].table == "invoice"
    assert {one.header: one.target for one in report.files[0].columns}["Zona"] == "rep_id"
    other = import_files(workspace, [second], answers={"b.csv:table": "sales_order"}, dry_run=True)
    assert {one.header: one.target for one in other.files[0].columns}["Zona"] != "rep_id"


def test_a_remembered_column_that_does_not_fit_is_not_used(workspace: Workspace, tmp_path: Path) -> None:
    header = f"{ORDERS},Valore"
    first = write_csv(tmp_path / "a.csv", header, [["1", "2026-01-15", "A", "5", "9"]])
    import_files(workspace, [first], answers={"a.csv:column:Valore": "net_amount"})
    second = write_csv(tmp_path / "b.csv", header, [["2", "2026-01-15", "A", "5", "molto alto"]])
    report = import_files(workspace, [second])
    assert told(report) == [("column:Valore = net_amount",)]
    assert {one.header: one.target for one in report.files[0].columns}["Imponibile"] == "net_amount"


def deal_rows(*numbers: int, status: str = "Aperta") -> list[list[str]]:
    return [[str(n), f"Trattativa {n}", status, f"2026-01-{n:02d}", "", "100"] for n in numbers]


class TestGone:
    """Ten open deals are known."""

    @pytest.fixture(autouse=True)
    def full(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [write_csv(tmp_path / "deals.csv", DEALS, deal_rows(*range(1, 11)))])

    def second(self, folder: Path, *numbers: int) -> Path:
        return write_csv(folder / "later.csv", DEALS, deal_rows(*numbers))

    def live(self, workspace: Workspace) -> int:
        row = (
            workspace.cursor()
            .execute("SELECT count(*) FROM opportunity WHERE known_to IS NULL AND deleted_at IS NULL")
            .fetchone()
        )
        assert row is not None
        return int(row[0])

    def test_a_full_export_that_lacks_some_is_asked_about(self, workspace: Workspace, tmp_path: Path) -> None:
        path = self.second(tmp_path, 1, 2, 3, 4, 5, 6, 7, 9)
        report = import_files(workspace, [path])
        assert [(one.key, one.recommended, one.examples) for one in report.questions] == [
            ("later.csv:gone", "removed", ("Trattativa 10", "Trattativa 8"))
        ]
        assert self.live(workspace) == 10
        report = import_files(workspace, [path], answers={"later.csv:gone": "removed"})
        assert (report.files[0].gone, report.files[0].unchanged) == (2, 8)
        assert self.live(workspace) == 8

    def test_a_part_is_recommended_to_be_kept(self, workspace: Workspace, tmp_path: Path) -> None:
        path = self.second(tmp_path, 1, 2, 3, 4, 9, 10)
        question = import_files(workspace, [path]).questions[0]
        assert (question.recommended, question.advice) == ("kept", "partial_export")
        import_files(workspace, [path], answers={"later.csv:gone": "kept"})
        assert self.live(workspace) == 10

    def test_less_than_half_is_a_part_without_a_question(self, workspace: Workspace, tmp_path: Path) -> None:
        path = self.second(tmp_path, 1, 2, 9, 10)
        assert import_files(workspace, [path]).questions == ()
        assert self.live(workspace) == 10
        import_files(workspace, [path], answers={"later.csv:gone": "removed"})
        assert self.live(workspace) == 4

    def test_the_last_months_only_are_a_part(self, workspace: Workspace, tmp_path: Path) -> None:
        question = import_files(workspace, [self.second(tmp_path, 2, 3, 4, 5, 6, 7, 8, 9, 10)]).questions[0]
        assert (question.recommended, question.advice) == ("kept", "older_than_file")

    def test_other_records_are_no_export_of_these(self, workspace: Workspace, tmp_path: Path) -> None:
        assert import_files(workspace, [self.second(tmp_path, 21, 22)]).questions == ()

    def test_files_given_together_are_one_export(self, workspace: Workspace, tmp_path: Path) -> None:
        halves = [
            write_csv(tmp_path / "h1.csv", DEALS, deal_rows(*range(1, 6))),
            write_csv(tmp_path / "h2.csv", DEALS, deal_rows(*range(6, 11))),
        ]
        assert import_files(workspace, halves).questions == ()
        assert self.live(workspace) == 10

    def test_a_rejected_row_is_not_gone(self, workspace: Workspace, tmp_path: Path) -> None:
        rows = deal_rows(*range(1, 11))
        rows[4][3] = "31/02/2026"
        rows[5] = rows[5][:3]
        assert import_files(workspace, [write_csv(tmp_path / "later.csv", DEALS, rows)]).questions == ()

    def test_the_answer_is_remembered(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [self.second(tmp_path, *range(1, 10))], answers={"later.csv:gone": "removed"})
        third = write_csv(tmp_path / "third.csv", DEALS, deal_rows(*range(1, 9)))
        report = import_files(workspace, [third])
        assert (report.questions, report.files[0].gone) == ((), 1)
        assert [(one.key, one.origin) for one in report.answers] == [("third.csv:gone", "remembered")]

    def test_a_record_that_comes_again_lives_again(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [self.second(tmp_path, *range(1, 10))], answers={"later.csv:gone": "removed"})
        report = import_files(workspace, [write_csv(tmp_path / "t.csv", DEALS, deal_rows(*range(1, 11)))])
        assert (report.files[0].changed, self.live(workspace)) == (1, 10)


def test_orders_are_no_current_state(workspace: Workspace, tmp_path: Path) -> None:
    rows = [[str(n), f"2026-01-{n:02d}", "A", "5"] for n in range(1, 11)]
    import_files(workspace, [orders(tmp_path, "a", *rows)])
    assert import_files(workspace, [orders(tmp_path, "b", *rows[2:])]).questions == ()
    assert import_files(workspace, [orders(tmp_path, "c", *rows[:5])]).questions == ()
    asked = import_files(workspace, [orders(tmp_path, "d", *rows[:4], *rows[5:])]).questions
    assert [(one.key, one.recommended) for one in asked] == [("d.csv:gone", "removed")]
