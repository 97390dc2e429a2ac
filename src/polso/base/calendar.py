"""The company's calendar: its zone, week, fiscal year and working days, the same for everyone who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from polso.base import comparison, local_time
from polso.base.company import Company, Hours
from polso.base.period import MONTHS_OF_QUARTER, MONTHS_OF_YEAR, ONE_DAY, Grain, Period, shift_months

DAYS_OF_WEEK = 7
QUARTERS_OF_YEAR = 4


@dataclass(frozen=True, slots=True)
class CompanyCalendar:
    """Every question about dates whose answer depends on the company.

    `closed` are the dates on which nobody works although the weekday is a working one: the public holidays copied into
    the workspace; the company's own closed days are always among them. `special` are dates with opening hours of their
    own, whatever the weekday or holiday, in order; without any hours a date is closed.

    >>> calendar = CompanyCalendar.of(Company(), range(2025, 2026))
    >>> second_quarter = Period.of_months(2025, 4, 3)
    >>> calendar.working_days(second_quarter)
    61
    >>> calendar.working_days(calendar.elapsed(second_quarter, date(2025, 5, 16)))
    30
    >>> calendar.working_days(Period(date(2025, 5, 5), second_quarter.end))
    40
    """

    company: Company
    closed: frozenset[date]
    special: tuple[tuple[date, Hours], ...] = ()

    def __post_init__(self) -> None:
        shut = {day for day, hours in self.special if not hours}
        own = frozenset(self.closed).union(self.company.closed_days, shut)
        object.__setattr__(self, "closed", own - self.opened)

    @classmethod
    def of(cls, company: Company, years: Iterable[int]) -> CompanyCalendar:
        """With the public holidays of the company's country in `years`; raises UserError `unknown_country`."""
        from polso.base.public_holidays import public_holidays

        return cls(company, public_holidays(company.holidays_country, years))

    def local_date(self, instant_utc: datetime) -> date:
        """The company's date at an instant; raises ValueError when it carries no zone.

        >>> from datetime import UTC
        >>> CompanyCalendar(Company(), frozenset()).local_date(datetime(2025, 1, 31, 23, 30, tzinfo=UTC))
        datetime.date(2025, 2, 1)
        """
        return local_time.local_date(instant_utc, self.company.zone)

    def start_of_day(self, day: date) -> datetime:
        """The UTC instant at which the company's `day` begins."""
        return local_time.start_of_day(day, self.company.zone)

    def to_utc(self, wall: datetime) -> tuple[datetime, bool]:
        """The UTC instant of a reading of the company's clock, and whether it came twice (the first is taken)."""
        return local_time.to_utc(wall, self.company.zone)

    @property
    def opened(self) -> frozenset[date]:
        """The dates with opening hours of their own."""
        return frozenset(day for day, hours in self.special if hours)

    def is_working(self, day: date) -> bool:
        regular = day.isoweekday() in self.company.working_weekdays and day not in self.closed
        return regular or any(day == other and hours for other, hours in self.special)

    def working_days(self, period: Period) -> int:
        """Working days in the period; those of years whose holidays `closed` does not hold are counted too high."""
        weekdays = self.company.working_weekdays
        weeks, rest = divmod(period.days, DAYS_OF_WEEK)
        tail = Period(period.end - timedelta(days=rest), period.end)
        regular = weeks * len(weekdays) + sum(day.isoweekday() in weekdays for day in tail.dates())
        shut = sum(period.contains(day) and day.isoweekday() in weekdays for day in self.closed)
        added = sum(period.contains(day) and day.isoweekday() not in weekdays for day in self.opened)
        return regular - shut + added

    def bucket(self, day: date, grain: Grain) -> Period:
        """The whole day, week of the company, calendar month, quarter or year that `day` lies in.

        >>> CompanyCalendar(Company(week_start=7), frozenset()).bucket(date(2026, 1, 1), "week")
        Period(start=datetime.date(2025, 12, 28), end=datetime.date(2026, 1, 4))
        """
        if grain == "day":
            return Period(day, day + ONE_DAY)
        if grain == "week":
            start = day - timedelta(days=(day.isoweekday() - self.company.week_start) % DAYS_OF_WEEK)
            return Period(start, start + timedelta(days=DAYS_OF_WEEK))
        months = {"month": 1, "quarter": MONTHS_OF_QUARTER, "year": MONTHS_OF_YEAR}[grain]
        return Period.of_months(day.year, day.month - (day.month - 1) % months, months)

    def buckets(self, period: Period, grain: Grain) -> tuple[Period, ...]:
        """The buckets that share a day with the period, in order, each whole even where the period cuts it."""
        found: list[Period] = []
        day = period.start
        while day < period.end:
            found.append(self.bucket(day, grain))
            day = found[-1].end
        return tuple(found)

    def grain_of(self, period: Period) -> Grain | None:
        """Which bucket the period is exactly, fiscal quarters and years included; None when it is none.

        >>> calendar = CompanyCalendar(Company(fiscal_start=2), frozenset())
        >>> calendar.grain_of(calendar.fiscal_quarter(2026, 1)), calendar.grain_of(Period.of_months(2026, 3, 3))
        ('quarter', None)
        """
        if period.days == 1:
            return "day"
        if period.days == DAYS_OF_WEEK and period.start.isoweekday() == self.company.week_start:
            return "week"
        starts = (1, self.company.fiscal_start)
        match period.whole_months:
            case 1:
                return "month"
            case 3 if any((period.start.month - start) % MONTHS_OF_QUARTER == 0 for start in starts):
                return "quarter"
            case 12 if period.start.month in starts:
                return "year"
        return None

    def fiscal_year(self, year: int) -> Period:
        """The fiscal year that ends in the calendar year `year`.

        >>> july = CompanyCalendar(Company(fiscal_start=7), frozenset())
        >>> july.fiscal_year(2026)
        Period(start=datetime.date(2025, 7, 1), end=datetime.date(2026, 7, 1))
        >>> july.previous(july.fiscal_year(2026)) == july.year_before(july.fiscal_year(2026)) == july.fiscal_year(2025)
        True
        """
        first_month = self.company.fiscal_start
        return Period.of_months(year if first_month == 1 else year - 1, first_month, MONTHS_OF_YEAR)

    def fiscal_quarter(self, year: int, quarter: int) -> Period:
        """Quarter 1 to 4 of `fiscal_year(year)`; raises ValueError for any other."""
        if not 1 <= quarter <= QUARTERS_OF_YEAR:
            raise ValueError(f"a year has no quarter {quarter}")
        start = shift_months(self.fiscal_year(year).start, MONTHS_OF_QUARTER * (quarter - 1))
        return Period(start, shift_months(start, MONTHS_OF_QUARTER))

    def fiscal_year_of(self, day: date) -> Period:
        """The fiscal year that `day` lies in."""
        this_year = self.fiscal_year(day.year)
        return this_year if this_year.contains(day) else self.fiscal_year(day.year + 1)

    def previous(self, period: Period) -> Period:
        """The period of the same kind just before; see `comparison.previous`."""
        return comparison.previous(period)

    def year_before(self, period: Period) -> Period:
        """The same period of the year before; see `comparison.year_before`."""
        return comparison.year_before(period, self.company.week_start)

    def elapsed(self, period: Period, known_until: date) -> Period:
        """The days of the period before `known_until`, possibly none."""
        return comparison.elapsed(period, known_until)

    def like_part(self, part: Period, whole: Period, other: Period) -> Period:
        """The part of `other` with as many working days as `part` has of `whole`; see `comparison.like_part`."""
        return comparison.like_part(part, whole, other, self.is_working)

    def label(self, period: Period) -> str:
        """The one spelling that `parse_period` reads back as this period; raises ValueError when it is empty.

        Calendar names come before fiscal ones. Only weeks from Monday have a number (ISO 8601, with the ISO year).

        >>> calendar = CompanyCalendar(Company(fiscal_start=7), frozenset())
        >>> calendar.label(Period(date(2026, 12, 28), date(2027, 1, 4))), calendar.label(calendar.fiscal_year(2026))
        ('2026-W53', 'FY2026')
        """
        first, last = period.start, period.last_day
        grain = self.grain_of(period)
        if grain == "day":
            return first.isoformat()
        if grain == "week" and self.company.week_start == 1:
            year, week, _ = first.isocalendar()
            return f"{year:04d}-W{week:02d}"
        if grain == "month":
            return first.isoformat()[:-3]
        if grain == "quarter" and first.month % MONTHS_OF_QUARTER == 1:
            return f"{first.year:04d}-Q{last.month // MONTHS_OF_QUARTER}"
        if grain == "quarter":
            fiscal = self.fiscal_year_of(first)
            months = Period(fiscal.start, period.end).whole_months or 0
            return f"FY{fiscal.last_day.year:04d}-Q{months // MONTHS_OF_QUARTER}"
        if grain == "year":
            return f"{'' if first.month == 1 else 'FY'}{last.year:04d}"
        return f"{first.isoformat()}..{last.isoformat()}"
