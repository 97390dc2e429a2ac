"""`docs/tables.md`: the canonical tables."""

from __future__ import annotations

from polso.base.company import Language
from polso.catalog.schema import SYSTEM_COLUMNS, TABLES, Column, Table
from polso.i18n.columns import column_words, table_words
from polso.i18n.translation import has_message
from tests.docs.reference.markdown import code, codes, page, table

LANGUAGES: tuple[Language, ...] = ("en", "it")
INTRODUCTION = """\
# Tables

Made from `src/polso/catalog/tables/`. Whatever a file is, its rows become records of these tables. `--as TABLE` takes
a file with exactly these column names; otherwise the columns are recognised: see [importing](importing.md). Only the
columns marked **required** must be there, and the **key** where the record has no name to stand for it and is not
identified by its content. What has no place here is kept as an attribute of the record and can be used as a dimension.
"""
KINDS = """\
## Kinds of columns

| kind | what a file may give | how it is stored |
| --- | --- | --- |
| text | any text | `VARCHAR`, Unicode NFC, without blanks around it |
| reference | the id or the name of a record of another table | `VARCHAR` |
| choice | one of the words listed; foreign words are translated or asked for | `VARCHAR` |
| money | an amount in the row's currency | `DECIMAL(18,4)` |
| rate | a quantity, a score or a rate | `DECIMAL(18,8)` |
| share | a part of one, 0.25 is 25 % | `DECIMAL(9,6)` |
| integer, boolean, currency | a whole number, yes or no, a code of three letters | `BIGINT`, `BOOLEAN`, `VARCHAR` |
| date | a day; the end of a range is its last included day | `DATE`; the end of a range is the day after |
| instant | a day, with the time where it is known | twice: `…_at` `TIMESTAMP` in UTC (null where only the day \
is known) and `…_on` `DATE`, the company's local day |
"""
SYSTEM = """\
## What every stored row has besides

The source, the batch, the file and the line it came from, and the range `[known_from, known_to)` during which it was
what is known; `known_to` is null on the row that holds now. See [memory](memory.md).
"""


def tables_page() -> str:
    index = ", ".join(f"[{code(one.name)}](#{one.name})" for one in TABLES)
    system = table(("column", "type"), [(code(name), code(kind)) for name, kind in SYSTEM_COLUMNS])
    return page(INTRODUCTION, index, KINDS, SYSTEM, system, *(_section(one) for one in TABLES))


def _section(one: Table) -> str:
    said = [f"*{table_words(one.name, 'en')}* · *{table_words(one.name, 'it')}*."] if one.importable else []
    said.append(f"A record is identified by {codes(one.key)}.")
    if one.keyless:
        said.append("Sources often give no key: then a row is identified by its content, and equal rows are counted.")
    if one.display:
        said.append(f"People see {code(one.display)}.")
    if not one.importable:
        said.append("Not imported: polso writes it itself.")
    return "\n\n".join(
        (
            f"## {one.name}",
            " ".join(said),
            table(("column", "English", "Italiano", "kind", ""), [_row(one, column) for column in one.columns]),
        )
    )


def _row(one: Table, column: Column) -> tuple[str, ...]:
    remarks = []
    if column.name in one.key:
        remarks.append("**key**")
    elif column.required:
        remarks.append("**required**")
    if column.references:
        remarks.append(f"→ [{code(column.references)}](#{column.references})")
    if column.choices:
        remarks.append(codes(column.choices))
    if column.default is not None:
        remarks.append(f"default {code(column.default)}")
    if column.open_end:
        remarks.append("last included day; empty still holds")
    if column.personal:
        remarks.append("personal data")
    names = [_name(one, column, language) for language in LANGUAGES]
    return code(column.name), *names, column.kind, "; ".join(remarks)


def _name(one: Table, column: Column, language: Language) -> str:
    named = any(has_message(f"column.{key}") for key in (column.name, f"{one.name}_{column.name}"))
    return column_words(one.name, column.name, language) if named else ""
