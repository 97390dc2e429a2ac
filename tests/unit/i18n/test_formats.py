"""Numbers, amounts and dates against texts written by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from polso.base.company import Language
from polso.i18n.amounts import format_axis, format_money, format_money_short
from polso.i18n.dates import format_date, format_moment, format_month, format_period, format_range
from polso.i18n.language import choose_language
from polso.i18n.numbers import (
    format_change,
    format_days,
    format_decimal,
    format_integer,
    format_percent,
    format_points,
)
from polso.i18n.words import join_words


@pytest.mark.parametrize(
    ("amount", "currency", "language", "decimals", "expected"),
    [
        ("138830", "EUR", "it", 0, "138.830 €"),
        ("138830.5", "EUR", "it", None, "138.830,50 €"),
        ("-39501", "EUR", "it", 0, "−39.501 €"),
        ("-39501", "EUR", "en", 0, "−€39,501"),
        ("1234.005", "EUR", "en", None, "€1,234.01"),
        ("-1234.005", "EUR", "en", None, "−€1,234.01"),
        ("1234", "CHF", "en", None, "CHF 1,234.00"),
        ("1234", "CHF", "it", None, "1.234,00 CHF"),
        ("1234.4", "JPY", "en", None, "JP¥1,234"),
        ("-0.004", "EUR", "it", None, "0,00 €"),
        ("12345678901234567890.12", "EUR", "it", None, "12.345.678.901.234.567.890,12 €"),
    ],
)
def test_money(amount: str, currency: str, language: Language, decimals: int | None, expected: str) -> None:
    assert format_money(Decimal(amount), currency, language, decimals=decimals) == expected.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("amount", "italian", "english"),
    [
        ("0", "0 €", "€0"),
        ("9999.4", "9.999 €", "€9,999"),
        ("9999.5", "10 mila €", "€10k"),
        ("184200", "184 mila €", "€184k"),
        ("184500", "185 mila €", "€185k"),
        ("-184200", "−184 mila €", "−€184k"),
        ("999499", "999 mila €", "€999k"),
        ("999500", "1 mln €", "€1m"),
        ("1255220", "1,26 mln €", "€1.26m"),
        ("12550000", "12,6 mln €", "€12.6m"),
        ("125500000", "126 mln €", "€126m"),
        ("999999999", "1 mld €", "€1bn"),
        ("2000000000", "2 mld €", "€2bn"),
    ],
)
def test_short_money(amount: str, italian: str, english: str) -> None:
    assert format_money_short(Decimal(amount), "EUR", "it") == italian.replace(" ", "\u00a0")
    assert format_money_short(Decimal(amount), "EUR", "en") == english.replace(" ", "\u00a0")


def test_an_amount_is_never_a_float() -> None:
    with pytest.raises(TypeError):
        format_money(1.5, "EUR", "it")  # type: ignore[arg-type]  # the refusal is the promise
    with pytest.raises(TypeError):
        format_change(1.5, "it", "money")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 50_000, 100_000], ("0", "50k", "100k")),
        ([-20_000, 0, 20_000], ("−20k", "0", "20k")),
        ([0, 2_500, 5_000, 7_500, 10_000], ("0", "2,5k", "5k", "7,5k", "10k")),
        ([0, 4, 8], ("0", "4", "8")),
        ([0, 2_000_000_000], ("0", "2G")),
        ([], ()),
    ],
)
def test_axis_labels_share_one_unit(values: list[int], expected: tuple[str, ...]) -> None:
    assert format_axis(values, "it") == expected


def test_plain_numbers() -> None:
    assert format_integer(1234567, "it") == "1.234.567"
    assert format_integer(1000, "it") == "1.000"
    assert format_decimal(Decimal("2.5"), "it", decimals=0) == "3"
    assert format_decimal(Decimal("-2.5"), "it", decimals=0) == "−3"
    assert format_decimal(0.1 + 0.2, "en", decimals=2) == "0.30"
    assert format_percent(Decimal("0.005"), "it") == "1%"
    assert format_percent(Decimal(1), "en", decimals=1) == "100.0%"
    assert format_points(Decimal("-0.0004"), "it") == "0,0\u00a0pt"
    assert format_days(1, "it") == "1\u00a0giorno"
    assert format_days(Decimal("0.96"), "en", decimals=0) == "1\u00a0day"
    assert format_days(0, "en") == "0\u00a0days"


def test_changes_carry_their_sign() -> None:
    assert format_change(Decimal(117550), "it", "money") == "+117.550\u00a0€"
    assert format_change(Decimal("-0.25"), "it", "percent") == "−25%"
    assert format_change(Decimal(0), "it", "percent") == "0%"
    assert format_change(5, "en", "count") == "+5"
    assert format_change(Decimal(-2), "en", "days") == "−2\u00a0days"
    assert format_change(Decimal("0.06"), "it", "points") == "+6,0\u00a0pt"


@pytest.mark.parametrize(
    ("start", "end", "italian", "english"),
    [
        (date(2026, 11, 1), date(2026, 12, 1), "novembre 2026", "November 2026"),
        (date(2026, 12, 1), date(2027, 1, 1), "dicembre 2026", "December 2026"),
        (date(2026, 10, 1), date(2027, 1, 1), "T4 2026", "Q4 2026"),
        (date(2026, 1, 1), date(2027, 1, 1), "2026", "2026"),
        (date(2025, 7, 1), date(2026, 7, 1), "luglio 2025 – giugno 2026", "July 2025 – June 2026"),
        (date(2020, 12, 28), date(2021, 1, 4), "settimana 53 del 2020", "week 53 of 2020"),
        (date(2026, 11, 24), date(2026, 11, 25), "24 novembre 2026", "24 November 2026"),
        (date(2026, 11, 1), date(2026, 11, 24), "1–23 novembre 2026", "1–23 November 2026"),
        (date(2026, 2, 1), date(2026, 4, 1), "febbraio – marzo 2026", "February – March 2026"),
    ],
)
def test_periods_are_named_by_what_they_are(start: date, end: date, italian: str, english: str) -> None:
    assert format_period(start, end, "it") == italian
    assert format_period(start, end, "en") == english


def test_dates() -> None:
    day = date(2026, 9, 3)
    assert format_date(day, "en", "long") == "3 September 2026"
    assert format_date(day, "en") == "3 Sep 2026"
    assert format_date(day, "it", "short") == "3 set"
    assert format_month(2026, 5, "it", "short") == "mag 2026"
    assert format_range(date(2025, 12, 30), date(2026, 1, 2), "it") == "30 dic 2025 – 2 gen 2026"
    assert format_moment(datetime(2026, 1, 2, 3, 4), "en") == "2 Jan 2026, 03:04"  # noqa: DTZ001  # wall clock by contract


def test_lists_of_words() -> None:
    assert join_words([], "it") == ""
    assert join_words(["uno"], "it") == "uno"
    assert join_words(["a", "b", "c"], "it") == "a, b e c"
    assert join_words(["Anna", "«Elena»"], "it") == "Anna ed «Elena»"
    assert join_words(["a", "b"], "en", last="or") == "a or b"


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (("en",), "en"),
        ((None, "it-IT,it;q=0.9,en;q=0.8"), "it"),
        (("xx", "en_GB"), "en"),
        (("fr;q=1,en;q=0",), "it"),
        (("en;q=bad",), "it"),
    ],
)
def test_language_follows_the_first_wish_that_can_be_met(wishes: tuple[str | None, ...], expected: str) -> None:
    assert choose_language(*wishes) == expected
