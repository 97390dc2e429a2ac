"""Which header is which column: exact words, likeness, and the traps that looser measures fall into."""

from __future__ import annotations

import pytest

from polso.intake.recognise.columns import match_columns
from tests.unit.intake.cells import evidence


def bound(table: str, headers: list[str], *rows: list[str]) -> dict[str, str]:
    filled = rows or ([""] * len(headers),)
    bindings, _, _ = match_columns(table, headers, evidence(filled))
    return {binding.header: binding.target for binding in bindings}


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Deal - Value", "amount"),
        ("Importo (€)", "amount"),
        ("CloseDate", "closed_at"),
        ("Data di chiusura", "closed_at"),
        ("Data chiusura prevista", "expected_close_on"),
        ("Closed Date ", "closed_at"),
        ("Fase della trattativa", "stage_id"),
        ("Motivo perdità", "loss_reason"),
        ("Ragione Sociale", "account_id"),
        ("Cod. Cliente", "account_id"),
        ("Deal - Currency of Value", "currency"),
        ("Proprietario trattattiva", "owner_id"),
        ("sr_id", "owner_id"),
    ],
)
def test_headers_of_deals(header: str, target: str) -> None:
    assert bound("opportunity", [header]) == {header: target}


@pytest.mark.parametrize(
    "header",
    [
        "Amount in company currency",
        "Age",
        "Probability",
        "declared_monthly_revenue",
        "Weighted amount",
        "Forecast category",
        "seller_id",
        "Last Activity Date",
    ],
)
def test_headers_that_are_no_column_of_deals(header: str) -> None:
    assert bound("opportunity", [header]) == {}


def test_turnover_of_a_customer_is_never_an_amount() -> None:
    assert "revenue" not in bound("account", ["account", "revenue"], ["Acme", "1100.04"])


def test_the_owner_is_the_one_with_the_exact_word() -> None:
    assert bound("opportunity", ["sdr_id", "sr_id"]) == {"sr_id": "owner_id"}


def test_each_target_goes_to_its_best_word_only() -> None:
    assert bound("rep", ["sales_agent", "manager", "team"]) == {"sales_agent": "name", "team": "team_id"}


def test_values_that_are_no_amounts_deny_the_header() -> None:
    bindings, vetoes, _ = match_columns("opportunity", ["Valore"], evidence([["alto"], ["basso"]]))
    assert bindings == ()
    assert [(veto.header, veto.target, veto.wanted) for veto in vetoes] == [("Valore", "amount", "money")]


def test_a_likeness_whose_values_deny_it_is_not_even_suggested() -> None:
    headers, rows = ["created_by"], [["Ada"], ["Bruno"]]
    bindings, _, suggestions = match_columns("opportunity", headers, evidence(rows))
    assert bindings == ()
    assert suggestions == ()


def test_a_looser_likeness_is_a_suggestion_only() -> None:
    bindings, _, suggestions = match_columns("account", ["sector"], evidence([["software"]]))
    assert bindings == ()
    assert [(found.header, found.target) for found in suggestions] == [("sector", "industry")]


def test_a_key_whose_values_repeat_is_no_key_unless_it_has_the_very_name() -> None:
    repeated = [["a"], ["a"], ["a"]]
    assert bound("opportunity", ["codice"], *repeated) == {}
    assert bound("opportunity", ["opportunity_id"], *repeated) == {"opportunity_id": "opportunity_id"}


def test_known_bindings_go_first() -> None:
    bindings, _, _ = match_columns("opportunity", ["Valore", "Importo"], evidence([["1", "2"]]), {"amount": 1})
    assert [(binding.header, binding.how) for binding in bindings] == [("Importo", "fingerprint")]
