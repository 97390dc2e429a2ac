"""Coverage of what is told of customers: activity, subscriptions, expenses, growth within."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from polso.base.company import Company
from polso.store.derive.coverage import make_end
from polso.store.derive.statements import fill, run

_SUBSCRIPTION_DAYS = """
    select source_system, unnest([valid_from, valid_to]) as day
    from derive_live_subscription_span
    where known_to = $forever and not is_stub
"""
_EXPENSE_DAYS = """
    select distinct e.source_system, d.day
    from expense_day d
    join derive_live_expense e on e.expense_id = d.expense_id and e.known_to = $forever
    where d.known_to is null
"""
_ACCOUNT_DAYS = """
    select source_system, created_on as day
    from derive_live_account
    where known_to = $forever and not is_stub and created_on is not null
"""
_SUBSCRIBED = (
    "('customer_span:subscriptions', 'span'), ('first_sale:subscriptions', 'happened'), ('mrr_span', 'span'),"
    " ('mrr_account_span', 'span'), ('mrr_committed_span', 'span'), ('mrr_movement', 'happened')"
)

_OWN = (
    ("subscription_span", _SUBSCRIPTION_DAYS, _SUBSCRIBED),
    ("expense", _EXPENSE_DAYS, "('expense_day', 'spent')"),
    ("account", _ACCOUNT_DAYS, "('first_sale:accounts', 'happened')"),
)


def rebuild_customer_coverage(cursor: duckdb.DuckDBPyConnection, company: Company, there: Collection[str]) -> None:
    """Add to `coverage` the relations of customers; call it when those of deals and sales are in it.

    Activity by purchases begins when the sales reach back over a whole active window: before, who was active is not
    known. Expenses are covered as far as they are spread and an extract can tell.
    """
    for table, days, relations in _OWN:
        if table in there:
            _insert(cursor, table, days, relations)
    run(
        cursor,
        """
        insert into coverage
        select source_system, relation, 'lagged', covered_from + $lag::integer, covered_to + $lag::integer
        from coverage
        where relation = 'expense_day' and clock = 'spent'
        """,
        lag=str(company.spend_lag_days),
    )
    run(
        cursor,
        """
        insert into coverage
        select source_system, replace(relation, 'sale:', 'customer_span:'), 'bought', covered_from, covered_to
        from coverage
        where starts_with(relation, 'sale:') and clock = 'happened'
        union all
        select source_system, replace(relation, 'sale:', 'customer_span:'), 'span', covered_from + $window::integer - 1,
            covered_to
        from coverage
        where starts_with(relation, 'sale:') and clock = 'happened'
            and covered_from + $window::integer - 1 <= covered_to
        """,
        window=str(company.active_window_days),
    )
    run(
        cursor,
        """
        insert into coverage
        select c.source_system, 'expansion', 'happened', c.covered_from, c.covered_to
        from coverage c
        where (c.relation, c.clock) = case
            when exists (select 1 from deal where known_to is null and type in ('upsell', 'cross_sell'))
            then ('deal', 'closed')
            when exists (select 1 from mrr_span) then ('mrr_movement', 'happened')
            when exists (select 1 from order_line) then ('sale:orders', 'happened')
        end
        """,
    )


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, days: str, relations: str) -> None:
    make_end(cursor, "derive_customer_end", fill(days), (table,))
    run(
        cursor,
        """
        insert into coverage
        select f.source_system, r.relation, r.clock, least(f.from_on, n.end_on), n.end_on
        from (select source_system, min(day) as from_on from ($days) group by source_system) f
        join derive_customer_end n on n.source_system = f.source_system
        cross join (values $relations) r(relation, clock)
        where f.from_on is not null
        """,
        days=fill(days),
        relations=relations,
    )
