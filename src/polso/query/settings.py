"""The company's settings that records of the catalog name as `@setting`."""

from __future__ import annotations

from decimal import Decimal

from polso.base.company import Company
from polso.base.errors import InternalError
from polso.catalog.model import Cohort, Variant
from polso.catalog.rules.kinds import measures_of
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


def days_used(variant: Variant, company: Company) -> tuple[tuple[str, int], ...]:
    """The settings in days that a figure rests on, by name: what is printed with it, chosen or decreed.

    >>> from polso.catalog.registry import metrics
    >>> days_used(metrics()["cac"].variant("lagged"), Company(cac_lag_days=61))
    (('cac_lag_days', 61),)
    """
    kind = variant.kind
    found: dict[str, None] = {}
    if isinstance(kind, Cohort) and kind.maturity.startswith("@"):
        found[kind.maturity[1:]] = None
    for measure in measures_of(kind):
        if measure.clock == "lagged":
            found["cac_lag_days"] = None
        if measure.relation == "customer_span":
            found["active_window_days"] = None
    chosen = [(name, getattr(company, name)) for name in found]
    return tuple((name, DECREED[name] if value is None else value) for name, value in chosen)


def days(value: str, context: Context) -> int:
    """A number of days written out or as `@setting`."""
    return int(written(value, context))
