"""What the CRM shows is the fold of what it logged, today and on each earlier day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from polso.demo import generate, pipeline_export

TODAY = date(2026, 11, 24)
FOLDED = ("Deal Stage", "Amount", "Deal owner", "Close Date")
Table = list[dict[str, str]]


def folded(history: Table, before: str) -> dict[str, dict[str, str]]:
    """Last values by deal of the rows of a history file that are older than `before` (text of equal form)."""
    states: dict[str, dict[str, str]] = {}
    for row in history:
        if row["Changed at"] >= before:
            continue
        if row["Property"] == "Create Date":
            assert row["Record ID"] not in states
            states[row["Record ID"]] = {**dict.fromkeys(FOLDED, ""), "Create Date": row["Changed at"]}
            continue
        state = states[row["Record ID"]]
        assert row["Old value"] == state[row["Property"]]
        assert row["New value"] != row["Old value"]
        state[row["Property"]] = row["New value"]
    return states


def shown(deals: Table) -> dict[str, dict[str, str]]:
    return {row["Record ID"]: {name: row[name] for name in (*FOLDED, "Create Date")} for row in deals}


@pytest.mark.parametrize("days_ago", [0, 1, 7, 14, 100, 500, 1000])
def test_export_is_the_fold_of_the_history(
    tmp_path: Path, italian: Path, table: Callable[..., Table], days_ago: int
) -> None:
    as_of = TODAY - timedelta(days=days_ago)
    history = table(italian / "crm_storico_trattative.csv")
    assert [row["Changed at"] for row in history] == sorted(row["Changed at"] for row in history)
    exported = shown(table(pipeline_export(tmp_path, as_of=as_of, today=TODAY)))
    assert len(exported) > 10
    assert exported == folded(history, as_of.isoformat())


def test_export_of_today_is_the_file_of_the_demo(tmp_path: Path, italian: Path) -> None:
    export = pipeline_export(tmp_path, as_of=TODAY, today=TODAY)
    assert export.name == "crm_trattative_2026-11-24.csv"
    assert export.read_bytes() == (italian / "crm_trattative.csv").read_bytes()


def test_three_weekly_exports_show_one_moving_pipeline(tmp_path: Path, table: Callable[..., Table]) -> None:
    days = [TODAY - timedelta(days=days_ago) for days_ago in (14, 7, 0)]
    exports = [shown(table(pipeline_export(tmp_path, as_of=day, today=TODAY))) for day in days]
    for earlier, later in pairwise(exports):
        assert earlier.keys() < later.keys()
        moved = [key for key in earlier if earlier[key]["Deal Stage"] != later[key]["Deal Stage"]]
        repriced = [key for key in earlier if earlier[key]["Amount"] != later[key]["Amount"]]
        assert len(moved) > 5
        assert repriced
        closed = {"Chiusa vinta", "Chiusa persa"}
        assert any(later[key]["Deal Stage"] in closed for key in moved)


def test_close_date_is_past_for_closed_deals_and_lost_ones_have_a_reason(
    italian: Path, table: Callable[..., Table]
) -> None:
    for row in table(italian / "crm_trattative.csv"):
        if row["Deal Stage"] in ("Chiusa vinta", "Chiusa persa"):
            assert row["Create Date"] < row["Close Date"] < TODAY.isoformat()
        assert bool(row["Lost reason"]) == (row["Deal Stage"] == "Chiusa persa")
        assert row["Last Activity Date"] < TODAY.isoformat()
        if row["Deal Stage"] in ("Chiusa vinta", "Preventivo inviato"):
            assert float(row["Amount"]) > 0


def test_some_lost_deals_come_back(italian: Path, table: Callable[..., Table]) -> None:
    history = table(italian / "crm_storico_trattative.csv")
    assert [row for row in history if row["Old value"] == "Chiusa persa"]


def test_some_deals_change_owner(italian: Path, table: Callable[..., Table]) -> None:
    history = table(italian / "crm_storico_trattative.csv")
    moved = [row for row in history if row["Property"] == "Deal owner" and row["Old value"]]
    assert len(moved) > 10


def test_an_export_after_the_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="as_of"):
        pipeline_export(tmp_path, as_of=TODAY + timedelta(days=1), today=TODAY)


def test_languages_tell_the_same_history(tmp_path: Path, table: Callable[..., Table]) -> None:
    generate(tmp_path / "it", today=TODAY, size=0.2)
    generate(tmp_path / "en", today=TODAY, size=0.2, language="en")
    same = ("Record ID", "Amount", "Deal owner", "Close Date", "Create Date", "Associated Company")
    italian, english = table(tmp_path / "it" / "crm_trattative.csv"), table(tmp_path / "en" / "crm_deals.csv")
    assert [[row[name] for name in same] for row in italian] == [[row[name] for name in same] for row in english]
    assert {row["Deal Stage"] for row in english} >= {"Closed won", "Closed lost", "Proposal sent"}
