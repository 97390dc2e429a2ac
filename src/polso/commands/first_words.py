"""The first words after an import: what was read, and the figure that equals the total which the files show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from polso.answers.context import usual_basis
from polso.base.company import Language
from polso.base.errors import PolsoError
from polso.base.money import decimal_text
from polso.commands.session import Session
from polso.i18n.amounts import format_money
from polso.i18n.dates import format_range
from polso.i18n.translation import translate
from polso.i18n.words import join_words
from polso.intake.report import ImportReport, OwnTotal
from polso.query.request import Request

TABLES = {"invoices": "invoice", "orders": "sales_order", "won_deals": "opportunity"}
METRIC = "net_revenue"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """Why the figure is not the total of the files: a code (sentence `first.part_<code>`) and by how much."""

    code: str
    amount: Decimal
    rows: int = 0


@dataclass(frozen=True, slots=True)
class FirstWords:
    """`value` is what the company counts in the days of the files, `own` what the cells of the files come to; without
    one of them there is nothing to hold against the other. `parts` add up to `value` − `own`."""

    basis: str
    start: date
    last: date
    rows: int
    value: Decimal | None
    own: Decimal | None
    credits: Decimal
    headers: tuple[str, ...]
    currency: str
    parts: tuple[Part, ...] = ()

    @property
    def is_equal(self) -> bool:
        return self.value is not None and self.own is not None and abs(self.value - self.own) < _CENT

    def sentences(self, language: Language) -> tuple[str, ...]:
        """What was read from when to when; the figure with what it equals; else what makes the difference."""
        days = format_range(self.start, self.last, language)
        said = [translate(language, "first.read", count=self.rows, days=days)]
        if self.value is None:
            return tuple(said)
        words = {
            "what": translate(language, f"first.what_{self.basis}"),
            "period": str(self.start.year) if self.start.year == self.last.year else days,
            "value": format_money(self.value, self.currency, language),
            "headers": join_words(self.headers, language),
        }
        if self.own is None:
            told = {name: words[name] for name in ("what", "period", "value")}
            said.append(translate(language, "first.figure", **told))
        elif self.is_equal:
            said.append(translate(language, "first.equal_credits" if self.credits else "first.equal", **words))
        else:
            own = format_money(self.own, self.currency, language)
            said.append(translate(language, "first.differs", **words, own=own))
            said += [
                translate(
                    language,
                    f"first.part_{part.code}",
                    amount=format_money(part.amount, self.currency, language),
                    count=part.rows,
                )
                for part in self.parts
            ]
        return tuple(said)

    def as_data(self, language: Language) -> dict[str, Any]:
        return {
            "metric": METRIC,
            "basis": self.basis,
            "start": self.start.isoformat(),
            "last": self.last.isoformat(),
            "rows": self.rows,
            "credits": decimal_text(self.credits),
            "headers": list(self.headers),
            "value": None if self.value is None else decimal_text(self.value),
            "file_total": None if self.own is None else decimal_text(self.own),
            "currency": self.currency,
            "equal": self.is_equal,
            "parts": [{"code": one.code, "amount": decimal_text(one.amount), "rows": one.rows} for one in self.parts],
            "sentences": list(self.sentences(language)),
        }


def from_data(data: Mapping[str, Any]) -> FirstWords:
    """The words that `as_data` wrote down, to be said in another language."""
    return FirstWords(
        data["basis"],
        date.fromisoformat(data["start"]),
        date.fromisoformat(data["last"]),
        data["rows"],
        None if data["value"] is None else Decimal(data["value"]),
        None if data["file_total"] is None else Decimal(data["file_total"]),
        Decimal(data["credits"]),
        tuple(data["headers"]),
        data["currency"],
        tuple(Part(one["code"], Decimal(one["amount"]), one["rows"]) for one in data["parts"]),
    )


def first_words(session: Session, report: ImportReport) -> FirstWords | None:
    """The words for the files of the company's basis of revenue; None where there is none among them.

    Call it where the import is to be seen: after it, or steady on its transaction.
    """
    context = session.door.context(session.today())
    basis = session.company.revenue_basis or usual_basis(context.filled)
    files = [file for file in report.files if file.table == TABLES[basis] and file.first_day and file.last_day]
    if not files:
        return None
    start = min(file.first_day for file in files if file.first_day)
    last = min(max(file.last_day for file in files if file.last_day), session.today())
    if last < start:
        return None
    value = _figure(session, start, last)
    owns = [file.own_total for file in files if file.own_total is not None]
    currency = session.company.currency
    told = len(owns) == len(files) and all(set(one.currencies) <= {currency} for one in owns)
    return FirstWords(
        basis,
        start,
        last,
        sum(file.rows for file in files),
        value,
        sum((one.total for one in owns), Decimal(0)) if told else None,
        sum((one.credits for one in owns), Decimal(0)),
        tuple(dict.fromkeys(one.header for one in owns)),
        currency,
        _parts(owns, value) if told and value is not None else (),
    )


def _figure(session: Session, start: date, last: date) -> Decimal | None:
    request = Request((METRIC,), period=f"{start.isoformat()}..{last.isoformat()}", compare="none")
    try:
        answers = list(session.door.ask(request, session.viewer, session.today()))
    except PolsoError:
        return None
    value = answers[0].value if answers else None
    return value if isinstance(value, Decimal) else None


def _parts(owns: list[OwnTotal], value: Decimal) -> tuple[Part, ...]:
    rejected = sum((one.rejected for one in owns), Decimal(0))
    lost = sum(one.rejected_rows for one in owns)
    parts = [Part("rejected", -rejected, lost)] if rejected else []
    rest = value - sum((one.total for one in owns), Decimal(0)) + rejected
    if abs(rest) >= _CENT:
        parts.append(Part("known", rest))
    return tuple(parts)
