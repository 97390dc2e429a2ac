"""Rejected rows as a file of the kind they came in, to be corrected and given again: nothing of them is changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class RejectedFile:
    content: bytes
    kind: str
    name: str


def rejected_file(
    original: Path, name: str, sheet: str | None, lines: Collection[int], word: str = "rejected"
) -> RejectedFile:
    """The records of `original` that begin on `lines`, under its header, in its own encoding and separator. `word` ends
    the name of what is made.

    Raises UserError as `polso.intake.reading.open_source` does.
    """
    from polso.intake.reading import open_source
    from polso.intake.rejected_file import rejected_rows

    tables = open_source(original)
    table = next((one for one in tables if sheet is not None and one.sheet == sheet), tables[0])
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    content = rejected_rows(table, dict.fromkeys(lines, ""), noted=False)
    if table.dialect is None:
        return RejectedFile(content, XLSX_TYPE, f"{stem}-{word}.xlsx")
    return RejectedFile(content, CSV_TYPE, f"{stem}-{word}{suffix or '.csv'}")
