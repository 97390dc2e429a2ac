"""What each look at a deal says about which day: the marks from which its open spans are told."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_span_mark(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_span_mark(opportunity_id, look, day, major, ord, status, owner, stage, money, coin,
    expected)`.

    A field that a mark does not set is null; set ones are structs, for they may be set to nothing. `status` is `open`
    or the outcome, `expected` the day on which the deal was expected to close. On one day the order is creation (0),
    events (1), observations (2), closings (3). A deal that the first extract did not have yet, though it was born
    before, takes the amount first seen from that extract's day on, as one born between two extracts does. For a field
    that events tell, only an observation after the last event counts, and the newest one, which wins for the present.
    A deal whose events begin with its creation and name no amount had none.
    """
    _make_pairs(cursor)
    _make_closings(cursor)
    replace_temp(
        cursor,
        "derive_span_mark",
        """
        with creation as (
            select l.opportunity_id, l.look, b.born_on as day, 0 as major, 0 as ord, 'open' as status,
                struct_pack(v := case when l.has_owner then l.first_owner else b.seen_owner end) as owner,
                struct_pack(v := case when l.has_stage then l.first_stage end) as stage,
                case
                    when l.has_amount then struct_pack(amount := l.first_amount, state := 'observed')
                    when l.has_creation and b.seen_amount is null
                        then struct_pack(amount := null::decimal(18, 4), state := 'observed')
                    when l.look > 0 and not l.has_amount and b.seen_status = 'open' and b.born_on > b.source_from_on
                        then struct_pack(amount := b.seen_amount, state := 'inferred')
                    else struct_pack(amount := null::decimal(18, 4), state := 'unknown')
                end as money,
                struct_pack(v := b.seen_currency) as coin,
                struct_pack(
                    v := case
                        when l.has_expected then l.first_expected
                        when l.look > 0 and b.seen_status = 'open' and b.born_on > b.source_from_on then b.seen_expected
                    end
                ) as expected
            from derive_state l
            join derive_birth b on b.opportunity_id = l.opportunity_id and b.look = l.look
        ),
        late as (
            select l.opportunity_id, l.look, b.source_from_on as day, 0 as major, 1 as ord,
                case
                    when not l.has_amount then struct_pack(amount := b.seen_amount, state := 'inferred')
                end as money,
                case when not l.has_expected then struct_pack(v := b.seen_expected) end as expected
            from derive_state l
            join derive_birth b on b.opportunity_id = l.opportunity_id and b.look = l.look
            where l.look > 0 and b.seen_status = 'open' and b.seen_later and not l.has_creation
                and b.born_on <= b.source_from_on and b.source_from_on < b.seen_on
        ),
        observation as (
            select p.opportunity_id, p.look, p.observed_on as day, 2 as major, p.seen_look as ord,
                case
                    when p.tells_status and (c.closed_on is null or c.closed_on > p.observed_on) then 'open'
                end as status,
                case when p.is_newest or not p.has_owner then struct_pack(v := p.owner_id) end as owner,
                case
                    when p.look = 0 then case when not p.has_stage then struct_pack(v := null::varchar) end
                    when p.is_newest or not p.has_stage then struct_pack(v := p.stage_id)
                end as stage,
                case
                    when p.look = 0 then case
                        when not p.has_amount then struct_pack(amount := null::decimal(18, 4), state := 'unknown')
                    end
                    when p.is_newest or not p.has_amount then struct_pack(amount := p.amount, state := 'observed')
                end as money,
                struct_pack(v := p.currency) as coin,
                case
                    when p.look = 0 then case when not p.has_expected then struct_pack(v := null::date) end
                    when p.is_newest or not p.has_expected then struct_pack(v := p.expected_close_on)
                end as expected
            from derive_span_pair p
            left join derive_span_closing c on c.opportunity_id = p.opportunity_id and c.look = p.look
                and c.run = p.run + 1
            where p.status = 'open'
        ),
        event as (
            select e.opportunity_id, e.look, greatest(e.happened_on, b.born_on) as day, 1 as major, e.ord,
                case
                    when e.field <> 'status' then null
                    when e.new = 'open'
                        then case when l.closed_on is null or e.happened_on < l.closed_on then 'open' end
                    when l.closed_on is null or e.ord < l.changed_ord then e.new
                end as status,
                case when e.field = 'owner' then struct_pack(v := e.new) end as owner,
                case when e.field = 'stage' then struct_pack(v := e.new) end as stage,
                case
                    when e.field = 'amount'
                    then struct_pack(amount := try_cast(e.new as decimal(18, 4)), state := 'observed')
                end as money,
                case when e.field = 'currency' then struct_pack(v := e.new) end as coin,
                case
                    when e.field = 'expected_close' then struct_pack(v := try_cast(left(e.new, 10) as date))
                end as expected
            from derive_look_event e
            join derive_state l on l.opportunity_id = e.opportunity_id and l.look = e.look
            join derive_birth b on b.opportunity_id = e.opportunity_id and b.look = e.look
            where e.field in ('status', 'owner', 'stage', 'amount', 'currency', 'expected_close')
        ),
        closing as (
            select opportunity_id, look, closed_on as day, 3 as major, run as ord, outcome as status
            from derive_span_closing
        )
        select * from creation
        union all by name
        select * from late
        union all by name
        select * from observation
        union all by name
        select * from event
        union all by name
        select * from closing
        """,
    )


