"""Every step from the canonical tables to the relations, each after those that it reads."""

from __future__ import annotations

from polso.store.derive.account_owner import make_account_owner
from polso.store.derive.account_root import make_account_root
from polso.store.derive.counted_source import make_counted, make_first_invoice
from polso.store.derive.customer_span import rebuild_customer_span
from polso.store.derive.days import make_day_start, make_known_day
from polso.store.derive.deal import rebuild_deal
from polso.store.derive.deal_credit import rebuild_deal_credit, rebuild_sale_credit
from polso.store.derive.deal_life import rebuild_deal_life
from polso.store.derive.deal_look import make_look
from polso.store.derive.deal_past import make_past
from polso.store.derive.deal_span import rebuild_deal_span
from polso.store.derive.deal_state import make_state
from polso.store.derive.event import make_event
from polso.store.derive.expansion import rebuild_expansion
from polso.store.derive.expense_day import rebuild_expense_day
from polso.store.derive.extract import EXTRACTED, make_extract
from polso.store.derive.first_sale import add_first_payment, rebuild_first_sale
from polso.store.derive.fx_day import make_base_amount, rebuild_fx_day
from polso.store.derive.inquiry import rebuild_inquiry_response
from polso.store.derive.invoice_due import rebuild_invoice_due
from polso.store.derive.lead_path import rebuild_lead_path
from polso.store.derive.mrr import make_subscriptions, rebuild_mrr
from polso.store.derive.mrr_committed import rebuild_mrr_committed
from polso.store.derive.networking import rebuild_networking_event
from polso.store.derive.proposal_sent import rebuild_proposal_sent
from polso.store.derive.rep_team import rebuild_rep_team
from polso.store.derive.sale import rebuild_sale
from polso.store.derive.sale_line import rebuild_sale_line
from polso.store.derive.sale_margin import rebuild_sale_margin
from polso.store.derive.social import rebuild_social_gain
from polso.store.derive.stage_path import make_stage_path
from polso.store.derive.stage_reach import rebuild_stage_reach
from polso.store.derive.step import Build, Step
from polso.store.derive.survey import rebuild_survey_answer
from polso.store.derive.work import rebuild_work
from polso.store.derive.work_link import make_work_links
from polso.store.derive.work_time import make_started, rebuild_work_time

_KNOWN = ("opportunity", "opportunity_event", "lead", "account", "team_membership", "invoice")
"""Tables whose instants of knowledge become local days."""
_DATED = ("invoice", "opportunity", "opportunity_event", "sales_order", "refund", "lead", "proposal")
_DEALS = ("opportunity", "opportunity_event")
_SALES = ("invoice", "sales_order", "refund", *_DEALS)
_MONEY = ("derive_company", "fx_day")


def _first_sale(build: Build) -> None:
    rebuild_first_sale(build.cursor)
    make_account_owner(build.cursor)
    add_first_payment(build.cursor)


