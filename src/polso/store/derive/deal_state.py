"""What each look at a deal says: the row's own columns first, then the fold of its events, then its lead."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_state(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_state`, one row a `(opportunity_id, look)`: the columns of `deal` and what spans need.

    `rep_id` is the owner at the closing of a closed deal: by owner events, else the first owner seen since then,
    so that a later reassignment does not move the credit. `first_owner` is the owner at creation.
    `observed_on` is the day whose end the look describes. Look 0 ends when something else was known: see
    `derive_extract`.
    """
    _make_observed(cursor)
    replace_temp(
        cursor,
        "derive_said",
        """
        select k.opportunity_id, k.source_system, k.look, k.known_from, k.seen_from, k.name,
            k.known_to, f.deleted_at,
            coalesce(a.root_id, k.account_id) as account_id,
            coalesce(k.source_id, l.source_id) as source_id,
            k.channel, k.product_id, coalesce(k.type, 'new') as type, k.loss_reason,
            coalesce(k.owner_id, f.owner_id) as owner_id,
            coalesce(k.stage_id, f.stage_id) as stage_id,
            coalesce(k.status, f.status, 'open') as status,
            coalesce(k.amount, try_cast(f.amount as decimal(18, 4))) as amount,
            coalesce(k.currency, f.currency) as currency,
            coalesce(k.expected_close_on, try_cast(left(f.expected_close, 10) as date)) as expected_close_on,
            coalesce(k.created_on, f.created_on) as created_on,
            case when k.created_on is not null then k.created_at else f.created_at end as created_at,
            case
                when coalesce(k.status, f.status, 'open') = 'open' then null
                when k.closed_on is not null then k.closed_on
                when f.status = coalesce(k.status, f.status) then f.changed_on
            end as closed_on,
            case
                when coalesce(k.status, f.status, 'open') = 'open' then null
                when k.closed_on is not null then k.closed_at
                when f.status = coalesce(k.status, f.status) then f.changed_at
            end as closed_at,
            l.created_on as lead_created_on
        from derive_look k
        left join derive_fold f on f.opportunity_id = k.opportunity_id and f.look = k.look
        left join derive_live_lead l on l.lead_id = k.lead_key and not l.is_stub
            and l.known_from <= k.seen_from and k.seen_from < l.known_to
        left join derive_account_root a on a.account_id = k.account_id
            and a.known_from <= k.seen_from and k.seen_from < a.known_to
        where k.look = 0 or f.deleted_at is null
        """,
    )
    replace_temp(
        cursor,
        "derive_state",
        """
        with turned as (
            select s.*,
                coalesce(s.created_at, cs.start_at, s.created_on::timestamp) as created_from,
                coalesce(s.closed_at, ks.start_at, s.closed_on::timestamp) as closed_from,
                status is distinct from lag(status) over (partition by opportunity_id, look = 0 order by look) as turns
            from derive_said s
            left join derive_day_start cs on s.created_at is null and cs.day = s.created_on
            left join derive_day_start ks on s.closed_at is null and ks.day = s.closed_on
        ),
        run as (
            select *, sum(turns::integer) over (partition by opportunity_id, look = 0 order by look) as run from turned
        ),
        owned as (
            select *,
                first_value(owner_id ignore nulls) over (
                    partition by opportunity_id, look = 0, run order by look
                ) as run_owner,
                first_value(owner_id ignore nulls) over (
                    partition by opportunity_id, look = 0 order by look
                ) as seen_owner
            from run
        ),
        closer as (
            select s.opportunity_id, s.look, struct_extract(arg_max(struct_pack(v := e.new), e.ord), 'v') as rep_id
            from derive_said s
            join derive_look_event e on e.opportunity_id = s.opportunity_id and e.look = s.look and e.field = 'owner'
            where s.status <> 'open'
                and case
                    when s.closed_at is not null then e.order_at <= s.closed_at
                    else e.happened_on <= s.closed_on
                end
            group by s.opportunity_id, s.look
        ),
        channel_of as (
            select source_id, min(channel) as channel
            from derive_live_source
            where known_to = $forever
            group by source_id
        )
        select o.* exclude (turns, run, run_owner, seen_owner, deleted_at) replace (
                coalesce(o.channel, c.channel) as channel,
                if(o.look = 0, least(x.first_from, o.deleted_at), o.known_to) as known_to
            ),
            case
                when o.status = 'open' then o.owner_id
                when f.has_owner then coalesce(w.rep_id, f.first_owner_old, o.run_owner)
                else o.run_owner
            end as rep_id,
            case
                when f.has_owner then coalesce(f.first_owner_old, f.first_owner_new, o.seen_owner)
                else o.seen_owner
            end as first_owner,
            d.observed_on, o.seen_from > x.first_from as is_later_seen,
            f.last_event_on, f.status as event_status, f.changed_ord, f.changed_at, f.changed_on,
            f.first_owner_old, f.first_stage, try_cast(f.first_amount as decimal(18, 4)) as first_amount,
            try_cast(left(f.first_expected, 10) as date) as first_expected,
            f.created_on is not null as has_creation,
            coalesce(f.has_status, false) as has_status,
            coalesce(f.has_owner, false) as has_owner,
            coalesce(f.has_stage, false) as has_stage,
            coalesce(f.has_amount, false) as has_amount,
            coalesce(f.has_expected, false) as has_expected
        from owned o
        left join derive_fold f on f.opportunity_id = o.opportunity_id and f.look = o.look
        left join closer w on w.opportunity_id = o.opportunity_id and w.look = o.look
        left join channel_of c on c.source_id = o.source_id
        left join derive_extract x on x.table_name = 'opportunity' and x.source_system = o.source_system
            and x.known_from = o.seen_from
        left join derive_observed d on d.source_system = o.source_system and d.seen_from = o.seen_from
        where o.look > 0 or o.created_from is null or o.created_from < x.first_from
        """,
    )


def _make_observed(cursor: duckdb.DuckDBPyConnection) -> None:
    """The day that each extract of a source describes: that of the extract when it was given, else the last day with
    data in what was known by then, since the day of an import says nothing about an old file."""
    replace_temp(
        cursor,
        "derive_observed",
        """
        with given as (select distinct extracted_at from batch where extracted_given and undone_at is null),
        dated as (
            select k.source_system, k.seen_from, d.day as import_day,
                max(k.created_on) filter (where k.created_on <= d.day) as last_created,
                max(k.closed_on) filter (where k.closed_on <= d.day and k.status in ('won', 'lost')) as last_closed
            from derive_look k
            join derive_known_day d on d.known_at = k.seen_from
            group by k.source_system, k.seen_from, d.day
        )
        select d.source_system, d.seen_from,
            coalesce(
                max(
                    case when g.extracted_at is null then greatest(d.last_created, d.last_closed) else d.import_day end
                ) over (partition by d.source_system order by d.seen_from),
                d.import_day
            ) as observed_on
        from dated d
        left join given g on g.extracted_at = d.seen_from
        """,
    )
