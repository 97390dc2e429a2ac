"""The difference is always said; rose, fell, better and worse only behind their gate."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from polso.answers.answer import TOTAL, Answer
from polso.base.period import Period
from polso.catalog.registry import metrics
from polso.commands.wording import base_name, judgement, shown_change, shown_interval, shown_value

NOVEMBER, OCTOBER = Period.of_months(2026, 11), Period.of_months(2026, 10)


def answer(metric_id: str = "net_revenue", **changes: Any) -> Answer:
    metric = metrics()[metric_id]
    values: dict[str, Any] = dict.fromkeys(one.name for one in fields(Answer))
    figures = {"value": Decimal(118500), "n": 40, "missing": 0, "coverage": 1.0, "previous": Decimal(158001)}
    change = {"previous_n": 50, "change": Decimal(-39501), "change_ratio": -0.25, "distinguishable": False}
    place = {"period": NOVEMBER, "part": NOVEMBER, "base": OCTOBER, "group": TOTAL, "currency": "EUR", "flags": ()}
    known = {"metric": metric, "variant": metric.variant(metric.default_variant), **place, **figures, **change}
    return Answer(**values | known | changes)


def test_the_difference_is_shown_whatever_the_gate_says() -> None:
    for verdict in (True, False, None):
        assert shown_change(answer(distinguishable=verdict), "it") == "−39.501,00\u00a0€ (−25%)"


@pytest.mark.parametrize(
    ("verdict", "change", "words", "tone"),
    [
        (True, Decimal(-39501), "▼ in calo, peggiora", "bad"),
        (True, Decimal(500), "▲ in aumento, migliora", "good"),
        (False, Decimal(-39501), "≈ rientra nelle oscillazioni solite", "neutral"),
        (None, Decimal(-39501), "pochi casi per dirlo", "neutral"),
        (True, None, "", "neutral"),
    ],
)
def test_the_judgement_needs_its_gate(verdict: bool | None, change: Decimal | None, words: str, tone: str) -> None:
    assert judgement(answer(distinguishable=verdict, change=change), "it") == (words, tone)


def test_a_longer_cycle_is_worse() -> None:
    said, tone = judgement(answer("sales_cycle_length", change=5, distinguishable=True), "en")
    assert (said, tone) == ("▲ rose, worse", "bad")


def test_of_a_growth_the_growth_itself_is_judged() -> None:
    grew = answer("sales_growth", value=0.4, change=-0.1, distinguishable=True)
    assert judgement(grew, "en") == ("▲ rose, better", "good")
    assert judgement(replace(grew, change=None), "en") == ("▲ rose, better", "good")


def test_shares_change_in_points_and_bases_are_named() -> None:
    assert shown_change(answer("win_rate", change=-0.063, change_ratio=-0.2), "it") == "−6,3\u00a0pt"
    assert base_name(OCTOBER, "it") == "rispetto a ott 2026"
    assert base_name(Period(date(2026, 10, 1), date(2026, 10, 23)), "en") == "vs 1–22 Oct 2026"


def test_values_are_in_their_unit() -> None:
    assert shown_value(30, "days", None, "it") == "30\u00a0giorni"
    assert shown_value(51.84, "days", None, "en") == "51.8\u00a0days"
    assert shown_value(1234, "count", None, "it") == "1.234"
    assert shown_value(2.5, "count", None, "en") == "2.50"
    assert shown_value(0.0, "ratio", None, "en") == "0.0%"
    assert shown_value(None, "currency", "EUR", "it") == "–"


def test_an_interval_is_shown_only_where_there_is_one() -> None:
    assert shown_interval(answer(), "it") == ""
    assert shown_interval(answer("win_rate", low=0.1, high=0.25), "it") == "10,0% … 25,0%"
