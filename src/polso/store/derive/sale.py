"""`sale`: what was sold and given back on every basis of money that the company has; bases are never added."""

from __future__ import annotations

import duckdb

from polso.store.derive.sale_entry import make_entry, make_order, publish, publish_won_deals
from polso.store.derive.tables import empty


def rebuild_sale(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `sale` from orders and refunds, invoices, and the won deals of `deal`.

    `sale_id` is unique within a basis: the order, deal or invoice; a refund is `refund:` and its own id. Money given
    back is negative, at the day it was given back. `product_id` is there when the whole order is of one product.
    """
    make_order(cursor)
    make_entry(cursor)
    empty(cursor, "sale")
    publish(cursor, "derive_entry", "sale")
    publish_won_deals(cursor, "sale")
