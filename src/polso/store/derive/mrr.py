"""`mrr_span`, `mrr_account_span` and `mrr_movement`: what comes in every month, and what moved it."""

from __future__ import annotations

import duckdb

from polso.store.derive.mrr_fact import make_mrr
from polso.store.derive.mrr_state import make_mrr_state
from polso.store.derive.same_version import join_stretches
from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty


def make_subscriptions(cursor: duckdb.DuckDBPyConnection) -> None:
    """The working tables that everything told from subscriptions is read from."""
    make_mrr(cursor)
    make_mrr_state(cursor)


def rebuild_mrr(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill the three relations from `derive_mrr` and `derive_mrr_state`; amounts are a month's, without tax.

    Movements are signed and add up, with what exchange rates do, to the change of the stock: `new` is the first payment
    ever, `reactivation` a later one after nothing, `churn` the end of the last subscription, `expansion` and
    `contraction` what lies between.
    """
    _rebuild_span(cursor)
    _rebuild_account_span(cursor)
    _rebuild_movement(cursor)


def _rebuild_span(cursor: duckdb.DuckDBPyConnection) -> None:
    empty(cursor, "mrr_span")
    run(
        cursor,
        """
        insert into mrr_span by name
        select m.subscription_id, m.account_id, m.product_id, coalesce(o.rep_id, f.rep_id) as rep_id, m.from_on,
            m.to_on, m.amount, m.currency, m.origin as amount_state, m.known_from,
            nullif(m.known_to, $forever) as known_to, m.origin
        from derive_mrr m
        left join derive_owner o on o.account_id = m.account_id and o.from_on <= m.from_on and m.from_on < o.to_on
        left join derive_first_rep f on f.account_id = m.account_id
        order by m.from_on, m.subscription_id, m.known_from
        """,
    )


def _rebuild_account_span(cursor: duckdb.DuckDBPyConnection) -> None:
    columns = ("party", "account_id", "from_on", "to_on", "amount", "currency", "origin")
    replace_temp(cursor, "derive_mrr_level", "select * from derive_mrr_state where amount > 0")
    join_stretches(cursor, "derive_mrr_account", "derive_mrr_level", columns)
    empty(cursor, "mrr_account_span")
    run(
        cursor,
        """
        insert into mrr_account_span by name
        with product as (
            select party, min(product_id) as product_id
            from derive_mrr
            where known_to = $forever
            group by party
            having min(product_id) = max(product_id) and count(product_id) = count(*)
        )
        select m.party as account_id, coalesce(o.rep_id, f.rep_id) as rep_id, p.product_id, m.from_on, m.to_on,
            m.amount, m.currency, m.origin as amount_state, m.known_from, nullif(m.known_to, $forever) as known_to,
            m.origin
        from derive_mrr_account m
        left join product p on p.party = m.party
        left join derive_owner o on o.account_id = m.account_id and o.from_on <= m.from_on and m.from_on < o.to_on
        left join derive_first_rep f on f.account_id = m.account_id
        order by m.from_on, m.party, m.known_from
        """,
    )


def _rebuild_movement(cursor: duckdb.DuckDBPyConnection) -> None:
    replace_temp(
        cursor,
        "derive_mrr_moved",
        """
        select party, account_id, from_on as day, amount - before as amount, currency, origin, point, next_point,
            case
                when before <= 0 and has_paid then 'reactivation'
                when before <= 0 then 'new'
                when amount <= 0 then 'churn'
                when amount > before then 'expansion'
                else 'contraction'
            end as movement
        from derive_mrr_state
        """,
    )
    columns = ("party", "account_id", "day", "movement", "amount", "currency", "origin")
    join_stretches(cursor, "derive_mrr_movement", "derive_mrr_moved", columns)
    empty(cursor, "mrr_movement")
    run(
        cursor,
        """
        insert into mrr_movement by name
        select m.party as account_id, coalesce(o.rep_id, f.rep_id) as rep_id, m.day, m.movement, m.amount, m.currency,
            derive_base_amount(m.amount::decimal(18, 4), m.currency, c.base, r.to_base) as amount_base, m.known_from,
            nullif(m.known_to, $forever) as known_to, m.origin
        from derive_mrr_movement m
        cross join derive_company c
        left join fx_day r on r.currency = m.currency and r.day = m.day
        left join derive_owner o on o.account_id = m.account_id and o.from_on <= m.day and m.day < o.to_on
        left join derive_first_rep f on f.account_id = m.account_id
        order by m.day, m.party, m.known_from
        """,
    )
