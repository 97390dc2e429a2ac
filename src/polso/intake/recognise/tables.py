"""Which canonical table a file is: the one whose words explain most of it and whose needs are met."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from polso.catalog.schema import IMPORTABLE
from polso.intake.mapping.model import CUSTOMER_FACTS, FILES, Binding, RowsLeftOut, Suggestion, TableMapping, Veto
from polso.intake.recognise.columns import canonical_columns, match_columns
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.fingerprint import Fingerprint, find_fingerprint, header_numbers
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.synonyms import table_words
from polso.intake.recognise.veto import contradicts, kind_of

_DIGITS = re.compile(r"\d+")
SIMILAR_WEIGHT = 0.8
NOUN_WEIGHT = 1.0
FILE_WEIGHT = 1.5
WITHOUT_NUMBER_WEIGHT = 0.5
LEAST_SCORE = 2.0
CLOSE_SCORES = 0.25
OTHER_COLUMNS = 3
NAMES_OF_THEIR_OWN = 0.9
_KNOWN_BY = "customer_email"
"""The one thing said of a customer that can stand for its name."""


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
    fingerprint: Fingerprint | None = None
    """The export of a vendor that this is. Without a mapping it is of no use by itself, for the reason `left_out`."""

    @property
    def left_out(self) -> str | None:
        """Why a known export is not loaded; None for any other file."""
        return self.fingerprint.left_out if self.fingerprint is not None else None


@dataclass(frozen=True, slots=True)
class _Candidate:
    mapping: TableMapping
    score: float
    lacking: tuple[tuple[str, ...], ...]


def recognise(
    name: str, headers: Sequence[str], evidence: Evidence, known: Sequence[Fingerprint] | None = None
) -> Recognition:
    """The table that a file or sheet of that `name` is: by a vendor's fingerprint, else by its headers and values.

    `known` are the fingerprints to try, polso's own where none are given.
    """
    found = find_fingerprint(headers, known)
    if found is not None:
        fingerprint, ready = found
        if fingerprint.table is None:
            return Recognition(None, fingerprint=fingerprint)
        mapping = by_fingerprint(fingerprint, ready, headers, evidence)
        return Recognition(mapping, nearest=fingerprint.table, vetoes=mapping.vetoes, fingerprint=fingerprint)
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


def by_fingerprint(
    fingerprint: Fingerprint, ready: Mapping[str, int], headers: Sequence[str], evidence: Evidence
) -> TableMapping:
    """The mapping of a known export; columns of its owner's making are matched by words unless it is `closed`."""
    assert fingerprint.table is not None
    numbers = header_numbers(headers)
    denied = {target for target, index in ready.items() if _denied(fingerprint, target, index, evidence)}
    kept = {target: index for target, index in ready.items() if target not in denied}
    vetoes: tuple[Veto, ...] = tuple(
        Veto(
            target,
            ready[target],
            headers[ready[target]],
            kind_of(fingerprint.table, target),
            evidence.examples(ready[target])[:3],
        )
        for target in sorted(denied)
    )
    suggestions: tuple[Suggestion, ...] = ()
    if fingerprint.closed:
        bindings = tuple(
            Binding(target, index, headers[index], "fingerprint")
            for target, index in sorted(kept.items(), key=lambda item: item[1])
        )
    else:
        bindings, more, suggestions = match_columns(fingerprint.table, headers, evidence, kept)
        bindings = tuple(
            binding
            for binding in bindings
            if binding.how == "fingerprint" or binding.target not in fingerprint.constants.keys() | denied
        )
        vetoes = (*vetoes, *(veto for veto in more if veto.target not in denied))
    return TableMapping(
        table=fingerprint.table,
        source_system=fingerprint.source_system,
        bindings=bindings,
        headers=tuple(headers),
        vetoes=vetoes,
        suggestions=suggestions,
        continuation=fingerprint.continuation,
        fingerprint=fingerprint.name,
        constants={
            target: value
            for target, value in fingerprint.constants.items()
            if all(binding.target != target for binding in bindings)
        },
        fields=tuple(
            (field, next(numbers[name] for name in names if name in numbers))
            for field, names in fingerprint.fields.items()
            if any(name in numbers for name in names)
        ),
        blank=fingerprint.blank,
        words=fingerprint.words,
        minor_units=fingerprint.minor_units,
        durations=fingerprint.durations,
        rows_left_out=tuple(
            RowsLeftOut(numbers[rule.header], rule.words, rule.reason, rule.keep)
            for rule in fingerprint.leave_out
            if rule.header in numbers
        ),
        utc=fingerprint.utc,
        still_holds=fingerprint.still_holds,
        notes=fingerprint.notes,
    )


