"""`stage_reach` and `stage_time`: how far deals came, where they were lost, and how long they stayed."""

from __future__ import annotations

import duckdb

from polso.store.derive.merged import publish_merged
from polso.store.derive.statements import replace_temp


def rebuild_stage_reach(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `stage_reach` and `stage_time` from `make_stage_path` and `deal`.

    A deal reached every stage up to the highest it was ever in: going back does not lower it, skipped stages count as
    passed, and a won deal passed them all. Of several stages of one rank it reached those that it was in, and what it
    left for another of them it left behind. Each is dated when the deal first was that far. The outcome is `advanced`,
    `lost` (it never came further) or `open`; of a lost deal whose stages nobody knows it is null, for every stage.
    `lost_here` is `yes` in the stage that a lost deal was in at the end, `skipped` where a deal with a history passed a
    stage and was never in it. `again` is `yes` for the stay of a deal that had been in the stage before. The
    representative is the owner when the deal left the stage. `in_order` is null where a deal left a stage before it
    entered it.
    """
    _make_far(cursor)
    _make_owner(cursor)
    _publish_reach(cursor)
    _publish_time(cursor)


def _make_far(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_reach`: a version of a deal and a stage, with the days of entry and exit."""
    replace_temp(
        cursor,
        "derive_far",
        """
        select w.opportunity_id, w.known_from, w.known_to, w.origin, w.status, w.closed_on, w.created_on, w.has_stage,
            p.pipeline_id, max(e.rank) as top, arg_max(e.stage_id, (e.rank, e.ord)) as top_stage,
            arg_max(e.stage_id, e.ord) as last_stage
        from derive_way w
        join derive_way_pipeline p on p.opportunity_id = w.opportunity_id and p.known_from = w.known_from
        left join derive_stage_entry e on e.opportunity_id = w.opportunity_id and e.known_from = w.known_from
        group by all
        """,
    )
    replace_temp(
        cursor,
        "derive_reach",
        """
        with rung as (
            select f.*, l.stage_id, l.rank, l.is_passed, f.status = 'lost' and f.top is null as is_unknown,
                l.rank < f.top or not l.is_passed and l.stage_id <> f.top_stage as is_behind,
                e.stage_id is not null as was_in
            from derive_far f
            join derive_ladder l on l.pipeline_id = f.pipeline_id
            left join (select distinct opportunity_id, known_from, stage_id from derive_stage_entry) e
                on e.opportunity_id = f.opportunity_id and e.known_from = f.known_from and e.stage_id = l.stage_id
            where case
                when l.is_passed then f.status = 'won' or l.rank <= f.top or f.status = 'lost' and f.top is null
                else e.stage_id is not null
            end
        ),
        dated as (
            select r.opportunity_id, r.known_from, r.stage_id,
                min(e.entered_on) filter (
                    where e.rank > r.rank or e.rank = r.rank and r.is_passed or e.stage_id = r.stage_id
                ) as entered_on,
                coalesce(
                    min(e.entered_on) filter (where e.rank > r.rank),
                    max(e.entered_on) filter (where e.stage_id = r.top_stage and e.stage_id <> r.stage_id)
                ) as next_on
            from rung r
            left join derive_stage_entry e on e.opportunity_id = r.opportunity_id and e.known_from = r.known_from
            group by r.opportunity_id, r.known_from, r.stage_id
        )
        select r.*,
            coalesce(d.entered_on, case when r.status = 'won' and r.has_stage then r.closed_on end, r.created_on)
                as entered_on,
            case
                when r.is_unknown then null
                when r.status = 'won' or r.is_behind then 'advanced'
                when r.status = 'lost' then 'lost'
                else 'open'
            end as outcome,
            case
                when r.is_unknown then null
                when r.status = 'won' then coalesce(d.next_on, r.closed_on)
                when r.is_behind then d.next_on
                when r.status = 'lost' then r.closed_on
            end as left_on,
            case when r.status = 'lost' and r.last_stage = r.stage_id then 'yes' else 'no' end as lost_here,
            case when r.has_stage and not r.is_unknown then if(r.was_in, 'no', 'yes') end as skipped
        from rung r
        join dated d on d.opportunity_id = r.opportunity_id and d.known_from = r.known_from and d.stage_id = r.stage_id
        """,
    )


def _make_owner(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_stage_owner`: whose deal it was when it left the stage, where owners are told over time."""
    replace_temp(
        cursor,
        "derive_stage_owner",
        """
        select r.opportunity_id, r.known_from, r.stage_id,
            coalesce(
                struct_extract(arg_max(struct_pack(v := e.new), e.ord) filter (where e.happened_on <= r.left_on), 'v'),
                any_value(w.first_owner)
            ) as rep_id
        from derive_reach r
        join derive_way w on w.opportunity_id = r.opportunity_id and w.known_from = r.known_from
        join derive_look_event e on e.opportunity_id = w.opportunity_id and e.look = w.look and e.field = 'owner'
            and (w.upto is null or e.order_at <= w.upto)
        where r.outcome = 'advanced'
        group by r.opportunity_id, r.known_from, r.stage_id
        """,
    )


def _publish_reach(cursor: duckdb.DuckDBPyConnection) -> None:
    publish_merged(
        cursor,
        "stage_reach",
        "opportunity_id",
        """
        select r.opportunity_id, r.stage_id, r.rank, d.account_id, coalesce(o.rep_id, d.rep_id) as rep_id, d.source_id,
            d.channel, d.product_id, d.type, r.entered_on, r.outcome, r.lost_here, r.skipped,
            case when coalesce(r.left_on >= r.entered_on, true) then true end as in_order,
            case when r.left_on >= r.entered_on then r.left_on - r.entered_on end as days,
            nullif(r.outcome, 'open') as ended_as,
            d.amount, d.currency, d.amount_base, r.known_from, r.known_to, r.origin
        from derive_reach r
        join deal d on d.opportunity_id = r.opportunity_id and d.known_from = r.known_from
        left join derive_stage_owner o on o.opportunity_id = r.opportunity_id and o.known_from = r.known_from
            and o.stage_id = r.stage_id
        """,
        "entered_on",
    )


def _publish_time(cursor: duckdb.DuckDBPyConnection) -> None:
    """Every stay in a stage; a stay with no history behind it is not told, for its beginning would be made up.

    A deal that was closed and opened again was in no stage in between; then a new stay begins.
    """
    publish_merged(
        cursor,
        "stage_time",
        "opportunity_id",
        """
        with told as (
            select opportunity_id, known_from, ord, entered_on as day, stage_id, rank, null as status, 'in' as what
            from derive_stage_entry
            union all by name
            select w.opportunity_id, w.known_from, e.ord, e.happened_on as day, null as stage_id, null as rank,
                nullif(e.new, 'open') as status, if(e.new = 'open', 'reopened', 'closed') as what
            from derive_way w
            join derive_look_event e on e.opportunity_id = w.opportunity_id and e.look = w.look and e.field = 'status'
                and e.new in ('open', 'won', 'lost') and (w.upto is null or e.order_at <= w.upto)
            where w.status = 'open' or e.happened_on < w.closed_on
        ),
        filled as (
            select * replace (
                    if(what = 'reopened', last_value(stage_id ignore nulls) over before, stage_id) as stage_id,
                    if(what = 'reopened', last_value(rank ignore nulls) over before, rank) as rank
                ),
                what = 'reopened' and lead(what) over w = 'in' and lead(day) over w = day as is_told_next
            from told
            window w as (partition by opportunity_id, known_from order by ord),
                before as (partition by opportunity_id, known_from order by ord
                    rows between unbounded preceding and 1 preceding)
        ),
        stay as (
            select *, status is null and lag(stage_id) over w is not distinct from stage_id as is_same
            from filled
            where not is_told_next and (stage_id is not null or status is not null)
            window w as (partition by opportunity_id, known_from order by ord)
        ),
        turn as (
            select * exclude (day), day as entered_on, lead(day) over w as next_on, lead(rank) over w as next_rank,
                lead(status) over w as next_status
            from stay
            where not is_same
            window w as (partition by opportunity_id, known_from order by ord)
        ),
        visit as (
            select *, row_number() over (partition by opportunity_id, known_from order by ord) as visit,
                if(row_number() over (partition by opportunity_id, known_from, stage_id order by ord) > 1, 'yes', 'no')
                    as again
            from turn
            where status is null
        ),
        ended as (
            select v.*, f.known_to, f.origin,
                case
                    when v.next_rank is not null or v.next_status is not null then v.next_on
                    when f.status <> 'open' then f.closed_on
                end as left_on,
                case
                    when v.next_status is not null then v.next_status
                    when v.next_rank >= v.rank then 'advanced'
                    when v.next_rank is not null then 'back'
                    when f.status <> 'open' then f.status
                end as ended_as
            from visit v
            join derive_far f on f.opportunity_id = v.opportunity_id and f.known_from = v.known_from
            where f.has_stage
        )
        select e.opportunity_id, e.stage_id, e.rank, e.visit, e.again, d.account_id, d.rep_id, d.source_id, d.channel,
            d.product_id, d.type, e.entered_on,
            case when coalesce(e.left_on >= e.entered_on, e.ended_as is null) then true end as in_order,
            case when e.left_on >= e.entered_on then e.left_on - e.entered_on end as days,
            e.ended_as, e.known_from, e.known_to, e.origin
        from ended e
        join deal d on d.opportunity_id = e.opportunity_id and d.known_from = e.known_from
        """,
        "entered_on",
    )
