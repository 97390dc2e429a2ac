"""Coverage of leads, stages and proposals: from which to which day a source says something of them."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from polso.store.derive.coverage import FUNNEL_TABLES, make_end
from polso.store.derive.statements import fill, run

_LEAD_DAYS = """
    select source_system, unnest([created_on, qualified_on, converted_on, disqualified_on]) as day
    from derive_live_lead where known_to = $forever and not is_stub
"""
_PROPOSAL_DAYS = """
    select source_system, sent_on as day from derive_live_proposal where known_to = $forever and not is_stub
"""


def rebuild_funnel_coverage(cursor: duckdb.DuckDBPyConnection, there: Collection[str]) -> None:
    """Add to `coverage` what leads, stages and proposals cover; call it after `rebuild_coverage`.

    Leads begin with the first that came, proposals with the first sent, stages with the first entered; what is told
    from deals ends with them.
    """
    if not FUNNEL_TABLES & set(there):
        return
    make_end(cursor, "derive_lead_end", fill(_LEAD_DAYS), ("lead",))
    make_end(cursor, "derive_proposal_end", fill(_PROPOSAL_DAYS), ("proposal",))
    run(
        cursor,
        """
        insert into coverage
        with deal_source as (
            select opportunity_id, source_system from derive_live_opportunity
            where known_to = $forever and opportunity_id is not null
        ),
        first as (
            select source_system, 'lead_path' as relation, 'created' as clock, min(created_on) as from_on
            from derive_live_lead where known_to = $forever and not is_stub
            group by source_system
            union all
            select source_system, 'lead_wait_span', 'span', min(created_on)
            from derive_live_lead where known_to = $forever and not is_stub
            group by source_system
            union all
            select s.source_system, 'stage_reach', 'entered', min(r.entered_on)
            from stage_reach r join deal_source s on s.opportunity_id = r.opportunity_id
            where r.known_to is null
            group by s.source_system
            union all
            select s.source_system, 'stage_time', 'entered', min(r.entered_on)
            from stage_time r join deal_source s on s.opportunity_id = r.opportunity_id
            where r.known_to is null
            group by s.source_system
            union all
            select s.source_system, 'deal_life', 'created', min(r.created_on)
            from deal_life r join deal_source s on s.opportunity_id = r.opportunity_id
            where r.known_to is null
            group by s.source_system
            union all
            select s.source_system, 'proposal_sent', 'sent', min(r.sent_on)
            from proposal_sent r join deal_source s on s.opportunity_id = r.opportunity_id
            where r.known_to is null and not exists (select 1 from derive_live_proposal where known_to = $forever)
            group by s.source_system
            union all
            select source_system, 'proposal_sent', 'sent', min(day) from ($proposals) group by source_system
        ),
        ended as (
            select 'lead_path' as relation, source_system, end_on from derive_lead_end
            union all
            select 'lead_wait_span', source_system, end_on from derive_lead_end
            union all
            select unnest(['stage_reach', 'stage_time', 'deal_life']), source_system, end_on from derive_deal_end
            union all
            select 'proposal_sent', source_system, end_on from derive_proposal_end
            union all
            select 'proposal_sent', source_system, end_on from derive_deal_end
            where source_system not in (select source_system from derive_proposal_end)
        )
        select f.source_system, f.relation, f.clock, least(f.from_on, e.end_on), e.end_on
        from first f
        join ended e on e.relation = f.relation and e.source_system = f.source_system
        where f.from_on is not null
        """,
        proposals=fill(_PROPOSAL_DAYS),
    )
