"""What the builders choose and word: judgements, fallbacks, rolling years, people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from polso.base.company import Company
from polso.catalog.registry import metrics
from polso.web.address import View
from polso.web.building.breakdowns import breakdown_card, may_split
from polso.web.building.changes import chip_of, tone_of, verdict_of
from polso.web.building.headline import headline_of
from polso.web.building.readings import Reading, _judged, read_together
from polso.web.building.rolling import rolling_rates
from polso.web.building.tiles import figure_of
from polso.web.building.trends import trend_card
from polso.web.building.voice import Voice
from tests.support.office import Office, deal, order


def voice_of(office: Office, language: Any = "it") -> Voice:
    return Voice(language, office.workspace.calendar)


def test_the_rolling_line_is_the_rate_of_the_twelve_months_together(shop: Office) -> None:
    months = shop.ask("win_rate", grain="month", period="2025-01..2026-10")
    rolled = rolling_rates(months)
    assert rolled[:11] == [None] * 11
    for position, answer in list(enumerate(months))[11:]:
        first = months[position - 11].period.start
        whole = shop.one("win_rate", period=f"{first:%Y-%m}..{answer.period.start:%Y-%m}")
        assert rolled[position] == pytest.approx(whole.value, abs=1e-12)


def test_a_partial_month_ends_no_year(shop: Office) -> None:
    months = shop.ask("win_rate", grain="month", period="2025-12..2026-11")
    assert months[-1].partial
    assert rolling_rates(months)[-1] is None


@pytest.fixture
def moving(new_office: Callable[..., Office]) -> Office:
    """Many more deals in October than in September; the rest as ever."""
    office = new_office(Company(name="Prova", revenue_basis="won_deals"))
    deals: list[dict[str, Any]] = []
    for month, count in ((8, 20), (9, 20), (10, 60)):
        for number in range(count):
            day = date(2026, month, 1 + number % 28)
            deals.append(deal(len(deals), created_on=day, closed_on=day, status=("won", "lost")[number % 2]))
    office.load({"opportunity": deals})
    return office


def test_a_rise_has_its_words_and_a_change_without_gate_has_not(moving: Office) -> None:
    rise = moving.one("opportunities_created", period="2026-10")
    assert rise.distinguishable
    chip = chip_of(rise, rise.distinguishable, voice_of(moving))
    assert chip is not None
    assert (chip.text, chip.words, chip.tone, chip.arrow) == ("+200% su set", "in aumento", "good", "up")
    same = moving.one("opportunities_created", period="2026-09")
    chip = chip_of(same, same.distinguishable, voice_of(moving, "en"))
    assert chip is not None
    assert (chip.text, chip.words, chip.tone, chip.arrow) == ("≈ 0% vs Aug", "usual swings", "neutral", "none")


def test_direction_decides_what_is_good(moving: Office) -> None:
    lost = moving.one("deals_lost", period="2026-10")
    assert verdict_of(lost, distinguishable=True) == "rose"
    assert tone_of(lost, "rose") == "bad"
    assert tone_of(lost, "usual") == "neutral"


def test_too_few_cases_are_no_judgement(moving: Office) -> None:
    answer = moving.one("opportunities_created", period="2026-10")
    assert verdict_of(answer, distinguishable=None) == "undecided"


def test_figures_shown_together_are_judged_together(moving: Office) -> None:
    asked = ("opportunities_created", "deals_won", "deals_lost", "win_rate")
    series = moving.answers(*asked, grain="month", period="2026-08..2026-10")
    readings = read_together(series.columns[0][-1].period, None, series)
    assert readings["opportunities_created"].distinguishable is True
    assert readings["win_rate"].distinguishable is False


def test_one_weak_finding_among_many_does_not_survive(moving: Office) -> None:
    answer = moving.one("opportunities_created", period="2026-10")

    def found(p_value: float, name: str) -> tuple[str, Reading]:
        return name, Reading(replace(answer, p_value=p_value, distinguishable=p_value < 0.05), (), None)

    alone = _judged(dict([found(0.04, "weak")]))
    among = _judged(dict([found(0.04, "weak"), *(found(0.9, f"other {n}") for n in range(9))]))
    strong = _judged(dict([found(0.0001, "strong"), *(found(0.9, f"other {n}") for n in range(9))]))
    assert alone["weak"].distinguishable is True
    assert among["weak"].distinguishable is False
    assert strong["strong"].distinguishable is True


def test_the_headline_names_only_what_survives(moving: Office) -> None:
    asked = ("net_revenue", "opportunities_created", "deals_won", "win_rate", "open_deals")
    series = moving.answers(*asked, grain="month", period="2026-08..2026-10")
    readings = read_together(series.columns[0][-1].period, None, series)
    headline = headline_of(readings, asked, View(), voice_of(moving))
    assert headline is not None
    said = headline.sentence.replace("\xa0", " ")
    assert said == "Ottobre 2026: 3.000 € di ricavi finora, +200% su settembre: in aumento."
    assert "opportunità create 60 (+200% su set, in aumento, migliora)" in headline.text
    assert "offerte vinte" not in headline.text


def test_few_deals_are_counted_and_not_rated(new_office: Callable[..., Office]) -> None:
    office = new_office()
    closed = date(2026, 10, 5)
    office.load({"opportunity": [deal(n, closed_on=closed, status=("won", "lost", "won")[n]) for n in range(3)]})
    series = office.answers("win_rate", grain="month", period="2026-10")
    readings = read_together(series.columns[0][-1].period, None, series)
    assert figure_of(readings["win_rate"], View(), voice_of(office)).value == "2 su 3"


def test_a_missing_figure_says_what_it_needs(moving: Office) -> None:
    series = moving.answers("average_order_value", grain="month", period="2026-10")
    readings = read_together(series.columns[0][-1].period, None, series)
    figure = figure_of(readings["average_order_value"], View(), voice_of(moving))
    assert figure.value is None
    assert figure.reason == "Serve un file di: ordini."
    assert figure.remedy is not None
    assert figure.remedy.href == "/data"


def test_a_month_without_a_value_yields_to_the_last_that_has_one(new_office: Callable[..., Office]) -> None:
    office = new_office(Company(name="Prova", revenue_basis="orders"))
    closed = [deal(n, closed_on=date(2026, 9, 1 + n), status=("won", "lost")[n % 2]) for n in range(8)]
    office.load({"opportunity": closed, "sales_order": [order(1, date(2026, 9, 1)), order(2, date(2026, 11, 20))]})
    series = office.answers("net_revenue", "win_rate", grain="month", period="2026-08..2026-11")
    readings = read_together(series.columns[0][-1].period, None, series)
    assert not readings["net_revenue"].older
    assert readings["win_rate"].older
    figure = figure_of(readings["win_rate"], View(), voice_of(office))
    assert (figure.value, figure.period) == ("50%", "settembre 2026")


def test_rates_of_people_are_ordered_by_the_cautious_estimate(new_office: Callable[..., Office]) -> None:
    office = new_office()
    closed = date(2026, 10, 5)
    rows = [deal(n, closed_on=closed, owner_id="lucky") for n in range(1)]
    rows += [deal(10 + n, closed_on=closed, owner_id="steady", status="won" if n < 60 else "lost") for n in range(100)]
    rows += [deal(200 + n, closed_on=closed, owner_id="weak", status="won" if n < 5 else "lost") for n in range(50)]
    office.load({"opportunity": rows})
    columns = office.answers("win_rate", by=("rep",), period="2026-10").columns[0]
    card = breakdown_card(columns, "rep", "x", "y", View(), voice_of(office), width="half")
    assert card.spec is not None
    drawn = card.spec["data"]["values"]
    assert [row["key"] for row in drawn] == ["steady", "lucky", "weak"]
    lucky = drawn[1]
    assert lucky["raw"] == 1.0
    assert lucky["value"] < 0.6
    assert card.table is not None
    assert len(card.table.rows) == 3


def test_bars_add_up_and_end_with_the_unassigned(new_office: Callable[..., Office]) -> None:
    office = new_office(Company(name="Prova", revenue_basis="orders"))
    rows = [order(n, date(2026, 10, 5), 100 * n, rep_id=name) for n, name in ((1, "b"), (2, "a"), (9, None))]
    office.load({"sales_order": rows})
    columns = office.answers("net_revenue", by=("rep",), period="2026-10").columns[0]
    card = breakdown_card(columns, "rep", "x", "y", View(), voice_of(office, "en"), width="half")
    assert card.spec is not None
    assert [(row["label"], row["value"], row["share"]) for row in card.spec["data"]["values"]] == [
        ("A", 200.0, "17%"),
        ("B", 100.0, "8%"),
        ("Unassigned", 900.0, "75%"),
    ]
    assert card.spec["data"]["values"][2]["href"].endswith("&rep=")
    assert card.link is not None
    assert card.link.href == "/metrics/net_revenue.csv?by=rep"


def test_many_groups_are_drawn_in_part_and_listed_whole(new_office: Callable[..., Office]) -> None:
    office = new_office(Company(name="Prova", revenue_basis="orders"))
    office.load({"sales_order": [order(n, date(2026, 10, 5), 10 + n, rep_id=f"r{n:02}") for n in range(20)]})
    columns = office.answers("net_revenue", by=("rep",), period="2026-10").columns[0]
    card = breakdown_card(columns, "rep", "x", "y", View(), voice_of(office), width="half")
    assert card.spec is not None
    assert len(card.spec["data"]["values"]) == 8
    assert card.table is not None
    assert len(card.table.rows) == 20
    assert card.note == "Le prime 8 di 20; tutte nella tabella."


def test_a_running_month_is_pale_and_leads_to_its_rows(shop: Office) -> None:
    months = shop.ask("net_revenue", grain="month", period="2026-09..2026-11", compare="none")
    card = trend_card(months, "x", "y", View(where=(("rep", "Anna"),)), voice_of(shop), width="full")
    assert card.spec is not None
    drawn = card.spec["data"]["values"]
    assert [row["state"] for row in drawn] == ["strong", "strong", "partial"]
    assert drawn[0]["href"] == "/metrics/net_revenue/rows?period=2026-09&rep=Anna"
    assert card.table is not None
    assert [row[0].text for row in card.table.rows] == ["Novembre 2026", "Ottobre 2026", "Settembre 2026"]


def test_activity_is_not_shown_by_person_unless_switched_on() -> None:
    calls = replace(metrics()["opportunities_created"], families=("activity",))
    assert not may_split(calls, "rep", Company())
    assert may_split(calls, "rep", Company(activity_by_person=True))
    assert may_split(calls, "team", Company())
    assert may_split(metrics()["win_rate"], "rep", Company())
