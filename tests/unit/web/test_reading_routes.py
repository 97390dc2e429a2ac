"""Pages, files and errors of a filled workspace."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from polso.base.company import Company
from polso.i18n.translation import translate
from tests.support.office import Office, order
from tests.unit.web.served import Page, client_of

PATHS = [
    "/",
    "/?period=2026-Q3",
    "/?period=2026",
    "/?period=2025-11..2026-10",
    "/?period=2026-11-02..2026-11-10",
    "/?period=2026-W45",
    "/?rep=Anna&compare=year",
    "/?rep=",
    "/?as_of=2026-11-24",
    "/?period=2019",
    "/metrics",
    "/metrics?q=vinte",
    "/metrics?q=zzz",
    "/metrics/net_revenue",
    "/metrics/net_revenue?period=2026&compare=year",
    "/metrics/win_rate",
    "/metrics/win_rate:by_value",
    "/metrics/sales_growth",
    "/metrics/sales_cycle_length",
    "/metrics/pipeline_value",
    "/metrics/new_customers",
    "/metrics/sales_per_rep?rep=Anna",
    "/metrics/average_order_value",
    "/metrics/net_revenue/rows",
    "/metrics/net_revenue/rows?find=sale",
    "/metrics/win_rate/rows?period=2026&page=2",
    "/metrics/sales_growth/rows?period=2026-10",
    "/metrics/sales_cycle_length/rows?period=2026-10",
    "/data",
    "/data/imports/1",
]


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_whole_in_both_languages(client: TestClient, path: str, language: str) -> None:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, Page(response.text).text
    page = Page(response.text)
    assert dict(page.elements[0][1])["lang"] == language if page.elements[0][0] == "html" else True
    assert all(link.startswith(("/", "#")) for link in page.links())
    assert "None" not in page.words


def test_time_is_told_by_stage(client: TestClient) -> None:
    said = client.get("/").headers["server-timing"]
    assert [part.split(";")[0] for part in said.split(", ")] == ["plan", "sql", "assembly", "render", "total"]


def test_the_pages_show_the_figures_of_the_door(client: TestClient, shop: Office) -> None:
    revenue = shop.one("net_revenue", period="2026-10").value
    assert revenue == 600
    text = Page(client.get("/?period=2026-10", headers={"Accept-Language": "it"}).text).text
    assert "Ottobre 2026: 600 € di ricavi" in text
    page = Page(client.get("/metrics/net_revenue/rows?period=2026-10", headers={"Accept-Language": "it"}).text)
    assert "Le 5 righe sommano 600,00 €, uguale alla cifra." in page.text


def test_language_is_the_persons_then_the_browsers_then_the_companys(client: TestClient) -> None:
    assert 'lang="it"' in client.get("/", headers={"Accept-Language": ""}).text
    assert 'lang="en"' in client.get("/", headers={"Accept-Language": "en"}).text
    moved = client.get("/?period=2026&lang=en", headers={"Accept-Language": "it"}, follow_redirects=False)
    assert moved.status_code == 303
    assert moved.headers["location"] == "/?period=2026"
    assert "SameSite=lax" in moved.headers["set-cookie"]
    assert 'lang="en"' in client.get("/", headers={"Accept-Language": "it"}).text


def test_days_chosen_by_hand_become_a_period(client: TestClient) -> None:
    moved = client.get("/?start=2026-10-05&end=2026-10-09&rep=Anna", follow_redirects=False)
    assert moved.headers["location"] == "/?period=2026-10-05..2026-10-09&rep=Anna"


def test_links_keep_the_filters(client: TestClient) -> None:
    page = Page(client.get("/?rep=Anna&period=2026-10").text)
    assert "/metrics/win_rate?period=2026-10&rep=Anna" in page.links()
    assert "/?period=2026-09&rep=Anna" in page.links()
    assert "/?period=2026-10" in page.links()  # without the filter


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nothing", 404, "page_not_found"),
        ("/metrics/win_rat", 404, "unknown_metric"),
        ("/metrics/win_rate:best", 404, "unknown_variant"),
        ("/?period=someday", 400, "unknown_period"),
        ("/?period=2031", 400, "period_in_future"),
        ("/?compare=up", 400, "argument_not_choice"),
        ("/?rep=Nobody", 404, "unknown_value"),
        ("/?as_of=yesterday", 400, "unknown_instant"),
        ("/metrics/net_revenue.csv?grain=hour", 404, "unknown_grain"),
        ("/data/imports/99", 404, "import_not_found"),
        ("/data/imports/feedfacefeedface", 404, "import_not_found"),
        ("/data/sample.zip", 404, "page_not_found"),
    ],
)
def test_errors_are_a_page_for_people_and_a_problem_for_programs(
    client: TestClient, path: str, status: int, code: str
) -> None:
    page = client.get(path)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert "data-error" in page.text
    problem = client.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == status
    assert problem.headers["content-type"] == "application/problem+json"
    body = problem.json()
    assert body["code"] == code
    assert body["status"] == status
    assert body["title"]
    assert body["instance"] == path.partition("?")[0]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_breakdown_file_holds_every_group(client: TestClient) -> None:
    response = client.get("/metrics/win_rate.csv?by=rep&period=2026-10")
    assert response.headers["content-disposition"] == 'attachment; filename="win_rate-rep.csv"'
    groups = {row["rep"]: (row["numerator"], row["denominator"]) for row in rows_of(response.text)}
    assert groups == {"Anna": ("1", "3"), "Bruno": ("2", "3"), "Carla": ("1", "2"), "": ("4", "8")}


def test_the_rows_file_holds_every_row(client: TestClient) -> None:
    rows = rows_of(client.get("/metrics/net_revenue/rows.csv?period=2024..2026-10").text)
    assert len(rows) == 34 * 5
    assert sum(float(row["numerator"]) for row in rows) == 34 * 600
    workbook = client.get("/metrics/net_revenue/rows.xlsx?period=2026")
    assert workbook.content.startswith(b"PK")


def test_paging_walks_through_all_rows_once(client: TestClient) -> None:
    seen: list[str] = []
    for number in (1, 2):
        page = Page(client.get(f"/metrics/net_revenue/rows?period=2026&page={number}").text)
        seen += [word for word in page.words if word.startswith("O") and word[1:].isdigit()]
    assert len(seen) == len(set(seen)) == 11 * 5


def test_a_search_finds_a_metric_by_its_other_names(client: TestClient) -> None:
    page = Page(client.get("/metrics?q=tasso+di+chiusura", headers={"Accept-Language": "it"}).text)
    listed = [attributes["href"] for tag, attributes in page.elements if attributes.get("class") == "cover"]
    assert listed == ["/metrics/win_rate"]
    nothing = Page(client.get("/metrics?q=xyzzy", headers={"Accept-Language": "en"}).text)
    assert translate("en", "metrics.nothing_found", query="xyzzy") in nothing.text


def test_a_tile_of_a_slow_metric_shows_its_last_known_bucket(client: TestClient, shop: Office) -> None:
    # Orders of the day before yesterday exist, deals closed end with the seventeenth: both cover November.
    assert shop.one("win_rate", period="2026-11").value is not None
    text = Page(client.get("/?period=2026-11-22..2026-11-23", headers={"Accept-Language": "it"}).text).text
    assert "ottobre 2026" in text


def test_head_of_an_unknown_method_is_told(client: TestClient) -> None:
    response = client.request("DELETE", "/metrics")
    assert response.status_code == 405
    assert "data-error" in response.text


def test_a_users_own_column_parts_the_figures_only_where_it_names_groups(new_office: Callable[..., Office]) -> None:
    office = new_office(Company(name="Prova", revenue_basis="orders"))
    people = [{"rep_id": f"r{number}", "name": f"P{number}"} for number in range(1, 4)]
    own = [
        {"entity": "rep", "entity_id": f"r{number}", "name": name, "value": value}
        for number in range(1, 4)
        for name, value in (
            ("office", ("Roma", "Milano")[number % 2]),
            ("since", f"2021-0{number}-01"),
            ("same", "x"),
        )
    ]
    orders = [order(number, date(2026, 10, 5), rep_id=f"r{number}") for number in range(1, 4)]
    office.load({"rep": people, "attribute": own, "sales_order": orders})
    page = Page(client_of(office).get("/metrics/net_revenue?period=2026-10", headers={"Accept-Language": "en"}).text)
    assert "By office" in page.text
    assert "By since" not in page.text
    assert "By same" not in page.text
    assert any(link.endswith("where=office%3DRoma") for link in page.links())


def test_a_page_is_of_one_state(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page asks many questions: they share one reading of the workspace."""
    from polso.answers import door, reading

    client = client_of(office)
    client.get("/")
    begun = []
    usual = reading.read_state

    def counted(*arguments: Any) -> Any:
        begun.append(arguments)
        return usual(*arguments)

    monkeypatch.setattr(door, "read_state", counted)
    office.load({"sales_order": [order(9000, date(2026, 10, 5), 5)]})
    for path in ("/", "/metrics/net_revenue", "/metrics/net_revenue/rows"):
        begun.clear()
        assert client.get(path).status_code == 200
        assert len(begun) == 1, path
