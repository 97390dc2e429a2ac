"""Reading files: from bytes to typed columns, every choice with its evidence, nothing guessed.

0. `unpack` takes files out of gz and zip.
1. `open_source` hashes the file and says which tables it holds (encoding, separator, header).
2. `clean_table` streams the body into clean CSV and puts aside lines that are no rows.
3. `stage` lets DuckDB read that CSV as text into a temporary table.
4. `profile_column` counts what stands in a column.
5. `read_column` decides its kind, or asks; `as_number`, `as_date`, `as_boolean`, `as_text` read it as the kind wanted.

`read_table` runs 2 to 5.
"""

from polso.intake.reading.assemble import unreadable_lines
from polso.intake.reading.booleans import as_boolean
from polso.intake.reading.clean import clean_table, free, read_rejects
from polso.intake.reading.columns import as_text, read_column, recommend
from polso.intake.reading.containers import Unpacked, unpack
from polso.intake.reading.date_column import as_date
from polso.intake.reading.model import (
    FILL_COLUMN,
    SHEET_COLUMN,
    CheckedTotal,
    CleanTable,
    Decision,
    Dialect,
    Finding,
    Kind,
    Progress,
    RawTable,
    RejectedLine,
    SourceFile,
    StackedSheet,
    TotalsRow,
)
from polso.intake.reading.number_column import as_number
from polso.intake.reading.profile import ColumnProfile, profile_column
from polso.intake.reading.reading import Ambiguity, Choice, ColumnReading, Unreadable
from polso.intake.reading.source import Given, open_source
from polso.intake.reading.staging import Staged, open_connection, raw_cells, stage
from polso.intake.reading.table import ReadTable, read_table

__all__ = [
    "FILL_COLUMN",
    "SHEET_COLUMN",
    "Ambiguity",
    "CheckedTotal",
    "Choice",
    "CleanTable",
    "ColumnProfile",
    "ColumnReading",
    "Decision",
    "Dialect",
    "Finding",
    "Given",
    "Kind",
    "Progress",
    "RawTable",
    "ReadTable",
    "RejectedLine",
    "SourceFile",
    "StackedSheet",
    "Staged",
    "TotalsRow",
    "Unpacked",
    "Unreadable",
    "as_boolean",
    "as_date",
    "as_number",
    "as_text",
    "clean_table",
    "free",
    "open_connection",
    "open_source",
    "profile_column",
    "raw_cells",
    "read_column",
    "read_rejects",
    "read_table",
    "recommend",
    "stage",
    "unpack",
    "unreadable_lines",
]
