"""What activities are linked to: whose programs do them, and the lead or deal that they serve, at every time."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import fill, replace_temp


def make_work_links(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working tables `derive_work_bot(rep_id)`, `derive_work_lead` by lead and `derive_work_deal` by deal.

    A lead says its account, source and deal, a deal its account, source, product and lead; each row is a stretch of
    knowledge `[known_from, known_to)` in which they stay the same. What a link says when first known held before, too.
    Needs the live views and `deal`.
    """
    _compress(
        cursor,
        "derive_work_rep",
        "rep_id",
        """
        select rep_id, struct_pack(is_bot := coalesce(kind = 'bot', false)) as it, known_from, known_to
        from derive_live_rep
        where rep_id is not null
        """,
    )
    replace_temp(cursor, "derive_work_bot", "select rep_id, known_from, known_to from derive_work_rep where it.is_bot")
    _compress(
        cursor,
        "derive_work_lead",
        "lead_id",
        """
        select lead_id, struct_pack(account_id, source_id, opportunity_id) as it, known_from, known_to
        from derive_live_lead
        where lead_id is not null and not is_stub
        """,
    )
    _compress(
        cursor,
        "derive_work_deal",
        "opportunity_id",
        """
        select opportunity_id, struct_pack(account_id, source_id, product_id) as it, known_from,
            coalesce(known_to, $forever) as known_to
        from deal
        """,
    )


def _compress(cursor: duckdb.DuckDBPyConnection, target: str, key: str, rows: str) -> None:
    replace_temp(
        cursor,
        target,
        """
        with version as ($rows),
        marked as (
            select *,
                lag(known_to) over w is distinct from known_from or lag(it) over w is distinct from it as starts,
                lag(known_to) over w is null as is_first
            from version
            window w as (partition by $key order by known_from)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by $key order by known_from) as part from marked
        )
        select $key, it, if(bool_or(is_first), $before_all, min(known_from)) as known_from, max(known_to) as known_to
        from numbered
        group by $key, part, it
        """,
        key=key,
        rows=fill(rows),
    )
