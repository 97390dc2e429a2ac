"""The small line: scale, gaps, the running period, the usual range."""

from __future__ import annotations

from polso.web.views.spark import make_spark


def test_a_flat_line_is_in_the_middle() -> None:
    spark = make_spark([5, 5, 5], width=20, height=10)
    assert spark is not None
    assert spark.path == "M3 5L10 5L17 5"


def test_gaps_lift_the_pen() -> None:
    spark = make_spark([0, 10, None, 10, 0], width=46, height=16)
    assert spark is not None
    assert spark.path == "M3 13L13 3M33 3L43 13"


def test_the_last_step_of_a_running_period_is_apart() -> None:
    spark = make_spark([0, 10, 5], width=26, height=16, partial_last=True)
    assert spark is not None
    assert (spark.path, spark.partial) == ("M3 13L13 3", "M13 3L23 8")


def test_the_usual_range_shares_the_scale_and_widens_it() -> None:
    spark = make_spark([0, 10], width=26, height=26, band=(5, 20))
    assert spark is not None
    assert spark.band == (3.0, 18.0)
    assert spark.path == "M3 23L23 13"


def test_nothing_is_drawn_from_less_than_two_values() -> None:
    assert make_spark([]) is None
    assert make_spark([1]) is None
    assert make_spark([None, None, 3]) is None


def test_a_missing_last_value_has_no_dot() -> None:
    spark = make_spark([1, 2, None], partial_last=True)
    assert spark is not None
    assert spark.last is None
    assert spark.partial == ""
