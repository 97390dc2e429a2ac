"""Rows of an invoice list that are no invoices of the company: drafts, void ones, those that suppliers sent."""

from __future__ import annotations

from dataclasses import replace

from polso.intake.mapping.model import FILES, Binding, RowsLeftOut, TableMapping
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.headers import header_forms
from polso.intake.recognise.words import meaning

_REASONS = {"draft": "draft", "void": "draft", "received": "is_bill"}
_KINDS = frozenset({"tipo", "type", "tipo documento", "document type"})


def leave_out_rows(mapping: TableMapping, evidence: Evidence) -> TableMapping:
    """The mapping of an invoice list with the rows that are told apart by a word: of state, of kind, of direction."""
    if mapping.table != "invoice":
        return mapping
    mapping = _with_direction(mapping, evidence)
    rules: list[RowsLeftOut] = []
    harmless: dict[str, str] = {}
    for target in ("invoice_status", "kind", "direction"):
        binding = mapping.binding(target)
        words = evidence.words(binding.index) if binding is not None else None
        if binding is None or words is None:
            continue
        for reason in dict.fromkeys(_REASONS.values()):
            found = tuple(word.casefold() for word in words if _reason(word, target) == reason)
            if found:
                rules.append(RowsLeftOut(binding.index, found, reason))
            if target == "kind":
                # The rows are left out; what else the word could mean need not be asked.
                harmless |= {word: "invoice" for word in words if word.casefold() in found}
    words_of = {**mapping.words, "kind": {**harmless, **mapping.words.get("kind", {})}} if harmless else mapping.words
    return replace(mapping, rows_left_out=(*mapping.rows_left_out, *rules), words=words_of)


def _reason(word: str, target: str) -> str | None:
    """Why a row with this word is no invoice; a word for a kind of invoice is one, whatever else it may mean."""
    if target == "kind" and meaning("invoice", "kind", word) is not None:
        return None
    if target == "direction":
        return _REASONS.get(meaning("invoice", "direction", word) or "")
    said = meaning("invoice", "invoice_status", word)
    if said in ("draft", "void") or target != "kind":
        return _REASONS.get(said or "")
    return _REASONS.get(meaning("invoice", "direction", word) or "")


def _with_direction(mapping: TableMapping, evidence: Evidence) -> TableMapping:
    """A column `Tipo` whose words are only directions tells what was issued from what was received."""
    if mapping.has("direction") or mapping.source_system != FILES:
        return mapping
    own = mapping.binding("kind")
    numbers = (
        [own.index]
        if own is not None
        else [index for index, header in mapping.unmapped if _KINDS.intersection(header_forms(header))]
    )
    for index in numbers:
        words = evidence.words(index)
        if not words or any(meaning("invoice", "direction", word) is None for word in words):
            continue
        kept = tuple(binding for binding in mapping.bindings if binding.index != index)
        made = Binding("direction", index, mapping.headers[index], "values")
        ordered = tuple(sorted((*kept, made), key=lambda binding: binding.index))
        vetoes = tuple(veto for veto in mapping.vetoes if veto.index != index)
        return replace(mapping, bindings=ordered, vetoes=vetoes)
    return mapping
