"""How a stock changed between two instants, part by part; the parts add up to the change in every scope and split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from polso.answers.answer import TOTAL, Group, GroupKey
from polso.answers.exchange import Exchange
from polso.answers.measured import Measured, Numbers
from polso.answers.movement import Change, Contribution, contributions, filter_reason
from polso.base.period import ONE_DAY, Period
from polso.catalog.movements import CAME_AND_WENT, EXCHANGE_RATE
from polso.engines.engine import Engine, Table
from polso.query.cells import Window
from polso.query.plan import Scan
from polso.sql import transition
from polso.sql.expressions import Statement
from polso.sql.transition import Comparison

SIDES = (0, 1)


def measure_transition(scan: Scan, engine: Engine, exchange: Exchange) -> tuple[Measured, tuple[Statement, ...]]:
    """Run the statements of a transition: one comparison for windows known at the same instants."""
    measured = Measured()
    statements: list[Statement] = []
    for wanted in scan.wanted:
        scopes = _Scopes(scan)
        for asked in comparisons(scan, wanted.measure):
            both, between = transition.counted(asked), transition.passed_through(asked)
            statements += [both, between]
            scopes.add(changes_of(engine.rows(both), scan), exchange)
            scopes.add_passing(engine.rows(between))
        scopes.settle(exchange)
        places = measured.of(wanted.measure)
        for window, key, numbers in scopes.numbers():
            places[window, key] = numbers
        measured.groups |= scopes.groups
    return measured, tuple(statements)


def tell_outside(measured: Measured, scan: Scan, covered_at: Callable[[datetime | None], Period | None]) -> None:
    """Mark the ends of windows that the data did not cover at their own instant of knowledge."""
    outside: dict[Window, tuple[bool, bool]] = {}
    for window, known in zip(scan.windows, scan.known, strict=True):
        days = ((window.start or window.end) - ONE_DAY, window.end - ONE_DAY)
        covered = [covered_at(instant) for instant in known]
        starts_out, ends_out = (
            period is None or not period.contains(day) for period, day in zip(covered, days, strict=True)
        )
        outside[window] = starts_out, ends_out
    told = (item for places in measured.numbers.values() for item in places.items())
    for (window, _), numbers in told:
        if any(outside[window]):
            numbers.ends = numbers.ends or (Numbers(), Numbers())
            for end, is_outside in zip(numbers.ends, outside[window], strict=True):
                end.outside = is_outside


def comparisons(scan: Scan, measure: Any) -> Iterator[Comparison]:
    """The windows of a scan, those together whose ends are known at the same instants."""
    together: dict[tuple[Any, Any], list[tuple[int, Any, Any]]] = {}
    for number, (window, known) in enumerate(zip(scan.windows, scan.known, strict=True)):
        together.setdefault(known, []).append((number, window.start, window.end))
    plain = plain_splits(scan)
    for (opening, ending), windows in together.items():
        yield Comparison(plain, measure, tuple(windows), opening, ending)


def plain_splits(scan: Scan) -> Scan:
    """The scan without the split by movement, which no relation holds."""
    return replace(scan, splits=tuple(one for one in scan.splits if one.place != "movement"))


def changes_of(table: Table, scan: Scan) -> Iterator[Change]:
    """The rows of `transition.counted` or `listed`."""
    splits = plain_splits(scan).splits
    filters = [one.split for one in scan.filters]
    for row in table.rows:
        cells = dict(zip(table.names, row, strict=True))
        inside = [
            bool(cells[f"open_{side}"]) and all(cells[f"kept_{n}_{side}"] for n in range(len(filters) + 1))
            for side in SIDES
        ]
        if not any(inside):
            continue
        window = scan.windows[cells["window_id"]]
        yield Change(
            window=window,
            n=int(cells.get("n", 1)),
            open=(bool(cells["open_0"]), bool(cells["open_1"])),
            inside=(inside[0], inside[1]),
            keys=(_side(cells, "key", len(splits), 0), _side(cells, "key", len(splits), 1)),
            names=(_side(cells, "name", len(splits), 0), _side(cells, "name", len(splits), 1)),
            amounts=(int(cells["amount_0"] or 0), int(cells["amount_1"] or 0)),
            currencies=(cells["currency_0"], cells["currency_1"]),
            states=(cells["state_0"], cells["state_1"]),
            entered=cells["entered"],
            left_as=cells["left_as"],
            direction=cells["direction"],
            expected=cells["expected"],
            filter_reason=filter_reason(
                [use for n, use in enumerate(filters) if cells[f"kept_{n}_0"] != cells[f"kept_{n}_1"]], inside
            ),
            counts_expected=all(use.id != "closing" for use in (*filters, *splits)),
            splits=splits,
            cells=cells,
        )


def _side(cells: Mapping[str, Any], word: str, count: int, side: int) -> GroupKey:
    return tuple(cells[f"{word}_{number}_{side}"] for number in range(count))


@dataclass(slots=True)
class _Scope:
    """One group of one window: the stock at both ends by currency, and what moved."""

    ends: tuple[dict[str | None, Numbers], dict[str | None, Numbers]] = field(default_factory=lambda: ({}, {}))
    parts: dict[str, Numbers] = field(default_factory=dict)
    moved: int = 0
    stocks: tuple[Numbers, Numbers] = field(default_factory=lambda: (Numbers(), Numbers()))

    def part(self, movement: str) -> Numbers:
        return self.parts.setdefault(movement, Numbers())


class _Scopes:
    """Everything that the windows of a scan gave, level by level."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.by = tuple(use.id for use in scan.splits)
        self.movement_at = next((at for at, use in enumerate(scan.splits) if use.place == "movement"), None)
        self.splits = tuple(use for use in scan.splits if use.place != "movement")
        self.groups: dict[GroupKey, Group] = {(): TOTAL}
        self._scopes: dict[tuple[Window, int, GroupKey], _Scope] = {}
        self._names: dict[tuple[int, str], tuple[tuple[bool, date, int], str | None]] = {}

    def depths(self) -> range:
        return range(len(self.splits) + 1)

    def scope(self, window: Window, key: GroupKey) -> _Scope:
        return self._scopes.setdefault((window, len(key), key), _Scope())

    def add(self, changes: Iterable[Change], exchange: Exchange) -> None:
        for change in changes:
            for side in SIDES:
                self._remember(change.keys[side], change.names[side], change.window, side)
            for depth in self.depths():
                for side in SIDES:
                    if change.inside[side]:
                        self._count(self.scope(change.window, change.keys[side][:depth]), change, side)
                moved: set[GroupKey] = set()
                for one in contributions(change, depth, exchange):
                    self._contribute(change, one, moved)
                for key in moved:
                    self.scope(change.window, key).moved += change.n

    def add_passing(self, table: Table) -> None:
        for row in table.rows:
            cells = dict(zip(table.names, row, strict=True))
            if not all(cells[f"kept_{n}_1"] for n in range(len(self.scan.filters) + 1)):
                continue
            keys, names = (_side(cells, word, len(self.splits), 1) for word in ("key", "name"))
            window = self.scan.windows[cells["window_id"]]
            self._remember(keys, names, window, 1)
            for depth in self.depths():
                self.scope(window, keys[:depth]).part(CAME_AND_WENT).n += int(cells["n"])

    def settle(self, exchange: Exchange) -> None:
        """Convert both ends as a stock is, currency by currency; what rounding leaves belongs to the exchange rate."""
        for (window, _, _), scope in self._scopes.items():
            assert window.start is not None
            for side, day in enumerate((window.start, window.end)):
                stock = scope.stocks[side]
                for currency, numbers in scope.ends[side].items():
                    for name in ("n", "missing", "unknown", "inferred"):
                        setattr(stock, name, getattr(stock, name) + getattr(numbers, name))
                    converted = exchange.to_base(numbers.total, currency, day)
                    if converted is None:
                        stock.fx_missing += numbers.n - numbers.missing - numbers.unknown
                    else:
                        stock.total += converted
            rest = scope.stocks[1].total - scope.stocks[0].total - sum(one.total for one in scope.parts.values())
            if rest:
                scope.part(EXCHANGE_RATE).total += rest

    def numbers(self) -> Iterator[tuple[Window, GroupKey, Numbers]]:
        """One entry a window and group, groups of other windows with nothing in them included."""
        asked = set(self.scan.parts)
        deepest = len(self.by)
        shown: dict[GroupKey, dict[Window, Numbers]] = {(): {}}
        for (window, size, key), scope in self._scopes.items():
            whole = [part for name, part in scope.parts.items() if name in asked]
            count = scope.moved if len(asked) > 1 else sum(part.n for part in whole)
            total = Numbers(count, total=sum(part.total for part in whole), ends=scope.stocks)
            if self.movement_at is None or size <= self.movement_at:
                self._show(shown, window, key, None, total)
            if self.movement_at is None or size < self.movement_at or self.movement_at >= deepest:
                continue
            for name, part in scope.parts.items():
                if name in asked and (part.n or part.total):
                    part.ends = scope.stocks
                    self._show(shown, window, key, name, part)
        for key in list(shown):
            for length in range(len(key)):
                self._prefix(shown, key[:length])
        for key, found in shown.items():
            for window in self.scan.windows:
                yield window, key, found.get(window) or self._nothing(window, key)

    def _nothing(self, window: Window, key: GroupKey) -> Numbers:
        at = self.movement_at
        plain = key if at is None or len(key) <= at else (*key[:at], *key[at + 1 :])
        scope = self._scopes.get((window, len(plain), plain))
        return Numbers(ends=scope.stocks if scope else None)

    def _prefix(self, shown: dict[GroupKey, dict[Window, Numbers]], key: GroupKey) -> None:
        if key not in shown:
            self._group(key)
            shown[key] = {}

    def _show(
        self,
        shown: dict[GroupKey, dict[Window, Numbers]],
        window: Window,
        key: GroupKey,
        movement: str | None,
        numbers: Numbers,
    ) -> None:
        at = self.movement_at
        whole = key if movement is None or at is None else (*key[:at], movement, *key[at:])
        self._group(whole)
        shown.setdefault(whole, {})[window] = numbers

    def _group(self, key: GroupKey) -> None:
        at = self.movement_at
        names = []
        for position, one in enumerate(key):
            if position == at:
                names.append(one)
            else:
                plain = position if at is None or position < at else position - 1
                names.append(None if one is None else self._names[(plain, one)][1])
        self.groups[key] = Group(self.by[: len(key)], key, tuple(names))

    def _remember(self, keys: GroupKey, names: GroupKey, window: Window, side: int) -> None:
        """The newest name of a group; one is known by its key alone where its record was learned later."""
        for position, (key, name) in enumerate(zip(keys, names, strict=True)):
            if key is not None:
                rank = (name != key, window.end, side)
                if (position, key) not in self._names or self._names[(position, key)][0] < rank:
                    self._names[(position, key)] = (rank, name)

    def _count(self, scope: _Scope, change: Change, side: int) -> None:
        numbers = scope.ends[side].setdefault(change.currencies[side], Numbers())
        numbers.n += change.n
        state = change.states[side]
        if state == transition.UNKNOWN:
            numbers.unknown += change.n
        elif state == transition.MISSING:
            numbers.missing += change.n
        else:
            numbers.total += change.amounts[side]
            numbers.inferred += change.n if state == transition.INFERRED else 0

    def _contribute(self, change: Change, one: Contribution, moved: set[GroupKey]) -> None:
        part = self.scope(change.window, one.key).part(one.movement)
        part.total += one.total
        part.n += change.n
        if one.moves:
            moved.add(one.key)
