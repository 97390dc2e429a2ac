"""What must come of a sample: the records and the right answers to whatever is asked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.corpus.case import Row, Value
from tests.properties.dialects.model import WORDS, Sample
from tests.properties.dialects.written import headers, label

CURRENCIES = {"€": "EUR", "EUR": "EUR", "$": "USD", "CHF": "CHF", "£": "GBP"}
DEFAULTS: dict[str, dict[str, Value]] = {
    "sales_order": {"status": "completed"},
    "invoice": {"kind": "invoice"},
    "opportunity": {},
}


def currency(sample: Sample) -> str:
    """What the amounts of the file are in; the company's euro where they do not say."""
    if sample.dialect.container == "xlsx":
        return "EUR"
    sign = sample.dialect.numbers.currency.replace("%", "").strip()
    return CURRENCIES.get(sign, "EUR")


def expected(sample: Sample) -> list[Row]:
    """The records of the sample as they must be kept."""
    found = []
    for row in sample.rows:
        fields: dict[str, Value] = dict(DEFAULTS[sample.shape.table])
        attributes: dict[str, str] = {}
        has_amount = False
        for field, cell in zip(sample.shape.fields, row, strict=True):
            if field.kind == "attribute":
                if isinstance(cell, str):
                    attributes[field.target] = cell
                continue
            fields[field.target] = cell
            has_amount = has_amount or isinstance(cell, Decimal)
        if has_amount:
            fields["currency"] = currency(sample)
        found.append(Row(sample.shape.table, fields, attributes))
    return found


def right_answer(sample: Sample, key: str) -> str | None:
    """The answer of somebody who knows how the file was written; None for a question that should not be asked."""
    prefix = label(sample) + ":"
    if not key.startswith(prefix):
        return None
    rest = key.removeprefix(prefix)
    topic, _, header = rest.partition(":")
    names = headers(sample)
    kinds = {
        name: sample.shape.fields[position].kind for name, position in zip(names, sample.dialect.order, strict=True)
    }
    if topic == "table":
        return sample.shape.table
    if topic == "date_order" and kinds.get(header) == "day":
        return "mdy" if sample.dialect.days.startswith("mdy") else "dmy"
    if topic == "decimal_mark" and kinds.get(header) == "amount":
        return "comma" if sample.dialect.numbers.mark == "," else "point"
    words = {word: meaning for meaning, word in WORDS[sample.dialect.language].items()}
    return words.get(header) if kinds.get(topic) == "word" else None


def answers(sample: Sample, asked: Sequence[str]) -> dict[str, str]:
    """Right answers to all questions; raises AssertionError for one that the file leaves no room for."""
    found = {key: right_answer(sample, key) for key in asked}
    assert all(found.values()), f"asked without need: {[key for key, answer in found.items() if answer is None]}"
    return {key: str(answer) for key, answer in found.items()}
