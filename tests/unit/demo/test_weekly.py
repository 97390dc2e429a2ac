"""Weekly exports are functions of seed and day, and hold what a weekly export can hold."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from polso.demo import weekly_exports

LAST = date(2026, 11, 23)


def ids(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["Record ID"] for row in csv.DictReader(stream)}


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (weekly_exports(tmp_path / name, last=LAST, weeks=3, size=0.2) for name in ("a", "b"))
    assert [path.read_bytes() for path in (*first.exports, first.rates)] == [
        path.read_bytes() for path in (*second.exports, second.rates)
    ]
    assert first.days == (date(2026, 11, 9), date(2026, 11, 16), LAST)


def test_an_export_holds_what_was_entered_and_not_deleted_before_its_morning(tmp_path: Path) -> None:
    weekly = weekly_exports(tmp_path, last=LAST, size=0.4, language="en")
    assert any(deal.deleted_at for deal in weekly.deals)
    assert any(deal.entered_at > deal.deal.created_at for deal in weekly.deals)
    for day, path in zip(weekly.days, weekly.exports, strict=True):
        morning = datetime.combine(day, time())
        assert ids(path) == {
            deal.deal.deal_id
            for deal in weekly.deals
            if deal.entered_at < morning and not (deal.deleted_at and deal.deleted_at < morning)
        }


def test_no_weeks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="weeks"):
        weekly_exports(tmp_path, last=LAST, weeks=0)
