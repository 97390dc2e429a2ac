"""What is invoiced, paid and still owed, and what sales leave after their cost."""

from __future__ import annotations

from polso.catalog.relation import KNOWN, Clock, Relation
from polso.catalog.relations_sales import SALE

_WHO = {"rep": "rep_id", "team": "rep_id", "segment": "account_id", "customer": "account_id"}

INVOICE_DUE = Relation(
    "invoice_due",
    (
        ("invoice_id", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("issued_on", "DATE"),
        ("due_on", "DATE"),
        ("paid_on", "DATE"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_base", "DECIMAL(18,4)"),
        ("paid_amount", "DECIMAL(18,4)"),
        ("paid_amount_base", "DECIMAL(18,4)"),
        ("paid_net_amount", "DECIMAL(18,4)"),
        ("paid_net_amount_base", "DECIMAL(18,4)"),
        ("days_to_pay", "INTEGER"),
        ("days_late", "INTEGER"),
        ("ended_as", "VARCHAR"),
        ("fault", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("issued", "issued_on"), Clock("paid", "paid_on")),
    "invoice_id",
    dict(_WHO),
    {"account": "account_id", "rep": "rep_id", "invoice": "invoice_id"},
    (
        "invoice_id",
        "kind",
        "account_id",
        "rep_id",
        "amount",
        "currency",
        "issued_on",
        "due_on",
        "paid_on",
        "days_to_pay",
    ),
)

RECEIVABLE_SPAN = Relation(
    "receivable_span",
    (
        ("invoice_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("state", "VARCHAR"),
        ("from_on", "DATE"),
        ("to_on", "DATE"),
        ("issued_on", "DATE"),
        ("due_on", "DATE"),
        ("amount", "DECIMAL(18,4)"),
        ("overdue_amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_state", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("span", "from_on"),),
    "invoice_id",
    dict(_WHO),
    {"account": "account_id", "rep": "rep_id", "invoice": "invoice_id"},
    ("invoice_id", "account_id", "rep_id", "state", "amount", "currency", "issued_on", "due_on", "from_on", "to_on"),
)

SALE_MARGIN = Relation(
    "sale_margin",
    (
        *(column for column in SALE.columns if column not in KNOWN),
        ("cost_amount_base", "DECIMAL(18,4)"),
        ("cost_from", "VARCHAR"),
        ("margin_amount", "DECIMAL(18,4)"),
        ("margin_amount_base", "DECIMAL(18,4)"),
        ("list_amount", "DECIMAL(18,4)"),
        ("list_amount_base", "DECIMAL(18,4)"),
        ("discount_amount", "DECIMAL(18,4)"),
        ("discount_amount_base", "DECIMAL(18,4)"),
        *KNOWN,
    ),
    SALE.clocks,
    SALE.identity,
    {**SALE.dimensions, "customer": "account_id"},
    dict(SALE.entities),
    (
        "sale_id",
        "kind",
        "account_id",
        "rep_id",
        "product_id",
        "amount",
        "currency",
        "cost_amount_base",
        "cost_from",
        "margin_amount_base",
        "happened_on",
    ),
)

RELATIONS: tuple[Relation, ...] = (INVOICE_DUE, RECEIVABLE_SPAN, SALE_MARGIN)
