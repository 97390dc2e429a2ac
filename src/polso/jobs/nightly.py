"""The nightly work: a small thread that looks at the clock and does what is due once a local day."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from polso.base.errors import PolsoError
from polso.base.local_time import local_date

SECONDS_BETWEEN = 300.0
_log = logging.getLogger(__name__)


class Nightly:
    """Runs `work` at the first tick of each local day; the first tick is at the start."""

    def __init__(self, work: Callable[[datetime], object], now: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._work = work
        self._now = now
        self._zone = zone
        self._done: date | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def tick(self) -> bool:
        """Do what is due, if it is; whether it was done. A failure is logged and tried again at the next tick."""
        now = self._now()
        today = local_date(now, self._zone)
        if self._done == today:
            return False
        try:
            self._work(now)
        except PolsoError as error:
            _log.warning("nightly work failed: %s", error.code)
            return False
        except Exception:  # noqa: BLE001 - one bad night must not end the nights after it
            _log.exception("nightly work failed")
            return False
        self._done = today
        return True

    def start(self, seconds: float = SECONDS_BETWEEN) -> None:
        """Tick now and every so many seconds, until `stop`."""

        def run() -> None:
            while not self._ended.is_set():
                self.tick()
                self._ended.wait(seconds)

        self._thread = threading.Thread(target=run, name="polso-nightly", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the tick that runs, if one does."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
