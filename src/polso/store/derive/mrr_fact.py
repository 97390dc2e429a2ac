"""What each subscription paid and from when to when, at every time of knowledge."""

from __future__ import annotations

import duckdb

from polso.store.derive.same_version import join_stretches, make_stretch
from polso.store.derive.statements import replace_temp

LATE_RENEWAL_DAYS = 3
"""A renewal within so many days of the end of a subscription went on without a break."""
_COLUMNS = (
    "subscription_id",
    "party",
    "account_id",
    "product_id",
    "from_on",
    "to_on",
    "amount",
    "currency",
    "origin",
)


def make_mrr(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_mrr`: one row an interval in which a subscription paid one amount, a version each.

    `party` is the account, or the subscription itself where it has none. Where two spans of one subscription overlap,
    the later one counts from its start; a gap of at most three days is a late renewal. Trials pay nothing and end what
    was paid before. Paused spans count until they end.
    """
    _make_fact(cursor)
    make_stretch(cursor, "derive_mrr_stretch", "derive_mrr_fact", "subscription_id")
    replace_temp(
        cursor,
        "derive_mrr_piece",
        """
        with placed as (
            select f.*, s.point, s.next_point, lead(f.valid_from) over w as next_from,
                lead(f.is_trial) over w as next_trial
            from derive_mrr_stretch s
            join derive_mrr_fact f on f.subscription_id = s.subscription_id
                and f.known_from <= s.point and s.point < f.known_to
            window w as (partition by f.subscription_id, s.point order by f.valid_from, f.external_id)
        )
        select subscription_id, party, account_id, product_id, valid_from as from_on,
            case
                when next_from <= coalesce(valid_to, 'infinity'::date) then next_from
                when not is_trial and not next_trial and next_from - valid_to <= $late then next_from
                else valid_to
            end as to_on,
            mrr as amount, currency, origin, point, next_point
        from placed
        where not is_trial and mrr <> 0
        """,
        late=str(LATE_RENEWAL_DAYS),
    )
    replace_temp(cursor, "derive_mrr_paid", "select * from derive_mrr_piece where to_on is null or to_on > from_on")
    join_stretches(cursor, "derive_mrr", "derive_mrr_paid", _COLUMNS)


def _make_fact(cursor: duckdb.DuckDBPyConnection) -> None:
    """What was observed, and for the time before the first extract of a source what its dates tell: a span that had
    begun and not ended yet was open then."""
    replace_temp(
        cursor,
        "derive_mrr_observed",
        """
        select s.source_system, s.external_id, s.subscription_id, s.account_id, s.product_id, s.valid_from, s.valid_to,
            s.mrr, coalesce(s.currency, c.base) as currency, coalesce(s.is_trial, false) as is_trial,
            s.known_from, s.known_to,
            min(s.known_from) over (partition by s.source_system, s.external_id) as first_known
        from derive_live_subscription_span s
        cross join derive_company c
        where not s.is_stub and s.subscription_id is not null and s.valid_from is not null
        """,
    )
    replace_temp(
        cursor,
        "derive_mrr_fact",
        """
        with first as (
            select o.* exclude (first_known), x.first_from
            from derive_mrr_observed o
            join derive_extract x on x.table_name = 'subscription_span' and x.source_system = o.source_system
                and x.known_from = o.known_from
            where o.known_from = o.first_known and o.valid_from::timestamp < x.first_from
        ),
        every as (
            select * exclude (first_known), 'observed' as origin from derive_mrr_observed
            union all by name
            select * exclude (first_from) replace (
                    null as valid_to,
                    valid_from::timestamp as known_from,
                    least(first_from, coalesce(valid_to::timestamp, first_from)) as known_to
                ),
                'inferred' as origin
            from first
            union all by name
            select * exclude (first_from) replace (valid_to::timestamp as known_from, first_from as known_to),
                'inferred' as origin
            from first
            where valid_to::timestamp < first_from
        )
        select e.* replace (
                coalesce(a.root_id, e.account_id) as account_id,
                greatest(e.known_from, a.known_from) as known_from,
                least(e.known_to, a.known_to) as known_to
            ),
            coalesce(a.root_id, e.account_id, 'subscription ' || e.subscription_id) as party
        from every e
        left join derive_account_root a on a.account_id = e.account_id
            and a.known_from < e.known_to and e.known_from < a.known_to
        where e.known_from < e.known_to
        """,
    )
