"""What was read from a file, column by column and in sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.changed_records import NOTHING, Sample
from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit
from polso.intake.possible import possible_tables
from polso.intake.proof_columns import column_proofs
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.tables import missing_needs
from polso.intake.report import (
    LISTED_REJECTS,
    ColumnProof,
    FileReport,
    MoneySum,
    OwnTotal,
    Rejected,
    TableCounts,
    TotalsLine,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def list_rejects(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Add the first rejected rows to the unit, in the order of the file."""
    rows = cursor.execute(
        f"SELECT line, column_name, value, reason FROM {unit.rejects} ORDER BY line, column_name LIMIT {LISTED_REJECTS}"
    ).fetchall()
    unit.rejected.extend(Rejected(*row) for row in rows)
    counted = cursor.execute(f"SELECT count(DISTINCT line) FROM {unit.rejects}").fetchone()
    unit.rejected_rows = (int(counted[0]) if counted else 0) + unit.read.clean.rejected


def money_sums(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions) -> tuple[MoneySum, ...]:
    """The sum of every money column over the rows that are loaded, per currency."""
    found: list[MoneySum] = []
    currency = "currency" if "currency" in columns else "CAST(NULL AS VARCHAR)"
    for column in unit.table.money:
        if column.name not in columns:
            continue
        rows = cursor.execute(
            f'SELECT {currency}, sum("{column.name}"), count("{column.name}") FROM {unit.kept} '
            f'WHERE "{column.name}" IS NOT NULL GROUP BY 1 ORDER BY 1'
        ).fetchall()
        default = unit.currency.code if unit.currency is not None and unit.currency.code is not None else ""
        found += [
            MoneySum(unit.header(column.name), column.name, code or default, amount, int(count))
            for code, amount, count in rows
        ]
    return tuple(found)


def totals_lines(unit: Unit) -> tuple[TotalsLine, ...]:
    """What the rows of totals at the foot of the file say, held against its rows."""
    found = []
    for row in unit.read.clean.totals:
        for one in row.checked:
            signed = unit.less_credits.get(one.column)
            agrees, summed = (True, signed) if signed is not None else (one.agrees, one.summed)
            found.append(TotalsLine(row.line, one.column, one.said, summed, agrees))
    return tuple(found)


def open_report(cursor: DuckDBPyConnection, unit: Unit) -> FileReport:
    """What is known of a table before its rows are looked at one by one."""
    raw, clean = unit.read.raw, unit.read.clean
    evidence = ReadEvidence(unit.read)
    return FileReport(
        file=raw.file.name,
        sheet=sheet_of(unit),
        table=unit.table.name,
        source_system=unit.mapping.source_system,
        rows=clean.rows + clean.rejected,
        columns=column_proofs(cursor, unit, possible=True, loaded=False),
        lacking=missing_needs(unit.mapping),
        label=unit.file,
        tables_possible=possible_tables(raw.names, evidence, unit.table.name),
        head=clean.head,
        blank=clean.blank,
        totals=totals_lines(unit),
        stack=raw.offsets,
        virtual=raw.virtual,
        notices=tuple(unit.notices),
    )


def sheet_of(unit: Unit) -> str | None:
    """The sheet, where its workbook has several with rows."""
    raw = unit.read.raw
    return raw.sheet if unit.file != raw.file.name else None


def file_report(
    unit: Unit,
    counts: tuple[TableCounts, ...],
    sums: tuple[MoneySum, ...],
    columns: tuple[ColumnProof, ...],
    tables_possible: tuple[str, ...] = (),
    sample: Sample = NOTHING,
    own: OwnTotal | None = None,
) -> FileReport:
    """The report of one table that was loaded, or would be."""
    raw, main, clean = unit.read.raw, counts[0], unit.read.clean
    rows = clean.rows + clean.rejected
    records = main.new + main.changed + main.unchanged
    return FileReport(
        file=raw.file.name,
        sheet=sheet_of(unit),
        table=unit.table.name,
        source_system=unit.mapping.source_system,
        rows=rows,
        new=main.new,
        changed=main.changed,
        unchanged=main.unchanged,
        rejected=tuple(unit.rejected[:LISTED_REJECTS]),
        rejected_rows=unit.rejected_rows,
        tables=counts,
        first_day=unit.first_day,
        last_day=unit.last_day,
        sums=sums,
        columns=columns,
        encoding=(raw.encoding.value, raw.encoding.why) if raw.encoding is not None else None,
        delimiter=(raw.separator.value, raw.separator.why) if raw.separator is not None else None,
        currency=(unit.currency.code or "", unit.currency.why) if unit.currency is not None else None,
        notices=tuple(unit.notices),
        label=unit.file,
        tables_possible=tables_possible,
        gone=main.gone,
        own_total=own,
        changes=sample.changed,
        gone_records=sample.gone,
        joined=max(0, rows - records - unit.rejected_rows),
        head=clean.head,
        blank=clean.blank,
        totals=totals_lines(unit),
        stack=raw.offsets,
        virtual=raw.virtual,
    )
