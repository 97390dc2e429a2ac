"""DuckDB 2: its types and functions.

Money is summed as DECIMAL(38,4) and handed out as an integer of ten-thousandths, because drivers turn decimals into
doubles when they hand out columns and DuckDB's own division and mean are doubles.
"""

from __future__ import annotations

from polso.sql.dialect import Dialect

DUCKDB = Dialect(
    name="duckdb",
    types={
        "integer": "INTEGER",
        "big_integer": "BIGINT",
        "date": "DATE",
        "timestamp": "TIMESTAMP",
        "text": "VARCHAR",
        "boolean": "BOOLEAN",
        "money": "DECIMAL(18,4)",
        "double": "DOUBLE",
    },
    functions={
        "coalesce": "coalesce({0}, {1})",
        "later": "greatest({0}, {1})",
        "earlier": "least({0}, {1})",
        "scaled_money": "CAST({0} * 10000 AS BIGINT)",
        "as_double": "CAST({0} AS DOUBLE)",
        "lowest": "min({0})",
        "highest": "max({0})",
        "grouping": "grouping({0})",
        "day_number": "date_diff('day', DATE '2000-01-01', {0})",
        "when": "CASE WHEN {0} THEN {1} END",
        "holds": "coalesce({0}, FALSE)",
    },
    scaled_sum="CAST(sum(CAST({0} AS DECIMAL(38,4))) * 10000 AS HUGEINT)",
    square="CAST({0} AS DOUBLE) * CAST({0} AS DOUBLE)",
    list_of="list({0}){1}",
)
