"""The controls of a page: which period, held against what, and which part of the company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from polso.base.calendar import CompanyCalendar
from polso.base.period import MONTHS_OF_YEAR, ONE_DAY, Grain, Period, shift_months
from polso.i18n.words import capitalised
from polso.web.address import View
from polso.web.building.voice import Voice
from polso.web.views.frame import Controls, DateForm, Link, Menu, MenuGroup

LISTED_PERIODS = 12
SEGMENTS: tuple[tuple[Grain, str], ...] = (("month", "m"), ("quarter", "q"), ("year", "y"))


@dataclass(frozen=True, slots=True)
class Choices:
    """A dimension that the page can be filtered by, with the shown names of its values."""

    dimension: str
    names: tuple[str, ...]


def controls_of(
    period: Period, covered: Period | None, view: View, voice: Voice, choices: Sequence[Choices] = ()
) -> Controls:
    """The controls for a page that shows `period`; `covered` bounds where one can go."""
    known = covered or period
    return Controls(
        _segments(period, known, view, voice),
        _earlier(period, known, view, voice),
        _later(period, known, view, voice),
        _periods(period, known, view, voice),
        (*((_filters(choices, view, voice),) if choices or view.where else ()), _comparison(period, view, voice)),
    )


def anchor_day(period: Period, covered: Period) -> date:
    """The last day of the period that the data cover; shorter and longer periods are those around it."""
    return max(min(period.last_day, covered.last_day), covered.start)


def twelve_months(day: date, covered: Period, calendar: CompanyCalendar) -> Period:
    """The last twelve whole months up to the month of `day`, which counts only when it is over."""
    month = calendar.bucket(day, "month")
    end = month.end if month.end <= covered.end else month.start
    return Period(shift_months(end, -MONTHS_OF_YEAR), end)


def spelled(period: Period, calendar: CompanyCalendar) -> str:
    """The short spelling of a period: a range of whole months by its months."""
    if calendar.grain_of(period) is None and period.whole_months:
        return f"{period.start:%Y-%m}..{period.last_day:%Y-%m}"
    return calendar.label(period)


def _segments(period: Period, covered: Period, view: View, voice: Voice) -> tuple[Link, ...]:
    calendar, day = voice.calendar, anchor_day(period, covered)
    grain = calendar.grain_of(period)
    links = [
        Link(
            voice.say(f"controls.{one}"),
            view.url_with(period=calendar.label(calendar.bucket(day, one))),
            current=one == grain and period == calendar.bucket(period.start, one),
            key=key,
        )
        for one, key in SEGMENTS
    ]
    year = twelve_months(day, covered, calendar)
    rolling = grain is None and period.whole_months == MONTHS_OF_YEAR
    links.append(Link(voice.say("controls.twelve_months"), view.url_with(period=spelled(year, calendar)), rolling))
    return tuple(links)


def _earlier(period: Period, covered: Period, view: View, voice: Voice) -> Link | None:
    before = voice.calendar.previous(period)
    return None if before.end <= covered.start else _step(before, view, voice)


def _later(period: Period, covered: Period, view: View, voice: Voice) -> Link | None:
    after = _next(period)
    return None if after.start >= covered.end else _step(after, view, voice)


def _next(period: Period) -> Period:
    months = period.whole_months
    if months is None:
        return Period(period.end, period.end + timedelta(days=period.days))
    return Period(period.end, shift_months(period.end, months))


def _step(period: Period, view: View, voice: Voice) -> Link:
    return Link(voice.period(period), view.url_with(period=spelled(period, voice.calendar)))


def _periods(period: Period, covered: Period, view: View, voice: Voice) -> Menu:
    calendar = voice.calendar
    grain = calendar.grain_of(period) or "month"
    listed = [calendar.bucket(covered.last_day, grain)]
    while len(listed) < LISTED_PERIODS and listed[-1].start > covered.start:
        listed.append(calendar.bucket(listed[-1].start - ONE_DAY, grain))
    links = tuple(
        Link(voice.period_title(one), view.url_with(period=spelled(one, calendar)), current=one == period)
        for one in listed
    )
    form = DateForm(view.path, period.start.isoformat(), period.last_day.isoformat(), view.pairs_without("period"))
    return Menu("", voice.period_title(period), links, form)


def _comparison(period: Period, view: View, voice: Voice) -> Menu:
    grain = voice.calendar.grain_of(period)
    before = f"controls.before_{grain}" if grain in ("month", "quarter", "week", "day") else "controls.before"
    texts = {"previous": voice.say(before), "year": voice.say("controls.year_before")}
    if grain == "year":
        texts = {"previous": texts["year"]}
    chosen = view.compare if view.compare in texts else "previous"
    return Menu(
        voice.say("controls.compared"),
        texts[chosen],
        tuple(Link(text, view.url_with(compare=name), current=name == chosen) for name, text in texts.items()),
    )


def _filters(choices: Sequence[Choices], view: View, voice: Voice) -> Menu:
    chosen = dict(view.where)
    listed = [*choices, *(Choices(name, ()) for name in chosen if name not in {one.dimension for one in choices})]
    shown = [voice.group(name or None) for name in chosen.values()]
    return Menu(
        voice.say("controls.filter"),
        ", ".join(shown) if shown else voice.say("controls.everything"),
        (Link(voice.say("controls.no_filter"), view.url_with(where=())),) if chosen else (),
        groups=tuple(_group(one, chosen.get(one.dimension), view, voice) for one in listed),
    )


def _group(choices: Choices, chosen: str | None, view: View, voice: Voice) -> MenuGroup:
    names = choices.names
    if chosen is not None and chosen.casefold() not in {name.casefold() for name in names}:
        names = (chosen, *names)
    links = tuple(
        Link(
            capitalised(voice.group(name or None)),
            view.url_with(where=view.filtered(choices.dimension, name)),
            current=chosen is not None and name.casefold() == chosen.casefold(),
        )
        for name in names
    )
    return MenuGroup(voice.dimension(choices.dimension), links)
