"""The relations of the way from the lead to the closed deal, in their order."""

from __future__ import annotations

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.store.derive.deal_credit import rebuild_deal_credit, rebuild_sale_credit
from polso.store.derive.deal_life import rebuild_deal_life
from polso.store.derive.held import clear
from polso.store.derive.lead_path import rebuild_lead_path
from polso.store.derive.proposal_sent import rebuild_proposal_sent
from polso.store.derive.stage_path import make_stage_path
from polso.store.derive.stage_reach import rebuild_stage_reach

STAGE_INPUTS = frozenset({"proposal", "credit_split"})
"""What deals are told with, beside their own tables."""
LEAD_INPUTS = frozenset({"lead", "activity", "rep"})


def rebuild_stages(cursor: duckdb.DuckDBPyConnection, there: frozenset[str]) -> None:
    """Everything that follows a deal through its stages; needs `deal` and what it was made from.

    `there` are the canonical tables that hold anything.
    """
    if not there & {"opportunity", "opportunity_event", "proposal"}:
        clear(cursor, "stage_reach", "stage_time", "deal_life", "proposal_sent", "deal_credit")
        return
    make_stage_path(cursor)
    rebuild_stage_reach(cursor)
    rebuild_deal_life(cursor)
    rebuild_proposal_sent(cursor)
    rebuild_deal_credit(cursor)


def rebuild_leads(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar, there: frozenset[str]) -> None:
    """Everything that follows a lead, and the shared credit of what was sold; needs `deal`, `sale` and `first_sale`."""
    if "opportunity" in there:
        rebuild_sale_credit(cursor)
    else:
        clear(cursor, "sale_credit")
    if "lead" in there:
        rebuild_lead_path(cursor, calendar)
    else:
        clear(cursor, "lead_path", "lead_wait_span")
