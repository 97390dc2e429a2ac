"""The header words of the canonical tables, read once from `synonyms.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from polso.catalog.schema import IMPORTABLE, TABLE
from polso.intake.recognise.headers import normal_header


@dataclass(frozen=True, slots=True)
class TableWords:
    """What speaks for a table (see the head of `synonyms.toml`).

    `targets` holds the words of columns and helpers, best word first.
    """

    table: str
    nouns: frozenset[str]
    file_words: frozenset[str]
    needs: tuple[tuple[str, ...], ...]
    targets: Mapping[str, tuple[str, ...]]
    helpers: frozenset[str]
    spoken: tuple[str, ...] | None = None

    def by_word(self) -> Mapping[str, tuple[str, int]]:
        """For each word the target that lists it highest, and its place in that list."""
        found: dict[str, tuple[str, int]] = {}
        for target, words in self.targets.items():
            for place, word in enumerate(words):
                if word not in found or place < found[word][1]:
                    found[word] = (target, place)
        return found


@cache
def table_words(table: str) -> TableWords:
    """The words of an importable table; raises KeyError for any other."""
    data = _all()[table]
    helpers: dict[str, list[str]] = data.get("helpers", {})
    columns: dict[str, list[str]] = data.get("columns", {})
    targets = {
        column.name: tuple(dict.fromkeys((normal_header(column.name), *columns.get(column.name, ()))))
        for column in TABLE[table].columns
    }
    targets |= {name: tuple(dict.fromkeys((normal_header(name), *words))) for name, words in helpers.items()}
    return TableWords(
        table=table,
        nouns=frozenset(data["nouns"]),
        file_words=frozenset(data["files"]),
        needs=tuple(tuple(group) for group in data["needs"]),
        targets=targets,
        helpers=frozenset(helpers),
        spoken=tuple(data["spoken"]) if "spoken" in data else None,
    )


@cache
def words_of(table: str) -> Mapping[str, tuple[str, int]]:
    """`TableWords.by_word` of a table, kept."""
    return table_words(table).by_word()


@cache
def _all() -> Mapping[str, dict[str, Any]]:
    text = (files("polso.intake.recognise") / "synonyms.toml").read_text(encoding="utf-8")
    return {name: data for name, data in tomllib.loads(text).items() if name in IMPORTABLE}
