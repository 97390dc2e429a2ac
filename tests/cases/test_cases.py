"""Answers on real data equal hand-written queries over the raw files, to the cent."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from polso.access.viewer import OWNER
from polso.answers.door import Door
from polso.query.request import Request
from tests.cases.conftest import TODAY

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*.toml"))
DOORS = {"maven": ("maven", "maven_workbooks"), "cdnow": ("cdnow",)}
Key = tuple[str | None, ...]
Rows = dict[Key, dict[str, Any]]


def answered(door: Door, case: dict[str, Any]) -> Rows:
    """Groups and bucket to `metric.field` to value; a total has the groups it lacks as None."""
    request = Request(tuple(case["metrics"]), tuple(case["by"]), case.get("grain"), case["period"], "none")
    found: Rows = {}
    label = door.workspace.calendar.label
    for answer in door.ask(request, OWNER, TODAY):
        names = (*answer.group.names, *(None,) * (len(case["by"]) - len(answer.group.names)))
        key = (*names, label(answer.period)) if case.get("grain") else names
        metric = answer.metric.id
        spelled = metric if answer.variant.id == answer.metric.default_variant else f"{metric}:{answer.variant.id}"
        fields = {f"{spelled}.{field}": getattr(answer, field) for field in ("value", "numerator", "denominator")}
        found.setdefault(key, {}).update(fields)
        if answer.value is not None and answer.denominator:
            exact = Fraction(answer.numerator or 0) / Fraction(answer.denominator)
            if not spelled.endswith("median") and metric != "sales_cycle_length":
                assert abs(Fraction(answer.value) - exact) <= Fraction(1, 20_000), (key, spelled)
    return found


def checked(raw: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> Rows:
    result = raw.execute(case["check"])
    names = [column[0] for column in result.description or ()]
    keys = len([name for name in names if "." not in name])
    return {tuple(row[:keys]): dict(zip(names[keys:], row[keys:], strict=True)) for row in result.fetchall()}


def same(ours: Any, theirs: Any) -> bool:
    """Counts and money exactly; a middle of two, which the check computes in binary, to a hundredth of a cent."""
    if ours is None or theirs is None:
        return not ours and not theirs
    if isinstance(theirs, float) or isinstance(ours, float):
        return abs(float(ours) - float(theirs)) < 1e-4
    return Decimal(ours) == Decimal(theirs)


@pytest.mark.parametrize(
    ("fixture", "file"),
    [pytest.param(fixture, file, id=f"{fixture}/{file.stem}") for file in CASES for fixture in DOORS[file.parent.name]],
)
def test_case(fixture: str, file: Path, raw: duckdb.DuckDBPyConnection, request: pytest.FixtureRequest) -> None:
    case = tomllib.loads(file.read_text(encoding="utf-8"))
    door: Door = request.getfixturevalue(fixture)
    ours, theirs = answered(door, case), checked(raw, case)
    for key, figures in theirs.items():
        for name, value in figures.items():
            assert same(ours[key][name], value), (case["title"], key, name, ours[key][name], value)
    extra = {
        key for key in set(ours) - set(theirs) if any(name.endswith("value") and v for name, v in ours[key].items())
    }
    assert not extra, f"groups that the check query does not have: {extra}"
    for row in case["expected"]:
        *names, figures = row
        key = tuple(name or None for name in names)
        for name, value in figures.items():
            assert same(theirs[key][name], value), (key, name)


def test_there_are_cases_for_both_data_sets() -> None:
    assert {file.parent.name for file in CASES} == {"maven", "cdnow"}
    assert len(CASES) >= 9
