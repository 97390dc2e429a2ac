"""The currency of a file's amounts."""

from __future__ import annotations

import re

from polso.base.errors import Place, UserError
from polso.intake.loading.unit import CurrencyOfFile, place_of
from polso.intake.mapping.model import TableMapping
from polso.intake.mapping.money import money_targets
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import ColumnReading, ReadTable
from polso.intake.reading.currencies import SHARED_SIGNS, SIGNS
from polso.intake.reading.iso_currencies import is_iso_currency
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.read_evidence import is_currency

# Words and codes in a header that name a currency; "dollar" alone is the US one, as the bare sign is.
_WORDS = {
    "eur": "EUR", "euro": "EUR", "usd": "USD", "dollar": "USD", "dollars": "USD", "dollari": "USD", "gbp": "GBP",
    "sterline": "GBP", "pounds": "GBP", "chf": "CHF", "franchi": "CHF", "jpy": "JPY", "yen": "JPY",
}  # fmt: skip


_OFFERED = ("EUR", "USD", "CHF", "GBP", "SEK", "NOK", "DKK", "PLN", "CZK", "RON", "TRY", "JPY")
_MOST_WORDS = 8
_WEIGHT = 50_000_000


def decide_currency(
    file: str, read: ReadTable, mapping: TableMapping, readings: dict[str, ColumnReading], company: str, asked: Asked
) -> CurrencyOfFile | None:
    """The currency of the amounts of `mapping`, None where the table keeps none or no amount is bound.

    An answer (`FILE:currency`) holds for every amount whose row does not name a known currency; a column of its own
    goes before signs in the cells, those before the header, that before the company's currency. A column of currencies
    with signs or codes that polso does not know is asked about, and so is such a sign beside the amounts. Raises
    UserError `mixed_currencies` when the cells name several and no column says which row has which, `answer_unknown`
    for an answer that is no ISO code or another currency than the one that stands beside the amounts.
    """
    said = _answered(file, read, mapping, readings, company, asked)
    if said is None or not _has_amount(mapping):
        return _found(file, read, mapping, readings, company)
    found = None if mapping.has("currency") else _found(file, read, mapping, readings, company)
    if found is not None and found.why == "values" and not _may_mean(said, mapping, readings):
        key = f"{file}:currency"
        if not asked.is_remembered(key):
            raise UserError("answer_unknown", place=Place(file=file), answer=said, choices=(found.code or "",))
        asked.refuse(key)
        return found
    return CurrencyOfFile(said, "answer")


def _may_mean(said: str, mapping: TableMapping, readings: dict[str, ColumnReading]) -> bool:
    """Whether the signs and codes in the cells leave room for the currency; a bare `$` is many a dollar."""
    return all(
        code == said or token in SHARED_SIGNS or not is_iso_currency(code)
        for binding in mapping.bindings
        if binding.target in money_targets(mapping)
        for token, code, _ in readings[binding.target].currencies
    )


def _has_amount(mapping: TableMapping) -> bool:
    return bool(money_targets(mapping))


def _answered(
    file: str, read: ReadTable, mapping: TableMapping, readings: dict[str, ColumnReading], company: str, asked: Asked
) -> str | None:
    key = f"{file}:currency"
    unknown, header = _unknown_words(read, mapping)
    if not unknown and not mapping.has("currency"):
        unknown, header = _unknown_signs(mapping, readings)
    question = Question(
        key=key,
        message="question.currency",
        choices=tuple(Choice(code) for code in dict.fromkeys((company, *_OFFERED))),
        parameters=(("column", header), ("words", unknown)),
        recommended=company,
        reason="unknown_currency",
        examples=unknown,
        file=file,
        column=header or None,
        others=True,
        weight=_WEIGHT,
        advice="currency_of_company",
        advice_parameters=(("currency", company),),
    )
    said = asked.answers.get(key)
    if said is None and not (unknown and _has_amount(mapping)):
        return None
    said = asked.answer(question)
    if said is not None and not (said.isupper() and is_iso_currency(said)):
        raise UserError("answer_unknown", place=Place(file=file), answer=said, choices=(company, *_OFFERED))
    return said


def _unknown_words(read: ReadTable, mapping: TableMapping) -> tuple[tuple[str, ...], str]:
    """The words of the column of currencies that name none which polso knows, and its header."""
    binding = mapping.binding("currency")
    veto = next((one for one in mapping.vetoes if one.target == "currency"), None)
    index = binding.index if binding is not None else veto.index if veto is not None else None
    if index is None or index >= len(read.profiles):
        return (), ""
    listed = read.profiles[index].listed or ()
    unknown = tuple(word for word, _ in listed if not is_currency(word))
    return (unknown, mapping.headers[index]) if len(listed) <= _MOST_WORDS else ((), "")


def _unknown_signs(mapping: TableMapping, readings: dict[str, ColumnReading]) -> tuple[tuple[str, ...], str]:
    """Signs beside amounts that name no currency which polso knows, and the first header above them."""
    for binding in mapping.bindings:
        if binding.target in money_targets(mapping):
            signs = tuple(token for token, code, _ in readings[binding.target].currencies if not is_iso_currency(code))
            if signs:
                return signs, binding.header
    return (), ""


def _found(
    file: str, read: ReadTable, mapping: TableMapping, readings: dict[str, ColumnReading], company: str
) -> CurrencyOfFile | None:
    amounts = [binding for binding in mapping.bindings if binding.target in money_targets(mapping)]
    if not amounts:
        return None
    has_column = mapping.has("currency")
    named: dict[str, str] = {}
    for binding in amounts:
        reading = readings[binding.target]
        codes = {code for _, code, _ in reading.currencies}
        if len(codes) > 1 and not has_column:
            lines = next((finding.lines for finding in reading.findings if finding.code == "mixed_currencies"), ())
            raise UserError(
                "mixed_currencies",
                place=place_of(file, read, lines[0] if lines else None, binding.header),
                currencies=tuple(sorted(codes)),
            )
        for found in filter(is_iso_currency, codes):
            named.setdefault(found, binding.header)
    if len(named) > 1 and not has_column:
        raise UserError("mixed_currencies", place=Place(file=file), currencies=tuple(sorted(named)))
    if has_column:
        # A row with an amount and an empty currency cell is in the currency that the rest of the file speaks for.
        return CurrencyOfFile(next(iter(named), company), "column")
    if named:
        return CurrencyOfFile(next(iter(named)), "values")
    in_headers = {code for binding in amounts if (code := header_currency(binding.header)) is not None}
    if len(in_headers) == 1:
        return CurrencyOfFile(in_headers.pop(), "header")
    if len(in_headers) > 1:
        raise UserError("mixed_currencies", place=Place(file=file), currencies=tuple(sorted(in_headers)))
    return CurrencyOfFile(company, "company")


def header_currency(header: str) -> str | None:
    """The currency that a header names.

    >>> header_currency("dollar_value"), header_currency("Importo (€)"), header_currency("Totale")
    ('USD', 'EUR', None)
    """
    for sign, code in SIGNS.items():
        if not sign.isalpha() and sign in header:
            return code
    words = normal_header(header).split()
    known = [_WORDS[word] for word in words if word in _WORDS]
    if known:
        return known[0]
    found = re.search(r"[(\[]([A-Z]{3})[)\]]", header)
    return found.group(1) if found else None
