"""Answers as plain values for JSON: the contract of `polso ask --format json` and of the HTTP API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from polso.answers.answer import Answer, Answers, Figure
from polso.base.calendar import CompanyCalendar
from polso.base.money import decimal_text


def as_json(answers: Answers, calendar: CompanyCalendar) -> list[dict[str, Any]]:
    """One object a metric, group and bucket; money as decimal text, shares as numbers, unknown as null."""
    return [row(answer, answers.receipt.as_of, calendar) for answer in answers]


def row(answer: Answer, as_of: datetime | None, calendar: CompanyCalendar) -> dict[str, Any]:
    """One answer with the keys of the contract."""
    return {
        "metric": answer.metric.id,
        "variant": answer.variant.id,
        "period": {
            "start": answer.period.start.isoformat(),
            "end": answer.period.end.isoformat(),
            "label": calendar.label(answer.period),
        },
        "by": answer.group.by(),
        "value": plain(answer.value),
        "unit": answer.unit,
        "currency": answer.currency,
        "numerator": plain(answer.numerator),
        "denominator": plain(answer.denominator),
        "n": answer.n,
        "low": plain(answer.low),
        "high": plain(answer.high),
        "previous": plain(answer.previous),
        "change": plain(answer.change),
        "change_ratio": answer.change_ratio,
        "distinguishable": answer.distinguishable,
        "coverage": answer.coverage,
        "partial": answer.partial,
        "as_of": None if as_of is None else f"{as_of.isoformat()}Z",
        "flags": list(answer.flags),
        "mean": plain(answer.mean),
        "median": plain(answer.median),
        "missing": answer.missing,
    }


def plain(figure: Figure) -> str | int | float | None:
    """Money as text, everything else as a number.

    >>> plain(Decimal("2500.0000")), plain(3), plain(None)
    ('2500.00', 3, None)
    """
    return decimal_text(figure) if isinstance(figure, Decimal) else figure


def flags_of(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Every flag that occurs, each once."""
    return tuple(dict.fromkeys(flag for answer in answers for flag in answer.flags))
