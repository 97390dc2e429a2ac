"""The nightly thread, with a clock that is told the time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from polso.base.errors import UserError
from polso.jobs.nightly import Nightly

ROME = ZoneInfo("Europe/Rome")


class Clock:
    def __init__(self, text: str) -> None:
        self.set(text)

    def set(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_once_a_local_day() -> None:
    clock, done = Clock("2026-11-23T22:30:00"), list[datetime]()
    nightly = Nightly(done.append, clock, ROME)
    assert [nightly.tick(), nightly.tick()] == [True, False]
    clock.set("2026-11-23T22:59:59")
    assert not nightly.tick()
    clock.set("2026-11-23T23:00:00")
    assert nightly.tick()
    assert len(done) == 2


def test_a_failure_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    tried = list[int]()

    def work(_: datetime) -> None:
        tried.append(1)
        if len(tried) == 1:
            raise UserError("disk_full", folder="x")

    nightly = Nightly(work, Clock("2026-11-23T08:00:00"), ROME)
    assert [nightly.tick(), nightly.tick(), nightly.tick()] == [False, True, False]
    assert "disk_full" in caplog.text


def test_the_thread_ticks_at_its_start_and_ends() -> None:
    ticked = threading.Event()
    nightly = Nightly(lambda _: ticked.set(), Clock("2026-11-23T08:00:00"), ROME)
    nightly.start(3600)
    assert ticked.wait(10)
    nightly.stop()
    assert not any(thread.name == "polso-nightly" for thread in threading.enumerate())
