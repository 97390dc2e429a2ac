"""What the rows of orders bring along besides the orders: their lines, and what was given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.keys import PART, record_sql
from polso.intake.loading.references import Mentioned, Registry
from polso.intake.loading.unit import Unit
from polso.intake.reading.sqltext import literal
from polso.intake.recognise.headers import normal_header
from polso.intake.report import Notice
from polso.store.staging import StagedTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LINE = ("order_id", "line_no", "product_id", "quantity", "net_amount")
_NO_QUANTITY = "CAST(NULL AS DECIMAL(18,8))"
_REFUND = ("refund_id", "order_id", "refunded_on", "amount", "currency", "kind")
_REFUNDED = frozenset({"refunded", "rimborsato", "rimborsata", "wc refunded", "fully refunded", "rimborso totale"})


def has_order_lines(unit: Unit) -> bool:
    """Whether rows of orders name what was sold."""
    return unit.table.name == "sales_order" and unit.mapping.has("product_id")


def stage_order_lines(
    cursor: DuckDBPyConnection, unit: Unit, registry: Registry
) -> tuple[list[StagedTable], list[Mentioned]]:
    """The lines of each order with their products: those of the file, else the product of its row.

    Each has its share of the order's net amount, by what the lines are worth as the file says it, so that they add up
    to the order to the last cent: tax in prices and a discount of the whole order fall on all of them alike.
    """
    found, only = _products(cursor, unit, registry)
    quantity = "CAST({0}.v_quantity AS DECIMAL(18,8))" if unit.mapping.has("quantity") else _NO_QUANTITY
    relation = f"lines_{unit.number}"
    if unit.mapping.gathered:
        lines = (
            f"SELECT l.line, l.record, l.v_product_id, {quantity.format('l')} AS quantity, "
            f"CAST(l.v_line_value AS DECIMAL(18,4)) AS value, "
            f"row_number() OVER (PARTITION BY l.record ORDER BY l.line) AS line_no "
            f"FROM {unit.lines} AS l WHERE l.line NOT IN (SELECT line FROM {unit.rejects})"
        )
    else:
        lines = (
            f"SELECT k.line, k.line AS record, k.v_product_id, {quantity.format('k')} AS quantity, "
            f"CAST(1 AS DECIMAL(18,4)) AS value, 1 AS line_no FROM {unit.kept} AS k WHERE k.v_product_id IS NOT NULL"
        )
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {relation} AS
        WITH line AS ({lines}),
        shared AS (
            SELECT k.external_id, k.record_id, k.net_amount AS whole, line.*, f.record_id AS product_id,
                CASE WHEN count(*) OVER w = 1 THEN CAST(k.net_amount AS DECIMAL(18,4))
                    WHEN count(line.value) OVER w = count(*) OVER w THEN CAST(
                        round(CAST(k.net_amount AS DOUBLE) * line.value / nullif(sum(line.value) OVER w, 0), 2)
                        AS DECIMAL(18,4)) END AS part,
                row_number() OVER (PARTITION BY record ORDER BY abs(value) DESC NULLS LAST, line.line) AS place
            FROM line JOIN {unit.kept} AS k ON k.line = line.record
            LEFT JOIN {found} AS f ON f.raw = line.v_product_id
            WINDOW w AS (PARTITION BY line.record)
        )
        SELECT CAST(line AS INTEGER) AS line, external_id || {literal(PART)} || line_no AS external_id,
            FALSE AS is_stub, record_id AS order_id, CAST(line_no AS BIGINT) AS line_no, product_id, quantity,
            CAST(part + CASE WHEN place = 1 THEN whole - sum(part) OVER (PARTITION BY record) ELSE 0 END
                AS DECIMAL(18,4)) AS net_amount
        FROM shared
    """)
    staged = StagedTable("order_line", unit.source_system, unit.file_id, relation, _LINE)
    return [staged], [only] if only is not None else []


def _products(cursor: DuckDBPyConnection, unit: Unit, registry: Registry) -> tuple[str, Mentioned | None]:
    relation = unit.kept
    if unit.mapping.gathered:
        relation = f"line_products_{unit.number}"
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT line, v_product_id FROM {unit.lines} "
            f"WHERE line NOT IN (SELECT line FROM {unit.rejects})"
        )
    return registry.resolve(unit, "product", "v_product_id", unit.header("product_id"), relation=relation)


def stage_order_refunds(cursor: DuckDBPyConnection, unit: Unit) -> list[StagedTable]:
    """What was given back of each order: the amount that its row names, net as the order is net, or all of it where a
    word says so. The row knows no day, so that it is the order's: told in the proof."""
    mapping = unit.mapping
    if unit.table.name != "sales_order":
        return []
    given = _given_back(unit)
    if given is None:
        return []
    columns = {str(row[0]) for row in cursor.execute(f"DESCRIBE {unit.kept}").fetchall()}
    whole = "coalesce(k.gross_amount, k.net_amount)" if "gross_amount" in columns else "k.net_amount"
    currency = "k.currency" if "currency" in columns else "CAST(NULL AS VARCHAR)"
    share = f"least(1, abs({given}) / nullif(CAST({whole} AS DOUBLE), 0))" if mapping.has("refunded_amount") else given
    relation = f"refunds_{unit.number}"
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {relation} AS
        SELECT line, key AS external_id, FALSE AS is_stub, {record_sql(unit.source_system, "key")} AS refund_id,
            order_id, refunded_on, CAST(round(net_amount * share, 2) AS DECIMAL(18,4)) AS amount, currency,
            'refund' AS kind
        FROM (
            SELECT k.line, k.external_id || {literal(PART)} || 'refund' AS key, k.record_id AS order_id,
                k.ordered_on AS refunded_on, k.net_amount, {currency} AS currency, {share} AS share
            FROM {unit.kept} AS k
        ) WHERE share > 0 AND net_amount > 0
    """)
    row = cursor.execute(f"SELECT count(*) FROM {relation}").fetchone()
    if row is None or not row[0]:
        return []
    unit.notices.append(Notice("refunds_on_order_day", int(row[0])))
    return [StagedTable("refund", unit.source_system, unit.file_id, relation, _REFUND)]


def _given_back(unit: Unit) -> str | None:
    """SQL of the amount given back, or of 1 where a word of state says that all of it was."""
    if unit.mapping.has("refunded_amount"):
        return "CAST(coalesce(k.v_refunded_amount, 0) AS DOUBLE)"
    binding = unit.mapping.binding("status")
    if binding is None:
        return None
    words = [word for word, _ in unit.read.profiles[binding.index].listed or () if normal_header(word) in _REFUNDED]
    if not words:
        return None
    return f"CASE WHEN k.v_status IN ({', '.join(map(literal, words))}) THEN 1.0 ELSE 0.0 END"
