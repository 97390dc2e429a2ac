"""Every command line in the pages and in the messages is one of `polso`: commands, options and choices exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from polso.cli.app import build
from polso.i18n.catalogue import catalogue
from tests.docs.pages import ALL, DOCS, INLINE_CODE, blocks, label, prose

WRITTEN = tuple(path for path in ALL if path != DOCS / "cli.md")
"""`cli.md` is made from the commands themselves."""
STARTS = re.compile(r"^(?:\$ )?(?:[\w=/.-]+ )*?(?:pip install uv && )?(?:uv run )?(polso(?: .*)?)$")
WRONG_USAGE: type[Exception] = next(one for one in typer.BadParameter.__mro__ if one.__name__ == "UsageError")
QUOTED = re.compile(r"[«“`](polso [^»”`]+)[»”`]")


def command_lines(text: str) -> Iterator[str]:
    """What is written to be typed: lines of fenced blocks, and inline code."""
    for block in blocks(text):
        if block.language in ("", "console", "sh"):
            yield from (line for line in block.lines if line.startswith(("$ ", "polso", "uv run", "pip install")))
    yield from INLINE_CODE.findall(prose(text))


def typed(line: str) -> list[str] | None:
    """The arguments of a line that runs polso, else None."""
    found = STARTS.match(line.removeprefix("$ ").partition(" #")[0].strip())
    if not found:
        return None
    words = shlex.split(found.group(1))
    return words[1 : words.index("|")] if "|" in words else words[1:]


def parse(arguments: list[str]) -> None:
    """Walk through the arguments as a run would, without running; raises what wrong usage raises."""
    command: Any = build()
    context = command.make_context("polso", list(arguments))
    while left := [*context._protected_args, *context.args] if hasattr(command, "commands") else []:
        name, command, rest = command.resolve_command(context, left)
        context = command.make_context(name, rest, parent=context)


@pytest.mark.parametrize("path", WRITTEN, ids=label)
def test_command_lines_of_the_page_parse(path: Path) -> None:
    for line in command_lines(path.read_text("utf-8")):
        arguments = typed(line)
        if arguments is not None:
            _check(line, arguments)


def test_command_lines_in_messages_parse() -> None:
    told = {
        line
        for languages in catalogue().values()
        for message in languages.values()
        for text in (message.other, message.one or "")
        for line in QUOTED.findall(text)
    }
    assert told
    for line in sorted(told):
        _check(line, shlex.split(re.sub(r"\{\w+\}", "1", line))[1:])


def _check(line: str, arguments: list[str]) -> None:
    if len(arguments) == 1 and arguments[0] in build().commands:
        return  # prose that names a command
    try:
        parse(arguments)
    except WRONG_USAGE as error:
        pytest.fail(f"{line}: {getattr(error, 'message', error)}")


@pytest.mark.parametrize("line", ["polso frobnicate", "polso ask win_rate --split rep", "polso ask x --grain decade"])
def test_a_command_line_that_does_not_exist_is_found(line: str) -> None:
    arguments = typed(line)
    assert arguments is not None
    with pytest.raises(WRONG_USAGE, match=r"No such|not one of|nvalid"):
        parse(arguments)
