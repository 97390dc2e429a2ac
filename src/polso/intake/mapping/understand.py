"""The columns of a mapped table, each read as the kind its target wants, with what must be asked first."""

from __future__ import annotations

from polso.intake.mapping.model import TableMapping
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import Ambiguity, ColumnReading, ReadTable, recommend
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.veto import kind_of

_SAME_FILE = "other_column:"
_WEIGHT = 100_000_000
"""Values hang on it: before any question about words."""


def understand(
    file: str, read: ReadTable, mapping: TableMapping, asked: Asked, evidence: ReadEvidence
) -> dict[str, ColumnReading]:
    """The reading of each bound target of `mapping`.

    All days of a file have one order and all its amounts one decimal mark: a column that reads in two ways follows a
    column of the same file that reads in one. Only a file that stays open after all its values is asked for, once a
    kind, at the first such column; an answer for a single column goes before it.
    """
    orders: dict[int, str] = {}
    marks: dict[int, str] = {}
    readings: dict[str, ColumnReading] = {}
    first = {
        binding.target: evidence.reading(binding.index, kind_of(mapping.table, binding.target))
        for binding in mapping.bindings
    }
    advised = recommend(read.raw, (*first.values(), *read.readings))[: len(first)]
    recommended = dict(zip(first, advised, strict=True))
    common: dict[str, str | None] = {}
    for binding in mapping.bindings:
        ambiguity = recommended[binding.target].question
        if ambiguity is None:
            continue
        answers = orders if ambiguity.kind == "date_order" else marks
        question = ask_reading(file, binding.header, ambiguity)
        if ambiguity.because.startswith(_SAME_FILE) and question.key not in asked.answers:
            assert ambiguity.recommended is not None
            answers[binding.index] = ambiguity.recommended
            continue
        if question.key in asked.answers or ambiguity.kind not in common:
            answer = asked.answer(question)
            common.setdefault(ambiguity.kind, answer)
        else:
            answer = common[ambiguity.kind]
        if answer is not None:
            answers[binding.index] = answer
    answered = ReadEvidence(read, orders, marks) if orders or marks else evidence
    for binding in mapping.bindings:
        readings[binding.target] = answered.reading(binding.index, kind_of(mapping.table, binding.target))
    return readings


def ask_reading(file: str, header: str, ambiguity: Ambiguity) -> Question:
    """The question of a column that reads in two ways."""
    choices = tuple(
        Choice(
            choice.value,
            f"question.{ambiguity.kind}_{choice.value}",
            (("example", choice.example), ("reads", choice.reads)),
        )
        for choice in ambiguity.choices
    )
    recommended, advice = _advised(ambiguity)
    return Question(
        key=f"{file}:{ambiguity.kind}:{header}",
        message=f"question.{ambiguity.kind}",
        choices=choices,
        parameters=(("column", header), ("example", ambiguity.examples[0] if ambiguity.examples else "")),
        reason=ambiguity.reason,
        examples=ambiguity.examples,
        file=file,
        column=header,
        recommended=recommended,
        required=True,
        weight=_WEIGHT,
        advice=advice,
        advice_parameters=(("column", ambiguity.because.partition(":")[2]),),
    )


def _advised(ambiguity: Ambiguity) -> tuple[str | None, str]:
    """The recommended choice and why: what the file speaks for, else what is usual."""
    if ambiguity.recommended is not None:
        return ambiguity.recommended, ambiguity.because.partition(":")[0]
    if ambiguity.reason == "values_conflict":
        return None, ""
    if ambiguity.kind == "date_order":
        return "dmy", "day_first_is_usual"
    whole = [choice.value for choice in ambiguity.choices if choice.reads.lstrip("-").isdigit()]
    return (whole[0], "thousands_are_usual") if len(whole) == 1 else (None, "")
