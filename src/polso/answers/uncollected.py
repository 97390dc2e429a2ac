"""Put many objects together without the collector of cycles walking over all of them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0
_was_enabled = False


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles until the last of those inside has left; what nobody holds any more is freed all the same.

    A table of sixty thousand figures has no cycles, and a search at every seven hundred new objects took a sixth of its
    time. A process that has switched the search off finds it off afterwards.
    """
    global _inside, _was_enabled  # noqa: PLW0603 - the collector is one a process, and so is this count
    with _lock:
        if _inside == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0 and _was_enabled:
                gc.enable()
