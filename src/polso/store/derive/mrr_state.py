"""What each customer paid a month, step by step, from all of its subscriptions together."""

from __future__ import annotations

import duckdb

from polso.store.derive.same_version import make_stretch
from polso.store.derive.statements import replace_temp


def make_mrr_state(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_mrr_state`, one row a party, stretch of knowledge and state `[from_on, to_on)`.

    Changes of one day are netted first: who swaps one plan for another of the same price changed nothing. The `amount`
    is 0 between what was paid; `before` is the state before it, `has_paid` whether anything was paid earlier still.
    A customer with several currencies is told in the company's, each at the rate of the day on which it was first paid:
    rates alone change nothing.
    """
    make_stretch(cursor, "derive_mrr_party", "derive_mrr", "party")
    replace_temp(
        cursor,
        "derive_mrr_coin",
        """
        with paid as (
            select party, currency, min(from_on) as from_on, count(*) over (partition by party) as coins
            from derive_mrr
            group by party, currency
        )
        select p.party, p.currency, p.coins, r.to_base
        from paid p
        left join fx_day r on r.currency = p.currency and r.day = p.from_on
        """,
    )
    replace_temp(
        cursor,
        "derive_mrr_step",
        """
        with told as (
            select m.party, s.point, s.next_point, m.account_id, m.product_id, m.from_on, m.to_on, m.origin,
                if(k.coins = 1, m.currency, c.base) as currency,
                if(k.coins = 1, m.amount, derive_base_amount(m.amount, m.currency, c.base, k.to_base)) as amount
            from derive_mrr_party s
            join derive_mrr m on m.party = s.party and m.known_from <= s.point and s.point < m.known_to
            join derive_mrr_coin k on k.party = m.party and k.currency = m.currency
            cross join derive_company c
        ),
        change as (
            select * exclude (from_on, to_on), from_on as day from told
            union all by name
            select * exclude (from_on, to_on) replace (-amount as amount), to_on as day from told
            where to_on is not null
        )
        select party, point, next_point, day, any_value(account_id) as account_id, any_value(currency) as currency,
            if(bool_or(origin = 'observed'), 'observed', 'inferred') as origin, sum(amount) as step
        from change
        group by party, point, next_point, day
        having sum(amount) <> 0
        """,
    )
    replace_temp(
        cursor,
        "derive_mrr_state",
        """
        with level as (
            select *, sum(step) over (partition by party, point order by day) as amount,
                lead(day) over (partition by party, point order by day) as to_on
            from derive_mrr_step
        )
        select party, point, next_point, account_id, currency, origin, day as from_on, to_on,
            amount::decimal(18, 4) as amount,
            coalesce(lag(amount) over w, 0)::decimal(18, 4) as before,
            coalesce(bool_or(amount > 0) over (
                partition by party, point order by day rows between unbounded preceding and 1 preceding
            ), false) as has_paid
        from level
        window w as (partition by party, point order by day)
        """,
    )
