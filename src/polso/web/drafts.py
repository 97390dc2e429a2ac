"""Imports in the making: files, answers and the step one was at, kept in the workspace until they are imported."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from polso.base.errors import NotFoundError
from polso.store.database import disk_failures
from polso.store.whole_files import write_whole

FOLDER = "drafts"
FORM = 1
DAYS_KEPT = 30
NOTE = "draft.json"
_TOKEN = re.compile(r"[0-9a-f]{16}")


@dataclass(slots=True)
class Draft:
    """Everything that a wizard is: files on disk under `folder` and the answers given to them.

    `asked` are the questions that came up, as `polso.intake.questions.Question` in plain data, so that one can go back
    to those that are answered. `step` is where one was last; `expect` are totals, as `polso import --expect`
    takes them.
    """

    token: str
    folder: Path
    created_at: datetime
    saved_at: datetime
    files: tuple[Path, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    step: str = ""
    expect: list[str] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(path.name for path in self.files)

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.files)


class Drafts:
    """The drafts of one workspace, oldest first; those that nobody has touched for `DAYS_KEPT` days go."""

    def __init__(self, workspace: Path, now: Callable[[], datetime]) -> None:
        self.folder = workspace / FOLDER
        self._now = now
        self._lock = Lock()
        self._drafts: dict[str, Draft] = {}
        if self.folder.is_dir():
            for folder in sorted(self.folder.iterdir()):
                self._take_up(folder)

    def begin(self) -> Draft:
        """A draft with an empty folder of its own; nothing is remembered of it before it is saved."""
        self.clean()
        token = secrets.token_hex(8)
        folder = self.folder / token
        with disk_failures(self.folder):
            folder.mkdir(parents=True)
        instant = self._now()
        return Draft(token, folder, instant, instant)

    def save(self, draft: Draft) -> None:
        """Write it whole, so that it survives the end of the program at any moment; raises UserError `disk_full`."""
        draft.saved_at = self._now()
        with self._lock:
            if not draft.folder.is_dir():
                return  # discarded meanwhile
            with disk_failures(draft.folder):
                write_whole(draft.folder / NOTE, json.dumps(_as_data(draft), ensure_ascii=False).encode())
            self._drafts[draft.token] = draft

    def find(self, token: str) -> Draft:
        """Raises NotFoundError `draft_not_found`."""
        with self._lock:
            draft = self._drafts.get(token)
        if draft is None:
            raise NotFoundError("draft_not_found")
        return draft

    def discard(self, draft: Draft) -> None:
        """It is imported, or will not be."""
        with self._lock:
            self._drafts.pop(draft.token, None)
            _remove(draft.folder)

    def waiting(self) -> tuple[Draft, ...]:
        with self._lock:
            return tuple(sorted(self._drafts.values(), key=lambda draft: draft.created_at))

    def clean(self) -> None:
        """Let go of those that are too old."""
        oldest = self._now() - timedelta(days=DAYS_KEPT)
        for draft in self.waiting():
            if draft.saved_at < oldest:
                self.discard(draft)

    def _take_up(self, folder: Path) -> None:
        """A draft of an earlier run; what is no whole draft is what an interrupted upload has left."""
        draft = _read(folder) if _TOKEN.fullmatch(folder.name) else None
        if draft is None:
            _remove(folder)
        else:
            self._drafts[draft.token] = draft


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _as_data(draft: Draft) -> dict[str, Any]:
    return {
        "form": FORM,
        "created_at": draft.created_at.astimezone(UTC).isoformat(),
        "saved_at": draft.saved_at.astimezone(UTC).isoformat(),
        "files": [path.relative_to(draft.folder).as_posix() for path in draft.files],
        "answers": draft.answers,
        "asked": draft.asked,
        "step": draft.step,
        "expect": draft.expect,
    }


def _read(folder: Path) -> Draft | None:
    try:
        data = json.loads((folder / NOTE).read_bytes())
        if not isinstance(data, Mapping) or data["form"] != FORM:
            return None
        files = tuple(folder / name for name in data["files"])
        if not files or not all(path.is_file() and path.resolve().is_relative_to(folder.resolve()) for path in files):
            return None
        return Draft(
            folder.name,
            folder,
            datetime.fromisoformat(data["created_at"]),
            datetime.fromisoformat(data["saved_at"]),
            files,
            {str(key): str(value) for key, value in data["answers"].items()},
            list(data["asked"]),
            str(data["step"]),
            [str(text) for text in data.get("expect", ())],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
