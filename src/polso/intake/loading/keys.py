"""SQL for the identity of rows: the key of the source, the name's key, or what the row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.base.ids import name_key
from polso.intake.loading.columns import Expressions
from polso.intake.loading.unit import Unit, id_column
from polso.intake.mapping.model import FILES, NAMED
from polso.intake.reading.sqltext import SPACES, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PART = "\x1f"
"""Between the parts of a composite key."""


def fold_sql(text: str) -> str:
    """SQL near `name_key`, for comparing names with names; ids are made by `name_key` itself."""
    blanks = literal(f"[\\s{SPACES}]+")
    return f"lower(trim(regexp_replace(nfc_normalize({text}), {blanks}, ' ', 'g')))"


def record_sql(source_system: str, external_id: str) -> str:
    """SQL for the record id of an external id: itself for files, with the vendor before it else."""
    return external_id if source_system == FILES else f"{literal(source_system + ':')} || {external_id}"


def key_parts(unit: Unit, columns: Expressions) -> list[str]:
    """SQL for the parts of the key as text; a part that is optional and absent is empty.

    A named record's own part is its name, to be turned into its key by `name_keys`.
    """
    if unit.key_target is not None:
        return [f"CAST(v_{unit.key_target} AS VARCHAR)"]
    parts = []
    for name in unit.table.key:
        column = unit.table.column(name)
        if unit.is_named and name == id_column(unit.table.name):
            parts.append(f"CAST({columns.get('name', 'NULL')} AS VARCHAR)")
        else:
            value = columns.get(f"r_{name}" if column.references else name)
            text = "NULL" if value is None else f"CAST({value} AS VARCHAR)"
            parts.append(text if column.required and len(unit.table.key) > 1 else f"coalesce({text}, '')")
    return parts


def content_sql(unit: Unit, source: str) -> str:
    """SQL of `polso.base.ids.content_key` over the row's canonical values as the file gives them.

    Names stand as written and amounts as typed, so that one content has one key whatever the format of the file; the
    ordinal counts equal rows from 0, in the order of their other columns, then of the file.
    """
    cells = [_cell(f"v_{name}" if unit.mapping.has(name) else None) for name in _telling(unit)]
    content = " || ".join([_part(literal(source)), *cells])
    others = ", ".join(f"a_{index}" for index, _ in unit.mapping.unmapped)
    if unit.table.name == "opportunity" and unit.mapping.has("amount"):
        others = f"v_amount, {others}" if others else "v_amount"
    order = f"{others}, line" if others else "line"
    ordinal = f"CAST(row_number() OVER (PARTITION BY {content} ORDER BY {order}) - 1 AS VARCHAR)"
    return f"left(sha256({content} || {_part(ordinal)}), 24)"


def _telling(unit: Unit) -> tuple[str, ...]:
    """The columns whose values tell a record without a key apart from others.

    All of them for what never changes. A deal gets its outcome later, so that only what stood at its beginning tells it
    from others: its lead, else customer, subject, article and day. An invoice is paid later; what it says stays.
    """
    every = tuple(column.name for column in unit.table.columns)
    if unit.mapping.has("rating"):
        return (*every, "rating")
    if unit.table.name == "opportunity" and unit.mapping.has("lead_id"):
        return ("lead_id",)
    found = tuple(name for name in _BEGINNING.get(unit.table.name, ()) if unit.mapping.has(name))
    return found or every


_BEGINNING = {
    "opportunity": ("account_id", "name", "created_at", "product_id"),
    "invoice": ("account_id", "issued_on", "kind", "net", "vat", "gross", "currency"),
}


def name_keys(cursor: DuckDBPyConnection, names: str, into: str) -> None:
    """Create the temp table `into (raw, key)` with the key of every name that the query `names` gives."""
    found = [raw for (raw,) in cursor.execute(f"SELECT DISTINCT * FROM ({names})").fetchall() if raw is not None]
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT unnest($1::VARCHAR[]) AS raw, unnest($2::VARCHAR[]) AS key",
        [found, [name_key(raw) for raw in found]],
    )


def is_known_by_name(header: str, table: str) -> bool:
    """Whether a column that points to `table` holds names rather than ids.

    >>> is_known_by_name("Cliente", "account"), is_known_by_name("Cod. cliente", "account")
    (True, False)
    """
    from polso.intake.recognise.headers import normal_header

    return table in NAMED and not _ID_WORDS.intersection(normal_header(header).split())


_ID_WORDS = frozenset(
    {
        "id",
        "ids",
        "code",
        "codice",
        "cod",
        "number",
        "numero",
        "no",
        "nr",
        "num",
        "key",
        "matricola",
        "sku",
        "uuid",
        "n",
    }
)


def _part(text: str) -> str:
    """SQL of a length (eight bytes) and the bytes of `text`."""
    return f"from_hex(format('{{:016x}}', octet_length(encode({text})))) || encode({text})"


def _cell(value: str | None) -> str:
    nothing = "from_hex('000000000000000100')"
    if value is None:
        return nothing
    return f"coalesce({_part(f'CAST({value} AS VARCHAR)')}, {nothing})"
