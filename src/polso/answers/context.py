"""The state of a workspace that questions are resolved against, read once a data version."""

from __future__ import annotations

from datetime import date, datetime

import duckdb

from polso.answers.attainment_targets import load_targets
from polso.answers.gaps import gaps
from polso.answers.gaps_customers import customer_gaps
from polso.base.company import RevenueBasis
from polso.base.period import Period
from polso.catalog import registry
from polso.catalog.schema import TABLE, day_column
from polso.query.context import Context
from polso.store.workspace import Workspace

_ORDER_OF_BASES: tuple[tuple[RevenueBasis, str], ...] = (
    ("invoices", "invoice.net"),
    ("invoices", "invoice.gross"),
    ("orders", "sales_order.net_amount"),
)


_STAGE_RANKS = """
    SELECT DISTINCT stage_id, rank FROM stage_reach WHERE known_to IS NULL AND rank > 0
    UNION ALL
    SELECT stage_id, rank FROM stage WHERE known_to IS NULL AND rank IS NOT NULL
"""


def load_context(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, version: int, today: date) -> Context:
    """Coverage, filled columns, attributes, settled variants, as `cursor` sees them; one small query each."""
    filled = _filled(cursor) | _chosen(workspace)
    basis = workspace.company.revenue_basis or usual_basis(filled)
    return Context(
        workspace.calendar,
        today,
        version,
        basis,
        _covered(cursor),
        filled,
        _attributes(cursor),
        _first_known(cursor),
        {**_usual_variants(basis, filled), **dict(workspace.company.variants)},
        *_losses(cursor),
        _undated(cursor),
        by_offer_date=_by_offer_date(cursor),
        gross_as_net=_gross_as_net(cursor),
        beside=_beside(cursor),
        gaps=gaps(cursor) | customer_gaps(cursor, workspace.company),
        metrics=workspace.metrics,
        known_until=_known_until(cursor),
        targets=load_targets(cursor, workspace.calendar),
        stage_ranks=_stage_ranks(cursor),
        best_mark=_best_mark(cursor),
    )


