"""The dated changes of deals that a source delivers, in one order, with statuses read from stages where needed."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_event(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_event`: one row a version of an event.

    `opportunity_id, field, old, new, happened_on, order_at` (a day without hour counts from local midnight), `ord`
    (place among the deal's events; at one instant the status comes last, so that whoever got the deal at its closing
    closed it), `[known_from, known_to)`. A deal with stage changes and no status changes takes its status from stages
    whose kind is known and the same in every pipeline.
    """
    replace_temp(
        cursor,
        "derive_event",
        """
        with plain as (
            select e.opportunity_id, e.field, e.old, e.new, e.happened_on, e.seq, e.line, e.external_id,
                coalesce(e.happened_at, s.start_at) as order_at, e.known_from, e.known_to
            from derive_live_opportunity_event e
            left join derive_day_start s on e.happened_at is null and s.day = e.happened_on
            where e.opportunity_id is not null and not e.is_stub and e.happened_on is not null
        ),
        stage_kind as (
            select stage_id, min(kind) as kind
            from derive_live_stage
            where known_to = $forever and kind is not null
            group by stage_id
            having min(kind) = max(kind)
        ),
        implied as (
            select p.* replace ('status' as field, null as old, k.kind as new)
            from plain p
            join stage_kind k on k.stage_id = p.new
            where p.field = 'stage'
                and p.opportunity_id not in (select opportunity_id from plain where field = 'status')
        ),
        every as (
            select * from plain
            union all by name
            select * from implied
        )
        select opportunity_id, field,
            case when field = 'status' then lower(trim(old)) else old end as old,
            case when field = 'status' then lower(trim(new)) else new end as new,
            happened_on, order_at, known_from, known_to,
            row_number() over (
                partition by opportunity_id
                order by order_at, field = 'status', seq nulls last, line, external_id, known_from
            ) as ord
        from every
        where field <> 'status' or lower(trim(new)) in ('open', 'won', 'lost')
        """,
    )
