"""The ways in which a page is looked at: width, colour scheme, language."""

from __future__ import annotations

import os
from itertools import product

from tests.pages.watching import NARROW, WIDE

EVERY: tuple[tuple[int, str, str], ...] = tuple(product((WIDE, NARROW), ("light", "dark"), ("it", "en")))
PAIRS: tuple[tuple[int, str, str], ...] = (
    (WIDE, "light", "it"),
    (WIDE, "dark", "en"),
    (NARROW, "light", "en"),
    (NARROW, "dark", "it"),
)
"""Any two of the three together at least once."""
LOOKS = EVERY if os.environ.get("POLSO_LONG") else PAIRS
"""An ordinary run sees every pair; with `POLSO_LONG` set, every combination."""
