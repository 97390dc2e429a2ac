"""The profiles of the workshop on two platforms, and the people who come into its showroom."""

from __future__ import annotations

import random
from datetime import date, timedelta

from polso.demo.office_types import SocialDay, Visits
from polso.demo.season import deal_rate, poisson
from polso.demo.workdays import WorkCalendar

_PLATFORMS = {"Instagram": (9.0, 1900), "Facebook": (4.0, 860)}
_RESET_PLATFORM = "Instagram"
RESET_DAYS = 300
"""So many days before the end the counters of one platform began again at nothing."""
_VISITS = 190.0


def social(rng: random.Random, start: date, today: date) -> tuple[SocialDay, ...]:
    """Both profiles at the end of each day from `start` to the day before `today`."""
    found: list[SocialDay] = []
    for platform, (usual, followers) in _PLATFORMS.items():
        totals = (0, 0, 0, 0, 0)
        for number in range((today - start).days):
            day = start + timedelta(days=number)
            if platform == _RESET_PLATFORM and day == today - timedelta(days=RESET_DAYS):
                totals = (0, 0, 0, 0, 0)
            likes = poisson(rng, usual * (1.0 + number / 1500) * (1.5 if day.isoweekday() == 6 else 1.0))
            totals = (
                totals[0] + likes,
                totals[1] + poisson(rng, likes * 0.12),
                totals[2] + poisson(rng, likes * 0.05),
                totals[3] + poisson(rng, 0.15),
                totals[4] + likes * 22 + rng.randrange(40),
            )
            followers += poisson(rng, 0.5) - poisson(rng, 0.2)
            found.append(SocialDay(platform, day, *totals, followers))
    return tuple(sorted(found, key=lambda one: (one.day, one.platform)))


def visits(rng: random.Random, calendar: WorkCalendar, start: date, today: date) -> tuple[Visits, ...]:
    """Visitors of the showroom on each open day."""
    days = (start + timedelta(days=number) for number in range((today - start).days))
    return tuple(Visits(day, poisson(rng, _VISITS * deal_rate(day, start))) for day in days if calendar.is_open(day))
