"""Deals that are gone: since when they are known to be, and on which day they left the pipeline."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_gone(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_gone(opportunity_id, look, gone_from, back_from, gone_on)`.

    One row a stretch of time in which nothing is known of a deal that was known before: it was deleted, or a full
    export no longer has it. `look` is the last one before. The day is that of the deletion where an event tells it,
    else the day that the extract without it describes. `back_from` is infinity until it comes back.
    """
    replace_temp(
        cursor,
        "derive_gone",
        """
        with followed as (
            select opportunity_id, look, source_system, known_to as gone_from,
                coalesce(lead(known_from) over w, $forever) as back_from
            from derive_state
            where look > 0
            window w as (partition by opportunity_id order by look)
        ),
        gone as (select * from followed where gone_from < back_from),
        told as (
            select g.opportunity_id, g.look, min(f.deleted_on) as deleted_on
            from gone g
            join derive_fold f on f.opportunity_id = g.opportunity_id and f.look > g.look
            group by g.opportunity_id, g.look
        )
        select g.opportunity_id, g.look, g.gone_from, g.back_from,
            coalesce(t.deleted_on, o.observed_on, k.day) as gone_on
        from gone g
        left join told t on t.opportunity_id = g.opportunity_id and t.look = g.look
        left join derive_observed o on o.source_system = g.source_system and o.seen_from = g.gone_from
        left join derive_known_day k on k.known_at = g.gone_from
        """,
    )
