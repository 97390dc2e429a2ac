"""Which relations are made anew when canonical tables changed, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.store.derive.account_root import make_account_root
from polso.store.derive.activity import ACTIVITY_INPUTS, rebuild_activity, rebuild_activity_coverage
from polso.store.derive.counted_source import make_counted, make_first_invoice
from polso.store.derive.coverage import note_beside, rebuild_coverage, rebuild_rep_coverage
from polso.store.derive.coverage_customers import rebuild_customer_coverage
from polso.store.derive.coverage_funnel import rebuild_funnel_coverage
from polso.store.derive.coverage_money import rebuild_money_coverage
from polso.store.derive.customers import CUSTOMER_INPUTS, rebuild_customers
from polso.store.derive.days import make_day_start, make_known_day, rebuild_calendar_day
from polso.store.derive.deal import rebuild_deal
from polso.store.derive.deal_look import make_look
from polso.store.derive.deal_past import make_past
from polso.store.derive.deal_span import rebuild_deal_span
from polso.store.derive.deal_state import make_state
from polso.store.derive.event import make_event
from polso.store.derive.extract import make_extract
from polso.store.derive.first_sale import rebuild_first_sale
from polso.store.derive.funnel import LEAD_INPUTS, STAGE_INPUTS, rebuild_leads, rebuild_stages
from polso.store.derive.fx_day import make_base_amount, rebuild_fx_day
from polso.store.derive.held import clear, held
from polso.store.derive.invoice_due import rebuild_invoice_due
from polso.store.derive.rep_day import rebuild_rep_day
from polso.store.derive.rep_team import rebuild_rep_team
from polso.store.derive.sale import rebuild_sale
from polso.store.derive.sale_line import rebuild_sale_line
from polso.store.derive.sale_margin import MARGIN_INPUTS, rebuild_sale_margin
from polso.store.derive.series_value import rebuild_series_value
from polso.store.derive.statements import drop_temporaries, fill
from polso.store.derive.tables import create
from polso.store.derive.versions import live_view

_SHARED = frozenset({"account", "source", "fx_rate"})
DEAL_INPUTS = _SHARED | {"opportunity", "opportunity_event", "lead", "stage"} | STAGE_INPUTS
SALE_INPUTS = DEAL_INPUTS | {"sales_order", "order_line", "refund", "invoice"} | CUSTOMER_INPUTS | MARGIN_INPUTS
PEOPLE_INPUTS = frozenset({"rep", "team_membership"})
INPUTS = SALE_INPUTS | PEOPLE_INPUTS | LEAD_INPUTS | ACTIVITY_INPUTS
# Tables whose instants of knowledge become local days.
_KNOWN_DAYS = ("opportunity", "opportunity_event", "lead", "account", "team_membership", "invoice")

__all__ = ["create", "rebuild"]


def rebuild(
    cursor: duckdb.DuckDBPyConnection,
    company: Company,
    calendar: CompanyCalendar,
    touched: Mapping[str, str] | Collection[str] | None = None,
) -> None:
    """Make the derived relations anew, in the caller's transaction and from what is stored.

    `touched` names the canonical tables that changed, as a mapping the working table of the records that did; relations
    made from others stay as they are. None makes all of them. The calendar, the coverage and the days of people are
    always made: they follow the batches too. Needs the canonical tables, `batch` and `batch_table`.
    """
    create(cursor)
    changed = INPUTS if touched is None else _changed(cursor, touched)
    for table in sorted(INPUTS):
        live_view(cursor, table)
    there = held(cursor, INPUTS)
    rebuild_calendar_day(cursor, calendar)
    make_known_day(cursor, calendar, _KNOWN_DAYS)
    if changed & (SALE_INPUTS | LEAD_INPUTS):
        _rebuild_facts(cursor, company, calendar, changed, there)
    else:
        make_counted(cursor, company)
    rebuild_activity(cursor, calendar, changed, there)
    rebuild_rep_team(cursor)
    rebuild_coverage(cursor)
    rebuild_funnel_coverage(cursor)
    rebuild_customer_coverage(cursor, company)
    rebuild_money_coverage(cursor)
    note_beside(cursor)
    rebuild_series_value(cursor)
    rebuild_activity_coverage(cursor, company, there)
    rebuild_rep_day(cursor)
    rebuild_rep_coverage(cursor)
    drop_temporaries(cursor)


def _rebuild_facts(
    cursor: duckdb.DuckDBPyConnection,
    company: Company,
    calendar: CompanyCalendar,
    changed: frozenset[str],
    there: frozenset[str],
) -> None:
    make_day_start(cursor, calendar)
    make_account_root(cursor)
    make_extract(cursor)
    make_base_amount(cursor, company)
    if "fx_rate" in changed:
        rebuild_fx_day(cursor, company)
    if changed & DEAL_INPUTS:
        make_event(cursor)
        make_look(cursor)
        make_state(cursor)
        make_past(cursor)
        rebuild_deal(cursor)
        rebuild_deal_span(cursor)
        rebuild_stages(cursor, there)
    make_counted(cursor, company)
    make_first_invoice(cursor)
    rebuild_sale(cursor)
    rebuild_sale_line(cursor)
    rebuild_first_sale(cursor)
    rebuild_customers(cursor, company)
    rebuild_leads(cursor, calendar, there)
    if "invoice" in there:
        rebuild_invoice_due(cursor)
    else:
        clear(cursor, "invoice_due", "receivable_span")
    rebuild_sale_margin(cursor, company)


def _changed(cursor: duckdb.DuckDBPyConnection, touched: Mapping[str, str] | Collection[str]) -> frozenset[str]:
    if not isinstance(touched, Mapping):
        return frozenset(touched)
    return frozenset(
        table
        for table, relation in touched.items()
        if cursor.execute(fill("select 1 from temp.$relation limit 1", relation=relation)).fetchone()
    )
