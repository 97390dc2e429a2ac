"""The vectors T30 to T33: both Rome clock changes, the month of an instant, the working days of a quarter."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.money import divide_money, round_money
from polso.base.period import Period
from polso.base.period_text import parse_period

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "time.json").read_text(encoding="utf-8"))
T32, T33 = VECTORS["T32"], VECTORS["T33"]


def italian() -> CompanyCalendar:
    return CompanyCalendar.of(Company(holidays_country=T32["country"]), range(2025, 2026))


def quarter() -> Period:
    return parse_period(T32["period"], italian(), date(2025, 5, 16), None)


@pytest.mark.parametrize("vector", VECTORS["T30"], ids=lambda vector: vector["from"])
def test_t30_hours_between_two_noons_across_a_clock_change(vector: dict[str, Any]) -> None:
    calendar = CompanyCalendar(Company(timezone=vector["zone"]), frozenset())
    start, _ = calendar.to_utc(datetime.fromisoformat(vector["from"]))
    end, _ = calendar.to_utc(datetime.fromisoformat(vector["to"]))
    assert (end - start).total_seconds() == vector["hours"] * 3600


@pytest.mark.parametrize("vector", VECTORS["T31"], ids=lambda vector: vector["instant"])
def test_t31_an_instant_belongs_to_the_month_on_the_companys_wall(vector: dict[str, Any]) -> None:
    calendar = CompanyCalendar(Company(timezone=vector["zone"]), frozenset())
    day = calendar.local_date(datetime.fromisoformat(vector["instant"]))
    assert calendar.label(calendar.bucket(day, "month")) == vector["month"]


def test_t32_the_italian_holidays_are_the_published_ones() -> None:
    days_off = {day for day in italian().closed if quarter().contains(day) and day.isoweekday() <= 5}
    assert sorted(day.isoformat() for day in days_off) == T32["holidays_on_weekdays"]


def test_t32_working_days_of_the_quarter_and_elapsed() -> None:
    calendar, whole = italian(), quarter()
    part = calendar.elapsed(whole, date.fromisoformat(T32["known_until"]))
    assert (whole.days, part.days) == (T32["days"], T32["days_elapsed"])
    assert calendar.working_days(whole) == T32["working_days"]
    assert calendar.working_days(part) == T32["working_days_elapsed"]
    assert T32["working_days"] == np.busday_count(whole.start, whole.end, holidays=T32["holidays_on_weekdays"])


def test_t32_pace_from_working_days() -> None:
    calendar, whole = italian(), quarter()
    part = calendar.elapsed(whole, date.fromisoformat(T32["known_until"]))
    target, actual = Decimal(T32["target"]), Decimal(T32["actual"])
    elapsed, total = calendar.working_days(part), calendar.working_days(whole)
    assert divide_money(target * elapsed, total) == Decimal(T32["pace_target"])
    assert round(actual * total / (target * elapsed), 6) == Decimal(T32["pace_attainment"])
    assert actual / target == Decimal(T32["full_attainment"])
    assert round(actual * whole.days / (target * part.days), 6) == Decimal(T32["calendar_attainment"])


def test_t33_a_joiner_works_for_part_of_the_quarter() -> None:
    calendar, whole = italian(), quarter()
    active = Period(date.fromisoformat(T33["joined"]), whole.end)
    assert calendar.working_days(active) == T33["working_days"]
    share = Decimal(T33["quota"]) * calendar.working_days(active) / calendar.working_days(whole)
    assert round_money(share) == Decimal(T33["quota_share"])
