"""How a long command says where it stands."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the stage that is at work (`reading`, `loading`), what is done of it and what is in all."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody listens."""
