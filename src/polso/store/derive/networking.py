"""`networking_event`: who went to which event."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import run
from polso.store.derive.tables import empty


def rebuild_networking_event(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `networking_event` from `work`: one row a person and event that took place.

    The event is the thread or title that the attendances share (`activity.thread_id`) on its day; without one, the
    day and the customer it was with: two people at the same event are two attendances and one event.
    """
    empty(cursor, "networking_event")
    run(
        cursor,
        """
        insert into networking_event by name
        select b.done_on::varchar || ' ' || coalesce(b.thread_id, w.account_id, '') as event_key,
            w.activity_id, w.rep_id, w.done_on as day, w.known_from, w.known_to, w.origin
        from work w
        join derive_work_base b on b.activity_id = w.activity_id
            and b.known_from <= w.known_from and w.known_from < b.known_to
        where w.kind = 'event' and w.status = 'done' and w.done_on is not null and not w.is_automated
        order by w.done_on, event_key
        """,
    )
