"""The first answer of a person to a lead, and how long it took by the clock and in working hours."""

from __future__ import annotations

import duckdb
import numpy as np

from polso.base.business_time import BusinessClock
from polso.base.calendar import CompanyCalendar
from polso.store.derive.statements import fill, replace_temp

ANSWERS = ("call", "email", "meeting", "demo", "social", "prospecting")
"""Kinds of activity that reach a lead."""


def make_lead_touch(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_lead_touch`: what people did with a lead that can have been the first answer.

    Done, outbound (an activity without a direction counts as such), by no program and no automation; and the calls
    that came in, which tell that a lead phoned. An activity is of its lead, else of the lead of its deal. `kind` is
    `out` or `in`; where the hour is unknown `touch_at` is null and `touch_on` is the day. An activity that an earlier
    one hides at all times is left out. Needs `derive_lead_link`.
    """
    replace_temp(
        cursor,
        "derive_lead_did",
        """
        with machine as (
            select distinct rep_id from derive_live_rep where known_to = $forever and kind in ('queue', 'bot')
        ),
        did as (
            select a.activity_id, a.source_system, coalesce(a.lead_id, k.lead_id) as lead_id,
                if(coalesce(a.direction, 'out') = 'in', 'in', 'out') as kind,
                coalesce(a.done_at, a.starts_at) as touch_at, coalesce(a.done_on, a.starts_on) as touch_on,
                a.known_from, a.known_to, min(a.known_from) over (partition by a.activity_id) as first_known
            from derive_live_activity a
            left join derive_lead_link k on a.lead_id is null and k.opportunity_id = a.opportunity_id
            where not a.is_stub and coalesce(a.status, 'done') = 'done' and not coalesce(a.is_automated, false)
                and (a.rep_id is null or a.rep_id not in (select rep_id from machine))
                and (coalesce(a.direction, 'out') = 'out' and a.kind in ($answers)
                    or a.direction = 'in' and a.kind = 'call')
        ),
        every as (
            select * exclude (first_known, source_system) from did
            union all by name
            select d.* exclude (first_known, source_system) replace (d.touch_at as known_from, x.first_from as known_to)
            from did d
            join derive_extract x on x.table_name = 'activity' and x.source_system = d.source_system
                and x.known_from = d.known_from
            where d.known_from = d.first_known and d.touch_at < x.first_from
        )
        select * from every where lead_id is not null and touch_on is not null
        """,
        answers=", ".join(f"'{kind}'" for kind in ANSWERS),
    )
    replace_temp(
        cursor,
        "derive_lead_touch",
        """
        with hidden as (
            select *,
                min(if(known_to = $forever, known_from, null)) over (
                    partition by lead_id, kind
                    order by touch_on, touch_at nulls last, activity_id
                    rows between unbounded preceding and 1 preceding
                ) as hidden_from
            from derive_lead_did
        )
        select lead_id, kind, touch_at, touch_on, known_from, known_to
        from hidden
        where hidden_from is null or hidden_from > known_from
        """,
    )


def make_lead_answer(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> None:
    """Working table `derive_lead_answer`, by `(lead_id, known_from)`: the answer known by then, timed.

    `begun` and `begun_elapsed` are null where the wait cannot be timed: the lead or its answer has a day only, or the
    answer was before the lead. A lead that came by a call it made itself was answered when it called: `phoned_in`.
    Minutes are whole; in closed hours no working time passes.
    """
    replace_temp(
        cursor,
        "derive_lead_first",
        """
        select l.lead_id, l.known_from, l.created_at,
            arg_min(struct_pack(instant := t.touch_at, day := t.touch_on), (t.touch_on, coalesce(t.touch_at, $forever)))
                filter (where t.kind = 'out') as answer,
            coalesce(bool_or(t.kind = 'in' and t.touch_at <= l.created_at), false) as phoned_in
        from derive_lead_look l
        join derive_lead_touch t on t.lead_id = l.lead_id
            and t.known_from <= l.known_from and l.known_from < t.known_to
        group by l.lead_id, l.known_from, l.created_at
        """,
    )
    make_minute_index(
        cursor,
        calendar,
        """
        select created_at as instant from derive_lead_look
        union
        select answer.instant from derive_lead_first
        """,
    )
    replace_temp(
        cursor,
        "derive_lead_answer",
        """
        with timed as (
            select l.lead_id, l.known_from, l.created_at, f.answer.day as answered_on, f.answer.instant as answered_at,
                coalesce(f.phoned_in, false) as phoned_in,
                l.created_at is not null and (f.answer is null or f.answer.instant >= l.created_at) as is_timed
            from derive_lead_look l
            left join derive_lead_first f on f.lead_id = l.lead_id and f.known_from = l.known_from
        )
        select t.lead_id, t.known_from, t.answered_on, t.phoned_in,
            b.business as begun, a.business - b.business as minutes,
            b.elapsed as begun_elapsed, a.elapsed - b.elapsed as minutes_elapsed,
            case when a.instant is not null then 'answered' end as ended_as
        from timed t
        left join derive_minute b on t.is_timed and b.instant = t.created_at
        left join derive_minute a on t.is_timed and a.instant = t.answered_at
        """,
    )


def make_minute_index(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar, instants: str) -> None:
    """Working table `derive_minute(instant, business, elapsed)`: whole minutes since 2000-01-01 of the instants that
    the query gives, in the company's opening hours and by the clock; an instant that is null is left out."""
    found = cursor.execute(
        fill("select distinct instant from ($instants) where instant is not null", instants=instants)
    ).fetchnumpy()["instant"]
    moments = np.asarray(found, dtype="datetime64[us]")
    origin = np.datetime64("2000-01-01", "us")
    elapsed = np.floor_divide((moments - origin).astype(np.int64), 60_000_000)
    business = BusinessClock.of(calendar).indexes(moments)
    cursor.register("derive_minute_given", {"instant": moments, "business": business, "elapsed": elapsed})
    try:
        replace_temp(cursor, "derive_minute", "select instant, business, elapsed from derive_minute_given")
    finally:
        cursor.unregister("derive_minute_given")
