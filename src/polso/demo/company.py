"""Who works at Officina Verdi, what it makes, and where its problems were put.

The problems are constants here, so that a test can look for what was planned and a reader can see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from polso.demo.records import Kind, Product, Rep, Source

NAME = "Officina Verdi"
CURRENCY = "EUR"
VAT_RATE = Decimal("0.22")
HISTORY_YEARS = 3

SLOW_PROPOSALS_DAYS = 112
"""Site visits of the last so many days wait longer for their proposal: the technical office lost a draughtsman."""
SLOW_PROPOSALS_FACTOR = 2.6
DISCOUNTER = "ferraresi"
"""The rep who gives discounts and needs long; his cycles are `DISCOUNTER_PACE` times the others'."""
DISCOUNTER_PACE = 1.9
FAULTY_PRODUCT = "smart_lock"
SUPPLIER_CHANGE_DAYS = 240
"""So many days before the end the smart lock came from another supplier, and refunds jumped."""
FAULTY_REFUND_SHARE = 0.26
REFUND_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """Enquiries an average month, the share that becomes a deal, the share of deals won, the share of companies."""

    monthly: float
    converted: float
    won: float
    companies: float
    at_all_hours: bool


SOURCES: dict[Source, SourcePlan] = {
    "website": SourcePlan(14, 0.42, 0.36, 0.42, True),
    "referral": SourcePlan(8, 0.64, 0.56, 0.50, False),
    "ads": SourcePlan(24, 0.38, 0.12, 0.22, True),
    "showroom": SourcePlan(6, 0.50, 0.45, 0.20, False),
    "fair": SourcePlan(0, 0.40, 0.30, 0.50, False),
}
FAIR_LEADS = 26
EXISTING_MONTHLY = 4.4
EXISTING_WON = 0.60

STAGES_PLAN: dict[str, tuple[float, float]] = {
    "appointment": (4.0, 0.6),
    "survey": (5.0, 0.45),
    "proposal": (7.0, 0.7),
    "negotiation": (7.0, 0.7),
}
"""Working days spent in a stage before the next one: median and spread of a log-normal."""


def months_later(day: date, count: int) -> date:
    """The first day of the month `count` months after that of `day`."""
    years, month = divmod(day.month - 1 + count, 12)
    return date(day.year + years, month + 1, 1)


def history_start(today: date) -> date:
    """The first day of the history: the first of the month, three years before `today`."""
    return date(today.year - HISTORY_YEARS, today.month, 1)


def supplier_change(today: date) -> date:
    return today - timedelta(days=SUPPLIER_CHANGE_DAYS)


def slow_since(today: date) -> date:
    return today - timedelta(days=SLOW_PROPOSALS_DAYS)


def sales_team(start: date) -> tuple[Rep, ...]:
    """Six reps in two teams; Giulia joins after 19 months, Paolo leaves after 29."""
    joined = months_later(start, 19)
    left = months_later(start, 29) - timedelta(days=1)
    before = date(start.year - 4, 3, 1)
    rows = (
        ("colombin", "Marta Colombin", "homes", "team_lead", before, None),
        ("ferraresi", "Luca Ferraresi", "homes", "seller", date(start.year - 2, 9, 1), None),
        ("tonellato", "Giulia Tonellato", "homes", "seller", joined, None),
        ("brusco", "Davide Brusco", "trade", "team_lead", before, None),
        ("marangon", "Elena Marangon", "trade", "seller", date(start.year - 1, 2, 1), None),
        ("zanella", "Paolo Zanella", "trade", "seller", date(start.year - 3, 5, 1), left),
    )
    return tuple(Rep(row[0], row[1], row[2], row[3], f"{row[0]}@example.com", row[4], row[5]) for row in rows)


SHARE_OF_WORK = {"team_lead": 0.6, "seller": 1.0}
WIN_SKILL = {"colombin": 1.10, "tonellato": 0.95, "brusco": 1.05, "zanella": 0.85}

WORKS: dict[str, tuple[str, int, dict[Kind, int]]] = {
    "windows": ("frames", 6400, {"person": 30, "company": 22}),
    "armoured_door": ("doors", 2900, {"person": 18, "company": 10}),
    "inner_doors": ("doors", 2300, {"person": 18, "company": 16}),
    "gate": ("metalwork", 4900, {"person": 12, "company": 12}),
    "pergola": ("metalwork", 9800, {"person": 10, "company": 8}),
    "railings": ("metalwork", 3400, {"person": 8, "company": 14}),
    "shop_front": ("frames", 8200, {"person": 0, "company": 12}),
    "steel_stairs": ("metalwork", 5200, {"person": 4, "company": 6}),
}
"""Work made to measure, sold through deals: category, typical amount, how often each kind of customer asks for it."""
COMPANY_FACTOR = 1.5
AMOUNT_SPREAD = 0.45

SHOP: dict[str, tuple[str, str, str, int, str]] = {
    "smart_lock": ("hardware", "189.00", "96.00", 17, "6.90"),
    "handle": ("hardware", "42.00", "17.50", 16, "6.90"),
    "fly_screen": ("frames", "128.00", "61.00", 15, "14.90"),
    "pine_door": ("doors", "340.00", "205.00", 9, "39.00"),
    "canopy": ("metalwork", "460.00", "262.00", 6, "39.00"),
    "letter_box": ("metalwork", "79.00", "34.00", 10, "6.90"),
    "garden_gate": ("metalwork", "690.00", "410.00", 4, "39.00"),
    "wall_lamp": ("metalwork", "96.00", "41.00", 8, "6.90"),
    "iron_shelf": ("metalwork", "64.00", "27.00", 8, "14.90"),
    "seal_kit": ("hardware", "29.00", "11.00", 9, "6.90"),
    "house_number": ("metalwork", "35.00", "12.00", 6, "6.90"),
    "fire_bowl": ("metalwork", "240.00", "118.00", 4, "14.90"),
}
"""The web shop: category, net price of one piece at the start, cost, how often it is bought, shipping."""


def shop_price(product: str, day: date, start: date) -> Decimal:
    """The list price on `day`: three in a hundred of the first price more with each new year, to half a euro."""
    price = Decimal(SHOP[product][1]) * (1 + Decimal("0.03") * (day.year - start.year))
    return (price * 2).quantize(Decimal(1), rounding=ROUND_HALF_UP) / 2


def products(start: date, today: date) -> tuple[Product, ...]:
    """All products at the prices of `today`, work made to measure first."""
    works = (
        Product(key, category, Decimal(amount), Decimal(amount) * 62 / 100, in_shop=False)
        for key, (category, amount, _) in WORKS.items()
    )
    shop = (
        Product(key, category, shop_price(key, today, start), Decimal(cost), in_shop=True)
        for key, (category, _, cost, _, _) in SHOP.items()
    )
    return (*works, *shop)
