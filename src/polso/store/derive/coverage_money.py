"""The coverage of invoices as they fall due and are paid, and of the sales whose cost is known."""

from __future__ import annotations

import duckdb

from polso.store.derive.coverage import make_end
from polso.store.derive.statements import run

# The canonical tables that a relation of a source is made from.
MONEY_TABLES: dict[str, tuple[str, ...]] = {"invoice_due": ("invoice",), "receivable_span": ("invoice",)}
_DUE_DAYS = """
    select i.source_system, unnest([d.issued_on, d.paid_on]) as day
    from invoice_due d
    join derive_live_invoice i on i.invoice_id = d.invoice_id and i.known_to = timestamp 'infinity'
    where d.known_to is null
"""


def rebuild_money_coverage(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add to `coverage` invoices by day of issue and of payment, and what is owed from the first invoice on.

    All end with the last day that the list of invoices is known to describe. Payments begin with the first one, or with
    the first invoice where nothing was ever paid.
    """
    make_end(cursor, "derive_due_end", _DUE_DAYS, MONEY_TABLES["invoice_due"])
    run(
        cursor,
        """
        insert into coverage
        with first as (
            select i.source_system, min(d.issued_on) as issued_on, min(d.paid_on) as paid_on
            from invoice_due d
            join derive_live_invoice i on i.invoice_id = d.invoice_id and i.known_to = $forever
            where d.known_to is null
            group by i.source_system
        ),
        every as (
            select source_system, 'invoice_due' as relation, 'issued' as clock, issued_on as from_on from first
            union all
            select source_system, 'invoice_due', 'paid', coalesce(paid_on, issued_on) from first
            union all
            select source_system, 'receivable_span', 'span', issued_on from first
        )
        select e.source_system, e.relation, e.clock, least(e.from_on, n.end_on), n.end_on
        from every e
        join derive_due_end n on n.source_system = e.source_system
        """,
    )
