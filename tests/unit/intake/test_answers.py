"""Every decision of an import is an answer, also one that nothing asked for; an answer for nothing is an error."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from polso.base.errors import NotFoundError, UserError
from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv, write_xlsx

ORDERS = "Numero,Data,Cliente,Imponibile"
ROWS = [["1", "2026-01-15", "A", "5.50"], ["2", "2026-01-16", "B", "7.25"]]
DEALS = "Id trattativa,Esito,Creata il,Data di chiusura,Importo,Zona"


def rows_of(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    return workspace.cursor().execute(query).fetchall()


def test_the_table_can_be_said(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ordini.csv", "Numero,Data,Cliente,Importo", ROWS)
    report = import_files(workspace, [path], answers={"ordini.csv:table": "invoice"})
    assert report.files[0].table == "invoice"
    assert [(one.key, one.value, one.origin) for one in report.answers] == [("ordini.csv:table", "invoice", "given")]


def test_a_file_can_be_left_out(workspace: Workspace, tmp_path: Path) -> None:
    first, second = write_csv(tmp_path / "a.csv", ORDERS, ROWS), write_csv(tmp_path / "b.csv", ORDERS, ROWS[:1])
    report = import_files(workspace, [first, second], answers={"b.csv:table": "skip"})
    assert [(file.label, file.skipped) for file in report.files] == [("a.csv", None), ("b.csv", "as_answered")]
    assert report.files[1].skipped_reason("it") == "Saltato, come hai chiesto."


def test_a_sheet_can_be_left_out(workspace: Workspace, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "libro.xlsx", {"ordini": (ORDERS, ROWS), "clienti": ("Cliente,Settore", [["A", "x"]])})
    report = import_files(workspace, [path], answers={"libro.xlsx:clienti:table": "skip"})
    assert {file.label: file.skipped for file in report.files} == {
        "libro.xlsx:ordini": None,
        "libro.xlsx:clienti": "as_answered",
    }


def test_a_column_can_be_placed_and_taken_out(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "5", "9"]]
    path = write_csv(tmp_path / "ordini.csv", f"{ORDERS},Valore finale", rows)
    answers = {"ordini.csv:column:Valore finale": "net_amount", "ordini.csv:column:Cliente": ""}
    report = import_files(workspace, [path], answers=answers)
    assert {one.header: (one.target, one.how) for one in report.files[0].columns} == {
        "Numero": ("order_id", "exact"),
        "Data": ("ordered_at", "exact"),
        "Cliente": (None, "attribute"),
        "Imponibile": (None, "attribute"),
        "Valore finale": ("net_amount", "answered"),
    }
    assert rows_of(workspace, "SELECT net_amount, account_id FROM sales_order") == [(Decimal(9), None)]


def test_a_column_that_cannot_be_what_was_said_is_an_error(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ordini.csv", ORDERS, ROWS)
    with pytest.raises(UserError, match="unreadable_column_number"):
        import_files(workspace, [path], answers={"ordini.csv:column:Cliente": "net_amount"})
    with pytest.raises(NotFoundError, match="unknown_column") as raised:
        import_files(workspace, [path], answers={"ordini.csv:column:Cliente": "acount_id"})
    suggestions = raised.value.parameters["suggestions"]
    assert isinstance(suggestions, tuple)
    assert suggestions[0] == "account_id"
    both = {"ordini.csv:column:Cliente": "account_id", "ordini.csv:column:Data": "account_id"}
    with pytest.raises(UserError, match="column_chosen_twice"):
        import_files(workspace, [path], answers=both)


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("ordini.csv:date_ordr:Data", "ordini.csv:date_order:Data"),
        ("ordini.csv:column:Dato", "ordini.csv:column:Data"),
        ("ordine.csv:table", "ordini.csv:table"),
        ("ordini.csv:Stato:Complet", "ordini.csv:Stato:Completo"),
    ],
)
def test_an_answer_for_nothing_is_an_error(workspace: Workspace, tmp_path: Path, key: str, near: str) -> None:
    path = write_csv(tmp_path / "ordini.csv", f"{ORDERS},Stato", [[*row, "Completo"] for row in ROWS])
    with pytest.raises(NotFoundError, match="answer_for_nothing") as raised:
        import_files(workspace, [path], answers={key: "order"})
    suggestions = raised.value.parameters["suggestions"]
    assert isinstance(suggestions, tuple)
    assert near in suggestions


def test_an_answer_that_was_not_needed_is_no_error(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ordini.csv", ORDERS, ROWS)
    answers = {"ordini.csv:date_order:Data": "dmy", "ordini.csv:gone": "kept"}
    assert import_files(workspace, [path], answers=answers).batch == 1


def test_a_word_that_polso_knows_can_be_said_otherwise(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "Vinta", "2026-01-15", "2026-01-20", "5", "N"], ["2", "Persa", "2026-01-15", "2026-01-20", "5", "N"]]
    path = write_csv(tmp_path / "offerte.csv", DEALS, rows)
    import_files(workspace, [path], answers={"offerte.csv:Esito:Vinta": "lost"})
    assert rows_of(workspace, "SELECT DISTINCT status FROM opportunity") == [("lost",)]
    with pytest.raises(UserError, match="answer_unknown"):
        import_files(workspace, [path], answers={"offerte.csv:Esito:Vinta": "gained"})


def test_the_recommended_outcome_comes_from_the_rows(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ["1", "Vinta", "2026-01-15", "2026-01-20", "5", "N"],
        ["2", "In giro", "2026-01-15", "", "5", "N"],
        ["3", "Saltata", "2026-01-15", "2026-02-01", "0", "N"],
    ]
    report = import_files(workspace, [write_csv(tmp_path / "offerte.csv", DEALS, rows)])
    advised = {
        question.key.rpartition(":")[2]: (question.recommended, question.advice) for question in report.questions
    }
    assert advised == {"In giro": ("open", "no_closing_dates"), "Saltata": ("lost", "closed_without_amount")}
    assert report.questions[0].examples
    assert all(question.why("it") for question in report.questions)


class TestAtMostThree:
    """What would be a fourth question is assumed, and told."""

    def ask(self, workspace: Workspace, folder: Path, **answers: str) -> ImportReport:
        rows = [[word, "A", word, "01/02/2026", "1.234"] for word in ("boh", "mah", "chissà")]
        header = "Numero ordine,Cliente,Stato,Data,Imponibile"
        path = write_csv(folder / "o.csv", header, [["0", "A", "Completato", "01/02/2026", "1.234"], *rows])
        return import_files(workspace, [path], answers=dict(answers))

    def test_values_are_asked_for_first_and_the_rest_is_assumed(self, workspace: Workspace, tmp_path: Path) -> None:
        report = self.ask(workspace, tmp_path)
        assert [question.key for question in report.questions][:2] == [
            "o.csv:date_order:Data",
            "o.csv:decimal_mark:Imponibile",
        ]
        assert len(report.questions) == 3
        third = report.questions[2].key
        given = {"o.csv:date_order:Data": "dmy", "o.csv:decimal_mark:Imponibile": "comma", third: "cancelled"}
        report = self.ask(workspace, tmp_path, **given)
        assert report.questions == ()
        assumed = [answer for answer in report.answers if answer.origin == "recommended"]
        assert [answer.value for answer in assumed] == ["completed", "completed"]
        assert all(answer.question is not None for answer in assumed)
        changed = self.ask(workspace, tmp_path, **given, **{assumed[0].key: "test"})
        assert changed.files[0].changed == 1

    def test_what_changes_values_is_always_asked(self, workspace: Workspace, tmp_path: Path) -> None:
        paths = [
            write_csv(tmp_path / f"{name}.csv", ORDERS, [[name, "03/04/2026", "A", "1.234"]]) for name in ("a", "b")
        ]
        assert len(import_files(workspace, paths).questions) == 4


def test_an_unknown_currency_is_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    rows = [[*row, "Fr."] for row in ROWS]
    path = write_csv(tmp_path / "ordini.csv", f"{ORDERS},Valuta", rows)
    report = import_files(workspace, [path])
    assert [(question.key, question.recommended) for question in report.questions] == [("ordini.csv:currency", "EUR")]
    with pytest.raises(UserError, match="answer_unknown"):
        import_files(workspace, [path], answers={"ordini.csv:currency": "franchi"})
    import_files(workspace, [path], answers={"ordini.csv:currency": "CHF"})
    assert rows_of(workspace, "SELECT DISTINCT currency FROM sales_order") == [("CHF",)]


def test_an_unknown_sign_beside_the_amounts_is_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "₴ 12,50"], ["2", "2026-01-16", "B", "1.250,00₴"]]
    path = write_csv(tmp_path / "ordini.csv", ORDERS, rows)
    report = import_files(workspace, [path])
    (question,) = report.questions
    assert (question.key, question.examples, question.column) == ("ordini.csv:currency", ("₴",), "Imponibile")
    import_files(workspace, [path], answers={"ordini.csv:currency": "UAH"})
    assert rows_of(workspace, "SELECT net_amount, currency FROM sales_order ORDER BY 1") == [
        (Decimal("12.5000"), "UAH"),
        (Decimal("1250.0000"), "UAH"),
    ]


def test_an_unknown_sign_among_known_ones_is_no_question(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "₴ 12,50"], ["2", "2026-01-16", "B", "€ 9,50"]]
    path = write_csv(tmp_path / "ordini.csv", ORDERS, rows)
    with pytest.raises(UserError, match="mixed_currencies"):
        import_files(workspace, [path], answers={"ordini.csv:currency": "UAH"})


def test_the_currency_can_be_said_unasked(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ordini.csv", ORDERS, ROWS)
    import_files(workspace, [path], answers={"ordini.csv:currency": "USD"})
    assert rows_of(workspace, "SELECT DISTINCT currency FROM sales_order") == [("USD",)]


def test_what_else_it_could_be_is_there_before_anything_is_written(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ordini.csv", f"{ORDERS},Data consegna", [[*row, "2026-02-01"] for row in ROWS])
    file = import_files(workspace, [path], dry_run=True).files[0]
    assert "invoice" in file.tables_possible
    targets = {column.header: column.targets for column in file.columns}
    assert targets["Imponibile"][0] == "net_amount"
    assert "ordered_at" not in targets["Cliente"]


def test_a_member_of_an_archive_is_a_file_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    write_csv(tmp_path / "ordini.csv", ORDERS, ROWS)
    archive = tmp_path / "mese.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(tmp_path / "ordini.csv", "gennaio/ordini.csv")
    report = import_files(workspace, [archive], answers={"mese.zip/gennaio/ordini.csv:currency": "USD"})
    assert [file.label for file in report.files] == ["mese.zip/gennaio/ordini.csv"]
    kept = rows_of(workspace, "SELECT name, bytes FROM batch_file")
    assert kept == [("mese.zip/gennaio/ordini.csv", (tmp_path / "ordini.csv").stat().st_size)]


def test_two_files_of_one_name_are_told_apart(workspace: Workspace, tmp_path: Path) -> None:
    paths = []
    for folder, rows in (("x", ROWS), ("y", [["3", "2026-02-01", "C", "8"]])):
        (tmp_path / folder).mkdir()
        paths.append(write_csv(tmp_path / folder / "ordini.csv", ORDERS, rows))
    report = import_files(workspace, paths, answers={"ordini.csv (2):currency": "USD"})
    assert [file.label for file in report.files] == ["ordini.csv", "ordini.csv (2)"]
    assert rows_of(workspace, "SELECT currency FROM sales_order ORDER BY order_id") == [("EUR",), ("EUR",), ("USD",)]


TWO_AMOUNTS = "Numero offerta,Data offerta,Cliente,Importo,Valore,Esito"


def test_two_amounts_of_deals_that_nothing_tells_apart_are_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "150.00", "97.10", "vinta"], ["2", "2026-01-16", "B", "80.00", "61.30", "persa"]]
    path = write_csv(tmp_path / "offerte.csv", TWO_AMOUNTS, rows)
    (question,) = import_files(workspace, [path]).questions
    assert (question.key, [one.value for one in question.choices]) == ("offerte.csv:net", ["Importo", "Valore"])
    assert (question.recommended, question.reason) == ("Valore", "amounts_do_not_add_up")
    import_files(workspace, [path], answers={"offerte.csv:net": "Importo"})
    amounts = "SELECT amount FROM opportunity WHERE known_to IS NULL ORDER BY 1"
    assert rows_of(workspace, amounts) == [(Decimal("80.0000"),), (Decimal("150.0000"),)]


def test_two_amounts_of_deals_with_the_tax_between_them_are_not_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "122.00", "100.00", "vinta"], ["2", "2026-01-16", "B", "61.00", "50.00", "persa"]]
    path = write_csv(tmp_path / "offerte.csv", TWO_AMOUNTS, rows)
    assert import_files(workspace, [path]).questions == ()
    amounts = "SELECT amount FROM opportunity ORDER BY 1"
    assert rows_of(workspace, amounts) == [(Decimal("50.0000"),), (Decimal("100.0000"),)]


def test_a_place_that_was_said_ends_the_question_of_the_amount(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "150.00", "97.10", "vinta"], ["2", "2026-01-16", "B", "80.00", "61.30", "persa"]]
    path = write_csv(tmp_path / "offerte.csv", TWO_AMOUNTS, rows)
    report = import_files(workspace, [path], answers={"offerte.csv:column:Valore": "amount"})
    assert report.questions == ()
    amounts = "SELECT amount FROM opportunity ORDER BY 1"
    assert rows_of(workspace, amounts) == [(Decimal("61.3000"),), (Decimal("97.1000"),)]