def _stage_ranks(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    rows = cursor.execute(_STAGE_RANKS).fetchall()
    return {str(key): int(rank) for key, rank in rows}


def _best_mark(cursor: duckdb.DuckDBPyConnection) -> float | None:
    rows = cursor.execute(
        "SELECT DISTINCT scale_min, scale_max FROM survey_answer WHERE known_to IS NULL AND survey = 'csat'"
        " AND satisfied IS NOT NULL LIMIT 2"
    ).fetchall()
    return float(rows[0][1]) if len(rows) == 1 else None


def usual_basis(filled: frozenset[str]) -> RevenueBasis:
    """Invoices, else orders, else won deals: what the company has."""
    for basis, column in _ORDER_OF_BASES:
        if column in filled:
            return basis
    return "won_deals"


def _covered(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Period]:
    rows = cursor.execute(
        "SELECT relation, clock, min(covered_from), max(covered_to) + 1 FROM coverage"
        " WHERE covered_from IS NOT NULL AND covered_to IS NOT NULL GROUP BY relation, clock"
    ).fetchall()
    return {(relation, clock): Period(start, end) for relation, clock, start, end in rows if start <= end}


def _filled(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Of the columns that some metric names, those that hold a value now."""
    wanted: dict[str, set[str]] = {}
    for metric in registry.metrics().values():
        alternatives = (*metric.requires, *(group for variant in metric.variants for group in variant.requires))
        for name in (*(name for group in alternatives for name in group), *metric.better_with):
            table, _, column = name.partition(".")
            wanted.setdefault(table, set()).add(column)
    found: set[str] = set()
    wanted.pop("company", None)
    for table, columns in wanted.items():
        ordered = sorted(columns)
        tests = ", ".join(f'count("{_stored(table, column)}") > 0' for column in ordered)
        row = cursor.execute(
            f'SELECT {tests} FROM "{table}" WHERE known_to IS NULL AND deleted_at IS NULL'  # noqa: S608 - catalog names
        ).fetchone()
        found |= {f"{table}.{column}" for column, there in zip(ordered, row or (), strict=False) if there}
    return frozenset(found)


def _chosen(workspace: Workspace) -> frozenset[str]:
    """The settings that some metric needs and the company chose."""
    company = workspace.company
    return frozenset({"company.gross_margin_share"} if company.gross_margin_share is not None else ())


def _stored(table: str, column: str) -> str:
    return day_column(column) if TABLE[table].column(column).kind == "instant" else column


def _attributes(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    rows = cursor.execute(
        "SELECT name, list_sort(list(DISTINCT entity)) FROM attribute"
        " WHERE known_to IS NULL GROUP BY name ORDER BY name"
    ).fetchall()
    return {name: tuple(entities) for name, entities in rows}


def _first_known(cursor: duckdb.DuckDBPyConnection) -> datetime | None:
    row = cursor.execute("SELECT min(extracted_at) FROM batch WHERE undone_at IS NULL").fetchone()
    return row[0] if row else None


def _known_until(cursor: duckdb.DuckDBPyConnection) -> datetime | None:
    row = cursor.execute("SELECT max(extracted_at) FROM batch WHERE undone_at IS NULL").fetchone()
    return row[0] if row else None


def _losses(cursor: duckdb.DuckDBPyConnection) -> tuple[bool, bool]:
    """Whether a loss was ever recorded, even one taken back since, and whether one has an amount."""
    row = cursor.execute("SELECT count(*) > 0, count(amount_base) > 0 FROM deal WHERE status = 'lost'").fetchone()
    return (bool(row[0]), bool(row[1])) if row else (False, False)


def _undated(cursor: duckdb.DuckDBPyConnection) -> frozenset[tuple[str, str]]:
    """Deals without a day of creation, and closed ones without a day of closing."""
    row = cursor.execute(
        "SELECT count(*) FILTER (WHERE created_on IS NULL) > 0,"
        " count(*) FILTER (WHERE decided_on IS NULL AND status <> 'open') > 0 FROM deal WHERE known_to IS NULL"
    ).fetchone()
    clocks = ("created", "closed")
    return frozenset(("deal", clock) for clock, some in zip(clocks, row or (False, False), strict=True) if some)


def _usual_variants(basis: RevenueBasis, filled: frozenset[str]) -> dict[str, str]:
    """Readings that the data call for by another name: without references an invoice is no whole sale."""
    refers = bool(filled & {"invoice.order_id", "invoice.opportunity_id"})
    return {"average_revenue_per_sale": "per_invoice"} if basis == "invoices" and not refers else {}


def _by_offer_date(cursor: duckdb.DuckDBPyConnection) -> bool:
    row = cursor.execute(
        "SELECT count(*) > 0 FROM deal WHERE known_to IS NULL AND decided_on IS NOT NULL"
        " AND decided_on IS DISTINCT FROM closed_on"
    ).fetchone()
    return bool(row and row[0])


def _gross_as_net(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    rows = cursor.execute(
        "SELECT 'invoices' FROM invoice WHERE known_to IS NULL AND deleted_at IS NULL"
        " AND net IS NULL AND vat IS NULL AND gross IS NOT NULL"
        " UNION SELECT 'orders' FROM sales_order WHERE known_to IS NULL AND deleted_at IS NULL"
        " AND tax IS NULL AND gross_amount = net_amount"
    ).fetchall()
    return frozenset(basis for (basis,) in rows)


def _beside(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    rows = cursor.execute(
        "SELECT relation, list(DISTINCT source_system ORDER BY source_system) FROM coverage"
        " WHERE starts_with(relation, 'beside:') GROUP BY relation"
    ).fetchall()
    return {relation.removeprefix("beside:"): tuple(sources) for relation, sources in rows}
