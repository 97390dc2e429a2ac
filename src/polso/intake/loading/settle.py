"""SQL for columns that a row settles although no header of its own names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.catalog.schema import day_column
from polso.intake.loading.columns import Expressions, day_sql, words_sql
from polso.intake.loading.deals import settle_deal
from polso.intake.loading.invoices import settle_invoice
from polso.intake.loading.orders import settle_order
from polso.intake.loading.ratings import settle_ratings
from polso.intake.loading.subscriptions import settle_subscription
from polso.intake.loading.unit import Unit
from polso.intake.report import Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def settle(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions, zone: str) -> None:
    """Complete `columns` by what the table of `unit` calls for; what was concluded is noted in the unit."""
    _name(unit, columns)
    match unit.table.name:
        case "opportunity":
            settle_deal(unit, columns, zone)
        case "sales_order":
            settle_order(unit, columns)
        case "invoice":
            settle_invoice(unit, columns)
        case "refund":
            columns["amount"] = f"abs({columns['amount']})" if "amount" in columns else "NULL"
        case "activity":
            _activity(columns)
        case "expense":
            _span(cursor, unit, columns, zone, "span_start", "span_end")
        case "target":
            _span(cursor, unit, columns, zone, "period_start", "period_end")
            if unit.mapping.has("metric_id"):
                columns["metric_id"] = words_sql("v_metric_id", unit.words.get("metric_id", {}))
        case "order_line" | "opportunity_line" if "line_no" not in columns:
            parent = columns.get(f"r_{unit.table.key[0]}", "NULL")
            columns["line_no"] = f"row_number() OVER (PARTITION BY {parent} ORDER BY line)"
        case "survey_response":
            _scale(unit, columns)
            settle_ratings(unit, columns)
        case "stage":
            _kind_of_stage(unit, columns)
        case "subscription_span":
            settle_subscription(cursor, unit, columns)
        case _:
            pass


def _name(unit: Unit, columns: Expressions) -> None:
    """A name from first and last name where there is no other."""
    parts = [f"v_{target}" for target in ("first_name", "last_name") if unit.mapping.has(target)]
    if not parts:
        return
    joined = f"nullif(concat_ws(' ', {', '.join(parts)}), '')"
    target = "r_account_id" if unit.table.name == "sales_order" else "name"
    columns[target] = f"coalesce({columns[target]}, {joined})" if target in columns else joined
    if unit.table.name == "account" and unit.mapping.has("email"):
        columns["name"] = f"coalesce({columns['name']}, v_email)"


def _activity(columns: Expressions) -> None:
    """What was done is done when it ended; what was only planned has no end."""
    status = columns.get("status", "'done'")
    started = [name for name in ("done_at", "starts_at", "booked_at") if name in columns]
    if "duration_min" not in columns and {"starts_at", "done_at"} <= columns.keys():
        minutes = f"date_diff('minute', {columns['starts_at']}, {columns['done_at']})"
        columns["duration_min"] = f"CASE WHEN {minutes} >= 0 THEN CAST({minutes} AS BIGINT) END"
    done = f"({status}) = 'done'"
    days = [columns[day_column(name)] for name in started]
    instants = [
        f"CASE WHEN {day} IS NOT NULL THEN {columns[name]} END" for name, day in zip(started, days, strict=True)
    ]
    if started:
        columns["done_at"] = f"CASE WHEN {done} THEN coalesce({', '.join(instants)}) END"
        columns["done_on"] = f"CASE WHEN {done} THEN coalesce({', '.join(days)}) END"


def _span(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions, zone: str, start: str, end: str) -> None:
    """An end where the file has none: the month when every row begins one, else the single day."""
    if end in columns or start not in columns:
        return
    day = day_sql(unit, start, zone)
    row = cursor.execute(f"SELECT coalesce(bool_and(day({day}) = 1), FALSE) FROM {unit.values}").fetchone()
    months = bool(row and row[0])
    unit.notices.append(Notice("spans_are_months" if months else "spans_are_days", 1, (unit.header(start),)))
    columns[end] = f"CAST({day} + INTERVAL {'1 MONTH' if months else '1 DAY'} AS DATE)"


def _kind_of_stage(unit: Unit, columns: Expressions) -> None:
    """Open, won or lost by the two flags that vendors keep."""
    if unit.mapping.has("is_won"):
        closed = "v_is_closed" if unit.mapping.has("is_closed") else "FALSE"
        flags = f"CASE WHEN v_is_won THEN 'won' WHEN {closed} THEN 'lost' ELSE 'open' END"
        columns["kind"] = f"coalesce({columns['kind']}, {flags})" if "kind" in columns else flags


def _scale(unit: Unit, columns: Expressions) -> None:
    """`1-5` is a scale from one to five."""
    if not unit.mapping.has("scale"):
        return
    parts = "regexp_extract(v_scale, '^\\s*(\\d+)\\D+(\\d+)\\s*$', ['lowest', 'highest'])"
    for name, part in (("scale_min", "lowest"), ("scale_max", "highest")):
        columns.setdefault(name, f"TRY_CAST({parts}.{part} AS DECIMAL(18,8))")
