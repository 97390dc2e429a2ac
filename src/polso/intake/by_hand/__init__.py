"""What people enter by hand, as batches like any import."""

from __future__ import annotations

from polso.intake.by_hand.entering import SOURCE, Statement, enter

__all__ = ["SOURCE", "Statement", "enter"]
