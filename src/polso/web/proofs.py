"""What was told of each import, kept beside the data so that the page of an old one says as much as on its day."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from polso.store.whole_files import write_whole

FOLDER = "proofs"
FORM = 1
_NAME = re.compile(r"\d{1,9}\.json")


class Proofs:
    """The proofs of one workspace. They can be lost without harm: the workspace itself keeps counts, sums and rejects.

    Each names the instant of its import, so that none is taken for that of another import of the same number.
    """

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / FOLDER

    def keep(self, number: int, imported_at: datetime, result: dict[str, Any]) -> None:
        """A proof that cannot be written is no reason for an import to fail."""
        data = {"form": FORM, "imported_at": _spelled(imported_at), "result": result}
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            write_whole(self.folder / f"{number}.json", json.dumps(data, ensure_ascii=False).encode())

    def find(self, number: int, imported_at: datetime) -> dict[str, Any] | None:
        try:
            data = json.loads((self.folder / f"{number}.json").read_bytes())
            is_it = data["form"] == FORM and data["imported_at"] == _spelled(imported_at)
            return dict(data["result"]) if is_it and data["result"]["proof"]["files"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def forget(self) -> None:
        """After an import was taken back: what the later ones changed is another thing now."""
        for path in self.folder.glob("*.json"):
            if _NAME.fullmatch(path.name):
                with suppress(OSError):
                    path.unlink()


def _spelled(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
