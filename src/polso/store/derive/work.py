"""`work`: every activity as it was known, by whom, with whom, and whether it followed up on something."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty
from polso.store.derive.versions import Neighbour, cut
from polso.store.derive.work_touch import BULK, make_touch

LONGEST_MINUTES = 720
"""A longer duration is a mistake or a forgotten timer: it is unknown."""
CONNECTED_MINUTES = 1


def rebuild_work(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `work`, `work_touched` and `work_won`.

    Until the first extract of its source an activity is known from the day on which it was booked or done. One without
    a direction went out, unless it is administration. It is automated where it says so, where a bot did it, and as one
    of more than 20 e-mails of a person in one minute; a copy is the same message of a thread to the same account at the
    same instant.
    `source_id`, `product_id` and a missing account come from the linked deal, else lead. A call is connected from 60
    seconds on. Whether it follows up is what the file says, else what `make_touch` tells.
    """
    _make_base(cursor)
    make_touch(cursor)
    cut(cursor, "derive_work_linked", "derive_work_base", "activity_id", _LINKS)
    _make_named(cursor)
    cut(cursor, "derive_work_piece", "derive_work_named", "activity_id", _ROOTS)
    _fill(cursor)
    _fill_touched(cursor)
    _fill_won(cursor)


_LINKS = (
    Neighbour("derive_work_bot", "rep_id", "rep_id"),
    Neighbour("derive_work_lead", "lead_id", "lead_id"),
    Neighbour("derive_work_deal", "opportunity_id", "opportunity_id"),
    Neighbour("derive_followed", "activity_id", "activity_id"),
)
_ROOTS = (Neighbour("derive_account_root", "account_id", "account_id"),)


def _make_base(cursor: duckdb.DuckDBPyConnection) -> None:
    replace_temp(
        cursor,
        "derive_bulk",
        """
        select rep_id, date_trunc('minute', done_at) as at
        from derive_live_activity
        where kind = 'email' and done_at is not null and known_to = $forever and coalesce(direction, 'out') = 'out'
        group by all
        having count(*) > $bulk
        """,
        bulk=str(BULK),
    )
    replace_temp(
        cursor,
        "derive_work_base",
        """
        with version as (
            select a.activity_id, a.kind, coalesce(a.direction, if(a.kind = 'admin', 'internal', 'out')) as direction,
                coalesce(a.status, 'done') as status, a.rep_id, a.lead_id, a.opportunity_id, a.account_id, a.thread_id,
                a.booked_at, a.starts_at, a.done_at,
                coalesce(a.booked_on, a.starts_on, a.done_on) as booked_on,
                case when coalesce(a.status, 'done') = 'done' then coalesce(a.done_on, a.starts_on, a.booked_on) end
                    as done_on,
                case when a.duration_min between 0 and $longest then a.duration_min::integer end as minutes,
                a.is_follow_up as said,
                coalesce(a.is_automated, false) or b.rep_id is not null as is_automated,
                a.kind = 'email' and a.thread_id is not null and a.account_id is not null and a.done_at is not null
                    and row_number() over (
                        partition by a.kind, a.thread_id, a.account_id, a.done_at, a.known_from
                        order by a.activity_id
                    ) > 1 as is_copy,
                least(coalesce(a.booked_at, a.booked_on::timestamp, a.done_at, a.done_on::timestamp), a.known_from)
                    as noted,
                a.known_from, a.known_to,
                a.known_from = min(a.known_from) over (partition by a.source_system) as is_first
            from derive_live_activity a
            left join derive_bulk b on a.kind = 'email' and b.rep_id is not distinct from a.rep_id
                and b.at = date_trunc('minute', a.done_at)
            where not a.is_stub and a.activity_id is not null
        )
        select * exclude (noted, is_first) replace (if(is_first, noted, known_from) as known_from) from version
        """,
        longest=str(LONGEST_MINUTES),
    )


