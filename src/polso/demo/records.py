"""The sample company as records: what really happened, before any system wrote it down in its own way.

Codes are English words (`stage`, `source`, `status` ...), the same in both languages; instants are naive local wall
clock of the company, as its systems show them. Amounts are euro, net of VAT unless the name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from polso.demo.office_types import Contract, Invoice, Quote, Request, SocialDay, Visits

Language = Literal["it", "en"]
Stage = Literal["appointment", "survey", "proposal", "negotiation", "won", "lost"]
Source = Literal["website", "referral", "fair", "ads", "showroom", "existing"]
Kind = Literal["company", "person"]
EventField = Literal["created", "stage", "amount", "owner", "expected_close"]
Value = str | Decimal | datetime | None


@dataclass(frozen=True, slots=True)
class Rep:
    """A seller; `left` is the last day worked, included."""

    key: str
    name: str
    team: str
    role: str
    email: str
    joined: date
    left: date | None

    def works_on(self, day: date) -> bool:
        return self.joined <= day and (self.left is None or day <= self.left)


@dataclass(frozen=True, slots=True)
class Product:
    """`price` and `cost` of one piece; for work made to measure the typical piece. `in_shop`: sold by the web shop."""

    key: str
    category: str
    price: Decimal
    cost: Decimal
    in_shop: bool


@dataclass(frozen=True, slots=True)
class Customer:
    """A company or a private person, known by name in every system; `since` is the first purchase, if there was one."""

    name: str
    kind: Kind
    industry: str
    city: str
    province: str
    email: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """An enquiry. `status` is new, contacted, converted or unqualified, as of the day of the exports."""

    lead_id: str
    created_at: datetime
    contact: str
    customer: str
    kind: Kind
    source: Source
    campaign: str | None
    rep: str
    status: str
    converted_at: datetime | None
    deal_id: str | None


@dataclass(frozen=True, slots=True)
class DealEvent:
    """One change of one field. `owner` values are rep keys, `stage` values are stages; `created` has neither value."""

    deal_id: str
    at: datetime
    field: EventField
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal with its whole history in order of time; `loss_reason` is the reason of its last loss."""

    deal_id: str
    created_at: datetime
    customer: str
    product: str
    source: Source | None
    lead_id: str | None
    loss_reason: str | None
    events: tuple[DealEvent, ...]


@dataclass(frozen=True, slots=True)
class DealState:
    """A deal as the CRM showed it at an instant; `close_date` is the expected close while it is open."""

    deal_id: str
    stage: Stage
    amount: Decimal | None
    owner: str
    close_date: datetime | None

    @property
    def is_open(self) -> bool:
        return self.stage not in ("won", "lost")


@dataclass(frozen=True, slots=True)
class Activity:
    """`status` is scheduled, done, no_show or cancelled as of the day of the exports."""

    activity_id: str
    kind: Literal["call", "email", "meeting", "demo", "event", "prospecting", "admin"]
    direction: Literal["out", "in", "internal"]
    status: Literal["scheduled", "done", "no_show", "cancelled"]
    booked_at: datetime
    start: datetime
    end: datetime
    owner: str
    deal_id: str | None
    lead_id: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the web shop: `total` is `net + vat`, shipping is charged beside it."""

    number: str
    ordered_at: datetime
    customer: str
    product: str
    quantity: int
    net: Decimal
    vat: Decimal
    shipping: Decimal
    status: Literal["completed", "cancelled", "pending"]
    channel: str

    @property
    def total(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class JobOrder:
    """A won deal as the workshop's management program keeps it: `net` is the amount at which it was won."""

    number: str
    deal_id: str
    ordered_on: date
    customer: str
    rep: str
    product: str
    net: Decimal
    vat: Decimal
    status: Literal["confirmed", "completed"]

    @property
    def total(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back on an order, net of VAT."""

    number: str
    refunded_on: date
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """A satisfaction question sent after an order or a won deal; without an answer the last three are missing."""

    sent_at: datetime
    customer: str
    order: str | None
    deal_id: str | None
    responded_at: datetime | None
    score: int | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Expense:
    """A cost of one month, from its first to its last day."""

    month: date
    category: str
    source: Source | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A target of net revenue; `last` is an included day.

    Of scope company it is shop and job orders together, of scope rep (a quota) the won work of that rep.
    """

    scope: Literal["company", "rep"]
    rep: str | None
    first: date
    last: date
    value: Decimal


@dataclass(frozen=True, slots=True, repr=False)
class World:
    """Everything that happened from the day `start` to the evening before `today`.

    `closed_days` are the weekdays on which the workshop shuts although they are no national holidays.
    """

    seed: int
    start: date
    today: date
    closed_days: tuple[date, ...]
    reps: tuple[Rep, ...]
    products: tuple[Product, ...]
    customers: tuple[Customer, ...]
    leads: tuple[Lead, ...]
    deals: tuple[Deal, ...]
    activities: tuple[Activity, ...]
    orders: tuple[Order, ...]
    refunds: tuple[Refund, ...]
    job_orders: tuple[JobOrder, ...]
    reviews: tuple[Review, ...]
    expenses: tuple[Expense, ...]
    targets: tuple[Target, ...]
    contracts: tuple[Contract, ...]
    quotes: tuple[Quote, ...]
    invoices: tuple[Invoice, ...]
    requests: tuple[Request, ...]
    social: tuple[SocialDay, ...]
    visits: tuple[Visits, ...]

    def __repr__(self) -> str:
        return f"World(seed={self.seed}, start={self.start}, today={self.today}, deals={len(self.deals)})"
