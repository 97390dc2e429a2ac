"""Worked examples of satisfaction and of response times: their files are imported and asked for."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.office import Office

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "work.json").read_text(encoding="utf-8"))


def _import(office: Office, folder: Path, table: str, rows: list[dict[str, Any]]) -> None:
    file = folder / f"{table}.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    report = import_files(office.workspace, [file], as_table=table)
    assert not report.questions, report.questions


@pytest.fixture(scope="module")
def satisfied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One month a vector, so that one import serves all."""
    folder = tmp_path_factory.mktemp("T62")
    office = Office(folder, Company(name="T62"))
    rows = [
        {
            "response_id": f"{month}-{number}",
            "responded_at": f"2025-{month:02}-10",
            "score": score,
            "scale_min": case["scale"][0],
            "scale_max": case["scale"][1],
        }
        for month, case in enumerate(VECTORS["T62"], start=1)
        for number, score in enumerate(_scores(case))
    ]
    _import(office, folder, "survey_response", rows)
    yield office
    office.close()


def _scores(case: dict[str, Any]) -> list[int]:
    return case.get("scores") or [int(score) for score, n in case["counts"].items() for _ in range(n)]


@pytest.mark.parametrize(("month", "case"), list(enumerate(VECTORS["T62"], start=1)), ids=lambda one: str(one)[:30])
def test_satisfaction(satisfied: Office, month: int, case: dict[str, Any]) -> None:
    period = f"2025-{month:02}"
    answer = satisfied.one("csat", period=period)
    assert answer.value == pytest.approx(case["csat"], abs=1e-6)
    for bound in ("low", "high"):
        if bound in case:
            assert getattr(answer, bound) == pytest.approx(case[bound], abs=1e-6)
    for variant in ("mean", "rescaled"):
        if variant in case:
            found = satisfied.one(f"csat:{variant}", period=period).value
            assert found is not None
            assert float(found) == pytest.approx(case[variant])


@pytest.fixture(scope="module")
def requests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("T28")
    office = Office(folder, Company(name="T28"))
    rows = [
        {
            "inquiry_id": f"{name}-{number}",
            "channel": "email",
            "received_at": case["received"],
            "first_response_at": case["answered"],
        }
        for name in ("T28", "T29")
        for number, case in enumerate(VECTORS[name])
    ]
    local = [row for row in rows if not row["received_at"].endswith("Z")]
    _import(office, folder, "inquiry", local)
    _import(office, folder, "inquiry", [row for row in rows if row not in local])
    yield office
    office.close()


@pytest.mark.parametrize("name", ["T28", "T29"])
def test_working_minutes(requests: Office, name: str) -> None:
    found = dict(
        requests.workspace.cursor()
        .execute("select inquiry_id, minutes from inquiry_response where known_to is null and begun is not null")
        .fetchall()
    )
    for number, case in enumerate(VECTORS[name]):
        assert found.get(f"{name}-{number}") == case["minutes"], case


def test_the_median_and_what_cannot_be_timed(requests: Office) -> None:
    """Nine waits of 0, 0, 5, 15, 20, 30, 50, 120 and 960 minutes; the tenth was answered before it came."""
    answer = requests.ask("inquiry_response_time", period="2025")[0]
    assert (answer.value, answer.n, answer.missing) == (20, 9, 1)
    assert requests.ask("inquiry_response_time:within_hour", period="2025")[0].value == pytest.approx(7 / 9)
