"""Leads as they were known at every time: who came, from where, and what had been learned of them by then."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp
from polso.store.derive.versions import Neighbour, cut

DUPLICATE_DAYS = 30
"""A lead of the same account within these days is the same lead again."""

_ROOT = (Neighbour("derive_account_root", "account_id", "account_id"),)
_NEIGHBOURS = (
    Neighbour("derive_lead_mark", "lead_id", "lead_id"),
    Neighbour("derive_lead_deal", "lead_id", "lead_id"),
    Neighbour("derive_lead_touch", "lead_id", "lead_id"),
    Neighbour("derive_lead_sale", "customer_id", "account_id"),
)


def make_lead_look(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_lead_look`, by `(lead_id, known_from)`: each lead once for every stretch of knowledge.

    Before the first extract of its source a lead is told from its dates (`origin` inferred): what happened later is not
    known yet. Needs `derive_lead_touch`, `deal` and `first_sale`.
    """
    _make_base(cursor)
    _make_neighbours(cursor)
    cut(cursor, "derive_lead_rooted", "derive_lead", "lead_id", _ROOT)
    replace_temp(
        cursor,
        "derive_lead_customer",
        """
        select l.*, coalesce(a.root_id, l.account_id) as customer_id
        from derive_lead_rooted l
        left join derive_account_root a on a.account_id = l.account_id
            and a.known_from <= l.known_from and l.known_from < a.known_to
        """,
    )
    cut(cursor, "derive_lead_look", "derive_lead_customer", "lead_id", _NEIGHBOURS)


def make_lead_link(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_lead_link(opportunity_id, lead_id)`: which deals came of which leads, as known now."""
    replace_temp(
        cursor,
        "derive_lead_link",
        """
        select opportunity_id, lead_id from derive_live_opportunity
        where known_to = $forever and opportunity_id is not null and lead_id is not null
        union
        select opportunity_id, lead_id from derive_live_lead
        where known_to = $forever and opportunity_id is not null and lead_id is not null
        """,
    )


def _make_base(cursor: duckdb.DuckDBPyConnection) -> None:
    """Versions of leads; `first_owner` is the first person, not a queue or a program, who had the lead by then."""
    replace_temp(
        cursor,
        "derive_lead",
        """
        with machine as (
            select distinct rep_id from derive_live_rep where known_to = $forever and kind in ('queue', 'bot')
        ),
        version as (
            select l.lead_id, l.source_system, l.account_id, l.source_id, l.campaign, l.owner_id,
                l.referrer_account_id, l.opportunity_id, l.created_at, l.created_on,
                coalesce(l.created_at, c.start_at, l.created_on::timestamp) as created_from,
                l.qualified_on, coalesce(l.qualified_at, q.start_at, l.qualified_on::timestamp) as qualified_from,
                l.converted_on, coalesce(l.converted_at, v.start_at, l.converted_on::timestamp) as converted_from,
                l.disqualified_on,
                coalesce(l.disqualified_at, d.start_at, l.disqualified_on::timestamp) as disqualified_from,
                first_value(if(m.rep_id is null, l.owner_id, null) ignore nulls) over (
                    partition by l.lead_id order by l.known_from
                ) as first_owner,
                min(l.known_from) over (partition by l.lead_id) as first_known,
                l.known_from, l.known_to
            from derive_live_lead l
            left join machine m on m.rep_id = l.owner_id
            left join derive_day_start c on l.created_at is null and c.day = l.created_on
            left join derive_day_start q on l.qualified_at is null and q.day = l.qualified_on
            left join derive_day_start v on l.converted_at is null and v.day = l.converted_on
            left join derive_day_start d on l.disqualified_at is null and d.day = l.disqualified_on
            where not l.is_stub and l.lead_id is not null
        )
        select * exclude (first_known), 'observed' as origin from version
        union all by name
        select v.* exclude (first_known) replace (v.created_from as known_from, x.first_from as known_to),
            'inferred' as origin
        from version v
        join derive_extract x on x.table_name = 'lead' and x.source_system = v.source_system
            and x.known_from = v.known_from
        where v.known_from = v.first_known and v.created_from < x.first_from
        """,
    )


def _make_neighbours(cursor: duckdb.DuckDBPyConnection) -> None:
    """What changes a lead: its own later days, the deals that came of it, and the first sale to its account."""
    replace_temp(
        cursor,
        "derive_lead_mark",
        """
        select lead_id, unnest([qualified_from, converted_from, disqualified_from]) as known_from,
            $forever as known_to
        from derive_lead
        where origin = 'inferred'
        """,
    )
    replace_temp(
        cursor,
        "derive_lead_deal",
        """
        select k.lead_id, d.created_on, d.status, d.decided_on, d.rep_id, d.known_from,
            coalesce(d.known_to, $forever) as known_to
        from derive_lead_link k
        join deal d on d.opportunity_id = k.opportunity_id
        """,
    )
    replace_temp(
        cursor,
        "derive_lead_sale",
        """
        select account_id, happened_on, rep_id, known_from, coalesce(known_to, $forever) as known_to
        from first_sale
        """,
    )
