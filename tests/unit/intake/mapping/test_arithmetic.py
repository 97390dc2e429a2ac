"""What is net, tax and total, told by the amounts alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from polso.intake.mapping.arithmetic import Found, Records, equal, tell_apart


def records(*columns: Sequence[float | None]) -> Records:
    amounts = {
        place: np.array([round((cell or 0) * 10_000) for cell in cells], dtype=np.int64)
        for place, cells in enumerate(columns)
    }
    known = {place: np.array([cell is not None for cell in cells]) for place, cells in enumerate(columns)}
    return Records(amounts, known)


NOTHING = Found()


def test_net_and_tax_make_the_total_whatever_their_order() -> None:
    found = tell_apart(records([122.0, -61.0, 11.0], [100.0, -50.0, 10.0], [22.0, -11.0, 1.0]), [0, 1, 2], NOTHING)
    assert found == Found(net=1, vat=2, gross=0)


def test_a_total_at_a_usual_rate_tells_two_columns_apart() -> None:
    assert tell_apart(records([12.2, 11.0, 5.0], [10.0, 10.0, 5.0]), [0, 1], NOTHING) == Found(net=1, gross=0)
    assert tell_apart(records([13.0, 11.7], [10.0, 10.0]), [0, 1], NOTHING) is None


def test_a_tax_is_a_rate_of_net_or_is_held_in_the_total() -> None:
    assert tell_apart(records([100.0, 250.0], [22.0, 25.0]), [0, 1], NOTHING) == Found(net=0, vat=1)
    assert tell_apart(records([122.0, 275.0], [22.0, 25.0]), [0, 1], NOTHING) == Found(vat=1, gross=0)


def test_one_row_in_fifty_may_be_wrong_but_not_one_in_three() -> None:
    net = [float(number) for number in range(100, 150)]
    vat = [round(value * 0.22, 2) for value in net]
    gross = [a + b for a, b in zip(net, vat, strict=True)]
    gross[7] += 1
    assert tell_apart(records(net, vat, gross), [0, 1, 2], NOTHING) == Found(0, 1, 2)
    assert tell_apart(records(net[:3], [1.0, 2.0, 3.0], [101.0, 103.0, 999.0]), [0, 1, 2], NOTHING) is None


def test_without_any_tax_nothing_is_told_apart() -> None:
    assert tell_apart(records([10.0, 20.0], [0.0, 0.0], [10.0, 20.0]), [0, 1, 2], NOTHING) is None
    assert equal(records([10.0, None], [10.0, 3.0]), 0, 1)


def test_of_two_totals_the_one_that_the_header_names_counts() -> None:
    found = tell_apart(records([10.0, 20.0], [2.2, 4.4], [12.2, 24.4], [12.2, 24.4]), [0, 1, 2, 3], Found(0, 1, 3))
    assert found == Found(0, 1, 3)
