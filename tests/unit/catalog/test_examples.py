"""The worked examples: their rows are imported as files, and the figure that they tell is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from polso.answers.as_json import plain
from polso.base.company import Company
from polso.catalog.example import MOST_ROWS, Example, Expected, examples
from polso.catalog.registry import metrics
from polso.intake.importing import import_files
from polso.store import derived
from tests.support.office import Office

PARENTS = ("team", "rep", "product", "source", "stage", "account", "lead", "opportunity", "sales_order")
MAKE_RELATIONS = derived.rebuild
CASES = [(one, expected) for one in examples().values() for expected in one.expected]


def test_every_example_is_of_a_metric_and_short() -> None:
    assert set(examples()) <= set(metrics())
    for one in examples().values():
        assert 0 < one.row_count <= MOST_ROWS, one.metric
        assert {said.variant for said in one.expected} <= {"default", *metrics()[one.metric].variant_ids}, one.metric


def test_every_metric_of_the_article_has_an_example() -> None:
    lacking = [one.id for one in metrics().values() if one.id not in examples() and not one.supporting]
    assert lacking == []


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Example], Office]]:
    """The company of an example, made when it is first asked; those with the same rows share one."""
    offices: dict[Any, Office] = {}

    def office(one: Example) -> Office:
        key = (one.tables, one.settings, one.today)
        if key not in offices:
            offices[key] = _office(one, tmp_path_factory.mktemp(one.metric))
        return offices[key]

    yield office
    for made in offices.values():
        made.close()


def _office(one: Example, folder: Path) -> Office:
    settings: dict[str, Any] = {
        name: Decimal(value) if "share" in name or "rate" in name else int(value) if value.isdigit() else value
        for name, value in one.settings
    }
    office = Office(folder, Company(name="Esempio", **settings), date.fromisoformat(one.today))
    order = {name: position for position, name in enumerate(PARENTS)}
    tables = sorted(one.tables, key=lambda table: order.get(table.table, len(order)))
    for position, table in enumerate(tables, start=1):
        file = folder / f"{table.table}.csv"
        file.write_text(table.csv, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            # Made from nothing when all files are there, not after each: the examples are many.
            last = position == len(tables)
            patch.setattr(derived, "rebuild", partial(_rebuild_all, MAKE_RELATIONS) if last else lambda *_: None)
            report = import_files(office.workspace, [file], as_table=table.table)
        assert not report.questions, report.questions
    return office


def _rebuild_all(make: Callable[..., None], cursor: Any, company: Company, calendar: Any, _touched: Any) -> None:
    make(cursor, company, calendar, None)


@pytest.mark.parametrize(
    ("one", "said"), CASES, ids=lambda part: part.metric if isinstance(part, Example) else part.variant
)
def test_the_example_gives_what_it_says(one: Example, said: Expected, asked: Callable[[Example], Office]) -> None:
    name = one.metric if said.variant == "default" else f"{one.metric}:{said.variant}"
    answers = asked(one).ask(name, period=one.period, where=dict(said.where))
    # What is always split has a row for the group asked for, and may have the total beside it.
    wanted = tuple(value for _, value in said.where) if metrics()[one.metric].always_by else ()
    (answer,) = (found for found in answers if found.group.names == wanted)
    shown = {field: number(getattr(answer, field)) for field in ("value", "numerator", "denominator")}
    assert shown["value"] == number(said.value), answer
    for field in ("numerator", "denominator"):
        if getattr(said, field) is not None:
            assert shown[field] == number(getattr(said, field)), answer
    if said.flag is not None:
        assert said.flag in answer.flags


def number(value: Any) -> Any:
    """Numbers are compared as numbers: money exactly, shares to six decimals as the examples print them."""
    if value is None:
        return None
    if isinstance(value, str | int):
        return round(Decimal(value), 6)
    return round(Decimal(str(plain(value))), 6)
