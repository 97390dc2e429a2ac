"""The JSON of the API is the JSON of the command line."""

from __future__ import annotations

from starlette.testclient import TestClient

from polso.commands.ask import ask
from polso.commands.progress import silent
from polso.commands.session import Session
from tests.support.office import Office
from tests.unit.web.served import NOW


def test_ask_equals_the_command(client: TestClient, shop: Office) -> None:
    session = Session(shop.workspace, shop.door, now=lambda: NOW)
    asked = {
        "metrics": ["win_rate", "net_revenue"],
        "by": ["rep"],
        "grain": "month",
        "period": "2026-Q3",
        "compare": "year",
        "where": ["rep=Anna"],
        "format": "json",
    }
    expected = ask(session, asked, silent)["answers"]
    found = client.get(
        "/api/v1/ask?metric=win_rate&metric=net_revenue&by=rep&grain=month&period=2026-Q3&compare=year&where=rep%3DAnna"
    )
    assert found.status_code == 200
    assert found.json() == expected
    assert len(expected) == 2 * 3 * 2


def test_every_answer_has_the_shape_that_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    figure = described["components"]["schemas"]["Figure"]
    (answer,) = client.get("/api/v1/ask?metric=win_rate&period=2026-10").json()
    assert set(answer) == set(figure["properties"]) == set(figure["required"])
    assert set(described["paths"]) == {"/api/v1/ask", "/api/v1/metrics", "/api/v1/metrics/{name}"}


def test_no_page_of_the_framework_is_served(client: TestClient) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def test_problems_are_json_whatever_is_accepted(client: TestClient) -> None:
    lacking = client.get("/api/v1/ask")
    assert (lacking.status_code, lacking.json()["code"]) == (400, "request_malformed")
    unknown = client.get("/api/v1/ask?metric=win_rat")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_metric")
    assert unknown.headers["content-type"] == "application/problem+json"
    nowhere = client.get("/api/v1/none")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "page_not_found")


def test_the_catalog_is_there(client: TestClient) -> None:
    listed = client.get("/api/v1/metrics", headers={"Accept-Language": "en"}).json()
    assert {"net_revenue", "win_rate", "sales_per_rep"} <= {one["id"] for one in listed}
    assert client.get("/api/v1/metrics/Tasso di chiusura").json()["id"] == "win_rate"
