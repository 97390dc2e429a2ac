"""Every canonical table and column has a name for people."""

from __future__ import annotations

import pytest

from polso.answers.transition_rows import NAMES
from polso.base.company import Language
from polso.catalog.relations import RELATIONS
from polso.catalog.schema import TABLES
from polso.i18n.choices import choice_words
from polso.i18n.columns import column_words, row_title, table_words
from polso.i18n.translation import has_message
from polso.sql.listing import names_of


@pytest.mark.parametrize("language", ["it", "en"])
def test_tables_and_columns_have_words(language: Language) -> None:
    for table in TABLES:
        if not table.importable:
            continue
        assert table_words(table.name, language)
        names = [column_words(table.name, column.name, language) for column in table.columns]
        assert len(set(names)) == len(names), (table.name, names)


CHOICES = [
    (table.name, value)
    for table in TABLES
    if table.importable
    for column in table.columns
    if column.kind == "choice"
    for value in column.choices
]


@pytest.mark.parametrize(("table", "value"), CHOICES)
def test_every_closed_word_has_words_in_both_languages(table: str, value: str) -> None:
    assert has_message(f"value.{table}_{value}") or has_message(f"value.{value}")
    assert choice_words(table, value, "it")


LISTED = {"day", "numerator", "denominator", *NAMES} | {
    names_of(relation)[name].id if name in names_of(relation) else name
    for relation in RELATIONS.values()
    for name in relation.shown
}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_every_heading_of_rows_has_words(name: str) -> None:
    assert has_message(f"column.{name}")
    assert row_title(name, "it")[0].isupper()
