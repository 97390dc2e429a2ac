"""Fixtures that many tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from polso.base.company import Company
from tests.support.office import Office


@pytest.fixture
def new_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Makes offices and closes them in the end."""
    made: list[Office] = []

    def make(company: Company | None = None, today: date = date(2026, 11, 24)) -> Office:
        folder = tmp_path / f"office-{len(made)}"
        folder.mkdir()
        made.append(Office(folder, company, today))
        return made[-1]

    yield make
    for office in made:
        office.close()


@pytest.fixture
def office(new_office: Callable[..., Office]) -> Office:
    return new_office()
