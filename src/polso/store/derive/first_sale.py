"""`first_sale`: which sale made an account a customer, as known at every time."""

from __future__ import annotations

import duckdb

from polso.store.derive.same_version import join_stretches
from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty

REFUND_DAYS = 30
"""An order given back in full within these days made no customer."""


def rebuild_first_sale(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `first_sale` from `sale`: by account and basis the first sale by day and id, not given back in full.

    It changes whenever an earlier sale becomes known, or a refund or a merge; neighbours that say the same are one row.
    `source_kind` says whether its source is `paid` for. Two more bases: `subscriptions`, the first payment of one
    (trials pay nothing), and `accounts`, the day the account was created; for them `sale_id` is null.
    """
    _make_kept_sale(cursor)
    _make_candidate(cursor)
    empty(cursor, "first_sale")
    run(
        cursor,
        """
        insert into first_sale by name
        with point as (
            select account_id, basis, known_from as point from derive_first_candidate
            union
            select account_id, basis, known_to from derive_first_candidate where known_to < $forever
        ),
        stretch as (
            select *, coalesce(lead(point) over (partition by account_id, basis order by point), $forever) as next_point
            from point
        ),
        first as (
            select s.account_id, s.basis, s.point, s.next_point,
                arg_min(struct_pack(c.sale_id, c.rep_id, c.source_id, c.channel, c.product_id, c.happened_on, c.origin),
                    c.place) as it
            from stretch s
            join derive_first_candidate c on c.account_id = s.account_id and c.basis = s.basis
                and c.known_from <= s.point and s.point < c.known_to
            group by s.account_id, s.basis, s.point, s.next_point
        ),
        marked as (
            select *,
                lag(next_point) over w is distinct from point or lag(it) over w is distinct from it as starts
            from first
            window w as (partition by account_id, basis order by point)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by account_id, basis order by point) as part from marked
        ),
        paid as (
            select source_id, bool_or(coalesce(is_paid, false)) as is_paid
            from derive_live_source
            where known_to = $forever and not is_stub
            group by source_id
        )
        select n.account_id, n.basis, it.sale_id, it.rep_id, it.source_id, it.channel, it.product_id,
            if(any_value(p.is_paid), 'paid', 'free') as source_kind, it.happened_on,
            min(point) as known_from, nullif(max(next_point), $forever) as known_to, it.origin
        from numbered n
        left join paid p on p.source_id = n.it.source_id
        group by n.account_id, n.basis, it, part
        order by it.happened_on, n.account_id, n.basis, min(point)
        """,
    )


def add_first_payment(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add to `first_sale` the first payments of subscriptions (`derive_mrr_state`) and the creations of accounts."""
    replace_temp(
        cursor,
        "derive_first_paid",
        """
        select party, min(from_on) as happened_on, max(origin) as origin, point, next_point
        from derive_mrr_state
        where amount > 0 and before <= 0 and not has_paid
        group by party, point, next_point
        """,
    )
    join_stretches(cursor, "derive_first_payment", "derive_first_paid", ("party", "happened_on", "origin"))
    run(
        cursor,
        """
        insert into first_sale by name
        select party as account_id, 'subscriptions' as basis, happened_on, known_from,
            nullif(known_to, $forever) as known_to, origin
        from derive_first_payment
        union all by name
        select account_id, 'accounts' as basis, created_on as happened_on, known_from,
            nullif(known_to, $forever) as known_to, 'observed' as origin
        from derive_live_account
        where not is_stub and account_id is not null and created_on is not null and merged_into is null
        """,
    )


def _make_kept_sale(cursor: duckdb.DuckDBPyConnection) -> None:
    """The sales of accounts, each without the times at which it was known to be given back in full."""
    replace_temp(
        cursor,
        "derive_back",
        """
        select s.sale_id as refund_id, e.order_id, s.happened_on, s.amount, s.known_from,
            coalesce(s.known_to, $forever) as known_to
        from sale s
        join (select distinct sale_id, order_id from derive_entry where kind = 'refund' and order_id <> sale_id) e
            on e.sale_id = s.sale_id
        where s.basis = 'orders'
        """,
    )
    replace_temp(
        cursor,
        "derive_kept_sale",
        """
        with sold as (
            select basis, sale_id, account_id, rep_id, source_id, channel, product_id, happened_on, amount, known_from,
                coalesce(known_to, $forever) as known_to, origin
            from sale
            where kind = 'sale' and account_id is not null and happened_on is not null
        ),
        judged as (
            select s.*, b.known_from as back_from, b.known_to as back_to, b.amount as back
            from sold s
            join derive_back b on s.basis = 'orders' and b.order_id = s.sale_id
                and b.happened_on <= s.happened_on + $days::integer
        ),
        point as (
            select sale_id, known_from, known_from as point from judged
            union
            select sale_id, known_from, back_from from judged where known_from < back_from and back_from < known_to
            union
            select sale_id, known_from, back_to from judged where known_from < back_to and back_to < known_to
        ),
        piece as (
            select sale_id, known_from, point,
                lead(point) over (partition by sale_id, known_from order by point) as next_point
            from point
        ),
        given_back as (
            select p.sale_id, p.known_from, p.point, p.next_point,
                sum(j.back) filter (where j.back_from <= p.point and p.point < j.back_to) as back
            from piece p
            join judged j on j.sale_id = p.sale_id and j.known_from = p.known_from
            group by all
        )
        select s.* replace (
            coalesce(g.point, s.known_from) as known_from, coalesce(g.next_point, s.known_to) as known_to
        )
        from sold s
        left join given_back g on s.basis = 'orders' and g.sale_id = s.sale_id and g.known_from = s.known_from
        where g.back is null or s.amount <= 0 or s.amount + g.back > 0
        """,
        days=str(REFUND_DAYS),
    )


def _make_candidate(cursor: duckdb.DuckDBPyConnection) -> None:
    """The sales that can have been first at some time: one that is known throughout hides all later ones.

    Without this an account with many orders would be compared with itself at each of its orders.
    """
    replace_temp(
        cursor,
        "derive_first_candidate",
        """
        with whole as (
            select account_id, basis, sale_id, happened_on, min(known_from) as known_from
            from derive_kept_sale
            group by account_id, basis, sale_id, happened_on
            having max(known_to) = $forever
                and sum(if(known_to < $forever, epoch_us(known_to) - epoch_us(known_from), 0))
                    = epoch_us(max(known_from)) - epoch_us(min(known_from))
        ),
        earliest as (
            select account_id, basis,
                arg_min(struct_pack(happened_on, sale_id, known_from), (happened_on, sale_id)) as it
            from whole
            group by account_id, basis
        ),
        likely as (
            select k.*
            from derive_kept_sale k
            left join earliest e on e.account_id = k.account_id and e.basis = k.basis
            where e.it is null or k.known_from < e.it.known_from
                or (k.happened_on, k.sale_id) <= (e.it.happened_on, e.it.sale_id)
        ),
        hidden as (
            select k.*,
                min(w.known_from) over (
                    partition by k.account_id, k.basis
                    order by k.happened_on, k.sale_id
                    groups between unbounded preceding and 1 preceding
                ) as hidden_from,
                dense_rank() over (partition by k.account_id, k.basis order by k.happened_on, k.sale_id) as place
            from likely k
            left join whole w on w.account_id = k.account_id and w.basis = k.basis and w.sale_id = k.sale_id
                and w.happened_on = k.happened_on
        )
        select * exclude (hidden_from) replace (least(known_to, hidden_from) as known_to)
        from hidden
        where hidden_from is null or hidden_from > known_from
        """,
    )
