"""What must stand beside the share of satisfied customers: the mean of the marks that they gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from polso.answers.answer import Answer
from polso.base.company import Language
from polso.i18n.numbers import format_decimal
from polso.i18n.translation import translate
from polso.query.request import Request

SATISFIED, MEAN, RESCALED = "csat", "csat:mean", "csat:rescaled"


@dataclass(frozen=True, slots=True)
class MeanMark:
    """`best` is the best mark that could be given; where surveys differ in it `mean` is a share of 0 to 100."""

    mean: float
    best: float
    rescaled: bool

    def words(self, language: Language) -> str:
        """As it stands beside the share."""
        mean = format_decimal(self.mean, language, decimals=0 if self.rescaled else 1)
        key = "figure.mean_rescaled" if self.rescaled else "figure.mean_mark"
        return translate(language, key, mean=mean, best=format_decimal(self.best, language, decimals=0))


def shows_share(answer: Answer) -> bool:
    """Whether the answer is a share of satisfied customers."""
    variant = answer.variant.id
    return answer.metric.id == SATISFIED and variant == answer.metric.default_variant and answer.value is not None


def mark_request(answer: Answer, request: Request) -> Request | None:
    """What to ask besides, for the whole of the answer's period; None for any other figure, and for a group."""
    if not shows_share(answer) or answer.group.keys:
        return None
    period = f"{answer.period.start.isoformat()}..{answer.period.last_day.isoformat()}"
    return replace(request, metrics=(MEAN, RESCALED), period=period, grain=None, by=(), compare="none")


def mark_of(answers: Iterable[Answer], best: float | None) -> MeanMark | None:
    """From answers among which are the two means; `best` is the one best mark of all surveys, if they have one."""
    found = {f"{one.metric.id}:{one.variant.id}": one.value for one in answers if not one.group.keys}
    mean, rescaled = found.get(MEAN), found.get(RESCALED)
    if best is not None and mean is not None:
        return MeanMark(float(mean), best, rescaled=False)
    return None if rescaled is None else MeanMark(100 * float(rescaled), 100, rescaled=True)
