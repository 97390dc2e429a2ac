"""An opened workspace with the door to its figures and the clock on the wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from polso.access.viewer import OWNER, Viewer
from polso.answers.door import Door
from polso.base.company import Company, Language
from polso.base.local_time import local_date
from polso.store.workspace import Workspace


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Session:
    """Everything that a command needs; `now` gives an aware instant."""

    workspace: Workspace
    door: Door
    viewer: Viewer = OWNER
    now: Callable[[], datetime] = utc_now

    @property
    def company(self) -> Company:
        return self.workspace.company

    @property
    def language(self) -> Language:
        return self.company.language

    def today(self) -> date:
        """The date on the company's wall."""
        return local_date(self.now(), self.company.zone)
