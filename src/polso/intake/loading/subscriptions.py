"""What a subscription is worth a month, from its price, quantity and interval of payment."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit
from polso.intake.reading.sqltext import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MONTHS = {
    "month": Decimal(1),
    "monthly": Decimal(1),
    "mese": Decimal(1),
    "mensile": Decimal(1),
    "quarter": Decimal(3),
    "quarterly": Decimal(3),
    "trimestre": Decimal(3),
    "trimestrale": Decimal(3),
    "year": Decimal(12),
    "yearly": Decimal(12),
    "annual": Decimal(12),
    "anno": Decimal(12),
    "annuale": Decimal(12),
    "week": Decimal(12) / Decimal(52),
    "weekly": Decimal(12) / Decimal(52),
    "day": Decimal(12) / Decimal(365),
    "daily": Decimal(12) / Decimal(365),
}
"""Months in one interval; 52 weeks and 365 days make a year."""
_UNIT = Decimal("0.0001")


def monthly(price: Decimal, quantity: Decimal, interval: str, count: Decimal) -> Decimal | None:
    """Price times quantity for one month, to four decimals half away from zero; None for an unknown interval.

    >>> monthly(Decimal(120), Decimal(2), "year", Decimal(1)), monthly(Decimal(9), Decimal(1), "fortnight", Decimal(1))
    (Decimal('20.0000'), None)
    """
    months = _MONTHS.get(interval.strip().casefold())
    if months is None or count <= 0:
        return None
    return (price * quantity / (months * count)).quantize(_UNIT, ROUND_HALF_UP)


def settle_subscription(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions) -> None:
    """Set `mrr` where the file has a price (and its interval) instead. A missing quantity is 1, a missing interval a
    month; the end of what was cancelled comes before the end that is only planned."""
    if "mrr" in columns or not unit.mapping.has("price"):
        return
    has = {name: unit.mapping.has(name) for name in ("quantity", "interval", "interval_count")}
    parts = (
        "v_price",
        "coalesce(CAST(v_quantity AS DECIMAL(18,8)), 1)" if has["quantity"] else "CAST(1 AS DECIMAL(18,8))",
        "coalesce(lower(trim(v_interval)), 'month')" if has["interval"] else "'month'",
        "coalesce(v_interval_count, 1)" if has["interval_count"] else "1",
    )
    rows = cursor.execute(f"SELECT DISTINCT {', '.join(parts)} FROM {unit.values} WHERE v_price IS NOT NULL").fetchall()
    branches = []
    for price, quantity, interval, count in rows:
        amount = monthly(Decimal(price), Decimal(quantity), interval, Decimal(count))
        if amount is not None:
            same = " AND ".join(
                (
                    f"{parts[0]} = CAST('{price}' AS DECIMAL(18,4))",
                    f"{parts[1]} = CAST('{quantity}' AS DECIMAL(18,8))",
                    f"{parts[2]} = {literal(interval)}",
                    f"{parts[3]} = {count}",
                )
            )
            branches.append(f"WHEN {same} THEN CAST('{amount}' AS DECIMAL(18,4))")
    columns["mrr"] = f"CASE {' '.join(branches)} END" if branches else "CAST(NULL AS DECIMAL(18,4))"
