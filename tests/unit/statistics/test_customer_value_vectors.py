"""The published and independently computed numbers of `tests/vectors/customer_value.json`.

As in `test_vectors`; in an input, "cdnow" stands for the CDNOW customers of the folder of real data, a text for a
decimal.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polso.statistics.purchase_history import equal_histories
from polso.statistics.shifted_beta_geometric import renewals_of
from polso.statistics.unit_economics import Payments
from tests.support.data import real_data

VECTORS = Path(__file__).parents[2] / "vectors" / "customer_value.json"
SUMMARY = "cdnow_customers_summary_with_transactions.csv"


def vectors() -> list[Any]:
    found = json.loads(VECTORS.read_text(encoding="utf-8"))
    return [pytest.param(vector, id=f"{place}-{vector['id']}") for place, vector in enumerate(found)]


def cdnow(*columns: str) -> list[list[float]]:
    """Columns of the table of 2,357 customers: x, t_x, T in weeks, zbar the mean of the repeat purchases."""
    with (real_data() / "cdnow" / SUMMARY).open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [[float(row[column]) for row in rows] for column in columns]


def arguments(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name == "histories":
            columns = cdnow("x", "t_x", "T") if value == "cdnow" else zip(*value, strict=True)
            found[name] = equal_histories(*map(list, columns))
        elif name == "renewals":
            found["record"] = renewals_of(value)
        elif value == "cdnow":
            (found[name],) = cdnow({"repeats": "x", "spend": "zbar"}[name])
        elif name == "payments":
            found[name] = Payments(value)
        else:
            found[name] = Decimal(value) if isinstance(value, str) else value
    return found


@pytest.mark.parametrize("vector", vectors())
def test_vector(vector: dict[str, Any]) -> None:
    module, *names = vector["function"].split(".")
    function: Any = import_module(f"polso.statistics.{module}")
    for name in names:
        function = getattr(function, name)
    result = function(**arguments(vector["input"]))
    for key, expected in vector["expected"].items():
        found = result if key == "value" else getattr(result, key)
        np.testing.assert_allclose(
            np.asarray(found, dtype=np.float64),
            np.array(expected, dtype=np.float64),
            rtol=vector.get("relative", 0.0),
            atol=vector.get("tolerance", 0.0),
            equal_nan=True,
            err_msg=f"{vector['id']} {key}",
        )


def test_every_vector_of_the_reference_is_here() -> None:
    found = {vector.values[0]["id"] for vector in vectors()}
    assert found == {f"T{number}" for number in (*range(53, 61), 35)} | {"T53b", "T54b"}
