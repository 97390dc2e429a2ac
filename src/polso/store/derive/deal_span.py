"""`deal_span`: the days during which a deal was open with one owner, stage and amount, as known at every time."""

from __future__ import annotations

import duckdb

from polso.store.derive.span_gone import make_gone
from polso.store.derive.span_mark import make_span_mark
from polso.store.derive.span_piece import make_span_piece
from polso.store.derive.statements import run
from polso.store.derive.tables import empty

_SAME = """
    opportunity_id, from_on, to_on, account_id, rep_id, source_id, channel, product_id, stage_id, type, amount,
    currency, amount_state, expected_close_on, created_on, reopened, ended_as, closed_until, origin
"""


def rebuild_deal_span(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill `deal_span`: half-open local days, a null start is opening balance, a null end still holds.

    A deal is in the pipeline at the end of day t when `from_on <= t` and t is before `to_on`. `amount_state` says
    whether the amount was `observed`, is the first observed one of a deal created between two extracts (`inferred`), or
    is `unknown`: those spans count and have no value. `closing` is the quarter of `expected_close_on`. `reopened` says
    that the deal had been closed before; where a span is the last before a close or a disappearance, `ended_as` says
    which (won, lost, removed) and `closed_until` when the deal was open again. A deal that is gone keeps the days until
    then: it was in the pipeline, and whoever looked at it then saw it.
    """
    make_span_mark(cursor)
    make_span_piece(cursor)
    make_gone(cursor)
    empty(cursor, "deal_span")
    run(
        cursor,
        """
        insert into deal_span by name
        with span as (
            select j.opportunity_id, s.account_id, j.rep_id, s.source_id, s.channel, s.product_id, j.stage_id, s.type,
                j.from_on, j.to_on, j.amount, j.currency, j.amount_state, j.expected_close_on, s.created_on, j.reopened,
                j.ended_as, j.closed_until, s.known_from, s.known_to,
                case when s.look = 0 then 'inferred' else 'observed' end as origin
            from derive_span_joined j
            join derive_state s on s.opportunity_id = j.opportunity_id and s.look = j.look
            where s.known_from < s.known_to
            union all by name
            select j.opportunity_id, s.account_id, j.rep_id, s.source_id, s.channel, s.product_id, j.stage_id, s.type,
                j.from_on, least(coalesce(j.to_on, 'infinity'), g.gone_on) as to_on, j.amount, j.currency,
                j.amount_state, j.expected_close_on, s.created_on, j.reopened,
                case when j.to_on <= g.gone_on then j.ended_as else 'removed' end as ended_as,
                case when j.to_on <= g.gone_on then j.closed_until end as closed_until,
                g.gone_from as known_from, g.back_from as known_to, 'observed' as origin
            from derive_span_joined j
            join derive_gone g on g.opportunity_id = j.opportunity_id and g.look = j.look
            join derive_state s on s.opportunity_id = j.opportunity_id and s.look = j.look
            where j.from_on < g.gone_on
        ),
        moved as (
            select opportunity_id from derive_state where look > 1
            union
            select opportunity_id from derive_gone
        ),
        marked as (
            select *, lag(known_to) over w is distinct from known_from as starts
            from span
            where opportunity_id in (select opportunity_id from moved)
            window w as (partition by $same order by known_from)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by $same order by known_from) as part from marked
        ),
        merged as (
            select * exclude (known_from, known_to, starts, part),
                min(known_from) as known_from, max(known_to) as known_to
            from numbered
            group by $same, part
            union all by name
            select * from span where opportunity_id not in (select opportunity_id from moved)
        )
        select * replace (nullif(from_on, $first_day) as from_on, nullif(known_to, $forever) as known_to),
            year(expected_close_on) || '-Q' || quarter(expected_close_on) as closing
        from merged
        order by merged.from_on, opportunity_id, known_from
        """,
        same=_SAME.strip(),
    )
