"""Parquet files, which hold typed columns, as the text that every other file is."""

from __future__ import annotations

import uuid
from pathlib import Path

from polso.base.errors import Place, UserError
from polso.intake.reading.sqltext import literal
from polso.intake.reading.staging import open_connection

_MAGIC = b"PAR1"


def is_parquet(path: Path) -> bool:
    """Whether the file begins as Parquet files do."""
    try:
        with path.open("rb") as handle:
            return handle.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def as_text(path: Path, folder: Path, label: str) -> Path:
    """The rows of a Parquet file as a CSV file in `folder`: days and moments in ISO form, a point before decimals.

    Raises UserError `file_unreadable` for a file that is cut or broken.
    """
    import duckdb

    written = folder / f"{uuid.uuid4().hex}.csv"
    connection = open_connection(folder)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"COPY (SELECT * FROM read_parquet({literal(str(path))})) TO {literal(str(written))} "
            "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"')"
        )
    except duckdb.Error as error:
        written.unlink(missing_ok=True)
        raise UserError("file_unreadable", place=Place(file=label), encoding="Parquet") from error
    finally:
        connection.close()
    return written
