"""The published and independently computed numbers of `tests/vectors`.

Each names its function, input, result and source. Null is "not defined" and must come back as NaN; a verdict is 1, 0 or
-1; a bare array is called "value". "then" is a function of the first one's result; "at" are the ages of a curve at
which the result is looked at.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

VECTORS = Path(__file__).parents[2] / "vectors"
FILES = ("rates", "counts", "means", "durations")


def vectors() -> list[Any]:
    found = []
    for file in FILES:
        for place, vector in enumerate(json.loads((VECTORS / f"{file}.json").read_text(encoding="utf-8"))):
            found.append(pytest.param(vector, id=f"{file}-{place}-{vector['id']}"))
    return found


def called(function: str, *arguments: Any, **given: Any) -> Any:
    module, name = function.split(".")
    return getattr(import_module(f"polso.statistics.{module}"), name)(*arguments, **given)


@pytest.mark.parametrize("vector", vectors())
def test_vector(vector: dict[str, Any]) -> None:
    curve = result = called(vector["function"], **vector["input"])
    if "then" in vector:
        result = called(vector["then"]["function"], curve, **vector["then"]["input"])
    for key, expected in vector["expected"].items():
        found = np.asarray(result if key == "value" else getattr(result, key), dtype=np.float64)
        if "at" in vector and found.ndim:
            found = found[..., np.isin(curve.time, vector["at"])]
        np.testing.assert_allclose(
            found,
            np.array(np.inf if expected == "infinity" else expected, dtype=np.float64),
            rtol=vector.get("relative", 0.0),
            atol=vector.get("tolerance", 0.0),
            equal_nan=True,
            err_msg=f"{vector['id']} {key}",
        )


def test_every_vector_of_the_reference_is_here() -> None:
    found = {vector.values[0]["id"] for vector in vectors()}
    wanted = {f"T{number:02d}" for number in range(1, 23)} | {"T02b", "T23", "T24", "T25", "T26", "T27"}
    wanted |= {"T36", "T52", "T62", "T63", "T65", "T67", "T68"}
    assert wanted <= found


def test_groups_that_do_not_differ_get_the_strongest_shrinkage() -> None:
    """T14: the likelihood has no finite strength, so it is held at 200 and all rates come out near 0.30."""
    from polso.statistics.shrinkage import fit_beta_binomial, shrink

    assert fit_beta_binomial([6, 6, 7, 5, 6], [20] * 5)[1] > 9_000
    rates = shrink([6, 6, 7, 5, 6, 6], [20] * 6)
    assert (rates.strength, rates.method) == (200.0, "likelihood")
    np.testing.assert_allclose(rates.rate, 0.30, atol=0.006)


def test_chance_of_being_the_best() -> None:
    """T12: P(best) of 1/1, 40/100, 12/40, 3/20."""
    from polso.statistics.shrinkage import probability_best, shrink

    best = probability_best(shrink([1, 40, 12, 3], [1, 100, 40, 20]))
    np.testing.assert_allclose(best, [0.420, 0.477, 0.083, 0.021], atol=0.005)


def test_a_single_deal_that_dominates_has_no_interval() -> None:
    """T11: 95 of 202 is 47 %."""
    from polso.statistics.means import estimate_mean

    estimate = estimate_mean([3, 4, 6, 7, 9, 12, 15, 21, 30, 95])
    assert estimate.top_share == pytest.approx(95 / 202)
    assert estimate.mean_without_largest == pytest.approx(107 / 9)
    assert estimate.interval is None
    assert estimate.flags == ("one_deal_dominates",)
