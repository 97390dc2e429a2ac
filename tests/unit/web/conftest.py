"""A filled workspace and an empty one, each with a client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from polso.base.company import Company
from tests.support.office import Office
from tests.unit.web.served import TODAY, client_of, filled


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = filled(tmp_path_factory.mktemp("shop"))
    yield office
    office.close()


@pytest.fixture
def client(shop: Office) -> TestClient:
    return client_of(shop)


@pytest.fixture
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("blank"), Company(name="Nuova"), TODAY)
    yield office
    office.close()
