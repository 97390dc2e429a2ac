"""Who stayed between the two ends of a window, as numerators and denominators of shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from polso.answers.answer import Group, GroupKey
from polso.answers.exchange import Exchange
from polso.catalog.model import RetentionReading
from polso.engines.engine import Table
from polso.query.cells import Window
from polso.query.plan import Scan


@dataclass(slots=True)
class Fates:
    """Entities there at the start of a window: their number, and what became of them.

    Values are ten-thousandths in the company's currency at the rate of the start, so that no rate makes anybody grow;
    `told` entities have one at both ends, the others are `missing` from values, `fx_missing` for want of a rate.
    """

    n: int = 0
    kept: int = 0
    with_event: int = 0
    told: int = 0
    missing: int = 0
    fx_missing: int = 0
    opening: int = 0
    ending: int = 0
    capped: int = 0
    squares: float = 0.0

    def of(self, reading: RetentionReading) -> tuple[int, int]:
        """Numerator and denominator: numbers of entities, or values."""
        match reading:
            case "kept":
                return self.kept, self.n
            case "left":
                return self.n - self.kept, self.n
            case "event":
                return self.with_event, self.n
            case "value_kept":
                return self.ending, self.opening
            case "value_capped":
                return self.capped, self.opening


NO_FATES = Fates()


def fates_of(table: Table, scan: Scan, exchange: Exchange) -> Iterator[tuple[Window, Group, Fates]]:
    """The rows of `polso.sql.retention.counted`, put together by window and group."""
    found: dict[tuple[int, GroupKey], Fates] = {}
    groups: dict[GroupKey, Group] = {}
    dimensions = tuple(use.id for use in scan.splits)
    for row in table.rows:
        cells = dict(zip(table.names, row, strict=True))
        depth = int(cells["depth"])
        keys = tuple(cells[f"key_{number}"] for number in range(depth))
        if keys not in groups:
            names = tuple(cells[f"name_{number}"] for number in range(depth))
            groups[keys] = Group(dimensions[:depth], keys, names)
        _add(found.setdefault((cells["window_id"], keys), Fates()), cells, scan.windows[cells["window_id"]], exchange)
    for (window, keys), fates in found.items():
        yield scan.windows[window], groups[keys], fates


def _add(fates: Fates, cells: dict[str, Any], window: Window, exchange: Exchange) -> None:
    n = int(cells["n"])
    fates.n += n
    fates.kept += int(cells["kept"])
    fates.with_event += int(cells["with_event"])
    if "missing" not in cells:
        return
    missing = int(cells["missing"])
    fates.missing += missing
    if missing == n:
        return
    assert window.start is not None
    values = _values(cells, window, exchange)
    if values is None:
        fates.fx_missing += n - missing
        return
    opening, ending, capped, rate = values
    fates.told += n - missing
    fates.opening += opening
    fates.ending += ending
    fates.capped += capped
    fates.squares += float(cells["squares"] or 0.0) * rate * rate


def _values(cells: dict[str, Any], window: Window, exchange: Exchange) -> tuple[int, int, int, float] | None:
    """Opening, ending and capped value at the rates of the start, and that rate; None without one."""
    assert window.start is not None
    before, after = int(cells["amount_0"] or 0), int(cells["amount_1"] or 0)
    opening = exchange.to_base(before, cells["currency_0"], window.start)
    ending = exchange.to_base(after, cells["currency_1"], window.start)
    if opening is None or ending is None:
        return None
    rate = 1.0
    if cells["currency_0"] not in (None, exchange.base):
        rate = float(exchange.rates.get((window.start - timedelta(days=1), cells["currency_0"]), 0))
    if cells["alone"] is not None:
        return opening, ending, min(opening, ending), rate
    capped = exchange.to_base(int(cells["capped"] or 0), cells["currency_0"], window.start)
    return None if capped is None else (opening, ending, capped, rate)
