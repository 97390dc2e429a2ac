"""The folder of real data, which the repository does not hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def real_data() -> Path:
    """The folder named by POLSO_DATA; the test is skipped without it, or fails where everything is required."""
    named = os.environ.get("POLSO_DATA")
    if named and Path(named).is_dir():
        return Path(named)
    return missing("POLSO_DATA does not name a folder with the real data")


def missing(reason: str) -> Path:
    """Skip with the reason; with POLSO_REQUIRE=all that is a failure."""
    if os.environ.get("POLSO_REQUIRE") == "all":
        pytest.fail(reason)
    pytest.skip(reason)
