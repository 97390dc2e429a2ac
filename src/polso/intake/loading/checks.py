"""Why a row is not loaded, besides unreadable cells: as SQL conditions over the typed rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from polso.catalog.schema import Column, day_column
from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit
from polso.intake.reading.sqltext import literal

HAPPENED: dict[str, tuple[str, ...]] = {
    "account": ("created_on",),
    "lead": ("created_on", "qualified_on", "converted_on", "disqualified_on"),
    "opportunity": ("created_on", "closed_on"),
    "opportunity_event": ("happened_on",),
    "proposal": ("sent_on",),
    "sales_order": ("ordered_on",),
    "refund": ("refunded_on",),
    "invoice": ("issued_on", "paid_on"),
    "activity": ("booked_on", "done_on"),
    "inquiry": ("received_on", "first_response_on", "abandoned_on"),
    "social_stat": ("stat_date",),
    "survey_response": ("sent_on", "responded_on"),
}
"""Days on which something happened: they cannot lie after the extract. Plans, dues and ranges may."""

CLOCKS: dict[str, tuple[str, ...]] = HAPPENED | {
    "opportunity": ("created_on", "closed_on"),
    "subscription_span": ("valid_from",),
    "expense": ("span_start",),
    "target": ("period_start",),
    "series": ("value_date",),
    "fx_rate": ("rate_date",),
    "note": ("noted_on",),
}
"""The days that say from when to when a file speaks."""


@dataclass(frozen=True, slots=True)
class Check:
    """Rows for which `condition` holds are rejected; `value` is SQL for what stands in the cell at fault."""

    column: str
    value: str
    condition: str
    reason: str


def checks(unit: Unit, columns: Expressions, latest: date) -> list[Check]:
    """What every row must pass; `latest` is the last day on which something can have happened."""
    found = [check for column in unit.table.columns for check in _of_column(unit, column, columns)]
    if not unit.by_content:
        parts = "key IS NULL"
        target = unit.key_target or ("name" if unit.is_named else unit.table.key[0])
        found.append(Check(unit.header(target), "NULL", parts, "key_missing"))
    for day in HAPPENED.get(unit.table.name, ()):
        if day in columns:
            target = day if unit.mapping.has(day) else day.removesuffix("_on") + "_at"
            late = f"{day} > DATE '{latest.isoformat()}'"
            found.append(Check(_header(unit, target), f"CAST({day} AS VARCHAR)", late, "future_dated"))
    if unit.mapping.has("rating"):
        unread = "v_rating IS NOT NULL AND score IS NULL"
        found.append(Check(unit.header("rating"), "v_rating", unread, "unreadable_number"))
    if unit.mapping.has("currency") and not (unit.currency is not None and unit.currency.why == "answer"):
        unknown = "v_currency IS NOT NULL AND currency_of_cell IS NULL"
        found.append(Check(unit.header("currency"), "v_currency", unknown, "unknown_currency"))
    return found


def _of_column(unit: Unit, column: Column, columns: Expressions) -> list[Check]:
    found: list[Check] = []
    name = f"r_{column.name}" if column.references else column.name
    if column.kind == "instant":
        name = day_column(column.name)
    if column.required and name in columns and column.name not in unit.table.key:
        found.append(Check(_header(unit, column.name), "NULL", f"{name} IS NULL", "required_missing"))
    if not unit.mapping.has(column.name):
        return found
    value = f"v_{column.name}"
    if column.kind == "integer":
        found.append(Check(unit.header(column.name), _text(value), f"{value} <> trunc({value})", "not_integer"))
    if column.kind == "share":
        outside = f"{value} < 0 OR {value} > 1"
        found.append(Check(unit.header(column.name), _text(value), outside, "share_out_of_range"))
    return found


def _text(value: str) -> str:
    return f"CAST({value} AS VARCHAR)"


def _header(unit: Unit, target: str) -> str:
    """The header behind a column, also where the column was concluded from another."""
    for candidate in (target, *_BEHIND.get(target, ())):
        if unit.mapping.has(candidate):
            return unit.header(candidate)
    return target


_BEHIND: dict[str, tuple[str, ...]] = {
    "status": ("stage_id", "is_won"),
    "closed_at": ("won_at", "lost_at"),
    "net_amount": ("gross_amount",),
    "done_at": ("starts_at", "booked_at"),
}


def reject_sql(unit: Unit, check: Check) -> str:
    """The statement that puts the rows which fail `check` into the unit's rejects, one reason a row."""
    return (
        f"INSERT INTO {unit.rejects} SELECT line, {literal(check.column)}, {check.value}, {literal(check.reason)} "
        f"FROM {unit.typed} WHERE ({check.condition}) AND line NOT IN (SELECT line FROM {unit.rejects})"
    )
