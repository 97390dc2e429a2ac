"""Merged accounts: the account that a customer counts as, at every time of knowledge."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp

LONGEST_CHAIN = 50
"""Merges that run in a circle have no root; the walk ends here and the account keeps its own name."""


def make_account_root(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_account_root(account_id, root_id, known_from, known_to)`.

    Only accounts that were ever merged into another are in it; for those the intervals fill all time.
    """
    replace_temp(
        cursor,
        "derive_merge",
        """
        select account_id, nullif(merged_into, account_id) as merged_into, known_from, known_to
        from derive_live_account
        where account_id is not null
        """,
    )
    replace_temp(
        cursor,
        "derive_account_root",
        """
        with recursive link as (select * from derive_merge where merged_into is not null),
        point as (
            select known_from as point from link
            union select known_to from link where known_to < $forever
            union select $before_all
        ),
        member as (select distinct account_id from link),
        walk as (
            select m.account_id, p.point, m.account_id as root_id, 0 as steps from member m cross join point p
            union all
            select w.account_id, w.point, l.merged_into, w.steps + 1
            from walk w
            join link l on l.account_id = w.root_id and l.known_from <= w.point and w.point < l.known_to
            where w.steps < $longest
        ),
        found as (
            select account_id, point,
                case when max(steps) < $longest then arg_max(root_id, steps) else account_id end as root_id
            from walk
            group by account_id, point
        )
        select account_id, root_id, point as known_from,
            coalesce(lead(point) over (partition by account_id order by point), $forever) as known_to
        from found
        """,
        longest=str(LONGEST_CHAIN),
    )
