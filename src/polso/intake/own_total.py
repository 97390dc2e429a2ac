"""The total that a file itself shows: its amounts summed as they are written, by none of the code that loads them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.report import OwnTotal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AMOUNTS = {"invoice": "net", "sales_order": "net_amount", "opportunity": "amount"}
_KINDS = {"invoice": ("kind",), "sales_order": ("status",), "opportunity": ("status", "stage_id")}
_COUNTED = {"invoice": None, "sales_order": "completed", "opportunity": "won"}
_KEYS = {"invoice": "number", "sales_order": "order_id", "opportunity": "opportunity_id"}
_CREDIT = "credit_note"
_CREDIT_NUMBER = "^ *(N[.]? ?C[.]?|CN|NOTA)([^A-Z]|$)"
_BY_NUMBER = "credit note by number"


def own_total(cursor: DuckDBPyConnection, unit: Unit) -> OwnTotal | None:
    """What the amounts of a list of invoices, orders or deals add up to; None where the file has no such column, or has
    the amounts in another form than they are counted (tax inside, cents, quantities)."""
    table = unit.table.name
    amount = unit.mapping.binding(_AMOUNTS.get(table, ""))
    if amount is None or unit.currency is None:
        return None
    if unit.mapping.vat_inside or unit.mapping.less_discount or unit.mapping.minor_units or unit.mapping.fields:
        return None
    kind = next((one for name in _KINDS[table] if (one := unit.mapping.binding(name)) is not None), None)
    if table == "opportunity" and (kind is None or unit.mapping.has_any(("is_won", "won_at"))):
        return None
    words = {**(unit.words.get(kind.target, {}) if kind is not None else {}), _BY_NUMBER: _CREDIT}
    mark = unit.readings[amount.target].form.value
    found = OwnTotal(unit.file, table, amount.header)
    for text, word, code, is_rejected, count in _groups(cursor, unit, amount.index, kind.index if kind else None):
        value = plain_amount(text, mark)
        if value is None:
            continue
        found = _add(found, unit, value * count, count, words.get(word, ""), code, is_rejected=is_rejected)
    return found


def plain_amount(text: str, mark: str) -> Decimal | None:
    """The number in a cell: digits, one decimal mark, a sign before or after or brackets.

    >>> plain_amount("1.234,50 €", "comma"), plain_amount("(1,234.50)", "point"), plain_amount("-", "comma")
    (Decimal('1234.50'), Decimal('-1234.50'), None)
    """
    decimal, thousands = (",", ".") if mark == "comma" else (".", ",")
    digits = re.sub(r"[^\d.,]", "", text.replace(thousands, "")).replace(decimal, ".").strip(".")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return -value if re.search(r"[-−(]", text) else value


def _groups(
    cursor: DuckDBPyConnection, unit: Unit, amount: int, kind: int | None
) -> list[tuple[str, str, str | None, bool, int]]:
    """Cells of amount, kind and currency, whether the row was left out, and how often they stand so together."""
    currency = unit.mapping.binding("currency")
    staging = unit.read.staged.table
    key = unit.mapping.binding(_KEYS[unit.table.name])
    once = unit.mapping.gathered.get(_AMOUNTS[unit.table.name]) in ("same", "first")
    distinct = f"QUALIFY row_number() OVER (PARTITION BY c{key.index} ORDER BY line) = 1" if once and key else ""
    word = "NULL" if kind is None else f"c{kind}"
    if unit.table.name == "invoice" and key is not None:
        # Many lists tell a credit note by its number alone.
        told = f"CASE WHEN regexp_matches(upper(c{key.index}), '{_CREDIT_NUMBER}') THEN '{_BY_NUMBER}' ELSE {word} END"
        word = told
    cells = (
        f"SELECT line, c{amount} AS amount, {word} AS kind, "
        f"{'NULL' if currency is None else f'c{currency.index}'} AS code FROM {staging} "
        f"WHERE c{amount} IS NOT NULL {distinct}"
    )
    return cursor.execute(
        f"SELECT amount, coalesce(kind, ''), code, line IN (SELECT line FROM {unit.rejects}) AS is_rejected, count(*) "
        f"FROM ({cells}) GROUP BY ALL"
    ).fetchall()


def _add(
    found: OwnTotal, unit: Unit, value: Decimal, rows: int, meant: str, code: str | None, *, is_rejected: bool
) -> OwnTotal:
    counted = _COUNTED[unit.table.name]
    currency = code or (unit.currency.code if unit.currency is not None else None) or ""
    if is_rejected:
        return replace(found, rejected=found.rejected + value, rejected_rows=found.rejected_rows + rows)
    if counted is not None and meant and meant != counted:
        return replace(found, other=found.other + value, other_rows=found.other_rows + rows)
    if meant == _CREDIT or (unit.table.name == "invoice" and value < 0):
        return replace(
            found,
            credits=found.credits + abs(value),
            credit_rows=found.credit_rows + rows,
            currencies=tuple(sorted({*found.currencies, currency})),
        )
    return replace(
        found,
        amount=found.amount + value,
        rows=found.rows + rows,
        currencies=tuple(sorted({*found.currencies, currency})),
    )
