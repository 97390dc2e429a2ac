"""Totals that a person expects: given with an import, kept, and held against the figures from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from polso.base.company import Language
from polso.base.errors import PolsoError, UserError
from polso.base.money import decimal_text
from polso.base.period import Period
from polso.base.period_text import parse_period
from polso.catalog.registry import find, metrics
from polso.commands.amount_text import read_amount
from polso.commands.session import Session
from polso.i18n.amounts import format_money
from polso.i18n.dates import format_period
from polso.i18n.numbers import format_decimal
from polso.i18n.translation import translate
from polso.query.request import Request

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "expected_total"
ALL = "all"
_CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Expected:
    """A metric in a period (as `polso ask` spells it) that must come to `value`."""

    metric: str
    period: str
    value: Decimal

    @property
    def key(self) -> str:
        return f"{self.metric}:{self.period}"


@dataclass(frozen=True, slots=True)
class Held:
    """An expectation against the figure: `since` is the first import with which it does not hold, where known."""

    expected: Expected
    found: Decimal | None
    currency: str | None
    since: int | None = None
    period: Period | None = None
    """The days that the period means today, where it can be told."""

    @property
    def holds(self) -> bool:
        return self.found is not None and abs(self.found - self.expected.value) <= _CENT

    def sentence(self, language: Language) -> str:
        name = metrics()[self.expected.metric].names[language]
        words = {
            "metric": name,
            "period": self._period(language),
            "expected": self._written(self.expected.value, language),
        }
        if self.holds:
            return translate(language, "expect.holds", **words)
        if self.found is None:
            return translate(language, "expect.unknown", **words)
        words["found"] = self._written(self.found, language)
        difference = self.found - self.expected.value
        words["difference"] = f"{'+' if difference > 0 else ''}{self._written(difference, language)}"
        if self.since is None:
            return translate(language, "expect.fails", **words)
        return translate(language, "expect.fails_since", **words, batch=str(self.since))

    def _period(self, language: Language) -> str:
        return (
            self.expected.period if self.period is None else format_period(self.period.start, self.period.end, language)
        )

    def _written(self, value: Decimal, language: Language) -> str:
        if self.currency is not None:
            return format_money(value, self.currency, language)
        return format_decimal(value, language, decimals=0 if value == value.to_integral_value() else 2)

    def as_data(self, language: Language) -> dict[str, Any]:
        return {
            "metric": self.expected.metric,
            "period": self.expected.period,
            "expected": decimal_text(self.expected.value),
            "found": None if self.found is None else decimal_text(self.found),
            "start": None if self.period is None else self.period.start.isoformat(),
            "end": None if self.period is None else self.period.end.isoformat(),
            "holds": self.holds,
            "since": self.since,
            "text": self.sentence(language),
        }


def read_expectations(texts: Sequence[str]) -> tuple[Expected, ...]:
    """From `METRIC[:PERIOD]=AMOUNT`, the metric by id, name or synonym, the amount with the marks of either language.

    Raises UserError `expectation_malformed`, `amount_ambiguous`, NotFoundError `unknown_metric`.

    >>> read_expectations(["net_revenue:2026=1234.50"])
    (Expected(metric='net_revenue', period='2026', value=Decimal('1234.50')),)
    """
    found: list[Expected] = []
    for text in texts:
        name, mark, amount = text.partition("=")
        metric, _, period = name.partition(":")
        if not mark:
            raise UserError("expectation_malformed", given=text)
        value = read_amount(amount, text)
        found.append(Expected(find(metric).id, period or ALL, value))
    return tuple(found)


def keep_expectations(session: Session, expected: Sequence[Expected], origin: str) -> None:
    """Write them down as one batch by hand; the same metric and period again replaces its value."""
    from polso.intake.by_hand import SOURCE, Statement, enter

    currency = session.company.currency
    statements = [
        Statement(
            TABLE,
            SOURCE,
            one.key,
            {
                "metric_id": one.metric,
                "period": one.period,
                "value": str(one.value),
                "currency": currency,
                "origin": origin,
            },
        )
        for one in expected
    ]
    if statements:
        enter(session.workspace, statements, session.now())


def kept_expectations(cursor: DuckDBPyConnection) -> tuple[Expected, ...]:
    """All that hold now, by metric and period."""
    rows = cursor.execute(
        "SELECT metric_id, period, value FROM expected_total WHERE known_to IS NULL AND deleted_at IS NULL "
        "ORDER BY metric_id, period"
    ).fetchall()
    return tuple(Expected(metric, period, value) for metric, period, value in rows)


def held(session: Session, expected: Sequence[Expected]) -> tuple[Held, ...]:
    """Each expectation against what the door answers."""
    return tuple(_held(session, one) for one in expected)


def check_kept(session: Session) -> tuple[Held, ...]:
    """All kept expectations; those that fail with the first import, of those after they were given, that broke them."""
    with session.workspace.cursor() as cursor:
        kept = kept_expectations(cursor)
        batches = cursor.execute(
            "SELECT batch_id, extracted_at FROM batch WHERE undone_at IS NULL AND kind = 'files' "
            "ORDER BY extracted_at, batch_id"
        ).fetchall()
        given = dict(
            cursor.execute(
                "SELECT metric_id || ':' || period, min(known_from) FROM expected_total GROUP BY 1"
            ).fetchall()
        )
    found = []
    for one in held(session, kept):
        since = None
        if not one.holds:
            later = [(batch, at) for batch, at in batches if at > given[one.expected.key]]
            since = next((batch for batch, at in later if not _held_at(session, one.expected, at)), None)
        found.append(replace(one, since=since))
    return tuple(found)


def _held_at(session: Session, expected: Expected, as_of: datetime) -> bool:
    return _held(session, expected, as_of).holds


def _held(session: Session, expected: Expected, as_of: datetime | None = None) -> Held:
    request = Request((expected.metric,), period=expected.period, compare="none", as_of=as_of)
    try:
        answers = session.door.ask(request, session.viewer, session.today())
    except PolsoError:
        return Held(expected, None, None, period=_days(session, expected.period))
    first = next(iter(answers), None)
    value = None if first is None or first.value is None else Decimal(str(first.value))
    return Held(expected, value, None if first is None else first.currency, period=answers.period)


def _days(session: Session, spelled: str) -> Period | None:
    """What the spelling of a period means, without any data."""
    try:
        return parse_period(spelled, session.workspace.calendar, session.today(), None)
    except UserError:
        return None
