"""Money that moved: orders, refunds and invoices as entries of one shape, each a version of what was known."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.versions import Neighbour, cut


def make_order(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables `derive_order` (versions of orders) and `derive_order_product` (the only product of one)."""
    replace_temp(
        cursor,
        "derive_order",
        """
        select o.source_system, o.order_id, o.account_id, o.rep_id, o.source_id, o.channel, o.ordered_on as happened_on,
            coalesce(o.ordered_at, s.start_at, o.ordered_on::timestamp) as happened_from,
            coalesce(o.status, 'completed') = 'completed' as is_completed, o.net_amount as amount, o.currency,
            o.known_from, o.known_to, coalesce(f.known_from, o.known_from) as first_known
        from derive_live_sales_order o
        left join (
            select order_id, min(known_from) as known_from
            from derive_live_sales_order
            group by order_id
            having count(*) > 1
        ) f on f.order_id = o.order_id
        left join derive_day_start s on o.ordered_at is null and s.day = o.ordered_on
        where not o.is_stub and o.order_id is not null
            and o.source_system not in (select source_system from derive_beside where basis = 'orders')
        """,
    )
    replace_temp(
        cursor,
        "derive_order_product",
        """
        select order_id, min(product_id) as product_id
        from derive_live_order_line
        where known_to = $forever and not is_stub
        group by order_id
        having min(product_id) = max(product_id) and count(product_id) = count(*)
        """,
    )


