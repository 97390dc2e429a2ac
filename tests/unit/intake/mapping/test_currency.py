"""The currency of a file's amounts, from its strongest evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv

HEADER = "order number,date,customer,{amount}"


def currencies(workspace: Workspace, tmp_path: Path, header: str, rows: list[list[object]]) -> tuple[set[str], str]:
    report = import_files(workspace, [write_csv(tmp_path / "orders.csv", header, rows)])
    assert report.files[0].currency is not None
    stored = workspace.cursor().execute("SELECT DISTINCT currency FROM sales_order").fetchall()
    return {code for (code,) in stored}, report.files[0].currency[1]


@pytest.mark.parametrize(
    ("amount", "cell", "code", "why"),
    [
        ("amount", "10.50", "EUR", "company"),
        ("amount", "$10.50", "USD", "values"),
        ("amount", "10.50 CHF", "CHF", "values"),
        ("dollar_value", "10.50", "USD", "header"),
        ("amount (GBP)", "10.50", "GBP", "header"),
    ],
)
def test_evidence(workspace: Workspace, tmp_path: Path, amount: str, cell: str, code: str, why: str) -> None:
    rows: list[list[object]] = [["1", "2026-01-15", "A", cell], ["2", "2026-01-16", "B", cell]]
    assert currencies(workspace, tmp_path, HEADER.format(amount=amount), rows) == ({code}, why)


def test_a_column_says_it_row_by_row(workspace: Workspace, tmp_path: Path) -> None:
    rows: list[list[object]] = [["1", "2026-01-15", "A", "5", "USD"], ["2", "2026-01-16", "B", "6", ""]]
    found = currencies(workspace, tmp_path, HEADER.format(amount="amount") + ",currency", rows)
    assert found == ({"USD", "EUR"}, "column")


def test_two_currencies_without_a_column_are_refused_with_the_line(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["1", "2026-01-15", "A", "€ 5.00"], ["2", "2026-01-16", "B", "€ 7.00"], ["3", "2026-01-16", "B", "$ 6.00"]]
    file = write_csv(tmp_path / "orders.csv", HEADER.format(amount="amount"), rows)
    with pytest.raises(UserError, match="mixed_currencies") as caught:
        import_files(workspace, [file])
    place = caught.value.place
    assert (place.file, place.row, place.column) == ("orders.csv", 4, "amount")
    assert caught.value.parameters["currencies"] == ("EUR", "USD")


def test_the_first_files_may_say_what_the_company_counts_in(workspace: Workspace, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", HEADER.format(amount="amount"), [["1", "2026-01-15", "A", "$5.00"]])
    assert import_files(workspace, [file]).foreign_currency == "USD"
    other = write_csv(tmp_path / "b.csv", HEADER.format(amount="amount"), [["2", "2026-01-15", "A", "$5.00"]])
    assert import_files(workspace, [other]).foreign_currency is None


@pytest.mark.parametrize(("cell", "said", "stored"), [("$5.00", "CAD", "CAD"), ("5.00 EUR", "EUR", "EUR")])
def test_an_answer_may_say_what_a_sign_leaves_open(
    workspace: Workspace, tmp_path: Path, cell: str, said: str, stored: str
) -> None:
    file = write_csv(tmp_path / "a.csv", HEADER.format(amount="amount"), [["1", "2026-01-15", "A", cell]])
    import_files(workspace, [file], answers={"a.csv:currency": said})
    assert workspace.cursor().execute("SELECT currency FROM sales_order").fetchall() == [(stored,)]


@pytest.mark.parametrize(
    ("cells", "code"), [(("€ 5.00", "€ 6.00"), "answer_unknown"), (("€ 5.00", "$ 6.00"), "mixed_currencies")]
)
def test_an_answer_is_no_other_currency_than_the_one_beside_the_amounts(
    workspace: Workspace, tmp_path: Path, cells: tuple[str, str], code: str
) -> None:
    rows: list[list[object]] = [["1", "2026-01-15", "A", cells[0]], ["2", "2026-01-16", "B", cells[1]]]
    file = write_csv(tmp_path / "a.csv", HEADER.format(amount="amount"), rows)
    with pytest.raises(UserError, match=code):
        import_files(workspace, [file], answers={"a.csv:currency": "CHF"})
    assert workspace.cursor().execute("SELECT count(*) FROM sales_order").fetchone() == (0,)
