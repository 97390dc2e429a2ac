"""What an awkward file is and what must come of it, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Value = str | int | bool | Decimal | date | datetime | None
Fields = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Row:
    """A record that must be in the workspace, with all that is known of it.

    `fields` are physical columns; a reference is given by the name of the record it points to where that has one. A
    column that is not named must be empty, but for the key, which is compared only where it is named. `attributes` are
    the columns kept beside the record.
    """

    table: str
    fields: Fields
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that must be left out: its line in the file, the header of the column at fault, the reason's code."""

    line: int
    column: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """The file is read: exactly these records, exactly these rejects.

    `says` are codes that must be among the notices of the proof. `skipped` are files left out, with the reason.
    """

    rows: tuple[Row, ...]
    rejects: tuple[Reject, ...] = ()
    says: tuple[str, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Exactly these questions are asked, nothing is stored; `answers`, in the order of the keys, give `read`."""

    answers: Mapping[str, str]
    read: Read
    recommended: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing is stored: the error's code and its place."""

    code: str
    file: str | None = None
    row: int | None = None
    column: str | None = None


Verdict = Read | Asked | Refused


@dataclass(frozen=True, slots=True)
class Case:
    """Files given together, and the verdict.

    `broken` says why the program does not yet do what it should: then the case must fail.
    """

    name: str
    trap_it: str
    trap_en: str
    files: Mapping[str, bytes]
    verdict: Verdict
    broken: str = ""


def money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def moment(text: str) -> datetime:
    """A naive moment, `2026-01-15 10:30`."""
    return datetime.fromisoformat(text)


def order(
    number: str | None,
    on: str,
    customer: str | None,
    net: str,
    attributes: Mapping[str, str] | None = None,
    **more: Value,
) -> Row:
    """A completed order in euro, of a day without a time; `number` None where its key is not compared."""
    fields: dict[str, Value] = {
        "ordered_on": day(on),
        "account_id": customer,
        "net_amount": money(net),
        "currency": "EUR",
        "status": "completed",
    }
    if number is not None:
        fields["order_id"] = number
    return Row("sales_order", fields | more, attributes or {})


def deal(
    number: str,
    status: str,
    amount: str | None,
    created: str | None,
    closed: str | None = None,
    attributes: Mapping[str, str] | None = None,
    **more: Value,
) -> Row:
    """A deal in euro; without an amount it has no currency."""
    fields: dict[str, Value] = {
        "opportunity_id": number,
        "status": status,
        "amount": money(amount),
        "currency": None if amount is None else "EUR",
        "created_on": day(created),
        "closed_on": day(closed),
    }
    return Row("opportunity", fields | more, attributes or {})


def invoice(
    number: str,
    on: str,
    customer: str | None,
    net: str | None,
    vat: str | None = None,
    gross: str | None = None,
    attributes: Mapping[str, str] | None = None,
    **more: Value,
) -> Row:
    """An invoice in euro."""
    fields: dict[str, Value] = {
        "number": number,
        "kind": "invoice",
        "issued_on": day(on),
        "account_id": customer,
        "net": money(net),
        "vat": money(vat),
        "gross": money(gross),
        "currency": "EUR",
    }
    return Row("invoice", fields | more, attributes or {})


def account(name: str, attributes: Mapping[str, str] | None = None, **more: Value) -> Row:
    """A customer."""
    return Row("account", {"name": name, **more}, attributes or {})
