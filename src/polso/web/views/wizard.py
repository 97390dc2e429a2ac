"""The steps of an import in the making."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.frame import Frame, Link
from polso.web.views.proof import Question
from polso.web.views.steps import Wizard
from polso.web.views.table import Table


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that was dropped; `number` takes it out again."""

    number: int
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class FilesPage:
    frame: Frame
    wizard: Wizard
    files: tuple[DraftFile, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options under a heading; without a title they stand alone."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Choosing:
    """A list to choose from, sent under the key of its answer; `was` is what holds now."""

    key: str
    label: str
    was: str
    groups: tuple[OptionGroup, ...]


@dataclass(frozen=True, slots=True)
class FileKindRow:
    """A file or sheet and what it is taken for."""

    name: str
    facts: str
    why: str
    choosing: Choosing | None
    warning: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class KindsPage:
    frame: Frame
    wizard: Wizard
    files: tuple[FileKindRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """`open` must be answered before anything can be imported, `answered` can be thought over."""

    frame: Frame
    wizard: Wizard
    open: tuple[Question, ...]
    answered: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the file, its first values and what it is taken for."""

    name: str
    examples: str
    why: str
    choosing: Choosing
    badge: str = ""
    idle: bool = False


@dataclass(frozen=True, slots=True)
class ColumnsOf:
    """The columns of one file or sheet."""

    name: str
    kind: str
    rows: tuple[ColumnRow, ...]
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    frame: Frame
    wizard: Wizard
    files: tuple[ColumnsOf, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Reading or importing is going on: `share` in [0, 1] or None, `progress` the stream that tells more.

    `href` is where the page that follows is found; without JavaScript the page asks for it again by itself.
    """

    frame: Frame
    wizard: Wizard | None
    title: str
    text: str
    share: float | None
    progress: str
    href: str
    stop: str


@dataclass(frozen=True, slots=True)
class UndoPage:
    """What taking an import back will do, asked before it is done; `problem` is why it did not go."""

    frame: Frame
    sentence: str
    text: str
    counts: Table
    action: str
    back: Link
    problem: str = ""
