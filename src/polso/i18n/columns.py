"""What the columns and tables of records are called, for people."""

from __future__ import annotations

from collections.abc import Iterable

from polso.base.company import Language
from polso.i18n.translation import has_message, translate
from polso.i18n.words import capitalised


def column_words(table: str, column: str, language: Language) -> str:
    """The name of a canonical column; its own where the table says it its own way.

    >>> column_words("opportunity", "status", "it"), column_words("sales_order", "status", "it")
    ('esito', 'stato')
    """
    own = f"column.{table}_{column}"
    return translate(language, own if has_message(own) else f"column.{column}")


def table_words(table: str, language: Language) -> str:
    """What the records of a canonical table are.

    >>> table_words("sales_order", "en")
    'orders'
    """
    return translate(language, f"question.table_{table}")


def row_title(name: str, language: Language) -> str:
    """The heading of a column of the rows behind a figure.

    >>> row_title("closed_on", "it"), row_title("numerator", "en")
    ('Chiuso il', 'Counts')
    """
    key = f"column.{name}"
    return capitalised(translate(language, key) if has_message(key) else name.replace("_", " "))


def input_words(names: Iterable[str], language: Language) -> str:
    """Inputs named `table.column` as people would ask for them, table by table.

    >>> input_words(["sales_order.ordered_at", "sales_order.net_amount"], "it")
    'ordini: data dell’ordine, importo netto'
    """
    columns: dict[str, list[str]] = {}
    for name in names:
        table, _, column = name.partition(".")
        columns.setdefault(table, []).append(column_words(table, column, language))
    return "; ".join(f"{table_words(table, language)}: {', '.join(words)}" for table, words in columns.items())
