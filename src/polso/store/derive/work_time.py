"""`work_time`: the hours that people logged, overlaps counted once, and the hours that they had."""

from __future__ import annotations

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.company import Hours
from polso.store.derive.statements import fill, replace_temp, run
from polso.store.derive.stretches import make_stretch
from polso.store.derive.tables import empty

SELLING = ("call", "email", "meeting", "demo", "prospecting")


def rebuild_work_time(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `work_time` from `work`: one row a person, day and kind (`selling`, `admin`, `other`).

    An hour in which somebody did two things at once counts once, for selling before administration before the rest.
    What is internal is administration. A duration without an hour of the day cannot overlap. Days are those of the
    start; programs and durations that are unknown or beyond 12 hours are left out.
    """
    replace_temp(
        cursor,
        "derive_logged",
        """
        with timed as (
            select w.rep_id, w.minutes, w.known_from, coalesce(w.known_to, $forever) as known_to,
                case
                    when w.kind = 'admin' or w.direction = 'internal' then 2
                    when w.kind in ($selling) then 1
                    else 3
                end as rank,
                coalesce(a.starts_at, a.done_at - to_minutes(w.minutes::bigint)) as begun,
                coalesce(a.starts_on, w.done_on) as day, w.activity_id
            from work w
            join derive_started a on a.activity_id = w.activity_id
                and a.known_from <= w.known_from and w.known_from < a.known_to
            where w.status = 'done' and w.minutes > 0 and not w.is_automated
        )
        select rep_id, day, rank, if(known_from < day + interval 1 day, day::timestamp, known_from) as known_from,
            known_to,
            if(begun is null, $far + 1000 * row_number() over (), epoch_us(begun) // 60000000) as from_minute,
            minutes
        from timed
        where day is not null and known_to > day::timestamp
        """,
        selling=", ".join(f"'{kind}'" for kind in SELLING),
        far="10000000000",
    )
    make_stretch(cursor, "derive_logged_stretch", "derive_logged", "rep_id", "day")
    _merge(cursor)


def make_started(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_started`: when the versions of activities began, by `(activity_id, known_from)`."""
    replace_temp(
        cursor,
        "derive_started",
        """
        select activity_id, starts_at, done_at, b.starts_on, known_from, known_to
        from derive_work_base
        left join (
            select activity_id, arg_max(starts_on, known_from) as starts_on from derive_live_activity group by all
        ) b using (activity_id)
        """,
    )


def _merge(cursor: duckdb.DuckDBPyConnection) -> None:
    """The length of the union of selling, then with administration, then of all: what each adds is its own."""
    empty(cursor, "work_time")
    run(
        cursor,
        """
        insert into work_time by name
        with leveled as (
            select s.rep_id, s.day, s.known_from, s.known_to, l.level, s.from_minute, s.from_minute + s.minutes as until
            from derive_logged_stretch s
            join (values (1), (2), (3)) l(level) on s.rank <= l.level
        ),
        reached as (
            select *, max(until) over (
                partition by rep_id, day, known_from, level order by from_minute, until
                rows between unbounded preceding and 1 preceding
            ) as before
            from leveled
        ),
        covered as (
            select rep_id, day, known_from, known_to, level,
                sum(greatest(until - greatest(from_minute, coalesce(before, from_minute)), 0)) as minutes
            from reached
            group by all
        ),
        added as (
            select *, minutes - coalesce(lag(minutes) over (
                partition by rep_id, day, known_from order by level), 0) as own
            from covered
        )
        select rep_id, day, ['selling', 'admin', 'other'][level] as kind, (own / 60.0)::decimal(18,4) as hours,
            known_from, nullif(known_to, $forever) as known_to, 'observed' as origin
        from added
        where own > 0
        order by day, rep_id, kind
        """,
    )


def rebuild_work_available(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> None:
    """Fill `work_available`: the opening hours of every working day of the activities, times each person's share.

    One row a person and working day between hiring and leaving; queues and bots do not count. Needs `coverage` of
    `work` and `derive_membership`. Leave is not known and not taken off.
    """
    minutes = [_minutes(hours) for hours in calendar.company.hours]
    empty(cursor, "work_available")
    cursor.execute(
        fill(
            """
            insert into work_available by name
            with covered as (
                select min(covered_from) as first_day, max(covered_to) as last_day from coverage where relation = 'work'
            ),
            person as (
                select rep_id, min(hired_on) as hired_on, max(coalesce(left_on, 'infinity'::date)) as left_on
                from derive_live_rep
                where known_to = $forever and rep_id is not null and coalesce(kind, 'human') = 'human'
                group by rep_id
            ),
            known as (select rep_id, min(known_from) as known_from from rep group by rep_id),
            present as (
                select p.rep_id, d.day, least(coalesce(sum(m.fte), 1), 1) as fte, k.known_from
                from person p
                join known k on k.rep_id = p.rep_id
                cross join covered c
                join calendar_day d on d.is_working and d.day between c.first_day and c.last_day
                    and d.day >= coalesce(p.hired_on, c.first_day) and d.day < p.left_on
                left join derive_membership m on m.rep_id = p.rep_id and m.from_on <= d.day and d.day < m.to_on
                group by p.rep_id, d.day, k.known_from
            ),
            own as (select unnest(?::date[]) as day, unnest(?::bigint[]) as minutes)
            select p.rep_id, p.day, p.fte,
                (coalesce(o.minutes, [$minutes][isodow(p.day)]) * p.fte / 60.0)::decimal(18,4) as hours,
                p.known_from, null as known_to, 'observed' as origin
            from present p
            left join own o on o.day = p.day
            order by p.day, p.rep_id
            """,
            minutes=", ".join(str(one) for one in minutes),
        ),
        [[day for day, _ in calendar.special], [_minutes(hours) for _, hours in calendar.special]],
    )


def _minutes(hours: Hours) -> int:
    return sum((end.hour - start.hour) * 60 + end.minute - start.minute for start, end in hours)
