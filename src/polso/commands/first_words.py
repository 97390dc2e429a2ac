"""The first words after an import: what was read, and the figure that equals the total which the files show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from polso.answers.context import usual_basis
from polso.base.company import Language
from polso.base.errors import PolsoError
from polso.base.money import decimal_text
from polso.commands.first_beside import BesideFile, beside_from_data, beside_of
from polso.commands.session import Session
from polso.i18n.amounts import format_money
from polso.i18n.dates import format_month, format_range
from polso.i18n.translation import translate
from polso.i18n.words import join_words
from polso.intake.report import CurrencyTotal, ImportReport, OwnTotal
from polso.query.request import Request

TABLES = {"invoices": "invoice", "orders": "sales_order", "won_deals": "opportunity"}
METRIC = "net_revenue"
BEFORE_REFUNDS = "net_revenue:gross"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Part:
    """Why the figure is not the total of the files: a code (sentence `first.part_<code>`) and by how much."""

    code: str
    amount: Decimal
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What the company counts in the days of the files, `value`, and how much of sales was `refunded` in them."""

    basis: str
    start: date
    last: date
    value: Decimal | None
    refunded: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class FirstWords:
    """`value` is what the company counts in the days of the files, `own` what the cells of the files come to; without
    one of them there is nothing to hold against the other. `parts` add up to `value` − `own`. Where amounts are in
    other currencies, `by_currency` holds the files against what was loaded of them. A `dry_run` wrote nothing.
    `beside` are files that tell what others tell already: they are in neither."""

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
    by_currency: tuple[CurrencyTotal, ...] = ()
    dry_run: bool = False
    beside: tuple[BesideFile, ...] = ()

    @property
    def is_equal(self) -> bool:
        return self.value is not None and self.own is not None and abs(self.value - self.own) < _CENT

    def sentences(self, language: Language) -> tuple[str, ...]:
        """What was read from when to when; the figure with what it equals; else what makes the difference."""
        days = format_range(self.start, self.last, language)
        said = [translate(language, "first.read", count=self.rows, days=days)]
        if self.value is not None:
            figure, *parts = self._figure(self.value, days, language)
            said.append(translate(language, "first.would", sentence=figure) if self.dry_run else figure)
            said += parts
        said += [one for file in self.beside for one in file.sentences(self.value, self.currency, language)]
        return (*said, *(_in_currency(one, language) for one in self.by_currency))

    def _figure(self, value: Decimal, days: str, language: Language) -> list[str]:
        words = {
            "what": translate(language, f"first.what_{self.basis}"),
            "period": self._period(days, language),
            "value": format_money(value, self.currency, language),
        }
        if self.own is None:
            return [translate(language, "first.figure", **words)]
        words["headers"] = join_words(self.headers, language)
        if self.is_equal:
            return [translate(language, "first.equal_credits" if self.credits else "first.equal", **words)]
        own = format_money(self.own, self.currency, language)
        parts = [
            translate(
                language,
                f"first.part_{part.code}",
                amount=format_money(part.amount, self.currency, language),
                count=part.rows,
            )
            for part in self.parts
        ]
        return [translate(language, "first.differs", **words, own=own), *parts]

    def _period(self, days: str, language: Language) -> str:
        """The month or the year in which all days lie, else the days."""
        if (self.start.year, self.start.month) == (self.last.year, self.last.month):
            return format_month(self.start.year, self.start.month, language)
        return str(self.start.year) if self.start.year == self.last.year else days

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
            "by_currency": [
                {"currency": one.currency, "file_total": decimal_text(one.own), "value": decimal_text(one.loaded)}
                for one in self.by_currency
            ],
            "dry_run": self.dry_run,
            "beside": [one.as_data() for one in self.beside],
            "sentences": list(self.sentences(language)),
        }


