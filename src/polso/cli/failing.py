"""An error that comes with a report: the one JSON value of the run is the report with the error added."""

from __future__ import annotations

from typing import Any

from polso.base.errors import UserError


class ReportedError(UserError):
    """`report` is what the command found out before it had to stop."""

    def __init__(self, code: str, report: dict[str, Any], *, count: int) -> None:
        super().__init__(code, count=count)
        self.report = report
