"""The page of what changed and the history of a record, read without a script."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from polso.intake.importing import import_files
from tests.support.office import Office, deal
from tests.unit.web.served import Page, client_of

ITALIAN = {"Accept-Language": "it"}
ENGLISH = {"Accept-Language": "en"}


def monday(day: int) -> datetime:
    return datetime(2026, 11, day, 6, tzinfo=UTC)


def open_deal(number: int, amount: int, **changed: object) -> dict[str, object]:
    row = {"status": "open", "amount": amount, "created_on": date(2026, 11, 2), "closed_on": None}
    return deal(number, **{**row, "name": f"Deal <{number}>", **changed})


@pytest.fixture
def two_weeks(blank: Office) -> Office:
    blank.load({"opportunity": [open_deal(1, 1000), open_deal(2, 500), open_deal(3, 50)]}, monday(9))
    won = {"status": "won", "closed_on": date(2026, 11, 12)}
    second = [
        open_deal(1, 1200, owner_id="r2"),
        open_deal(2, 500, **won),
        open_deal(4, 70, created_on=date(2026, 11, 11)),
    ]
    blank.load({"opportunity": second}, monday(16))
    return blank


def test_without_data_the_page_offers_to_begin(blank: Office) -> None:
    assert client_of(blank).get("/changes", headers=ITALIAN).status_code == 200


def test_one_export_is_not_enough_and_says_so(blank: Office) -> None:
    blank.load({"opportunity": [open_deal(1, 1000)]}, monday(9))
    page = Page(client_of(blank).get("/changes", headers=ITALIAN).text)
    assert "servono due esportazioni" in page.text
    assert "Cascata" not in page.text


def test_the_sentence_the_steps_and_the_deals_of_each(two_weeks: Office) -> None:
    text = client_of(two_weeks).get("/changes", headers=ITALIAN).text
    page = Page(text)
    assert "La pipeline è scesa di 230,00 €" in page.text
    for said in (
        "Nate · una trattativa · +70,00",
        "Importo aumentato · una trattativa · +200,00",
        "Vinte · una trattativa",
    ):
        assert said in page.text
    assert "Deal &lt;1&gt;" in text
    assert 'href="/records/opportunity/D1"' in text
    assert "1.000,00 € → 1.200,00 €" in page.text
    assert "r1 → r2" in page.text


def test_both_readings_have_an_address(two_weeks: Office) -> None:
    client = client_of(two_weeks)
    assert "The pipeline fell by" in Page(client.get("/changes?known=now", headers=ENGLISH).text).text
    assert "As known now".lower() in Page(client.get("/changes", headers=ENGLISH).text).text.lower()
    assert client.get("/changes?period=2026-11-10..2026-11-16", headers=ENGLISH).status_code == 200
    moved = client.get("/changes?start=2026-11-10&end=2026-11-16", headers=ENGLISH, follow_redirects=False)
    assert "period=2026-11-10" in moved.headers["location"]


def test_a_record_tells_its_history(two_weeks: Office) -> None:
    page = Page(client_of(two_weeks).get("/records/opportunity/D1", headers=ENGLISH).text)
    assert "Deal <1>" in page.text
    assert "1,000.00" in page.text
    assert "1,200.00" in page.text
    assert "inferred" in page.text
    assert "opportunity.csv, line 2" in page.text


def test_a_record_that_is_not_there(two_weeks: Office) -> None:
    assert client_of(two_weeks).get("/records/opportunity/D99", headers=ENGLISH).status_code == 404
    assert client_of(two_weeks).get("/records/nothing/D1", headers=ENGLISH).status_code == 404


def test_the_pipeline_leads_to_what_changed(two_weeks: Office) -> None:
    text = client_of(two_weeks).get("/metrics/pipeline_value", headers=ENGLISH).text
    assert 'href="/changes"' in text


def test_a_record_without_a_number_is_called_by_its_day_customer_and_amount(blank: Office, tmp_path: Path) -> None:
    path = tmp_path / "fatture.csv"
    path.write_text(
        "Data;Cliente;Imponibile\n13/04/2026;Rossi Srl;100,00\n25/04/2026;Bianchi;80,00\n", encoding="utf-8"
    )
    import_files(blank.workspace, [path])
    client = client_of(blank)
    page = Page(client.get("/records/invoice/fatture.csv:2", headers=ITALIAN).text)
    assert "13 apr 2026 · Rossi Srl · 100,00 €" in " ".join(page.text.split())
    key = blank.workspace.cursor().execute("SELECT external_id FROM invoice WHERE line = 2").fetchall()[0][0]
    assert key not in page.text
    assert client.get("/records/invoice/fatture.csv:9", headers=ITALIAN).status_code == 404
