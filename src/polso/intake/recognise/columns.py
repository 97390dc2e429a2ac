"""Which header is which column of a given table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polso.catalog.schema import TABLE
from polso.intake.mapping.model import NAMED, Binding, How, Suggestion, Veto
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.headers import header_forms, normal_header
from polso.intake.recognise.synonyms import table_words, words_of
from polso.intake.recognise.veto import contradicts, could_be_key, kind_of

SIMILAR = 85
SUGGESTED = 75
WORD_SIMILAR = 78
SHORTEST_SIMILAR = 6

Match = tuple[Sequence[Binding], Sequence[Veto], Sequence[Suggestion]]


def match_columns(
    table: str,
    headers: Sequence[str],
    evidence: Evidence,
    ready: Mapping[str, int] | None = None,
    *,
    how_ready: How = "fingerprint",
) -> tuple[tuple[Binding, ...], tuple[Veto, ...], tuple[Suggestion, ...]]:
    """Bindings of the headers to the columns and helpers of `table`: each target and each header at most once.

    `ready` are bindings that are known beforehand (target to column number). Then exact words, best word first, then
    likeness of at least 85 of 100 (RapidFuzz `ratio`; looser measures take "Age" for "Stage"), both subject to the veto
    of the values; likeness from 75 is only suggested.
    """
    ready = ready or {}
    bound = {target: Binding(target, index, headers[index], how_ready) for target, index in ready.items()}
    used = set(ready.values())
    vetoes: list[Veto] = []
    for _, _, index, target in _exact(table, headers):
        if target in bound or index in used:
            continue
        if _refused(table, target, index, headers, evidence, bound):
            continue
        if contradicts(table, target, index, evidence, sure=True):
            vetoes.append(Veto(target, index, headers[index], kind_of(table, target), evidence.examples(index)[:3]))
            continue
        bound[target] = Binding(target, index, headers[index], "exact")
        used.add(index)
    suggestions: list[Suggestion] = []
    for likeness, index, target in _similar(table, headers, used) if how_ready != "canonical" else ():
        if target in bound or index in used:
            continue
        refused = _refused(table, target, index, headers, evidence, bound) or contradicts(
            table, target, index, evidence, sure=False
        )
        if likeness >= SIMILAR and not refused:
            bound[target] = Binding(target, index, headers[index], "similar")
            used.add(index)
        elif not refused:
            suggestions.append(Suggestion(target, headers[index], likeness))
    ordered = sorted(bound.values(), key=lambda binding: binding.index)
    return (
        tuple(ordered),
        tuple(veto for veto in vetoes if veto.target not in bound and veto.index not in used),
        tuple(suggestion for suggestion in suggestions if suggestion.target not in bound),
    )


def canonical_columns(table: str, headers: Sequence[str]) -> dict[str, int]:
    """Columns named exactly as in the canonical table, or as its day beside an instant (`closed_on`)."""
    found: dict[str, int] = {}
    for column in TABLE[table].columns:
        names = [name for name, _ in column.physical()]
        for index, header in enumerate(headers):
            if header.strip().casefold() in names and column.name not in found:
                found[column.name] = index
    return found


def _exact(table: str, headers: Sequence[str]) -> list[tuple[int, int, int, str]]:
    words = words_of(table)
    found: list[tuple[int, int, int, str]] = []
    targets = table_words(table).targets
    for index, header in enumerate(headers):
        for faith, form in enumerate(header_forms(header)):
            if form not in words:
                continue
            for target, listed in targets.items():
                if form in listed:
                    found.append((faith, listed.index(form), index, target))
            break
    return sorted(found)


def _similar(table: str, headers: Sequence[str], used: set[int]) -> list[tuple[int, int, str]]:
    from rapidfuzz.fuzz import ratio

    found: list[tuple[int, int, str]] = []
    for index, header in enumerate(headers):
        if index in used:
            continue
        for form in header_forms(header):
            if len(form) < SHORTEST_SIMILAR:
                continue
            for word, (target, _) in words_of(table).items():
                likeness = int(ratio(form, word))
                if likeness >= SIMILAR and not _word_by_word(form, word):
                    likeness = SIMILAR - 1
                if likeness >= SUGGESTED and len(word) >= SHORTEST_SIMILAR:
                    found.append((likeness, index, target))
    return sorted(found, key=lambda item: (-item[0], item[1], item[2]))


def _word_by_word(form: str, word: str) -> bool:
    """Whether each word is like its counterpart, so that two long words alike do not hide two short ones that are not:
    "deal age" is no "deal stage"."""
    from rapidfuzz.fuzz import ratio

    pairs = list(zip(form.split(), word.split(), strict=False))
    return len(form.split()) != len(word.split()) or all(ratio(one, other) >= WORD_SIMILAR for one, other in pairs)


def _refused(
    table: str,
    target: str,
    index: int,
    headers: Sequence[str],
    evidence: Evidence,
    bound: Mapping[str, Binding],
) -> bool:
    """Whether the values repeat where they would tell records apart: in a key, or in a name that stands for one.

    A key under the column's very own name is believed; its repetitions are reported when the rows are loaded.
    """
    record = TABLE[table]
    if not evidence.filled(index) or could_be_key(index, evidence):
        return False
    if table == "sales_order" and target == "order_id" and _speaks_of_lines(headers):
        return evidence.distinct(index) == 1
    if len(record.key) == 1 and target == record.key[0]:
        return normal_header(headers[index]) != normal_header(target)
    return target == record.display == "name" and table in NAMED and record.key[0] not in bound


def _speaks_of_lines(headers: Sequence[str]) -> bool:
    """Whether the rows are lines of orders, on which the number of an order comes again: they name articles."""
    targets = table_words("sales_order").targets
    words = {word for target in ("product_id", "quantity", "unit_price", "line_amount") for word in targets[target]}
    return any(form in words for header in headers for form in header_forms(header))
