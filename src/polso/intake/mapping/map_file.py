"""A mapping written by hand: `--map FILE.toml`.

    table = "opportunity"
    source = "files"

    [columns]
    "Importo totale" = "amount"
    "Note interne" = ""

An empty target keeps the column as an attribute; columns that are not named are matched by exact words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from polso.base.errors import NotFoundError, Place, UserError, did_you_mean
from polso.catalog.schema import IMPORTABLE
from polso.intake.mapping.model import FILES, TableMapping
from polso.intake.recognise.columns import match_columns
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.synonyms import table_words


@dataclass(frozen=True, slots=True)
class MapFile:
    """`columns` maps headers to columns of `table`; an empty target means none."""

    file: str
    table: str
    source_system: str
    columns: Mapping[str, str]


def read_map_file(path: Path) -> MapFile:
    """Raises UserError `file_missing`, `map_file_malformed`; NotFoundError `unknown_table`, `unknown_column`."""
    place = Place(file=path.name)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError("file_missing", place=place, path=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError("map_file_malformed", place=place, found=str(error)) from error
    columns = data.get("columns")
    extra = set(data) - {"table", "source", "columns"}
    if not isinstance(columns, dict) or extra or not all(isinstance(target, str) for target in columns.values()):
        raise UserError("map_file_malformed", place=place, found=", ".join(sorted(extra)) or "columns")
    table = str(data.get("table", ""))
    check_table(table, place)
    targets = table_words(table).targets
    for header, target in columns.items():
        if target and target not in targets:
            near = did_you_mean(target, targets)
            raise NotFoundError(
                "unknown_column", place=Place(file=path.name, column=header), table=table, name=target, suggestions=near
            )
    return MapFile(path.name, table, str(data.get("source", FILES)), columns)


def check_table(table: str, place: Place | None = None) -> None:
    """Raise NotFoundError `unknown_table` for a name that no file can be imported as."""
    if table not in IMPORTABLE:
        raise NotFoundError("unknown_table", place=place, name=table, suggestions=did_you_mean(table, IMPORTABLE))


def fits(given: MapFile, headers: Sequence[str]) -> bool:
    """Whether every header that the mapping names is there."""
    known = {normal_header(header) for header in headers}
    return all(normal_header(header) in known for header in given.columns)


def by_map_file(given: MapFile, headers: Sequence[str], evidence: Evidence) -> TableMapping:
    """The mapping of a file whose headers fit."""
    numbers = {normal_header(header): index for index, header in reversed(list(enumerate(headers)))}
    ready = {target: numbers[normal_header(header)] for header, target in given.columns.items() if target}
    kept = {numbers[normal_header(header)] for header, target in given.columns.items() if not target}
    bindings, vetoes, suggestions = match_columns(given.table, headers, evidence, ready, how_ready="given")
    exact = tuple(binding for binding in bindings if binding.how != "similar" and binding.index not in kept)
    mapping = TableMapping(given.table, given.source_system, exact, tuple(headers), vetoes, suggestions)
    return replace(mapping, forced=True)
