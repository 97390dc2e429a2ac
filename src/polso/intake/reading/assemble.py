"""Counts what a reading leaves unreadable, by running the very SQL that will load the column."""

from __future__ import annotations

from collections.abc import Iterator

from polso.intake.reading.model import Decision, Finding, Kind
from polso.intake.reading.profile import ColumnProfile
from polso.intake.reading.reading import Ambiguity, ColumnReading, Unreadable
from polso.intake.reading.staging import Staged

_LISTED = 20
_VALUE = "value"
_KIND = "kind"


def over_staging(staged: Staged, index: int, expression: str) -> str:
    """An expression over the distinct values (`{value}`, `{kind}`) as one over the staging table."""
    return expression.replace("{value}", staged.column(index)).replace("{kind}", staged.kind(index))


def over_values(expression: str) -> str:
    """The same expression over the relation of distinct values."""
    return expression.replace("{value}", _VALUE).replace("{kind}", _KIND)


def assemble(
    staged: Staged,
    profile: ColumnProfile,
    kind: Kind,
    form: Decision,
    value: str,
    reason: str,
    *,
    zoned: str | None = None,
    currency: str = "CAST(NULL AS VARCHAR)",
    currencies: tuple[tuple[str, str, int], ...] = (),
    findings: tuple[Finding, ...] = (),
    question: Ambiguity | None = None,
    all_readable: bool = False,
) -> ColumnReading:
    """A reading from templates with `{value}` and `{kind}`; its counts come from every distinct value.

    `all_readable` says that the shapes have shown every value to be readable, so that none need be looked at.
    """
    nothing = profile.null_sql("{value}", text=kind == "text")
    relation = profile.written if all_readable else profile.values
    typed = "TRUE" if all_readable else over_values(value)
    found = staged.connection.execute(
        f"SELECT coalesce(sum(rows) FILTER (nothing), 0), "
        f"coalesce(sum(rows) FILTER (NOT nothing AND typed IS NULL), 0), "
        f"coalesce(sum(rows) FILTER (NOT nothing AND typed IS NOT NULL AND zoned), 0), "
        f"coalesce(sum(rows) FILTER (NOT nothing AND typed IS NOT NULL), 0) "
        f"FROM (SELECT rows, {over_values(nothing)} AS nothing, "
        f"nullif({typed} IS NOT NULL, FALSE) AS typed, {over_values(zoned or 'FALSE')} AS zoned FROM {relation})"
    ).fetchone()
    assert found is not None
    null_rows, unreadable_rows, zoned_rows, typed_rows = (int(number) for number in found)
    empty = dict(profile.spellings).get("", 0)
    listed: tuple[Unreadable, ...] = ()
    if unreadable_rows and question is None:
        listed = tuple(
            Unreadable(text, int(rows), line, why)
            for text, rows, line, why in staged.connection.execute(
                f"SELECT value, sum(rows), min(first_line), {over_values(reason)} FROM {profile.values} WHERE NOT "
                f"{over_values(nothing)} AND {over_values(value)} IS NULL GROUP BY ALL ORDER BY 3, 1 LIMIT {_LISTED}"
            ).fetchall()
        )
    return ColumnReading(
        index=profile.index,
        name=profile.name,
        kind=kind,
        form=form,
        rows=profile.rows,
        nulls=null_rows + empty,
        value_sql=over_staging(staged, profile.index, value),
        null_sql=over_staging(staged, profile.index, nothing),
        reason_sql=over_staging(staged, profile.index, reason),
        zoned="none" if not zoned_rows else "all" if zoned_rows == typed_rows else "some",
        zoned_sql=over_staging(staged, profile.index, zoned or "FALSE"),
        currency_sql=over_staging(staged, profile.index, currency),
        currencies=currencies,
        unreadable_rows=unreadable_rows,
        unreadable=listed,
        findings=findings,
        question=question,
    )


def unreadable_lines(staged: Staged, reading: ColumnReading) -> Iterator[tuple[int, str, str]]:
    """(line, value, reason) of every cell that the reading cannot read, in the order of the file."""
    cursor = staged.connection.execute(
        f"SELECT line, {staged.column(reading.index)}, {reading.reason_sql} FROM {staged.table} "
        f"WHERE NOT {reading.null_sql} AND {reading.sql()} IS NULL ORDER BY line"
    )
    for line, value, reason in cursor.fetchall():
        yield int(line), str(value), str(reason)
