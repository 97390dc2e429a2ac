"""Which sources count on each basis of money: two that tell the same money are never added silently."""

from __future__ import annotations

import duckdb

from polso.base.company import Company
from polso.store.derive.counted_source_twice import make_twice
from polso.store.derive.statements import fill, replace_temp


def make_counted(cursor: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Working table `derive_beside(basis, source_system)`: sources that have sales on a basis and do not count.

    The source that was known first counts, of several imported together the one with most records; all those that the
    company declares (`revenue_sources`) because they do not overlap; an invoice in two of
    these counts once all the same. Where none of the declared has sales on a basis,
    the rule is as if none were declared.
    """
    cursor.execute(
        fill(
            """
            create or replace temp table derive_beside as
            with candidate as (
                select 'invoices' as basis, source_system, min(known_from) as first_from,
                    count(distinct invoice_id) as n
                from derive_live_invoice where not is_stub group by source_system
                union all
                select 'orders', source_system, min(known_from), count(distinct order_id)
                from derive_live_sales_order where not is_stub group by source_system
                union all
                select 'won_deals', o.source_system, min(o.known_from), count(distinct o.opportunity_id)
                from derive_live_opportunity o
                where not o.is_stub
                    and o.opportunity_id in (select opportunity_id from deal where status = 'won' and known_to is null)
                group by o.source_system
            ),
            placed as (
                select *, list_contains(?::varchar[], source_system) as is_declared,
                    row_number() over (partition by basis order by first_from, n desc, source_system) as place
                from candidate
            ),
            judged as (
                select *, bool_or(is_declared) over (partition by basis) as some_declared from placed
            )
            select basis, source_system from judged where not if(some_declared, is_declared, place = 1)
            """
        ),
        [list(company.revenue_sources)],
    )


def make_first_invoice(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_first_invoice(invoice_id, sold, issued_on, first_id)`: of one order or offer the
    first one; and `derive_twice`, those that count in another source already.

    Several invoices of one order are one sale; an invoice that refers to nothing is a sale by itself and not in it.
    """
    make_twice(cursor)
    replace_temp(
        cursor,
        "derive_first_invoice",
        """
        with referring as (
            select invoice_id, issued_on, coalesce('order ' || order_id, 'deal ' || opportunity_id) as sold
            from derive_live_invoice
            where known_to = $forever and not is_stub and coalesce(kind, 'invoice') <> 'credit_note'
                and coalesce(net, gross) >= 0 and invoice_id not in (select invoice_id from derive_twice)
        )
        select invoice_id, sold, issued_on,
            first_value(invoice_id) over (partition by sold order by issued_on, invoice_id) as first_id
        from referring
        where sold is not null
        """,
    )
