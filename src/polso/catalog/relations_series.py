"""Any other figure of the company."""

from __future__ import annotations

from polso.catalog.relation import KNOWN, Clock, Relation

SERIES_VALUE = Relation(
    "series_value",
    (("series", "VARCHAR"), ("day", "DATE"), ("value", "DECIMAL(18,4)"), *KNOWN),
    (Clock("day", "day"),),
    "series",
    {"series": "series"},
    {},
    ("series", "day", "value"),
    {},
)

RELATIONS: tuple[Relation, ...] = (SERIES_VALUE,)
