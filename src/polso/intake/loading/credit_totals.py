"""Totals of an invoice list that takes its credit notes off although their rows have no sign."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit
from polso.intake.report import Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CENT = Decimal("0.01")
_AMOUNTS = ("net", "vat", "gross")


def agree_with_credit_notes(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions) -> None:
    """Take back `total_disagrees` where the total of the file is that of its invoices less its credit notes, and keep
    that sum in the unit: said, because the sum of the column beside it is another."""
    kept: list[Notice] = []
    for notice in unit.notices:
        signed = _signed(cursor, unit, columns, notice.detail[0]) if notice.code == "total_disagrees" else None
        if signed is not None and _equal(notice.detail[1], signed):
            unit.less_credits[notice.detail[0]] = signed
            kept.append(Notice("total_less_credits", 1, (notice.detail[0],)))
        else:
            kept.append(notice)
    unit.notices[:] = kept


def _signed(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions, header: str) -> Decimal | None:
    """The sum with the credit notes taken off; None where there are none."""
    target = next((name for name in _AMOUNTS if name in columns and unit.header(name) == header), None)
    if target is None:
        return None
    row = cursor.execute(
        f"SELECT sum(CASE WHEN kind = 'credit_note' THEN -abs({target}) ELSE {target} END) FROM {unit.kept} "
        f"HAVING bool_or(kind = 'credit_note' AND {target} > 0)"
    ).fetchone()
    return row[0] if row is not None else None


def _equal(said: str, signed: Decimal) -> bool:
    try:
        return abs(signed - Decimal(said)) <= _CENT
    except InvalidOperation:
        return False
