"""Everything that a column of a file can be has a name in both languages."""

from __future__ import annotations

import pytest

from polso.catalog.schema import IMPORTABLE
from polso.i18n.columns import column_words, table_words
from polso.i18n.language import LANGUAGES
from polso.intake.recognise import synonyms


@pytest.mark.parametrize("table", IMPORTABLE)
def test_tables_columns_and_helpers_are_named(table: str) -> None:
    for language in LANGUAGES:
        assert table_words(table, language)
        for target in synonyms.table_words(table).targets:
            assert column_words(table, target, language)
