"""The customers behind a retention, each with what it adds above and below the line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from polso.answers.exchange import Exchange
from polso.base.money import from_scaled
from polso.catalog.model import Retention
from polso.engines.engine import Engine
from polso.query.plan import Scan
from polso.sql import parts, retention
from polso.sql.expressions import Call, Column, Item, Select, Source, Statement
from polso.sql.render import readable

NAMES = ("account_id", "account", "amount_old", "amount_new", "currency", "numerator", "denominator")


def records(
    kind: Retention, scan: Scan, engine: Engine, exchange: Exchange
) -> tuple[list[tuple[Any, ...]], tuple[str, ...]]:
    """One row a customer there when the period began; those without a usable value add nothing to a share of value."""
    statement = retention.listed(scan, scan.retained[0])
    table = engine.rows(statement)
    names = _names(scan, engine)
    start = scan.windows[0].start
    found = []
    for row in table.rows:
        cells = dict(zip(table.names, row, strict=True))
        old, new = cells.get("amount_0"), cells.get("amount_1")
        money = [None if one is None else from_scaled(int(one)) for one in (old, new)]
        top: Any = int(bool(cells["has_event"] if kind.reading == "event" else cells["is_kept"]))
        bottom: Any = 1
        if kind.reading == "left":
            top = 1 - top
        if kind.reading in ("value_kept", "value_capped"):
            top, bottom = _values(kind, cells, exchange, start) if cells["told"] else (None, None)
        shown = names.get(cells["entity"], cells["entity"])
        found.append((cells["entity"], shown, *money, cells.get("currency_0"), top, bottom))
    return found, (readable(statement, engine.dialect),)


def _values(
    kind: Retention, cells: dict[str, Any], exchange: Exchange, start: Any
) -> tuple[Decimal | None, Decimal | None]:
    opening = exchange.to_base(int(cells["amount_0"] or 0), cells["currency_0"], start)
    ending = exchange.to_base(int(cells["amount_1"] or 0), cells["currency_1"], start)
    if opening is None or ending is None:
        return None, None
    top = min(opening, ending) if kind.reading == "value_capped" else ending
    return from_scaled(top), from_scaled(opening)


def _names(scan: Scan, engine: Engine) -> dict[str, str]:
    if scan.retained[0].entity != "account_id":
        return {}
    record = "record"
    items = (
        Item(Column(record, "account_id"), "account_id"),
        Item(Call("lowest", (Column(record, "name"),)), "name"),
    )
    body = Select(items, Source("account", record), where=parts.known(record, scan.as_of), levels=(("account_id",),))
    return {key: name for key, name in engine.rows(Statement((), body)).rows if name is not None}
