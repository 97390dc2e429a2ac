"""The metrics of `[[metric]]` in `polso.toml`, vetted: each fault with its line and column in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from polso.base.errors import Parameter, Place, UserError
from polso.catalog import registry
from polso.catalog.custom import Written, metric_of
from polso.catalog.model import Derived, Metric, Words
from polso.store.settings import CustomMetric, Settings
from polso.store.toml_statements import find_statement, lines_of


def vet(said: Sequence[CustomMetric], text: str, file: str) -> None:
    """Raise UserError for the first metric that cannot be, with file, line and column."""
    numbers = {one.id: number for number, one in enumerate(said)}
    for one in said:
        place = _place(text, file, numbers[one.id], "id", one.id)
        if one.id in registry.metrics():
            raise UserError("metric_id_taken", place=place, value=one.id)
    known = _together(said)
    for one in said:
        try:
            metric_of(_written(one), known)
        except UserError as error:
            raise _placed(error, text, file, numbers[one.id], one) from error


@lru_cache(maxsize=8)
def every_metric(settings: Settings) -> dict[str, Metric]:
    """The catalog and the company's own metrics by id; the settings have been vetted."""
    known = _together(settings.metrics)
    own = {one.id: metric_of(_written(one), known) for one in settings.metrics}
    return {**registry.metrics(), **own}


def _together(said: Sequence[CustomMetric]) -> dict[str, Metric]:
    """All metrics, those of one's own as bare formulas that may name each other in any order.

    What they can be split by is settled from the inside out; a metric that names one with a fault of its own is told
    after it.
    """
    bare = replace(registry.metrics()["net_revenue"], variants=(), default_variant="default", requires=())
    known = {
        **registry.metrics(),
        **{one.id: replace(bare, id=one.id, kind=Derived(one.formula or "0")) for one in said},
    }
    for _ in said:
        for one in said:
            try:
                known[one.id] = metric_of(_written(one), known)
            except UserError:
                continue
    return known


def _written(one: CustomMetric) -> Written:
    name = one.name or one.id
    return Written(one.id, one.formula, Words(one.name_en or name, one.name_it or name), one.unit, one.better, one.note)


def _placed(error: UserError, text: str, file: str, number: int, one: CustomMetric) -> UserError:
    """The fault at its line and column of the file; `line` and `column` count within the formula."""
    parameters: dict[str, Parameter] = dict(error.parameters)
    line, column = parameters.get("line"), parameters.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return UserError(error.code, place=_place(text, file, number, "id", one.id), **parameters)
    statement = find_statement(text, ("metric", number, "formula"))
    row, place_in_row = (statement.first if statement else 1), column
    wanted = one.formula.split("\n")[line - 1].strip() if one.formula else ""
    lines = lines_of(text)
    last = statement.last if statement else row
    for candidate in range(row, last + 1):
        at = lines[candidate - 1].find(wanted) if wanted else -1
        if at >= 0 and candidate - row >= line - 1:
            indent = len(one.formula.split("\n")[line - 1]) - len(one.formula.split("\n")[line - 1].lstrip())
            row, place_in_row = candidate, at + column - indent
            break
    parameters |= {"line": row, "column": place_in_row}
    where = Place(file=file, row=row, setting=f"metric.{one.id}.formula")
    return UserError(error.code, place=where, **parameters)


def _place(text: str, file: str, number: int, key: str, name: str) -> Place:
    statement = find_statement(text, ("metric", number, key))
    return Place(file=file, row=statement.first if statement else None, setting=f"metric.{name}.{key}")
