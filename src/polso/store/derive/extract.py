"""When each source was first extracted: until then its records are told from their dates."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import fill, replace_temp

EXTRACTED = ("opportunity", "sales_order", "refund", "invoice", "subscription_span", "lead", "activity", "proposal")


def make_extract(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_extract(table_name, source_system, known_from, first_from)`.

    For each instant at which a record can have been seen first, the first extract of its source for that table. Only
    the time before that one is told from dates; from then on a record is known from the extract that first had it,
    even when it had happened before.
    """
    known = " union ".join(
        fill(
            "select '$table' as table_name, source_system, known_from from derive_live_$table where not is_stub",
            table=table,
        )
        for table in EXTRACTED
    )
    replace_temp(
        cursor,
        "derive_extract",
        """
        with known as ($known),
        every as (
            select * from known
            union
            select t.table_name, t.source_system, b.extracted_at
            from batch_table t
            join batch b on b.batch_id = t.batch_id and b.undone_at is null
            where t.rows_new + t.rows_changed + t.rows_unchanged > 0
        )
        select table_name, source_system, known_from,
            min(known_from) over (partition by table_name, source_system) as first_from
        from every
        """,
        known=known,
    )
