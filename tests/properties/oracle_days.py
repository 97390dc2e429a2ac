"""The calendar of the oracle: weeks from Monday, Italian holidays written out, buckets and like periods."""

from __future__ import annotations

from datetime import date, timedelta

from tests.properties.oracle_timeline import ONE_DAY

Span = tuple[date, date]

_FIXED = ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26))
_EASTER_MONDAYS = (date(2023, 4, 10), date(2024, 4, 1), date(2025, 4, 21), date(2026, 4, 6))


def working(day: date) -> bool:
    return day.isoweekday() < 6 and (day.month, day.day) not in _FIXED and day not in _EASTER_MONDAYS


def days(span: Span) -> list[date]:
    return [span[0] + timedelta(days=one) for one in range((span[1] - span[0]).days)]


def months_on(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it is shorter."""
    whole = day.year * 12 + day.month - 1 + months
    for number in range(day.day, 0, -1):
        try:
            return date(whole // 12, whole % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError


def bucket(day: date, grain: str) -> Span:
    if grain == "day":
        return day, day + ONE_DAY
    if grain == "week":
        monday = day - ONE_DAY * (day.isoweekday() - 1)
        return monday, monday + ONE_DAY * 7
    length = {"month": 1, "quarter": 3, "year": 12}[grain]
    start = date(day.year, day.month - (day.month - 1) % length, 1)
    return start, months_on(start, length)


def buckets(span: Span, grain: str | None) -> list[Span]:
    return [span] if grain is None else list(dict.fromkeys(bucket(day, grain) for day in days(span)))


def _whole_months(span: Span) -> int | None:
    if span[0].day != 1 or span[1].day != 1:
        return None
    return (span[1].year - span[0].year) * 12 + span[1].month - span[0].month


def earlier(span: Span, against: str) -> Span:
    """The whole period before, or the one a year before."""
    months = _whole_months(span)
    if months is not None:
        back = months if against == "previous" else 12
        return months_on(span[0], -back), months_on(span[1], -back)
    if against == "previous":
        return span[0] - (span[1] - span[0]), span[0]
    if (span[1] - span[0]).days == 7 and span[0].isoweekday() == 1:
        year, week, _ = span[0].isocalendar()
        monday = span[0] - ONE_DAY * 364 if week == 53 else date.fromisocalendar(year - 1, week, 1)
        return monday, monday + ONE_DAY * 7
    return months_on(span[0], -12), months_on(span[1] - ONE_DAY, -12) + ONE_DAY


def like_part(elapsed: Span, whole: Span, other: Span) -> Span:
    """As many working days of `other` as have elapsed, and after them no more days off than have elapsed after them."""
    if elapsed == whole:
        return other
    past = [working(day) for day in days(elapsed)]
    if not any(past):
        return other[0], min(other[1], other[0] + ONE_DAY * len(past))
    wanted, free = sum(past), past[::-1].index(True)
    end, done, off = other[0], 0, 0
    while end < other[1]:
        if done == wanted:
            if working(end) or off == free:
                break
            off += 1
        done += working(end)
        end += ONE_DAY
    return other[0], end


def base_of(whole: Span, part: Span | None, covered: Span | None, against: str) -> Span | None:
    if part is None or covered is None or against == "none" or part[0] > whole[0]:
        return None
    base = like_part((whole[0], part[1]), whole, earlier(whole, against))
    return None if base[0] < covered[0] or base[0] == base[1] else base
