"""Whether the values of a column contradict what its header says."""

from __future__ import annotations

import re

from polso.catalog.schema import TABLE, ColumnKind
from polso.intake.recognise.evidence import Evidence
from polso.intake.recognise.words import meaning, meanings

READABLE_SHARE = 0.5
FEW_PEOPLE_SHARE = 0.5
ENOUGH_ROWS = 50

OUTCOMES = frozenset({("opportunity", "status"), ("opportunity_event", "field"), ("activity", "kind")})
"""Columns that decide what a record counts as: unknown words are asked for, not dropped."""

RATING = "rating"
"""Scores that are no plain numbers: `4/5`, stars."""
_RATING = re.compile(
    r"[★⭐☆✩ \ufe0f]+|\d+([.,]\d+)?\s*(/|su|di|of|out of|von|sur)\s*\d+.*"
    r"|\d+([.,]\d+)?\s*(stell[ae]|stars?|★|⭐)",
    re.IGNORECASE,
)

HELPER_KINDS: dict[str, ColumnKind] = {
    "won_at": "instant",
    "lost_at": "instant",
    "is_won": "boolean",
    "is_closed": "boolean",
    "lead_status": "choice",
    "fte": "share",
    "quantity": "rate",
    "price": "money",
    "unit_price": "money",
    "line_amount": "money",
    "discount": "money",
    "refunded_amount": "money",
    "cancelled_at": "instant",
    "interval_count": "integer",
}


def kind_of(table: str, target: str) -> ColumnKind:
    """The kind of a column or helper of a table; helpers that are not listed are text."""
    for column in TABLE[table].columns:
        if column.name == target:
            return column.kind
    return HELPER_KINDS.get(target, "text")


def contradicts(table: str, target: str, index: int, evidence: Evidence, *, sure: bool) -> bool:
    """Whether the values forbid that column `index` is `target`.

    Money, dates, numbers and booleans must be readable in at least half of their different values. Where the header is
    only similar (`sure` false) closed words must be known and people few, too; an exact header with unknown words is
    kept, because the words then become a question.
    """
    if not evidence.filled(index):
        return False
    if target == RATING:
        return not _are_ratings(evidence.words(index))
    kind = kind_of(table, target)
    if kind in ("money", "rate", "share", "integer", "date", "instant", "boolean"):
        return evidence.readable(index, kind) < READABLE_SHARE
    if kind == "currency":
        return evidence.readable(index, "currency") < READABLE_SHARE
    if kind == "choice":
        return _unknown_words(table, target, evidence.words(index), sure=sure)
    if sure:
        return False
    column = next((column for column in TABLE[table].columns if column.name == target), None)
    if column is not None and column.references == "rep" and evidence.filled(index) >= ENOUGH_ROWS:
        return evidence.distinct(index) > FEW_PEOPLE_SHARE * evidence.filled(index)
    return False


def _unknown_words(table: str, target: str, words: tuple[str, ...] | None, *, sure: bool) -> bool:
    """Whether no word at all is known; for the column that decides an outcome only when there are too many to ask."""
    if words is None:
        return True
    if not meanings(table, target) or any(meaning(table, target, word) is not None for word in words):
        return False
    return not (sure and (table, target) in OUTCOMES)


def _are_ratings(words: tuple[str, ...] | None) -> bool:
    return (
        words is not None
        and len(words) > 0
        and sum(_RATING.fullmatch(word.strip()) is not None for word in words) * 2 >= len(words)
    )


def could_be_key(index: int, evidence: Evidence) -> bool:
    """Whether the values are different enough to be a key: at most one in two repeats."""
    return evidence.distinct(index) * 2 > evidence.filled(index)
