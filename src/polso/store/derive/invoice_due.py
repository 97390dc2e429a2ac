"""`invoice_due`: what was invoiced, when it was paid, and what customers owe on each day."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import empty


def rebuild_invoice_due(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `invoice_due`, one row a version of an invoice, and `receivable_span`, the days on which it was owed.

    Amounts are what the customer pays: the total with tax, else the net one where no total is known; `paid_...` are the
    same once paid, at the rate of that day. A credit note is negative and is never owed. Where the day of payment is
    before the day of issue, `days_to_pay` is null and `fault` says so. `ended_as` is `paid`, null while it is not.
    Spans are `not_due`, `overdue` from the day after the due day, or `no_due_day` (then `overdue_amount` is null). Of
    an invoice that is marked paid without a day, the span ends on the day on which it was first seen paid; where it was
    never seen unpaid, its amount is `unknown` until then, for it may have been paid long before.
    """
    _make_version(cursor)
    _make_every(cursor)
    _publish(cursor)
    _publish_span(cursor)


def _make_version(cursor: duckdb.DuckDBPyConnection) -> None:
    replace_temp(
        cursor,
        "derive_due_version",
        """
        with said as (
            select source_system, invoice_id,
                if(kind = 'credit_note' or coalesce(gross, net) < 0, 'credit_note', coalesce(kind, 'invoice')) as kind,
                account_id, rep_id, issued_on, due_on,
                case when is_paid is distinct from false then paid_on end as paid_on,
                coalesce(is_paid, paid_on is not null) as is_paid,
                coalesce(gross, net + coalesce(vat, 0)) as total, coalesce(net, gross - vat, gross) as net, currency,
                known_from, known_to, min(known_from) over (partition by invoice_id) as first_known
            from derive_live_invoice
            where not is_stub and invoice_id is not null and issued_on is not null
                and source_system not in (select source_system from derive_beside where basis = 'invoices')
                and invoice_id not in (select invoice_id from derive_twice)
        ),
        seen as (
            select invoice_id, min(known_from) filter (where not is_paid) as unpaid_from,
                min(known_from) filter (where is_paid and paid_on is null) as paid_from
            from said
            group by invoice_id
        )
        select s.* exclude (total, net),
            if(kind = 'credit_note', -abs(total), total) as amount, if(kind = 'credit_note', -abs(net), net) as net,
            case when is_paid and paid_on is null then k.day end as seen_paid_on,
            is_paid and paid_on is null and (n.unpaid_from is null or n.unpaid_from > n.paid_from) as is_undated,
            coalesce(b.start_at, issued_on::timestamp) as issued_from,
            coalesce(e.start_at, paid_on::timestamp) as paid_from
        from said s
        join seen n on n.invoice_id = s.invoice_id
        left join derive_known_day k on k.known_at = n.paid_from
        left join derive_day_start b on b.day = s.issued_on
        left join derive_day_start e on e.day = s.paid_on
        """,
    )


def _make_every(cursor: duckdb.DuckDBPyConnection) -> None:
    """What was observed, and what is told from dates until the first extract: unpaid until the day of payment."""
    replace_temp(
        cursor,
        "derive_due",
        """
        with inferred as (
            select v.*, x.first_from, least(greatest(coalesce(v.paid_from, x.first_from), v.issued_from), x.first_from)
                as turned_from
            from derive_due_version v
            join derive_extract x on x.table_name = 'invoice' and x.source_system = v.source_system
                and x.known_from = v.known_from
            where v.known_from = v.first_known and v.issued_from < x.first_from
        ),
        every as (
            select *, 'observed' as origin from derive_due_version
            union all by name
            select * exclude (first_from, turned_from)
                replace (issued_from as known_from, turned_from as known_to, null::date as paid_on,
                    if(paid_on is null, is_paid, false) as is_paid),
                'inferred' as origin
            from inferred
            where issued_from < turned_from
            union all by name
            select * exclude (first_from, turned_from)
                replace (turned_from as known_from, first_from as known_to),
                'inferred' as origin
            from inferred
            where turned_from < first_from
        )
        select e.* replace (
            coalesce(a.root_id, e.account_id) as account_id,
            greatest(e.known_from, a.known_from) as known_from,
            least(e.known_to, a.known_to) as known_to
        )
        from every e
        left join derive_account_root a on a.account_id = e.account_id
            and a.known_from < e.known_to and e.known_from < a.known_to
        """,
    )


def _publish(cursor: duckdb.DuckDBPyConnection) -> None:
    empty(cursor, "invoice_due")
    run(
        cursor,
        """
        insert into invoice_due by name
        select d.invoice_id, d.kind, d.account_id, d.rep_id, d.issued_on, d.due_on, d.paid_on, d.amount, d.currency,
            derive_base_amount(d.amount, d.currency, c.base, r.to_base) as amount_base,
            case when d.is_paid then d.amount end as paid_amount,
            case when d.paid_on is not null then derive_base_amount(d.amount, d.currency, c.base, p.to_base) end
                as paid_amount_base,
            case when d.is_paid then d.net end as paid_net_amount,
            case when d.paid_on is not null then derive_base_amount(d.net, d.currency, c.base, p.to_base) end
                as paid_net_amount_base,
            case when d.paid_on >= d.issued_on and d.kind <> 'credit_note' then d.paid_on - d.issued_on end
                as days_to_pay,
            case when d.paid_on >= d.issued_on and d.kind <> 'credit_note'
                then greatest(d.paid_on - d.due_on, 0)
            end as days_late,
            case when d.is_paid then 'paid' end as ended_as,
            case when d.paid_on < d.issued_on then 'paid_before_issued' end as fault,
            d.known_from, nullif(d.known_to, $forever) as known_to, d.origin
        from derive_due d
        cross join derive_company c
        left join fx_day r on r.currency = d.currency and r.day = d.issued_on
        left join fx_day p on p.currency = d.currency and p.day = d.paid_on
        order by d.issued_on, d.invoice_id, d.known_from
        """,
    )


def _publish_span(cursor: duckdb.DuckDBPyConnection) -> None:
    empty(cursor, "receivable_span")
    run(
        cursor,
        """
        insert into receivable_span by name
        with owed as (
            select *, coalesce(paid_on, seen_paid_on, 'infinity'::date) as until_on,
                case when due_on is not null then greatest(due_on + 1, issued_on) end as late_on,
                if(is_undated and is_paid, 'unknown', 'observed') as amount_state
            from derive_due
            where kind <> 'credit_note' and amount <> 0
        ),
        piece as (
            select *, if(due_on is null, 'no_due_day', 'not_due') as state, issued_on as from_on,
                least(coalesce(late_on, 'infinity'::date), until_on) as to_on
            from owed
            union all by name
            select *, 'overdue' as state, late_on as from_on, until_on as to_on
            from owed
            where late_on is not null
        )
        select invoice_id, account_id, rep_id, state, from_on, nullif(to_on, 'infinity'::date) as to_on, issued_on,
            due_on, amount, case when due_on is not null then amount end as overdue_amount, currency, amount_state,
            known_from, nullif(known_to, $forever) as known_to, origin
        from piece
        where from_on < to_on
        order by from_on, invoice_id, known_from
        """,
    )
