"""One sample company for all tests of this folder, as records and as the files of both languages."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from polso.demo import World, generate, truth

TODAY = date(2026, 11, 24)
Table = list[dict[str, str]]


@pytest.fixture(scope="session")
def world() -> World:
    return truth(today=TODAY)


@pytest.fixture(scope="session")
def italian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("italian")
    generate(folder, today=TODAY)
    return folder


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("english")
    generate(folder, today=TODAY, language="en")
    return folder


@pytest.fixture(scope="session")
def table() -> Callable[..., Table]:
    def read(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> Table:
        with path.open(encoding=encoding, newline="") as file:
            return list(csv.DictReader(file, delimiter=delimiter, strict=True))

    return read
