"""Deals before they were first imported, told from their dates and events: `as_of` works there too, marked inferred."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_past(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_past`: the versions of deals that end at their first observation.

    Nothing learned later may leak: an open deal has no amount and no stage unless events tell them; a closed one has
    its final amount. Without a creation day only the closed version is told. Events after the first observation are not
    used. A day without an hour counts from the company's local midnight.
    """
    _make_marks(cursor)
    replace_temp(
        cursor,
        "derive_past",
        """
        with filled as (
            select opportunity_id, instant, major, ord, closing,
                last_value(born ignore nulls) over w as born,
                last_value(closing ignore nulls) over w as closed,
                last_value(owner ignore nulls) over w as owner,
                last_value(stage ignore nulls) over w as stage,
                last_value(money ignore nulls) over w as money,
                last_value(coin ignore nulls) over w as coin
            from derive_past_mark
            window w as (partition by opportunity_id order by instant, major, ord)
        ),
        credited as (
            select *,
                last_value(
                    if(closing is not null, struct_pack(v := coalesce(closing.rep_id, owner.v)), null) ignore nulls
                ) over w as closer,
                lead(instant) over w as next_instant
            from filled
            window w as (partition by opportunity_id order by instant, major, ord)
        )
        select c.opportunity_id, c.instant as known_from, coalesce(c.next_instant, s.known_to) as known_to,
            coalesce(c.closed.status, 'open') as status,
            c.money.v as amount,
            case when c.money.v is not null then coalesce(c.coin.v, s.currency) end as currency,
            c.stage.v as stage_id,
            case when c.closed.status <> 'open' then c.closed.day end as closed_on,
            case when c.closed.is_final then s.loss_reason end as loss_reason,
            case when c.closed.status <> 'open' then c.closer.v else c.owner.v end as rep_id
        from credited c
        join derive_state s on s.opportunity_id = c.opportunity_id and s.look = 0
        where (c.next_instant is null or c.next_instant > c.instant)
            and (c.born or c.closed.status <> 'open')
        """,
    )


def _make_marks(cursor: duckdb.DuckDBPyConnection) -> None:
    """What was set when: the creation, the events, and the closing that the row itself tells."""
    replace_temp(
        cursor,
        "derive_past_mark",
        """
        with final as (
            select opportunity_id,
                case when has_status and event_status = status then changed_at else closed_from end as instant,
                status, closed_on, rep_id, loss_reason, stage_id, amount, has_stage, has_amount, created_from, known_to
            from derive_state
            where look = 0 and status <> 'open'
        ),
        mark as (
            select opportunity_id, created_from as instant, 0 as major, 0 as ord, true as born,
                null::struct(status varchar, day date, rep_id varchar, is_final boolean) as closing,
                struct_pack(v := first_owner) as owner,
                struct_pack(v := case when has_stage then first_stage end) as stage,
                struct_pack(v := case when has_amount then first_amount end) as money,
                null::struct(v varchar) as coin,
                known_to
            from derive_state
            where look = 0 and created_from is not null
            union all by name
            select e.opportunity_id, greatest(e.order_at, s.created_from) as instant, 1 as major, e.ord,
                case
                    when e.field = 'status' and e.is_change
                    then struct_pack(status := e.new, day := e.happened_on, rep_id := null::varchar, is_final := false)
                end as closing,
                case when e.field = 'owner' then struct_pack(v := e.new) end as owner,
                case when e.field = 'stage' then struct_pack(v := e.new) end as stage,
                case when e.field = 'amount' then struct_pack(v := try_cast(e.new as decimal(18, 4))) end as money,
                case when e.field = 'currency' then struct_pack(v := e.new) end as coin,
                s.known_to
            from (
                select *, lag(new) over (
                    partition by opportunity_id, field order by ord
                ) is distinct from new as is_change
                from derive_look_event
                where look = 0
            ) e
            join derive_state s on s.opportunity_id = e.opportunity_id and s.look = 0
            where e.field in ('status', 'owner', 'stage', 'amount', 'currency')
            union all by name
            select opportunity_id, greatest(instant, created_from) as instant, 2 as major, 0 as ord,
                struct_pack(status := status, day := closed_on, rep_id := rep_id, is_final := true) as closing,
                case when not has_stage then struct_pack(v := stage_id) end as stage,
                case when not has_amount then struct_pack(v := amount) end as money,
                known_to
            from final
            where instant is not null
        )
        select * from mark where instant < known_to
        """,
    )
