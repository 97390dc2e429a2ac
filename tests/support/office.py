"""A company with a workspace, to be asked in tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from polso.access.viewer import OWNER
from polso.answers.answer import Answer, Answers
from polso.answers.door import Door
from polso.answers.rows import RowSet, rows_behind
from polso.base.company import Company
from polso.engines.duckdb import DuckDBEngine
from polso.query.request import Compare, Request
from polso.store import derived
from polso.store.workspace import Workspace
from tests.support.records import load_records

LATER = datetime(2026, 11, 24, 8, tzinfo=UTC)
_MAKE_RELATIONS = derived.rebuild


@cache
def _template(company: Company) -> Path:
    """An empty workspace of that company, made once a run and copied: opening is several times faster than making."""
    folder = Path(tempfile.mkdtemp(prefix="polso-template-")) / "workspace"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    # Tests that leave the relations out must not leave them out for those who copy the template later.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derived, "rebuild", _MAKE_RELATIONS)
        Workspace.create(folder, company, LATER).close()
    return folder


class Office:
    """A workspace in `folder` and the door to it; `today` is fixed."""

    def __init__(self, folder: Path, company: Company | None = None, today: date = date(2026, 11, 24)) -> None:
        shutil.copytree(_template(company or Company(name="Prova")), folder / "workspace")
        self.workspace = Workspace.open(folder / "workspace", LATER)
        self.door = Door(self.workspace, DuckDBEngine(self.workspace.cursor))
        self.today = today

    def load(
        self,
        tables: Mapping[str, Sequence[Mapping[str, Any]]],
        extracted_at: datetime | None = None,
        source: str = "files",
    ) -> None:
        """Rows of canonical tables as one batch; without `extracted_at`, imported just now."""
        load_records(
            self.workspace,
            tables,
            extracted_at=extracted_at,
            imported_at=max(extracted_at or LATER, LATER),
            source_system=source,
        )

    def answers(self, *metrics: str, **asked: Any) -> Answers:
        return self.door.ask(_request(metrics, asked), OWNER, self.today)

    def ask(self, metric: str, **asked: Any) -> list[Answer]:
        """The answers of one metric, in order."""
        return list(self.answers(metric, **asked))

    def one(self, metric: str, **asked: Any) -> Answer:
        """The only answer."""
        answers = self.ask(metric, **asked)
        assert len(answers) == 1, answers
        return answers[0]

    def by(self, metric: str, *dimensions: str, **asked: Any) -> dict[tuple[str | None, ...], Answer]:
        """The answers by the names of their groups; the total under an empty tuple."""
        return {answer.group.names: answer for answer in self.ask(metric, by=dimensions, **asked)}

    def rows(self, metric: str, **asked: Any) -> RowSet:
        return rows_behind(self.door, _request((metric,), asked), OWNER, self.today)

    def close(self) -> None:
        self.workspace.close()


def _request(metrics: tuple[str, ...], asked: dict[str, Any]) -> Request:
    compare: Compare | None = asked.pop("compare", None)
    where = tuple(asked.pop("where", {}).items())
    return Request(
        metrics,
        tuple(asked.pop("by", ())),
        asked.pop("grain", None),
        asked.pop("period", None),
        compare,
        where,
        **asked,
    )


def deal(number: int, **changed: Any) -> dict[str, Any]:
    """A deal row; won on the day it is closed unless said otherwise."""
    row: dict[str, Any] = {
        "opportunity_id": f"D{number}",
        "status": "won",
        "owner_id": "r1",
        "account_id": f"a{number}",
        "amount": 100,
        "currency": "EUR",
        "created_on": date(2026, 1, 1),
        "closed_on": date(2026, 1, 31),
    }
    return row | changed


def order(number: int, day: date, amount: Any = 100, **changed: Any) -> dict[str, Any]:
    """A completed order of that local day."""
    row: dict[str, Any] = {
        "order_id": f"O{number}",
        "account_id": f"a{number}",
        "ordered_on": day,
        "net_amount": amount,
        "currency": "EUR",
        "status": "completed",
    }
    return row | changed
