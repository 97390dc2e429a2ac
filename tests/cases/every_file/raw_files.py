"""The raw files as plain Python reads them: records, and the cells of a record by header."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RawFile:
    """`records` are the rows below the header, with the number of their first line; blank lines are none."""

    header: tuple[str, ...]
    records: tuple[tuple[int, tuple[str, ...]], ...]


def read_raw(path: Path) -> RawFile:
    """A file of the public data: runs of blanks for `.txt`, commas for everything else."""
    if path.suffix == ".txt":
        lines = [(number, tuple(line.split())) for number, line in enumerate(_text(path).splitlines(), start=1)]
        kept = [(number, cells) for number, cells in lines if cells]
    else:
        kept = []
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle)
            before = 0
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    kept.append((before + 1, tuple(cells)))
                before = reader.line_num
    (_, header), *records = kept
    return RawFile(tuple(header), tuple(records))


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii")
