"""The values that a filter names, found by display name or id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from polso.base.errors import NotFoundError, did_you_mean
from polso.base.ids import name_key
from polso.catalog.relations import RELATIONS, Relation
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.dimensions import Split, split
from polso.query.plan import Scan
from polso.query.resolve import Filter
from polso.sql import parts
from polso.sql.expressions import Call, Item, Select, Source, Statement, both


def filters(
    where: tuple[tuple[str, str], ...],
    relations: Iterable[str],
    as_of: datetime | None,
    context: Context,
    engine: Engine,
) -> tuple[Filter, ...]:
    """One filter a dimension, its values joined by *or*; dimensions that no relation carries are left out, since the
    metrics over them are refused. Raises NotFoundError `unknown_value` with the nearest ones.
    """
    asked: dict[str, list[str]] = {}
    for name, value in where:
        asked.setdefault(name, []).append(value)
    names = tuple(relations)
    carried = {
        name: [one for one in names if _carries(RELATIONS[one], split(name, context.attributes))] for name in asked
    }
    return tuple(
        _filter(name, values, tuple(carried[name]), as_of, context, engine)
        for name, values in asked.items()
        if carried[name]
    )


def _filter(
    name: str,
    values: list[str],
    relations: tuple[str, ...],
    as_of: datetime | None,
    context: Context,
    engine: Engine,
) -> Filter:
    use = split(name, context.attributes)
    known = known_values(use, relations, as_of, engine)
    keys: list[str | None] = []
    for value in values:
        wanted = name_key(value)
        found = [key for key, shown in known if wanted in (name_key(key), name_key(shown))]
        if not wanted:
            keys.append(None)
        elif found:
            keys += found
        else:
            shown_values = [shown for _, shown in known]
            raise NotFoundError(
                "unknown_value", name=value, dimension=name, suggestions=did_you_mean(value, shown_values)
            )
    return Filter(use, tuple(dict.fromkeys(keys)))


def known_values(
    use: Split, relations: tuple[str, ...], as_of: datetime | None, engine: Engine
) -> list[tuple[str, str]]:
    """Key and shown name of every value that the dimension has in the relations, by name."""
    found: dict[str, str] = {}
    for relation_name in relations:
        for key, shown in engine.rows(_values(RELATIONS[relation_name], use, as_of)).rows:
            if key is not None:
                found.setdefault(key, shown if shown is not None else key)
    return sorted(found.items(), key=lambda pair: name_key(pair[1]))


def _carries(relation: Relation, use: Split) -> bool:
    return use.entity in relation.entities if use.place == "attribute" else use.id in relation.dimensions


def _values(relation: Relation, use: Split, as_of: datetime | None) -> Statement:
    clock = relation.clocks[0]
    scan = Scan("flow", relation, clock.name, relation.credits.get("closing"), (), (), (use,), (), as_of)
    named = parts.namings_of(scan, clock.day)[use]
    body = Select(
        (Item(named.key, "key"), Item(Call("lowest", (named.label,)), "name")),
        Source(relation.name, "fact"),
        named.joins,
        both(parts.known("fact", as_of)),
        levels=(("key",),),
    )
    return Statement(named.parts, body)
