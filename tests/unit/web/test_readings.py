"""What stands in a row: figures that are always told apart, the last mature one, short words for what is unusual."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from polso.answers.answer import Answer, Group
from polso.answers.flags import FLAGS
from polso.web.address import View
from polso.web.building.changes import chip_of
from polso.web.building.families import flag_words, quality_of, row_of
from polso.web.building.readings import Reading, total_of
from polso.web.building.tiles import reason_of
from polso.web.building.variants import bridge_of
from polso.web.building.voice import Voice
from tests.support.office import Office


@pytest.fixture
def answer(shop: Office) -> Answer:
    return shop.one("win_rate", period="2026-10")


@pytest.fixture
def voice(shop: Office) -> Voice:
    return Voice("it", shop.workspace.calendar)


def part(answer: Answer, name: str, value: float) -> Answer:
    return replace(answer, group=Group(("channel",), (name,), (name.title(),)), value=value)


def test_the_whole_is_taken_before_any_part(answer: Answer) -> None:
    parts = [part(answer, "email", 0.1), part(answer, "phone", 0.2)]
    assert total_of([*parts, answer]) is answer
    assert total_of(parts, ("phone",)).value == 0.2
    assert total_of(parts).value == 0.1


def test_a_part_is_named_in_its_row(answer: Answer, voice: Voice) -> None:
    shown = row_of(Reading(part(answer, "email", 0.5), (), None), None, View(), voice)
    assert shown.name == "Offerte vinte · Email"


def test_the_target_stands_beside_the_figure_of_its_period_only(answer: Answer, voice: Voice) -> None:
    reached = replace(answer, value=0.8, numerator=0.5, denominator=0.625)
    shown = row_of(Reading(answer, (), None), reached, View(), voice)
    assert (shown.target, shown.target_note) == ("63%", "80% raggiunto")
    other = replace(reached, period=replace(reached.period, start=date(2026, 9, 1)))
    assert row_of(Reading(answer, (), None), other, View(), voice).target == ""


def test_of_a_figure_that_is_better_when_lower_the_target_is_divided(answer: Answer, voice: Voice) -> None:
    lower = replace(answer, variant=replace(answer.variant, direction="lower"))
    reached = replace(answer, value=0.8, numerator=0.4, denominator=0.5)
    assert row_of(Reading(lower, (), None), reached, View(), voice).target == "40%"


def test_quality_says_records_coverage_and_flags_in_short(answer: Answer, voice: Voice) -> None:
    weak = replace(answer, n=1200, coverage=0.996, flags=("partial", "low_coverage", "no_target"))
    assert quality_of(weak, voice) == (
        "n 1.200",
        "dati completi: 99%",
        "a più di un quinto manca un dato",
        FLAGS["no_target"].it,
    )
    assert flag_words("small_n", voice) == "meno di 30 casi"


def test_a_period_that_is_running_is_no_reason_for_a_missing_figure(answer: Answer, voice: Voice) -> None:
    young = replace(answer, value=None, flags=("partial", "immature"))
    assert reason_of(young, (), voice) == FLAGS["immature"].it


def test_without_a_test_nobody_says_that_there_are_too_few(answer: Answer, voice: Voice) -> None:
    untested = replace(answer.variant, uncertainty=replace(answer.variant.uncertainty, change="none"))
    chip = chip_of(replace(answer, variant=untested), None, voice)
    assert chip is not None
    assert chip.words == ""
    chip = chip_of(answer, None, voice)
    assert chip is not None
    assert chip.words == "pochi casi per dirlo"


def test_minutes_become_hours_from_two_hours_on(voice: Voice) -> None:
    assert voice.brief(119, "business_minutes") == "119\xa0min"
    assert voice.brief(150, "business_minutes") == "2,5\xa0h"
    assert voice.between(90, 150, "minutes") == "1,5 – 2,5\xa0h"
    assert voice.brief(3.25, "months") == "3,3\xa0mesi"


def test_no_bridge_leads_between_different_sales(shop: Office, voice: Voice) -> None:
    orders = shop.one("average_order_value", period="2026-10")
    revenue = shop.one("average_revenue_per_sale", period="2026-10")
    assert bridge_of(orders, revenue, View(), voice) is not None
    assert bridge_of(orders, replace(revenue, denominator=Decimal(7)), View(), voice) is None
