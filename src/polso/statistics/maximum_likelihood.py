"""Positive parameters by maximum likelihood, with the honest question whether the data hold them at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from polso.statistics.arrays import Floats

LOWEST_LOG, HIGHEST_LOG = -7.0, 9.0
SMALLEST_CREDIBLE, LARGEST_CREDIBLE = 0.002, 500.0
STEP, NEAR = 1e-4, 1e-6
LONGEST_STEP, SHORTEST_STEP, MOST_STEPS = 2.0, 1e-12, 200
FLAT, DECREASE, ENOUGH = 1e-6, 1e-4, 1e-14

#: Parameters, shape (k,), to the log-likelihood and its gradient, shape (k,).
Likelihood: TypeAlias = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Where the likelihood, times the prior if there is one, is highest.

    `parameters` and `standard_errors` have shape (k,); `log_covariance`, shape (k, k), is that of their logarithms.
    `log_likelihood` leaves the prior out. `degenerate` says that the data do not hold the parameters: one of them ran
    beyond 0.002 to 500, or the curvature is not that of a maximum; the errors are then NaN in the second case.
    """

    parameters: Floats
    standard_errors: Floats
    log_covariance: Floats
    log_likelihood: float
    degenerate: bool
    prior: bool


def maximise(likelihood: Likelihood, starts: Sequence[Sequence[float]], prior: bool = False) -> Estimate:
    """The highest of the maxima found from each start by Newton's method on the logarithms, held within [-7, 9].

    `prior` puts a standard normal on each log-parameter, weak beside some hundred customers and a rein on a few dozen.
    Standard errors come from the inverse of the Hessian of the logarithms (central differences of the gradient), times
    the parameter (delta method). Misleads where the likelihood is flat but has its top inside the bounds: look at the
    errors.

    >>> import numpy as np
    >>> lost, kept = 30.0, 70.0                      # odds of an event, θ/(1 + θ)
    >>> def odds(theta):
    ...     value = lost * np.log(theta[0]) - (lost + kept) * np.log1p(theta[0])
    ...     return value, np.array([lost / theta[0] - (lost + kept) / (1 + theta[0])])
    >>> estimate = maximise(odds, [[1.0], [5.0]])
    >>> round(float(estimate.parameters[0]), 6), estimate.degenerate
    (0.428571, False)
    """

    def descent(logs: Floats) -> tuple[float, Floats]:
        theta = np.exp(logs)
        value, gradient = likelihood(theta)
        if prior:
            return 0.5 * float(logs @ logs) - value, logs - gradient * theta
        return -value, -gradient * theta

    found = [_lowest(descent, np.log(np.asarray(start, dtype=np.float64))) for start in starts]
    logs = min(found, key=lambda one: descent(one)[0])
    parameters = np.exp(logs)
    covariance = _inverse_if_positive(_hessian(descent, logs))
    credible = np.all((parameters >= SMALLEST_CREDIBLE) & (parameters <= LARGEST_CREDIBLE))
    return Estimate(
        parameters=parameters,
        standard_errors=parameters * np.sqrt(np.diag(covariance)),
        log_covariance=covariance,
        log_likelihood=float(likelihood(parameters)[0]),
        degenerate=not credible or not np.all(np.isfinite(covariance)),
        prior=prior,
    )


def _lowest(descent: Likelihood, logs: Floats) -> Floats:
    """Newton's steps, no longer than what the last ones proved right (Nocedal and Wright 2006, chapter 4).

    Along a direction of negative curvature the step goes as far down as its curvature is strong. A parameter at its
    bound that is driven outwards stays there.
    """
    value, gradient = descent(logs)
    radius = LONGEST_STEP
    for _ in range(MOST_STEPS):
        held = ((logs <= LOWEST_LOG) & (gradient > 0)) | ((logs >= HIGHEST_LOG) & (gradient < 0))
        free = np.flatnonzero(~held)
        if not np.any(np.abs(gradient[free]) > FLAT):
            break
        curvatures, axes = np.linalg.eigh(_slopes(descent, logs, gradient)[np.ix_(free, free)])
        bent = np.maximum(np.abs(curvatures), FLAT)
        whole = -axes @ ((axes.T @ gradient[free]) / bent)
        before = value
        while radius > SHORTEST_STEP:
            step = np.zeros(logs.size)
            step[free] = whole * min(1.0, radius / float(np.sqrt(whole @ whole)))
            tried = _within(logs, step)
            found, slope = descent(tried)
            if np.isfinite(found) and found < value - DECREASE * abs(float(gradient @ (tried - logs))):
                radius = min(LONGEST_STEP, 2 * radius)
                logs, value, gradient = tried, found, slope
                break
            radius = min(radius, float(np.sqrt(step @ step))) / 4
        if before - value <= ENOUGH * abs(value):
            break
    return logs


def _within(logs: Floats, step: Floats) -> Floats:
    """As far along the step as the bounds allow; what stands at a bound already does not go beyond it."""
    outwards = ((logs <= LOWEST_LOG) & (step < 0)) | ((logs >= HIGHEST_LOG) & (step > 0))
    step = np.where(outwards, 0.0, step)
    room = np.where(step < 0, LOWEST_LOG - logs, HIGHEST_LOG - logs)
    moved = step != 0
    share = min(1.0, float(np.min(room[moved] / step[moved], initial=1.0)))
    return np.asarray(np.clip(logs + share * step, LOWEST_LOG, HIGHEST_LOG), dtype=np.float64)


def _slopes(descent: Likelihood, logs: Floats, gradient: Floats) -> Floats:
    """The Hessian by one-sided differences: near enough to choose a step by."""
    rows = [(descent(logs + step)[1] - gradient) / NEAR for step in NEAR * np.eye(logs.size)]
    found = np.array(rows)
    return (found + found.T) / 2


def _hessian(descent: Likelihood, logs: Floats) -> Floats:
    steps = STEP * np.eye(logs.size)
    rows = [(descent(logs + step)[1] - descent(logs - step)[1]) / (2 * STEP) for step in steps]
    found = np.array(rows)
    return (found + found.T) / 2


def _inverse_if_positive(hessian: Floats) -> Floats:
    nothing = np.full(hessian.shape, np.nan)
    if not np.all(np.isfinite(hessian)):
        return nothing
    # Below that a logarithm would have an error of a thousand, and its sign is one of rounding.
    if np.linalg.eigvalsh(hessian).min() < FLAT:
        return nothing
    return np.asarray(np.linalg.inv(hessian), dtype=np.float64)
