"""Ten weekly exports give back the true history as far as a weekly export can see it, and every waterfall closes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from polso.base.company import Company
from polso.demo.weekly import Weekly, weekly_exports
from polso.intake.importing import import_files
from tests.support.office import Office
from tests.support.weekly_truth import Mode, Split, WeeklyTruth

LAST = date(2026, 11, 23)
MORNING = time(6)
TEN = range(10)
PAIRS = list(combinations(TEN, 2))
METRIC: dict[Mode, str] = {"now": "pipeline_change", "then": "pipeline_change:as_then_known"}
Company10 = tuple[Office, Weekly, WeeklyTruth]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company10]:
    folder = tmp_path_factory.mktemp("ten")
    office = Office(folder, Company(name="Officina"), LAST + timedelta(days=1))
    weekly = weekly_exports(folder / "exports", last=LAST, size=0.5)
    with weekly.rates.open(encoding="utf-8", newline="") as stream:
        rates = {date.fromisoformat(row["rate_date"]): Decimal(row["to_base"]) for row in csv.DictReader(stream)}
    office.load(
        {"fx_rate": [{"rate_date": day, "currency": "CHF", "to_base": rate} for day, rate in rates.items()]},
        datetime.combine(weekly.days[0] - timedelta(days=1), MORNING, UTC),
    )
    truth = WeeklyTruth(weekly, rates, "EUR")
    for week, (day, file) in enumerate(zip(weekly.days, weekly.exports, strict=True)):
        morning = datetime.combine(day, MORNING, UTC)
        gone = set(truth.samples[week - 1]) - set(truth.samples[week]) if week else set()
        answers = {f"{file.name}:gone": "removed"} if gone else {}
        report = import_files(office.workspace, [file], extracted_at=morning, answers=answers)
        assert not report.questions
    yield office, weekly, truth
    office.close()


def known_at(day: date) -> datetime:
    """The end of a local day in Rome as stored, near enough for exports of the morning."""
    return datetime.combine(day, time(22))


def figures(office: Office, metric: str, *by: str, **asked: Any) -> dict[tuple[str | None, ...], Any]:
    """The answers by the names of their groups, to be calculated with."""
    return dict(office.by(metric, *by, **asked))


def test_the_exports_hold_every_kind_of_change(company: Company10) -> None:
    _, _, truth = company
    seen = {movement for first, last in PAIRS for _, movement in truth.parts(first, last, "then", "rep")} | {
        movement for _, movement in truth.parts(0, 9, "then", "stage")
    }
    from polso.catalog.movements import PIPELINE_IDS

    assert seen == set(PIPELINE_IDS)


@pytest.mark.parametrize("week", TEN)
def test_each_monday_as_known_then_and_as_known_now(company: Company10, week: int) -> None:
    office, weekly, truth = company
    day = weekly.days[week]
    for known, as_of in ((week, known_at(day)), (9, None)):
        stock = truth.stock(week, known)
        answer = office.one("pipeline_value", period=day.isoformat(), as_of=as_of)
        assert answer.n == len(stock)
        assert answer.value == truth.value(stock.values(), week)
        splits: tuple[Split, ...] = ("rep", "stage", "closing")
        for split in splits:
            said = office.by("pipeline_value", split, period=day.isoformat(), as_of=as_of)
            for group in {state.key(split) for state in stock.values()}:
                inside = [state for state in stock.values() if state.key(split) == group]
                assert (said[(group,)].value, said[(group,)].n) == (truth.value(inside, week), len(inside))


@pytest.mark.parametrize("mode", ["now", "then"])
@pytest.mark.parametrize("split", ["", "rep", "stage", "closing"])
def test_the_waterfall_of_every_pair_closes(company: Company10, mode: Mode, split: Split) -> None:
    office, weekly, truth = company
    known = 0
    for first, last in PAIRS:
        period = f"{weekly.days[first] + timedelta(days=1)}..{weekly.days[last]}"
        ends = []
        for week in (first, last):
            as_of = known_at(weekly.days[week]) if mode == "then" else None
            dimensions = (split,) if split else ()
            ends.append(
                figures(office, "pipeline_value", *dimensions, period=weekly.days[week].isoformat(), as_of=as_of)
            )
        by = (split, "movement") if split else ("movement",)
        said = figures(office, METRIC[mode], *by, period=period)
        expected = truth.parts(first, last, mode, split)
        groups = {key[:-1] for key in said if len(key) == len(by)} | {()}
        for group in groups:
            parts = {key[-1]: answer for key, answer in said.items() if len(key) == len(by) and key[:-1] == group}
            if group == () and split:
                continue
            start, end = (one[group].value if group in one else Decimal(0) for one in ends)
            total = said[group]
            if start is None or end is None:
                assert total.value is None
                assert {"no_history", "withheld"} & set(total.flags)
                continue
            known += 1
            assert total.value == end - start
            assert sum((answer.value for answer in parts.values()), Decimal(0)) == total.value
            wanted = {
                movement: told for (key, movement), told in expected.items() if key == (group[0] if group else "")
            }
            assert {name: answer.n for name, answer in parts.items() if answer.n} == {
                name: count for name, (_, count) in wanted.items()
            }
            for name, (amount, _) in wanted.items():
                assert abs(parts[str(name)].value - amount) < Decimal("0.001")
        assert said[()].value is None or said[()].value == ends[1][()].value - ends[0][()].value
    assert known > len(PAIRS) // 2


def test_the_rows_of_a_waterfall_add_up_to_it(company: Company10) -> None:
    office, weekly, _ = company
    for first, last in ((0, 9), (3, 4)):
        period = f"{weekly.days[first] + timedelta(days=1)}..{weekly.days[last]}"
        whole = office.one(METRIC["then"], period=period)
        rows = office.rows(METRIC["then"], period=period).as_dicts()
        assert sum(row["numerator"] for row in rows) == whole.value
        for name, answer in office.by(METRIC["then"], "movement", period=period).items():
            if name:
                assert (name, sum(row["movement"] == name[0] for row in rows)) == (name, answer.n)
