"""Which activities follow up on something: told from earlier contacts with the same lead, deal or customer."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import fill, replace_temp

FOLLOW_UP_DAYS = 90
"""A contact follows up on one of these days before it; later it is a first one again."""
CONTACTS = ("call", "email", "meeting", "demo", "social", "prospecting", "other")
"""Kinds of activity that reach somebody."""
BULK = 20
"""More e-mails of one person in one minute than these were sent by a program."""

_ENTITIES = ("lead_id", "opportunity_id", "account_id")


def make_touch(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables `derive_touch_no(activity_id, touch_no)` and `derive_followed(activity_id, known_from, known_to)`.

    The second holds the stretch of knowledge in which an outgoing contact follows an earlier contact with the same
    lead, deal or account: one that went out or a reply that came in, on the same day or up to 90 days before. The first
    numbers the outgoing contacts with the lead, else deal, else account, as known now. Needs `derive_work_base`.
    """
    replace_temp(
        cursor,
        "derive_contact",
        """
        select activity_id, arg_max(lead_id, known_from) as lead_id,
            arg_max(opportunity_id, known_from) as opportunity_id, arg_max(account_id, known_from) as account_id,
            arg_max(direction, known_from) as direction, arg_max(done_on, known_from) as day,
            arg_max(done_at, known_from) as done_at, min(known_from) as born, max(known_to) as died
        from derive_work_base
        where status = 'done' and done_on is not null and not is_automated and not is_copy
            and direction in ('out', 'in') and kind in ($contacts)
        group by activity_id
        """,
        contacts=", ".join(f"'{kind}'" for kind in CONTACTS),
    )
    every = " union all ".join(
        fill(
            "select activity_id, '$entity' as entity, $entity as entity_id, direction, day, done_at, born, died"
            " from derive_contact where $entity is not null",
            entity=entity,
        )
        for entity in _ENTITIES
    )
    replace_temp(
        cursor,
        "derive_followed",
        """
        with every as ($every),
        seen as (
            select activity_id, direction,
                min(born) over earlier as born, max(died) over earlier as died,
                min(born) over same_day as same_born, max(died) over same_day as same_died
            from every
            window earlier as (
                partition by entity, entity_id order by day
                range between interval $days day preceding and interval 1 day preceding
            ),
            same_day as (
                partition by entity, entity_id, day order by done_at nulls last, activity_id
                rows between unbounded preceding and 1 preceding
            )
        )
        select activity_id, least(min(born), min(same_born)) as known_from,
            greatest(max(died), max(same_died)) as known_to
        from seen
        where direction = 'out'
        group by activity_id
        having least(min(born), min(same_born)) is not null
        """,
        every=every,
        days=str(FOLLOW_UP_DAYS),
    )
    replace_temp(
        cursor,
        "derive_touch_no",
        """
        select activity_id,
            row_number() over (
                partition by lead_id, if(lead_id is null, opportunity_id, null),
                    if(coalesce(lead_id, opportunity_id) is null, account_id, null)
                order by day, done_at nulls last, activity_id
            )::integer as touch_no
        from derive_contact
        where direction = 'out' and died = $forever and coalesce(lead_id, opportunity_id, account_id) is not null
        """,
    )
