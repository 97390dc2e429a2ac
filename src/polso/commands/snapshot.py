"""`snapshot`: the stocks of last night, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from polso.base.local_time import local_date
from polso.base.period import ONE_DAY
from polso.commands.progress import Progress
from polso.commands.session import Session


def snapshot(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Freeze every stock at the end of yesterday as known now: `day`, `known_at`, and `rows`, 0 where it was done."""
    from polso.answers.snapshots import take_snapshot

    now = session.now()
    night = local_date(now, session.company.zone) - ONE_DAY
    rows = take_snapshot(session.workspace, session.door, now)
    known_at = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"day": night.isoformat(), "known_at": known_at, "rows": rows}
