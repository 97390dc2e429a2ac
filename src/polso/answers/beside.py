"""What must stand beside a win rate by offer date: the offers without an outcome, and the rate if they are lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polso.answers.answer import Answers
from polso.query.request import Request

SILENT_COUNT = "silent_offers"
SILENT_RATE = "win_rate:silent_as_lost"


@dataclass(frozen=True, slots=True)
class Silent:
    """Offers of the period that are open for more than 90 days, and the share won if all of them are lost."""

    count: int
    rate: float


def silent_request(answers: Answers) -> Request | None:
    """What to ask besides, where one figure of the win rate by offer date was asked for; None for anything else."""
    request = answers.request
    if request.by or request.grain:
        return None
    shown = [
        answer
        for answer in answers
        if answer.metric.id == "win_rate" and answer.value is not None and "by_offer_date" in answer.flags
    ]
    if not shown:
        return None
    period = f"{answers.period.start.isoformat()}..{answers.period.last_day.isoformat()}"
    return replace(request, metrics=(SILENT_COUNT, SILENT_RATE), period=period, compare="none")


def silent_of(answers: Answers) -> Silent | None:
    """The answer to `silent_request`; None where no offer is silent."""
    count, rate = (next(iter(answers.of(name.partition(":")[0]))).value for name in (SILENT_COUNT, SILENT_RATE))
    if not isinstance(count, int) or not count or not isinstance(rate, float):
        return None
    return Silent(count, rate)
