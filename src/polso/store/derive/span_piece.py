"""From marks to open intervals: what stood on each day, joined where nothing changed, with how each run ended."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_span_piece(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_span_joined`, one row a `(opportunity_id, look)` and interval `[from_on, to_on)`.

    A run is a stretch of days in which the deal was open, or in which it was closed. Of a closed one the last outcome
    counts: a deal that was called won and then lost was lost.
    """
    replace_temp(
        cursor,
        "derive_span_day",
        """
        with filled as (
            select opportunity_id, look, day,
                lead(day) over w as next_day,
                last_value(status ignore nulls) over w as status,
                last_value(owner ignore nulls) over w as owner,
                last_value(stage ignore nulls) over w as stage,
                last_value(money ignore nulls) over w as money,
                last_value(coin ignore nulls) over w as coin,
                last_value(expected ignore nulls) over w as expected
            from derive_span_mark
            window w as (partition by opportunity_id, look order by day, major, ord)
        ),
        turned as (
            select *, (status = 'open') is distinct from lag(status = 'open') over w as turns
            from filled
            where next_day is null or next_day > day
            window w as (partition by opportunity_id, look order by day)
        )
        select * exclude (turns), sum(turns::integer) over (partition by opportunity_id, look order by day) as run
        from turned
        """,
    )
    _make_runs(cursor)
    replace_temp(
        cursor,
        "derive_span_joined",
        """
        with piece as (
            select d.opportunity_id, d.look, d.day as from_on, d.next_day as to_on, owner.v as rep_id,
                stage.v as stage_id, money.amount as amount,
                case when money.amount is not null then coin.v end as currency, money.state as amount_state,
                expected.v as expected_close_on, d.run > 1 as reopened,
                case when d.next_day = r.ended_on then r.ended_as end as ended_as,
                case when d.next_day = r.ended_on then r.closed_until end as closed_until
            from derive_span_day d
            join derive_span_run r on r.opportunity_id = d.opportunity_id and r.look = d.look and r.run = d.run
            where d.status = 'open'
        ),
        marked as (
            select *,
                lag(to_on) over w is distinct from from_on
                or row(rep_id, stage_id, amount, currency, amount_state, expected_close_on) is distinct from
                    lag(row(rep_id, stage_id, amount, currency, amount_state, expected_close_on)) over w as starts
            from piece
            window w as (partition by opportunity_id, look order by from_on)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by opportunity_id, look order by from_on) as part
            from marked
        )
        select opportunity_id, look, min(from_on) as from_on,
            nullif(max(coalesce(to_on, 'infinity')), 'infinity') as to_on,
            any_value(rep_id) as rep_id, any_value(stage_id) as stage_id, any_value(amount) as amount,
            any_value(currency) as currency, any_value(amount_state) as amount_state,
            any_value(expected_close_on) as expected_close_on, any_value(reopened) as reopened,
            max(ended_as) as ended_as, max(closed_until) as closed_until
        from numbered
        group by opportunity_id, look, part
        """,
    )


def _make_runs(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_span_run`: when and as what each run ended, and when the deal was open again."""
    replace_temp(
        cursor,
        "derive_span_run",
        """
        with run as (
            select opportunity_id, look, run, min(day) as began_on, arg_max(status, day) as outcome
            from derive_span_day
            group by opportunity_id, look, run
        )
        select opportunity_id, look, run, lead(began_on) over w as ended_on, lead(outcome) over w as ended_as,
            lead(began_on, 2) over w as closed_until
        from run
        window w as (partition by opportunity_id, look order by run)
        """,
    )
