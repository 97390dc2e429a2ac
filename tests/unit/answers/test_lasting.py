"""How long records last and who stays, read from small relations: against worked figures and brute force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.answers.exchange import Exchange
from polso.answers.figures import leveller, stayed
from polso.answers.judgement import Sample, bounds
from polso.answers.lifetimes import Lived, lived
from polso.answers.measured import Measured, measure_scan
from polso.answers.retained import NO_FATES, Fates
from polso.catalog.model import Cohort, Condition, Measure, Retention, RetentionReading, Survival, Uncertainty
from polso.catalog.relation import KNOWN, Clock, Relation
from polso.catalog.relations import RELATIONS
from polso.engines.duckdb import DuckDBEngine
from polso.query.cells import Window
from polso.query.dimensions import Split
from polso.query.plan import Scan
from polso.query.readings import DAY_ZERO, Recorded, Retained

LEAD = Relation(
    "lead_like",
    (
        ("lead_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("created_on", "DATE"),
        ("won_days", "INTEGER"),
        ("ended_days", "INTEGER"),
        ("days", "INTEGER"),
        ("ended_as", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("created", "created_on"),),
    "lead_id",
    {"channel": "channel"},
)
SPAN = Relation(
    "span_like",
    (
        ("account_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("from_on", "DATE"),
        ("to_on", "DATE"),
        ("amount", "DECIMAL(18,4)"),
        ("currency", "VARCHAR"),
        ("amount_state", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("span", "from_on"),),
    "account_id",
    {"channel": "channel"},
)
CHANNEL = Split("channel", "own")
FIRST, LAST = date(2025, 1, 1), date(2025, 3, 1)
WINDOW = Window(FIRST, LAST)
NOW = date(2025, 3, 1)
EURO = Exchange("EUR", {(FIRST - timedelta(days=1), "USD"): Decimal("0.9")})
LEADS = Measure("lead_like", "created")
COHORT = Cohort(LEADS, "won_days", "ended_days", "20")


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE calendar_day AS SELECT DATE '2024-01-01' + i::INTEGER AS day FROM range(900) t(i)")
    for relation in (LEAD, SPAN):
        columns = ", ".join(f"{name} {kind}" for name, kind in relation.columns)
        connection.execute(f"CREATE TABLE {relation.name} ({columns})")
    yield connection
    connection.close()


def fill(connection: duckdb.DuckDBPyConnection, relation: Relation, rows: list[dict[str, Any]]) -> DuckDBEngine:
    connection.execute(f"DELETE FROM {relation.name}")
    names = [name for name, _ in relation.columns]
    for row in rows:
        whole = {"known_from": "2020-01-01", **row}
        marks = ", ".join("?" for _ in names)
        connection.execute(f"INSERT INTO {relation.name} VALUES ({marks})", [whole.get(name) for name in names])
    return DuckDBEngine(connection.cursor)


def scan(relation: Relation, kind: Any, splits: tuple[Split, ...] = (), **read: Any) -> Scan:
    return Scan(kind, relation, relation.clocks[0].name, None, (WINDOW,), (), splits, (), None, **read)


def cohort_reading() -> Recorded:
    return Recorded(LEADS, "won_days", "ended_days", "created_on", None, (), (NOW - DAY_ZERO).days, dated=True)


def survival_reading(*events: str) -> Recorded:
    return Recorded(LEADS, "days", None, "created_on", "ended_as", events, (NOW - DAY_ZERO).days, dated=True)


def lead(age: int, **told: Any) -> dict[str, Any]:
    return {"lead_id": "x", "created_on": NOW - timedelta(days=age), **told}


def read_lives(engine: DuckDBEngine, one: Recorded, splits: tuple[Split, ...] = ()) -> Measured:
    return measure_scan(scan(LEAD, "flow", splits, recorded=(one,)), engine, EURO)[0]


def life(engine: DuckDBEngine, kind: Survival | Cohort, one: Recorded, maturity: int | None = None) -> Lived:
    records = read_lives(engine, one).get(one, WINDOW, ()).lifetimes
    assert records is not None
    return lived(kind, records, maturity)


def test_t67_a_young_cohort_is_the_incidence_at_its_maturity(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [lead(40, won_days=days) for days in (3, 8, 20)] + [lead(40, ended_days=5)]
    rows += [lead(age) for age in (4, 10, 12, 30, 30, 31)]
    found = life(fill(connection, LEAD, rows), COHORT, cohort_reading(), 20)
    assert found.value == pytest.approx(0.38125)
    assert (found.flags, found.records.n, found.records.within(20)) == (("immature",), 10, 3)
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < 0.38125 < found.high < 1


def test_a_mature_cohort_is_counted_exactly(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [lead(40, won_days=3), lead(50, won_days=30), lead(20), lead(5, ended_days=2)]
    found = life(fill(connection, LEAD, rows), COHORT, cohort_reading(), 20)
    assert (found.value, found.exact, found.flags) == (0.25, True, ())


def test_an_outcome_before_the_beginning_does_not_tell(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [lead(40, won_days=-1), lead(40, won_days=3)]
    found = life(fill(connection, LEAD, rows), COHORT, cohort_reading(), 20)
    assert (found.records.n, found.records.missing, found.value) == (1, 1, 1.0)


DEALS = (
    [lead(50, days=days, ended_as="won") for days in (10, 20, 30, 45)]
    + [lead(50, days=days, ended_as="lost") for days in (15, 35)]
    + [lead(age) for age in (25, 40, 58)]
)


def test_t25_time_to_close_counts_the_open_ones_as_open(connection: duckdb.DuckDBPyConnection) -> None:
    kind = Survival(LEADS, "days", "created_on", "ended_as", ("won", "lost"))
    found = life(fill(connection, LEAD, DEALS), kind, survival_reading("won", "lost"))
    assert (found.value, found.low, found.flags) == (35, None, ("too_few_events",))


def test_t26_a_loss_rules_a_win_out(connection: duckdb.DuckDBPyConnection) -> None:
    one = survival_reading("won")
    engine = fill(connection, LEAD, DEALS)
    within = Survival(LEADS, "days", "created_on", "ended_as", ("won",), "within", 30)
    assert life(engine, within, one).value == pytest.approx(0.355556, abs=1e-6)
    quantile = Survival(LEADS, "days", "created_on", "ended_as", ("won",), "quantile", 0.25)
    assert life(engine, quantile, one).value == 30


def test_groups_hold_their_own_records_and_the_total_all(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [lead(50, won_days=3, channel="web"), lead(50, channel="web"), lead(50, won_days=9)]
    one = cohort_reading()
    measured = read_lives(fill(connection, LEAD, rows), one, (CHANNEL,))
    sizes = {key: measured.get(one, WINDOW, key).n for key in measured.groups}
    assert sizes == {("web",): 2, (None,): 1, (): 3}


def span(account: str, start: date | None, end: date | None, amount: Any = 100, **told: Any) -> dict[str, Any]:
    return {
        "account_id": account,
        "from_on": start,
        "to_on": end,
        "amount": amount,
        "currency": "EUR",
        "amount_state": "known",
        **told,
    }


BEFORE, WITHIN, AFTER = date(2024, 6, 1), date(2025, 2, 1), date(2025, 6, 1)


def fates(
    engine: DuckDBEngine, column: str | None, splits: tuple[Split, ...] = (), event: Measure | None = None
) -> Any:
    one = Retained(Measure("span_like", "span", column), "account_id", event)
    measured, _ = measure_scan(scan(SPAN, "retention", splits, retained=(one,)), engine, EURO)
    return {key: measured.get(one, WINDOW, key).fates or NO_FATES for key in measured.groups}


def test_t33b_gross_and_net_retention_of_a_waterfall(connection: duckdb.DuckDBPyConnection) -> None:
    rows = []
    for account, old, new in (("A", 100, 150), ("B", 200, 120), ("C", 50, None), ("D", 80, 80), ("E", None, 90)):
        rows += [span(account, BEFORE, WITHIN, old)] if old else []
        rows += [span(account, WITHIN, None, new)] if new else []
    found = fates(fill(connection, SPAN, rows), "amount")[()]
    told: tuple[tuple[RetentionReading, float], ...] = (
        ("value_capped", 300 / 430),
        ("value_kept", 350 / 430),
        ("left", 1 / 4),
        ("kept", 3 / 4),
    )
    for reading, value in told:
        kind = Retention(Measure("span_like", "span", "amount"), reading)
        top, bottom = stayed(kind, found)
        assert leveller(kind, "ratio")(top, bottom, 20).value == pytest.approx(value)
    capped = Retention(Measure("span_like", "span", "amount"), "value_capped")
    top, bottom = stayed(capped, found)
    one = Sample(leveller(capped, "ratio")(top, bottom, 20), top, bottom, 20)
    low, high = (getattr(bounds(Uncertainty("value_share"), "ratio", [one])[0], name) for name in ("low", "high"))
    assert 0 < low < 300 / 430 < high < 1


def test_another_currency_is_taken_at_the_rate_of_the_start(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [
        span("A", BEFORE, WITHIN, 100, currency="USD"),
        span("A", WITHIN, None, 120),
        span("B", BEFORE, None, 50, currency="USD"),
        span("C", BEFORE, None, 50, currency="CHF"),
        span("D", BEFORE, None, None),
    ]
    found: Fates = fates(fill(connection, SPAN, rows), "amount")[()]
    assert (found.n, found.told, found.missing, found.fx_missing) == (4, 2, 1, 1)
    assert (found.opening, found.ending, found.capped) == (1_350_000, 1_650_000, 1_350_000)


def test_an_entity_keeps_the_group_of_its_start_and_counts_once_in_all(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RELATIONS, SPAN.name, SPAN)
    rows = [
        span("A", BEFORE, None, channel="web"),
        span("A", BEFORE, None, channel="shop"),
        span("B", BEFORE, WITHIN, channel="web"),
        span("B", WITHIN, None, channel="shop"),
        span("C", BEFORE, WITHIN, channel="web"),
    ]
    event = Measure("span_like", "span", None, (Condition("channel", "is", ("shop",)),))
    found = fates(fill(connection, SPAN, rows), None, (CHANNEL,), event)
    assert {key: (one.n, one.kept, one.with_event) for key, one in found.items()} == {
        ("web",): (3, 2, 1),
        ("shop",): (1, 1, 0),
        (): (3, 2, 1),
    }


DAYS = st.dates(date(2024, 11, 1), date(2025, 5, 1))
SPANS = st.lists(
    st.tuples(st.sampled_from("ABCD"), DAYS, st.none() | DAYS, st.sampled_from(["web", "shop"])), max_size=9
)


@settings(deadline=None, max_examples=40)
@given(SPANS)
def test_who_stays_is_what_looking_at_both_days_tells(spans: list[Any]) -> None:
    connection = duckdb.connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in SPAN.columns)
    connection.execute(f"CREATE TABLE {SPAN.name} ({columns})")
    rows = [span(account, start, end, channel=channel) for account, start, end, channel in spans]
    found = fates(fill(connection, SPAN, rows), None, (CHANNEL,))

    def there(end: date, channel: str | None) -> set[str]:
        day = end - timedelta(days=1)
        return {
            account
            for account, start, until, its in spans
            if start <= day and (until is None or until > day) and channel in (None, its)
        }

    for key, channel in (((), None), (("web",), "web"), (("shop",), "shop")):
        base = there(FIRST, channel)
        one = found.get(key, NO_FATES)
        assert (one.n, one.kept) == (len(base), len(base & there(LAST, None)))
    connection.close()
