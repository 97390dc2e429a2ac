"""`correct`: a value put right by hand, which later imports do not undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polso.commands import arguments as read
from polso.commands.progress import Progress
from polso.commands.session import Session


def correct(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Set the columns `values` (name to what was written) of the record `id` (id or name) of `table`.

    The result has `batch`, under which it can be undone, `table`, `id`, `name` and `changes` (`column`, `before`,
    `after`; null where empty). Raises what `polso.intake.by_hand.correcting.correct` raises.
    """
    from polso.intake.by_hand.correcting import correct as run

    values = {name: str(value) for name, value in read.mapping(arguments, "values").items()}
    table, record = read.needed(arguments, "table"), read.needed(arguments, "id")
    done = run(session.workspace, table, record, values, session.now())
    return {
        "batch": done.batch,
        "table": done.record.table,
        "id": done.record.record_id,
        "name": done.record.name,
        "changes": [{"column": one.column, "before": one.before, "after": one.after} for one in done.changes],
    }
