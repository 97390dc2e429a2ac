"""The total that a file itself shows: its amounts summed as they are written, by none of the code that loads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Context, Decimal
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
_EXACT, _DECIMALS = "DECIMAL(38, 12)", 12
_WIDE = Context(prec=38)
_LARGEST = 10**15
"""Anything above is no amount of money; the column is refused elsewhere."""
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
    for word, code, left_out, value, rows in _sums(cursor, unit, amount.index, kind.index if kind else None, mark):
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


def _plain(mark: str) -> str:
    """The number in the cell `amount` as text without its sign: digits and one decimal point."""
    decimal, thousands = (",", ".") if mark == "comma" else (".", ",")
    return (
        f"trim(replace(regexp_replace(replace(amount, '{thousands}', ''), '[^0-9.,]', '', 'g'), '{decimal}', '.'), '.')"
    )


def _sums(
    cursor: DuckDBPyConnection, unit: Unit, amount: int, kind: int | None, mark: str
) -> Iterator[tuple[str, str | None, str, Decimal, int]]:
    """By cell of kind and of currency, why rows were left out (empty, `rejected`, or `other` for those that are no
    records of the company, such as bills of suppliers) and sign: the sum of the amounts, and how many there are.

    An amount is its digits with one decimal mark, negative with a minus before or after it or in brackets.
    """
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
        f"WITH cell AS (SELECT *, {_plain(mark)} AS digits, regexp_matches(amount, '[-−(]') AS is_negative, CASE "
        f"WHEN line IN (SELECT line FROM {unit.rejects} WHERE reason IN ({rules})) THEN 'other' "
        f"WHEN line IN (SELECT line FROM {unit.rejects}) THEN 'rejected' ELSE '' END AS left_out FROM ({cells})), "
        f"number AS (SELECT *, TRY_CAST(digits AS {_EXACT}) AS number FROM cell) "
        "SELECT coalesce(kind, ''), code, left_out, is_negative, sum(number), "
        "max(length(split_part(digits, '.', 2))), count(*) "
        f"FROM number WHERE number < {_LARGEST} GROUP BY ALL ORDER BY min(line)"
    ).fetchall()
    for word, code, left_out, is_negative, number, decimals, rows in found:
        value = number.quantize(Decimal(1).scaleb(-min(decimals, _DECIMALS)), context=_WIDE)
        yield word, code, left_out, -value if is_negative else value, rows


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
