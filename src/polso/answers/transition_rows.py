"""The records behind each part of a change, with what they were and what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from polso.answers.exchange import Exchange
from polso.answers.movement import Change, contributions
from polso.answers.transitions import changes_of, comparisons, measure_transition
from polso.base.money import from_scaled
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.movements import CAME_AND_WENT, EXCHANGE_RATE, ORDER
from polso.engines.engine import Engine, Table
from polso.query.dimensions import Split
from polso.query.plan import Scan
from polso.sql import transition
from polso.sql.listing import ACCOUNT
from polso.sql.render import readable

OPPORTUNITY = Split("opportunity", "named", "opportunity", "opportunity_id", "name")


def _named(dimension: str) -> Split:
    one = DIMENSIONS[dimension]
    return Split(dimension, "named", one.table or "", one.key or "", one.label or "")


SHOWN = (OPPORTUNITY, ACCOUNT, _named("rep"), _named("stage"))
_PAIRS = ("rep", "stage", "amount", "currency", "expected_close")
NAMES = (
    *("movement", "opportunity_id", "name", "account"),
    *(f"{name}_{end}" for name in _PAIRS for end in ("old", "new")),
    *("numerator", "denominator"),
)
Row = tuple[Any, ...]


def records(scan: Scan, engine: Engine, exchange: Exchange) -> tuple[list[Row], tuple[str, ...]]:
    """Every record of the movements asked for in the scan's one window, and the statements that gave them.

    Rows stand in the order of the movements, the largest first; their numerators add up to the figure. What rounding
    leaves between records converted one by one and a pipeline converted whole goes to one of another currency.
    """
    found: list[list[Any]] = []
    texts: list[str] = []
    plain = replace(scan, splits=())
    for asked in comparisons(plain, scan.wanted[0].measure):
        shown = replace(asked, shown=SHOWN)
        both, between = transition.listed(shown), transition.passed_through(shown, one_by_one=True)
        texts += [readable(both, engine.dialect), readable(between, engine.dialect)]
        for change in changes_of(engine.rows(both), plain):
            found += _of(change, scan, exchange)
        if CAME_AND_WENT in scan.parts:
            found += _passing(engine.rows(between), plain)
    _level(found, plain, engine, exchange)
    found.sort(key=lambda row: (ORDER[row[0]], -abs(row[-2]), row[1]))
    return [(*row[:-2], from_scaled(row[-2]), None) for row in found], tuple(texts)


def _of(change: Change, scan: Scan, exchange: Exchange) -> Iterator[list[Any]]:
    for one in contributions(change, 0, exchange):
        if one.movement in scan.parts:
            yield [one.movement, *_shown(change.cells, (0, 1)), one.total, None]


def _shown(cells: Any, sides: tuple[int, ...]) -> list[Any]:
    def at(name: str, side: int) -> Any:
        return cells.get(f"{name}_{side}") if side in sides else None

    def either(number: int) -> Any:
        new = at(f"shown_{number}", 1)
        return new if new is not None else at(f"shown_{number}", 0)

    found = [cells["record"], either(0), either(1)]
    for name in ("shown_2", "shown_3", "amount", "currency", "expected_on"):
        pair = [at(name, side) for side in (0, 1)]
        found += [None if one is None else from_scaled(one) for one in pair] if name == "amount" else pair
    return found


def _passing(table: Table, scan: Scan) -> Iterator[list[Any]]:
    for row in table.rows:
        cells = dict(zip(table.names, row, strict=True))
        if all(cells[f"kept_{n}_1"] for n in range(len(scan.filters) + 1)):
            yield [CAME_AND_WENT, *_shown(cells, (1,)), 0, None]


def _level(found: list[list[Any]], scan: Scan, engine: Engine, exchange: Exchange) -> None:
    measured, _ = measure_transition(scan, engine, exchange)
    figure = measured.get(scan.wanted[0].measure, scan.windows[0], ())
    rest = figure.total - sum(row[-2] for row in found)
    at = slice(NAMES.index("currency_old"), NAMES.index("currency_new") + 1)
    foreign = [row for row in found if set(row[at]) - {None, exchange.base}]
    if rest and foreign:
        max(foreign, key=lambda row: (row[0] == EXCHANGE_RATE, abs(row[-2])))[-2] += rest
