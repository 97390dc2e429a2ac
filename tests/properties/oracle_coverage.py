"""What the extracts of a company cover: from the first day of the rows of a clock to the day of the newest extract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tests.properties.oracle import Extract, Facts
from tests.properties.oracle_days import Span
from tests.properties.oracle_timeline import ONE_DAY, OpenDeal


def covered(extracts: Sequence[Extract], as_of: datetime | None, clock: str) -> Span | None:
    now, then = Facts(extracts), Facts(extracts, as_of)
    tables = ("sales_order", "order_line", "refund") if clock == "orders" else ("opportunity",)
    ends = {one.source: one.day for one in now.all if any(one.tables.get(table) for table in tables)}
    starts = {source: _first_day(_of_source(then, source), clock) for source in ends}
    known = {source: start for source, start in starts.items() if start is not None}
    if not known:
        return None
    newest = max(one.day for one in then.known if any(one.tables.get(table) for table in tables))
    start, end = min(known.values()), min(max(ends[source] for source in known), newest) + ONE_DAY
    return (start, end) if start < end else None


def _of_source(then: Facts, source: str) -> Facts:
    """What was known of one source; how its deals are dated is judged by what is known now."""
    facts = Facts([one for one in then.known if one.source == source])
    facts.by_offer = then.by_offer
    return facts


def _first_day(facts: Facts, clock: str) -> date | None:
    rows = [row for row, _, _, _ in facts.final_deals()]
    created = [row["created_on"] for row in rows if row["created_on"]]
    closed = [row["closed_on"] for row in rows if row["status"] != "open" and row["closed_on"]]
    won = [row["closed_on"] for row in rows if row["status"] == "won" and row["closed_on"]]
    orders = [row["ordered_on"] for row in facts._rows("sales_order")]
    if clock == "orders":
        latest = {row["order_id"]: row for row in facts._rows("sales_order")}
        orders = [row["ordered_on"] for row in latest.values() if row["status"] == "completed"]
        orders += [row["refunded_on"] for row in facts._rows("refund")]
    if clock == "span":
        spans = [_turns(deal) for deal in facts.pipeline()]
        found = [day for turns in spans for day in turns if day != date.min]
        return min(found, default=None)
    return min({"created": created, "closed": closed or created, "won": won, "orders": orders}[clock], default=None)


def _turns(deal: OpenDeal) -> list[date]:
    """The days on which an open state begins or changes."""
    found, before = [], None
    for day in sorted({state.day for state in deal.states}):
        state = deal.at(day)
        now = None
        if state is not None:
            money = (state.amount, state.currency if state.amount is not None else None, state.known)
            now = (state.owner, state.stage, *money)
            if now != before:
                found.append(day)
        before = now
    return found
