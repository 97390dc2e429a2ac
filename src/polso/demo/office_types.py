"""Records of the sample company beyond deals and sales: contracts, quotes, invoices, requests, social, visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Contract:
    """A stretch of a maintenance contract at one monthly fee; `last` is an included day, None while it runs."""

    number: str
    customer: str
    service: Literal["basic", "plus"]
    first: date
    last: date | None
    fee: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """A version of the quote of a deal, as it was sent."""

    number: str
    version: int
    sent_at: datetime
    deal_id: str
    customer: str
    rep: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of a job: a deposit with the order, the rest on delivery; `paid_on` is None while it is unpaid."""

    number: str
    kind: Literal["deposit", "invoice"]
    issued_on: date
    due_on: date
    paid_on: date | None
    customer: str
    rep: str
    job: str
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True)
class Request:
    """What a customer asked by phone, e-mail, chat or form; without an answer the last two are missing."""

    number: str
    channel: Literal["phone", "email", "chat", "form"]
    received_at: datetime
    customer: str
    answered_at: datetime | None
    answered_by: str | None
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class SocialDay:
    """The counters of a profile at the end of a day, as the platform shows them: they only grow, until one is reset."""

    platform: str
    day: date
    likes: int
    comments: int
    shares: int
    messages: int
    impressions: int
    followers: int


@dataclass(frozen=True, slots=True)
class Visits:
    """People who came into the showroom on a day."""

    day: date
    count: int
