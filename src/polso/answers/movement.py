"""The rules by which one record's change falls into parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polso.answers.answer import GroupKey
from polso.answers.exchange import Exchange
from polso.catalog.movements import EXCHANGE_RATE
from polso.query.cells import Window
from polso.query.dimensions import Split

Pair = tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Change:
    """One record, or several alike, at the two ends of a window; pairs are (first end, second end).

    `open`: it is in the stock; `inside`: and the question asks for it. Amounts are ten-thousandths of their currency,
    zero where unknown. `filter_reason` is the movement by which it came into or left what is asked for.
    """

    window: Window
    n: int
    open: Pair
    inside: Pair
    keys: tuple[GroupKey, GroupKey]
    names: tuple[GroupKey, GroupKey]
    amounts: tuple[int, int]
    currencies: tuple[str | None, str | None]
    states: tuple[str | None, str | None]
    entered: str | None
    left_as: str | None
    direction: str | None
    expected: str | None
    filter_reason: str
    counts_expected: bool
    splits: tuple[Split, ...]
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a change adds to one part of one group, in ten-thousandths of the base currency.

    `moves` is false for what is only counted: it makes no difference to the stock.
    """

    key: GroupKey
    movement: str
    total: int
    moves: bool = True


def filter_reason(changed: Sequence[Split], inside: Sequence[bool]) -> str:
    """The movement of a record that a filter keeps at one end only."""
    return _reason(changed, enters=inside[1])


def _reason(changed: Sequence[Split], *, enters: bool) -> str:
    if any(use.id in ("rep", "team") or use.entity == "rep" for use in changed):
        return "reassigned"
    if any(use.id == "closing" for use in changed):
        return "pulled_in" if enters else "pushed_out"
    return "moved"


def contributions(change: Change, depth: int, exchange: Exchange) -> Iterator[Contribution]:
    """The parts of a change at one level of groups: the first `depth` of its splits.

    What goes to another group goes at the value of the first end; the amount changes and the rate changes there where
    the record is at the second end. So a part of a group is never told twice, and groups add up to their total.
    """
    start, end = change.window.start, change.window.end
    assert start is not None
    first, second = (keys[:depth] for keys in change.keys)
    before = exchange.to_base(change.amounts[0], change.currencies[0], start) or 0
    after = exchange.to_base(change.amounts[1], change.currencies[1], end) or 0
    if not change.open[0]:
        yield Contribution(second, change.entered or "appeared", after)
        return
    if not change.open[1]:
        yield Contribution(first, change.left_as or "removed", -before)
        return
    if change.inside[0] != change.inside[1]:
        enters = change.inside[1]
        yield Contribution(second if enters else first, change.filter_reason, before if enters else -before)
    elif first != second:
        changed = [use for use, old, new in zip(change.splits, first, second, strict=False) if old != new]
        yield Contribution(first, _reason(changed, enters=False), -before)
        yield Contribution(second, _reason(changed, enters=True), before)
    if change.inside[1]:
        yield from _within(change, second, before, after, exchange)


def _within(change: Change, key: GroupKey, before: int, after: int, exchange: Exchange) -> Iterator[Contribution]:
    assert change.window.start is not None
    old, new = change.currencies
    if old and new and old != new:
        raised = after - before
        direction = "up" if raised > 0 else "down" if raised < 0 else None
    else:
        moved = exchange.to_base(change.amounts[1] - change.amounts[0], new or old, change.window.start)
        direction = change.direction
        # Without a rate at the first end all that can be said is that the second has one.
        raised = moved if moved is not None else 0
    if direction:
        yield Contribution(key, f"amount_{direction}", raised)
    rate = after - before - raised
    if rate:
        yield Contribution(key, EXCHANGE_RATE, rate)
    if change.counts_expected and change.expected:
        movement = "pulled_in" if change.expected == "earlier" else "pushed_out"
        yield Contribution(key, movement, 0, moves=False)
