"""Which canonical table a file is: the one whose words explain most of it and whose needs are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from polso.catalog.schema import IMPORTABLE
from polso.intake.mapping.model import FILES, TableMapping, Veto
from polso.intake.recognise.columns import canonical_columns, match_columns
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.fingerprint import find_fingerprint
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.synonyms import table_words

SIMILAR_WEIGHT = 0.8
NOUN_WEIGHT = 1.0
FILE_WEIGHT = 1.5
LEAST_SCORE = 2.0
CLOSE_SCORES = 0.25


@dataclass(frozen=True, slots=True)
class Recognition:
    """`mapping` is None where the file is no table of records that polso knows.

    `rivals` are other tables that explain the file as well: then which one it is must be asked. `lacking` says of the
    nearest table what the file would need (groups of columns, any of each); `vetoes` are columns of that table whose
    header fits and whose values do not.
    """

    mapping: TableMapping | None
    rivals: tuple[str, ...] = ()
    nearest: str | None = None
    lacking: tuple[tuple[str, ...], ...] = ()
    vetoes: tuple[Veto, ...] = ()
    refused: str | None = None
    """The vendor whose export this is, when it cannot be read yet."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    mapping: TableMapping
    score: float
    lacking: tuple[tuple[str, ...], ...]


def recognise(name: str, headers: Sequence[str], evidence: Evidence) -> Recognition:
    """The table that a file or sheet of that `name` is: by a vendor's fingerprint, else by its headers and values."""
    known = find_fingerprint(headers)
    if known is not None:
        fingerprint, ready = known
        if fingerprint.refused:
            return Recognition(None, refused=fingerprint.source_system)
        bindings, vetoes, suggestions = match_columns(fingerprint.table, headers, evidence, ready)
        mapping = TableMapping(
            table=fingerprint.table,
            source_system=fingerprint.source_system,
            bindings=bindings,
            headers=tuple(headers),
            vetoes=vetoes,
            suggestions=suggestions,
            continuation=fingerprint.continuation,
        )
        return Recognition(mapping, nearest=fingerprint.table)
    candidates = [_candidate(table, name, headers, evidence) for table in IMPORTABLE]
    possible = [candidate for candidate in candidates if not candidate.lacking and candidate.score >= LEAST_SCORE]
    if not possible:
        nearest = max(candidates, key=lambda candidate: candidate.score - len(candidate.lacking))
        return Recognition(None, (), nearest.mapping.table, nearest.lacking, nearest.mapping.vetoes)
    best = max(possible, key=lambda candidate: candidate.score)
    rivals = tuple(
        candidate.mapping.table
        for candidate in possible
        if candidate is not best and best.score - candidate.score < CLOSE_SCORES
    )
    return Recognition(best.mapping, rivals, best.mapping.table, (), best.mapping.vetoes)


def as_table(table: str, headers: Sequence[str], evidence: Evidence) -> TableMapping:
    """The mapping when the user named the table: its own column names win, exact words fill the rest."""
    ready = canonical_columns(table, headers)
    bindings, vetoes, suggestions = match_columns(table, headers, evidence, ready, how_ready="canonical")
    return TableMapping(table, FILES, bindings, tuple(headers), vetoes, suggestions, forced=True)


def missing_needs(mapping: TableMapping) -> tuple[tuple[str, ...], ...]:
    """Groups of columns of which the table needs one and the file has none."""
    return tuple(
        group for group in table_words(mapping.table).needs if not any(mapping.has(target) for target in group)
    )


def _candidate(table: str, name: str, headers: Sequence[str], evidence: Evidence) -> _Candidate:
    bindings, vetoes, suggestions = match_columns(table, headers, evidence)
    mapping = TableMapping(table, FILES, bindings, tuple(headers), vetoes, suggestions)
    words = table_words(table)
    score = sum(SIMILAR_WEIGHT if binding.how == "similar" else 1.0 for binding in bindings)
    named = any(words.nouns.intersection(normal_header(binding.header).split()) for binding in bindings)
    spoken = _speaks(name, words.file_words)
    score += NOUN_WEIGHT * named + FILE_WEIGHT * spoken
    quiet = words.spoken is not None and not any(mapping.has(target) for target in words.spoken)
    if quiet and not (named or spoken):
        score = 0.0
    return _Candidate(mapping, score, missing_needs(mapping))


def _speaks(name: str, words: frozenset[str]) -> bool:
    """Whether the name of a file or sheet holds one of the words, as whole words."""
    padded = f" {normal_header(name)} "
    return any(f" {word} " in padded for word in words)
