"""Customers and what they pay again and again: activity, subscriptions, what winning customers costs, growth within."""

from __future__ import annotations

from dataclasses import replace

from polso.catalog.relation import KNOWN, Clock, Relation

_CUSTOMER = {"rep": "rep_id", "team": "rep_id", "product": "product_id", "segment": "account_id"}
_ENTITIES = {"account": "account_id", "rep": "rep_id", "product": "product_id"}
_STATE: tuple[tuple[str, str], ...] = (
    ("from_on", "DATE"),
    ("to_on", "DATE"),
    ("amount", "DECIMAL(18,4)"),
    ("currency", "VARCHAR"),
    ("amount_state", "VARCHAR"),
)
_SPAN = (Clock("span", "from_on"),)

CUSTOMER_SPAN = Relation(
    "customer_span",
    (
        ("account_id", "VARCHAR"),
        ("basis", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("product_id", "VARCHAR"),
        *_STATE,
        ("began", "VARCHAR"),
        ("next_days", "INTEGER"),
        ("ended_as", "VARCHAR"),
        *KNOWN,
    ),
    (*_SPAN, Clock("bought", "from_on")),
    "account_id",
    dict(_CUSTOMER),
    dict(_ENTITIES),
    ("account_id", "rep_id", "product_id", "from_on", "to_on"),
)

MRR_SPAN = Relation(
    "mrr_span",
    (
        ("subscription_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        *_STATE,
        *KNOWN,
    ),
    _SPAN,
    "subscription_id",
    dict(_CUSTOMER),
    dict(_ENTITIES),
    ("subscription_id", "account_id", "product_id", "amount", "currency", "from_on", "to_on"),
)

MRR_COMMITTED_SPAN = replace(MRR_SPAN, name="mrr_committed_span")
"""As `mrr_span`, from the day on which a subscription is signed, with what is signed in place of what it replaces."""

MRR_ACCOUNT_SPAN = Relation(
    "mrr_account_span",
    (("account_id", "VARCHAR"), ("rep_id", "VARCHAR"), ("product_id", "VARCHAR"), *_STATE, *KNOWN),
    _SPAN,
    "account_id",
    dict(_CUSTOMER),
    dict(_ENTITIES),
    ("account_id", "amount", "currency", "from_on", "to_on"),
)

MRR_MOVEMENT = Relation(
    "mrr_movement",
    (
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("day", "DATE"),
        ("movement", "VARCHAR"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_base", "DECIMAL(18,4)"),
        *KNOWN,
    ),
    (Clock("happened", "day"),),
    "account_id",
    {"rep": "rep_id", "team": "rep_id", "segment": "account_id"},
    {"account": "account_id", "rep": "rep_id"},
    ("account_id", "movement", "amount", "currency", "day"),
)

EXPENSE_DAY = Relation(
    "expense_day",
    (
        ("expense_id", "VARCHAR"),
        ("day", "DATE"),
        ("lagged_day", "DATE"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_base", "DECIMAL(18,4)"),
        ("category", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("campaign", "VARCHAR"),
        ("team_id", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("spent", "day"), Clock("lagged", "lagged_day")),
    "expense_id",
    {"source": "source_id", "channel": "channel"},
    {"source": "source_id"},
    ("expense_id", "category", "source_id", "campaign", "amount", "currency", "day"),
    {},
)

EXPANSION = Relation(
    "expansion",
    (
        ("account_id", "VARCHAR"),
        ("day", "DATE"),
        ("kind", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("happened", "day"),),
    "account_id",
    dict(_CUSTOMER),
    dict(_ENTITIES),
    ("account_id", "kind", "product_id", "rep_id", "amount", "currency", "day"),
)

RELATIONS: tuple[Relation, ...] = (
    CUSTOMER_SPAN,
    MRR_SPAN,
    MRR_COMMITTED_SPAN,
    MRR_ACCOUNT_SPAN,
    MRR_MOVEMENT,
    EXPENSE_DAY,
    EXPANSION,
)
