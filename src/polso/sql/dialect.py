"""What an engine does its own way: one record an engine, each cell run against hand-worked rows in `tests/engines`."""

from __future__ import annotations

from dataclasses import dataclass

from polso.sql.expressions import SqlType


@dataclass(frozen=True, slots=True)
class Dialect:
    """Names of types, the text of each function as a template over its rendered arguments, the parameter mark."""

    name: str
    types: dict[SqlType, str]
    functions: dict[str, str]
    parameter: str = "?"
    scaled_sum: str = ""
    square: str = ""
    list_of: str = ""
