"""The way of every deal through the stages of its pipeline, as known at every time."""

from __future__ import annotations

import duckdb

from polso.store.derive.stage_order import OBSERVED, add_observed_order
from polso.store.derive.statements import replace_temp


def make_stage_path(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables of the way through the stages, all by `(opportunity_id, known_from)`, the versions of `deal`.

    `derive_way`: the versions, with the look whose events tell them and the newest instant of those (`upto`).
    `derive_stage_entry`: each stage entered, by place; a deal without a history entered the stage it is in when it was
    created. `derive_ladder`: the open stages of each pipeline by rank; stages of no pipeline serve those that have none
    of their own (`derive_way_pipeline`). `is_passed`: a deal that came further passed it; of stages that share a rank,
    or of which nobody knows the place, a deal passed those that it was in. Stages without a rank are no part of a way,
    unless none of the source has one (`add_observed_order`), nor are those that mean won or lost. Needs what
    `rebuild_deal` made.
    """
    _make_stage(cursor)
    replace_temp(
        cursor,
        "derive_way",
        """
        with every as (
            select opportunity_id, look, known_from, known_to, null::timestamp as upto, status, stage_id, closed_on,
                'observed' as origin
            from derive_state
            where look > 0
            union all by name
            select opportunity_id, 0 as look, known_from, known_to, known_from as upto, status, stage_id, closed_on,
                'inferred' as origin
            from derive_past
        )
        select e.*, s.created_on, s.has_stage, s.first_stage, k.pipeline_id,
            concat($observed, k.source_system, $observed, k.pipeline_id) as observed,
            coalesce(s.first_owner_old, s.first_owner_new) as first_owner
        from every e
        join (
            select s.*, f.first_owner_new from derive_state s
            left join derive_fold f on f.opportunity_id = s.opportunity_id and f.look = s.look
        ) s on s.opportunity_id = e.opportunity_id and s.look = e.look
        join derive_look k on k.opportunity_id = e.opportunity_id and k.look = e.look
        where e.known_from < e.known_to
        """,
        observed=OBSERVED,
    )
    _make_told(cursor)
    add_observed_order(cursor)
    _make_ladder(cursor)
    _make_entry(cursor)
    replace_temp(
        cursor,
        "derive_way_pipeline",
        """
        select w.opportunity_id, w.known_from,
            coalesce(o.pipeline_id, s.pipeline_id, min(e.pipeline_id), '') as pipeline_id
        from derive_way w
        left join (select distinct pipeline_id from derive_stage) o on o.pipeline_id = w.observed
        left join (select distinct pipeline_id from derive_stage) s on s.pipeline_id = w.pipeline_id
        left join derive_stage_entry e on e.opportunity_id = w.opportunity_id and e.known_from = w.known_from
        group by w.opportunity_id, w.known_from, o.pipeline_id, s.pipeline_id
        """,
    )


def _make_stage(cursor: duckdb.DuckDBPyConnection) -> None:
    """Stages with their ranks over time."""
    replace_temp(
        cursor,
        "derive_stage",
        """
        select coalesce(pipeline_id, '') as pipeline_id, stage_id, rank, coalesce(kind, 'open') as kind, milestone,
            coalesce(valid_from, $first_day) as valid_from, coalesce(valid_to, 'infinity'::date) as valid_to
        from derive_live_stage
        where known_to = $forever and stage_id is not null and rank is not null
        """,
    )


def _make_ladder(cursor: duckdb.DuckDBPyConnection) -> None:
    """The ladder of each pipeline; its newest ranks hold for all its deals."""
    replace_temp(
        cursor,
        "derive_ladder",
        """
        with rung as (
            select pipeline_id, stage_id, arg_max(rank, valid_from) as rank, arg_max(milestone, valid_from) as milestone
            from derive_stage
            where kind = 'open'
            group by pipeline_id, stage_id
        )
        select *, count(*) over (partition by pipeline_id, rank) = 1
            and not (starts_with(pipeline_id, $observed) and rank = 0) as is_passed
        from rung
        """,
        observed=OBSERVED,
    )


def _make_told(cursor: duckdb.DuckDBPyConnection) -> None:
    """Stage changes known by then, before them the stage at the beginning, where none is told the stage of the row."""
    replace_temp(
        cursor,
        "derive_stage_told",
        """
        select w.opportunity_id, w.known_from, w.pipeline_id, w.observed, w.has_stage, e.new as stage_id,
            e.happened_on as entered_on, e.ord
        from derive_way w
        join derive_look_event e on e.opportunity_id = w.opportunity_id and e.look = w.look and e.field = 'stage'
            and (w.upto is null or e.order_at <= w.upto)
        union all by name
        select opportunity_id, known_from, pipeline_id, observed, has_stage,
            coalesce(first_stage, stage_id) as stage_id, created_on as entered_on, 0 as ord
        from derive_way
        where case when has_stage then first_stage is not null else stage_id is not null end
        """,
    )


def _make_entry(cursor: duckdb.DuckDBPyConnection) -> None:
    """The stages told that are part of a way, each with its rank on that day."""
    replace_temp(
        cursor,
        "derive_stage_entry",
        """
        select t.opportunity_id, t.known_from, t.ord, t.entered_on, min(s.pipeline_id) as pipeline_id, t.stage_id,
            min(s.rank) as rank
        from derive_stage_told t
        join derive_stage s on s.stage_id = t.stage_id and s.kind = 'open'
            and case
                when starts_with(s.pipeline_id, $observed) then s.pipeline_id = t.observed
                else t.pipeline_id is null or s.pipeline_id in (t.pipeline_id, '')
            end
            and (t.entered_on is null or s.valid_from <= t.entered_on and t.entered_on < s.valid_to)
        group by t.opportunity_id, t.known_from, t.ord, t.entered_on, t.stage_id
        """,
        observed=OBSERVED,
    )
