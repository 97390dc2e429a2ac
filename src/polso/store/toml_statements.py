"""Where in a TOML text a key is written: for messages that name the line, and for changes that keep the comments."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""A key from the root; a number counts the tables of an array of tables from 0."""

_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """First and last line of a header or of a `key = value`, from 1."""

    first: int
    last: int


def find_statement(text: str, path: KeyPath) -> Statement | None:
    """The statement that brings `path` into being; None when the text does not have it.

    The text is a valid document. Its beginnings are read line by line: the first that parses and has the key ends with
    the statement, which may run over several lines.

    >>> find_statement('[hours]\\n# early\\nmon = "09:00-13:00"\\n', ("hours", "mon"))
    Statement(first=3, last=3)
    """
    lines = lines_of(text)
    complete = 0
    for count in range(1, len(lines) + 1):
        try:
            beginning = tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        if _has(beginning, path):
            first = complete + 1
            while not lines[first - 1].strip() or lines[first - 1].lstrip().startswith("#"):
                first += 1
            return Statement(first, count)
        complete = count
    return None


def error_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line of a syntax error; the last one when the text ends too early."""
    found = _LINE.search(str(error))
    return int(found.group(1)) if found else len(lines_of(text.rstrip()))


def lines_of(text: str) -> list[str]:
    """The lines as TOML counts them, without their ends."""
    return text.replace("\r\n", "\n").split("\n")


def _has(document: object, path: KeyPath) -> bool:
    for step in path:
        if isinstance(step, int):
            if not isinstance(document, list) or step >= len(document):
                return False
            document = document[step]
        elif isinstance(document, dict) and step in document:
            document = document[step]
        else:
            return False
    return True
