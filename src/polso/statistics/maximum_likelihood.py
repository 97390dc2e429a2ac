"""Positive parameters by maximum likelihood, with the honest question whether the data hold them at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from polso.statistics.arrays import Floats

LOWEST_LOG, HIGHEST_LOG = -7.0, 9.0
SMALLEST_CREDIBLE, LARGEST_CREDIBLE = 0.002, 500.0
STEP = 1e-4

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
    """The highest of the maxima found from each start by L-BFGS-B on the logarithms, held within [-7, 9].

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
    from scipy.optimize import minimize

    def descent(logs: Floats) -> tuple[float, Floats]:
        theta = np.exp(logs)
        value, gradient = likelihood(theta)
        if prior:
            return 0.5 * float(logs @ logs) - value, logs - gradient * theta
        return -value, -gradient * theta

    found = [
        minimize(
            descent,
            np.log(np.asarray(start, dtype=np.float64)),
            jac=True,
            method="L-BFGS-B",
            bounds=[(LOWEST_LOG, HIGHEST_LOG)] * len(start),
            options={"ftol": 1e-13, "gtol": 1e-6, "maxiter": 500},
        )
        for start in starts
    ]
    logs = min(found, key=lambda one: float(one.fun)).x
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


def _hessian(descent: Likelihood, logs: Floats) -> Floats:
    steps = STEP * np.eye(logs.size)
    rows = [(descent(logs + step)[1] - descent(logs - step)[1]) / (2 * STEP) for step in steps]
    found = np.array(rows)
    return (found + found.T) / 2


def _inverse_if_positive(hessian: Floats) -> Floats:
    nothing = np.full(hessian.shape, np.nan)
    if not np.all(np.isfinite(hessian)):
        return nothing
    try:
        np.linalg.cholesky(hessian)
    except np.linalg.LinAlgError:
        return nothing
    return np.asarray(np.linalg.inv(hessian), dtype=np.float64)
