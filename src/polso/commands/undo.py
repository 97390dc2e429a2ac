"""`undo`: one import, or what was entered by hand, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polso.base.errors import UserError
from polso.commands import arguments as read
from polso.commands.progress import Progress
from polso.commands.session import Session


def undo(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Take back the batch of number `batch`; never asks.

    The result has `batch`, `kind` (`files` or `hand`), `files`, `replayed` (numbers of the later batches that were laid
    anew) and `decided` (answers that those took as recommended: `batch`, `key`, `value`).
    Raises what `polso.intake.undoing.undo` raises.
    """
    from polso.intake.undoing import undo as run

    batch = read.number(arguments, "batch")
    if batch is None:
        raise UserError("argument_malformed", name="batch")
    report = run(session.workspace, batch, session.now(), progress)
    return {
        "batch": report.batch,
        "kind": report.kind,
        "files": list(report.files),
        "replayed": list(report.replayed),
        "decided": [{"batch": one.batch, "key": one.key, "value": one.value} for one in report.decided],
    }
