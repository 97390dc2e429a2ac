"""The total that a file itself shows: its amounts summed as they are written, by none of the code that loads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.reading.currencies import SIGNS
from polso.intake.reading.sqltext import literal
from polso.intake.report import CurrencyTotal, OwnTotal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AMOUNTS = {"invoice": "net", "sales_order": "net_amount", "opportunity": "amount"}
_KINDS = {"invoice": ("kind",), "sales_order": ("status",), "opportunity": ("status", "stage_id")}
_COUNTED = {"invoice": None, "sales_order": "completed", "opportunity": "won"}
_KEYS = {"invoice": "number", "sales_order": "order_id", "opportunity": "opportunity_id"}
_CREDIT = "credit_note"
_CREDIT_NUMBER = "^ *(N[.]? ?C[.]?|CN|NOTA)([^A-Z]|$)"
_AT_ONCE = 10_000
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
    sums: dict[tuple[str, str | None, str, bool], tuple[Decimal, int]] = {}
    nothing = (Decimal(0), 0)
    for text, word, code, left_out, count in _groups(cursor, unit, amount.index, kind.index if kind else None):
        value = plain_amount(text, mark)
        if value is None:
            continue
        alike = (word, code, left_out, value < 0)
        before, rows = sums.get(alike, nothing)
        sums[alike] = (before + value * count, rows + count)
    for (word, code, left_out, _), (value, rows) in sums.items():
        found = _add(found, unit, value, rows, words.get(word, ""), code, left_out)
    return replace(found, by_currency=_held(found, _loaded(cursor, unit)))


def _held(found: OwnTotal, loaded: dict[str, Decimal]) -> tuple[CurrencyTotal, ...]:
    own = {one.currency: one.own for one in found.by_currency}
    nothing = Decimal(0)
    codes = sorted(own.keys() | loaded.keys())
    return tuple(CurrencyTotal(code, own.get(code, nothing), loaded.get(code, nothing)) for code in codes)


def _loaded(cursor: DuckDBPyConnection, unit: Unit) -> dict[str, Decimal]:
    """The amounts of the rows that count as they are loaded, by currency."""
    amount, counted = _AMOUNTS[unit.table.name], _COUNTED[unit.table.name]
    there = {str(row[0]) for row in cursor.execute(f"DESCRIBE {unit.kept}").fetchall()}
    default = (unit.currency.code if unit.currency is not None else None) or ""
    currency = "currency" if "currency" in there else "CAST(NULL AS VARCHAR)"
    signed = f'"{amount}"'
    if unit.table.name == "invoice" and "kind" in there:
        signed = f"CASE kind WHEN '{_CREDIT}' THEN -abs({signed}) ELSE {signed} END"
    chosen = f"coalesce(status, '{counted}') = '{counted}'" if counted and "status" in there else "true"
    rows = cursor.execute(
        f"SELECT coalesce({currency}, ?), sum({signed}) FROM {unit.kept} "
        f'WHERE "{amount}" IS NOT NULL AND {chosen} GROUP BY 1',
        [default],
    ).fetchall()
    return {str(code): value for code, value in rows}


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
) -> Iterator[tuple[str, str, str | None, str, int]]:
    """Cells of amount, kind and currency, why the row was left out (empty, `rejected`, or `other` for rows that are no
    records of the company, such as bills of suppliers), and how often they stand so together."""
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
    rules = ", ".join(literal(rule.reason) for rule in unit.mapping.rows_left_out) or "''"
    found = cursor.execute(
        f"SELECT amount, coalesce(kind, ''), code, CASE "
        f"WHEN line IN (SELECT line FROM {unit.rejects} WHERE reason IN ({rules})) THEN 'other' "
        f"WHEN line IN (SELECT line FROM {unit.rejects}) THEN 'rejected' ELSE '' END AS left_out, count(*) "
        f"FROM ({cells}) GROUP BY ALL"
    )
    while some := found.fetchmany(_AT_ONCE):
        yield from some


def _add(
    found: OwnTotal, unit: Unit, value: Decimal, rows: int, meant: str, code: str | None, left_out: str
) -> OwnTotal:
    counted = _COUNTED[unit.table.name]
    if left_out == "other" or (not left_out and counted is not None and meant and meant != counted):
        return replace(found, other=found.other + value, other_rows=found.other_rows + rows)
    currency = _code(code) or (unit.currency.code if unit.currency is not None else None) or ""
    is_credit = meant == _CREDIT or (unit.table.name == "invoice" and value < 0)
    if left_out == "rejected":
        found = replace(found, rejected=found.rejected + value, rejected_rows=found.rejected_rows + rows)
        return _in_currency(found, currency, value)
    found = replace(found, currencies=tuple(sorted({*found.currencies, currency})))
    if is_credit:
        found = replace(found, credits=found.credits + abs(value), credit_rows=found.credit_rows + rows)
        return _in_currency(found, currency, -abs(value))
    return _in_currency(replace(found, amount=found.amount + value, rows=found.rows + rows), currency, value)


def _in_currency(found: OwnTotal, currency: str, value: Decimal) -> OwnTotal:
    own = {one.currency: one.own for one in found.by_currency}
    own[currency] = own.get(currency, Decimal(0)) + value
    return replace(found, by_currency=tuple(CurrencyTotal(code, own[code]) for code in sorted(own)))


def _code(cell: str | None) -> str | None:
    """The ISO code that a cell names by sign or code."""
    word = cell.strip() if cell else ""
    return SIGNS.get(word, word.upper()) or None
