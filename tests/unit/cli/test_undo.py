"""`polso undo` and `polso correct`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.unit.cli.conftest import DEALS, Polso

WON = ("ask", "net_revenue", "--period", "2026-02", "--json")


def won(polso: Polso) -> Any:
    return polso(*WON).json()[0]["value"]


def changed(deals: Path, name: str, old: str, new: str) -> Path:
    file = deals.with_name(name)
    file.write_text(DEALS.replace(old, new), encoding="utf-8")
    return file


def test_an_import_out_of_the_middle_is_taken_back(polso: Polso, deals: Path) -> None:
    polso("import", deals, "--extracted-at", "2026-04-01")
    polso("import", changed(deals, "wrong.csv", "2500,50", "9999,00"), "--extracted-at", "2026-04-08")
    polso("import", changed(deals, "other.csv", "A4;Bruno", "A4;Anna"), "--extracted-at", "2026-04-15")
    wrong = (*WON, "--as-of", "2026-04-10")
    assert polso(*wrong).json()[0]["value"] == "10999.00"
    done = polso("undo", "2", "--json")
    assert done.json() == {"batch": 2, "kind": "files", "files": ["wrong.csv"], "replayed": [3], "decided": []}
    assert polso(*wrong).json()[0]["value"] == "3500.50"
    assert [one["undone"] for one in polso("imports", "--json").json()] == [False, True, False]
    assert "(undone)" in polso("imports").out


def test_undo_says_what_it_did_and_how_to_take_it_back(polso: Polso, deals: Path) -> None:
    polso("import", deals, "--extracted-at", "2026-04-01")
    polso("import", changed(deals, "later.csv", "2500,50", "9999,00"), "--extracted-at", "2026-04-08")
    said = polso("undo", "1").out.splitlines()
    assert said == [
        "Import 1 (deals.csv) is undone.",
        "The later import was laid anew without it: 2.",
        "To have it back, import the same files again.",
    ]
    twice, unknown = polso("undo", "1", "--json"), polso("undo", "7", "--json")
    assert (twice.code, twice.json()["error"]["code"]) == (1, "batch_undone_already")
    assert (unknown.code, unknown.json()["error"]["code"]) == (1, "batch_not_found")
    assert polso("import", deals, "--extracted-at", "2026-04-01", "--json").json()["batch"] == 3


def test_exports_may_come_in_any_order(polso: Polso, deals: Path) -> None:
    later = changed(deals, "later.csv", "2500,50", "9999,00")
    polso("import", later, "--extracted-at", "2026-04-08")
    older = polso("import", deals, "--extracted-at", "2026-04-01", "--json").json()
    assert (older["files"][0]["new"], won(polso)) == (7, "10999.00")
    assert polso(*WON, "--as-of", "2026-04-02").json()[0]["value"] == "3500.50"


def test_a_correction_stays_until_it_is_undone(polso: Polso, deals: Path) -> None:
    polso("import", deals)
    done = polso("correct", "opportunity", "A3", "amount=3000", "owner_id=Anna", "--json").json()
    assert (done["batch"], done["id"]) == (2, "A3")
    assert done["changes"] == [
        {"column": "amount", "before": "2500.5000", "after": "3000.0000"},
        {"column": "owner_id", "before": "bruno", "after": "anna"},
    ]
    assert won(polso) == "4000.00"
    again = polso("import", changed(deals, "again.csv", "A4;Bruno", "A4;Anna"), "--json").json()
    assert (again["questions"], again["files"][0]["changed"], won(polso)) == ([], 1, "4000.00")
    assert polso("imports", "--json").json()[1]["kind"] == "hand"
    assert "entered by hand" in polso("imports").out
    said = polso("undo", "2").out
    assert said.startswith("Entry by hand 2 is undone.\nThe later import was laid anew without it: 3.")
    assert won(polso) == "3500.50"


def test_a_third_value_is_asked_about(polso: Polso, deals: Path) -> None:
    polso("import", deals)
    polso("correct", "opportunity", "A3", "amount=3000")
    other = changed(deals, "deals.csv", "2500,50", "2700,00")
    asked = polso("import", other, "--json")
    (question,) = asked.json()["questions"]
    assert (asked.code, question["key"], question["recommended"]) == (1, "deals.csv:conflict", "mine")
    assert question["examples"] == ["A3, amount: 2700.0000 ≠ 3000.0000"]
    assert polso("import", other, "--answer", "deals.csv:conflict=file", "--json").code == 0
    assert won(polso) == "3700.00"


def test_what_cannot_be_corrected_says_why(polso: Polso, deals: Path) -> None:
    polso("import", deals)
    for given, code in (
        (("opportunity", "A3", "amount=1.200"), "value_not_a_number"),
        (("opportunity", "A3", "status=maybe"), "value_not_a_choice"),
        (("opportunity", "A3", "closed_at=yesterday"), "value_not_a_day"),
        (("opportunity", "A3", "status="), "value_needed"),
        (("opportunity", "A3", "opportunity_id=B"), "column_is_key"),
        (("opportunity", "A3", "colour=red"), "unknown_column"),
        (("opportunity", "A3", "amount=2500,50"), "corrected_already"),
        (("opportunity", "Z", "amount=1"), "record_unknown"),
        (("opportunity", "A3", "owner_id=Carla"), "record_unknown"),
        (("opportunities", "A3", "amount=1"), "unknown_table"),
    ):
        done = polso("correct", *given, "--json")
        assert (done.code, done.json()["error"]["code"]) == (1, code), given
    assert polso("correct", "opportunity", "A3", "amount").code == 2
    assert len(polso("imports", "--json").json()) == 1
