"""One query a metric, as a page of tiles asks them one after another: only its own rows and columns, filters pushed
down, the same integer month."""

from __future__ import annotations

PERIOD = "{0} >= DATE '2024-11-01' AND {0} < DATE '2026-11-01'"
DONE = "status = 'done' AND NOT is_automated AND "
PEOPLE = "NOT is_automated AND "
CALL = "kind = 'call' AND direction = 'out'"
MEETING = "kind = 'meeting' AND direction <> 'internal'"
WORK = "kind IN ('call', 'email', 'meeting', 'demo') AND direction <> 'internal' AND NOT is_copy"
CLOSED = "status IN ('won', 'lost') AND type <> 'renewal'"
WON = "status = 'won' AND type <> 'renewal'"
NEW = "type <> 'renewal'"
SALE = "basis = 'orders' AND kind = 'sale'"


def flow(value: str, relation: str, day: str, where: str = "true", rep: str = "rep_id") -> str:
    return (
        f"SELECT year({day}) * 12 + month({day}) - 1 AS month, {rep} AS rep_id, {value} AS value FROM {relation}"
        f" WHERE known_to IS NULL AND {where} AND {PERIOD.format(day)} GROUP BY 1, 2"
    )


def ratio(top: str, bottom: str) -> str:
    return (
        f"SELECT t.month, t.rep_id, t.value / b.value AS value FROM ({top}) t JOIN ({bottom}) b USING (month, rep_id)"
    )


def stock(value: str, relation: str, where: str = "true") -> str:
    ends = " UNION ALL ".join(
        f"SELECT year({day}) * 12 + month({day}) - 1 AS month, rep_id, {sign}{value} AS change FROM {relation}"
        f" WHERE known_to IS NULL AND {where} AND {day} < DATE '2026-11-01'"
        for day, sign in (("from_on", ""), ("to_on", "-"))
    )
    return (
        "SELECT s.month, s.rep_id, r.value FROM"
        f" (SELECT unnest(range(24298, 24322)) AS month, rep_id FROM (SELECT DISTINCT rep_id FROM {relation})) s"
        " ASOF JOIN (SELECT month, rep_id, sum(sum(change)) OVER (PARTITION BY rep_id ORDER BY month) AS value"
        f" FROM ({ends}) GROUP BY 1, 2) r ON s.rep_id = r.rep_id AND s.month >= r.month"
    )


def work(where: str, value: str = "count(*)") -> str:
    return flow(value, "work", "done_on", DONE + where)


def booked(where: str, value: str = "count(*)") -> str:
    return flow(value, "work", "booked_on", PEOPLE + where)


def closed(value: str, where: str = CLOSED) -> str:
    return flow(value, "deal_credit", "decided_on", where)


def created(value: str, where: str = NEW) -> str:
    return flow(value, "deal", "created_on", where, "created_by_rep_id")


def share(where: str, of: str = "true") -> str:
    return f"count(*) FILTER (WHERE {where}) / nullif(count(*) FILTER (WHERE {of}), 0)"


STATEMENTS: dict[str, str] = {
    "outreach_count": work("kind IN ('call', 'email') AND direction = 'out' AND NOT is_copy"),
    "outreach_count:emails": work("kind = 'email' AND direction = 'out' AND NOT is_copy"),
    "outreach_count:connects": work(f"{CALL} AND is_connected"),
    "outreach_count:accounts": flow("count(DISTINCT touched)", "work_touched", "day", "kind IN ('call', 'email')"),
    "calls_made": work(CALL),
    "calls_made:per_day": ratio(work(CALL), flow("sum(fte)", "work_available", "day")),
    "connect_rate": work(f"{CALL} AND is_connected IS NOT NULL", share("is_connected")),
    "meetings_scheduled": booked(MEETING),
    "meetings_scheduled:held": work(MEETING),
    "no_show_rate": booked(f"{MEETING} AND status IN ('done', 'no_show')", share("status = 'no_show'")),
    "follow_ups": work("is_follow_up"),
    "demos_held": work("kind = 'demo'"),
    "demos_held:booked": booked("kind = 'demo'"),
    "networking_events:attendances": work("kind = 'event'"),
    "sales_activity_time": flow("sum(hours)", "work_time", "day", "kind = 'selling'"),
    "sales_activity_time:selling_share": flow(
        "sum(hours) FILTER (WHERE kind = 'selling') / sum(hours)", "work_time", "day"
    ),
    "activity_ratio": ratio(work(WORK), closed("count(*)", WON)),
    "opportunities_created": created("count(*)"),
    "silent_offers": created("count(*)", f"{NEW} AND outlook = 'silent'"),
    "win_rate": closed(share("status = 'won'")),
    "win_rate:by_value": closed("sum(amount_base) FILTER (WHERE status = 'won')::double / sum(amount_base)::double"),
    "win_rate:created_cohort": created(share("status = 'won'")),
    "win_rate:created_resolved": created(share("status = 'won'", "status IN ('won', 'lost')")),
    "deals_won": closed("count(*)", WON),
    "deals_lost": closed("count(*)", "status = 'lost' AND type <> 'renewal'"),
    "sales_cycle_length": closed("median(cycle_days)", WON),
    "sales_cycle_length:mean": closed("avg(cycle_days)", WON),
    "average_deal_size": closed("sum(amount_base)::double / count(*)", WON),
    "average_deal_size:median": closed("median(amount_base::double)", WON),
    "pipeline_value": stock("amount", "deal_span", NEW),
    "open_deals": stock("1", "deal_span", NEW),
    "net_revenue": flow("sum(amount_base)", "sale", "happened_on", "basis = 'orders'"),
    "average_order_value": flow("sum(amount_base)::double / count(*)", "sale", "happened_on", SALE),
    "average_order_value:median": flow("median(amount_base::double)", "sale", "happened_on", SALE),
    "order_count": flow("count(*)", "sale", "happened_on", SALE),
    "new_customers": flow("count(*)", "first_sale", "happened_on", "basis = 'orders'"),
    "leads_created": flow("count(*)", "lead_path", "created_on", "NOT is_repeat"),
    "lead_conversion_rate": flow(share("conversion_days <= 14"), "lead_path", "created_on", "NOT is_repeat"),
    "mrr": stock("amount", "mrr_span"),
    "mrr_new": flow("sum(amount_base)", "mrr_movement", "day", "movement = 'new'"),
}
