"""Every deal at every time of knowledge, with the fold of the events known by then."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp
from polso.store.derive.versions import Neighbour, cut

NEIGHBOURS = (
    Neighbour("derive_live_lead", "lead_key", "lead_id"),
    Neighbour("derive_event", "opportunity_id", "opportunity_id"),
    Neighbour("derive_account_root", "account_id", "account_id"),
)


def make_look(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables `derive_look`, `derive_look_event` and `derive_fold`, all by `(opportunity_id, look)`.

    Looks 1, 2, ... are the stretches of time in which nothing new was learned about a deal, its lead or its events;
    look 0 stands for the time before the first of them and carries what the first one says, with the events that had
    happened by then as known now. `seen_from` is when the row's own contents were learned.
    """
    replace_temp(
        cursor,
        "derive_opportunity",
        """
        with lead_of_deal as (
            select opportunity_id, arg_min(lead_id, (created_on, lead_id)) as lead_id
            from derive_live_lead
            where known_to = $forever and not is_stub and opportunity_id is not null
            group by opportunity_id
        )
        select o.*, coalesce(o.lead_id, l.lead_id) as lead_key
        from derive_live_opportunity o
        left join lead_of_deal l on l.opportunity_id = o.opportunity_id
        where o.opportunity_id is not null
            and (not o.is_stub or o.opportunity_id in (select opportunity_id from derive_event))
        """,
    )
    cut(cursor, "derive_segment", "derive_opportunity", "opportunity_id", NEIGHBOURS)
    replace_temp(
        cursor,
        "derive_look",
        """
        with numbered as (
            select *, known_from as seen_from,
                row_number() over (partition by opportunity_id order by known_from) as look
            from derive_segment
        )
        select * from numbered
        union all by name
        select * replace ($before_all as known_from, known_from as known_to, 0 as look) from numbered where look = 1
        """,
    )
    replace_temp(
        cursor,
        "derive_look_event",
        """
        select k.opportunity_id, k.look, e.ord, e.field, e.old, e.new, e.happened_on, e.order_at
        from derive_look k
        join derive_event e on e.opportunity_id = k.opportunity_id
        where case
            when k.look = 0 then e.known_to = $forever and e.order_at < k.known_to
            else e.known_from <= k.known_from and k.known_from < e.known_to
        end
        """,
    )
    _make_fold(cursor)


def _make_fold(cursor: duckdb.DuckDBPyConnection) -> None:
    """The newest value of each field, when the status changed last, and who and what stood at the beginning."""
    replace_temp(
        cursor,
        "derive_fold",
        """
        with changed as (
            select *, lag(new) over w is distinct from new as is_change
            from derive_look_event
            window w as (partition by opportunity_id, look, field order by ord)
        )
        select opportunity_id, look,
            max(happened_on) as last_event_on,
            min(happened_on) filter (where field = 'created') as created_on,
            min(order_at) filter (where field = 'created') as created_at,
            arg_max(new, ord) filter (where field = 'status') as status,
            max(ord) filter (where field = 'status' and is_change) as changed_ord,
            arg_max(happened_on, ord) filter (where field = 'status' and is_change) as changed_on,
            arg_max(order_at, ord) filter (where field = 'status' and is_change) as changed_at,
            struct_extract(arg_max(struct_pack(v := new), ord) filter (where field = 'owner'), 'v') as owner_id,
            struct_extract(arg_max(struct_pack(v := new), ord) filter (where field = 'stage'), 'v') as stage_id,
            struct_extract(arg_max(struct_pack(v := new), ord) filter (where field = 'amount'), 'v') as amount,
            struct_extract(arg_max(struct_pack(v := new), ord) filter (where field = 'currency'), 'v') as currency,
            struct_extract(
                arg_max(struct_pack(v := new), ord) filter (where field = 'expected_close'), 'v'
            ) as expected_close,
            struct_extract(
                arg_min(struct_pack(v := old), ord) filter (where field = 'expected_close'), 'v'
            ) as first_expected,
            struct_extract(arg_min(struct_pack(v := old), ord) filter (where field = 'owner'), 'v') as first_owner_old,
            struct_extract(arg_min(struct_pack(v := new), ord) filter (where field = 'owner'), 'v') as first_owner_new,
            struct_extract(arg_min(struct_pack(v := old), ord) filter (where field = 'stage'), 'v') as first_stage,
            struct_extract(arg_min(struct_pack(v := old), ord) filter (where field = 'amount'), 'v') as first_amount,
            min(order_at) filter (where field = 'deleted') as deleted_at,
            min(happened_on) filter (where field = 'deleted') as deleted_on,
            bool_or(field = 'status') as has_status,
            bool_or(field = 'owner') as has_owner,
            bool_or(field = 'stage') as has_stage,
            bool_or(field = 'amount') as has_amount,
            bool_or(field = 'expected_close') as has_expected
        from changed
        group by opportunity_id, look
        """,
    )
