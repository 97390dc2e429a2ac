"""Lists of offers: their number under a plain header, and an empty outcome, which is an offer not answered yet."""

from __future__ import annotations

from dataclasses import replace

from polso.intake.mapping.model import FILES, Binding, TableMapping
from polso.intake.reading import ReadTable
from polso.intake.recognise.headers import header_forms
from polso.intake.report import Notice

_NUMBERS = frozenset({"numero", "number", "n", "no", "nr", "num"})


def settle_offers(mapping: TableMapping, read: ReadTable) -> tuple[TableMapping, list[Notice]]:
    """The mapping of a firm's own list of deals with its number and what a blank outcome means; others as they are."""
    if mapping.table != "opportunity" or mapping.source_system != FILES:
        return mapping, []
    mapping = _numbered(mapping, read)
    status = mapping.binding("status")
    if status is None or "status" in mapping.blank or mapping.forced:
        return mapping, []
    blank = read.staged.rows - read.profiles[status.index].filled
    if not blank:
        return mapping, []
    settled = replace(mapping, blank={**mapping.blank, "status": "open"})
    return settled, [Notice("blank_outcome", blank, (status.header,))]


def _numbered(mapping: TableMapping, read: ReadTable) -> TableMapping:
    """With a plain `Numero` as the key where each of its values stands once."""
    if mapping.has("opportunity_id"):
        return mapping
    for index, header in mapping.unmapped:
        profile = read.profiles[index] if index < len(read.profiles) else None
        if profile is None or profile.distinct < profile.filled or profile.filled < read.staged.rows:
            continue
        if _NUMBERS.intersection(header_forms(header)):
            bindings = (*mapping.bindings, Binding("opportunity_id", index, header, "values"))
            return replace(mapping, bindings=tuple(sorted(bindings, key=lambda binding: binding.index)))
    return mapping
