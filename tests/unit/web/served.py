"""An application over a small workspace, asked without a network."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from polso.base.company import Company
from polso.commands.session import Session
from polso.web.app import create_app
from tests.support.office import Office, deal, order

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
TOKEN = "a-token-of-this-test"
HOSTS = ("127.0.0.1", "localhost", "[::1]")
ADDRESS = "http://127.0.0.1:8765"


def application(office: Office) -> Any:
    session = Session(office.workspace, office.door, now=lambda: NOW)
    return create_app(session, token=TOKEN, today=session.today, allowed_hosts=HOSTS)


def client_of(office: Office, **options: Any) -> TestClient:
    return TestClient(application(office), base_url=ADDRESS, headers={"Accept": "text/html"}, **options)


def settled(client: TestClient, response: Any, most: float = 30.0) -> Any:
    """The page that follows when the work of the shown one is done; asked for as a browser without scripts does."""
    until = time.monotonic() + most
    while (again := re.search(r'http-equiv="refresh" content="2;url=([^"]+)"', response.text)) is not None:
        assert time.monotonic() < until, "the work does not end"
        time.sleep(0.05)
        response = client.get(again[1].replace("&amp;", "&"), headers={"Accept-Language": language(response)})
    return response


def language(response: Any) -> str:
    return str(response.text.split('<html lang="', 1)[1][:2])


def filled(folder: Path, company: Company | None = None) -> Office:
    """Three years of orders and deals, each month with five orders and eight closed deals, half of them won."""
    office = Office(folder, company or Company(name="Prova", revenue_basis="orders"), TODAY)
    orders: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    months = [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13)]
    for start in months:
        if start > TODAY:
            break
        for number in range(5):
            day = start.replace(day=2 + number * 4)
            orders.append(order(len(orders), day, 100 + 10 * number, rep_id=("r1", "r2")[number % 2]))
        for number in range(8):
            day = start.replace(day=3 + number * 2)
            deals.append(
                deal(
                    len(deals),
                    status="won" if number % 2 else "lost",
                    created_on=start,
                    closed_on=day,
                    owner_id=("r1", "r2", "r3")[number % 3],
                    amount=1000 + number,
                )
            )
    people = [{"rep_id": f"r{number}", "name": name} for number, name in enumerate(("Anna", "Bruno", "Carla"), 1)]
    office.load({"rep": people, "sales_order": orders, "opportunity": deals})
    return office


class Page(HTMLParser):
    """The visible text of a page, and its elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return " ".join(self.words).replace("\xa0", " ")

    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.elements if tag == "a" and "href" in attributes]
