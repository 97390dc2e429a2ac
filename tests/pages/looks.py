"""The ways in which a page is looked at: width, colour scheme, language."""

from __future__ import annotations

import os
from itertools import product

from tests.pages.watching import NARROW, WIDE

EVERY: tuple[tuple[int, str, str], ...] = tuple(product((WIDE, NARROW), ("light", "dark"), ("it", "en")))
OPPOSITES: tuple[tuple[int, str, str], ...] = ((WIDE, "light", "it"), (NARROW, "dark", "en"))
"""Each of the six ways once."""
LOOKS = EVERY if os.environ.get("POLSO_LONG") else OPPOSITES
"""An ordinary run sees each width, scheme and language; with `POLSO_LONG` set, every combination."""
