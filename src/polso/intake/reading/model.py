"""What the reading half of an import hands on: facts about a file, each with how it was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all); the last call has both equal."""

Kind = Literal["text", "number", "date", "timestamp", "boolean", "empty"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice and why it was made; `why` is a word for the faces (`byte_order_mark`, `valid_utf8`, `given` ...)."""

    value: str
    why: str


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

    `delimiter` is one character, `blanks` (runs of white space) or `none` (the line is the only cell); `quote` is one
    character or empty; `escape` is empty when a quote inside a quoted cell is doubled.
    """

    delimiter: str
    quote: str = '"'
    escape: str = ""


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a file before any of its values is understood.

    `names` are unique and never blank; `body_after` is the last line that is not body (0 when the body starts at
    once). `header_line` is None when the file has no header and the names are generated.
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

    @property
    def width(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that could not become a row: `text` as it stands in the file, cells expected and found."""

    line: int
    reason: str
    expected: int
    found: int
    text: str


@dataclass(frozen=True, slots=True)
class CleanTable:
    """The body as clean CSV: UTF-8, comma, every cell quoted, first cell the line in the original file.

    A workbook has a last cell more: one letter a column for how the cell was stored (`n` number, `d` date, `b`
    boolean, `h` duration, `t` text, `e` empty). Records of the file = rows + rejected + blank + head, head being the
    header, the lines before it and a `sep=` line. `multiline`: some cell holds a line end; `longest` is a bound for
    the bytes of one record.
    """

    table: RawTable
    path: Path
    rejects_path: Path
    rows: int
    rejected: int
    blank: int
    head: int
    multiline: bool
    longest: int
    findings: tuple[Finding, ...] = ()
