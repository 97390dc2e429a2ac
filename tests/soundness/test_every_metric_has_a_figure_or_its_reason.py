"""The 35 metrics of the article: each has a figure in the sample company; with orders alone each has its figure or is
refused by name, with the input that it lacks. Nothing is silently zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from polso.access.viewer import OWNER
from polso.answers.answer import Answer, Answers
from polso.answers.door import Door
from polso.base.company import Company
from polso.base.period import Period
from polso.catalog.registry import metrics
from polso.commands.run import run
from polso.commands.session import Session
from polso.demo import NAME, generate
from polso.engines.duckdb import DuckDBEngine
from polso.intake.importing import import_files
from polso.query.request import Request
from polso.store.workspace import Workspace
from tests.support.office import Office
from tests.support.sample_figures import gained, invoiced, leaking, recurring, resets

NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SIZE = 0.5

# The article's metrics, each with a period in which it has a figure in the sample company.
MONTH, QUARTER, YEAR = "2026-10", "2026-Q3", "2025"
PERIODS = {
    "net_revenue": MONTH,
    "new_customers": MONTH,
    "clv": MONTH,
    "lead_conversion_rate": QUARTER,
    "average_order_value": MONTH,
    "sales_cycle_length": QUARTER,
    "pipeline_value": MONTH,
    "customer_churn_rate": YEAR,
    "mrr": MONTH,
    "sales_growth": MONTH,
    "sales_target_attainment": MONTH,
    "opportunities_created": MONTH,
    "average_revenue_per_sale": MONTH,
    "funnel_leakage": QUARTER,
    "cac": QUARTER,
    "customer_retention_rate": YEAR,
    "win_rate": QUARTER,
    "rep_quota_attainment": QUARTER,
    "csat": MONTH,
    "outreach_count": MONTH,
    "meetings_scheduled": MONTH,
    "follow_ups": MONTH,
    "sales_activity_time": MONTH,
    "proposals_sent": MONTH,
    "lead_response_time": MONTH,
    "demos_held": MONTH,
    "networking_events": YEAR,
    "social_engagement": MONTH,
    "referrals_received": MONTH,
    "conversion_rate_by_source": QUARTER,
    "inquiry_response_time": MONTH,
    "activity_ratio": MONTH,
    "upsell_cross_sell_rate": QUARTER,
    "sales_per_rep": QUARTER,
    "average_deal_size": MONTH,
}

# What orders alone give, in October: two orders of 100.00 a month by the same two customers since January 2025.
WITH_ORDERS: dict[str, Decimal | float | int] = {
    "net_revenue": Decimal(200),
    "sales_growth": 0.0,
    "average_order_value": Decimal(100),
    "average_revenue_per_sale": Decimal(100),
    "new_customers": 0,
    "clv": Decimal(2200),
    "customer_churn_rate": 0.0,
    "customer_retention_rate": 1.0,
}

# What each of the others is refused for.
LACKING = {
    "lead_conversion_rate": ("lead.created_at", "lead.account_id"),
    "sales_cycle_length": ("opportunity.created_at", "opportunity.closed_at", "opportunity.status"),
    "pipeline_value": ("opportunity.status", "opportunity.amount"),
    "mrr": ("subscription_span.valid_from", "subscription_span.mrr"),
    "sales_target_attainment": ("target.value", "target.period_start"),
    "opportunities_created": ("opportunity.created_at",),
    "funnel_leakage": ("opportunity_event.new",),
    "cac": ("expense.span_start", "expense.amount"),
    "win_rate": ("opportunity.status", "opportunity.closed_at"),
    "rep_quota_attainment": ("target.value", "target.period_start", "target.scope_id"),
    "csat": ("survey_response.responded_at", "survey_response.score"),
    "outreach_count": ("activity.kind", "activity.done_at"),
    "meetings_scheduled": ("activity.kind", "activity.booked_at"),
    "follow_ups": ("activity.kind", "activity.done_at", "activity.is_follow_up"),
    "sales_activity_time": ("activity.kind", "activity.duration_min"),
    "proposals_sent": ("proposal.sent_at",),
    "lead_response_time": ("lead.created_at", "activity.lead_id", "activity.done_at"),
    "demos_held": ("activity.kind", "activity.done_at"),
    "networking_events": ("activity.kind", "activity.done_at"),
    "social_engagement": ("social_stat.stat_date", "social_stat.likes"),
    "referrals_received": ("lead.created_at", "source.is_referral"),
    "conversion_rate_by_source": ("lead.created_at", "lead.account_id", "lead.source_id"),
    "inquiry_response_time": ("inquiry.received_at", "inquiry.first_response_at"),
    "activity_ratio": ("activity.kind", "activity.done_at", "opportunity.status", "opportunity.closed_at"),
    "upsell_cross_sell_rate": ("subscription_span.mrr", "subscription_span.account_id"),
    "sales_per_rep": ("sales_order.rep_id",),
    "average_deal_size": ("opportunity.amount", "opportunity.status", "opportunity.closed_at"),
}


def test_the_article_has_thirty_five() -> None:
    assert len(PERIODS) == 35
    assert {one.id for one in metrics().values() if not one.supporting} == set(PERIODS)
    assert {*WITH_ORDERS, *LACKING} == set(PERIODS)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The sample company, its own files imported as a user would."""
    folder = tmp_path_factory.mktemp("sample") / "workspace"
    with Workspace.create(folder, Company(name=NAME, revenue_basis="orders"), NOW) as workspace:
        files = generate(folder / "examples", today=TODAY, size=SIZE)
        session = Session(workspace, Door(workspace, DuckDBEngine(workspace.cursor)), now=lambda: NOW)
        report = run(session, "import", {"files": [str(file) for file in files]})["report"]
        assert report["batch"] == 1, report["questions"]
        yield session


