"""Uploaded files that wait for an answer before they can be imported."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from polso.base.errors import NotFoundError

MOST_KEPT = 20


@dataclass(slots=True)
class Draft:
    """Files in `folder`, the answers given so far, and what was understood of them."""

    token: str
    folder: Path
    files: tuple[Path, ...]
    answers: dict[str, str] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)


class Drafts:
    """The drafts of this run of the server, newest last; their files lie in the workspace's temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._drafts: dict[str, Draft] = {}
        self._lock = Lock()

    def begin(self) -> Draft:
        """A draft with an empty folder of its own."""
        token = secrets.token_hex(8)
        folder = self.folder / f"upload-{token}"
        folder.mkdir(parents=True)
        return Draft(token, folder, ())

    def keep(self, draft: Draft) -> None:
        """Remember it until it is answered; the oldest goes where there are too many."""
        with self._lock:
            self._drafts[draft.token] = draft
            old = [self._drafts.pop(token) for token in list(self._drafts)[:-MOST_KEPT]]
        for one in old:
            discard_files(one)

    def find(self, token: str) -> Draft:
        """Raises NotFoundError `import_not_found`."""
        with self._lock:
            draft = self._drafts.get(token)
        if draft is None:
            raise NotFoundError("import_not_found", name=token)
        return draft

    def close(self, draft: Draft) -> None:
        """It is imported, or will not be."""
        with self._lock:
            self._drafts.pop(draft.token, None)
        discard_files(draft)

    def waiting(self) -> tuple[Draft, ...]:
        with self._lock:
            return tuple(self._drafts.values())


def discard_files(draft: Draft) -> None:
    shutil.rmtree(draft.folder, ignore_errors=True)
