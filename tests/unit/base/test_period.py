from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from polso.base.period import Period, shift_months

MAY = Period.of_months(2026, 5)


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    assert MAY.contains(date(2026, 5, 1))
    assert MAY.contains(MAY.last_day)
    assert not MAY.contains(MAY.end)
    assert [*MAY.dates()] == [date(2026, 5, day) for day in range(1, 32)]


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 5, 2), date(2026, 5, 1))


def test_an_instant_is_not_a_local_date() -> None:
    with pytest.raises(TypeError):
        Period(datetime(2026, 5, 1, tzinfo=UTC), date(2026, 6, 1))


def test_an_empty_period_has_no_days() -> None:
    empty = Period(MAY.start, MAY.start)
    assert (empty.days, [*empty.dates()], empty.whole_months, empty.contains(MAY.start)) == (0, [], None, False)
    with pytest.raises(ValueError, match="no last day"):
        _ = empty.last_day


def test_neighbours_share_no_day() -> None:
    assert MAY.intersect(Period.of_months(2026, 6)) is None
    assert MAY.intersect(Period.including(date(2026, 5, 31), date(2026, 6, 30))) == Period.including(
        date(2026, 5, 31), date(2026, 5, 31)
    )
    assert MAY.intersect(Period(MAY.start, MAY.start)) is None


def test_periods_sort_by_start_then_end() -> None:
    assert sorted([Period.of_months(2026, 6), Period.of_months(2026, 5, 2), MAY]) == [
        MAY,
        Period.of_months(2026, 5, 2),
        Period.of_months(2026, 6),
    ]


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
    ],
)
def test_shift_months_by_calendar(day: date, months: int, shifted: date) -> None:
    assert shift_months(day, months) == shifted
