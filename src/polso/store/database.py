"""Opening `facts.duckdb`: one safe configuration, and what its failures mean to a person."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from polso.base.errors import UserError

MEMORY_LIMIT = "1GB"
"""The same on every machine: what does not fit spills into the folder for temporary files."""

UNKNOWN = "?"
_HOLDER = re.compile(r"\(PID (\d+)\)")
_TAKEN = ("could not set lock", "conflicting lock", "being used by another process", "already open in")
_DISK_FULL = (
    "no space left",
    "file too large",
    "not enough space",
    "disk quota",
    "disk full",
    "max_temp_directory_size",
)
_FULL_NUMBERS = frozenset(
    number for name in ("ENOSPC", "EFBIG", "EDQUOT") if (number := getattr(errno, name, None)) is not None
)
_WINDOWS_DISK_FULL = frozenset({39, 112})


def open_database(file: Path, temporary: Path) -> duckdb.DuckDBPyConnection:
    """The connection that owns `file`, which is made where there is none.

    No extension is fetched or loaded by itself, memory is bounded, sorting spills into `temporary`, and SQL reaches no
    file outside of that folder. The configuration cannot be changed afterwards.
    Raises UserError `workspace_in_use` (with `pid`, `?` where the system does not tell), `not_a_database`,
    `disk_full`.
    """
    spill = temporary / "spill"
    try:
        connection = duckdb.connect(
            str(file),
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(spill),
            },
        )
    except duckdb.Error as error:
        raise _meaning(error, file) from error
    # In this order: the folders can be named only while access is still open.
    settings = (
        f"SET allowed_directories = [{_quoted(temporary)}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    )
    try:
        for setting in settings:
            connection.execute(setting)
    except duckdb.InvalidInputException as error:  # locked already: this process has the database open
        connection.close()
        raise _in_use(file, os.getpid()) from error
    return connection


@contextmanager
def disk_failures(folder: Path) -> Iterator[None]:
    """Turn a full disk, wherever it shows, into UserError `disk_full`, and too little memory into `out_of_memory`."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        if is_disk_full(error):
            raise UserError("disk_full", folder=str(folder)) from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise UserError("out_of_memory") from error
        raise


def is_disk_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and not isinstance(error, duckdb.Error):
        return error.errno in _FULL_NUMBERS or getattr(error, "winerror", None) in _WINDOWS_DISK_FULL
    said = str(error).casefold()
    return any(words in said for words in _DISK_FULL)


def _meaning(error: duckdb.Error, file: Path) -> UserError | duckdb.Error:
    said = str(error)
    if isinstance(error, duckdb.ConnectionException):  # this process has it open in another way
        return _in_use(file, os.getpid())
    if any(words in said.casefold() for words in _TAKEN):
        found = _HOLDER.search(said)
        return _in_use(file, int(found.group(1)) if found else None)
    if is_disk_full(error):
        return UserError("disk_full", folder=str(file.parent))
    if "not a valid duckdb database" in said.casefold() or isinstance(error, duckdb.SerializationException):
        return UserError("not_a_database", file=str(file))
    return error


def _in_use(file: Path, pid: int | None) -> UserError:
    return UserError("workspace_in_use", pid=UNKNOWN if pid is None else str(pid), folder=str(file.parent))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
