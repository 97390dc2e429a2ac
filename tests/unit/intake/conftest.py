"""A fresh workspace for each test of intake."""

from __future__ import annotations

import pytest

from polso.store.workspace import Workspace
from tests.support.office import Office


@pytest.fixture
def workspace(office: Office) -> Workspace:
    return office.workspace
