"""Where the rows behind a figure were last read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from polso.commands.session import Session
from polso.store.tracing import Origin, origins

SALES_OF = {"orders": "sales_order", "invoices": "invoice", "won_deals": "opportunity"}
"""The table whose records a sale is, by the basis of revenue."""

REFUND = "refund:"


def origins_of(session: Session, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[Origin | None]:
    """The origin of each row, whose columns are `names`; None where nothing says it."""
    identity = next((one for one in ("opportunity_id", "sale_id") if one in names), None)
    if identity is None:
        return [None] * len(rows)
    at = names.index(identity)
    usual = "opportunity" if identity == "opportunity_id" else SALES_OF.get(session.company.revenue_basis or "")
    if usual is None:
        return [None] * len(rows)
    places = [_place(str(row[at]), usual) for row in rows]
    found: dict[tuple[str, str], Origin] = {}
    with session.workspace.cursor() as cursor:
        for table in {table for table, _ in places}:
            wanted = [key for one, key in places if one == table]
            found |= {(table, key): origin for key, origin in origins(cursor, table, wanted).items()}
    return [found.get(place) for place in places]


def _place(identity: str, usual: str) -> tuple[str, str]:
    """The table and the key in it of a row: refunds stand among the sales under a name of their own."""
    return ("refund", identity.removeprefix(REFUND)) if identity.startswith(REFUND) else (usual, identity)
