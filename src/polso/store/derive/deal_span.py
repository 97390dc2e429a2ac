"""`deal_span`: the days during which a deal was open with one owner, stage and amount, as known at every time."""

from __future__ import annotations

import duckdb

from polso.store.derive.span_mark import make_span_mark
from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty


def rebuild_deal_span(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `deal_span`: half-open local days, a null start is opening balance, a null end still holds.

    A deal is in the pipeline at the end of day t when `from_on <= t` and t is before `to_on`. `amount_state` says
    whether the amount was `observed`, is the first observed one of a deal created between two extracts (`inferred`), or
    is `unknown`: those spans count and have no value.
    """
    make_span_mark(cursor)
    replace_temp(
        cursor,
        "derive_span_piece",
        """
        with filled as (
            select opportunity_id, look, day,
                lead(day) over w as next_day,
                last_value(status ignore nulls) over w as status,
                last_value(owner ignore nulls) over w as owner,
                last_value(stage ignore nulls) over w as stage,
                last_value(money ignore nulls) over w as money,
                last_value(coin ignore nulls) over w as coin
            from derive_span_mark
            window w as (partition by opportunity_id, look order by day, major, ord)
        )
        select opportunity_id, look, day as from_on, next_day as to_on, owner.v as rep_id, stage.v as stage_id,
            money.amount as amount, case when money.amount is not null then coin.v end as currency,
            money.state as amount_state
        from filled
        where status = 'open' and (next_day is null or next_day > day)
        """,
    )
    replace_temp(
        cursor,
        "derive_span_joined",
        """
        with marked as (
            select *,
                lag(to_on) over w is distinct from from_on
                or row(rep_id, stage_id, amount, currency, amount_state) is distinct from
                    lag(row(rep_id, stage_id, amount, currency, amount_state)) over w as starts
            from derive_span_piece
            window w as (partition by opportunity_id, look order by from_on)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by opportunity_id, look order by from_on) as part
            from marked
        )
        select opportunity_id, look, min(from_on) as from_on,
            nullif(max(coalesce(to_on, 'infinity')), 'infinity') as to_on,
            any_value(rep_id) as rep_id, any_value(stage_id) as stage_id, any_value(amount) as amount,
            any_value(currency) as currency, any_value(amount_state) as amount_state
        from numbered
        group by opportunity_id, look, part
        """,
    )
    empty(cursor, "deal_span")
    run(
        cursor,
        """
        insert into deal_span by name
        with span as (
            select j.opportunity_id, s.account_id, j.rep_id, s.source_id, s.channel, s.product_id, j.stage_id, s.type,
                j.from_on, j.to_on, j.amount, j.currency, j.amount_state, s.known_from, s.known_to,
                case when s.look = 0 then 'inferred' else 'observed' end as origin
            from derive_span_joined j
            join derive_state s on s.opportunity_id = j.opportunity_id and s.look = j.look
            where s.known_from < s.known_to
        ),
        moved as (select distinct opportunity_id from derive_state where look > 1),
        marked as (
            select *, lag(known_to) over w is distinct from known_from as starts
            from span
            where opportunity_id in (select opportunity_id from moved)
            window w as (
                partition by opportunity_id, from_on, to_on, account_id, rep_id, source_id, channel, product_id,
                    stage_id, type, amount, currency, amount_state, origin
                order by known_from
            )
        ),
        numbered as (
            select *, sum(starts::integer) over (
                partition by opportunity_id, from_on, to_on, account_id, rep_id, source_id, channel, product_id,
                    stage_id, type, amount, currency, amount_state, origin
                order by known_from
            ) as part
            from marked
        ),
        merged as (
            select * exclude (known_from, known_to, starts, part),
                min(known_from) as known_from, max(known_to) as known_to
            from numbered
            group by opportunity_id, account_id, rep_id, source_id, channel, product_id, stage_id, type, from_on, to_on,
                amount, currency, amount_state, origin, part
            union all by name
            select * from span where opportunity_id not in (select opportunity_id from moved)
        )
        select * replace (nullif(from_on, $first_day) as from_on, nullif(known_to, $forever) as known_to)
        from merged
        order by merged.from_on, opportunity_id, known_from
        """,
    )
