"""The dashboard in Polars: lazy scans of Parquet files, one a (relation, day), all collected together by its streaming
engine."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from benchmarks.dashboard_readings import END, FIRST, MATURITY

KEYS = ("month", "rep_id")
FIRST_MONTH, LAST_MONTH = FIRST.year * 12 + FIRST.month - 1, END.year * 12 + END.month - 2


def with_polars(parquet: Path) -> dict[str, pl.DataFrame]:
    """Every reading as a frame of month, rep_id and its value."""
    done_frames = pl.collect_all(_lazy(parquet), engine="streaming")
    done, booked, touched, hours, present, closed, created, deals, sold, first, leads, mrr, moved = done_frames
    found: dict[str, pl.DataFrame] = {}

    def take(frame: pl.DataFrame, **readings: pl.Expr | str) -> None:
        for name, reading in readings.items():
            value = pl.col(reading) if isinstance(reading, str) else reading
            found[name.replace("__", ":")] = frame.select(*KEYS, value.alias("value"))

    col = pl.col
    take(
        done,
        outreach_count="outreach",
        outreach_count__emails="emails",
        outreach_count__connects="connects",
        calls_made="calls",
        connect_rate=col("connects") / col("timed"),
        meetings_scheduled__held="held",
        follow_ups="follow_ups",
        demos_held="demos",
        networking_events__attendances="attended",
    )
    take(
        booked, meetings_scheduled="meetings", no_show_rate=col("no_shows") / col("decided"), demos_held__booked="demos"
    )
    take(touched, outreach_count__accounts="accounts")
    take(hours, sales_activity_time="selling", sales_activity_time__selling_share=col("selling") / col("logged"))
    take(done.join(present, on=KEYS), calls_made__per_day=col("calls") / col("days"))
    take(done.join(closed, on=KEYS), activity_ratio=col("work") / col("won"))
    take(
        closed,
        win_rate=col("won") / (col("won") + col("lost")),
        win_rate__by_value=col("won_amount") / col("closed_amount"),
        deals_won="won",
        deals_lost="lost",
        sales_cycle_length="cycle",
        sales_cycle_length__mean="mean_cycle",
        average_deal_size=col("won_amount") / col("won"),
        average_deal_size__median="median_size",
    )
    take(
        created,
        opportunities_created="deals",
        silent_offers="silent",
        win_rate__created_cohort=col("won") / col("deals"),
        win_rate__created_resolved=col("won") / col("closed"),
    )
    take(_running(deals), pipeline_value="amount", open_deals="records")
    take(
        sold,
        net_revenue="net",
        order_count="orders",
        average_order_value=col("amount") / col("orders"),
        average_order_value__median="median_amount",
    )
    take(first, new_customers="customers")
    take(leads, leads_created="leads", lead_conversion_rate=col("converted") / col("leads"))
    take(_running(mrr), mrr="amount")
    take(moved, mrr_new="new")
    return found


def _running(change: pl.DataFrame) -> pl.DataFrame:
    months = pl.DataFrame({"month": range(FIRST_MONTH, LAST_MONTH + 1)}, schema={"month": pl.Int32})
    spine = change.select("rep_id").unique().join(months, how="cross").sort("rep_id", "month")
    return spine.join(change, on=KEYS, how="left").with_columns(
        pl.col("records", "amount").fill_null(0).cum_sum().over("rep_id", order_by="month")
    )


def _month(day: str) -> pl.Expr:
    return (pl.col(day).dt.year() * 12 + pl.col(day).dt.month().cast(pl.Int32) - 1).cast(pl.Int32).alias("month")


def _scan(parquet: Path, name: str, day: str, rep: str = "rep_id") -> pl.LazyFrame:
    rows = pl.scan_parquet(parquet / f"{name}.parquet").filter((pl.col(day) >= FIRST) & (pl.col(day) < END))
    return rows.with_columns(_month(day), pl.col(rep).alias("rep_id"))


def _lazy(parquet: Path) -> list[pl.LazyFrame]:
    col = pl.col

    def count(test: pl.Expr, name: str) -> pl.Expr:
        return test.fill_null(False).sum().alias(name)

    kind, out, copy = col("kind"), col("direction") == "out", col("is_copy")
    inside = col("direction") == "internal"
    call, mail = kind == "call", kind == "email"
    connected = col("is_connected")
    won, lost = col("status") == "won", col("status") == "lost"
    amount = col("amount_base").cast(pl.Float64)
    done = _scan(parquet, "work", "done_on").filter((col("status") == "done") & ~col("is_automated"))
    booked = _scan(parquet, "work", "booked_on").filter(~col("is_automated") & kind.is_in(["meeting", "demo"]))
    closed = _scan(parquet, "deal_credit", "decided_on").filter((won | lost) & (col("type") != "renewal"))
    created = _scan(parquet, "deal", "created_on", "created_by_rep_id").filter(col("type") != "renewal")
    sold = _scan(parquet, "sale", "happened_on").filter(col("basis") == "orders")
    meeting, sale = (kind == "meeting") & ~inside, kind == "sale"
    return [
        done.group_by(KEYS).agg(
            count((call | mail) & out & ~copy, "outreach"),
            count(mail & out & ~copy, "emails"),
            count(call & out, "calls"),
            count(call & out & connected.is_not_null(), "timed"),
            count(call & out & connected, "connects"),
            count(meeting, "held"),
            count(col("is_follow_up"), "follow_ups"),
            count(kind == "demo", "demos"),
            count(kind == "event", "attended"),
            count(kind.is_in(["call", "email", "meeting", "demo"]) & ~inside & ~copy, "work"),
        ),
        booked.group_by(KEYS).agg(
            count(meeting, "meetings"),
            count(meeting & (col("status") == "no_show"), "no_shows"),
            count(meeting & col("status").is_in(["done", "no_show"]), "decided"),
            count(kind == "demo", "demos"),
        ),
        _scan(parquet, "work_touched", "day").group_by(KEYS).agg(col("touched").n_unique().alias("accounts")),
        _scan(parquet, "work_time", "day")
        .with_columns(col("hours").cast(pl.Float64))
        .group_by(KEYS)
        .agg(col("hours").filter(kind == "selling").sum().alias("selling"), col("hours").sum().alias("logged")),
        _scan(parquet, "work_available", "day").group_by(KEYS).agg(col("fte").cast(pl.Float64).sum().alias("days")),
        closed.group_by(KEYS).agg(
            count(won, "won"),
            count(lost, "lost"),
            amount.filter(won).sum().alias("won_amount"),
            amount.sum().alias("closed_amount"),
            col("cycle_days").filter(won).median().alias("cycle"),
            col("cycle_days").filter(won).mean().alias("mean_cycle"),
            amount.filter(won).median().alias("median_size"),
        ),
        created.group_by(KEYS).agg(
            pl.len().alias("deals"),
            count(col("outlook") == "silent", "silent"),
            count(won, "won"),
            count(won | lost, "closed"),
        ),
        _changes(parquet, "deal_span", col("type") != "renewal"),
        sold.group_by(KEYS).agg(
            amount.sum().alias("net"),
            count(sale, "orders"),
            amount.filter(sale).sum().alias("amount"),
            amount.filter(sale).median().alias("median_amount"),
        ),
        _scan(parquet, "first_sale", "happened_on")
        .filter(col("basis") == "orders")
        .group_by(KEYS)
        .agg(pl.len().alias("customers")),
        _scan(parquet, "lead_path", "created_on")
        .filter(~col("is_repeat"))
        .group_by(KEYS)
        .agg(pl.len().alias("leads"), count(col("conversion_days") <= MATURITY, "converted")),
        _changes(parquet, "mrr_span", pl.lit(True)),
        _scan(parquet, "mrr_movement", "day")
        .filter(col("movement") == "new")
        .group_by(KEYS)
        .agg(amount.sum().alias("new")),
    ]


def _changes(parquet: Path, name: str, test: pl.Expr) -> pl.LazyFrame:
    rows = pl.scan_parquet(parquet / f"{name}.parquet").filter(test)
    ends = [
        rows.filter(pl.col(day) < END).select(
            _month(day),
            "rep_id",
            pl.lit(sign, pl.Int64).alias("records"),
            (pl.col("amount").cast(pl.Float64) * sign).alias("amount"),
        )
        for day, sign in (("from_on", 1), ("to_on", -1))
    ]
    return pl.concat(ends).group_by(KEYS).agg(pl.col("records", "amount").sum())
