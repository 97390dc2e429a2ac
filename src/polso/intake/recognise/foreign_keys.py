"""References that no header names: a column whose values are the keys of another file given together."""

from __future__ import annotations

from collections.abc import Sequence

from polso.catalog.schema import TABLE
from polso.intake.mapping.model import Binding, TableMapping
from polso.intake.reading import ReadTable
from polso.intake.recognise.headers import header_forms
from polso.intake.recognise.synonyms import words_of

FOUND_SHARE = 0.9
LEAST_DISTINCT = 5
SHORT_NUMBER = 4
COVERED_SHARE = 0.2

Other = tuple[ReadTable, TableMapping]


def hidden_references(read: ReadTable, mapping: TableMapping, others: Sequence[Other]) -> tuple[Binding, ...]:
    """Bindings of unmapped columns of `read` to references of its table.

    At least 5 different values, of which 90 % are among the keys (or the names) of one file of the table that the
    reference points to, where each key stands once. Counts are among small numbers too: where all values are numbers of
    at most 4 digits, they must be a fifth of all keys besides. A column whose header plainly says something else of
    this table is left alone, and so is one that fits two references, or a reference that two columns fit.
    """
    wanted = [
        column
        for column in TABLE[mapping.table].columns
        if column.references and column.references != mapping.table and not mapping.has(column.name)
    ]
    if not wanted:
        return ()
    fitting: list[tuple[int, str]] = []
    for index, header in mapping.unmapped:
        if index >= len(read.profiles) or read.profiles[index].distinct < LEAST_DISTINCT or _says(mapping, header):
            continue
        for column in wanted:
            keys = [
                (other, number)
                for other, theirs in others
                if theirs.table == column.references
                for number in _keys(other, theirs)
            ]
            if any(_points(read, index, other, number) for other, number in keys):
                fitting.append((index, column.name))
    columns = [index for index, _ in fitting]
    targets = [target for _, target in fitting]
    return tuple(
        Binding(target, index, mapping.headers[index], "content")
        for index, target in fitting
        if columns.count(index) == 1 and targets.count(target) == 1
    )


def _says(mapping: TableMapping, header: str) -> bool:
    """Whether the header names a column of the table: then it is that, whatever its values look like."""
    words = words_of(mapping.table)
    return any(form in words for form in header_forms(header))


def _keys(read: ReadTable, mapping: TableMapping) -> list[int]:
    """The columns of a file that tell its records apart: the id, and the name where each stands once."""
    table = TABLE[mapping.table]
    targets = [table.key[0] if table.name != "stage" else "stage_id", *([table.display] if table.display else [])]
    found = [binding.index for target in targets if (binding := mapping.binding(target)) is not None]
    return [index for index in found if index < len(read.profiles) and _unique(read, index)]


def _unique(read: ReadTable, index: int) -> bool:
    profile = read.profiles[index]
    return profile.distinct >= LEAST_DISTINCT and profile.distinct == profile.filled


def _points(read: ReadTable, index: int, other: ReadTable, key: int) -> bool:
    keys = f"(SELECT c{key} FROM {other.staged.table})"
    row = read.staged.connection.execute(
        f"SELECT count(*), count(*) FILTER (value IN {keys}), "
        f"coalesce(bool_and(regexp_full_match(value, '[0-9]{{1,{SHORT_NUMBER}}}')), FALSE) "
        f"FROM (SELECT DISTINCT c{index} AS value FROM {read.staged.table} WHERE c{index} IS NOT NULL)"
    ).fetchone()
    if row is None or row[0] < LEAST_DISTINCT or row[1] < FOUND_SHARE * row[0]:
        return False
    return not row[2] or row[1] >= COVERED_SHARE * other.profiles[key].distinct
