"""What the reading half of an import hands on: facts about a file, each with how it was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from polso.base.stacks import place_in
from polso.intake.reading.sheet_dates import SheetDates

SHEET_COLUMN = "sheet"
"""Name of the column that says from which of several stacked sheets a row comes."""

FILL_COLUMN = "__fill__"
"""Name of the last, virtual column of a workbook's table: the word for the colour that a row is filled with."""

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all); the last call has both equal."""

Kind = Literal["text", "number", "date", "timestamp", "boolean", "empty"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice and why it was made; `why` is a word for the faces (`byte_order_mark`, `valid_utf8`, `given` ...).

    `example` is a value that decided it, as it stands on `line`, where a value did.
    """

    value: str
    why: str
    example: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the proof should know; never an error. `lines` are at most 100 lines of the file."""

    code: str
    count: int = 1
    detail: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file as found. `sha256` is of its bytes."""

    path: Path
    name: str
    sha256: str
    size: int
    modified_ns: int
    form: Literal["delimited", "workbook"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a line falls apart into cells.

    `delimiter` is one character, `blanks` (runs of white space), `gaps` (two blanks or more) or `none` (the line is the
    only cell); `quote` is one character or empty; `escape` is empty when a quote inside a quoted cell is doubled.
    `wrapped`: whole records stand in quotes and fall apart only after these are taken off.
    """

    delimiter: str
    quote: str = '"'
    escape: str = ""
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class StackedSheet:
    """A sheet of a workbook's table; of several with equal headers one table is made.

    Its row `r` is line `offset + r` of the table. `columns` says for each column of the table which cell of the
    sheet's rows it is, -1 for none; `body_after` is the last row that is not body. `fills` are the colour words of the
    rows, empty where colours say nothing; `dates` completes days by the sheet's name.
    """

    name: str
    offset: int
    last_row: int
    body_after: int
    columns: tuple[int, ...]
    heading: tuple[str, ...] = ()
    fills: Mapping[int, str] = field(default_factory=dict, hash=False)
    dates: SheetDates | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a file before any of its values is understood.

    `names` are unique and never blank; `body_after` is the last line that is not body (0 when the body starts at
    once). `header_line` is None when the file has no header and the names are generated. `sheets` are the sheets of
    a workbook that make the table, in its order; `sheet` is the name of the first. `virtual` are the names of the last
    columns that are no cells of the file; `heading` the cells of the header as they stand.
    """

    file: SourceFile
    sheet: str | None
    names: tuple[str, ...]
    header: Decision
    header_line: int | None
    body_after: int
    encoding: Decision | None
    separator: Decision | None
    dialect: Dialect | None
    preamble: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    sheets: tuple[StackedSheet, ...] = ()
    virtual: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.names)

    @property
    def stack(self) -> tuple[StackedSheet, ...]:
        """The sheets that were put one under the other; empty where there is one, or none."""
        return self.sheets if len(self.sheets) > 1 else ()

    def place_of(self, line: int) -> tuple[str | None, int]:
        """The sheet (None for text) and the row in it of a `line` of this table, which is unique within the table."""
        sheet, row = place_in(self.offsets, line)
        return sheet or self.sheet, row

    @property
    def offsets(self) -> tuple[tuple[str, int], ...]:
        """Name and offset of each sheet of the stack."""
        return tuple((part.name, part.offset) for part in self.stack)


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that could not become a row: `text` as it stands in the file, cells expected and found."""

    line: int
    reason: str
    expected: int
    found: int
    text: str


@dataclass(frozen=True, slots=True)
class CheckedTotal:
    """One number of a totals row against the sum of the rows above it that it stands for."""

    column: str
    said: Decimal
    summed: Decimal
    agrees: bool


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """A row that says a sum and is no record: its cells as read, and each number held against the rows."""

    line: int
    cells: tuple[str, ...]
    checked: tuple[CheckedTotal, ...]


@dataclass(frozen=True, slots=True)
class CleanTable:
    """The body as clean CSV: UTF-8, every record with the line in the original file as first cell, or none with it and
    record n, from 0, on line `first_line` + n.

    A workbook has a last cell more: one letter a column for how the cell was stored (`n` number, `d` date, `b`
    boolean, `h` duration, `t` text, `e` empty). Records of the file = rows + rejected + blank + head + totals, head
    being the header, the lines before it and a `sep=` line. `dialect` is that of the clean file. `multiline`: some cell
    holds a line end; `longest` is a bound for the bytes of one record; `tidy`: no cell
    has blanks at its ends, all letters are composed. `totals` are at first those that are
    too short to be rows; `read_table` finds the others once the numbers are understood: their rows stay in the file of
    the pass and leave the staging.
    """

    table: RawTable
    path: Path
    rejects_path: Path
    dialect: Dialect
    rows: int
    rejected: int
    blank: int
    head: int
    multiline: bool
    tidy: bool
    longest: int
    first_line: int | None = None
    findings: tuple[Finding, ...] = ()
    totals: tuple[TotalsRow, ...] = ()
