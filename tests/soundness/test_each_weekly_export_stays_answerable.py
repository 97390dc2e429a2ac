"""Three exports of one moving pipeline, a week apart: each week can still be asked as its own file has it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from polso.base.company import Company
from polso.demo import pipeline_export
from polso.intake.importing import import_files
from tests.support.office import Office

TODAY = date(2026, 11, 24)
DAYS = (date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23))
OUTCOMES = {"Chiusa vinta": "won", "Chiusa persa": "lost"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, dict[date, list[dict[str, str]]]]]:
    folder = tmp_path_factory.mktemp("weekly")
    office = Office(folder, Company(name="Officina"), TODAY)
    files = {}
    for day in DAYS:
        file = pipeline_export(folder, as_of=day, today=TODAY, size=0.4)
        # The export is taken in the morning: it tells what was known until the evening before.
        morning = datetime.combine(day, time(6), UTC)
        report = import_files(office.workspace, [file], extracted_at=morning)
        assert not report.questions
        with file.open(encoding="utf-8-sig", newline="") as stream:
            files[day] = list(csv.DictReader(stream))
    yield office, files
    office.close()


@pytest.mark.parametrize("day", DAYS)
def test_the_week_as_its_own_file_says(day: date, company: tuple[Office, dict[date, list[dict[str, str]]]]) -> None:
    office, files = company
    rows = files[day]
    asked: dict[str, Any] = {"as_of": datetime.combine(day + timedelta(days=1), time(0))}
    still_open = [row for row in rows if row["Deal Stage"] not in OUTCOMES]
    until = f"2023-01-01..{day.isoformat()}"
    pipeline = office.one("pipeline_value", period=until, **asked)
    assert pipeline.value == sum(Decimal(row["Amount"]) for row in still_open if row["Amount"])
    assert pipeline.n == len(still_open)
    for month in ("2026-09", "2026-10", day.strftime("%Y-%m")):
        closed = [row for row in rows if row["Deal Stage"] in OUTCOMES and row["Close Date"].startswith(month)]
        won = [row for row in closed if OUTCOMES[row["Deal Stage"]] == "won"]
        rate = office.one("win_rate", period=month, **asked)
        assert (rate.numerator, rate.denominator) == (len(won), len(closed))
        revenue = office.one("net_revenue", period=month, **asked)
        assert revenue.value == sum(Decimal(row["Amount"]) for row in won if row["Amount"])


def test_the_pipeline_moved_between_the_weeks(company: tuple[Office, dict[date, list[dict[str, str]]]]) -> None:
    _, files = company
    stages = [{row["Record ID"]: row["Deal Stage"] for row in files[day]} for day in DAYS]
    assert len({tuple(sorted(week.items())) for week in stages}) == len(DAYS)
