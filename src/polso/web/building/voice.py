"""Figures, periods and differences as the pages write them, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from polso.answers.answer import Answer, Figure
from polso.base.calendar import CompanyCalendar
from polso.base.company import Language
from polso.base.errors import Parameter
from polso.base.period import MONTHS_OF_YEAR, Period
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import Unit
from polso.commands.wording import shown_value
from polso.i18n.amounts import format_axis, format_money, format_money_short
from polso.i18n.dates import format_month, format_period, format_quarter, format_range, month_name
from polso.i18n.language import MISSING, NO_BREAK_SPACE
from polso.i18n.numbers import format_change, format_days, format_percent, format_points
from polso.i18n.translation import translate
from polso.i18n.words import capitalised

WHOLE_FROM = 100
"""From there on a tile writes money without cents."""

MINUTES = 60
HOURS_FROM = 2 * MINUTES
"""From there on a tile writes minutes as hours."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The reader's language and the company's calendar and currency."""

    language: Language
    calendar: CompanyCalendar

    @property
    def currency(self) -> str:
        return self.calendar.company.currency

    def say(self, key: str, /, **parameters: Parameter) -> str:
        return translate(self.language, key, **parameters)

    def exact(self, figure: Figure, unit: Unit, *, signed: bool = False) -> str:
        """With cents and one decimal of a percentage, as every other surface writes it."""
        return shown_value(figure, unit, self.currency, self.language, signed=signed)

    def brief(self, figure: Figure, unit: Unit) -> str:
        """As a tile writes it: whole amounts from a hundred on, whole percentages."""
        if figure is None:
            return MISSING
        if unit == "currency":
            amount = _decimal(figure)
            places = 0 if abs(amount) >= WHOLE_FROM or amount == amount.to_integral_value() else None
            return format_money(amount, self.currency, self.language, decimals=places)
        if unit == "ratio":
            return format_percent(figure, self.language)
        if unit in ("minutes", "business_minutes") and abs(float(figure)) >= HOURS_FROM:
            return self.exact(figure / MINUTES, "hours")
        return self.exact(figure, unit)

    def between(self, low: Figure, high: Figure, unit: Unit) -> str:
        """Both bounds in the unit of the larger one."""
        if low is not None and high is not None and unit in ("minutes", "business_minutes") and high >= HOURS_FROM:
            low, high, unit = low / MINUTES, high / MINUTES, "hours"
        first = self.brief(low, unit)
        if unit not in ("currency", "ratio"):
            # The unit is said once, after the larger one.
            first = first.split(NO_BREAK_SPACE)[0]
        return f"{first} – {self.brief(high, unit)}"

    def pair(self, first: Figure, second: Figure, unit: Unit) -> tuple[str, str]:
        """Two readings in minutes, in hours where one of them is: they are held against each other."""
        if first is not None and second is not None and max(abs(float(first)), abs(float(second))) >= HOURS_FROM:
            return self.exact(first / MINUTES, "hours"), self.exact(second / MINUTES, "hours")
        return self.brief(first, unit), self.brief(second, unit)

    def short(self, figure: Figure, unit: Unit) -> str:
        """Large amounts in thousands and millions."""
        if unit == "currency" and figure is not None:
            return format_money_short(_decimal(figure), self.currency, self.language)
        return self.brief(figure, unit)

    def change(self, answer: Answer) -> str:
        """The difference with its sign: points of a rate, else a percentage, else (from zero) the difference itself."""
        if answer.change is None:
            return ""
        if answer.unit == "ratio":
            return format_points(answer.change, self.language)
        if answer.change_ratio is not None:
            return format_change(answer.change_ratio, self.language, "percent")
        return self.difference(answer)

    def points(self, difference: Figure) -> str:
        """The difference of two rates."""
        return "" if difference is None else format_points(difference, self.language)

    def difference(self, answer: Answer) -> str:
        """The difference in the metric's own unit, always with its sign."""
        if answer.change is None:
            return ""
        match answer.unit:
            case "ratio":
                return format_points(answer.change, self.language)
            case "currency":
                amount = _decimal(answer.change)
                places = 0 if abs(amount) >= WHOLE_FROM or amount == amount.to_integral_value() else None
                return format_money(amount, self.currency, self.language, decimals=places, signed=True)
            case "minutes" | "business_minutes" if abs(float(answer.change)) >= HOURS_FROM:
                return self.exact(answer.change / MINUTES, "hours", signed=True)
            case "days":
                whole = answer.change == int(answer.change)
                return format_days(answer.change, self.language, decimals=0 if whole else 1, signed=True)
            case _:
                return self.exact(answer.change, answer.unit, signed=True)

    def axis(self, values: tuple[float, ...], unit: Unit) -> tuple[str, ...]:
        """Texts of the ticks of a value axis."""
        if unit == "ratio":
            fine = any(abs(value * 100 - round(value * 100)) > 1e-9 for value in values)
            return tuple(format_percent(value, self.language, decimals=1 if fine else 0) for value in values)
        return format_axis([Decimal(repr(value)) for value in values], self.language)

    def period(self, period: Period) -> str:
        """`novembre 2026`, `T3 2026`, `1–23 novembre 2026`."""
        return format_period(period.start, period.end, self.language)

    def period_title(self, period: Period) -> str:
        return capitalised(self.period(period))

    def days(self, period: Period) -> str:
        """Its first and last day, both included, short."""
        return format_range(period.start, period.last_day, self.language)

    def bucket(self, period: Period) -> str:
        """Under a mark: `nov`, `T3`, `2026`, else the days."""
        grain = self.calendar.grain_of(period)
        if grain == "month":
            return month_name(period.start.month, self.language, "short")
        if grain == "day":
            return f"{period.start.day} {month_name(period.start.month, self.language, 'short')}"
        if grain == "quarter":
            return format_period(period.start, period.end, self.language, "short").split(" ")[0]
        if grain == "week":
            return f"{period.start.day} {month_name(period.start.month, self.language, 'short')}"
        return format_period(period.start, period.end, self.language, "short")

    def base(self, base: Period, bucket: Period) -> str:
        """What a change is held against, short: `ott`, `nov 2025`, `T3`, `12 mesi prima`."""
        grain = self.calendar.grain_of(bucket)
        if grain is None or grain == "week":
            return format_period(base.start, base.end, self.language, "short")
        whole = self.calendar.bucket(base.start, grain)
        if grain == "month" and whole.start.year == bucket.start.year:
            return month_name(whole.start.month, self.language, "short")
        if grain == "month":
            return format_month(whole.start.year, whole.start.month, self.language, "short")
        if grain == "quarter" and whole.start.month % 3 == 1:
            quarter = format_quarter(whole.start.year, whole.start.month // 3 + 1, self.language)
            return quarter.split(" ")[0] if whole.start.year == bucket.start.year else quarter
        return format_period(whole.start, whole.end, self.language, "short")

    def base_long(self, base: Period, bucket: Period) -> str:
        """The same, spelled out for a sentence: `ottobre`, `novembre 2025`."""
        grain = self.calendar.grain_of(bucket)
        if grain == "month":
            whole = self.calendar.bucket(base.start, "month")
            if whole.start.year == bucket.start.year:
                return month_name(whole.start.month, self.language)
            return format_month(whole.start.year, whole.start.month, self.language)
        return self.base(base, bucket)

    def against(self, base: Period, bucket: Period, *, spelled_out: bool = False) -> str:
        """`su ott`, `sui 12 mesi prima`; `spelled_out` for a sentence: `su ottobre`."""
        if self.calendar.grain_of(bucket) is None and base.whole_months == bucket.whole_months == MONTHS_OF_YEAR:
            return self.say("change.against_twelve_months")
        name = self.base_long(base, bucket) if spelled_out else self.base(base, bucket)
        return self.say("change.against", base=name)

    def dimension(self, name: str) -> str:
        known = DIMENSIONS.get(name)
        return known.names[self.language] if known else capitalised(name.rpartition(".")[2].replace("_", " "))

    def group(self, name: str | None) -> str:
        return self.say("breakdown.unassigned") if name is None else name


def _decimal(figure: Figure) -> Decimal:
    return figure if isinstance(figure, Decimal) else Decimal(repr(figure))
