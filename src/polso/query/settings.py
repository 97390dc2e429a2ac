"""The company's settings that records of the catalog name as `@setting`."""

from __future__ import annotations

from decimal import Decimal

from polso.base.errors import InternalError
from polso.query.context import Context

DECREED: dict[str, int] = {"lead_maturity_days": 90, "active_window_days": 365, "cac_lag_days": 0}
"""What holds where the company chose nothing."""


def written(value: str, context: Context) -> str:
    """The text of a catalog value, a `@setting` replaced by what the company chose; raises InternalError."""
    if not value.startswith("@"):
        return value
    name = value[1:]
    if name == "revenue_basis":
        return context.revenue_basis
    if name == "customer_basis":
        return context.customer_basis
    if name == "first_basis":
        return context.first_basis
    chosen = getattr(context.calendar.company, name, None)
    if chosen is None:
        chosen = DECREED.get(name)
    if isinstance(chosen, bool) or not isinstance(chosen, str | int | Decimal):
        raise InternalError("no_such_setting", setting=name)
    return str(chosen)


def days(value: str, context: Context) -> int:
    """A number of days written out or as `@setting`."""
    return int(written(value, context))
