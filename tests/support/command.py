"""The command line as another program calls it: its own process, exit code, one JSON value."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "polso", *(str(argument) for argument in arguments)]


def environment(workspace: Path) -> dict[str, str]:
    return {**os.environ, "POLSO_WORKSPACE": str(workspace), "NO_COLOR": "1"}


def polso(workspace: Path, *arguments: object, timeout: float = 120) -> Outcome:
    """Run `polso` on a workspace."""
    done = subprocess.run(
        command_line(*arguments),
        env=environment(workspace),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def start(workspace: Path, arguments: Sequence[object]) -> subprocess.Popen[bytes]:
    """Start `polso` and do not wait."""
    return subprocess.Popen(
        command_line(*arguments), env=environment(workspace), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
