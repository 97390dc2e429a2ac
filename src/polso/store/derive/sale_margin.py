"""`sale_margin`: the lines of sales with what they cost, and with the price of the list before the discount."""

from __future__ import annotations

import duckdb

from polso.base.company import Company
from polso.store.derive.margin_cost import make_margin_entry
from polso.store.derive.sale_entry import publish
from polso.store.derive.statements import fill, run
from polso.store.derive.tables import empty

MARGIN_INPUTS = frozenset({"product"})

_FURTHER = """,
    derive_base_amount(e.cost, e.cost_currency, c.base, k.to_base) as cost_amount_base, e.cost_from,
    case when e.cost is not null then e.amount end as margin_amount,
    derive_base_amount(e.amount, e.currency, c.base, r.to_base)
        - derive_base_amount(e.cost, e.cost_currency, c.base, k.to_base) as margin_amount_base,
    e.list_amount, derive_base_amount(e.list_amount, e.currency, c.base, r.to_base) as list_amount_base,
    e.list_amount - e.amount as discount_amount,
    derive_base_amount(e.list_amount, e.currency, c.base, r.to_base)
        - derive_base_amount(e.amount, e.currency, c.base, r.to_base) as discount_amount_base
"""
_JOINS = "left join fx_day k on k.currency = e.cost_currency and k.day = e.happened_on"


def rebuild_sale_margin(cursor: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Fill `sale_margin`: the rows of `sale_line`, each with its cost where one is known.

    The cost is that of the line, else the unit cost of its product × quantity, else the line's part of the cost of its
    order by value; `cost_from` says which (`line`, `product`, `order`). What is given back takes its whole amount from
    the margin: what it cost is spent (`refund`). Where nothing is known and the company states its gross margin share,
    the cost is the rest of the amount (`share`). Otherwise cost and margin are null, never zero. `margin_amount` is the
    amount that has a margin, as it was written: null in the base currency, it lacks a rate. Without any cost, list
    price or share it stays empty: nothing asks it then.
    """
    empty(cursor, "sale_margin")
    if company.gross_margin_share is None and not _has_costs(cursor):
        return
    make_margin_entry(cursor)
    publish(cursor, "derive_margin_entry", "sale_margin", _FURTHER, _JOINS)
    run(
        cursor,
        """
        insert into sale_margin by name
        select opportunity_id as sale_id, 'won_deals' as basis, 'sale' as kind, account_id, rep_id, source_id, channel,
            product_id, decided_on as happened_on, decided_on as restated_on, amount, currency, amount_base, known_from,
            known_to, origin
        from deal
        where status = 'won' and opportunity_id not in (
            select o.opportunity_id from derive_live_opportunity o
            join derive_beside b on b.basis = 'won_deals' and b.source_system = o.source_system
            where o.opportunity_id is not null
        )
        """,
    )
    if company.gross_margin_share is not None:
        cursor.execute(
            """
            update sale_margin
            set cost_from = 'share', margin_amount = round(amount::decimal(38, 4) * $share, 4),
                margin_amount_base = round(amount_base::decimal(38, 4) * $share, 4),
                cost_amount_base = amount_base - round(amount_base::decimal(38, 4) * $share, 4)
            where cost_from is null
            """,
            {"share": company.gross_margin_share},
        )


def _has_costs(cursor: duckdb.DuckDBPyConnection) -> bool:
    found = cursor.execute(
        fill(
            """
            select 1 from derive_live_order_line where cost is not null or list_amount is not null
            union all
            select 1 from derive_live_product where unit_cost is not null
            union all
            select 1 from derive_live_sales_order where cost is not null
            limit 1
            """
        )
    ).fetchone()
    return found is not None
