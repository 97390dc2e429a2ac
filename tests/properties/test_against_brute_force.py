"""Every metric, on random small companies, equals what plain Python makes of the same records, to the cent.

The companies have what real ones have: empty cells, free deals, same-day and backward closings, renewals, currencies
without rates, refunds, credit notes, people who come, go and change teams, merged customers, two sources, several
extracts.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from polso.answers.answer import Answer
from polso.base.company import Company
from polso.base.errors import NotFoundError
from tests.properties.oracle import BASE, Extract
from tests.properties.oracle_answers import DIMENSIONS, METRICS, Expected, Oracle, refused
from tests.properties.oracle_days import Span
from tests.properties.oracle_timeline import Row
from tests.support.office import Office

FIRST, LAST = date(2025, 1, 1), date(2026, 3, 31)
EXTRACT_DAYS = (date(2026, 2, 15), date(2026, 3, 10), LAST)
PERIODS: dict[str, Span] = {
    "2025": (date(2025, 1, 1), date(2026, 1, 1)),
    "2026-Q1": (date(2026, 1, 1), date(2026, 4, 1)),
    "2026-02": (date(2026, 2, 1), date(2026, 3, 1)),
    "2026-03": (date(2026, 3, 1), date(2026, 4, 1)),
    "2026": (date(2026, 1, 1), date(2027, 1, 1)),
    "2026-W09": (date(2026, 2, 23), date(2026, 3, 2)),
    "2026-02-28": (date(2026, 2, 28), date(2026, 3, 1)),
    "2025-12-10..2026-03-20": (date(2025, 12, 10), date(2026, 3, 21)),
    "2025-02..2026-03": (date(2025, 2, 1), date(2026, 4, 1)),
}
REPS, TEAMS = ("r1", "r2", "r3"), ("t1", "t2")

amounts = st.one_of(
    st.none(),
    st.sampled_from([Decimal(0), Decimal(100), Decimal("0.01"), Decimal("33.335"), Decimal("1234.5678")]),
    st.decimals(0, 5000, places=2),
)
days = st.one_of(st.dates(FIRST, LAST), st.dates(date(2026, 1, 15), LAST))
currencies = st.sampled_from([BASE, BASE, BASE, None, "USD", "CHF"])
people = st.sampled_from([*REPS, "r9", None])
accounts = st.sampled_from(["a1", "a2", "a3", "a4", None])
products = st.sampled_from(["p1", "p2", None])


def some(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, None])


@st.composite
def deals(draw: st.DrawFn, name: str, extract_days: Sequence[date], latest: int) -> list[Row | None]:
    """A deal in each extract, from one that is at most the `latest` on."""

    def outcome(last: date) -> Row:
        status = draw(st.sampled_from(["open", "open", "won", "lost", "won"]))
        closed = None
        if status != "open":
            closed = draw(st.one_of(st.none(), days, days, days))
            closed = min(closed, last) if closed else None
        return {"status": status, "closed_on": closed}

    first = draw(st.integers(0, latest))
    created = draw(st.one_of(st.none(), days, days, days))
    row: Row = {
        "opportunity_id": name,
        "owner_id": draw(people),
        "account_id": draw(accounts),
        "lead_id": draw(some(["l1", "l2"])),
        "source_id": draw(some(["s1", "s2"])),
        "channel": draw(some(["web"])),
        "product_id": draw(products),
        "stage_id": draw(some(["g1", "g2"])),
        "type": draw(st.sampled_from(["new", "new", None, "upsell", "renewal"])),
        "amount": draw(amounts),
        "currency": draw(currencies),
        "created_on": min(created, extract_days[first]) if created else None,
    }
    found: list[Row | None] = []
    for number, day in enumerate(extract_days):
        if number < first:
            found.append(None)
            continue
        if number == first or draw(st.booleans()):
            row = row | outcome(day)
        if number > first and draw(st.booleans()):
            row = row | {"owner_id": draw(people), "amount": draw(amounts), "stage_id": draw(some(["g1", "g2"]))}
        found.append(row)
    return found


@st.composite
def orders(
    draw: st.DrawFn, number: int, extract_days: Sequence[date], latest: int
) -> tuple[int, list[Row | None], list[Row], Row | None]:
    """The extract from which an order is there, its versions, its lines and a refund of it."""
    first = draw(st.integers(0, latest))
    day = min(draw(days), extract_days[first])
    amount = draw(st.one_of(st.sampled_from([Decimal(0), Decimal(100), Decimal(-40)]), st.decimals(0, 2000, places=2)))
    row: Row = {
        "order_id": f"O{number}",
        "account_id": draw(accounts),
        "rep_id": draw(people),
        "source_id": draw(some(["s1", "s2"])),
        "channel": draw(some(["web", "shop"])),
        "ordered_on": day,
        "status": draw(st.sampled_from(["completed", "completed", "completed", "cancelled", "test"])),
        "currency": draw(currencies),
        "net_amount": amount,
    }
    found: list[Row | None] = [None] * first + [row]
    for _ in range(first + 1, len(extract_days)):
        if draw(st.integers(0, 3)) == 0:
            row = row | {
                "status": draw(st.sampled_from(["completed", "cancelled"])),
                "net_amount": draw(st.decimals(0, 900, places=2)),
            }
        found.append(row)
    lines: list[Row] = []
    if draw(st.booleans()):
        part = draw(st.sampled_from([Decimal("0.01"), amount / 4, Decimal(0)])).quantize(Decimal("0.01"))
        gap = draw(st.sampled_from([Decimal(0), Decimal(0), Decimal("0.01"), Decimal("-0.01"), Decimal(5)]))
        cells = [(draw(products), part), (draw(products), amount - part + gap)]
        lines = [
            {"order_id": row["order_id"], "line_no": at, "product_id": product, "net_amount": money}
            for at, (product, money) in enumerate(cells)
        ]
    refund = None
    if draw(st.integers(0, 2)) == 0:
        back = min(day + timedelta(days=draw(st.integers(0, 45))), extract_days[first])
        money = draw(st.sampled_from([abs(amount), abs(amount) / 2])).quantize(Decimal("0.01"))
        refund = {
            "refund_id": f"F{number}",
            "order_id": row["order_id"],
            "refunded_on": max(back, day),
            "amount": money,
            "currency": row["currency"],
        }
    return first, found, lines, refund


@st.composite
def companies(draw: st.DrawFn) -> list[Extract]:
    extract_days = EXTRACT_DAYS[-draw(st.integers(1, 3)) :]
    count = len(extract_days)
    # Every table is in the first extract: what is first seen later would be known from its own dates before.
    last = count - 1
    main: list[dict[str, list[Row]]] = [{} for _ in extract_days]
    other: list[dict[str, list[Row]]] = [{} for _ in extract_days]

    def put(into: list[dict[str, list[Row]]], table: str, found: Sequence[Row | None]) -> None:
        for number, row in enumerate(found):
            if row is not None:
                into[number].setdefault(table, []).append(row)

    start = main[0]
    start["rep"] = [
        {
            "rep_id": rep,
            "name": f"Person {rep}",
            "hired_on": draw(some([FIRST, date(2026, 2, 11)])),
            "left_on": draw(some([date(2026, 3, 3)])),
        }
        for rep in REPS
    ]
    start["team"] = [{"team_id": team, "name": f"Team {team}"} for team in TEAMS]
    moved = date(2026, 2, draw(st.integers(1, 28)))
    start["team_membership"] = [
        {"rep_id": "r1", "team_id": "t1", "valid_from": FIRST, "valid_to": moved, "fte": Decimal(1)},
        {
            "rep_id": "r1",
            "team_id": "t2",
            "valid_from": moved,
            "valid_to": draw(some([date(2026, 3, 20)])),
            "fte": Decimal("0.5"),
        },
        {"rep_id": "r2", "team_id": "t2", "valid_from": FIRST, "valid_to": None, "fte": Decimal("0.6")},
        {
            "rep_id": "r2",
            "team_id": "t1",
            "valid_from": date(2025, 6, 1),
            "valid_to": None,
            "fte": draw(st.sampled_from([Decimal("0.6"), Decimal("0.2")])),
        },
    ]
    start["source"] = [
        {"source_id": "s1", "name": "Fair", "channel": "events"},
        {"source_id": "s2", "name": "Search", "channel": None},
    ]
    start["product"] = [{"product_id": "p1", "name": "Door"}]
    start["stage"] = [
        {"stage_id": stage, "pipeline_id": "main", "valid_from": None, "name": f"Stage {stage}"}
        for stage in ("g1", "g2")
    ]
    start["lead"] = [
        {"lead_id": "l1", "created_on": date(2025, 3, 1), "source_id": "s1"},
        {"lead_id": "l2", "created_on": date(2026, 2, 1), "source_id": None},
    ]
    start["attribute"] = [
        {"entity": "rep", "entity_id": "r1", "name": "region", "value": "West"},
        {"entity": "rep", "entity_id": "r2", "name": "region", "value": "East"},
        {"entity": "account", "entity_id": "a1", "name": "zone", "value": "Hills"},
    ]
    start["fx_rate"] = [
        {
            "rate_date": FIRST + timedelta(days=5 * number),
            "currency": "USD",
            "to_base": Decimal("0.9") + Decimal(number % 7) / 100,
        }
        for number in range(91)
    ]
    merged = draw(st.integers(0, count))
    for number in range(count):
        main[number]["account"] = [
            {
                "account_id": one,
                "name": f"Customer {one}",
                "segment": segment,
                "merged_into": "a1" if one == "a2" and number >= merged else None,
            }
            for one, segment in (("a1", "small"), ("a2", "large"), ("a3", None))
        ]
    for number in range(draw(st.sampled_from([0, 3, 9, 16]))):
        put(main, "opportunity", draw(deals(f"D{number}", extract_days, last if number else 0)))
    for number in range(draw(st.integers(0, 2))):
        put(other, "opportunity", draw(deals(f"X{number}", extract_days, last if number else 0)))
    refunds: list[tuple[int, Row]] = []
    for number in range(draw(st.sampled_from([0, 0, 4, 14]))):
        first, found, lines, refund = draw(orders(number, extract_days, last if number else 0))
        put(main, "sales_order", found)
        if lines:
            main[first].setdefault("order_line", []).extend(lines)
        if refund is not None:
            refunds.append((first, refund))
    for first, refund in sorted(refunds, key=lambda one: one[0]):
        if first and "refund" not in main[0]:
            continue
        main[first].setdefault("refund", []).append(refund)
    at = [datetime(day.year, day.month, day.day, 20) for day in extract_days]  # noqa: DTZ001 - UTC, as stored
    return [
        Extract(at[number], day, source, tables[number])
        for number, day in enumerate(extract_days)
        for source, tables in (("files", main), ("shop", other))
        if tables[number]
    ]


questions = st.tuples(
    st.sampled_from(METRICS),
    st.sampled_from(sorted(PERIODS)),
    st.sampled_from([None, "month", "quarter", "week", "day", "year"]),
    st.sampled_from(["previous", "year", "none"]),
    st.lists(st.integers(0, 8), max_size=2, unique=True),
    st.one_of(st.none(), st.tuples(st.integers(0, 8), st.integers(0, 3))),
    st.integers(0, 3),
)
VALUES: dict[str, tuple[str, ...]] = {
    "rep": ("Person r1", "person r2", "r9", ""),
    "team": ("Team t1", "Team t2", ""),
    "source": ("Fair", "Search", ""),
    "channel": ("web", "events", ""),
    "product": ("Door", "p2", ""),
    "segment": ("small", "LARGE", ""),
    "region": ("West", "East", ""),
    "zone": ("Hills", ""),
    "stage": ("Stage g1", ""),
}


def agree(found: Decimal | float | None, expected: Fraction | float | None) -> bool:
    """The same figure: exactly, but for shares and means of days, which are floating."""
    if found is None or expected is None:
        return found is None and expected is None
    if isinstance(found, float) or isinstance(expected, float):
        return abs(float(found) - float(expected)) <= 1e-9 * max(1.0, abs(float(expected)))
    return Fraction(found) == expected


def check(answer: Answer, expected: Expected) -> None:
    level = expected.level
    told = (
        f"{answer.metric.id}:{answer.variant.id} {answer.period} {answer.group.names} {answer.flags} against {expected}"
    )
    assert agree(answer.value, level.value), f"{answer.value}: {told}"
    assert agree(answer.previous, expected.previous), f"previous {answer.previous}: {told}"
    if level.value is None:
        return
    assert agree(answer.numerator, level.numerator), f"numerator {answer.numerator}: {told}"
    assert agree(answer.denominator, level.denominator), f"denominator {answer.denominator}: {told}"
    if not answer.metric.id.startswith("sales_growth"):
        assert (answer.n, answer.missing) == (level.n, level.missing), f"n {answer.n}, missing {answer.missing}: {told}"
    if expected.base is not None and answer.base is not None:
        assert (answer.base.start, answer.base.end) == expected.base, told


def compare(office: Office, extracts: Sequence[Extract], question: Any) -> None:
    metric, spelled, grain, against, splits, filtered, then = question
    allowed = DIMENSIONS[metric]
    by = tuple(dict.fromkeys(allowed[at % len(allowed)] for at in splits))
    where: dict[str, str] = {}
    if filtered is not None:
        name = allowed[filtered[0] % len(allowed)]
        where = {name: VALUES[name][filtered[1] % len(VALUES[name])]}
    instants = sorted({one.at for one in extracts})
    as_of = None if then >= len(instants) else instants[then]
    asked: dict[str, Any] = {
        "period": spelled,
        "grain": grain,
        "compare": against,
        "by": by,
        "where": where,
        "as_of": as_of,
    }
    note(f"{metric} {asked}")
    try:
        answers = office.ask(metric, **asked)
    except NotFoundError:
        oracle = Oracle(extracts, metric, as_of, by, where)
        assert not refused(metric, extracts)
        assert not oracle.facts, "a value with records was not found"
        return
    if refused(metric, extracts):
        assert [one.value for one in answers] == [None] * len(answers)
        return
    expected = Oracle(extracts, metric, as_of, by, where).answers(PERIODS[spelled], grain, against)
    found = {((one.period.start, one.period.end), one.group.names): one for one in answers}
    assert len(found) == len(answers)
    assert set(expected) <= set(found), f"groups {sorted(map(str, set(expected) - set(found)))} are missing"
    for place, answer in found.items():
        if place in expected:
            check(answer, expected[place])
        else:
            assert (answer.n, not answer.value) == (0, True), f"{place} has {answer.value}"


@settings(
    max_examples=int(os.environ.get("POLSO_BRUTE_EXAMPLES", "8")),
    deadline=None,
    # A company takes a second to load, so that making a failing one smaller would take longer than reading it.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(companies(), st.lists(questions, min_size=25, max_size=40))
def test_every_metric_equals_plain_python(extracts: list[Extract], asked: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # The company declares that its two sources do not overlap: both count.
        office = Office(Path(folder), Company(name="Prova", revenue_sources=("files", "shop")))
        try:
            for one in extracts:
                office.load(one.tables, one.at.replace(tzinfo=UTC), one.source)
            for question in asked:
                compare(office, extracts, question)
        finally:
            office.close()
