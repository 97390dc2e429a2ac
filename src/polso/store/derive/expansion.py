"""`expansion`: when an existing customer bought more of the same, or something else."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty


def rebuild_expansion(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `expansion` from the best evidence that the company has, never from two.

    `deals`: won deals of type upsell or cross_sell. Else `subscriptions`: an account pays more for a product that it
    had (upsell), or begins to pay for another one (cross_sell). Else `orders`: an order with a category of product that
    the account never bought before (cross_sell). Plain re-purchase is neither.
    """
    cursor.execute(
        """
        create or replace temp table derive_evidence as
        select case
            when exists (select 1 from deal where known_to is null and type in ('upsell', 'cross_sell')) then 'deals'
            when exists (select 1 from mrr_span) then 'subscriptions'
            when exists (select 1 from derive_live_order_line) then 'orders'
        end as evidence
        """
    )
    row = cursor.execute("select evidence from derive_evidence").fetchone()
    empty(cursor, "expansion")
    match row[0] if row else None:
        case "deals":
            _from_deals(cursor)
        case "subscriptions":
            _from_subscriptions(cursor)
        case "orders":
            _from_orders(cursor)


def _from_deals(cursor: duckdb.DuckDBPyConnection) -> None:
    run(
        cursor,
        """
        insert into expansion by name
        select account_id, decided_on as day, type as kind, rep_id, product_id, amount, currency, known_from, known_to,
            origin
        from deal
        where status = 'won' and type in ('upsell', 'cross_sell') and account_id is not null
        order by day, account_id, known_from
        """,
    )


def _from_subscriptions(cursor: duckdb.DuckDBPyConnection) -> None:
    """By account and product, as it is known: the day on which what is paid for a product rises, while the account as a
    whole pays more too (a plan swapped for a dearer one is an upsell by the new plan's product)."""
    run(
        cursor,
        """
        insert into expansion by name
        with risen as (
            select m.account_id as party, m.day, m.rep_id, m.amount, m.currency, m.known_from, m.known_to, m.origin
            from mrr_movement m
            where m.movement = 'expansion'
        ),
        begun as (
            select p.party, p.from_on as day, min(p.product_id) as product_id
            from derive_mrr p
            where p.known_to = $forever and p.product_id is not null and not exists (
                select 1 from derive_mrr e
                where e.party = p.party and e.known_to = $forever and e.product_id = p.product_id
                    and e.from_on < p.from_on
            )
            group by p.party, p.from_on
        ),
        ending as (select distinct party, to_on as day from derive_mrr where known_to = $forever and to_on is not null)
        select r.party as account_id, r.day,
            if(b.party is not null and n.party is null, 'cross_sell', 'upsell') as kind, r.rep_id, b.product_id,
            r.amount, r.currency, r.known_from, r.known_to, r.origin
        from risen r
        left join begun b on b.party = r.party and b.day = r.day
        left join ending n on n.party = r.party and n.day = r.day
        order by r.day, r.party, r.known_from
        """,
    )


def _from_orders(cursor: duckdb.DuckDBPyConnection) -> None:
    replace_temp(
        cursor,
        "derive_bought_category",
        """
        with category as (
            select product_id, min(category) as category
            from derive_live_product
            where known_to = $forever and not is_stub and category is not null
            group by product_id
        )
        select s.account_id, c.category, s.happened_on, s.rep_id, s.product_id, s.amount, s.currency, s.known_from,
            s.known_to, s.origin, s.sale_id
        from sale_line s
        join category c on c.product_id = s.product_id
        where s.basis = 'orders' and s.kind = 'sale' and s.account_id is not null and s.amount > 0
            and s.happened_on is not null
        """,
    )
    run(
        cursor,
        """
        insert into expansion by name
        with first as (
            select account_id, category, min(happened_on) as day
            from derive_bought_category
            where known_to is null
            group by account_id, category
        ),
        start as (select account_id, min(happened_on) as day from sale_line
            where known_to is null and basis = 'orders' and kind = 'sale' group by account_id)
        select b.account_id, b.happened_on as day, 'cross_sell' as kind, min(b.rep_id) as rep_id,
            min(b.product_id) as product_id, sum(b.amount)::decimal(18, 4) as amount, any_value(b.currency) as currency,
            b.known_from, b.known_to, min(b.origin) as origin
        from derive_bought_category b
        join first f on f.account_id = b.account_id and f.category = b.category and f.day = b.happened_on
        join start s on s.account_id = b.account_id and s.day < b.happened_on
        group by b.account_id, b.happened_on, b.known_from, b.known_to
        order by b.happened_on, b.account_id, b.known_from
        """,
    )
