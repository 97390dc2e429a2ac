"""The identity of rows without a key."""

from __future__ import annotations

from pathlib import Path

from polso.base.ids import content_key
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_text


def test_the_key_in_sql_is_that_of_the_ids(workspace: Workspace, tmp_path: Path) -> None:
    lines = ("Caffè,2026-01-15,5.50,1", "Caffè,2026-01-15,5.50,1", "Bar,2026-01-15,,2", "Bar,2026-01-16,7,2")
    text = "\n".join(("customer,date,amount,cds", *lines, ""))
    import_files(workspace, [write_text(tmp_path / "orders.csv", text)])
    rows = workspace.cursor().execute("SELECT external_id FROM sales_order ORDER BY line").fetchall()

    def cells(customer: str, day: str, amount: str) -> tuple[str | None, ...]:
        # The columns of a sales order: customer second, day seventh, net amount tenth of fourteen.
        return (None, customer, None, None, None, None, day, None, None, amount, None, None, None, None)

    assert [key for (key,) in rows] == [
        content_key("files", cells("Caffè", "2026-01-15", "5.5000"), 0),
        content_key("files", cells("Caffè", "2026-01-15", "5.5000"), 1),
        content_key("files", cells("Bar", "2026-01-16", "7.0000"), 0),
    ]
