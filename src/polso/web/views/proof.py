"""The page that proves what an import read, and asks what the file leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.frame import Frame, Link
from polso.web.views.steps import Wizard
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
    """What stays open after all values were read; `key` is that of `--answer`.

    With `many` any number of choices may be taken together, with `others` something else may be written. `examples` are
    values of the file; `note` says where an answer that nobody gave now is from.
    """

    key: str
    text: str
    reason: str
    choices: tuple[Choice, ...]
    many: bool = False
    examples: tuple[str, ...] = ()
    where: str = ""
    others: bool = False
    written: str = ""
    note: str = ""


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
class TotalSaid:
    """What a row of totals says, and whether the rows add up to it."""

    text: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know of a file, with the rows that it concerns to be saved where there are some."""

    text: str
    rows: Link | None = None


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
    rejected_downloads: tuple[Link, ...] = ()
    totals: tuple[TotalSaid, ...] = ()
    notes: tuple[Note, ...] = ()


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
class ImportForm:
    """The button that imports what the proof shows."""

    action: str
    label: str


@dataclass(frozen=True, slots=True)
class RefusedTotal:
    """What was typed into the form and could not be read: the `field` at fault and what to say of it."""

    metric: str
    period: str
    amount: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ExpectForm:
    """Where a total that one expects is entered: the metrics it can be of (value and label), and those entered, each
    with the address that takes it out and how it stands."""

    action: str
    metrics: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, TotalSaid], ...] = ()
    refused: RefusedTotal | None = None


@dataclass(frozen=True, slots=True)
class ProofPage:
    """What an import read, or (with `wizard`) would read: `form` then imports it.

    `moves` says how figures change with it, `changes` which known records do, field by field. `undo` leads to taking it
    back, `undone` says that it was.
    """

    frame: Frame
    sentence: str
    text: str
    totals: tuple[TotalSaid, ...]
    actions: tuple[Link, ...]
    parts: tuple[CountPart, ...]
    files: tuple[FileReading, ...]
    enables: tuple[Enabled, ...]
    next_steps: tuple[Link, ...] = ()
    wizard: Wizard | None = None
    form: ImportForm | None = None
    moves: Table | None = None
    moves_note: str = ""
    changes: Table | None = None
    undo: Link | None = None
    undone: str = ""
    expect: ExpectForm | None = None
