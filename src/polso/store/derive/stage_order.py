"""The order of stages that no list of stages gives: the one in which deals were seen to pass through them."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run

OBSERVED = "chr(31)"
"""SQL for what the name of a pipeline begins with when its order is observed; no file's pipelines do."""


def add_observed_order(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add to `derive_stage` the stages of each `derive_way.observed` (a source and a pipeline of it) of whose stages
    none has a rank, under that name as pipeline.

    Only stages that a history tells are ordered, as open ones unless they are known to mean won or lost. Of two stages
    that one goes before that most deals with both came to first; a stage ranks by how many others it goes before, less
    those that it comes after (Copeland's score, from 1). A stage that no deal had together with another has rank 0: it
    comes before and after none. Where few deals have a history the order is only as good as those.
    """
    replace_temp(
        cursor,
        "derive_unranked",
        """
        with told as (select distinct observed, has_stage, stage_id from derive_stage_told),
        given as (select distinct stage_id from derive_stage where kind = 'open'),
        closing as (
            select distinct stage_id from derive_live_stage where known_to = $forever and kind in ('won', 'lost')
        )
        select distinct observed, stage_id
        from told
        where has_stage and stage_id is not null and stage_id not in (select stage_id from closing)
            and observed not in (select observed from told where stage_id in (select stage_id from given))
        """,
    )
    if cursor.execute("select 1 from derive_unranked limit 1").fetchone() is None:
        return
    run(
        cursor,
        """
        insert into derive_stage by name
        with first_time as (
            select w.observed, t.opportunity_id, t.stage_id, min(t.ord) as ord
            from derive_way w
            join derive_stage_told t on t.opportunity_id = w.opportunity_id and t.known_from = w.known_from
            join derive_unranked u on u.observed = w.observed and u.stage_id = t.stage_id
            where w.known_to = $forever and w.has_stage
            group by w.observed, t.opportunity_id, t.stage_id
        ),
        pair as (
            select a.observed, a.stage_id, b.stage_id as other, sum(case when a.ord < b.ord then 1 else -1 end) as more
            from first_time a
            join first_time b on b.observed = a.observed and b.opportunity_id = a.opportunity_id
                and b.stage_id <> a.stage_id
            group by a.observed, a.stage_id, b.stage_id
        ),
        scored as (
            select observed, stage_id, sum(sign(more)) as score from pair group by observed, stage_id
        ),
        ordered as (
            select observed, stage_id, dense_rank() over (partition by observed order by score desc) as rank from scored
        )
        select u.observed as pipeline_id, u.stage_id, coalesce(o.rank, 0) as rank, 'open' as kind,
            null::varchar as milestone, $first_day as valid_from, 'infinity'::date as valid_to
        from derive_unranked u
        left join ordered o on o.observed = u.observed and o.stage_id = u.stage_id
        """,
    )
