"""Which of several amounts in a list of deals is what a deal is worth: by arithmetic, else asked."""

from __future__ import annotations

from dataclasses import replace

from polso.intake.mapping.arithmetic import Found, Records, equal, never_larger, tell_apart
from polso.intake.mapping.model import FILES, Binding, How, TableMapping
from polso.intake.mapping.number_columns import fetch, number_columns
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import ReadTable
from polso.intake.recognise.headers import header_forms
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.synonyms import words_of

AMOUNT = "amount"
_CLEAR = frozenset({"imponibile", "importo netto", "net amount", "netto", "net"})
"""Headers that say plainly that the amount is the one without tax."""


def settle_deal_amount(
    file: str, read: ReadTable, mapping: TableMapping, asked: Asked, evidence: ReadEvidence
) -> TableMapping:
    """The mapping of a firm's own list of deals with its amount; other tables as they are.

    Two columns that are both called an amount are told apart where one is the other with the usual tax, else asked for
    (`FILE:net`), unless the header says it or a person placed it.
    """
    amount = mapping.binding(AMOUNT)
    if mapping.table != "opportunity" or mapping.source_system != FILES or mapping.forced or amount is None:
        return mapping
    key = f"{file}:net"
    others = [
        index
        for index, header in mapping.unmapped
        if index < len(read.profiles) and _is_amount(header) and f"{file}:column:{header}" not in asked.answers
    ]
    is_clear = amount.how == "answered" or not _CLEAR.isdisjoint(header_forms(amount.header))
    if not others or (is_clear and key not in asked.answers):
        return mapping
    columns = number_columns(file, read, mapping, asked, evidence)
    records = fetch(columns, columns.rows) if amount.index in columns.sql else None
    if records is None:
        return mapping
    candidates = [amount.index, *(index for index in others if index in records.amounts)]
    if all(equal(records, amount.index, index) for index in candidates):
        return mapping
    found = tell_apart(records, candidates, Found(amount.index, None, None))
    if found is not None and found.net is not None and key not in asked.answers:
        return _with_amount(mapping, found.net, "arithmetic")
    return _ask(key, file, mapping, records, candidates, asked)


def _ask(
    key: str, file: str, mapping: TableMapping, records: Records, candidates: list[int], asked: Asked
) -> TableMapping:
    headers = {mapping.headers[index]: index for index in candidates}
    smaller = never_larger(records, candidates)
    question = Question(
        key=key,
        message="question.net",
        choices=tuple(Choice(header) for header in headers),
        parameters=(("columns", tuple(headers)),),
        recommended=None if smaller is None else mapping.headers[smaller],
        reason="amounts_do_not_add_up",
        file=file,
    )
    answer = asked.answer(question)
    return mapping if answer is None else _with_amount(mapping, headers[answer], "answered")


def _with_amount(mapping: TableMapping, index: int, how: How) -> TableMapping:
    kept = [one for one in mapping.bindings if one.target != AMOUNT]
    before = mapping.binding(AMOUNT)
    if before is not None and before.index == index:
        return mapping
    made = Binding(AMOUNT, index, mapping.headers[index], how)
    return replace(mapping, bindings=tuple(sorted((*kept, made), key=lambda one: one.index)))


def _is_amount(header: str) -> bool:
    words = words_of("opportunity")
    return any(words[form][0] == AMOUNT for form in header_forms(header) if form in words)