STEPS: tuple[Step, ...] = (
    Step(lambda b: make_known_day(b.cursor, b.calendar, _KNOWN), _KNOWN, ("derive_known_day",), helper=True),
    Step(lambda b: make_day_start(b.cursor, b.calendar), _DATED, ("derive_day_start",), helper=True),
    Step(lambda b: make_extract(b.cursor), EXTRACTED, ("derive_extract",), helper=True),
    Step(lambda b: make_base_amount(b.cursor, b.company), (), ("derive_company",), helper=True),
    Step(lambda b: make_account_root(b.cursor), ("account",), ("derive_account_root",)),
    Step(lambda b: rebuild_fx_day(b.cursor, b.company), ("fx_rate",), ("fx_day",), of=("fx_rate",)),
    Step(
        lambda b: rebuild_rep_team(b.cursor),
        ("team_membership", "derive_known_day"),
        ("rep_team", "derive_membership"),
        of=("team_membership",),
    ),
    # Deals
    Step(
        lambda b: make_event(b.cursor),
        ("opportunity_event", "stage", "derive_day_start"),
        ("derive_event",),
    ),
    Step(
        lambda b: make_look(b.cursor),
        ("opportunity", "lead", "derive_account_root", "derive_event"),
        ("derive_fold", "derive_look", "derive_look_event"),
    ),
    Step(
        lambda b: make_state(b.cursor),
        (
            *("lead", "source", "derive_account_root", "derive_day_start", "derive_extract", "derive_known_day"),
            *("derive_fold", "derive_look", "derive_look_event"),
        ),
        ("derive_observed", "derive_state"),
    ),
    Step(lambda b: make_past(b.cursor), ("derive_look_event", "derive_state"), ("derive_past",)),
    Step(lambda b: rebuild_deal(b.cursor), ("derive_past", "derive_state", *_MONEY), ("deal",), of=_DEALS),
    Step(
        lambda b: rebuild_deal_span(b.cursor),
        ("derive_fold", "derive_known_day", "derive_look_event", "derive_observed", "derive_state"),
        ("deal_span",),
        of=_DEALS,
    ),
    Step(
        lambda b: make_stage_path(b.cursor),
        ("stage", "derive_fold", "derive_look", "derive_look_event", "derive_past", "derive_state"),
        ("derive_ladder", "derive_stage_entry", "derive_way", "derive_way_pipeline"),
    ),
    Step(
        lambda b: rebuild_stage_reach(b.cursor),
        (
            *("deal", "derive_ladder", "derive_look_event", "derive_stage_entry", "derive_way"),
            "derive_way_pipeline",
        ),
        ("stage_reach", "stage_time", "derive_reach"),
        of=_DEALS,
    ),
    Step(
        lambda b: rebuild_deal_life(b.cursor),
        ("deal", "derive_ladder", "derive_stage_entry", "derive_way_pipeline"),
        ("deal_life",),
        of=_DEALS,
    ),
    Step(
        lambda b: rebuild_proposal_sent(b.cursor),
        (
            *("deal", "proposal", "derive_account_root", "derive_day_start", "derive_extract", "derive_ladder"),
            *("derive_reach", *_MONEY),
        ),
        ("proposal_sent",),
        of=("proposal", *_DEALS),
    ),
    Step(lambda b: rebuild_deal_credit(b.cursor), ("deal", "credit_split"), ("deal_credit",), of=_DEALS),
    # Sales
    Step(
        lambda b: make_counted(b.cursor, b.company),
        ("deal", "invoice", "opportunity", "sales_order"),
        ("derive_beside",),
    ),
    Step(
        lambda b: make_first_invoice(b.cursor),
        ("account", "invoice", "derive_account_root", "derive_beside"),
        ("derive_first_invoice", "derive_twice"),
    ),
    Step(
        lambda b: rebuild_sale(b.cursor),
        (
            *("deal", "invoice", "opportunity", "order_line", "refund", "sales_order", "source"),
            *("derive_account_root", "derive_beside", "derive_day_start", "derive_extract", "derive_first_invoice"),
            *("derive_twice", *_MONEY),
        ),
        ("sale", "derive_entry", "derive_order"),
        of=_SALES,
    ),
    Step(
        lambda b: rebuild_sale_line(b.cursor),
        (
            *("sale", "deal", "opportunity", "order_line", "source", "derive_account_root", "derive_beside"),
            *("derive_entry", "derive_extract", "derive_order", *_MONEY),
        ),
        ("sale_line",),
        of=_SALES,
    ),
    Step(
        lambda b: rebuild_sale_margin(b.cursor, b.company),
        (
            *("deal", "opportunity", "order_line", "product", "sales_order", "source", "derive_account_root"),
            *("derive_beside", "derive_entry", "derive_extract", "derive_order", *_MONEY),
        ),
        ("sale_margin",),
        of=_SALES,
    ),
    Step(lambda b: rebuild_sale_credit(b.cursor), ("deal_credit", "sale"), ("sale_credit",), of=_DEALS),
    Step(
        lambda b: rebuild_invoice_due(b.cursor),
        (
            *("invoice", "derive_account_root", "derive_beside", "derive_day_start", "derive_extract"),
            *("derive_known_day", "derive_twice", *_MONEY),
        ),
        ("invoice_due", "receivable_span"),
        of=("invoice",),
    ),
    # Customers
    Step(
        lambda b: make_subscriptions(b.cursor),
        ("subscription_span", "derive_account_root", "derive_extract", *_MONEY),
        ("derive_mrr", "derive_mrr_piece", "derive_mrr_state"),
    ),
    Step(
        _first_sale,
        ("account", "account_history", "sale", "source", "derive_entry", "derive_mrr_state"),
        ("first_sale", "derive_first_rep", "derive_kept_sale", "derive_owner"),
        of=("account", "subscription_span", *_SALES),
    ),
    Step(
        lambda b: rebuild_customer_span(b.cursor, b.company.active_window_days),
        ("derive_first_rep", "derive_kept_sale", "derive_mrr", "derive_mrr_state", "derive_owner"),
        ("customer_span",),
        of=("subscription_span", *_SALES),
    ),
    Step(
        lambda b: rebuild_mrr(b.cursor),
        ("derive_first_rep", "derive_mrr", "derive_mrr_state", "derive_owner", *_MONEY),
        ("mrr_span", "mrr_account_span", "mrr_movement"),
        of=("subscription_span",),
    ),
    Step(
        lambda b: rebuild_mrr_committed(b.cursor),
        ("subscription_span", "derive_first_rep", "derive_known_day", "derive_mrr_piece", "derive_owner"),
        ("mrr_committed_span",),
        of=("subscription_span",),
    ),
    Step(
        lambda b: rebuild_expense_day(b.cursor, b.company.spend_lag_days),
        ("expense", "source", *_MONEY),
        ("expense_day",),
        of=("expense",),
    ),
    Step(
        lambda b: rebuild_expansion(b.cursor),
        ("deal", "order_line", "product", "sale_line", "mrr_movement", "mrr_span", "derive_mrr"),
        ("expansion",),
        of=("order_line", "subscription_span", *_DEALS),
    ),
    # Leads
    Step(
        lambda b: rebuild_lead_path(b.cursor, b.calendar),
        (
            *("activity", "lead", "opportunity", "rep", "source", "deal", "first_sale", "derive_account_root"),
            *("derive_day_start", "derive_extract"),
        ),
        ("lead_path", "lead_wait_span"),
        of=("lead",),
    ),
    # What people do and what customers say
    Step(
        lambda b: make_work_links(b.cursor),
        ("deal", "lead", "rep"),
        ("derive_work_bot", "derive_work_deal", "derive_work_lead", "derive_work_rep"),
    ),
    Step(
        lambda b: rebuild_work(b.cursor),
        (
            *("activity", "lead", "rep", "deal", "derive_account_root", "derive_work_bot", "derive_work_deal"),
            *("derive_work_lead", "derive_work_rep"),
        ),
        ("work", "work_touched", "work_won", "derive_work_base"),
        of=("activity",),
    ),
    Step(lambda b: make_started(b.cursor), ("activity", "derive_work_base"), ("derive_started",)),
    Step(lambda b: rebuild_work_time(b.cursor), ("work", "derive_started"), ("work_time",), of=("activity",)),
    Step(
        lambda b: rebuild_networking_event(b.cursor),
        ("work", "derive_work_base"),
        ("networking_event",),
        of=("activity",),
    ),
    Step(
        lambda b: rebuild_inquiry_response(b.cursor, b.calendar),
        ("inquiry", "derive_account_root", "derive_work_bot"),
        ("inquiry_response",),
        of=("inquiry",),
    ),
    Step(
        lambda b: rebuild_survey_answer(b.cursor),
        ("survey_response", "deal", "sale", "derive_account_root"),
        ("survey_answer",),
        of=("survey_response",),
    ),
    Step(lambda b: rebuild_social_gain(b.cursor), ("rep", "social_stat"), ("social_gain",), of=("social_stat",)),
)
