"""What was read from a file, column by column and in sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit
from polso.intake.report import LISTED_REJECTS, ColumnProof, FileReport, MoneySum, Rejected, TableCounts

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


def column_proofs(unit: Unit) -> tuple[ColumnProof, ...]:
    """How each column of the file was understood, in the order of the file."""
    bound = {binding.index: binding for binding in unit.mapping.bindings}
    found: list[ColumnProof] = []
    for index, profile in enumerate(unit.read.profiles):
        binding = bound.get(index)
        reading = unit.readings[binding.target] if binding is not None else unit.read.readings[index]
        found.append(
            ColumnProof(
                header=profile.name,
                target=binding.target if binding is not None else None,
                how=binding.how if binding is not None else "attribute",
                kind=reading.kind if binding is not None else "text",
                form=reading.form.value if binding is not None else "text",
                why=reading.form.why if binding is not None else "",
                filled=profile.filled,
                examples=profile.examples,
            )
        )
    return tuple(found)


def file_report(unit: Unit, counts: tuple[TableCounts, ...], sums: tuple[MoneySum, ...], *, split: bool) -> FileReport:
    """The report of one table; `split` says that its workbook has several sheets with rows."""
    raw, main = unit.read.raw, counts[0]
    return FileReport(
        file=raw.file.name,
        sheet=raw.sheet if split else None,
        table=unit.table.name,
        source_system=unit.mapping.source_system,
        rows=unit.read.clean.rows + unit.read.clean.rejected,
        new=main.new,
        changed=main.changed,
        unchanged=main.unchanged,
        rejected=tuple(unit.rejected[:LISTED_REJECTS]),
        rejected_rows=unit.rejected_rows,
        tables=counts,
        first_day=unit.first_day,
        last_day=unit.last_day,
        sums=sums,
        columns=column_proofs(unit),
        encoding=(raw.encoding.value, raw.encoding.why) if raw.encoding is not None else None,
        delimiter=(raw.separator.value, raw.separator.why) if raw.separator is not None else None,
        currency=(unit.currency.code or "", unit.currency.why) if unit.currency is not None else None,
        notices=tuple(unit.notices),
    )
