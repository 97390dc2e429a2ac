"""What the files of one import say about each other: cells taken over by key, meanings of stages, hidden references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from polso.intake.mapping.model import Binding, TableMapping
from polso.intake.mapping.taken import Taken
from polso.intake.reading import ReadTable
from polso.intake.recognise.fingerprint import Fingerprint, Lookup, header_numbers
from polso.intake.recognise.foreign_keys import hidden_references
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.tables import Recognition, missing_needs
from polso.intake.recognise.widening import widen
from polso.intake.report import Notice


@dataclass(slots=True)
class Beside:
    """One table of one file beside the others; `used` when another file took cells from it.

    `taken` are the cells that it took from others. When it `is_pinned`, that is what it has to take again, and nothing
    else of it is settled here.
    """

    label: str
    read: ReadTable
    evidence: ReadEvidence
    recognition: Recognition
    notices: list[Notice] = field(default_factory=list)
    used: bool = False
    taken: list[Taken] = field(default_factory=list)
    is_pinned: bool = False

    @property
    def mapping(self) -> TableMapping | None:
        return self.recognition.mapping


def see_together(tables: Sequence[Beside]) -> None:
    """Complete the mappings of `tables`, in place: lookups of fingerprints first, then stages, then references that no
    header names but the values show."""
    labels = {one.label: one for one in tables}
    known = {one.recognition.fingerprint.name: one for one in tables if one.recognition.fingerprint is not None}
    for one in tables:
        if one.is_pinned:
            _take_again(one, labels)
            continue
        fingerprint = one.recognition.fingerprint
        if fingerprint is not None and one.mapping is not None and fingerprint.lookups:
            _look_up(one, fingerprint, known)
    open_still = [one for one in tables if not one.is_pinned]
    for one in open_still:
        _give_up(one)
    for one in open_still:
        _learn_stages(one, tables)
    for one in open_still:
        if one.mapping is not None:
            _point(one, tables)


def _take_again(one: Beside, labels: Mapping[str, Beside]) -> None:
    for taken in one.taken:
        other = labels[taken.label]
        names = tuple(_brought(other, index) for index in taken.columns)
        widened = widen(one.read, taken.own, other.read, taken.key, taken.columns, names)
        if widened is not None:
            one.read = widened.read
    if one.taken:
        one.evidence = ReadEvidence(one.read)


def _brought(other: Beside, index: int) -> str:
    return f"{other.label}: {other.read.raw.names[index]}"


def _look_up(one: Beside, fingerprint: Fingerprint, known: Mapping[str, Beside]) -> None:
    assert one.mapping is not None
    bindings = list(one.mapping.bindings)
    for lookup in fingerprint.lookups:
        other = known.get(lookup.file)
        missing = {target for target in lookup.columns if all(binding.target != target for binding in bindings)}
        if other is None or other is one or not missing:
            continue
        # Cells that an earlier lookup brought along can lead to further ones: item to subscription to customer.
        numbers = header_numbers(one.read.raw.names)
        theirs = header_numbers(other.read.raw.names)
        own = _own_column(lookup, numbers, bindings)
        key = next((theirs[name] for name in lookup.key if name in theirs), None)
        taken = {
            target: next((theirs[name] for name in names if name in theirs), None)
            for target, names in lookup.columns.items()
            if target in missing
        }
        columns = {target: index for target, index in taken.items() if index is not None}
        if own is None or key is None or not columns:
            continue
        names = [_brought(other, index) for index in columns.values()]
        start = one.read.raw.width
        widened = widen(one.read, own, other.read, key, tuple(columns.values()), tuple(names))
        if widened is None:
            continue
        one.read = widened.read
        one.taken.append(Taken(other.label, own, key, tuple(columns.values())))
        if widened.ambiguous:
            one.notices.append(Notice("several_linked", widened.ambiguous, (other.label,)))
        one.notices.append(Notice("taken_from_file", widened.found, (other.label, *sorted(columns))))
        other.used = True
        bindings += [
            Binding(target, start + place, names[place], "fingerprint") for place, target in enumerate(columns)
        ]
    if len(bindings) == len(one.mapping.bindings):
        return
    one.evidence = ReadEvidence(one.read)
    mapping = replace(one.mapping, bindings=tuple(bindings), headers=one.read.raw.names)
    one.recognition = replace(one.recognition, mapping=mapping)


def _give_up(one: Beside) -> None:
    """Leave out a known export that the files given with it did not complete."""
    if one.mapping is not None and one.recognition.left_out is not None and missing_needs(one.mapping):
        one.recognition = replace(one.recognition, mapping=None)


def _own_column(lookup: Lookup, numbers: Mapping[str, int], bindings: Sequence[Binding]) -> int | None:
    """The column that holds the key: by header, or one brought by another lookup under that target."""
    if lookup.header in numbers:
        return numbers[lookup.header]
    target = lookup.header.replace(" ", "_")
    return next((binding.index for binding in bindings if binding.target == target), None)


def _learn_stages(one: Beside, tables: Sequence[Beside]) -> None:
    """Open, won or lost for stage ids that only the list of stages given together explains."""
    mapping = one.mapping
    if mapping is None or mapping.table not in ("opportunity", "opportunity_event"):
        return
    found: dict[str, str] = {}
    for other in tables:
        if other.mapping is not None and other.mapping.table == "stage":
            found |= _stage_kinds(other)
    if found:
        words = {**mapping.words, "stage_id": found | dict(mapping.words.get("stage_id", {}))}
        one.recognition = replace(one.recognition, mapping=replace(mapping, words=words))


def _stage_kinds(stages: Beside) -> dict[str, str]:
    mapping = stages.mapping
    assert mapping is not None
    keys = [key for target in ("stage_id", "name") if (key := mapping.binding(target)) is not None]
    closed, won, kind = mapping.binding("is_closed"), mapping.binding("is_won"), mapping.binding("kind")
    if not keys or (won is None and kind is None):
        return {}
    from polso.intake.recognise.words import meaning

    staged = stages.read.staged
    found: dict[str, str] = {}
    cells = ", ".join(f"c{each.index}" if each is not None else "NULL" for each in (*keys, won, closed, kind))
    for *names, is_won, is_closed, word in staged.connection.execute(f"SELECT {cells} FROM {staged.table}").fetchall():
        meant = meaning("stage", "kind", word) if word else None
        if meant is None and kind is None:
            meant = "won" if _true(is_won) else "lost" if _true(is_closed) else "open"
        for name in names:
            if name and meant is not None:
                found.setdefault(name, meant)
    return found


def _true(cell: str | None) -> bool:
    return cell is not None and cell.strip().casefold() in ("true", "1", "t", "yes", "y", "si", "sì", "vero")


def _point(one: Beside, tables: Sequence[Beside]) -> None:
    assert one.mapping is not None
    others = [(other.read, other.mapping) for other in tables if other is not one and other.mapping is not None]
    found = hidden_references(one.read, one.mapping, others)
    if not found:
        return
    bindings = (*one.mapping.bindings, *found)
    one.recognition = replace(one.recognition, mapping=replace(one.mapping, bindings=bindings))
    one.notices += [Notice("reference_by_content", 1, (binding.header, binding.target)) for binding in found]
