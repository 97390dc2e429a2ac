"""The columns of a file that hold amounts, read as numbers before anything is decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polso.intake.mapping.model import TableMapping
from polso.intake.questions import Asked
from polso.intake.reading import ReadTable, recommend
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.veto import kind_of

if TYPE_CHECKING:
    from polso.intake.mapping.arithmetic import Records

_READABLE = 0.9
_MOST_COLUMNS = 12
_MOST_RECORDS = 50_000
_SCALE = 10_000
_SAME_FILE = "other_column:"
LINE_VALUE = 10_000
"""The number under which what a line is worth stands among the columns."""


@dataclass(frozen=True, slots=True)
class NumberColumns:
    """SQL of the number in each column, by column number, over the staging table `table`."""

    read: ReadTable
    sql: dict[int, str]

    @property
    def table(self) -> str:
        return self.read.staged.table

    @property
    def rows(self) -> str:
        """SQL of the numbers as `n<number>`, one row a row of the file."""
        cells = ", ".join(f"{sql} AS n{index}" for index, sql in self.sql.items())
        return f"(SELECT {cells} FROM {self.table})"


def number_columns(
    file: str, read: ReadTable, mapping: TableMapping, asked: Asked, evidence: ReadEvidence
) -> NumberColumns:
    """The columns that are amounts by their place in the table, or that could be: numbers without another place.

    A column of which the decimal mark is still open, and that no other column and no answer settles, is left out.
    """
    bound = {binding.index: binding.target for binding in mapping.bindings}
    found: dict[int, str] = {}
    for index in range(len(read.profiles)):
        target = bound.get(index)
        if target is not None and kind_of(mapping.table, target) not in ("money", "rate"):
            continue
        if target is None and read.readings[index].kind != "number":
            continue
        if not evidence.filled(index) or evidence.readable(index, "money") < _READABLE:
            continue
        sql = _number(file, read, index, asked, evidence)
        if sql is not None and (target is not None or len(found) < _MOST_COLUMNS):
            found[index] = sql
    value = _line_value(mapping, found)
    if value is not None:
        found[LINE_VALUE] = value
    return NumberColumns(read, found)


def _line_value(mapping: TableMapping, found: dict[int, str]) -> str | None:
    """SQL of the total of a line of an order, or of price times quantity."""
    total, price, quantity = (mapping.binding(name) for name in ("line_amount", "unit_price", "quantity"))
    if total is not None:
        return found.get(total.index)
    if price is None or price.index not in found:
        return None
    count = found.get(quantity.index) if quantity is not None else None
    return found[price.index] if count is None else f"CAST({found[price.index]} * {count} AS DECIMAL(18,4))"


def fetch(columns: NumberColumns, relation: str) -> Records:
    """The columns `n<number>` of `relation`, at most 50,000 rows of it."""
    import numpy as np

    from polso.intake.mapping.arithmetic import Records

    cells = ", ".join(
        f"CAST(coalesce(n{index}, 0) * {_SCALE} AS BIGINT) AS n{index}, n{index} IS NOT NULL AS k{index}"
        for index in columns.sql
    )
    arrays = columns.read.staged.connection.execute(
        f"SELECT {cells} FROM {relation} LIMIT {_MOST_RECORDS}"
    ).fetchnumpy()
    return Records(
        {index: np.asarray(arrays[f"n{index}"], dtype=np.int64) for index in columns.sql},
        {index: np.asarray(arrays[f"k{index}"], dtype=np.bool_) for index in columns.sql},
    )


def _number(file: str, read: ReadTable, index: int, asked: Asked, evidence: ReadEvidence) -> str | None:
    reading = evidence.reading(index, "money")
    if reading.question is None:
        return reading.sql()
    mark = _mark(file, read, index, asked, evidence)
    return None if mark is None else ReadEvidence(read, {}, {index: mark}).reading(index, "money").sql()


def _mark(file: str, read: ReadTable, index: int, asked: Asked, evidence: ReadEvidence) -> str | None:
    """The decimal mark that an answer for this file gives, or that a column beside shows."""
    topic = f"{file}:decimal_mark:"
    given = asked.answers.get(topic + read.raw.names[index])
    if given is not None:
        return given
    advised = recommend(read.raw, (evidence.reading(index, "money"), *read.readings))[0].question
    if advised is not None and advised.because.startswith(_SAME_FILE):
        return advised.recommended
    return next((value for key, value in asked.answers.items() if key.startswith(topic)), None)
