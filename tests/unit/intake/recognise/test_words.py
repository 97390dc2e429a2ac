"""What the words in cells mean."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from polso.catalog.schema import TABLE
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.synonyms import table_words
from polso.intake.recognise.words import meaning, stage_order


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
            if column in table_words(table).helpers or (table, column) in (
                ("target", "metric_id"),
                ("stage", "rank"),
            ):
                continue
            assert meanings.keys() <= set(TABLE[table].column(column).choices), (table, column)


HUBSPOT = ["appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin", "contractsent"]
SALESFORCE = [
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Value Proposition",
    "Id. Decision Makers",
    "Proposal/Price Quote",
    "Negotiation/Review",
]
PIPEDRIVE = ["Lead In", "Contact Made", "Demo Scheduled", "Proposal Made", "Negotiations Started"]
ITALIAN = ["Nuova", "Appuntamento fissato", "Qualificata", "Sopralluogo", "Preventivo inviato", "In trattativa"]


@pytest.mark.parametrize(
    "stages", [HUBSPOT, SALESFORCE, PIPEDRIVE, ITALIAN], ids=["hubspot", "salesforce", "pipedrive", "it"]
)
def test_stages_stand_in_the_order_of_their_pipeline_and_are_open(stages: list[str]) -> None:
    places = [stage_order(stage) for stage in stages]
    assert None not in places
    numbers = [place for place in places if place is not None]
    assert numbers == sorted(set(numbers))
    assert {meaning("opportunity", "status", stage) for stage in stages} == {"open"}


def test_a_won_stage_stands_before_a_lost_one() -> None:
    assert (stage_order("closedwon"), stage_order("Chiusa persa"), stage_order("Boh")) == (100, 110, None)
