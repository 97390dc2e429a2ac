"""A question, as asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from polso.base.period import Grain

Compare = Literal["previous", "year", "none"]


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to know; hashable, so that it can be the key of a cache.

    `metrics` are ids, optionally `metric:variant`. `period` is any spelling of `polso.base.period_text`; None asks for
    the last covered month. `compare` None leaves the choice to the metric. `where` pairs a dimension with a display
    name or id; an empty value asks for what is unassigned. `as_of` is a UTC instant without zone.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    period: str | None = None
    compare: Compare | None = None
    where: tuple[tuple[str, str], ...] = ()
    as_of: datetime | None = None
