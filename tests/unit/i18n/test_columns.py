"""Every canonical table and column has a name for people."""

from __future__ import annotations

import pytest

from polso.base.company import Language
from polso.catalog.schema import TABLES
from polso.i18n.columns import column_words, table_words


@pytest.mark.parametrize("language", ["it", "en"])
def test_tables_and_columns_have_words(language: Language) -> None:
    for table in TABLES:
        if not table.importable:
            continue
        assert table_words(table.name, language)
        names = [column_words(table.name, column.name, language) for column in table.columns]
        assert len(set(names)) == len(names), (table.name, names)
