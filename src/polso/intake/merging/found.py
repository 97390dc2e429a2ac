"""Whether an import leaves customers that are probably one: worth a look while the files are at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from polso.intake.merging.proposals import customers, propose, told_apart
from polso.intake.report import FileReport

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_CUSTOMERS = 20_000
"""With more of them comparing takes longer than an import may be held up."""


def brings_customers(files: Sequence[FileReport]) -> bool:
    """Whether customers came or changed: nobody is told again of what an earlier import left."""
    return any(
        one.table == "account" and one.new + one.changed + one.mentioned for file in files for one in file.tables
    )


def has_proposals(cursor: DuckDBPyConnection) -> bool:
    """Whether two customers are probably one; never where there are 20,000 or more."""
    row = cursor.execute(
        "SELECT count(*) FROM account WHERE known_to IS NULL AND deleted_at IS NULL AND merged_into IS NULL"
    ).fetchone()
    if row is None or row[0] >= MOST_CUSTOMERS:
        return False
    return bool(propose(customers(cursor), told_apart(cursor)))