def _make_pairs(cursor: duckdb.DuckDBPyConnection) -> None:
    """Each look with every observation known by then, numbered by runs of open and closed; and the deal's birth."""
    replace_temp(
        cursor,
        "derive_span_pair",
        """
        with pair as (
            select l.opportunity_id, l.look, l.has_owner, l.has_stage, l.has_amount, l.has_expected,
                i.look as seen_look,
                case when i.status = 'open' then 'open' else 'closed' end as status, i.status as outcome,
                i.observed_on, i.is_later_seen, i.closed_on, i.owner_id, i.stage_id, i.amount, i.currency,
                i.expected_close_on,
                i.look = l.look or l.last_event_on is null or i.observed_on > l.last_event_on as is_newest,
                is_newest or not l.has_status as tells_status
            from derive_state l
            join derive_state i on i.opportunity_id = l.opportunity_id and i.look between least(l.look, 1) and l.look
        ),
        turned as (
            select *, status is distinct from lag(status) over (
                partition by opportunity_id, look, tells_status order by seen_look
            ) as turns
            from pair
        )
        select * exclude (turns), sum(turns::integer) over (
            partition by opportunity_id, look, tells_status order by seen_look
        ) as run
        from turned
        """,
    )
    replace_temp(
        cursor,
        "derive_birth",
        """
        with source_start as (
            select source_system, min(observed_on) as from_on from derive_state group by source_system
        ),
        seen as (
            select opportunity_id, look, min(observed_on) as observed_on,
                arg_min(
                    struct_pack(status, amount, currency, owner_id, expected_close_on, is_later_seen), seen_look
                ) as first
            from derive_span_pair
            group by opportunity_id, look
        )
        select l.opportunity_id, l.look,
            least(
                coalesce(l.created_on, if(s.first.is_later_seen, s.observed_on, $first_day)), s.observed_on
            ) as born_on,
            s.first.status as seen_status, s.first.amount as seen_amount, s.first.currency as seen_currency,
            s.first.expected_close_on as seen_expected, s.first.is_later_seen as seen_later,
            s.observed_on as seen_on,
            coalesce(s.first.owner_id, l.first_owner) as seen_owner, b.from_on as source_from_on
        from derive_state l
        join seen s on s.opportunity_id = l.opportunity_id and s.look = l.look
        join source_start b on b.source_system = l.source_system
        """,
    )


def _make_closings(cursor: duckdb.DuckDBPyConnection) -> None:
    """One closing day a run of closed observations: the day that the run's last one says, within what was seen."""
    replace_temp(
        cursor,
        "derive_span_closing",
        """
        with closing as (
            select opportunity_id, look, run, arg_max(closed_on, seen_look) as said_on, min(observed_on) as seen_on,
                arg_max(outcome, seen_look) as outcome
            from derive_span_pair
            where status = 'closed' and tells_status
            group by opportunity_id, look, run
        )
        select c.opportunity_id, c.look, c.run, c.outcome,
            greatest(least(coalesce(c.said_on, c.seen_on), c.seen_on), b.born_on) as closed_on
        from closing c
        join derive_birth b on b.opportunity_id = c.opportunity_id and b.look = c.look
        """,
    )
