"""What the tiles say of each metric: the figure of the period, or the last one that is known, and its last buckets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from polso.answers.answer import TOTAL, Answer, Answers, GroupKey, MetricAnswers
from polso.answers.marks import MeanMark
from polso.base.period import Period
from polso.statistics.gates import Verdict, judged_together

SPARK_BUCKETS = 12
CHART_BUCKETS = 24
_RECOVERABLE = frozenset({"outside_data", "no_denominator", "no_earlier_data", "immature"})
"""Reasons for which an older figure of the same metric says more than a dash."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`answer` is what is shown; `older` says that it is of an earlier bucket than asked for.

    `distinguishable` is the verdict after all figures of the page were judged together. `series` holds the last
    buckets, oldest first. `mark` is the mean mark beside a share of satisfied customers.
    """

    answer: Answer
    series: tuple[Answer, ...]
    distinguishable: bool | None
    older: bool = False
    missing_inputs: tuple[str, ...] = ()
    mark: MeanMark | None = None

    @property
    def known(self) -> bool:
        return self.answer.value is not None


def read_together(period: Period, now: Answers | None, series: Answers) -> dict[str, Reading]:
    """One reading a metric; of one that is always split one a part, the further ones under `metric/number`.

    `now` is None where the last bucket of `series` is the period itself.

    Of the figures that stand on one page at most one in ten of those called a rise or a fall is expected to be chance
    (Benjamini and Hochberg at q = 0.10 over all of them).
    """
    found: dict[str, Reading] = {}
    for columns in series.columns:
        name = columns.metric.id
        for number, reading in enumerate(_readings(columns, period, None if now is None else now.of(name))):
            found[name if number == 0 else f"{name}/{number}"] = reading
    return _judged(found)


def total_of(answers: Iterable[Answer], like: GroupKey = ()) -> Answer:
    """The whole; of what is always told apart the part of that key, else the first one."""
    known = list(answers)
    found = next((answer for answer in known if answer.group == TOTAL), None)
    return found or next((answer for answer in known if answer.group.keys == like), known[0])


def _readings(columns: MetricAnswers, period: Period, now: MetricAnswers | None) -> Iterator[Reading]:
    """One reading of the whole; of a metric that is always split, one of each part."""
    everything = list(columns)
    present = [answer for answer in everything if answer.period == period] if now is None else list(now)
    whole = [answer for answer in present if answer.group == TOTAL]
    if not any(answer.value is not None for answer in present) and not whole:
        known = [answer for answer in everything if answer.value is not None]
        present = [answer for answer in known if answer.period == known[-1].period] or present
    for answer in whole or present or everything[-1:]:
        buckets = [one for one in everything if one.group.keys == answer.group.keys]
        yield _reading(answer, period, buckets, columns.missing_inputs)


def _reading(answer: Answer, asked: Period, buckets: Sequence[Answer], missing: tuple[str, ...]) -> Reading:
    chosen = answer
    if answer.value is None and _RECOVERABLE.intersection(answer.flags):
        earlier = [one for one in buckets if one.value is not None and one.period.start < answer.period.start]
        whole = [one for one in earlier if not one.partial]
        chosen = (whole or earlier or [answer])[-1]
    end = chosen.period.end
    series = tuple(one for one in buckets if one.period.end <= end)[-SPARK_BUCKETS:]
    older = chosen.period != asked
    return Reading(chosen, series, chosen.distinguishable, older=older, missing_inputs=missing)


def _judged(found: Mapping[str, Reading]) -> dict[str, Reading]:
    verdicts = [_verdict(reading.answer.distinguishable) for reading in found.values()]
    p_values = [
        float("nan") if reading.answer.p_value is None else reading.answer.p_value for reading in found.values()
    ]
    together = judged_together(verdicts, p_values).tolist()
    return {
        name: Reading(reading.answer, reading.series, _optional(int(verdict)), reading.older, reading.missing_inputs)
        for (name, reading), verdict in zip(found.items(), together, strict=True)
    }


def _verdict(distinguishable: bool | None) -> int:
    if distinguishable is None:
        return Verdict.INSUFFICIENT
    return Verdict.YES if distinguishable else Verdict.NO


def _optional(verdict: int) -> bool | None:
    return None if verdict == Verdict.INSUFFICIENT else verdict == Verdict.YES
