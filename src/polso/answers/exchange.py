"""Exchange rates of snapshot days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from polso.base.money import from_scaled, scaled
from polso.engines.engine import Engine
from polso.sql.expressions import Column, Item, Select, Source, Statement


@dataclass(frozen=True, slots=True)
class Exchange:
    """Rates to the base currency by day; a currency without a rate on the day is never taken as one to one."""

    base: str
    rates: dict[tuple[date, str], Decimal]

    def to_base(self, total: int, currency: str | None, end: date) -> int | None:
        """Ten-thousandths of the base currency at the last day before `end`; None without a rate."""
        if currency is None or currency == self.base:
            return total
        rate = self.rates.get((end - timedelta(days=1), currency))
        if rate is None:
            return 0 if total == 0 else None
        return scaled(from_scaled(total) * rate)


def load(engine: Engine, base: str) -> Exchange:
    """Every rate of the workspace; small, since it holds one row a day and currency."""
    items = tuple(Item(Column("f", name), name) for name in ("day", "currency", "to_base"))
    table = engine.rows(Statement((), Select(items, Source("fx_day", "f"))))
    return Exchange(base, {(day, currency): rate for day, currency, rate in table.rows})
