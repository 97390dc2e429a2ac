"""`inquiry_response`: how long the requests of customers waited for a person's answer."""

from __future__ import annotations

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.store.derive.business_index import make_minute_index
from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty
from polso.store.derive.versions import Neighbour, cut

_NEIGHBOURS = (
    Neighbour("derive_account_root", "account_id", "account_id"),
    Neighbour("derive_work_bot", "rep_id", "rep_id"),
)


def rebuild_inquiry_response(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> None:
    """Fill `inquiry_response`: durations in working minutes and in minutes of the clock.

    An automatic answer, or a bot's, does not end the wait; the request still waits. Who gave up before an answer ends
    the wait as `abandoned`. Where the day alone is known, or
    the answer came before the request, the wait cannot be timed: `begun` is null. Who writes in closed hours waits from
    the opening on.
    """
    replace_temp(
        cursor,
        "derive_inquiry",
        """
        with version as (
            select inquiry_id, channel, account_id, first_response_by as rep_id, received_at, received_on,
                case when not coalesce(first_response_is_auto, false) then first_response_at end as response_at,
                case when not coalesce(first_response_is_auto, false) then first_response_on end as response_on,
                abandoned_at, abandoned_on, known_from, known_to,
                known_from = min(known_from) over (partition by source_system) as is_first
            from derive_live_inquiry
            where not is_stub and inquiry_id is not null
        )
        select * exclude (is_first) replace (
            if(is_first, least(coalesce(response_at, abandoned_at, received_at), known_from), known_from) as known_from
        )
        from version
        """,
    )
    cut(cursor, "derive_inquiry_piece", "derive_inquiry", "inquiry_id", _NEIGHBOURS)
    make_minute_index(
        cursor,
        "derive_inquiry_minute",
        "select unnest([received_at, response_at, abandoned_at]) as instant from derive_inquiry",
        calendar,
    )
    empty(cursor, "inquiry_response")
    run(
        cursor,
        """
        insert into inquiry_response by name
        with settled as (
            select i.*, coalesce(r.root_id, i.account_id) as root_id,
                b.rep_id is null and i.response_on is not null
                    and coalesce(i.response_at <= i.abandoned_at, i.response_on <= i.abandoned_on, true) as is_answered
            from derive_inquiry_piece i
            left join derive_account_root r on r.account_id = i.account_id
                and r.known_from <= i.known_from and i.known_from < r.known_to
            left join derive_work_bot b on b.rep_id = i.rep_id
                and b.known_from <= i.known_from and i.known_from < b.known_to
        ),
        ended as (
            select *,
                case when is_answered then 'answered' when abandoned_on is not null then 'abandoned' end as ended_as,
                case when is_answered then response_at else abandoned_at end as ended_at
            from settled
        ),
        judged as (
            select *, coalesce(received_at is not null and (ended_as is null or ended_at >= received_at), false)
                as is_timed
            from ended
        )
        select j.inquiry_id, j.channel, case when j.is_answered then j.rep_id end as rep_id, j.root_id as account_id,
            j.received_on,
            case when j.is_timed then f.working end as begun,
            case when j.is_timed then t.working - f.working end as minutes,
            case when j.is_timed then f.elapsed end as begun_elapsed,
            case when j.is_timed then t.elapsed - f.elapsed end as minutes_elapsed,
            j.ended_as, j.known_from, nullif(j.known_to, $forever) as known_to, 'observed' as origin
        from judged j
        left join derive_inquiry_minute f on f.instant = j.received_at
        left join derive_inquiry_minute t on t.instant = j.ended_at
        order by j.received_on, j.inquiry_id, j.known_from
        """,
    )
