"""`polso merge`: proposals, a person's word on them, and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Polso

ORDERS = """\
Order ID;Customer;Date;Net amount
O1;Rossi S.r.l.;2026-01-10;100,00
O2;ROSSI SRL;2026-01-11;50,00
O3;Bianchi & C. snc;2026-01-12;10,00
"""


@pytest.fixture
def company(polso: Polso, tmp_path: Path) -> Polso:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    assert polso("import", file).code == 0
    return polso


def new_customers(polso: Polso) -> object:
    asked = polso("ask", "new_customers", "--period", "2026-01", "--compare", "none", "--json")
    assert asked.code == 0, asked.err
    return asked.json()[0]["value"]


def test_one_customer_in_two_spellings(company: Polso) -> None:
    (proposal,) = company("merge", "--json").json()
    names = {proposal["keep"]["name"], proposal["other"]["name"]}
    assert (names, proposal["why"]) == ({"Rossi S.r.l.", "ROSSI SRL"}, "name")
    listed = company("merge")
    assert "same name" in listed.out
    assert 'polso merge "' in listed.out
    assert new_customers(company) == 3
    done = company("merge", "Rossi S.r.l.", "ROSSI SRL", "--json")
    assert done.code == 0, done.err
    assert company("merge", "--json").json() == []
    assert new_customers(company) == 2


def test_two_customers_that_stay_apart(company: Polso) -> None:
    done = company("merge", "Rossi S.r.l.", "rossi srl", "--different")
    assert done.code == 0, done.err
    assert "stay different" in done.out
    assert company("merge", "--json").json() == []
    assert company("merge").out == "No customer seems to be spelled in two ways.\n"


def test_names_that_nobody_has(company: Polso) -> None:
    unknown = company("merge", "Rosi S.r.l.", "ROSSI SRL")
    assert unknown.code == 1
    assert "No customer is called “Rosi S.r.l.”" in unknown.err
    assert "Rossi S.r.l." in unknown.err
    same = company("merge", "ROSSI SRL", "ROSSI SRL")
    assert "is the same customer already" in same.err
    assert company("merge", "ROSSI SRL").code == 2