def _make_named(cursor: duckdb.DuckDBPyConnection) -> None:
    replace_temp(
        cursor,
        "derive_work_named",
        """
        select w.* replace (coalesce(w.account_id, d.it.account_id, l.it.account_id) as account_id),
            coalesce(d.it.source_id, l.it.source_id) as source_id, d.it.product_id as product_id,
            w.is_automated or b.rep_id is not null as by_program,
            coalesce(w.said, f.activity_id is not null) as follows
        from derive_work_linked w
        left join derive_work_lead l on l.lead_id = w.lead_id
            and l.known_from <= w.known_from and w.known_from < l.known_to
        left join derive_work_deal d on d.opportunity_id = w.opportunity_id
            and d.known_from <= w.known_from and w.known_from < d.known_to
        left join derive_work_bot b on b.rep_id = w.rep_id
            and b.known_from <= w.known_from and w.known_from < b.known_to
        left join derive_followed f on f.activity_id = w.activity_id
            and f.known_from <= w.known_from and w.known_from < f.known_to
        """,
    )


def _fill(cursor: duckdb.DuckDBPyConnection) -> None:
    empty(cursor, "work")
    run(
        cursor,
        """
        insert into work by name
        select w.activity_id, w.kind, w.direction, w.status, w.by_program as is_automated, w.is_copy,
            w.follows and w.direction = 'out' as is_follow_up, n.touch_no, w.rep_id, w.lead_id, w.opportunity_id,
            coalesce(r.root_id, w.account_id) as account_id,
            coalesce('account ' || coalesce(r.root_id, w.account_id), 'lead ' || w.lead_id,
                'deal ' || w.opportunity_id) as touched,
            w.source_id, w.product_id, w.booked_on, w.done_on, w.minutes,
            (w.minutes / 60.0)::decimal(18,4) as hours,
            case when w.kind = 'call' then w.minutes >= $connected end as is_connected,
            w.known_from, nullif(w.known_to, $forever) as known_to, 'observed' as origin
        from derive_work_piece w
        left join derive_touch_no n on n.activity_id = w.activity_id
        left join derive_account_root r on r.account_id = w.account_id
            and r.known_from <= w.known_from and w.known_from < r.known_to
        order by coalesce(w.done_on, w.booked_on), w.activity_id, w.known_from
        """,
        connected=str(CONNECTED_MINUTES),
    )


def _fill_touched(cursor: duckdb.DuckDBPyConnection) -> None:
    """Who was reached on which day: the outgoing calls and e-mails, and all that follow up, that say with whom."""
    empty(cursor, "work_touched")
    run(
        cursor,
        """
        insert into work_touched by name
        select touched, kind, is_follow_up, rep_id, account_id, source_id, product_id, done_on as day,
            min(known_from) as known_from, known_to, 'observed' as origin
        from work
        where touched is not null and status = 'done' and done_on is not null and direction = 'out'
            and not is_automated and (kind in ('call', 'email') or is_follow_up)
        group by touched, kind, is_follow_up, rep_id, account_id, source_id, product_id, done_on, known_to
        order by done_on, touched
        """,
    )


def _fill_won(cursor: duckdb.DuckDBPyConnection) -> None:
    """The calls, e-mails, meetings and demos done for deals that were won, dated by the win."""
    empty(cursor, "work_won")
    run(
        cursor,
        """
        insert into work_won by name
        select w.activity_id, w.opportunity_id, w.kind, d.rep_id, coalesce(w.account_id, d.account_id) as account_id,
            w.done_on, d.decided_on as closed_on,
            greatest(w.known_from, d.known_from) as known_from,
            nullif(least(coalesce(w.known_to, $forever), coalesce(d.known_to, $forever)), $forever) as known_to,
            'observed' as origin
        from work w
        join deal d on d.opportunity_id = w.opportunity_id and d.status = 'won' and d.type is distinct from 'renewal'
            and greatest(w.known_from, d.known_from)
                < least(coalesce(w.known_to, $forever), coalesce(d.known_to, $forever))
        where w.status = 'done' and w.done_on is not null and not w.is_automated and not w.is_copy
            and w.direction <> 'internal' and w.kind in ('call', 'email', 'meeting', 'demo')
        order by d.decided_on, w.activity_id
        """,
    )
