"""A result into a file that the user names."""

from __future__ import annotations

from pathlib import Path

from polso.base.errors import Place, UserError


def write_file(file: Path, content: bytes) -> None:
    """Write or replace `file`; raises UserError `file_not_written`."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise UserError("file_not_written", place=Place(file=str(file)), why=error.strerror or "") from error
