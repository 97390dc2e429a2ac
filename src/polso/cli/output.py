"""Where words go: results to the standard output, everything else to the standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console

WIDE = 240
"""Columns of a table that goes into a file or a pipe, where nothing wraps."""


def console(stream: TextIO) -> Console:
    """A console that takes texts as they are: nothing in them is markup."""
    width = None if stream.isatty() else WIDE
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def out() -> Console:
    return console(sys.stdout)


def err() -> Console:
    return console(sys.stderr)


def say(text: str) -> None:
    """A message beside the result."""
    err().print(text, soft_wrap=True)


def print_json(value: Any) -> None:
    """One JSON value and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    sys.stdout.flush()


def write_text(text: str) -> None:
    """Text with its own line ends, as UTF-8 whatever the platform."""
    write_bytes(text.encode())


def write_bytes(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@contextmanager
def utf8_output() -> Iterator[None]:
    """Piped output in UTF-8 also where the system's code page is another; a terminal knows its own."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8")
    yield
