"""`sale_line`: sales by product, where the lines of an order account for its amount."""

from __future__ import annotations

import duckdb

from polso.store.derive.sale_entry import publish, publish_won_deals
from polso.store.derive.statements import replace_temp
from polso.store.derive.tables import empty
from polso.store.derive.versions import Neighbour, cut

TOLERANCE = "0.01"
"""How far the sum of an order's lines may be from the order."""


def rebuild_sale_line(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `sale_line`: one row a line with its product, else one row without product for the whole entry.

    What the lines lack of the order, or have too much, by rounding belongs to the largest of them, so that a split by
    product adds up to the orders. Without any line it is what `sale` is.
    Reads `sale`, `derive_order` and `derive_entry`. Several rows share the `sale_id` of their order; their kind is the
    order's.
    """
    replace_temp(
        cursor,
        "derive_line",
        """
        select order_id, product_id, net_amount, known_from, known_to
        from derive_live_order_line
        where not is_stub and order_id is not null
        """,
    )
    empty(cursor, "sale_line")
    if cursor.execute("select 1 from derive_line limit 1").fetchone() is None:
        # No order has products then, so that nothing needs to be worked out again.
        cursor.execute("insert into sale_line by name select * from sale")
        return
    replace_temp(
        cursor,
        "derive_lined_order",
        "select * from derive_order where is_completed and order_id in (select order_id from derive_line)",
    )
    cut(
        cursor,
        "derive_order_piece",
        "derive_lined_order",
        "order_id",
        (Neighbour("derive_line", "order_id", "order_id"),),
    )
    replace_temp(
        cursor,
        "derive_line_entry",
        """
        with line as (
            select o.order_id, o.known_from, l.product_id, l.net_amount,
                sum(l.net_amount) over w as total, count(l.net_amount) over w as n_known, count(*) over w as n,
                row_number() over (
                    partition by o.order_id, o.known_from order by abs(l.net_amount) desc, l.product_id
                ) = 1 as is_largest,
                o.amount
            from derive_order_piece o
            join derive_line l on l.order_id = o.order_id
                and l.known_from <= o.known_from and o.known_from < l.known_to
            window w as (partition by o.order_id, o.known_from)
        ),
        fitting as (
            select order_id, known_from, product_id,
                if(is_largest, net_amount + amount - total, net_amount) as net_amount
            from line
            where n = n_known and abs(total - amount) <= $tolerance
        )
        select 'sales_order' as table_name, o.source_system, o.order_id as sale_id, 'orders' as basis,
            if(o.amount < 0, 'refund', 'sale') as kind,
            o.account_id, o.rep_id, o.source_id, o.channel, f.product_id, o.happened_on, o.happened_from,
            if(f.order_id is null, o.amount, f.net_amount) as amount, o.currency, o.order_id,
            o.known_from, o.known_to, o.first_known
        from derive_order_piece o
        left join fitting f on f.order_id = o.order_id and f.known_from = o.known_from
        union all by name
        select * replace (if(sale_id = order_id, null, product_id) as product_id)
        from derive_entry
        where basis <> 'orders' or sale_id <> order_id or order_id is null
            or order_id not in (select order_id from derive_lined_order)
        """,
        tolerance=TOLERANCE,
    )
    publish(cursor, "derive_line_entry", "sale_line")
    publish_won_deals(cursor, "sale_line")
