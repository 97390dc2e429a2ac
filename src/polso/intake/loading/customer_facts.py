"""What lists of invoices, orders and offers say beside a customer's name goes to the customer who has no such thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.mapping.model import CUSTOMER_FACTS
from polso.intake.merging.plain import plain_email, plain_vat
from polso.intake.reading.sqltext import literal
from polso.intake.report import Notice
from polso.store.staging import StagedTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST_VAT = 14
"""Country and twelve characters: longer ones are tax codes of persons."""
_SHOWN = 3
_DIFFER = {"vat_number": "vat_numbers_differ", "email": "emails_differ"}
_KNOWN = "k.known_to IS NULL AND k.deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class _Said:
    """One spelling of a fact: as written, the customer's name there, the first line and the number of its unit."""

    raw: str
    name: str
    line: int
    unit: int


_Facts = dict[str, dict[str, _Said]]
"""By customer, then by the plain form of what is said."""


def learn_customers(
    cursor: DuckDBPyConnection, units: Sequence[Unit], staged: Sequence[StagedTable], owners: Mapping[str, Unit]
) -> tuple[list[StagedTable], dict[str, Unit]]:
    """`staged` with the VAT numbers and addresses of customers, and the unit behind each table that is new among them.

    A customer gets what all rows that name it agree on, where neither a file of this import nor what is known gives it
    one and no person has corrected it. Several VAT numbers under one name, or another than the known one, are noted in
    the unit and change nothing.
    """
    found = {column: _said(cursor, units, column) for column in _DIFFER}
    if not any(found.values()):
        return list(staged), {}
    by_number = {unit.number: unit for unit in units}
    learned: dict[str, dict[str, _Said]] = {}
    for column, facts in found.items():
        known = _known(cursor, staged, owners, column, facts)
        differing: dict[int, list[str]] = {}
        for account, spellings in facts.items():
            first = min(spellings.values(), key=lambda said: (said.unit, said.line))
            values = [said.raw for said in spellings.values()]
            if account in known:
                values = [] if known[account] is None else [str(known[account]), *values]
            if len({_plain(column)(value) for value in values}) > 1:
                differing.setdefault(first.unit, []).append(f"{first.name}: {', '.join(dict.fromkeys(values))}")
            elif account not in known:
                learned.setdefault(account, {})[column] = first
        for number, told in differing.items():
            by_number[number].notices.append(Notice(_DIFFER[column], len(told), tuple(told[:_SHOWN])))
    if not learned:
        return list(staged), {}
    _fill(cursor, learned)
    tables = [_beside(cursor, table) if table.table == "account" else table for table in staged]
    new, behind = _laid(cursor, tables, by_number)
    return [*tables, *new], behind


def _plain(column: str) -> Callable[[str], str | None]:
    return _plain_vat if column == "vat_number" else plain_email


def _plain_vat(text: str) -> str | None:
    plain = plain_vat(text)
    return plain if plain is not None and len(plain) <= _LONGEST_VAT else None


def _said(cursor: DuckDBPyConnection, units: Sequence[Unit], column: str) -> _Facts:
    targets = [target for target, meant in CUSTOMER_FACTS.items() if meant == column]
    facts: _Facts = {}
    for unit in sorted(units, key=lambda one: one.number):
        relation = f"staged_{unit.number}"
        has_account = any(one.references == "account" and one.name == "account_id" for one in unit.table.columns)
        for target in targets if has_account else ():
            if not unit.mapping.has(target) or not _has_column(cursor, relation, "account_id"):
                continue
            rows = cursor.execute(
                f"SELECT s.account_id, CAST(k.v_{target} AS VARCHAR) AS raw, "
                f"arg_min(CAST(k.r_account_id AS VARCHAR), k.line), min(k.line) FROM {relation} AS s "
                f"JOIN {unit.kept} AS k ON k.line = s.line WHERE s.account_id IS NOT NULL AND raw IS NOT NULL "
                "GROUP BY ALL ORDER BY 4, 2"
            ).fetchall()
            for account, raw, name, line in rows:
                text = re.sub(r"\s+", " ", raw).strip()
                plain = _plain(column)(text)
                if plain is not None:
                    facts.setdefault(account, {}).setdefault(plain, _Said(text, name, line, unit.number))
    return facts


def _has_column(cursor: DuckDBPyConnection, relation: str, column: str) -> bool:
    return any(row[0] == column for row in cursor.execute(f"DESCRIBE {relation}").fetchall())