def _denied(fingerprint: Fingerprint, target: str, index: int, evidence: Evidence) -> bool:
    """Whether the values forbid what the header of the export says, where a firm uses a column in its own way."""
    assert fingerprint.table is not None
    if target in fingerprint.words or kind_of(fingerprint.table, target) == "choice":
        return False
    return contradicts(fingerprint.table, target, index, evidence, sure=True)


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
    telling = [binding for binding in bindings if binding.target not in CUSTOMER_FACTS or binding.target == _KNOWN_BY]
    score = sum(SIMILAR_WEIGHT if binding.how == "similar" else 1.0 for binding in telling)
    named = any(words.nouns.intersection(normal_header(binding.header).split()) for binding in bindings)
    spoken = _speaks(name, words.file_words)
    is_orders = table == "invoice" and _speaks(name, table_words("sales_order").file_words)
    # A file that is called orders is not made invoices by one of its columns.
    named = named and (spoken or not is_orders)
    score += NOUN_WEIGHT * named + FILE_WEIGHT * spoken
    lacking = missing_needs(mapping)
    if table == "invoice" and lacking == (words.needs[0],) and mapping.has("account_id"):
        # A list without numbers: its name, else net, tax and total beside each other, say what it is.
        adds_up = mapping.has("net", "vat", "gross") and not is_orders
        lacking = () if spoken or adds_up else lacking
        score += WITHOUT_NUMBER_WEIGHT * adds_up
    quiet = words.spoken is not None and not any(mapping.has(target) for target in words.spoken)
    if (quiet and not (named or spoken)) or (table == "account" and not spoken and _is_about_others(mapping, evidence)):
        score = 0.0
    return _Candidate(mapping, score, lacking)


def _is_about_others(mapping: TableMapping, evidence: Evidence) -> bool:
    """Whether a file that would be customers says no more of them than a name that comes back, beside other things."""
    if len(mapping.bindings) > 1 or not mapping.bindings:
        return False
    (binding,) = mapping.bindings
    others = len(mapping.headers) - 1
    filled = evidence.filled(binding.index)
    return others >= OTHER_COLUMNS and evidence.distinct(binding.index) < NAMES_OF_THEIR_OWN * filled


def as_remembered(
    table: str, found: TableMapping, name: str, headers: Sequence[str], evidence: Evidence
) -> TableMapping:
    """The mapping of a file whose headers were those of `table` before: as that, unless its name says otherwise.

    An export of a vendor stays what its fingerprint says, and what lacks something of `table` what it was found to be.
    """
    if found.table == table or found.source_system != FILES or table not in IMPORTABLE:
        return found
    if _speaks(name, table_words(found.table).file_words):
        return found
    mapping = replace(as_table(table, headers, evidence), forced=False)
    return found if missing_needs(mapping) else mapping


def _speaks(name: str, words: frozenset[str]) -> bool:
    """Whether the name of a file or sheet holds one of the words, as whole words; digits divide (`offerte2026`)."""
    padded = f" {_DIGITS.sub(' ', normal_header(name))} "
    return any(f" {word} " in padded for word in words)
