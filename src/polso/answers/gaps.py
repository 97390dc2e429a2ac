"""What the records of work, of customers' voices, of payments and of stages lack although their columns are there."""

from __future__ import annotations

import duckdb

TOLD = {
    "meetings_scheduled": ("no_booking_day",),
    "collected": ("paid_undated", "total_unknown"),
    "overdue": ("total_unknown",),
    "days_to_pay": ("paid_undated", "data_error"),
    "gross_margin": ("margin_by_share",),
    "gross_margin_share": ("margin_by_share",),
    "funnel_leakage": ("stage_order_observed",),
    "funnel_reached": ("stage_order_observed",),
    "opportunity_quality": ("stage_order_observed",),
}
"""The gaps that are told beside the figures of a metric; the others withhold it."""
_KINDS = {"meeting": "no_meetings", "demo": "no_demos", "event": "no_events"}


def gaps(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The flags that hold for the whole workspace.

    `no_meetings`, `no_demos`, `no_events`: activities are there and none was ever of that kind. `no_booking_day`:
    meetings are dated by the day on which they take place. `data_error`: an invoice was paid before it was issued.
    `paid_undated`: invoices are marked as paid and nobody says when. `total_unknown`: of some invoices only the
    amount without tax is known. `margin_by_share`: of some sales the margin is the company's share.
    `stage_order_observed`: deals reached stages of which no file gives the place.
    """
    found: set[str] = set()
    kinds = {kind for (kind,) in cursor.execute("SELECT DISTINCT kind FROM work WHERE known_to IS NULL").fetchall()}
    if kinds:
        found |= {flag for kind, flag in _KINDS.items() if kind not in kinds}
    row = cursor.execute(
        "SELECT count(*) > 0 AND count(booked_on) = 0 FROM activity WHERE known_to IS NULL AND deleted_at IS NULL"
        " AND kind = 'meeting'"
    ).fetchone()
    if row and row[0]:
        found.add("no_booking_day")
    return frozenset(found) | _money_and_stages(cursor)


def _money_and_stages(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    row = cursor.execute(
        "SELECT count(*) FILTER (WHERE d.fault IS NOT NULL) > 0,"
        " count(*) FILTER (WHERE d.ended_as = 'paid' AND d.paid_on IS NULL) > 0,"
        " (SELECT count(*) > 0 FROM invoice WHERE known_to IS NULL AND deleted_at IS NULL"
        "   AND gross IS NULL AND vat IS NULL AND net IS NOT NULL)"
        ", (SELECT count(*) > 0 FROM sale_margin WHERE known_to IS NULL AND cost_from = 'share')"
        ", EXISTS (SELECT 1 FROM (SELECT DISTINCT stage_id FROM stage_reach WHERE known_to IS NULL) r"
        "   WHERE r.stage_id NOT IN (SELECT stage_id FROM stage WHERE known_to IS NULL AND deleted_at IS NULL"
        "   AND stage_id IS NOT NULL AND rank IS NOT NULL))"
        " FROM invoice_due d WHERE d.known_to IS NULL"
    ).fetchone()
    names = ("data_error", "paid_undated", "total_unknown", "margin_by_share", "stage_order_observed")
    return frozenset(name for name, some in zip(names, row or (False,) * len(names), strict=True) if some)