def _in_currency(one: CurrencyTotal, language: Language) -> str:
    amounts = {
        "value": format_money(one.loaded, one.currency, language),
        "own": format_money(one.own, one.currency, language),
    }
    if abs(one.loaded - one.own) < _CENT:
        return translate(language, "first.currency_equal", currency=one.currency, value=amounts["value"])
    return translate(language, "first.currency_differs", currency=one.currency, **amounts)


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
        tuple(
            CurrencyTotal(one["currency"], Decimal(one["file_total"]), Decimal(one["value"]))
            for one in data.get("by_currency", ())
        ),
        bool(data.get("dry_run")),
        tuple(beside_from_data(one) for one in data.get("beside", ())),
    )


def figure_of(session: Session, files: Iterable[tuple[str | None, date | None, date | None]]) -> Figure | None:
    """The figure for files of a table, a first and a last day; None where none of them is of the company's basis.

    Call it where the import is to be seen: after it, or steady on its transaction.
    """
    context = session.door.context(session.today())
    basis = session.company.revenue_basis or usual_basis(context.filled)
    days = [(first, last) for table, first, last in files if table == TABLES[basis] and first and last]
    if not days:
        return None
    start = min(first for first, _ in days)
    last = min(max(last for _, last in days), session.today())
    if last < start:
        return None
    value, before = _asked(session, start, last)
    # Credit notes are no refunds: they stand among the invoices of the file.
    refunded = Decimal(0) if value is None or before is None or basis == "invoices" else before - value
    return Figure(basis, start, last, value, refunded)


def first_words(session: Session, report: ImportReport, figure: Figure | None) -> FirstWords | None:
    """The words for the files of the company's basis of revenue; None where there is none among them."""
    if figure is None:
        return None
    files = [file for file in report.files if file.table == TABLES[figure.basis] and file.first_day and file.last_day]
    currency = session.company.currency
    beside = [(file, beside_of(file, currency)) for file in files]
    counted = [file for file, found in beside if found is None]
    owns = [file.own_total for file in counted if file.own_total is not None]
    told = len(owns) == len(counted) > 0 and all(set(one.currencies) <= {currency} for one in owns)
    return FirstWords(
        figure.basis,
        figure.start,
        figure.last,
        sum(file.rows for file in files),
        figure.value,
        sum((one.total for one in owns), Decimal(0)) if told else None,
        sum((one.credits for one in owns), Decimal(0)),
        tuple(dict.fromkeys(one.header for one in owns)),
        currency,
        _parts(owns, figure.value, figure.refunded) if told and figure.value is not None else (),
        () if told or len(owns) < len(counted) else _together(owns),
        report.dry_run,
        tuple(found for _, found in beside if found is not None),
    )


def _together(owns: Sequence[OwnTotal]) -> tuple[CurrencyTotal, ...]:
    """The files' totals by currency."""
    found: dict[str, CurrencyTotal] = {}
    for one in (part for own in owns for part in own.by_currency if part.currency):
        known = found.get(one.currency, CurrencyTotal(one.currency, Decimal(0)))
        found[one.currency] = CurrencyTotal(one.currency, known.own + one.own, known.loaded + one.loaded)
    return tuple(found[code] for code in sorted(found))


def _asked(session: Session, start: date, last: date) -> tuple[Decimal | None, Decimal | None]:
    """Revenue less refunds, and before them."""
    period = f"{start.isoformat()}..{last.isoformat()}"
    request = Request((METRIC, BEFORE_REFUNDS), period=period, compare="none")
    try:
        values = [answer.value for answer in session.door.ask(request, session.viewer, session.today())]
    except PolsoError:
        return None, None
    if len(values) != len(request.metrics):
        return None, None
    net, before = (one if isinstance(one, Decimal) else None for one in values)
    return net, before


def _parts(owns: Sequence[OwnTotal], value: Decimal, refunded: Decimal) -> tuple[Part, ...]:
    rejected = sum((one.rejected for one in owns), Decimal(0))
    lost = sum(one.rejected_rows for one in owns)
    rest = value - sum((one.total for one in owns), Decimal(0)) + rejected + refunded
    parts = [Part("rejected", -rejected, lost)] if rejected else []
    parts += [Part("refunded", -refunded)] if refunded else []
    parts += [Part("known", rest)] if abs(rest) >= _CENT else []
    return tuple(parts)
