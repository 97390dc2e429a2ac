"""What the words in cells mean."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from polso.catalog.schema import TABLE
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.synonyms import table_words
from polso.intake.recognise.words import meaning


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("closedwon", "won"),
        ("Closed Won", "won"),
        ("Chiusa vinta", "won"),
        ("accettato", "won"),
        ("Chiusa persa", "lost"),
        ("Rifiutata", "lost"),
        ("3. Preventivo inviato", "open"),
        ("In attesa", "open"),
        ("Engaging", "open"),
        ("Da rivedere", None),
        ("", None),
    ],
)
def test_outcomes_of_deals(word: str, meant: str | None) -> None:
    assert meaning("opportunity", "status", word) == meant


def test_every_listed_word_is_in_normal_form_and_means_one_thing() -> None:
    data = tomllib.loads((files("polso.intake.recognise") / "words.toml").read_text(encoding="utf-8"))
    for table, columns in data.items():
        for column, meanings in columns.items():
            seen: dict[str, str] = {}
            for meant, words in meanings.items():
                for word in words:
                    assert normal_header(word) == word, (table, column, word)
                    assert seen.setdefault(word, meant) == meant, (table, column, word)


def test_every_meaning_is_a_word_of_its_column() -> None:
    data = tomllib.loads((files("polso.intake.recognise") / "words.toml").read_text(encoding="utf-8"))
    for table, columns in data.items():
        for column, meanings in columns.items():
            if column in table_words(table).helpers or (table, column) == ("target", "metric_id"):
                continue
            assert meanings.keys() <= set(TABLE[table].column(column).choices), (table, column)
