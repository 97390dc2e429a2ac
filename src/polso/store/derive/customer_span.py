"""`customer_span`: the days on which an account was an active customer, on every basis on which it can be one."""

from __future__ import annotations

import duckdb

from polso.store.derive.bought import make_active
from polso.store.derive.same_version import join_stretches
from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty

SUBSCRIPTIONS = "subscriptions"


def rebuild_customer_span(cursor: duckdb.DuckDBPyConnection, window_days: int) -> None:
    """Fill `customer_span` from `derive_kept_sale` and `derive_mrr_state`; a null end still holds.

    On the bases of money a customer is active for `window_days` after each purchase that was not given back in full,
    one row a purchase until the next: `began` says whether the customer is `new`, has `returned` after being gone or
    `continued`, `next_days` how long the next purchase took (null while there is none). On
    `subscriptions` while it pays anything, one row an unbroken time; its amount is what it paid a month at the start.
    The representative is the owner of the account when the interval begins, else who sold.
    """
    make_active(cursor, window_days)
    replace_temp(
        cursor,
        "derive_payer",
        """
        with turned as (
            select *, lag(amount) over w is null or before <= 0 as starts
            from derive_mrr_state
            window w as (partition by party, point order by from_on)
            qualify amount > 0
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by party, point order by from_on) as part from turned
        )
        select party, any_value(account_id) as account_id, point, next_point, min(from_on) as from_on,
            nullif(max(coalesce(to_on, 'infinity'::date)), 'infinity'::date) as to_on,
            arg_min(amount, from_on) as amount, any_value(currency) as currency, max(origin) as origin,
            if(arg_min(has_paid, from_on), 'returned', 'new') as began
        from numbered
        group by party, part, point, next_point
        """,
    )
    join_stretches(
        cursor,
        "derive_payer_joined",
        "derive_payer",
        ("party", "account_id", "from_on", "to_on", "amount", "currency", "began", "origin"),
    )
    empty(cursor, "customer_span")
    run(
        cursor,
        """
        insert into customer_span by name
        with product as (
            select party, min(product_id) as product_id
            from derive_mrr
            where known_to = $forever
            group by party
            having min(product_id) = max(product_id) and count(product_id) = count(*)
        ),
        every as (
            select account_id, account_id as customer, basis, rep_id, product_id, from_on, to_on,
                null::decimal(18, 4) as amount, null::varchar as currency, 'unknown' as amount_state, began,
                next_days, if(next_days is null, null, 'bought') as ended_as,
                known_from, known_to, origin
            from derive_active
            union all by name
            select p.account_id, p.party as customer, '$subscriptions' as basis, f.rep_id, d.product_id, p.from_on,
                p.to_on, p.amount, p.currency, p.origin as amount_state, p.began, p.known_from, p.known_to, p.origin
            from derive_payer_joined p
            left join product d on d.party = p.party
            left join derive_first_rep f on f.account_id = p.account_id
        )
        select e.* exclude (customer) replace (
            e.customer as account_id, coalesce(o.rep_id, e.rep_id) as rep_id,
            nullif(e.known_to, $forever) as known_to
        )
        from every e
        left join derive_owner o on o.account_id = e.account_id and o.from_on <= e.from_on and e.from_on < o.to_on
        """,
        subscriptions=SUBSCRIPTIONS,
    )
