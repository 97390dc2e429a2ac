"""Cohorts and retentions asked as people ask: in the whole, by group, filtered, and with their rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from polso.catalog import registry
from polso.catalog.model import Cohort, Kind, Measure, Metric, Retention, Totals, Uncertainty
from polso.store.workspace import Workspace
from tests.support.office import Office, deal


def add(
    office: Office, monkeypatch: pytest.MonkeyPatch, name: str, kind: Kind, totals: Totals = "ratio", **changed: Any
) -> None:
    like = registry.metrics()["win_rate"]
    uncertainty = Uncertainty(level="wilson", change="rates")
    made: Metric = replace(
        like, id=name, kind=kind, totals=totals, variants=(), warns=(), uncertainty=uncertainty, **changed
    )
    known = office.workspace.metrics
    monkeypatch.setattr(Workspace, "metrics", property(lambda _: {**known, name: made}))


@pytest.fixture
def office(new_office: Callable[..., Office]) -> Office:
    office = new_office()
    office.load(
        {
            "rep": [{"rep_id": "r1", "name": "Anna"}, {"rep_id": "r2", "name": "Bruno"}],
            "opportunity": [
                deal(1, created_on=date(2026, 9, 1), closed_on=date(2026, 9, 11)),
                deal(2, created_on=date(2026, 9, 1), closed_on=date(2026, 10, 21), owner_id="r2"),
                deal(3, created_on=date(2026, 9, 2), closed_on=None, status="open"),
                deal(4, created_on=date(2026, 9, 3), closed_on=date(2026, 11, 20), owner_id="r2"),
            ],
        }
    )
    return office


def test_a_cohort_is_the_same_by_group_and_filtered_and_its_rows_add_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(office, monkeypatch, "closed_soon", Cohort(Measure("deal", "created"), "cycle_days", None, "60"))
    groups = office.by("closed_soon", "rep", period="2026-09")
    assert {key: (one.numerator, one.denominator) for key, one in groups.items()} == {
        ("Anna",): (1, 2),
        ("Bruno",): (1, 2),
        (): (2, 4),
    }
    alone = office.one("closed_soon", period="2026-09", where={"rep": "Bruno"})
    assert (alone.value, alone.low, alone.flags) == (0.5, groups["Bruno",].low, ("few_records",))
    rows = office.rows("closed_soon", period="2026-09").as_dicts()
    assert [sum(row[name] or 0 for row in rows) for name in ("numerator", "denominator")] == [2, 4]


def test_a_retention_is_the_same_by_group_and_filtered_and_its_rows_add_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(office, monkeypatch, "still_open", Retention(Measure("deal_span", "span"), "kept", "opportunity_id"))
    groups = office.by("still_open", "rep", period="2026-10")
    assert {key: (one.numerator, one.denominator) for key, one in groups.items()} == {
        ("Anna",): (1, 1),
        ("Bruno",): (1, 2),
        (): (2, 3),
    }
    assert office.one("still_open", period="2026-10", where={"rep": "Bruno"}).value == 0.5
    rows = office.rows("still_open", period="2026-10").as_dicts()
    assert [sum(row[name] for row in rows) for name in ("numerator", "denominator")] == [2, 3]


def test_what_is_always_split_has_its_lines_and_no_total(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort = Cohort(Measure("deal", "created"), "cycle_days", None, "60")
    add(office, monkeypatch, "by_rep_only", cohort, always_by=("rep",))
    answers = office.answers("by_rep_only", "deals_won", period="2026-09")
    told = [(one.metric.id, one.group.names) for one in answers]
    assert told == [("by_rep_only", ("Anna",)), ("by_rep_only", ("Bruno",)), ("deals_won", ())]


def test_activity_by_person_is_refused_until_the_company_switches_it_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = Cohort(Measure("deal", "created"), "cycle_days", None, "60")
    add(office, monkeypatch, "watched", cohort, families=("activity",))
    assert office.ask("watched", by=("rep",), period="2026-09")[0].flags == ("by_person_off",)
    assert office.ask("watched", where={"rep": "Anna"}, period="2026-09")[0].flags == ("by_person_off",)
    assert office.by("watched", "team", period="2026-09")[()].value == 0.5


def test_a_share_of_value_has_the_interval_of_its_effective_number(office: Office) -> None:
    office.load({"opportunity": [deal(9, status="lost", amount=900, closed_on=date(2026, 9, 20))]})
    found = office.one("win_rate:by_value", period="2026-09")
    assert (found.value, "few_deals_dominate" in found.flags) == (0.1, True)
    assert isinstance(found.low, float)
    assert isinstance(found.high, float)
    assert found.low < 0.1 < found.high
