"""One table of one file on its way into the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from polso.base.errors import Place
from polso.catalog.schema import TABLE, Table
from polso.intake.mapping.model import FILES, NAMED, TableMapping
from polso.intake.reading import ColumnReading, ReadTable
from polso.intake.report import Notice, Rejected


@dataclass(frozen=True, slots=True)
class CurrencyOfFile:
    """The currency of amounts without one of their own, and from where it is known.

    `why` is `column`, `values`, `header` or `company`; `code` is None where each row says its own.
    """

    code: str | None
    why: str


@dataclass(slots=True)
class Unit:
    """`number` names the temp tables; `readings` are by target; `words` give for a target what each word means.

    `derived` are columns that have no header of their own: physical column to SQL over the values relation.
    """

    number: int
    file: str
    read: ReadTable
    mapping: TableMapping
    readings: dict[str, ColumnReading]
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    currency: CurrencyOfFile | None = None
    notices: list[Notice] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    rejected_rows: int = 0
    loaded_rows: int = 0
    file_id: int = 0
    first_day: date | None = None
    last_day: date | None = None
    less_credits: dict[str, Decimal] = field(default_factory=dict)
    """Sums of an invoice list's amounts less its credit notes, by header, where the file's own total says these."""
    headers: str = ""
    """What files with the same headers share (`remembering.header_print`)."""

    @property
    def table(self) -> Table:
        return TABLE[self.mapping.table]

    @property
    def values(self) -> str:
        """Temp table with the cells as typed values: `line`, `v_<target>`, `a_<number>` for attributes."""
        return f"values_{self.number}"

    @property
    def lines(self) -> str:
        """Temp table of the values of each line where records stand on several: the columns of `values`, `record`."""
        return f"line_values_{self.number}"

    @property
    def typed(self) -> str:
        """Temp table of the rows by canonical columns, before references are resolved, one a row of the file."""
        return f"typed_{self.number}"

    @property
    def kept(self) -> str:
        """Temp table of the rows of `typed` that are loaded, one an external id, with `record_id`."""
        return f"kept_{self.number}"

    @property
    def rejects(self) -> str:
        """Temp table (line, column_name, value, reason) of the rows that are not."""
        return f"rejects_{self.number}"

    @property
    def key_target(self) -> str | None:
        """The bound column that identifies a record, where one column does; None where the content must."""
        key = self.table.key[0]
        if len(self.table.key) == 1 and self.mapping.has(key):
            return key
        if self.table.name == "invoice" and self.mapping.has("number"):
            return "number"
        return None

    @property
    def is_named(self) -> bool:
        """Whether the records are known by name alone."""
        return self.table.name in NAMED and not self.mapping.has(id_column(self.table.name))

    @property
    def source_system(self) -> str:
        return FILES if self.is_named else self.mapping.source_system

    @property
    def by_content(self) -> bool:
        """Whether rows are told apart by what they say: an ordinary source without a key."""
        if not self.table.keyless:
            return False
        if self.table.name == "opportunity_event":
            return not self.mapping.has("seq")
        return self.key_target is None

    def place_of(self, line: int | None, column: str | None) -> Place:
        return place_of(self.file, self.read, line, column)

    def header(self, target: str) -> str:
        """The header bound to a target, the target itself where it was derived."""
        binding = self.mapping.binding(target)
        return binding.header if binding is not None else target


def place_of(file: str, read: ReadTable, line: int | None, column: str | None) -> Place:
    """The place of a line; of stacked sheets the sheet is named, and the row in it."""
    if line is None or not read.raw.stack:
        return Place(file=file, row=line, column=column)
    sheet, row = read.raw.place_of(line)
    return Place(file=f"{file}:{sheet}", row=row, column=column)


def id_column(table: str) -> str:
    """The column of a table that references point to.

    >>> id_column("stage"), id_column("account")
    ('stage_id', 'account_id')
    """
    return "stage_id" if table == "stage" else TABLE[table].key[0]
