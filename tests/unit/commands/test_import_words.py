"""What an import says first, how figures move by it, and totals that a person expects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import NotFoundError, UserError
from polso.commands.doctor import doctor
from polso.commands.expecting import read_expectations
from polso.commands.import_files import import_files
from polso.commands.progress import silent
from polso.commands.session import Session

HEADER = "Numero;Data;Tipo documento;Cliente;Imponibile;IVA;Totale"
INVOICES = (
    "1;10/01/2026;Fattura;Rossi;1.000,00;220,00;1.220,00",
    "2;15/02/2026;Fattura;Verdi;500,50;110,11;610,61",
    "3;20/02/2026;Nota di credito;Rossi;100,00;22,00;122,00",
)


def run(session: Session, path: Path, *rows: str, **arguments: Any) -> dict[str, Any]:
    path.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    return import_files(session, {"files": [str(path)], "language": "it", **arguments}, silent)


def test_the_first_words_are_the_total_of_the_file(session: Session, tmp_path: Path) -> None:
    words = run(session, tmp_path / "f.csv", *INVOICES)["first_words"]
    assert (words["value"], words["file_total"], words["equal"]) == ("1400.50", "1400.50", True)
    read, total = words["sentences"]
    assert read.startswith("Lette 3 righe, ")
    assert total.replace("\xa0", " ") == (
        "Fatturato 2026: 1.400,50 €, uguale al vostro file: «Imponibile» − note di credito."
    )


@pytest.mark.parametrize(("language", "words"), [("it", "gennaio 2026"), ("en", "January 2026")])
def test_the_first_words_name_the_month_of_the_file(
    session: Session, tmp_path: Path, language: str, words: str
) -> None:
    invoice = INVOICES[0].replace("10/01", "13/01")
    said = run(session, tmp_path / "f.csv", invoice, language=language)["first_words"]["sentences"]
    assert words in said[1]


def test_a_rejected_row_explains_the_difference(session: Session, tmp_path: Path) -> None:
    words = run(session, tmp_path / "f.csv", *INVOICES, "4;31/02/2026;Fattura;Neri;10,00;2,20;12,20")["first_words"]
    assert (words["value"], words["file_total"], words["equal"]) == ("1400.50", "1410.50", False)
    assert words["parts"] == [{"code": "rejected", "amount": "-10.00", "rows": 1}]


def test_what_was_known_already_explains_the_difference(session: Session, tmp_path: Path) -> None:
    run(session, tmp_path / "f.csv", *INVOICES)
    words = run(
        session,
        tmp_path / "g.csv",
        "9;01/01/2026;Fattura;Neri;1,00;0,22;1,22",
        "8;28/02/2026;Fattura;Neri;2,00;0,44;2,44",
    )["first_words"]
    assert words["parts"] == [{"code": "known", "amount": "1400.50", "rows": 0}]


def test_figures_before_and_after_without_writing(session: Session, tmp_path: Path) -> None:
    first = run(session, tmp_path / "f.csv", *INVOICES)["movement"]
    assert (first["first"], first["months"]) == (True, 2)
    again = run(
        session,
        tmp_path / "g.csv",
        INVOICES[0].replace("1.000,00", "1.200,00"),
        INVOICES[1],
        dry_run=True,
        answers={"g.csv:gone": "kept"},
    )
    moved = {(one["metric"], one["period"]): (one["before"], one["after"]) for one in again["movement"]["figures"]}
    assert moved == {("net_revenue", "2026-01"): ("1000.00", "1200.00")}
    words = again["first_words"]
    assert (words["value"], words["file_total"], words["equal"], words["dry_run"]) == ("1700.50", "1700.50", True, True)
    assert words["sentences"][1].startswith("Dopo l’importazione sarebbe: Fatturato 2026: 1.700,50")
    (change,) = again["proof"]["files"][0]["changes"]
    assert (change["line"], change["fields"][0]) == (2, {"column": "net", "before": "1000.0000", "after": "1200.0000"})
    with session.workspace.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM batch").fetchall() == [(1,)]


def test_refunds_are_told_apart_from_other_imports(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "ordini.csv"
    path.write_text(
        "Order ID;Order date;Customer;Net amount;Refunded amount\n"
        "A1;2026-01-10;Rossi;100,00;30,00\nA2;2026-02-15;Verdi;50,50;0,00\n",
        encoding="utf-8",
    )
    words = import_files(session, {"files": [str(path)], "language": "it"}, silent)["first_words"]
    assert (words["value"], words["file_total"]) == ("120.50", "150.50")
    assert words["parts"] == [{"code": "refunded", "amount": "-30.00", "rows": 0}]
    assert words["sentences"][-1].replace("\xa0", " ") == "−30,00 €: rimborsi nello stesso periodo."


def test_each_currency_is_held_against_the_file(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(
        "Numero;Data;Cliente;Imponibile;IVA;Totale;Valuta\n1;10/01/2026;Rossi;1.000,00;220,00;1.220,00;EUR\n"
        "2;15/02/2026;Smith;500,50;0,00;500,50;usd\n3;31/02/2026;Jones;7,00;0,00;7,00;USD\n",
        encoding="utf-8",
    )
    words = import_files(session, {"files": [str(path)], "language": "en"}, silent)["first_words"]
    assert words["by_currency"] == [
        {"currency": "EUR", "file_total": "1000.00", "value": "1000.00"},
        {"currency": "USD", "file_total": "507.50", "value": "500.50"},
    ]
    assert words["file_total"] is None
    assert [one.replace("\xa0", " ") for one in words["sentences"][-2:]] == [
        "In EUR: €1,000.00, equal to your file.",
        "In USD: US$500.50; in the file the sum is US$507.50.",
    ]


class TestExpected:
    def test_it_is_kept_and_told_when_it_breaks(self, session: Session, tmp_path: Path) -> None:
        kept = run(session, tmp_path / "f.csv", *INVOICES, expect=["net_revenue:2026=1400.50"])["expected"]
        assert [(one["holds"], one["found"]) for one in kept] == [(True, "1400.50")]
        later = run(session, tmp_path / "g.csv", "9;20/03/2026;Fattura;Neri;5,00;1,10;6,10")
        (broken,) = later["expected"]
        assert (broken["holds"], broken["found"], broken["since"]) == (False, "1405.50", later["report"]["batch"])
        assert "+5,00" in broken["text"]
        checks = {one["check"]: one for one in doctor(session, {"language": "it"}, silent)["checks"]}
        assert checks["expected"]["status"] == "problem"
        assert broken["text"] in checks["expected"]["text"]

    def test_a_dry_run_looks_and_keeps_nothing(self, session: Session, tmp_path: Path) -> None:
        result = run(session, tmp_path / "f.csv", *INVOICES, expect=["net_revenue=7"], dry_run=True)
        assert [(one["period"], one["holds"], one["found"]) for one in result["expected"]] == [
            ("all", False, "1400.50")
        ]
        assert run(session, tmp_path / "f.csv", *INVOICES)["expected"] == []

    def test_what_is_no_total_is_refused(self) -> None:
        for text in ("net_revenue", "net_revenue=viel", "net_revenue:2026=NaN", "net_revenue=1,2,3"):
            with pytest.raises(UserError, match="expectation_malformed"):
                read_expectations([text])
        with pytest.raises(NotFoundError, match="unknown_metric"):
            read_expectations(["net_revnue=1"])

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("300,00", "300.00"),
            ("300.00", "300.00"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("1234", "1234"),
        ],
    )
    def test_amounts_are_read_with_the_marks_of_either_language(self, text: str, value: str) -> None:
        assert [str(one.value) for one in read_expectations([f"net_revenue:2026={text}"])] == [value]

    @pytest.mark.parametrize("text", ["1.234", "1,234", "12.345"])
    def test_an_amount_that_can_be_read_in_two_ways_is_refused(self, text: str) -> None:
        with pytest.raises(UserError, match="amount_ambiguous"):
            read_expectations([f"net_revenue:2026={text}"])

    @pytest.mark.parametrize(("language", "words"), [("it", "gennaio 2026"), ("en", "January 2026")])
    def test_its_period_is_said_in_words(self, session: Session, tmp_path: Path, language: str, words: str) -> None:
        given = {"expect": ["net_revenue:2026-01=1000"], "language": language}
        (held,) = run(session, tmp_path / "f.csv", *INVOICES, **given)["expected"]
        assert f"({words})" in held["text"]
        assert "2026-01" not in held["text"]

    def test_a_metric_may_be_named_as_where_it_is_asked_for(self) -> None:
        assert [one.metric for one in read_expectations(["revenue:2026=1", "Ricavi netti=2"])] == ["net_revenue"] * 2


def test_rejected_rows_are_written_with_their_reason(session: Session, tmp_path: Path) -> None:
    out = tmp_path / "scarti.csv"
    run(session, tmp_path / "f.csv", *INVOICES, "4;31/02/2026;Fattura;Neri;10,00;2,20;12,20", rejects=str(out))
    header, row, end = out.read_text(encoding="utf-8").split("\n")
    assert (header, end) == (f"{HEADER};polso_line;polso_reason", "")
    assert row.startswith("4;31/02/2026;Fattura;Neri;10,00;2,20;12,20;5;Data: «31/02/2026»")
