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

    An automatic answer, or a bot's, does not end the wait; the request still waits. Where the day alone is known, or
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
                known_from, known_to, known_from = min(known_from) over (partition by source_system) as is_first
            from derive_live_inquiry
            where not is_stub and inquiry_id is not null
        )
        select * exclude (is_first) replace (
            if(is_first, least(coalesce(response_at, received_at), known_from), known_from) as known_from
        )
        from version
        """,
    )
    cut(cursor, "derive_inquiry_piece", "derive_inquiry", "inquiry_id", _NEIGHBOURS)
    make_minute_index(
        cursor,
        "derive_inquiry_minute",
        "select received_at as instant from derive_inquiry union select response_at from derive_inquiry",
        calendar,
    )
    empty(cursor, "inquiry_response")
    run(
        cursor,
        """
        insert into inquiry_response by name
        with settled as (
            select i.* exclude (response_at, response_on, account_id),
                coalesce(r.root_id, i.account_id) as account_id,
                case when b.rep_id is null then i.response_at end as response_at,
                case when b.rep_id is null then i.response_on end as response_on
            from derive_inquiry_piece i
            left join derive_account_root r on r.account_id = i.account_id
                and r.known_from <= i.known_from and i.known_from < r.known_to
            left join derive_work_bot b on b.rep_id = i.rep_id
                and b.known_from <= i.known_from and i.known_from < b.known_to
        ),
        judged as (
            select *,
                received_at is not null and (response_on is null or response_at >= received_at) as is_timed,
                response_on is not null as is_answered
            from settled
        )
        select j.inquiry_id, j.channel, case when j.is_answered then j.rep_id end as rep_id, j.account_id,
            j.received_on,
            case when coalesce(j.is_timed, false) then f.working end as begun,
            case when coalesce(j.is_timed, false) then t.working - f.working end as minutes,
            case when coalesce(j.is_timed, false) then f.elapsed end as begun_elapsed,
            case when coalesce(j.is_timed, false) then t.elapsed - f.elapsed end as minutes_elapsed,
            case when j.is_answered then 'answered' end as ended_as,
            j.known_from, nullif(j.known_to, $forever) as known_to, 'observed' as origin
        from judged j
        left join derive_inquiry_minute f on f.instant = j.received_at
        left join derive_inquiry_minute t on t.instant = j.response_at
        order by j.received_on, j.inquiry_id, j.known_from
        """,
    )
