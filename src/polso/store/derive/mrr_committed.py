"""`mrr_committed_span`: what subscriptions pay a month once all that is signed has begun."""

from __future__ import annotations

import duckdb

from polso.store.derive.same_version import join_stretches
from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty

_COLUMNS = (
    "subscription_id",
    "account_id",
    "product_id",
    "from_on",
    "to_on",
    "amount",
    "currency",
    "origin",
)


def rebuild_mrr_committed(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `mrr_committed_span` from `derive_mrr_piece`.

    A subscription counts from the day on which polso first knew of it, if that is before its first day, else from its
    first day; a renewal that is known ahead takes the place of what runs until then. An end that lies ahead takes
    nothing away before it comes, for it may be the end of a term that is renewed.
    """
    _make_learned(cursor)
    replace_temp(
        cursor,
        "derive_mrr_signed",
        """
        with told as (
            select *, min(point) over (partition by subscription_id, from_on) as first_point from derive_mrr_piece
        ),
        signed as (
            select t.* exclude (from_on, first_point), t.from_on as begins_on,
                least(t.from_on, coalesce(k.day, t.first_point::date)) as from_on
            from told t
            left join derive_mrr_learned k on k.known_at = t.first_point
            where t.to_on is null or t.to_on > t.from_on
        )
        select * replace (
                case
                    when next_on <= coalesce(to_on, 'infinity'::date) then next_on
                    else to_on
                end as to_on
            )
        from (
            select *, lead(from_on) over (partition by subscription_id, point order by begins_on) as next_on
            from signed
        )
        """,
    )
    replace_temp(cursor, "derive_mrr_ahead", "select * from derive_mrr_signed where to_on is null or to_on > from_on")
    join_stretches(cursor, "derive_mrr_committed", "derive_mrr_ahead", _COLUMNS)
    empty(cursor, "mrr_committed_span")
    run(
        cursor,
        """
        insert into mrr_committed_span by name
        select m.subscription_id, m.account_id, m.product_id, coalesce(o.rep_id, f.rep_id) as rep_id, m.from_on,
            m.to_on, m.amount, m.currency, m.origin as amount_state, m.known_from,
            nullif(m.known_to, $forever) as known_to, m.origin
        from derive_mrr_committed m
        left join derive_owner o on o.account_id = m.account_id and o.from_on <= m.from_on and m.from_on < o.to_on
        left join derive_first_rep f on f.account_id = m.account_id
        order by m.from_on, m.subscription_id, m.known_from
        """,
    )


def _make_learned(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_mrr_learned(known_at, day)`: the day for which each extract speaks.

    It is the day of the extract where that was given, else the last day in the rows that is not after the import, with
    which the coverage ends: what a file without a date tells would else be known on no day that it covers.
    """
    replace_temp(
        cursor,
        "derive_mrr_learned",
        """
        with extract as (
            select b.extracted_at as known_at, k.day, bool_or(coalesce(b.extracted_given, false)) as is_given
            from batch b
            join derive_known_day k on k.known_at = b.extracted_at
            where b.undone_at is null
            group by all
        ),
        said as (
            select distinct known_from, unnest([valid_from, valid_to]) as day
            from derive_live_subscription_span
            where not is_stub
        )
        select e.known_at, if(e.is_given, e.day, coalesce(max(s.day), e.day)) as day
        from extract e
        left join said s on s.known_from <= e.known_at and s.day <= e.day
        group by e.known_at, e.day, e.is_given
        """,
    )
