"""Errors as sentences: place once, suggestions as the action, our own faults never dressed as the user's."""

from __future__ import annotations

from polso.base.errors import InternalError, NotFoundError, Place, UserError
from polso.i18n.errors import render_error


def test_the_place_stands_before_the_sentence() -> None:
    error = UserError("unknown_currency", value="EURO", place=Place(file="a.csv", row=1180, column="Valuta"))
    shown = render_error(error, "en")
    assert shown.sentence == "a.csv, line 1180, column “Valuta”: “EURO” is not a currency code."
    assert shown.action == "Use the code of three letters, for example EUR."


def test_without_a_place_the_sentence_stands_alone() -> None:
    assert render_error(UserError("unknown_currency", value="€"), "it").sentence == "«€» non è un codice di valuta."


def test_suggestions_are_the_action() -> None:
    error = NotFoundError("unknown_currency", value="EUP", suggestions=("EUR", "EGP"))
    assert render_error(error, "it").action == "Forse cercavi: EUR o EGP."


def test_our_faults_name_their_code() -> None:
    for error in (InternalError("row_lost"), UserError("code_without_sentence")):
        shown = render_error(error, "en")
        assert f"({error.code})" in shown.sentence
        assert shown.action


def test_a_member_of_an_archive_may_be_left_out() -> None:
    place = Place(file="dati.zip/ordini.csv")
    error = UserError("header_does_not_fit", place=place, expected=5, found=3, skip_by="dati.zip/ordini.csv:table=skip")
    assert render_error(error, "en").action == (
        "Correct the line of names: one for each column. "
        "Or leave this file out with the answer dati.zip/ordini.csv:table=skip."
    )
