"""The values that a filter names, found by display name or id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from polso.base.errors import NotFoundError, did_you_mean
from polso.base.ids import name_key
from polso.base.period_text import parse_period
from polso.catalog.movements import MOVEMENTS
from polso.catalog.relations import RELATIONS, Clock, Relation
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.dimensions import Split, split
from polso.query.plan import Scan
from polso.query.resolve import Filter
from polso.sql import parts
from polso.sql.expressions import Call, Column, Item, Select, Source, Statement, both


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
    moved = asked.pop("movement", None)
    carried = {
        name: [one for one in names if _carries(RELATIONS[one], split(name, context.attributes))] for name in asked
    }
    found = tuple(
        _days(name, values, context)
        if name == "closing"
        else _filter(name, values, tuple(carried[name]), as_of, context, engine)
        for name, values in asked.items()
        if carried[name]
    )
    return (*found, _movements(moved, context)) if moved else found


def _days(name: str, values: list[str], context: Context) -> Filter:
    """The expected close within periods, spelled as everywhere; an empty value keeps deals without one."""
    spelled = [value for value in values if value.strip()]
    periods = tuple(parse_period(one, context.calendar, context.today, context.all_covered) for one in spelled)
    return Filter(split(name, context.attributes), (None,) if len(spelled) < len(values) else (), periods)


def _movements(values: list[str], context: Context) -> Filter:
    """Movements by id or by name in either language."""
    known = [(one.id, spelled) for one in MOVEMENTS.values() for spelled in (one.id, one.names.en, one.names.it)]
    keys: list[str | None] = []
    for value in values:
        found = _keys_of(value, known)
        if not found:
            raise NotFoundError(
                "unknown_value", name=value, dimension="movement", suggestions=did_you_mean(value, tuple(MOVEMENTS))
            )
        keys += found
    return Filter(split("movement", context.attributes), tuple(dict.fromkeys(keys)))


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
        if not name_key(value):
            keys.append(None)
            continue
        found = _keys_of(value, known) or _keys_of(value, recorded_values(use, as_of, engine))
        if not found:
            shown_values = [shown for _, shown in known]
            raise NotFoundError(
                "unknown_value", name=value, dimension=name, suggestions=did_you_mean(value, shown_values)
            )
        keys += found
    return Filter(use, tuple(dict.fromkeys(keys)))


def _keys_of(value: str, known: list[tuple[str, str]]) -> list[str]:
    wanted = name_key(value)
    return [key for key, shown in known if wanted in (name_key(key), name_key(shown))]


def known_values(
    use: Split, relations: tuple[str, ...], as_of: datetime | None, engine: Engine
) -> list[tuple[str, str]]:
    """Key and shown name of every value that the dimension has in the relations, whoever is credited, by name."""
    found: dict[str, str] = {}
    for relation_name in relations:
        for statement in _values(RELATIONS[relation_name], use, as_of):
            _add(found, statement, engine)
    return _by_name(found)


def recorded_values(use: Split, as_of: datetime | None, engine: Engine) -> list[tuple[str, str]]:
    """Key and name of every record of the dimension: somebody who has sold nothing yet is known all the same."""
    found: dict[str, str] = {}
    if use.place in ("named", "team"):
        record = "record"
        named = Select(
            (Item(Column(record, use.key), "key"), Item(Call("lowest", (Column(record, use.label),)), "name")),
            Source(use.table, record),
            where=parts.known(record, as_of),
            levels=(("key",),),
        )
        _add(found, Statement((), named), engine)
    return _by_name(found)


def _add(found: dict[str, str], statement: Statement, engine: Engine) -> None:
    for key, shown in engine.rows(statement).rows:
        if key is not None:
            found.setdefault(key, shown if shown is not None else key)


def _by_name(found: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(found.items(), key=lambda pair: name_key(pair[1]))


def _carries(relation: Relation, use: Split) -> bool:
    return use.entity in relation.entities if use.place == "attribute" else use.id in relation.dimensions


def _values(relation: Relation, use: Split, as_of: datetime | None) -> list[Statement]:
    """One statement a way in which the value is found: a team depends on the day and on who is credited."""
    of_person = use.id in ("rep", "team") or use.entity == "rep"
    columns = tuple(dict.fromkeys(relation.credits.values())) if of_person else (relation.credits.get("closing"),)
    clocks = relation.clocks if use.place == "team" else relation.clocks[:1]
    return [_values_of(relation, use, as_of, clock, credit) for clock in clocks for credit in columns]


def _values_of(relation: Relation, use: Split, as_of: datetime | None, clock: Clock, credit: str | None) -> Statement:
    scan = Scan("flow", relation, clock.name, credit, (), (), (use,), (), as_of)
    named = parts.namings_of(scan, Column("fact", clock.day))[use]
    body = Select(
        (Item(named.key, "key"), Item(Call("lowest", (named.label,)), "name")),
        Source(relation.name, "fact"),
        named.joins,
        both(parts.known("fact", as_of)),
        levels=(("key",),),
    )
    return Statement(named.parts, body)
