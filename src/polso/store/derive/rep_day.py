"""`rep_day`: who could sell on which working day, and with which share of their time."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import run
from polso.store.derive.tables import empty


def rebuild_rep_day(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `rep_day` from the people known now, `derive_membership`, `calendar_day` and `coverage`.

    One row a person and working day of the covered range, from the day of hiring until before `left_on`; people without
    dates count throughout. The share is the sum of the memberships of that day and never more than one person, else 1.
    Queues and bots do not count.
    """
    empty(cursor, "rep_day")
    run(
        cursor,
        """
        insert into rep_day by name
        with covered as (
            select min(covered_from) as first_day, max(covered_to) as last_day
            from coverage
            where relation = 'deal' or relation like 'sale:%'
        ),
        person as (
            select rep_id, min(hired_on) as hired_on, max(coalesce(left_on, 'infinity'::date)) as left_on
            from derive_live_rep
            where known_to = $forever and rep_id is not null and coalesce(kind, 'human') = 'human'
            group by rep_id
        ),
        known as (select rep_id, min(known_from) as known_from from rep group by rep_id)
        select p.rep_id, d.day, least(coalesce(sum(m.fte), 1), 1) as fte, k.known_from, null as known_to,
            'observed' as origin
        from person p
        join known k on k.rep_id = p.rep_id
        cross join covered c
        join calendar_day d on d.is_working and d.day between c.first_day and c.last_day
            and d.day >= coalesce(p.hired_on, c.first_day) and d.day < p.left_on
        left join derive_membership m on m.rep_id = p.rep_id and m.from_on <= d.day and d.day < m.to_on
        group by p.rep_id, d.day, k.known_from
        order by d.day, p.rep_id
        """,
    )
