"""Rows on which the net amount and the tax do not make the total: told, never set right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.mapping.model import FILES
from polso.intake.report import Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AMOUNTS = {"invoice": ("net", "vat", "gross"), "sales_order": ("net_amount", "tax", "gross_amount")}
_NOTED = 100
_CENT = "0.011"


def note_not_adding_up(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Note the records of a list of invoices or orders with net, tax and total whose sum is off by more than a cent.

    Of orders the shipping is added where the file has it; where arithmetic showed another rule for the prices, and in
    exports of vendors, which have rules of their own, nothing is noted. The net amount counts as it is written.
    """
    mapping = unit.mapping
    bound = [mapping.binding(target) for target in _AMOUNTS.get(unit.table.name, ())]
    if not bound or mapping.source_system != FILES or mapping.minor_units or mapping.has("discount"):
        return
    if mapping.vat_inside or mapping.less_discount or mapping.by_lines:
        return
    net, tax, total = (f"k.{binding.target}" if binding is not None else "" for binding in bound)
    if not (net and tax and total):
        return
    shipping = " + coalesce(k.shipping, 0)" if mapping.has("shipping") else ""
    row = cursor.execute(
        f"SELECT count(*), list(k.line ORDER BY k.line)[:{_NOTED}] FROM {unit.kept} AS k "
        f"WHERE abs({net} + {tax}{shipping} - {total}) > {_CENT}"
    ).fetchone()
    if row is not None and row[0]:
        names = [binding.header for binding in bound if binding is not None]
        shown = f"{names[0]} + {names[1]} ≠ {names[2]}"
        unit.notices.append(Notice("not_adding_up", int(row[0]), (shown,), tuple(row[1])))
