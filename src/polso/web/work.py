"""Reading and importing beside the pages: one piece of work a draft, with how far it is, and a way to stop it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Literal

from polso.base.errors import InternalError, PolsoError, UserError

Kind = Literal["reading", "importing", "undoing"]
Run = Callable[[Callable[[str, int, int], None]], dict[str, Any]]

SECONDS_TO_STOP = 2.0
SETTLING = 0.4
"""Seconds before a rate is worth telling."""
_log = logging.getLogger("polso.web")


class StoppedError(Exception):
    """Somebody changed their mind; raised out of the work, which leaves the workspace as it was."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a piece of work is: `share` of its stage in [0, 1] or None, `rate` units a second, `left` seconds."""

    stage: str
    done: int
    total: int
    share: float | None
    rate: float | None
    left: float | None


@dataclass(slots=True)
class Work:
    """One run. `key` says what was asked for, so that the same is not done twice; `result` or `error` when done."""

    kind: Kind
    key: str
    result: dict[str, Any] | None = None
    error: PolsoError | None = None
    changes: int = 0
    done: Event = field(default_factory=Event)
    _stop: Event = field(default_factory=Event)
    _stage: str = ""
    _count: tuple[int, int] = (0, 0)
    _begun: float = field(default_factory=monotonic)
    _first: int = 0

    @property
    def running(self) -> bool:
        return not self.done.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether it is done within so many seconds."""
        return self.done.wait(seconds)

    def stop(self) -> None:
        self._stop.set()

    def tell(self, stage: str, done: int, total: int) -> None:
        """What the work calls; raises StoppedError where it is no longer wanted."""
        if self._stop.is_set():
            raise StoppedError
        if stage != self._stage:
            self._stage, self._begun, self._first = stage, monotonic(), done
        self._count = (done, total)
        self.changes += 1

    def pace(self) -> Pace:
        done, total = self._count
        passed, advanced = monotonic() - self._begun, done - self._first
        rate = advanced / passed if passed > SETTLING and advanced > 0 else None
        share = min(done / total, 1.0) if total > 0 else None
        left = (total - done) / rate if rate and total >= done else None
        return Pace(self._stage, done, total, share, rate, left)


class Workroom:
    """The work of every draft; the last piece of each is kept with what came of it."""

    def __init__(self) -> None:
        self._works: dict[str, Work] = {}
        self._failed: dict[str, PolsoError] = {}
        self._lock = Lock()

    def of(self, token: str) -> Work | None:
        with self._lock:
            return self._works.get(token)

    def start(self, token: str, kind: Kind, key: str, run: Run) -> Work:
        """The work of that kind and key: the one that is there already, else a new one in a thread of its own.

        An import that runs is never replaced; a reading whose answers have changed is stopped.
        """
        with self._lock:
            known = self._works.get(token)
            if known is not None and ((known.kind, known.key) == (kind, key) or _is_writing(known)):
                return known
            if known is not None:
                known.stop()
                if known.kind == "importing" and known.error is not None:
                    self._failed[token] = known.error
            if kind != "reading":
                self._failed.pop(token, None)
            work = self._works[token] = Work(kind, key)
        Thread(target=_do, args=(work, run), name=f"{kind}-{token}", daemon=True).start()
        return work

    def failed(self, token: str) -> PolsoError | None:
        """Why the last import of the draft came to nothing, until it is tried again."""
        with self._lock:
            return self._failed.get(token)

    def forget(self, token: str) -> None:
        """Stop what runs and keep nothing of it."""
        with self._lock:
            work = self._works.pop(token, None)
            self._failed.pop(token, None)
        if work is not None:
            work.stop()
            work.wait(SECONDS_TO_STOP)

    def close(self) -> None:
        """Stop everything, for the end of the program; drafts stay, and are read again."""
        with self._lock:
            works = list(self._works.values())
        for work in works:
            work.stop()
        for work in works:
            work.wait(SECONDS_TO_STOP)


def _is_writing(work: Work) -> bool:
    return work.kind != "reading" and work.running


def _do(work: Work, run: Run) -> None:
    try:
        work.result = run(work.tell)
    except StoppedError:
        work.error = UserError("import_stopped")
    except PolsoError as error:
        work.error = error
        if not isinstance(error, UserError):
            _log.error("%s while %s", error.code, work.kind)
    except Exception as error:  # noqa: BLE001 - the page must be told, whatever it was
        from polso.web.problems import trail

        _log.error("%s while %s: %s", type(error).__name__, work.kind, trail(error))
        work.error = InternalError("unexpected", what=type(error).__name__)
    finally:
        work.done.set()