def make_entry(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_entry`: what was observed, with the `order_id` that a refund belongs to.

    Sources that do not count on their basis are left out (see `derive_beside`). Further invoices of one order or offer
    are a `part` of its sale. An invoice of which only the total is known counts by that, since nothing better is known.
    A negative order or invoice is money given back, and so is a credit note whatever its sign in the file.
    `restated_on` is the day of the sale that a refund belongs to, or of the first invoice of a credit note's order.
    A refund of an order that was never counted, because it is cancelled or a test, is not counted either.
    """
    _make_refund(cursor)
    replace_temp(
        cursor,
        "derive_entry",
        """
        select 'sales_order' as table_name, o.source_system, o.order_id as sale_id, 'orders' as basis,
            if(o.amount < 0, 'refund', 'sale') as kind,
            o.account_id, o.rep_id, o.source_id, o.channel, p.product_id, o.happened_on, o.happened_from,
            o.amount, o.currency, o.order_id, o.known_from, o.known_to, o.first_known
        from derive_order o
        left join derive_order_product p on p.order_id = o.order_id
        where o.is_completed
        union all by name
        select 'refund' as table_name, r.source_system, 'refund:' || r.refund_id as sale_id,
            'orders' as basis, 'refund' as kind,
            o.account_id, o.rep_id, o.source_id, o.channel, p.product_id, r.happened_on, r.happened_from,
            -abs(r.amount) as amount, coalesce(r.currency, o.currency) as currency, r.order_id,
            o.happened_on as restated_on, r.known_from, r.known_to, r.first_known
        from derive_refund r
        left join derive_order o on o.order_id = r.order_id
            and o.known_from <= r.known_from and r.known_from < o.known_to
        left join derive_order_product p on p.order_id = r.order_id
        where coalesce(o.is_completed, true)
            and coalesce(r.order_id not in (
                select s.order_id from derive_live_sales_order s
                join derive_beside b on b.basis = 'orders' and b.source_system = s.source_system
                where s.order_id is not null
            ), true)
            and (
                r.source_system not in (select source_system from derive_beside where basis = 'orders')
                or r.order_id in (select order_id from derive_order)
            )
        union all by name
        select 'invoice' as table_name, i.source_system, i.invoice_id as sale_id, 'invoices' as basis,
            case
                when i.kind = 'credit_note' or i.amount < 0 then 'refund'
                when f.first_id <> i.invoice_id then 'part'
                else 'sale'
            end as kind,
            i.account_id, i.rep_id, null as source_id, null as channel, null as product_id, i.issued_on as happened_on,
            coalesce(s.start_at, i.issued_on::timestamp) as happened_from,
            if(i.kind = 'credit_note', -abs(i.amount), i.amount) as amount, i.currency, null as order_id,
            case when i.kind = 'credit_note' or i.amount < 0 then n.issued_on end as restated_on, i.known_from,
            i.known_to, i.first_known
        from (
            select *, coalesce(net, gross - vat, gross) as amount,
                min(known_from) over (partition by invoice_id) as first_known
            from derive_live_invoice
            where not is_stub
                and source_system not in (select source_system from derive_beside where basis = 'invoices')
                and invoice_id not in (select invoice_id from derive_twice)
        ) i
        left join derive_first_invoice f on f.invoice_id = i.invoice_id
        left join (
            select sold, min(issued_on) as issued_on from derive_first_invoice group by sold
        ) n on n.sold = coalesce('order ' || i.order_id, 'deal ' || i.opportunity_id)
        left join derive_day_start s on s.day = i.issued_on
        where i.invoice_id is not null
        """,
    )


def publish(cursor: duckdb.DuckDBPyConnection, entries: str, target: str, further: str = "", joins: str = "") -> None:
    """Write the entries of a working table into `sale`, `sale_line` or `sale_margin`.

    `further` are more columns of the target, each with a comma before, and `joins` what they need.

    Each entry that had happened by the first extract of its source gets a version from the day it happened until then,
    marked inferred; what happened or was entered later is known from the extract that first had it.
    Accounts become the ones they were merged into, channels come from the source where the entry has none, and money
    is converted at the rate of the day it moved.
    """
    run(
        cursor,
        """
        insert into $target by name
        with every as (
            select * exclude (first_known), 'observed' as origin from $entries
            union all by name
            select d.* exclude (first_known) replace (
                    d.happened_from as known_from,
                    x.first_from as known_to
                ),
                'inferred' as origin
            from $entries d
            join derive_extract x on x.table_name = d.table_name and x.source_system = d.source_system
                and x.known_from = d.known_from
            where d.known_from = d.first_known and d.happened_from < x.first_from
        ),
        rooted as (
            select e.* replace (
                coalesce(a.root_id, e.account_id) as account_id,
                greatest(e.known_from, a.known_from) as known_from,
                least(e.known_to, a.known_to) as known_to
            )
            from every e
            left join derive_account_root a on a.account_id = e.account_id
                and a.known_from < e.known_to and e.known_from < a.known_to
        ),
        channel_of as (
            select source_id, min(channel) as channel
            from derive_live_source
            where known_to = $forever
            group by source_id
        )
        select e.sale_id, e.basis, e.kind, e.account_id, e.rep_id, e.source_id,
            coalesce(e.channel, s.channel) as channel, e.product_id, e.happened_on,
            coalesce(e.restated_on, e.happened_on) as restated_on, e.amount, e.currency,
            derive_base_amount(e.amount, e.currency, c.base, r.to_base) as amount_base,
            e.known_from, nullif(e.known_to, $forever) as known_to, e.origin
            $further
        from rooted e
        cross join derive_company c
        left join channel_of s on s.source_id = e.source_id
        left join fx_day r on r.currency = e.currency and r.day = e.happened_on
        $joins
        order by e.happened_on, e.sale_id, e.known_from
        """,
        entries=entries,
        target=target,
        further=further,
        joins=joins,
    )


def publish_won_deals(cursor: duckdb.DuckDBPyConnection, target: str) -> None:
    """Write the won deals as sales, at their closing day; one without an amount counts and has no value."""
    run(
        cursor,
        """
        insert into $target by name
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
        target=target,
    )


def _make_refund(cursor: duckdb.DuckDBPyConnection) -> None:
    replace_temp(
        cursor,
        "derive_refund_version",
        """
        select r.source_system, r.refund_id, r.order_id, r.refunded_on as happened_on,
            coalesce(r.refunded_at, s.start_at, r.refunded_on::timestamp) as happened_from,
            r.amount, r.currency, r.known_from, r.known_to,
            min(r.known_from) over (partition by r.refund_id) as first_known
        from derive_live_refund r
        left join derive_day_start s on r.refunded_at is null and s.day = r.refunded_on
        where not r.is_stub and r.refund_id is not null
        """,
    )
    cut(
        cursor,
        "derive_refund",
        "derive_refund_version",
        "refund_id",
        (Neighbour("derive_order", "order_id", "order_id"),),
    )
