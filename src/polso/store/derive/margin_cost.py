"""What the lines of orders cost, from the line, its product or its order, as known at every time."""

from __future__ import annotations

import duckdb

from polso.store.derive.sale_line import TOLERANCE
from polso.store.derive.statements import replace_temp
from polso.store.derive.versions import Neighbour, cut


def make_margin_entry(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_margin_entry`: entries as `publish` takes them, with `cost`, `cost_currency`, `cost_from`
    and `list_amount`.

    Reads `derive_order` and `derive_entry`.
    """
    _make_lines(cursor)
    _make_orders(cursor)
    _make_refunds(cursor)
    replace_temp(
        cursor,
        "derive_margin_entry",
        """
        select * exclude (is_costed) from derive_margin_order
        union all by name
        select * exclude (is_costed),
            if(is_costed, 0, null)::decimal(18, 4) as cost, currency as cost_currency,
            if(is_costed, 'refund', null) as cost_from, null::decimal(18, 4) as list_amount
        from derive_margin_back
        union all by name
        select *, null::decimal(18, 4) as cost, currency as cost_currency, null::varchar as cost_from,
            null::decimal(18, 4) as list_amount
        from derive_entry
        where basis <> 'orders' or order_id is null
        """,
    )


def _make_lines(cursor: duckdb.DuckDBPyConnection) -> None:
    """Lines with the unit cost of their product, cut where either changes."""
    replace_temp(
        cursor,
        "derive_cost_line",
        """
        with product as (
            select product_id, unit_cost, currency, known_from, known_to
            from derive_live_product
            where not is_stub and product_id is not null and unit_cost is not null
        ),
        line as (
            select external_id, order_id, line_no, product_id, quantity, list_amount, net_amount, cost, known_from,
                known_to
            from derive_live_order_line
            where not is_stub and order_id is not null
        ),
        point as (
            select l.external_id, l.order_id, l.known_from, l.known_from as point from line l
            union
            select l.external_id, l.order_id, l.known_from, t.point
            from line l
            join (
                select product_id, known_from as point from product union
                select product_id, known_to from product where known_to < $forever
            ) t on t.product_id = l.product_id and t.point > l.known_from and t.point < l.known_to
        ),
        piece as (
            select *, lead(point) over (partition by external_id, order_id, known_from order by point) as next_point
            from point
        )
        select l.* replace (p.point as known_from, coalesce(p.next_point, l.known_to) as known_to),
            t.unit_cost * l.quantity as product_cost, t.currency as product_currency
        from line l
        join piece p on p.external_id = l.external_id and p.order_id = l.order_id and p.known_from = l.known_from
        left join product t on t.product_id = l.product_id and t.known_from <= p.point and p.point < t.known_to
        """,
    )
    replace_temp(
        cursor,
        "derive_order_cost",
        """
        select order_id, cost, known_from, known_to from derive_live_sales_order where not is_stub and cost is not null
        """,
    )


def _make_orders(cursor: duckdb.DuckDBPyConnection) -> None:
    """Completed orders by line where the lines account for them, else whole; a rest by rounding is the largest's."""
    replace_temp(cursor, "derive_costed_order", "select * from derive_order where is_completed")
    cut(
        cursor,
        "derive_cost_piece",
        "derive_costed_order",
        "order_id",
        (
            Neighbour("derive_cost_line", "order_id", "order_id"),
            Neighbour("derive_order_cost", "order_id", "order_id"),
        ),
    )
    replace_temp(
        cursor,
        "derive_margin_order",
        """
        with line as (
            select o.order_id, o.known_from, l.product_id, l.net_amount, l.list_amount,
                coalesce(l.cost, l.product_cost)::decimal(18, 4) as own_cost,
                if(l.cost is not null, 'line', 'product') as own_from,
                if(l.cost is not null, o.currency, l.product_currency) as own_currency,
                sum(l.net_amount) over w as total, count(l.net_amount) over w as n_known, count(*) over w as n,
                count(coalesce(l.cost, l.product_cost)) over w as n_costed,
                sum(l.cost) over w as line_cost, count(l.cost) over w as n_line_cost,
                row_number() over (
                    partition by o.order_id, o.known_from order by abs(l.net_amount) desc, l.product_id, l.line_no
                ) = 1 as is_largest,
                o.amount
            from derive_cost_piece o
            join derive_cost_line l on l.order_id = o.order_id
                and l.known_from <= o.known_from and o.known_from < l.known_to
            window w as (partition by o.order_id, o.known_from)
        ),
        fitting as (
            select *, if(is_largest, net_amount + amount - total, net_amount) as part
            from line
            where n = n_known and abs(total - amount) <= $tolerance
        ),
        whole as (
            select order_id, known_from, if(n_line_cost = n, line_cost, null) as line_cost
            from line
            group by all
        ),
        priced as (
            select p.* exclude (is_completed, amount), p.amount as order_amount, q.cost as order_cost,
                f.order_id is not null as is_lined, f.product_id as line_product,
                if(f.order_id is null, p.amount, f.part) as amount, f.list_amount, f.is_largest,
                f.n_costed = f.n as is_fully_costed, f.own_cost, f.own_from, f.own_currency, w.line_cost,
                round(
                    q.cost::double * if(p.amount = 0, if(f.is_largest, 1, 0), f.part::double / p.amount::double), 4
                )::decimal(18, 4) as share_cost
            from derive_cost_piece p
            left join derive_order_cost q on q.order_id = p.order_id
                and q.known_from <= p.known_from and p.known_from < q.known_to
            left join fitting f on f.order_id = p.order_id and f.known_from = p.known_from
            left join whole w on w.order_id = p.order_id and w.known_from = p.known_from
        ),
        settled as (
            select *,
                case
                    when is_lined and (is_fully_costed or order_cost is null) then own_cost
                    when is_lined and is_largest
                        then order_cost - sum(if(is_largest, 0, share_cost)) over (partition by order_id, known_from)
                    when is_lined then share_cost
                    else coalesce(order_cost, line_cost)
                end as cost,
                case
                    when is_lined and (is_fully_costed or order_cost is null)
                        then case when own_cost is not null then own_from end
                    when is_lined or order_cost is not null then 'order'
                    when line_cost is not null then 'line'
                end as cost_from,
                if(is_lined and (is_fully_costed or order_cost is null), own_currency, currency) as cost_currency
            from priced
        )
        select 'sales_order' as table_name, s.source_system, s.order_id as sale_id, 'orders' as basis,
            if(s.order_amount < 0, 'refund', 'sale') as kind, s.account_id, s.rep_id, s.source_id, s.channel,
            s.line_product as product_id, s.happened_on, s.happened_from, s.amount,
            s.currency, s.order_id, s.known_from, s.known_to, s.first_known,
            if(s.order_amount < 0, -abs(s.cost), s.cost)::decimal(18, 4) as cost, s.cost_currency, s.cost_from,
            s.list_amount, bool_and(s.cost is not null) over (partition by s.order_id, s.known_from) as is_costed
        from settled s
        """,
        tolerance=TOLERANCE,
    )


def _make_refunds(cursor: duckdb.DuckDBPyConnection) -> None:
    """Refunds of orders, cut where it becomes known whether the order's cost is."""
    replace_temp(
        cursor,
        "derive_margin_state",
        "select distinct order_id, known_from, known_to, is_costed from derive_margin_order",
    )
    replace_temp(
        cursor, "derive_refund_entry", "select * from derive_entry where basis = 'orders' and sale_id <> order_id"
    )
    cut(
        cursor,
        "derive_refund_piece",
        "derive_refund_entry",
        "sale_id",
        (Neighbour("derive_margin_state", "order_id", "order_id"),),
    )
    replace_temp(
        cursor,
        "derive_margin_back",
        """
        select r.*, coalesce(m.is_costed, false) as is_costed
        from derive_refund_piece r
        left join derive_margin_state m on m.order_id = r.order_id
            and m.known_from <= r.known_from and r.known_from < m.known_to
        """,
    )
