"""When each customer bought, day by day, as known at every time, and how long each purchase keeps it active."""

from __future__ import annotations

import duckdb

from polso.store.derive.same_version import join_stretches, make_stretch
from polso.store.derive.statements import fill, replace_temp, run

_COLUMNS = ("basis", "account_id", "rep_id", "product_id", "from_on", "to_on", "began", "next_days", "origin")
_DAY_COLUMNS = """
    basis, account_id, happened_on as day, origin, arg_max(rep_id, sale_id) as rep_id,
    if(min(product_id) = max(product_id) and count(product_id) = count(*), min(product_id), null) as product_id,
    min(known_from) as known_from, max(known_to) as known_to
"""
_BEGAN = """
    case
        when $before is null then 'new'
        when $before + $window::integer < $day then 'returned'
        else 'continued'
    end
"""


def make_active(cursor: duckdb.DuckDBPyConnection, window_days: int) -> None:
    """Working table `derive_active`: one row a day on which a customer bought, active until the next such day and
    at most for the window, so that pieces of one customer never overlap. Reads `derive_kept_sale`.
    """
    _make_day(cursor)
    _make_told_from_dates(cursor, window_days)
    make_stretch(cursor, "derive_bought_stretch", "derive_bought_seen", "basis, account_id")
    replace_temp(
        cursor,
        "derive_active_seen",
        """
        with placed as (
            select b.*, s.point, s.next_point, lead(b.day) over w as next_day, lag(b.day) over w as before
            from derive_bought_stretch s
            join derive_bought_seen b on b.basis = s.basis and b.account_id = s.account_id
                and b.known_from <= s.point and s.point < b.known_to
            window w as (partition by b.basis, b.account_id, s.point order by b.day)
        )
        select basis, account_id, rep_id, product_id, day as from_on, least(next_day, day + $window::integer) as to_on,
            $began as began, next_day - day as next_days, 'observed' as origin, point, next_point
        from placed
        """,
        window=str(window_days),
        began=_began(window_days),
    )
    join_stretches(cursor, "derive_active_joined", "derive_active_seen", _COLUMNS)
    run(
        cursor,
        "create or replace temp view derive_active as"
        " select * from derive_active_joined union all by name select * from derive_active_told",
    )


def _make_day(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables `derive_bought_told` and `derive_bought_seen`: days of purchases and when they were known.

    What is told from dates was learned in the order in which it happened, so that the purchase after the next one never
    matters: it can be read line by line. What was observed came in a few extracts. Customers for whom that does not
    hold, because sources were first seen at different times, count as observed throughout. Most days were known without
    a break: only the others need to be put in order.
    """
    replace_temp(
        cursor,
        "derive_bought",
        """
        with every as materialized (
            select $columns, max(known_from) <= min(known_to) as is_whole
            from derive_kept_sale
            group by basis, account_id, happened_on, origin
        ),
        marked as (
            select s.*, s.known_from > max(s.known_to) over (
                    partition by s.basis, s.account_id, s.happened_on, s.origin order by s.known_from
                    rows between unbounded preceding and 1 preceding
                ) as breaks
            from derive_kept_sale s
            semi join (select * from every where not is_whole) e on e.basis = s.basis and e.account_id = s.account_id
                and e.day = s.happened_on and e.origin = s.origin
        ),
        numbered as (
            select *, sum(coalesce(breaks, false)::integer) over (
                    partition by basis, account_id, happened_on, origin order by known_from rows unbounded preceding
                ) as part
            from marked
        )
        select * exclude (is_whole) from every where is_whole
        union all
        select $columns from numbered group by basis, account_id, happened_on, origin, part
        """,
        columns=_DAY_COLUMNS,
    )
    replace_temp(
        cursor,
        "derive_bought_plain",
        """
        select basis, account_id
        from derive_bought
        group by basis, account_id
        having count(*) filter (where origin = 'inferred') > 0
            and count(distinct known_to) filter (where origin = 'inferred') = 1
            and coalesce(min(known_from) filter (where origin = 'observed'), $forever)
                >= max(known_to) filter (where origin = 'inferred')
        """,
    )
    replace_temp(
        cursor,
        "derive_bought_told",
        "select b.* from derive_bought b semi join derive_bought_plain p using (basis, account_id)"
        " where b.origin = 'inferred'",
    )
    replace_temp(
        cursor,
        "derive_bought_seen",
        """
        select b.*
        from derive_bought b
        left join derive_bought_plain p on p.basis = b.basis and p.account_id = b.account_id
        where b.origin = 'observed' or p.account_id is null
        """,
    )


def _make_told_from_dates(cursor: duckdb.DuckDBPyConnection, window_days: int) -> None:
    """Working table `derive_active_told`: each purchase until the next one was made, and from then on."""
    replace_temp(
        cursor,
        "derive_active_told",
        """
        with placed as (
            select *, day + $window::integer as until, lead(day) over w as next_day, lag(day) over w as before,
                least(coalesce(lead(known_from) over w, known_to), known_to) as next_known
            from derive_bought_told
            window w as (partition by basis, account_id order by day)
        ),
        every as (
            select basis, account_id, rep_id, product_id, day as from_on, until as to_on, $began as began,
                null as next_days, origin, known_from, next_known as known_to
            from placed
            union all by name
            select basis, account_id, rep_id, product_id, day as from_on, least(next_day, until) as to_on,
                $began as began, next_day - day as next_days, origin, next_known as known_from, known_to
            from placed
        )
        select * from every where known_from < known_to
        """,
        window=str(window_days),
        began=_began(window_days),
    )


def _began(window_days: int) -> str:
    return fill(_BEGAN, before="before", day="day", window=str(window_days))
