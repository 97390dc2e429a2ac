"""What the dashboard shows: 40 readings of metrics that the catalog has, over 24 months."""

from __future__ import annotations

from datetime import date

FIRST, END = date(2024, 11, 1), date(2026, 11, 1)
MATURITY = 14
READINGS = (
    "outreach_count",
    "outreach_count:emails",
    "outreach_count:connects",
    "outreach_count:accounts",
    "calls_made",
    "calls_made:per_day",
    "connect_rate",
    "meetings_scheduled",
    "meetings_scheduled:held",
    "no_show_rate",
    "follow_ups",
    "demos_held",
    "demos_held:booked",
    "networking_events:attendances",
    "sales_activity_time",
    "sales_activity_time:selling_share",
    "activity_ratio",
    "opportunities_created",
    "silent_offers",
    "win_rate",
    "win_rate:by_value",
    "win_rate:created_cohort",
    "win_rate:created_resolved",
    "deals_won",
    "deals_lost",
    "sales_cycle_length",
    "sales_cycle_length:mean",
    "average_deal_size",
    "average_deal_size:median",
    "pipeline_value",
    "open_deals",
    "net_revenue",
    "average_order_value",
    "average_order_value:median",
    "order_count",
    "new_customers",
    "leads_created",
    "lead_conversion_rate",
    "mrr",
    "mrr_new",
)
Cells = dict[str, dict[str, float]]
"""By reading, then by month and representative; what is empty or zero is left out."""
