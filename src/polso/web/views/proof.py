"""The page that proves what an import read, and asks what the file leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.frame import Frame, Link
from polso.web.views.table import Table


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer to a question of the file."""

    value: str
    label: str
    hint: str = ""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What stays open after all values were read, with at least two choices; `key` is that of `--answer`."""

    key: str
    text: str
    reason: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """The questions of one import, sent together to `action`."""

    action: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column of a file was understood, and from what."""

    name: str
    read_as: str
    why: str
    first_values: str
    empty: str
    range: str
    total: str = ""
    skipped: bool = False
    badge: str = ""


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file: what it is, how many rows, how each column was understood, which rows were rejected and why."""

    name: str
    kind: str
    how: str
    columns: tuple[ColumnReading, ...]
    counts: str
    rejected: Table | None = None
    rejected_note: str = ""
    rejected_download: Link | None = None


@dataclass(frozen=True, slots=True)
class CountPart:
    """A part of all rows: new, changed, unchanged, rejected; `share` in 0..100 of the width."""

    mark: str
    label: str
    count: str
    share: float


@dataclass(frozen=True, slots=True)
class Enabled:
    """A metric that the import makes possible, or (`remedy`) what it still needs."""

    text: str
    possible: bool
    href: str | None = None
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ProofPage:
    frame: Frame
    sentence: str
    text: str
    totals: tuple[str, ...]
    actions: tuple[Link, ...]
    parts: tuple[CountPart, ...]
    files: tuple[FileReading, ...]
    enables: tuple[Enabled, ...]
    questions: QuestionForm | None = None
    next_steps: tuple[Link, ...] = ()
