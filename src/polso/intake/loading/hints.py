"""The nearest known name of one that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.references import Mentioned

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEAR = 85
MOST_NAMES = 200
MOST_KNOWN = 20_000


def near_names(cursor: DuckDBPyConnection, mentioned: Mentioned, known: str) -> list[tuple[str, str]]:
    """Pairs (name as written, nearest name of a real record); names are kept as written, never corrected.

    Only where few names are unknown and real records exist: a file whose customers are all new has no misspellings.
    """
    if not mentioned.by_name or mentioned.rows > MOST_NAMES:
        return []
    from rapidfuzz import fuzz, process

    real = dict(
        cursor.execute(
            f"SELECT fold, min(shown) FROM {known} WHERE NOT is_stub AND fold IS NOT NULL "
            f"GROUP BY fold LIMIT {MOST_KNOWN}"
        ).fetchall()
    )
    if not real:
        return []
    found = []
    for (raw,) in cursor.execute(f"SELECT raw FROM {mentioned.relation} ORDER BY line").fetchall():
        match = process.extractOne(raw.casefold(), list(real), scorer=fuzz.ratio, score_cutoff=NEAR)
        if match is not None:
            found.append((raw, real[match[0]]))
    return found
