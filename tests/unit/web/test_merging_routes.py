"""The page of customers that are probably one."""

from __future__ import annotations

import re

import pytest

from tests.support.office import Office
from tests.unit.web.served import Page, client_of, settled

ORDERS = (
    "Order ID;Customer;Date;Net amount\nO1;Rossi <S.r.l.>;2026-01-10;100,00\nO2;ROSSI SRL;2026-01-11;50,00\n"
    "O3;Bianchi;2026-01-12;10,00\n"
)
ADDRESS = "/data/customers"
ITALIAN = {"Accept-Language": "it"}


def test_nothing_to_merge_says_so(blank: Office) -> None:
    page = Page(client_of(blank).get(ADDRESS, headers=ITALIAN).text)
    assert "Nessun cliente sembra scritto in due modi." in page.text
    assert "Unisci" not in page.text


@pytest.mark.parametrize(
    ("verdict", "customers", "said"), [("same", 2, "Uniti."), ("different", 3, "Restano distinti")]
)
def test_a_proposal_is_decided_with_one_button(blank: Office, verdict: str, customers: int, said: str) -> None:
    client = client_of(blank)
    settled(client, client.post("/data/imports", files={"files": ("orders.csv", ORDERS.encode())}, headers=ITALIAN))
    text = client.get(ADDRESS, headers=ITALIAN).text
    assert "Rossi &lt;S.r.l.&gt;" in text
    assert "stesso nome" in Page(text).text
    chosen = dict(
        re.findall(r'type="hidden" name="(keep|other)" value="([^"]*)"', text.replace("&lt;", "<").replace("&gt;", ">"))
    )
    done = client.post(ADDRESS, data={**chosen, "verdict": verdict}, headers=ITALIAN)
    assert done.status_code == 200
    page = Page(done.text)
    assert said in page.text
    assert "Unisci" not in page.text
    assert 'href="/data/imports/2/undo"' in done.text
    assert blank.one("new_customers", period="2026-01").value == customers


def test_customers_that_do_not_exist_are_an_error(blank: Office) -> None:
    response = client_of(blank).post(ADDRESS, data={"keep": "x", "other": "y", "verdict": "same"}, headers=ITALIAN)
    assert response.status_code == 404
    assert "Nessun cliente si chiama «x»." in Page(response.text).text
