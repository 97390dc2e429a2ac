"""Customers: how many, who comes back by quarter of the first purchase, what one is worth and what one costs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from polso.answers.answer import Answer, MetricAnswers
from polso.answers.cohorts import Cohorts
from polso.base.period import shift_months
from polso.catalog.model import Stock
from polso.i18n.dates import format_date, format_period
from polso.i18n.numbers import format_integer, format_percent
from polso.web.address import View
from polso.web.building.changes import chip_of
from polso.web.building.families import interval_text, quality_of
from polso.web.building.readings import Reading, total_of
from polso.web.building.tiles import metric_path, name_of, reason_of
from polso.web.building.voice import Voice
from polso.web.views.customers import Age, CohortCard, CohortRow, CustomersPage, Worth
from polso.web.views.figures import Fact, Headline
from polso.web.views.frame import Frame, Link

MONTHS = 3
DEEPEST = 9
FACTS = ("active_customers", "new_customers", "customer_retention_rate", "cac")
LINKS = ("customer_churn_rate", "repeat_purchase_rate", "upsell_cross_sell_rate", "mrr", "net_revenue_retention")
WORTH = (
    *("clv:historic", "clv:first_year", "clv:expected_36_months", "clv:new_customer_36_months"),
    *("cac", "clv_cac_ratio", "cac_payback_months"),
)
WORTH_OF_SUBSCRIBERS = ("clv:subscriber_36_months", "cac", "cac_payback_months:subscription")


def customers_page(
    frame: Frame,
    facts: Sequence[Reading],
    cohorts: Cohorts | None,
    worth: Sequence[MetricAnswers],
    links: Sequence[Link],
    view: View,
    voice: Voice,
) -> CustomersPage:
    card = None if cohorts is None else _cohort_card(cohorts, voice)
    return CustomersPage(
        frame,
        _headline(facts, cohorts, voice),
        card,
        tuple(_worth(columns, view, voice) for columns in worth),
        "" if card else voice.say("customers.no_cohorts"),
        None if card else Link(voice.say("data.upload"), "/data"),
        tuple(links),
    )


def _headline(facts: Sequence[Reading], cohorts: Cohorts | None, voice: Voice) -> Headline | None:
    """How many come back within the first year, over all cohorts that have had it."""
    shown = tuple(_fact(one, voice) for one in facts if one.known)
    if not shown:
        return None
    sentence = voice.say("customers.sentence")
    if cohorts is not None and cohorts.table.rate.shape[1] > 1 and not isnan(cohorts.table.total_rate[1]):
        table = cohorts.table
        sentence = voice.say(
            "customers.come_back",
            share=format_percent(float(table.total_rate[1]), voice.language),
            part=format_integer(int(table.total_active[1]), voice.language),
            whole=format_integer(int(table.total_size[1]), voice.language),
        )
    return Headline(sentence, "", (), shown)


def _fact(reading: Reading, voice: Voice) -> Fact:
    answer = reading.answer
    part = answer.part or answer.period
    when = voice.period(part)
    if isinstance(answer.variant.kind, Stock):
        when = voice.say("customers.at_end", day=format_date(part.last_day, voice.language))
    chip = chip_of(answer, reading.distinguishable, voice)
    return Fact(name_of(answer.metric, voice), voice.brief(answer.value, answer.unit), when, chip)


def _cohort_card(cohorts: Cohorts, voice: Voice) -> CohortCard:
    table = cohorts.table
    ages = table.rate.shape[1]
    rows = tuple(
        CohortRow(
            format_period(start, shift_months(start, MONTHS), voice.language),
            format_integer(int(table.size[row]), voice.language),
            tuple(_age(cohorts, row, age, voice) for age in range(ages)),
        )
        for row, start in enumerate(cohorts.starts)
    )
    known = [voice.say("customers.cohort_note")]
    if cohorts.first_is_older:
        known.append(voice.say("customers.first_is_older"))
    return CohortCard(
        voice.say("customers.cohort_subtitle"),
        tuple(str(age) for age in range(ages)),
        rows,
        _total(cohorts, voice),
        " ".join(known),
    )


def _age(cohorts: Cohorts, row: int, age: int, voice: Voice) -> Age:
    table = cohorts.table
    if not table.complete[row, age]:
        return Age()
    return _cell(
        float(table.rate[row, age]),
        int(table.active[row, age]),
        int(table.size[row]),
        (float(table.interval.low[row, age]), float(table.interval.high[row, age])),
        voice,
    )


def _total(cohorts: Cohorts, voice: Voice) -> CohortRow:
    table = cohorts.table
    cells = tuple(
        Age()
        if isnan(table.total_rate[age])
        else _cell(
            float(table.total_rate[age]),
            int(table.total_active[age]),
            int(table.total_size[age]),
            (float(table.total_interval.low[age]), float(table.total_interval.high[age])),
            voice,
        )
        for age in range(table.rate.shape[1])
    )
    return CohortRow(voice.say("customers.all"), format_integer(int(table.size.sum()), voice.language), cells)


def _cell(rate: float, active: int, size: int, bounds: tuple[float, float], voice: Voice) -> Age:
    low, high = (format_percent(bound, voice.language) for bound in bounds)
    said = voice.say(
        "customers.cell",
        part=str(active),
        whole=str(size),
        share=format_percent(rate, voice.language, decimals=1),
        low=low,
        high=high,
    )
    return Age(format_percent(rate, voice.language).rstrip("%").rstrip("\xa0"), said, round(rate * DEEPEST))


def _worth(columns: MetricAnswers, view: View, voice: Voice) -> Worth:
    answer = total_of(columns)
    variant = columns.variant
    name = (
        variant.names[voice.language]
        if variant.id != columns.metric.default_variant
        else name_of(columns.metric, voice)
    )
    href = view.url_with(metric_path(columns.metric, variant), period=None)
    text = (variant.definition or columns.metric.definition)[voice.language]
    if answer.value is None:
        return Worth(name, href, None, text=text, reason=reason_of(answer, columns.missing_inputs, voice))
    value = (
        voice.exact(answer.value, answer.unit) if answer.unit == "number" else voice.brief(answer.value, answer.unit)
    )
    return Worth(name, href, value, interval_text(answer, voice), text, _warning(answer, voice))


def _warning(answer: Answer, voice: Voice) -> str:
    return " · ".join(quality_of(answer, voice))
