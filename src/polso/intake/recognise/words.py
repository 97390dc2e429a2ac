"""The meaning of the words in the cells of a column whose words are closed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from polso.catalog.schema import TABLE
from polso.intake.recognise.headers import normal_header

# What surrounds the word that matters: "Trattativa chiusa vinta", "Closed - Won (deal)".
_FILLERS = frozenset({"closed", "chiusa", "chiuso", "deal", "trattativa", "offerta", "opportunity", "stage", "fase"})


@cache
def meanings(table: str, column: str) -> Mapping[str, str]:
    """The closed word for each known word of a column, keyed by normal form; empty where nothing is listed.

    >>> meanings("opportunity", "status")["chiusa vinta"]
    'won'
    """
    listed = _words().get(table, {}).get(column, {})
    found = {word: meaning for meaning, words in listed.items() for word in words}
    own = TABLE[table].column(column).choices if column in {c.name for c in TABLE[table].columns} else tuple(listed)
    return found | {normal_header(choice): choice for choice in own}


def meaning(table: str, column: str, word: str) -> str | None:
    """What `word` means in the column, or None: an unknown word is a question, never a guess.

    Numbering before a word ("3. Proposal") and words that only name the record do not count.

    >>> meaning("opportunity", "status", "Chiusa - Vinta"), meaning("opportunity", "status", "7 - Deal lost")
    ('won', 'lost')
    >>> meaning("opportunity", "status", "Boh") is None
    True
    """
    known = meanings(table, column)
    form = normal_header(word)
    if form in known:
        return known[form]
    parts = form.split()
    while parts and parts[0].isdigit():
        parts = parts[1:]
    for candidate in (" ".join(parts), " ".join(part for part in parts if part not in _FILLERS)):
        if candidate in known:
            return known[candidate]
    return None


def stage_order(word: str) -> int | None:
    """Where a stage of that name stands in the ordinary course of a deal: 10 at its beginning, 100 won, 110 lost.

    >>> stage_order("Appointment scheduled"), stage_order("3. Preventivo inviato"), stage_order("Fase Rossa")
    (20, 70, None)
    """
    place = meaning("stage", "rank", word)
    return None if place is None else int(place)


def choices_of(table: str, column: str) -> tuple[str, ...]:
    """The closed words of a column or helper; empty where any text may stand.

    >>> choices_of("invoice", "kind"), choices_of("invoice", "number")
    (('invoice', 'credit_note', 'deposit'), ())
    """
    own = next((known.choices for known in TABLE[table].columns if known.name == column), ())
    return own or tuple(_words().get(table, {}).get(column, {}))


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    text = (files("polso.intake.recognise") / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
