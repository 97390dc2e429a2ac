"""Columns that a person placed: `LABEL:column:HEADER` = a column of the table, or nothing for an attribute."""

from __future__ import annotations

from dataclasses import replace

from polso.base.errors import NotFoundError, Place, UserError, did_you_mean
from polso.intake.mapping.model import Binding, TableMapping
from polso.intake.questions import Asked
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.synonyms import table_words
from polso.intake.recognise.veto import contradicts, kind_of

COLUMN = "column"


def with_chosen_columns(file: str, mapping: TableMapping, evidence: Evidence, asked: Asked) -> TableMapping:
    """The mapping with every column where the answers put it; what had that place before becomes an attribute.

    A remembered place that the values contradict, or that two headers claim, is not taken. Raises
    NotFoundError `unknown_column`, UserError `column_chosen_twice`, `unreadable_column_date` (or `_number`, `_word`).
    """
    chosen: dict[int, str] = {}
    for index, header in enumerate(mapping.headers):
        key = f"{file}:{COLUMN}:{header}"
        target = asked.said(key)
        if target is None:
            continue
        if target:
            _check(file, mapping, header, target)
            if target in chosen.values():
                if not asked.is_remembered(key):
                    raise UserError("column_chosen_twice", place=Place(file=file, column=header), target=target)
                asked.refuse(key)
                continue
            if contradicts(mapping.table, target, index, evidence, sure=True):
                if not asked.is_remembered(key):
                    raise unreadable(file, header, kind_of(mapping.table, target), evidence.examples(index)[:3])
                asked.refuse(key)
                continue
        chosen[index] = target
    if not chosen:
        return mapping
    taken = set(chosen.values())
    bindings = [one for one in mapping.bindings if one.index not in chosen and one.target not in taken]
    before = {one.index: one for one in mapping.bindings}
    for index, target in chosen.items():
        if target:
            kept = before.get(index)
            same = kept is not None and kept.target == target
            bindings.append(kept if same and kept else Binding(target, index, mapping.headers[index], "answered"))
    return replace(
        mapping,
        bindings=tuple(sorted(bindings, key=lambda one: one.index)),
        vetoes=tuple(veto for veto in mapping.vetoes if veto.index not in chosen and veto.target not in taken),
        suggestions=tuple(one for one in mapping.suggestions if one.target not in taken),
        constants={target: value for target, value in mapping.constants.items() if target not in taken},
    )


def _check(file: str, mapping: TableMapping, header: str, target: str) -> None:
    targets = table_words(mapping.table).targets
    if target not in targets:
        near = did_you_mean(target, targets)
        place = Place(file=file, column=header)
        raise NotFoundError("unknown_column", place=place, table=mapping.table, name=target, suggestions=near)


def unreadable(file: str, header: str, wanted: str, examples: tuple[str, ...]) -> UserError:
    """The error of a column whose values are not what it must hold."""
    place = Place(file=file, column=header)
    if wanted in ("date", "instant"):
        return UserError("unreadable_column_date", place=place, examples=examples)
    if wanted in ("money", "rate", "share", "integer"):
        return UserError("unreadable_column_number", place=place, examples=examples)
    return UserError("unreadable_column_word", place=place, examples=examples)
