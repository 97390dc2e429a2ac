"""The families, the glossary, the funnel and the customers: what stands in them, and what is said where nothing can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from polso.base.company import Company
from polso.catalog.registry import metrics
from polso.web.building.catalogue import found
from tests.support.office import Office, deal, order
from tests.unit.web.served import TODAY, Page, client_of

FAMILIES = {"/performance": "performance", "/activity": "activity", "/productivity": "productivity"}
STAGES = ("first", "second", "third")


def page(client: TestClient, address: str, language: str = "it") -> Page:
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text[:500]
    return Page(response.text)


def test_every_metric_of_a_family_has_its_row_and_no_other(client: TestClient) -> None:
    for address, family in FAMILIES.items():
        links = {link.partition("?")[0] for link in page(client, f"{address}?period=2026-10").links()}
        shown = {link.removeprefix("/metrics/") for link in links if link.startswith("/metrics/")}
        assert shown == {metric.id for metric in metrics().values() if family in metric.families}


def test_a_row_has_value_change_with_its_base_interval_and_records(client: TestClient) -> None:
    text = page(client, "/performance?period=2026-10").text
    assert "Offerte vinte" in text
    assert "50%" in text
    assert "≈ 0,0 pt su set oscillazioni solite" in text
    assert "22% – 78%" in text
    assert "n 8 · meno di 30 casi" in text


def test_what_is_missing_says_which_file_would_enable_it(client: TestClient) -> None:
    shown = page(client, "/activity?period=2026-10")
    assert "Serve un file di:" in shown.text
    assert "/data" in shown.links()


def test_a_family_knows_both_languages(client: TestClient) -> None:
    assert "Supporting they help to read the main ones" in page(client, "/performance", "en").text
    assert "Di appoggio aiutano a leggere le principali" in page(client, "/performance", "it").text


def test_without_data_every_page_asks_for_a_file(blank: Office) -> None:
    client = client_of(blank)
    for address in ("/performance", "/activity", "/productivity", "/funnel", "/customers"):
        assert "Lascia qui i tuoi file" in page(client, address).text
    assert "Tasso di conversione dei lead" in page(client, "/glossary").text


def test_the_five_places_stand_first_and_the_rest_under_more(client: TestClient) -> None:
    links = page(client, "/").links()
    places = ["/", "/performance", "/funnel", "/customers", "/data"]
    first = links.index("/performance") - 1
    assert links[first : first + 5] == places
    assert links[first + 5 : first + 10] == ["/activity", "/productivity", "/changes", "/metrics", "/glossary"]


@pytest.mark.parametrize(
    ("query", "metric"),
    [
        ("Tasso di conversione del piombo", "lead_conversion_rate"),
        ("TASSO DI CHIUSURA", "win_rate"),
        ("attivita per vendita", "activity_ratio"),
        ("dell'ordine", "average_order_value"),
        ("customer lifetime", "clv"),
    ],
)
def test_a_metric_is_found_by_any_of_its_names(query: str, metric: str) -> None:
    assert metric in [one.id for one in found(list(metrics().values()), query)[:3]]


def test_the_exact_name_comes_first() -> None:
    assert found(list(metrics().values()), "mrr")[0].id == "mrr"
    assert found(list(metrics().values()), "zzz") == []


def test_the_glossary_says_what_each_metric_means(client: TestClient) -> None:
    shown = page(client, "/glossary?q=win+rate")
    metric = metrics()["win_rate"]
    assert metric.definition.it in shown.text
    assert metric.formula.it in shown.text
    assert metric.misleads.it in shown.text
    assert "Nessuna metrica si chiama «piombo fuso»." in page(client, "/glossary?q=piombo+fuso").text


def test_all_metrics_are_in_the_glossary(client: TestClient) -> None:
    shown = {attributes.get("id") for name, attributes in page(client, "/glossary", "en").elements if name == "article"}
    assert shown == set(metrics())


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Twenty deals: all reach the first stage, twelve are lost there, four in the second, four are won."""
    office = Office(tmp_path_factory.mktemp("pipeline"), Company(name="Prova", revenue_basis="orders"), TODAY)
    stages = [{"stage_id": name, "name": name.title(), "rank": rank} for rank, name in enumerate(STAGES, 1)]
    deals: list[dict[str, Any]] = []
    for number in range(20):
        status, stage = ("lost", "first") if number < 12 else ("lost", "second") if number < 16 else ("won", "third")
        made = {"created_on": date(2026, 6, 1), "closed_on": date(2026, 7, 1), "amount": 100}
        deals.append(deal(number, status=status, stage_id=stage, **made))
    orders = [order(n, date(2025, 10 + n % 3, 5), account_id=f"a{n % 6}") for n in range(12)]
    orders += [order(100 + n, date(2026, 2, 5), account_id=f"a{n}") for n in range(3)]
    orders.append(order(200, date(2026, 4, 1), account_id="late"))
    office.load({"stage": stages, "opportunity": deals, "sales_order": orders})
    yield office
    office.close()


