"""Days, months, quarters, weeks and ranges as people write them: dates in, text out, no clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from polso.base.company import Language
from polso.i18n.language import locale_of
from polso.i18n.translation import translate

DateStyle = Literal["long", "medium", "short", "numeric"]
Width = Literal["long", "short"]


@cache
def month_name(month: int, language: Language, width: Width = "long") -> str:
    """
    >>> month_name(11, "it"), month_name(11, "en", "short")
    ('novembre', 'Nov')
    """
    # CLDR's British September has four letters (Sept); the three of the other months align better.
    names = locale_of(language).months["format"]["wide" if width == "long" else "abbreviated"]
    return str(names[month]) if width == "long" else str(names[month])[:3]


def format_date(day: date, language: Language, style: DateStyle = "medium") -> str:
    """
    >>> day = date(2026, 11, 4)
    >>> [format_date(day, "it", style) for style in ("long", "medium", "short", "numeric")]
    ['4 novembre 2026', '4 nov 2026', '4 nov', '04/11/2026']
    """
    if style == "numeric":
        return f"{day:%d/%m}/{day.year:04d}"
    month = month_name(day.month, language, "long" if style == "long" else "short")
    return f"{day.day} {month}" if style == "short" else f"{day.day} {month} {day.year}"


def format_time(moment: datetime) -> str:
    """Hours and minutes of a moment that is already in the company's zone: `08:40`."""
    return f"{moment:%H:%M}"


def format_moment(moment: datetime, language: Language) -> str:
    """Day and time of a moment that is already in the company's zone.

    >>> format_moment(datetime(2026, 11, 24, 8, 40), "it")
    '24 nov 2026, 08:40'
    """
    return f"{format_date(moment.date(), language)}, {format_time(moment)}"


def date_words(said: str, language: Language) -> str:
    """A local day, moment or month in ISO form, in words; the midnight at which a day begins is that day. Anything else
    stays as it is.

    >>> date_words("2027-01-15", "it"), date_words("2027-01-15T09:30", "en"), date_words("2027-01-15T00:00", "en")
    ('15 gen 2027', '15 Jan 2027, 09:30', '15 Jan 2027')
    >>> date_words("2027-01", "it"), date_words("last-month", "it")
    ('gennaio 2027', 'last-month')
    """
    try:
        if len(said) == len("2027-01"):
            month = date.fromisoformat(f"{said}-01")
            return format_month(month.year, month.month, language)
        moment = datetime.fromisoformat(said)
    except ValueError:
        return said
    if len(said) == len("2027-01-15") or (moment.hour, moment.minute) == (0, 0):
        return format_date(moment.date(), language)
    return format_moment(moment, language)


def format_month(year: int, month: int, language: Language, width: Width = "long") -> str:
    """
    >>> format_month(2026, 11, "it"), format_month(2026, 11, "it", "short")
    ('novembre 2026', 'nov 2026')
    """
    return f"{month_name(month, language, width)} {year}"


def format_quarter(year: int, quarter: int, language: Language) -> str:
    """
    >>> format_quarter(2026, 3, "it"), format_quarter(2026, 3, "en")
    ('T3 2026', 'Q3 2026')
    """
    return translate(language, "period.quarter", quarter=str(quarter), year=str(year))


def format_week(year: int, week: int, language: Language) -> str:
    """An ISO week of its ISO year.

    >>> format_week(2026, 48, "it"), format_week(2026, 48, "en")
    ('settimana 48 del 2026', 'week 48 of 2026')
    """
    return translate(language, "period.week", week=str(week), year=str(year))


def format_fiscal(year: int, language: Language, *, quarter: int | None = None) -> str:
    """A fiscal year, named by the year in which it ends, or one quarter of it.

    >>> format_fiscal(2026, "it"), format_fiscal(2026, "en", quarter=2)
    ('esercizio 2026', 'Q2 FY2026')
    """
    if quarter is None:
        return translate(language, "period.fiscal_year", year=str(year))
    return translate(language, "period.fiscal_quarter", quarter=str(quarter), year=str(year))


def format_range(first: date, last: date, language: Language, width: Width = "short") -> str:
    """Two days, both included, with what they share said once.

    >>> format_range(date(2026, 11, 1), date(2026, 11, 23), "it", "long")
    '1–23 novembre 2026'
    >>> format_range(date(2025, 11, 1), date(2026, 10, 31), "it")
    'nov 2025 – ott 2026'
    >>> format_range(date(2026, 10, 5), date(2026, 11, 2), "en")
    '5 Oct – 2 Nov 2026'
    """
    style: DateStyle = "long" if width == "long" else "medium"
    if first == last:
        return format_date(first, language, style)
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return format_month(first.year, first.month, language, width)
    end = format_date(last, language, style)
    if whole_months:
        begin, end = month_name(first.month, language, width), format_month(last.year, last.month, language, width)
        if first.year != last.year:
            begin = f"{begin} {first.year}"
    elif (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\u2013{end}"
    elif first.year == last.year:
        begin = f"{first.day} {month_name(first.month, language, width)}"
    else:
        begin = format_date(first, language, style)
    return f"{begin} \u2013 {end}"


def format_period(start: date, end: date, language: Language, width: Width = "long") -> str:
    """A half-open pair of days, named by the calendar unit that it is, else as a range of included days.

    >>> format_period(date(2026, 11, 1), date(2026, 12, 1), "it")
    'novembre 2026'
    >>> format_period(date(2026, 7, 1), date(2026, 10, 1), "it")
    'T3 2026'
    >>> format_period(date(2026, 11, 23), date(2026, 11, 30), "en")
    'week 48 of 2026'
    """
    if (start.day, end.day) == (1, 1):
        months = (end.year - start.year) * 12 + end.month - start.month
        if months == 12 and start.month == 1:
            return str(start.year)
        if months == 3 and start.month % 3 == 1:
            return format_quarter(start.year, start.month // 3 + 1, language)
    if start.isoweekday() == 1 and end - start == timedelta(days=7):
        iso = start.isocalendar()
        return format_week(iso.year, iso.week, language)
    return format_range(start, end - timedelta(days=1), language, width)
