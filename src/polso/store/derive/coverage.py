"""`coverage`: from which to which day a source says something; outside nothing is known, inside nothing is 0."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from polso.store.derive.statements import fill, replace_temp, run
from polso.store.derive.tables import empty

# The canonical tables that a relation of a source is made from.
DEAL_TABLES = ("opportunity", "opportunity_event")
FUNNEL_TABLES = frozenset({"lead", "proposal", *DEAL_TABLES})
SALE_TABLES: dict[str, tuple[str, ...]] = {
    "invoices": ("invoice",),
    "orders": ("sales_order", "refund", "order_line"),
    "won_deals": DEAL_TABLES,
}
# Of several tables those whose extract says that nothing was sold since: one of refunds alone does not.
_SAY_THAT_NONE: dict[str, tuple[str, ...]] = {"orders": ("sales_order",)}

_DEAL_DAYS = """
    select o.source_system, d.created_on, d.decided_on as closed_on
    from deal d
    join derive_live_opportunity o on o.opportunity_id = d.opportunity_id and o.known_to = $forever
    where d.known_to is null
"""
_SALE_DAYS = {
    "invoices": """
        select source_system, issued_on as day from derive_live_invoice where known_to = $forever and not is_stub
    """,
    "orders": """
        select source_system, ordered_on as day from derive_live_sales_order
        where known_to = $forever and not is_stub and coalesce(status, 'completed') = 'completed'
        union all
        select source_system, refunded_on from derive_live_refund where known_to = $forever and not is_stub
    """,
    "won_deals": """
        select o.source_system, d.decided_on as day
        from deal d
        join derive_live_opportunity o on o.opportunity_id = d.opportunity_id and o.known_to = $forever
        where d.known_to is null and d.status = 'won'
    """,
}


def rebuild_coverage(cursor: duckdb.DuckDBPyConnection, there: Collection[str]) -> None:
    """Fill `coverage` for deals and sales.

    It begins with the first day in the rows of the clock (for closings, with the first creation where nothing was ever
    closed). It ends, for all clocks of a relation, with the last day that an extract is known to describe: the day of
    an extract whose instant was given, else the last day in the relation's own rows that is not after the import; sales
    from won deals end with the deals, for a deal that was created or lost later says that none was won.
    Sales have a coverage for each basis of money, since a company is asked about one of them: `sale:orders` and so on.
    `there` are the canonical tables that hold anything.
    """
    empty(cursor, "coverage")
    if FUNNEL_TABLES & set(there):
        _cover_deals(cursor)
    for basis, days in _SALE_DAYS.items():
        if not set(SALE_TABLES[basis]) & set(there):
            continue
        ends = _deal_events() if basis == "won_deals" else fill(days)
        make_end(cursor, "derive_sale_end", ends, SALE_TABLES[basis], _SAY_THAT_NONE.get(basis))
        run(
            cursor,
            """
            insert into coverage
            select f.source_system, r.relation || ':$basis', r.clock, least(f.from_on, n.end_on), n.end_on
            from (select source_system, min(day) as from_on from ($days) group by source_system) f
            join derive_sale_end n on n.source_system = f.source_system
            cross join (values
                ('sale', 'happened'), ('sale', 'restated'), ('sale_line', 'happened'), ('sale_line', 'restated'),
                ('first_sale', 'happened'), ('sale_margin', 'happened')
            ) r(relation, clock)
            where f.from_on is not null
                and f.source_system not in (select source_system from derive_beside where basis = '$basis')
            """,
            basis=basis,
            days=fill(days),
        )


def _cover_deals(cursor: duckdb.DuckDBPyConnection) -> None:
    make_end(cursor, "derive_deal_end", _deal_events(), DEAL_TABLES)
    run(
        cursor,
        """
        insert into coverage
        with first as (
            select source_system, min(created_on) as created_on, min(closed_on) as closed_on
            from ($days)
            group by source_system
        ),
        span as (
            select o.source_system, min(s.from_on) as from_on
            from deal_span s
            join derive_live_opportunity o on o.opportunity_id = s.opportunity_id and o.known_to = $forever
            where s.known_to is null
            group by o.source_system
        ),
        every as (
            select source_system, 'deal' as relation, 'created' as clock, created_on as from_on from first
            union all
            select source_system, 'deal', 'closed', coalesce(closed_on, created_on) from first
            union all
            select source_system, 'deal_span', 'span', from_on from span
        )
        select e.source_system, e.relation, e.clock, least(e.from_on, n.end_on), n.end_on
        from every e
        join derive_deal_end n on n.source_system = e.source_system
        where e.from_on is not null
        """,
        days=fill(_DEAL_DAYS),
    )


def note_beside(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add to `coverage` the sources that have sales on a basis and do not count, without days: `beside:orders`."""
    run(
        cursor,
        "insert into coverage select source_system, 'beside:' || basis, 'happened', null, null from derive_beside",
    )


def rebuild_rep_coverage(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add to `coverage` the range of `rep_day`, which is that of deals and sales, for each source of people."""
    run(
        cursor,
        """
        insert into coverage
        with days as (select min(day) as from_on, max(day) as to_on from rep_day having count(*) > 0)
        select distinct p.source_system, 'rep_day', 'day', c.first_day, c.last_day
        from derive_live_rep p
        cross join (
            select min(covered_from) as first_day, max(covered_to) as last_day
            from coverage
            where relation = 'deal' or relation like 'sale:%'
        ) c
        where p.known_to = $forever and c.first_day is not null and exists (select 1 from days)
        """,
    )


def make_end(
    cursor: duckdb.DuckDBPyConnection,
    target: str,
    days: str,
    tables: tuple[str, ...],
    whole: tuple[str, ...] | None = None,
) -> None:
    """The last covered day of each source whose batches brought rows of `tables`.

    `whole` are those of them whose extract is believed to leave nothing out; without it all are. A source that has
    none of these goes by all.
    """
    replace_temp(
        cursor,
        target,
        """
        with load as (
            select distinct t.source_system, b.batch_id, coalesce(b.extracted_given, false) as is_given,
                e.day as extract_day, i.day as import_day, t.table_name in ($whole) as is_whole
            from batch_table t
            join batch b on b.batch_id = t.batch_id and b.undone_at is null
            join derive_known_day e on e.known_at = b.extracted_at
            join derive_known_day i on i.known_at = b.imported_at
            where t.table_name in ($tables) and t.rows_new + t.rows_changed + t.rows_unchanged > 0
        ),
        latest as (
            select source_system,
                case
                    when bool_or(is_whole) then max(extract_day) filter (where is_given and is_whole)
                    else max(extract_day) filter (where is_given)
                end as given_on,
                max(import_day) as import_day
            from load
            group by source_system
        )
        select l.source_system, greatest(l.given_on, max(d.day) filter (where d.day <= l.import_day)) as end_on
        from latest l
        left join ($days) d on d.source_system = l.source_system
        group by l.source_system, l.given_on
        having end_on is not null
        """,
        tables=", ".join(f"'{table}'" for table in tables),
        whole=", ".join(f"'{table}'" for table in whole or tables),
        days=days,
    )


def _deal_events() -> str:
    return fill(
        """
        select source_system, unnest([created_on, closed_on]) as day from ($days)
        union all
        select source_system, happened_on from derive_live_opportunity_event
        where known_to = $forever and not is_stub
        """,
        days=fill(_DEAL_DAYS),
    )
