"""`deal_life`: how many days after its creation a deal was qualified, won or lost."""

from __future__ import annotations

import duckdb

from polso.store.derive.merged import publish_merged

QUALIFIED_RANK = 2
"""Where no stage of a pipeline is marked as its qualification, a deal is qualified from its second stage on."""


def rebuild_deal_life(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `deal_life` from `deal` and the ways through the stages.

    A deal is qualified when it first reached the stage marked so, or one beyond; where none is marked, the second rank
    (rank 2 or more). A won deal was qualified by then. Without any ranked stage nothing tells it. `in_order` is null
    where a deal closed before it began; a deal without a creation day is in no period.
    """
    publish_merged(
        cursor,
        "deal_life",
        "opportunity_id",
        """
        with mark as (
            select pipeline_id,
                coalesce(min(rank) filter (where milestone = 'qualified'), greatest(min(rank) + 1, $second)) as rank
            from derive_ladder
            group by pipeline_id
        ),
        qualified as (
            select w.opportunity_id, w.known_from, min(e.entered_on) as qualified_on
            from derive_way_pipeline w
            join mark m on m.pipeline_id = w.pipeline_id
            join derive_stage_entry e on e.opportunity_id = w.opportunity_id and e.known_from = w.known_from
                and e.rank >= m.rank
            group by w.opportunity_id, w.known_from
        )
        select d.opportunity_id, d.account_id, d.rep_id, d.created_by_rep_id, d.source_id, d.channel, d.product_id,
            d.stage_id, d.type, d.created_on, d.status,
            case when d.status = 'won' then d.closed_on - d.created_on end as won_days,
            case when d.status = 'lost' then d.closed_on - d.created_on end as lost_days,
            coalesce(q.qualified_on, case when d.status = 'won' then d.closed_on end) - d.created_on as qualified_days,
            case
                when q.qualified_on is null and d.status = 'lost' then d.closed_on - d.created_on
            end as closed_days,
            case
                when d.status = 'open' or d.closed_on >= d.created_on then true
            end as in_order,
            case when d.closed_on >= d.created_on then d.closed_on - d.created_on end as days,
            nullif(d.status, 'open') as ended_as,
            d.known_from, coalesce(d.known_to, $forever) as known_to, d.origin
        from deal d
        left join qualified q on q.opportunity_id = d.opportunity_id and q.known_from = d.known_from
        """,
        "created_on",
        second=str(QUALIFIED_RANK),
    )
