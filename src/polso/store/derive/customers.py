"""Everything told of customers, in the order in which one part reads another."""

from __future__ import annotations

import duckdb

from polso.base.company import Company
from polso.store.derive.account_owner import make_account_owner
from polso.store.derive.customer_span import rebuild_customer_span
from polso.store.derive.expansion import rebuild_expansion
from polso.store.derive.expense_day import rebuild_expense_day
from polso.store.derive.first_sale import add_first_payment
from polso.store.derive.mrr import make_subscriptions, rebuild_mrr

CUSTOMER_INPUTS = frozenset({"subscription_span", "account_history", "product", "expense"})
"""The canonical tables read besides those of deals and sales."""


def rebuild_customers(cursor: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Fill the relations of customers; call it when `deal`, `sale`, `sale_line` and `first_sale` were made anew."""
    make_account_owner(cursor)
    make_subscriptions(cursor)
    add_first_payment(cursor)
    rebuild_customer_span(cursor, company.active_window_days)
    rebuild_mrr(cursor)
    rebuild_expense_day(cursor, company.cac_lag_days)
    rebuild_expansion(cursor)
