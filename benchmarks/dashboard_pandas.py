"""The dashboard in pandas, from Parquet files of the same relations, only the columns that are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.dashboard_readings import END, FIRST, MATURITY

Columns = dict[str, tuple[str, ...]]
COLUMNS: Columns = {
    "work": (
        *("done_on", "booked_on", "rep_id", "kind", "direction", "status"),
        *("is_automated", "is_copy", "is_follow_up", "is_connected"),
    ),
    "work_touched": ("day", "rep_id", "kind", "touched"),
    "work_time": ("day", "rep_id", "kind", "hours"),
    "work_available": ("day", "rep_id", "fte"),
    "deal_credit": ("decided_on", "rep_id", "status", "type", "amount_base", "cycle_days"),
    "deal": ("created_on", "created_by_rep_id", "status", "type", "outlook"),
    "deal_span": ("from_on", "to_on", "rep_id", "type", "amount"),
    "sale": ("happened_on", "rep_id", "basis", "kind", "amount_base"),
    "first_sale": ("happened_on", "rep_id", "basis"),
    "lead_path": ("created_on", "rep_id", "is_repeat", "conversion_days"),
    "mrr_span": ("from_on", "to_on", "rep_id", "amount"),
    "mrr_movement": ("day", "rep_id", "movement", "amount_base"),
}
MONTHS = list(range(FIRST.year * 12 + FIRST.month - 1, END.year * 12 + END.month - 1))
Series = Any
"""One figure a month and representative, indexed by both."""


def with_pandas(parquet: Path) -> dict[str, Series]:
    """Every reading as a series over (month, rep_id)."""
    import pandas as pd

    def load(name: str, day: str, rep: str = "rep_id") -> Any:
        frame = pd.read_parquet(parquet / f"{name}.parquet", columns=list(COLUMNS[name]))
        for column in frame.columns:
            kind = str(frame[column].dtype)
            if column in (rep, "kind", "direction", "status", "type", "outlook", "basis", "movement"):
                frame[column] = frame[column].astype("category")
            elif column in ("amount", "amount_base", "hours", "fte"):
                frame[column] = frame[column].astype("float64")
            elif kind == "object" and column.endswith(("_on", "day")):
                frame[column] = pd.to_datetime(frame[column])
        return dated(frame, day, rep)

    def dated(frame: Any, day: str, rep: str = "rep_id") -> Any:
        days = pd.to_datetime(frame[day])
        frame = frame.assign(month=days.dt.year * 12 + days.dt.month - 1, by=frame[rep].astype("category"))
        return frame[frame["month"].notna()]

    def within(frame: Any) -> Any:
        return frame[(frame["month"] >= MONTHS[0]) & (frame["month"] <= MONTHS[-1])]

    def by(frame: Any) -> Any:
        return frame.groupby(["month", "by"], observed=True)

    def running(frame: Any, value: str | None) -> Series:
        parts = []
        for day, sign in (("from_on", 1), ("to_on", -1)):
            end = dated(frame, day)
            grouped = by(end[end["month"] <= MONTHS[-1]])
            parts.append(sign * (grouped.size() if value is None else grouped[value].sum()))
        change = parts[0].sub(parts[1] * -1, fill_value=0)
        return change.unstack(fill_value=0).cumsum().reindex(MONTHS, method="ffill").stack()

    found: dict[str, Series] = {}
    raw = load("work", "done_on")
    people = raw[~raw["is_automated"].astype(bool)]
    done = within(people[people["status"] == "done"])
    out = done["direction"] == "out"
    call, mail, copy = done["kind"] == "call", done["kind"] == "email", done["is_copy"].astype(bool)
    outside = done["direction"] != "internal"
    connected = done["is_connected"]
    found["outreach_count"] = by(done[(call | mail) & out & ~copy]).size()
    found["outreach_count:emails"] = by(done[mail & out & ~copy]).size()
    calls = found["calls_made"] = by(done[call & out]).size()
    connects = found["outreach_count:connects"] = by(done[call & out & connected.eq(True)]).size()
    found["connect_rate"] = connects / by(done[call & out & connected.notna()]).size()
    found["meetings_scheduled:held"] = by(done[(done["kind"] == "meeting") & outside]).size()
    found["follow_ups"] = by(done[done["is_follow_up"].astype(bool)]).size()
    found["demos_held"] = by(done[done["kind"] == "demo"]).size()
    found["networking_events:attendances"] = by(done[done["kind"] == "event"]).size()
    all_work = by(done[(call | mail | done["kind"].isin(["meeting", "demo"])) & outside & ~copy]).size()
    whole = pd.read_parquet(
        parquet / "work.parquet", columns=["booked_on", "rep_id", "kind", "direction", "status", "is_automated"]
    )
    booked = whole[whole["kind"].isin(["meeting", "demo"]) & ~whole["is_automated"].astype(bool)]
    booked = within(dated(booked, "booked_on"))
    meeting = (booked["kind"] == "meeting") & (booked["direction"] != "internal")
    found["meetings_scheduled"] = by(booked[meeting]).size()
    absent = by(booked[meeting & (booked["status"] == "no_show")]).size()
    found["no_show_rate"] = absent / by(booked[meeting & booked["status"].isin(["done", "no_show"])]).size()
    found["demos_held:booked"] = by(booked[booked["kind"] == "demo"]).size()
    touched = within(load("work_touched", "day"))
    found["outreach_count:accounts"] = by(touched)["touched"].nunique()
    hours = within(load("work_time", "day"))
    selling = found["sales_activity_time"] = by(hours[hours["kind"] == "selling"])["hours"].sum()
    found["sales_activity_time:selling_share"] = selling / by(hours)["hours"].sum()
    found["calls_made:per_day"] = calls / by(within(load("work_available", "day")))["fte"].sum()
    closed = load("deal_credit", "decided_on")
    closed = within(closed[closed["status"].isin(["won", "lost"]) & (closed["type"] != "renewal")])
    won = by(closed[closed["status"] == "won"])
    wins = found["deals_won"] = won.size()
    found["deals_lost"] = by(closed[closed["status"] == "lost"]).size()
    found["win_rate"] = wins / by(closed).size()
    found["win_rate:by_value"] = won["amount_base"].sum() / by(closed)["amount_base"].sum()
    found["sales_cycle_length"], found["sales_cycle_length:mean"] = won["cycle_days"].median(), won["cycle_days"].mean()
    found["average_deal_size"], found["average_deal_size:median"] = (
        won["amount_base"].mean(),
        won["amount_base"].median(),
    )
    found["activity_ratio"] = all_work / wins
    created = load("deal", "created_on", "created_by_rep_id")
    created = within(created[created["type"] != "renewal"])
    found["opportunities_created"] = by(created).size()
    found["silent_offers"] = by(created[created["outlook"] == "silent"]).size()
    born = by(created[created["status"] == "won"]).size()
    found["win_rate:created_cohort"] = born / by(created).size()
    found["win_rate:created_resolved"] = born / by(created[created["status"].isin(["won", "lost"])]).size()
    spans = load("deal_span", "from_on")
    spans = spans[spans["type"] != "renewal"]
    found["pipeline_value"], found["open_deals"] = running(spans, "amount"), running(spans, None)
    sold = load("sale", "happened_on")
    sold = within(sold[sold["basis"] == "orders"])
    orders = by(sold[sold["kind"] == "sale"])
    found["net_revenue"], found["order_count"] = by(sold)["amount_base"].sum(), orders.size()
    found["average_order_value"] = orders["amount_base"].mean()
    found["average_order_value:median"] = orders["amount_base"].median()
    found["new_customers"] = by(within(load("first_sale", "happened_on"))).size()
    leads = load("lead_path", "created_on")
    leads = within(leads[~leads["is_repeat"].astype(bool)])
    found["leads_created"] = by(leads).size()
    found["lead_conversion_rate"] = by(leads[leads["conversion_days"] <= MATURITY]).size() / found["leads_created"]
    found["mrr"] = running(load("mrr_span", "from_on"), "amount")
    moved = within(load("mrr_movement", "day"))
    found["mrr_new"] = by(moved[moved["movement"] == "new"])["amount_base"].sum()
    return found
