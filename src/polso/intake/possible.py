"""What else a file or one of its columns could be, best first: for whoever knows better."""

from __future__ import annotations

from collections.abc import Sequence

from polso.catalog.schema import IMPORTABLE
from polso.intake.mapping.model import TableMapping
from polso.intake.recognise.columns import match_columns
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.headers import header_forms
from polso.intake.recognise.synonyms import table_words
from polso.intake.recognise.veto import contradicts, kind_of

MOST_TARGETS = 6
MOST_TABLES = 5
_LIKE = 60
_TYPED = frozenset({"date", "instant", "money", "rate", "boolean", "currency"})


def possible_tables(headers: Sequence[str], evidence: Evidence, own: str | None) -> tuple[str, ...]:
    """Tables that some columns speak for, besides `own`: those with all they need first, then by what fits."""
    found: list[tuple[bool, int, str]] = []
    for table in IMPORTABLE:
        if table == own:
            continue
        bindings, _, _ = match_columns(table, headers, evidence)
        bound = {binding.target for binding in bindings}
        lacking = any(not bound.intersection(group) for group in table_words(table).needs)
        if bindings:
            found.append((lacking, -len(bindings), table))
    return tuple(table for _, _, table in sorted(found)[:MOST_TABLES])


def possible_targets(mapping: TableMapping, index: int, evidence: Evidence) -> tuple[str, ...]:
    """Columns of the table that column `index` could be: what it is now, then by likeness of the words, then by what
    its values are; never one that the values contradict."""
    from rapidfuzz.fuzz import ratio

    now = next((binding.target for binding in mapping.bindings if binding.index == index), None)
    bound = {binding.target for binding in mapping.bindings}
    forms = header_forms(mapping.headers[index])
    found: list[tuple[float, str]] = []
    for target, words in table_words(mapping.table).targets.items():
        if target == now:
            continue
        likeness = max((ratio(form, word) for form in forms for word in words), default=0.0)
        typed = kind_of(mapping.table, target) in _TYPED and target not in bound
        if likeness < _LIKE and not typed:
            continue
        if not evidence.filled(index) or contradicts(mapping.table, target, index, evidence, sure=False):
            continue
        if likeness < _LIKE and not _says_kind(mapping.table, target, index, evidence):
            continue
        found.append((-likeness, target))
    others = [target for _, target in sorted(found)]
    return tuple([now, *others] if now is not None else others)[:MOST_TARGETS]


def _says_kind(table: str, target: str, index: int, evidence: Evidence) -> bool:
    """Whether nearly all values are of the column's kind: a date column for a day, never for an amount."""
    kind = kind_of(table, target)
    sure = 0.95
    if kind in ("money", "rate") and evidence.readable(index, "date") >= sure:
        return False
    return evidence.readable(index, kind) >= sure
