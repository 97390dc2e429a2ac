"""Invoices that several sources tell, all of which count: each is one sale, that of the source known first."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_twice(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_twice(invoice_id)`: invoices that a source which was known before tells already.

    The same are those with one number (without blanks, marks and leading zeros), day, kind, amount whatever its sign
    and customer: one record, one that was merged into it, or one of the same name; an unknown customer contradicts
    none. Two amounts are compared net, else as totals. Needs `derive_beside` and `derive_account_root`.
    """
    replace_temp(
        cursor,
        "derive_twice",
        """
        with counted as (
            select i.invoice_id, i.source_system, i.issued_on,
                coalesce(i.kind = 'credit_note', false) or coalesce(i.net, i.gross, 0) < 0 as is_credit,
                ltrim(regexp_replace(upper(i.number), '[^0-9A-Z]', '', 'g'), '0') as number,
                abs(coalesce(i.net, i.gross - i.vat)) as net, abs(i.gross) as gross, i.currency,
                coalesce(r.root_id, i.account_id) as account_id,
                nullif(regexp_replace(lower(a.name), '[^0-9[:alpha:]]', '', 'g'), '') as name
            from derive_live_invoice i
            left join derive_account_root r on r.account_id = i.account_id and r.known_to = $forever
            left join derive_live_account a on a.account_id = coalesce(r.root_id, i.account_id)
                and a.known_to = $forever
            where i.known_to = $forever and not i.is_stub and i.number is not null
                and i.source_system not in (select source_system from derive_beside where basis = 'invoices')
        ),
        source as (
            select source_system,
                row_number() over (order by min(known_from), count(distinct invoice_id) desc, source_system) as place
            from derive_live_invoice where not is_stub group by source_system
        )
        select distinct later.invoice_id
        from counted later
        join source later_source on later_source.source_system = later.source_system
        join counted first on first.number = later.number and first.issued_on = later.issued_on
            and first.source_system <> later.source_system
        join source first_source on first_source.source_system = first.source_system
        where first_source.place < later_source.place and first.number <> ''
            and first.is_credit is not distinct from later.is_credit
            and coalesce(first.currency = later.currency, true)
            and coalesce(first.net = later.net, first.gross = later.gross, false)
            and coalesce(first.account_id = later.account_id or first.name = later.name,
                first.account_id is null or later.account_id is null)
        """,
    )
