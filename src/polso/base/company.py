"""The settings of the company that numbers depend on, as one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

RevenueBasis = Literal["invoices", "orders", "won_deals"]
CustomerModel = Literal["subscription", "repeat", "one_off"]
Language = Literal["it", "en"]
Hours = tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class Company:
    """What `polso.toml` says; `None` where the company has not chosen yet.

    `week_start` and `fiscal_start` count from 1 (Monday, January). `hours` has one entry a weekday from Monday.
    """

    name: str = ""
    currency: str = "EUR"
    timezone: str = "Europe/Rome"
    week_start: int = 1
    fiscal_start: int = 1
    language: Language = "it"
    customer_model: CustomerModel | None = None
    active_window_days: int = 365
    lead_maturity_days: int | None = None
    cac_lag_days: int | None = None
    gross_margin_share: Decimal | None = None
    discount_rate_annual: Decimal = Decimal("0.10")
    revenue_basis: RevenueBasis | None = None
    revenue_sources: tuple[str, ...] = ()
    holidays_country: str = "IT"
    closed_days: tuple[date, ...] = ()
    hours: tuple[Hours, ...] = field(
        default=(((time(9), time(13)), (time(14), time(18))),) * 5 + ((), ()),
    )
    activity_by_person: bool = False
    deal_noun: str = ""
    revenue_noun: str = ""
    variants: tuple[tuple[str, str], ...] = ()

    @property
    def spend_lag_days(self) -> int:
        """Days from spending on customers until they are won; none where nothing was chosen."""
        return self.cac_lag_days or 0

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def working_weekdays(self) -> tuple[int, ...]:
        """Weekdays with opening hours, 1 = Monday."""
        return tuple(number for number, hours in enumerate(self.hours, start=1) if hours)
