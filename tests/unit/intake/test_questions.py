"""What is asked instead of guessed, and what the answers do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv

ORDERS = "Numero,Data,Cliente,Imponibile"


def ask(workspace: Workspace, path: Path, **answers: str) -> ImportReport:
    return import_files(workspace, [path], answers=dict(answers))


def keys(report: ImportReport) -> list[str]:
    return [question.key for question in report.questions]


def nothing_written(workspace: Workspace) -> bool:
    tables = ("batch", "sales_order", "opportunity", "reject")
    return all(workspace.cursor().execute(f"SELECT count(*) FROM {name}").fetchall() == [(0,)] for name in tables)


def test_days_that_fit_both_orders_are_asked_once_a_file(workspace: Workspace, tmp_path: Path) -> None:
    header = "Id trattativa,Fase trattativa,Creata il,Data di chiusura"
    path = write_csv(tmp_path / "offerte.csv", header, [["1", "Vinta", "03/04/2026", "05/06/2026"]])
    report = import_files(workspace, [path])
    assert keys(report) == ["offerte.csv:date_order:Creata il"]
    question = report.questions[0]
    assert [choice.value for choice in question.choices] == ["dmy", "mdy"]
    assert (question.reason, question.examples[0], question.file) == (
        "all_values_fit_both",
        "03/04/2026",
        "offerte.csv",
    )
    assert report.batch is None
    assert nothing_written(workspace)
    printed = report.as_json("it")["questions"]
    assert isinstance(printed, list)
    assert printed[0]["key"] == question.key
    assert "03/04/2026" in printed[0]["text"]
    answered = import_files(workspace, [path], answers={question.key: "mdy"})
    assert answered.batch == 1
    row = workspace.cursor().execute("SELECT created_on, closed_on FROM opportunity").fetchall()
    assert row == [(date(2026, 3, 4), date(2026, 5, 6))]


def test_a_day_that_decides_decides_for_the_whole_file(workspace: Workspace, tmp_path: Path) -> None:
    header = "Metrica,Ambito,Nome,Dal,Al,Valore"
    path = write_csv(
        tmp_path / "obiettivi.csv", header, [["Ricavi netti", "Azienda", "", "01/02/2026", "28/02/2026", "5"]]
    )
    assert import_files(workspace, [path]).questions == ()
    row = workspace.cursor().execute("SELECT period_start, period_end FROM target").fetchall()
    assert row == [(date(2026, 2, 1), date(2026, 3, 1))]


def test_amounts_that_fit_both_marks_are_asked(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "ordini.csv", ORDERS, [["1", "2026-01-15", "A", "1.234"], ["2", "2026-01-15", "A", "5.678"]]
    )
    assert keys(import_files(workspace, [path])) == ["ordini.csv:decimal_mark:Imponibile"]
    import_files(workspace, [path], answers={"ordini.csv:decimal_mark:Imponibile": "comma"})
    assert workspace.cursor().execute("SELECT sum(net_amount) FROM sales_order").fetchall() == [(6912,)]


def test_an_answer_outside_of_the_choices_is_an_error(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ordini.csv", ORDERS, [["1", "2026-01-15", "A", "1.234"]])
    with pytest.raises(UserError, match="answer_unknown"):
        import_files(workspace, [path], answers={"ordini.csv:decimal_mark:Imponibile": "semicolon"})


DEALS = "Id trattativa,Fase trattativa,Creata il,Data di chiusura"


def test_an_unknown_stage_is_asked_by_its_word(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "Vinta", "2026-01-15", "2026-01-20"], ["2", "Parcheggiata", "2026-01-15", ""]]
    path = write_csv(tmp_path / "offerte.csv", DEALS, rows)
    report = import_files(workspace, [path])
    assert keys(report) == ["offerte.csv:Fase trattativa:Parcheggiata"]
    assert {choice.value for choice in report.questions[0].choices} == {"open", "won", "lost"}
    assert nothing_written(workspace)
    import_files(workspace, [path], answers={"offerte.csv:Fase trattativa:Parcheggiata": "lost"})
    assert workspace.cursor().execute("SELECT status FROM opportunity ORDER BY line").fetchall() == [
        ("won",),
        ("lost",),
    ]


def test_many_unknown_stages_are_two_questions(workspace: Workspace, tmp_path: Path) -> None:
    words = ["Passo a", "Passo b", "Passo c", "Offerta vinta subito", "Passo d"]
    rows = [[str(number), word, "2026-01-15", ""] for number, word in enumerate(words)]
    path = write_csv(tmp_path / "offerte.csv", DEALS, rows)
    report = import_files(workspace, [path])
    won, lost = "offerte.csv:won:Fase trattativa", "offerte.csv:lost:Fase trattativa"
    assert keys(report) == [won, lost]
    assert [(question.many, question.recommended) for question in report.questions] == [
        (True, "Offerta vinta subito"),
        (True, ""),
    ]
    assert len(report.questions[0].choices) == 5
    assert keys(import_files(workspace, [path], answers={won: "Passo a|Passo b"})) == [lost]
    with pytest.raises(UserError, match="answer_unknown"):
        import_files(workspace, [path], answers={won: "Passo z", lost: ""})
    import_files(workspace, [path], answers={won: "Passo a|Passo b", lost: "Passo c"})
    found = workspace.cursor().execute("SELECT status FROM opportunity ORDER BY line").fetchall()
    assert [status for (status,) in found] == ["won", "won", "lost", "open", "open"]


def test_a_column_of_outcomes_makes_the_names_of_stages_irrelevant(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "Passo a", "2026-01-15", "", "aperta"], ["2", "Passo b", "2026-01-15", "2026-01-20", "vinta"]]
    path = write_csv(tmp_path / "offerte.csv", f"{DEALS},Esito", rows)
    assert import_files(workspace, [path]).questions == ()
    kinds = workspace.cursor().execute("SELECT name, kind FROM stage ORDER BY 1").fetchall()
    assert kinds == [("Passo a", "open"), ("Passo b", "won")]


def test_an_unknown_state_of_orders_is_asked_because_money_hangs_on_it(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "5", "Completato"], ["2", "2026-01-15", "A", "5", "boh"]]
    path = write_csv(tmp_path / "ordini.csv", f"{ORDERS},Stato", rows)
    assert keys(import_files(workspace, [path])) == ["ordini.csv:Stato:boh"]


def test_a_column_of_states_without_any_known_word_is_something_else_and_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "ordini.csv", f"{ORDERS},Stato", [["1", "2026-01-15", "A", "5", "Italia"]])
    report = import_files(workspace, [path])
    assert [n.detail[0] for n in report.files[0].notices if n.code == "column_not_read"] == ["Stato"]
    assert workspace.cursor().execute("SELECT name, value FROM attribute").fetchall() == [("stato", "Italia")]
    assert workspace.cursor().execute("SELECT status FROM sales_order").fetchall() == [("completed",)]


def test_an_unknown_kind_of_activity_is_another_one(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "Fumata", "2026-01-15 10:00", "Ada"], ["2", "Chiamata", "2026-01-15 10:00", "Ada"]]
    report = import_files(workspace, [write_csv(tmp_path / "attivita.csv", "Activity ID,Tipo,Inizio,Venditore", rows)])
    assert report.questions == ()
    assert [n.detail for n in report.files[0].notices if n.code == "words_as_other"] == [("Tipo", "Fumata")]
    assert workspace.cursor().execute("SELECT kind FROM activity ORDER BY line").fetchall() == [("other",), ("call",)]


class TestOverlap:
    """Keyless files that repeat some rows of another."""

    HEADER = "customer,date,amount"
    JANUARY = (["A", "2026-01-15", "5"], ["B", "2026-01-16", "6"], ["A", "2026-01-15", "5"])

    def second(self, folder: Path) -> Path:
        return write_csv(folder / "february.csv", self.HEADER, [*self.JANUARY[:2], ["C", "2026-02-01", "9"]])

    @pytest.fixture(autouse=True)
    def january(self, workspace: Workspace, tmp_path: Path) -> Path:
        path = write_csv(tmp_path / "january.csv", self.HEADER, self.JANUARY)
        assert import_files(workspace, [path]).files[0].new == 3
        return path

    def total(self, workspace: Workspace) -> list[tuple[int, object]]:
        return workspace.cursor().execute("SELECT count(*), sum(net_amount) FROM sales_order").fetchall()

    def test_the_same_file_adds_nothing_and_real_duplicates_stay(self, workspace: Workspace, january: Path) -> None:
        assert import_files(workspace, [january]).files[0].unchanged == 3
        assert self.total(workspace) == [(3, 16)]

    def test_other_rows_need_no_answer(self, workspace: Workspace, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "march.csv", self.HEADER, [["A", "2026-03-15", "5"]])
        assert import_files(workspace, [path]).files[0].new == 1

    def test_an_overlap_is_asked_and_nothing_is_written(self, workspace: Workspace, tmp_path: Path) -> None:
        report = import_files(workspace, [self.second(tmp_path)])
        assert keys(report) == ["february.csv:overlap"]
        assert report.questions[0].recommended == "same"
        assert "2" in report.questions[0].text("it")
        assert self.total(workspace) == [(3, 16)]

    def test_the_same_adds_only_what_is_new(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [self.second(tmp_path)], answers={"february.csv:overlap": "same"})
        assert self.total(workspace) == [(4, 25)]

    def test_others_add_all_and_are_known_afterwards(self, workspace: Workspace, tmp_path: Path) -> None:
        path = self.second(tmp_path)
        import_files(workspace, [path], answers={"february.csv:overlap": "new"})
        assert self.total(workspace) == [(6, 36)]
        assert import_files(workspace, [path]).files[0].unchanged == 3
        assert self.total(workspace) == [(6, 36)]
