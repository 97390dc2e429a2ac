"""One door: page, CSV, workbook, rows, API and command line show the same number for every metric.

The digest that shows another metric's value, the CSV with other rows than the screen: all of them come from a second
way to a figure.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from polso.answers.as_json import plain
from polso.catalog.model import Attainment, Derived, Model
from polso.catalog.registry import metrics
from polso.commands.run import respond
from polso.commands.session import Session
from polso.commands.wording import shown_value
from tests.support.office import Office
from tests.unit.web.served import TODAY, client_of, filled

PERIOD = "2026-10"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = filled(tmp_path_factory.mktemp("surfaces"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(office: Office) -> TestClient:
    return client_of(office)


def through_the_command(office: Office, metric: str) -> list[dict[str, Any]]:
    """What `polso ask --json` prints: the very function that it runs, in this process and over loopback."""
    session = Session(office.workspace, office.door)
    arguments = {"metrics": [metric], "period": PERIOD, "format": "json"}
    status, value = respond(session, {"name": "ask", "arguments": arguments})
    assert status == 200, value
    found = value["result"]["answers"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("metric", list(metrics()))
def test_the_same_number(metric: str, office: Office, client: TestClient) -> None:
    answer = office.one(metric, period=PERIOD)
    expected = plain(answer.value)

    api = client.get("/api/v1/ask", params={"metric": metric, "period": PERIOD}).json()
    assert api[0]["value"] == expected

    (row,) = csv.DictReader(
        io.StringIO(client.get(f"/metrics/{metric}.csv?period={PERIOD}").text.removeprefix("\ufeff"))
    )
    assert row["value"] == ("" if expected is None else _text(expected))

    command = through_the_command(office, metric)
    assert command[0]["value"] == expected

    page = client.get(f"/metrics/{metric}?period={PERIOD}", headers={"accept-language": "it"}).text
    if answer.value is not None:
        shown = shown_value(answer.value, answer.metric.unit, answer.currency, "it")
        brief = shown.removesuffix(",00\u00a0€")
        assert brief in page, shown

    rows = client.get(f"/metrics/{metric}/rows.csv?period={PERIOD}")
    if answer.value is not None and not isinstance(answer.variant.kind, Derived | Model | Attainment):
        listed = list(csv.DictReader(io.StringIO(rows.text.removeprefix("\ufeff"))))
        whole = sum(Decimal(one["numerator"] or 0) for one in listed)
        assert answer.numerator is not None
        assert whole == Decimal(answer.numerator)
        book = client.get(f"/metrics/{metric}/rows.xlsx?period={PERIOD}").content
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
        assert len(sheet) - 1 == len(listed)


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def test_the_period_holds_figures(office: Office) -> None:
    known = [metric for metric in metrics() if office.one(metric, period=PERIOD).value is not None]
    assert len(known) >= 12, known
    assert TODAY.year == 2026