def test_the_funnel_says_where_most_is_lost_in_number_and_money(pipeline: Office) -> None:
    shown = page(client_of(pipeline), "/funnel?period=2026")
    text = shown.text
    assert "Si perde di più nella fase First: 12 trattative." in text
    assert "In denaro la perdita più grande è nella fase First: 1.200 €." in text
    first = text[text.index("Giorni, di solito") :]
    # reached, share lost with its interval, lost, value lost, still there
    lost = [link for link in shown.links() if "rows" in link]
    assert lost[0] == "/metrics/funnel_leakage:count/rows?period=2026&stage=First"
    assert first.index("First 20 60% 39% – 78% 12 1.200 € 0") < first.index("Second 8 50%")


def test_a_funnel_without_stages_says_what_it_needs(client: TestClient) -> None:
    shown = page(client, "/funnel")
    assert "Serve un file di:" in shown.text
    assert "Intanto si possono guardare" in shown.text


def test_customers_stand_by_the_quarter_of_their_first_purchase(pipeline: Office) -> None:
    shown = page(client_of(pipeline), "/customers")
    said = [one["aria-label"].replace("\xa0", " ") for _, one in shown.elements if "data-mark" in one]
    assert "Nel trimestre dopo il primo acquisto tornano 3 clienti su 6: 50%." in shown.text
    assert said[:2] == ["6 su 6, 100,0%; tra 61% e 100%", "3 su 6, 50,0%; tra 19% e 81%"]


def test_cohorts_are_of_all_customers_only(shop: Office) -> None:
    assert "riguarda tutti i clienti insieme" in page(client_of(shop), "/customers?rep=Anna").text


def test_the_average_order_leads_to_the_revenue_per_sale(new_office: Callable[..., Office]) -> None:
    office = new_office(Company(name="Prova", revenue_basis="orders"))
    orders = [order(n, date(2026, 10, 1 + n), 100 * (n + 1)) for n in range(4)]
    back = {"refund_id": "R1", "order_id": "O1", "amount": 40, "refunded_on": date(2026, 10, 20), "currency": "EUR"}
    office.load({"sales_order": orders, "refund": [back]})
    text = page(client_of(office), "/metrics/average_order_value?period=2026-10").text
    assert "Ordine medio 250,00 €" in text
    assert "Rimborsi per ordine − 10,00 €" in text
    assert "Ricavo per vendita = 240,00 €" in text


def test_readings_of_one_name_stand_side_by_side(client: TestClient) -> None:
    text = page(client, "/metrics/win_rate?period=2026-10").text
    assert "quella mostrata · n 8" in text
    assert "su quella mostrata" in text


def test_what_is_most_important_is_shown_or_the_file_that_it_needs(client: TestClient) -> None:
    text = page(client, "/").text
    shown = text[text.index("che cosa portiamo") : text.index("quanto facciamo")]
    named = (
        "Ricavi",
        "Crescita delle vendite",
        "CAC – Serve un file di: spese.",
        "Fidelizzazione",
        "Obiettivo – Serve",
    )
    places = [shown.index(one) for one in named]
    assert places == sorted(places)


def test_rows_of_a_figure_that_is_made_of_others_are_those_of_its_parts(client: TestClient) -> None:
    shown = page(client, "/metrics/orders_per_customer/rows?period=2026-10")
    assert "Questa cifra non ha righe sue." in shown.text
    assert [one for one in shown.links() if "/rows?period=2026-10-" in one] == [
        "/metrics/order_count/rows?period=2026-10-01..2026-10-31",
        "/metrics/active_customers/rows?period=2026-10-01..2026-10-31",
    ]
