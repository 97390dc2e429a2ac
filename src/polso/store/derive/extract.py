"""When the extracts of each source were true: what a record's absence from one of them says."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import fill, replace_temp

EXTRACTED = ("opportunity", "sales_order", "refund", "invoice")


def make_extract(cursor: duckdb.DuckDBPyConnection) -> None:
    """Working table `derive_extract(table_name, source_system, known_from, first_from, previous_from)`.

    For each instant at which a record can have been seen first: the first extract of the source for that table, and the
    one before. A record that had happened by the previous extract and was not in it was entered late: nobody knew it
    then, so only the time before the first extract is told from its dates. One that happened after the previous extract
    is told from when it happened.
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
            min(known_from) over (partition by table_name, source_system) as first_from,
            lag(known_from) over (partition by table_name, source_system order by known_from) as previous_from
        from every
        """,
        known=known,
    )
