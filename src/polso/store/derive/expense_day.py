"""`expense_day`: what winning customers cost, spread over the days that it was spent for."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import run
from polso.store.derive.tables import empty


def rebuild_expense_day(cursor: duckdb.DuckDBPyConnection, lag_days: int) -> None:
    """Fill `expense_day`: one row an expense and day of its span; an expense without an end is of one day.

    The part of the amount that goes to new customers (`acquisition_share`; 1 where nothing is said, 0 for overhead) is
    split evenly and to the cent, so that the days of an expense add up to it. Money given back is negative.
    `lagged_day` is `lag_days` later: when the customers won by it are expected.
    """
    empty(cursor, "expense_day")
    run(
        cursor,
        """
        insert into expense_day by name
        with expense as (
            select expense_id, span_start, category, source_id, campaign, team_id, currency, known_from, known_to,
                greatest(coalesce(span_end - span_start, 1), 1) as days,
                (amount * coalesce(acquisition_share, if(category = 'overhead', 0, 1)))::decimal(18, 4) as spent
            from derive_live_expense
            where not is_stub and expense_id is not null and span_start is not null
        ),
        spread as (
            select *, unnest(range(days)) as step from expense where spent <> 0
        ),
        daily as (
            select *, span_start + step::integer as day,
                case when step + 1 = days then spent else round(spent * (step + 1)::integer / days, 2) end
                    - if(step = 0, 0, round(spent * step::integer / days, 2)) as amount
            from spread
        ),
        channel_of as (
            select source_id, min(channel) as channel
            from derive_live_source
            where known_to = $forever
            group by source_id
        )
        select d.expense_id, d.day, d.day + $lag::integer as lagged_day, d.amount::decimal(18, 4) as amount, d.currency,
            derive_base_amount(d.amount::decimal(18, 4), d.currency, c.base, r.to_base) as amount_base,
            coalesce(d.category, 'other') as category, d.source_id, s.channel, d.campaign, d.team_id, d.known_from,
            nullif(d.known_to, $forever) as known_to, 'observed' as origin
        from daily d
        cross join derive_company c
        left join channel_of s on s.source_id = d.source_id
        left join fx_day r on r.currency = d.currency and r.day = d.day
        order by d.day, d.expense_id, d.known_from
        """,
        lag=str(lag_days),
    )
