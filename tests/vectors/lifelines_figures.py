# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["lifelines==0.30.3", "numpy==2.4.6", "pandas==2.3.3", "scipy==1.17.1"]
# ///
"""Prints `lifelines.json`: what lifelines makes of random records, some open, some tied, some followed only late.

`uv run --script tests/vectors/lifelines_figures.py > tests/vectors/lifelines.json`. In an environment of its own,
because lifelines 0.30.3 asks for pandas below 3.
"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

SOURCE = "lifelines 0.30.3"


def listed(values: Any) -> list[float | None]:
    return [None if math.isnan(value) else float(f"{value:.12g}") for value in np.asarray(values, dtype=float).tolist()]


def curve(seed: int, size: int, whole: bool, late: bool) -> dict[str, Any]:
    from lifelines import KaplanMeierFitter
    from lifelines.utils import median_survival_times

    random = np.random.default_rng(seed)
    ages = random.gamma(1.5, 20, size)
    ages = np.ceil(ages) if whole else ages.round(6)
    ended = random.integers(0, 3, size) > 0
    given: dict[str, Any] = {"durations": ages.tolist(), "ended": ended.astype(int).tolist()}
    if late:
        given["entry"] = (ages * random.uniform(0, 0.8, size) * (random.uniform(size=size) < 0.5)).round(3).tolist()
    fitted = KaplanMeierFitter(alpha=0.1).fit(ages, ended, entry=given.get("entry"))
    at = sorted(set(ages.tolist()))
    band = fitted.confidence_interval_.loc[at]
    bounds = median_survival_times(fitted.confidence_interval_).iloc[0].tolist()
    return {
        "input": given,
        "level": 0.9,
        "time": at,
        "survival": listed(fitted.survival_function_.loc[at].iloc[:, 0]),
        "low": listed(band.iloc[:, 0]),
        "high": listed(band.iloc[:, 1]),
        "median": [None if math.isinf(value) else value for value in (fitted.median_survival_time_, *bounds)],
    }


def incidence(seed: int, size: int) -> dict[str, Any]:
    """Without ties, which lifelines would pull apart at random."""
    from lifelines import AalenJohansenFitter

    random = np.random.default_rng(seed)
    ages = (random.permutation(size) + 1) * 0.5
    outcomes = random.integers(0, 4, size)
    causes = []
    for cause in (1, 2, 3):
        fitted = AalenJohansenFitter(calculate_variance=True).fit(ages, outcomes, event_of_interest=cause)
        at = sorted(ages.tolist())
        band = fitted.confidence_interval_.loc[at]
        causes.append(
            {
                "incidence": listed(fitted.cumulative_density_.loc[at].iloc[:, 0]),
                "variance": listed(fitted.variance_.loc[at]),
                # Its columns are called the wrong way round: the one called upper holds the lower bound.
                "low": listed(band.min(axis=1, skipna=False)),
                "high": listed(band.max(axis=1, skipna=False)),
            }
        )
    return {"input": {"durations": ages.tolist(), "outcomes": outcomes.tolist(), "causes": 3}, "causes": causes}


def groups(seed: int, size: int, labels: int) -> dict[str, Any]:
    from lifelines.statistics import multivariate_logrank_test

    random = np.random.default_rng(seed)
    group = random.integers(0, labels, size)
    ages = np.ceil(random.exponential(10 + 3 * group))
    ended = random.integers(0, 4, size) > 0
    test = multivariate_logrank_test(ages, group, ended)
    return {
        "input": {"durations": ages.tolist(), "ended": ended.astype(int).tolist(), "groups": group.tolist()},
        "statistic": float(test.test_statistic),
        "p": float(test.p_value),
    }


def main() -> None:
    figures = {
        "source": SOURCE,
        "kaplan_meier": [
            curve(seed, size, whole, late)
            for seed, (size, whole, late) in enumerate(
                [(12, False, False), (40, True, False), (40, False, True), (60, True, True), (150, True, False)]
            )
        ],
        "aalen_johansen": [incidence(7, 15), incidence(8, 60)],
        "log_rank": [groups(9, 30, 2), groups(10, 80, 4), groups(11, 120, 3)],
    }
    print(json.dumps(figures, separators=(",", ":")))


if __name__ == "__main__":
    main()
