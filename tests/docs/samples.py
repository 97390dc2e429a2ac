"""Samples in a page that are run: files are written, commands are typed, and what they print is compared.

A block under `<!-- file: NAME -->` is a file. A `console` block under `<!-- run -->` holds lines `$ polso …` and what
they print on the standard output; a line `…` stands for any number of lines. All blocks of a page run in one folder, in
order, in English, on a workspace of the page's own. A page is renewed by what is printed, a sample that ends with `…`
keeping its number of lines.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from polso.cli.main import OUR_FAULT, run
from polso.cli.parts import Listening, Parts
from polso.commands.session import Session
from polso.wiring import open_session
from tests.docs.pages import Block, blocks

GAP = "…"


@dataclass(frozen=True, slots=True)
class Sample:
    """A command, the lines that the page says it prints, those that it prints, and the number of the page's line."""

    command: str
    said: tuple[str, ...]
    printed: tuple[str, ...]
    line: int

    @property
    def holds(self) -> bool:
        return matches(self.said, self.printed)

    @property
    def renewed(self) -> tuple[str, ...]:
        """What the page should say; as it is where gaps stand elsewhere than at the end."""
        shown = [line for line in self.said if line.strip() != GAP]
        if len(shown) == len(self.said):
            return self.printed
        return (*self.printed[: len(shown)], GAP) if self.said[-1].strip() == GAP else self.said


def renew(text: str, samples: Iterable[Sample]) -> str:
    """The page with what its samples print now."""
    lines = text.splitlines()
    for sample in sorted(samples, key=lambda one: -one.line):
        if not sample.holds:
            lines[sample.line : sample.line + len(sample.said)] = sample.renewed
    return "\n".join(lines) + "\n"


def run_page(text: str, folder: Path) -> Iterator[Sample]:
    """Every sample of a page, run one after the other in `folder`, which is the working directory."""
    for block in blocks(text):
        if block.remark.startswith("file:"):
            name = block.remark.removeprefix("file:").strip()
            (folder / name).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        elif block.remark == "run":
            yield from _run_block(block, folder)


def _run_block(block: Block, folder: Path) -> Iterator[Sample]:
    starts = [number for number, line in enumerate(block.lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        command = block.lines[start].removeprefix("$ ")
        said = tuple(line.rstrip() for line in block.lines[start + 1 : end])
        yield Sample(command, _without_last_blanks(said), printed_by(command, folder), block.first + start + 1)


def printed_by(command: str, folder: Path) -> tuple[str, ...]:
    words = shlex.split(command)
    assert words[0] == "polso", command
    environ = {"POLSO_WORKSPACE": str(folder / "workspace"), "POLSO_LANGUAGE": "en"}
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(folder):
        code = run(words[1:], Parts(open_session, _refuse_to_serve), environ)
    assert code != OUR_FAULT, f"{command}: {err.getvalue()}"
    text = out.getvalue() + (f"{err.getvalue()}(exit code {code})\n" if code else "")
    lines = text.replace(str(folder) + os.sep, "").splitlines()
    return _without_last_blanks(tuple(line.rstrip() for line in lines))


def _refuse_to_serve(_session: Session, _listening: Listening, _ready: object) -> None:
    raise AssertionError("samples do not serve")


def _without_last_blanks(lines: tuple[str, ...]) -> tuple[str, ...]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def matches(said: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the lines are those said, where a gap stands for any number of them.

    >>> matches(["a", "…", "d"], ["a", "b", "c", "d"]), matches(["a", "…"], ["b"])
    (True, False)
    """
    if not said:
        return not printed
    if said[0].strip() == GAP:
        return any(matches(said[1:], printed[skipped:]) for skipped in range(len(printed) + 1))
    return bool(printed) and said[0] == printed[0] and matches(said[1:], printed[1:])