def _known(
    cursor: DuckDBPyConnection,
    staged: Sequence[StagedTable],
    owners: Mapping[str, Unit],
    column: str,
    facts: _Facts,
) -> dict[str, str | None]:
    """Customers that have the fact already: by a file of this import, else as known; None where a person says which."""
    found: dict[str, str | None] = {}
    parts = [f"SELECT k.account_id, k.{column} FROM main.account AS k WHERE {_KNOWN} AND k.{column} IS NOT NULL"]
    parts += [
        f"SELECT account_id, {column} FROM {table.relation} WHERE {column} IS NOT NULL"
        for table in staged
        if table.table == "account" and column in table.provided and owners[table.relation].table.name == "account"
    ]
    for part in parts:
        rows = cursor.execute(part).fetchall()
        found |= {account: value for account, value in rows if account in facts}
    corrected = cursor.execute(
        "SELECT k.account_id FROM main.correction AS c JOIN main.account AS k ON k.source_system = c.entity_source "
        f"AND k.external_id = c.entity_key AND {_KNOWN} WHERE c.entity = 'account' AND c.column_name = ? "
        "AND c.known_to IS NULL AND c.deleted_at IS NULL AND c.value IS DISTINCT FROM c.replaced",
        [column],
    ).fetchall()
    return found | {account: None for (account,) in corrected if account in facts}


def _fill(cursor: DuckDBPyConnection, learned: Mapping[str, Mapping[str, _Said]]) -> None:
    """Create the temp table `learned_customers` (account_id, vat_number, email, line, unit)."""
    first = {account: min(said.values(), key=lambda one: (one.unit, one.line)) for account, said in learned.items()}
    cells = {column: [said[column].raw if column in said else None for said in learned.values()] for column in _DIFFER}
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE learned_customers AS SELECT unnest($1::VARCHAR[]) AS account_id, "
        "unnest($2::VARCHAR[]) AS vat_number, unnest($3::VARCHAR[]) AS email, unnest($4::INTEGER[]) AS line, "
        "unnest($5::INTEGER[]) AS unit",
        [
            list(learned),
            cells["vat_number"],
            cells["email"],
            [first[account].line for account in learned],
            [first[account].unit for account in learned],
        ],
    )


def _beside(cursor: DuckDBPyConnection, table: StagedTable) -> StagedTable:
    """The customers of a file, or those that are only mentioned, with what was learned in the same relation."""
    row = cursor.execute(
        f"SELECT count(l.vat_number), count(l.email) FROM {table.relation} "
        "JOIN learned_customers AS l USING (account_id)"
    ).fetchone()
    columns = [name for name, count in zip(_DIFFER, row or (0, 0), strict=True) if count]
    if not columns:
        return table
    own = [name for name in columns if name in table.provided]
    rest = f"s.* EXCLUDE ({', '.join(own)})" if own else "s.*"
    cells = ", ".join(
        f"coalesce({f's.{name}, l.{name}' if name in own else f'k.{name}, l.{name}'}) AS {name}" for name in columns
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {table.relation} AS SELECT {rest}, {cells} FROM {table.relation} AS s "
        f"LEFT JOIN learned_customers AS l ON l.account_id = s.account_id "
        f"LEFT JOIN main.account AS k ON k.source_system = {literal(table.source_system)} "
        f"AND k.external_id = s.external_id AND {_KNOWN}"
    )
    return replace(table, provided=tuple(dict.fromkeys((*table.provided, *columns))))


def _laid(
    cursor: DuckDBPyConnection, staged: Sequence[StagedTable], units: Mapping[int, Unit]
) -> tuple[list[StagedTable], dict[str, Unit]]:
    """Rows for the customers that were known before and that no file of this import brings."""
    here = [f"SELECT account_id FROM {table.relation}" for table in staged if table.table == "account"]
    known = f"{_KNOWN} AND l.account_id NOT IN ({' UNION ALL '.join(here)})" if here else _KNOWN
    joined = f"FROM learned_customers AS l JOIN main.account AS k ON k.account_id = l.account_id AND {known}"
    rows = cursor.execute(f"SELECT DISTINCT k.source_system, l.unit {joined} ORDER BY ALL").fetchall()
    new: list[StagedTable] = []
    behind: dict[str, Unit] = {}
    for place, (source, number) in enumerate(rows):
        relation = f"learned_{number}_{place}"
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT l.line, k.external_id, k.is_stub, k.account_id, "
            f"coalesce(k.vat_number, l.vat_number) AS vat_number, coalesce(k.email, l.email) AS email {joined} "
            f"WHERE k.source_system = {literal(source)} AND l.unit = {int(number)}"
        )
        provided = ("account_id", "vat_number", "email")
        new.append(StagedTable("account", source, units[number].file_id, relation, provided, is_learned=True))
        behind[relation] = units[number]
    return new, behind