@pytest.mark.parametrize(("metric", "period"), PERIODS.items())
def test_the_sample_company_has_a_figure_of(metric: str, period: str, sample: Session) -> None:
    answers = list(sample.door.ask(Request((metric,), (), None, period), OWNER, TODAY))
    assert answers
    assert any(answer.value for answer in answers), [(one.group.names, one.value, one.flags) for one in answers]


def told(sample: Session, metric: str, period: str) -> dict[str, Answer]:
    found = sample.door.ask(Request((metric,), (), None, period), OWNER, TODAY)
    return {" ".join(filter(None, one.group.names)): one for one in found}


@pytest.mark.parametrize("months", [("2025-06", 2025, 6, 1), ("2026-Q2", 2026, 4, 3), ("2026-10", 2026, 10, 1)])
def test_the_sample_companys_figures_are_those_of_its_raw_files(
    months: tuple[str, int, int, int], sample: Session
) -> None:
    """Recurring revenue, money due and paid, reactions and leakage, worked out of the files without the product."""
    label, year, month, count = months
    period, folder = Period.of_months(year, month, count), sample.workspace.layout.folder / "examples"
    for reading in (recurring, invoiced, gained):
        expected = reading(folder, period.start, period.end)
        assert {name: told(sample, name, label)[""].value for name in expected} == expected
    for stage, one in told(sample, "funnel_leakage", label).items():
        assert (one.numerator, one.denominator) == leaking(folder, period.start, period.end, stage)


def test_reactions_across_a_counter_that_begins_anew(sample: Session) -> None:
    folder = sample.workspace.layout.folder / "examples"
    for first in set(resets(folder)):
        period = Period.of_months(first.year, first.month, 1)
        expected = gained(folder, period.start, period.end)["social_engagement"]
        assert told(sample, "social_engagement", f"{first:%Y-%m}")[""].value == expected


@pytest.fixture(scope="module")
def orders_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("orders")
    months = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)][:23]
    visits = (("A", "01"), ("B", "20"))
    rows = [f"{month} {name},{name},{month}-{day},100.00" for month in months for name, day in visits]
    file = folder / "ordini.csv"
    file.write_text("\n".join(["order_id,account_id,ordered_at,net_amount", *rows]) + "\n", encoding="utf-8")
    office = Office(folder, Company(name="Bottega"), TODAY)
    assert not import_files(office.workspace, [file], as_table="sales_order").questions
    yield office
    office.close()


def asked(office: Office, metric: str) -> Answers:
    return office.answers(metric, period=MONTH)


@pytest.mark.parametrize(("metric", "figure"), WITH_ORDERS.items())
def test_orders_alone_give(metric: str, figure: Decimal | float, orders_alone: Office) -> None:
    (answer,) = asked(orders_alone, metric)
    assert answer.value == figure, answer


@pytest.mark.parametrize(("metric", "inputs"), LACKING.items())
def test_without_its_file_it_is_refused_by_name(metric: str, inputs: tuple[str, ...], orders_alone: Office) -> None:
    answers = asked(orders_alone, metric)
    assert [(one.value, one.flags) for one in answers] == [(None, ("missing_input",))]
    assert answers.columns[0].missing_inputs == inputs
