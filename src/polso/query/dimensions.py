"""From the name of a dimension to where its values stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from polso.base.errors import NotFoundError, UserError, did_you_mean
from polso.catalog.dimensions import DIMENSIONS

Place = Literal["own", "named", "value_of", "team", "attribute", "movement"]


@dataclass(frozen=True, slots=True)
class Split:
    """A dimension as it is used in one question.

    `own`: the value is a column of the relation. `named`: the column holds an id whose record gives the name.
    `value_of`: the value is a column of the record behind the id. `team`: through the representative and the day.
    `attribute`: a user's own column kept as an attribute of `entity`. `movement`: what became of a record between two
    instants, which no relation holds.
    """

    id: str
    place: Place
    table: str = ""
    key: str = ""
    label: str = ""
    entity: str = ""
    attribute: str = ""


_PLACES: dict[str, Place] = {
    "channel": "own",
    "closing": "own",
    "metric": "own",
    "series": "own",
    "segment": "value_of",
    "team": "team",
    "movement": "movement",
}


def split(name: str, attributes: Mapping[str, tuple[str, ...]]) -> Split:
    """The dimension of that name, built in or a user's own (`region`, or `rep.region` where two entities have one)."""
    if name in DIMENSIONS:
        dimension = DIMENSIONS[name]
        return Split(
            name, _PLACES.get(name, "named"), dimension.table or "", dimension.key or "", dimension.label or ""
        )
    entity, dot, attribute = name.partition(".")
    if dot and entity in attributes.get(attribute, ()):
        return Split(name, "attribute", entity=entity, attribute=attribute)
    entities = attributes.get(name, ())
    if len(entities) == 1:
        return Split(name, "attribute", entity=entities[0], attribute=name)
    if entities:
        raise UserError("dimension_ambiguous", name=name, choices=tuple(f"{one}.{name}" for one in entities))
    known = (*DIMENSIONS, *attributes)
    raise NotFoundError("unknown_dimension", name=name, suggestions=did_you_mean(name, known), known=tuple(known))
