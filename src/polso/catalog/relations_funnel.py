"""From the lead to the closed deal: leads, stages, proposals, the life of a deal, and shared credit."""

from __future__ import annotations

from dataclasses import replace

from polso.catalog.relation import KNOWN, Clock, Relation
from polso.catalog.relations_sales import DEAL, SALE

_LEAD_DIMENSIONS = {
    "rep": "rep_id",
    "team": "rep_id",
    "source": "source_id",
    "channel": "channel",
    "segment": "account_id",
}
_LEAD_ENTITIES = {"lead": "lead_id", "account": "account_id", "rep": "rep_id", "source": "source_id"}

LEAD_PATH = Relation(
    "lead_path",
    (
        ("lead_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("campaign", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("converted_by_rep_id", "VARCHAR"),
        ("created_on", "DATE"),
        ("conversion_days", "INTEGER"),
        ("ended_days", "INTEGER"),
        ("opportunity_days", "INTEGER"),
        ("qualified_days", "INTEGER"),
        ("in_order", "BOOLEAN"),
        ("is_referral", "BOOLEAN"),
        ("is_repeat", "BOOLEAN"),
        ("begun", "BIGINT"),
        ("minutes", "BIGINT"),
        ("begun_elapsed", "BIGINT"),
        ("minutes_elapsed", "BIGINT"),
        ("ended_as", "VARCHAR"),
        ("phoned_in", "BOOLEAN"),
        *KNOWN,
    ),
    (Clock("created", "created_on"),),
    "lead_id",
    dict(_LEAD_DIMENSIONS),
    dict(_LEAD_ENTITIES),
    (
        "lead_id",
        "account_id",
        "rep_id",
        "source_id",
        "campaign",
        "created_on",
        "conversion_days",
        "ended_days",
        "minutes",
        "minutes_elapsed",
    ),
    {"closing": "converted_by_rep_id", "creation": "rep_id"},
)
"""One row a lead. `in_order` is null where its days contradict each other, `begun` where its answer cannot be timed."""

LEAD_WAIT_SPAN = Relation(
    "lead_wait_span",
    (
        ("lead_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("is_repeat", "BOOLEAN"),
        ("created_on", "DATE"),
        ("age", "VARCHAR"),
        ("from_on", "DATE"),
        ("to_on", "DATE"),
        ("currency", "VARCHAR"),
        ("amount_state", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("span", "from_on"),),
    "lead_id",
    dict(_LEAD_DIMENSIONS),
    dict(_LEAD_ENTITIES),
    ("lead_id", "account_id", "rep_id", "source_id", "created_on"),
)
"""The days during which a lead waits for its first answer, one span for each `age` of the wait: new, days, week."""

_STAGE_DIMENSIONS = dict(DEAL.dimensions)

STAGE_REACH = Relation(
    "stage_reach",
    (
        ("opportunity_id", "VARCHAR"),
        ("stage_id", "VARCHAR"),
        ("rank", "INTEGER"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("type", "VARCHAR"),
        ("entered_on", "DATE"),
        ("outcome", "VARCHAR"),
        ("lost_here", "VARCHAR"),
        ("skipped", "VARCHAR"),
        ("in_order", "BOOLEAN"),
        ("days", "INTEGER"),
        ("ended_as", "VARCHAR"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_base", "DECIMAL(18,4)"),
        *KNOWN,
    ),
    (Clock("entered", "entered_on"),),
    "opportunity_id",
    dict(_STAGE_DIMENSIONS),
    dict(DEAL.entities),
    (
        "opportunity_id",
        "stage_id",
        "account_id",
        "rep_id",
        "entered_on",
        "outcome",
        "lost_here",
        "days",
        "amount",
        "currency",
    ),
)
"""A deal and a stage that it reached or passed. A null `outcome` is a lost deal of which no stage is known."""

STAGE_TIME = Relation(
    "stage_time",
    (
        ("opportunity_id", "VARCHAR"),
        ("stage_id", "VARCHAR"),
        ("rank", "INTEGER"),
        ("visit", "INTEGER"),
        ("again", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("type", "VARCHAR"),
        ("entered_on", "DATE"),
        ("in_order", "BOOLEAN"),
        ("days", "INTEGER"),
        ("ended_as", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("entered", "entered_on"),),
    "opportunity_id",
    dict(_STAGE_DIMENSIONS),
    dict(DEAL.entities),
    ("opportunity_id", "stage_id", "visit", "account_id", "rep_id", "entered_on", "days", "ended_as"),
)
"""A stay of a deal in a stage; who comes back to a stage stays there anew."""

DEAL_LIFE = Relation(
    "deal_life",
    (
        ("opportunity_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("created_by_rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("stage_id", "VARCHAR"),
        ("type", "VARCHAR"),
        ("created_on", "DATE"),
        ("status", "VARCHAR"),
        ("won_days", "INTEGER"),
        ("lost_days", "INTEGER"),
        ("qualified_days", "INTEGER"),
        ("closed_days", "INTEGER"),
        ("in_order", "BOOLEAN"),
        ("days", "INTEGER"),
        ("ended_as", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("created", "created_on"),),
    "opportunity_id",
    dict(DEAL.dimensions),
    dict(DEAL.entities),
    ("opportunity_id", "account_id", "rep_id", "created_on", "status", "days", "qualified_days"),
    {"closing": "rep_id", "creation": "created_by_rep_id"},
)
"""How many days after its creation a deal was qualified, won or lost."""

PROPOSAL_SENT = Relation(
    "proposal_sent",
    (
        ("proposal_id", "VARCHAR"),
        ("opportunity_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("version", "INTEGER"),
        ("position", "VARCHAR"),
        ("sent_on", "DATE"),
        ("status", "VARCHAR"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_base", "DECIMAL(18,4)"),
        *KNOWN,
    ),
    (Clock("sent", "sent_on"),),
    "proposal_id",
    {name: key for name, key in DEAL.dimensions.items() if name != "stage"},
    dict(DEAL.entities),
    (
        "proposal_id",
        "opportunity_id",
        "account_id",
        "rep_id",
        "version",
        "sent_on",
        "status",
        "amount",
        "currency",
    ),
)
"""Proposals sent; `position` is `first` for the first one of a deal, else `later`. `status` is the deal's."""

DEAL_CREDIT = replace(
    DEAL,
    name="deal_credit",
    columns=(*DEAL.columns[: -len(KNOWN)], ("share", "DECIMAL(9,6)"), *KNOWN),
    shown=(*DEAL.shown, "share"),
    counts="opportunity_id",
    share="share",
)
"""A deal once for everybody who shares in it, with his part of the amount; it counts whole for each, once in all."""

SALE_CREDIT = replace(SALE, name="sale_credit", counts="sale_id")
"""The won deals as sales, once for everybody who shares in them."""

RELATIONS: tuple[Relation, ...] = (
    LEAD_PATH,
    LEAD_WAIT_SPAN,
    STAGE_REACH,
    STAGE_TIME,
    DEAL_LIFE,
    PROPOSAL_SENT,
    DEAL_CREDIT,
    SALE_CREDIT,
)
