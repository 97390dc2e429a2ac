"""Laws that answers keep whatever the records are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.office import Office

FIRST = date(2026, 1, 1)
EXTRACTED = datetime(2026, 4, 1, tzinfo=UTC)
quiet = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def deals(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number in range(draw(st.integers(1, 14))):
        created = FIRST + timedelta(days=draw(st.integers(0, 60)))
        status = draw(st.sampled_from(["won", "lost", "open"]))
        closed = None if status == "open" else created + timedelta(days=draw(st.integers(0, 25)))
        amount = draw(st.one_of(st.none(), st.decimals(0, 10**6, places=2)))
        rep = draw(st.sampled_from(["r1", "r2", None]))
        rows.append(
            {
                "opportunity_id": f"D{number}",
                "status": status,
                "owner_id": rep,
                "account_id": f"a{draw(st.integers(0, 5))}",
                "amount": amount,
                "currency": "EUR",
                "created_on": created,
                "closed_on": closed,
            }
        )
    rows.append(dict(rows[0], opportunity_id="Dlost", status="lost", closed_on=date(2026, 3, 30)))
    return rows


@contextmanager
def open_office() -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        try:
            yield office
        finally:
            office.close()


METRICS = (
    "net_revenue",
    "win_rate",
    "deals_won",
    "opportunities_created",
    "average_deal_size",
    "sales_cycle_length",
    "new_customers",
    "open_deals",
    "pipeline_value",
)


def picture(office: Office) -> list[tuple[object, ...]]:
    """Every figure of the quarter by month and person."""
    answers = office.answers(*METRICS, by=("rep",), grain="month", period="2026-Q1", compare="none")
    return sorted(
        (one.metric.id, one.period.start.isoformat(), str(one.group.names), str(one.value), one.n, one.missing)
        for one in answers
    )


@quiet
@given(deals(), st.randoms(use_true_random=False), st.integers(0, 20))
def test_order_and_splitting_of_an_import_change_no_answer(rows: list[dict[str, Any]], random: Any, cut: int) -> None:
    with open_office() as whole, open_office() as split:
        whole.load({"opportunity": rows}, EXTRACTED)
        shuffled = random.sample(rows, len(rows))
        for part in (shuffled[:cut], shuffled[cut:]):
            if part:
                split.load({"opportunity": part}, EXTRACTED)
        assert picture(split) == picture(whole)


@quiet
@given(deals())
def test_days_add_up_to_months_and_ratios_to_their_sums(rows: list[dict[str, Any]]) -> None:
    with open_office() as office:
        office.load({"opportunity": rows}, EXTRACTED)
        for metric in ("deals_won", "opportunities_created", "net_revenue"):
            days = office.ask(metric, grain="day", period="2026-Q1", compare="none")
            months = office.ask(metric, grain="month", period="2026-Q1", compare="none")
            for month in months:
                inside = [one for one in days if month.period.contains(one.period.start)]
                assert sum(one.n for one in inside) == month.n
                if all(one.value is not None for one in (*inside, month)):
                    assert sum(Decimal(one.value or 0) for one in inside) == month.value
        groups = office.by("win_rate", "rep", period="2026-Q1")
        leaves = [answer for names, answer in groups.items() if names]
        total = groups[()]
        assert sum(one.numerator or 0 for one in leaves) == total.numerator
        assert sum(one.denominator or 0 for one in leaves) == total.denominator


@quiet
@given(deals(), st.integers(0, 80), st.decimals(0, 10**6, places=2))
def test_a_further_open_deal_never_changes_a_past_win_rate(
    rows: list[dict[str, Any]], day: int, amount: Decimal
) -> None:
    with open_office() as before, open_office() as after:
        before.load({"opportunity": rows}, EXTRACTED)
        further = dict(rows[0], opportunity_id="Dnew", status="open", closed_on=None, amount=amount)
        further["created_on"] = FIRST + timedelta(days=day)
        after.load({"opportunity": [*rows, further]}, EXTRACTED)

        def rates(office: Office) -> list[tuple[object, ...]]:
            found = office.ask("win_rate", by=("rep",), grain="month", period="2026-Q1")
            return [(one.period, one.group.names, one.value, one.numerator, one.denominator) for one in found]

        assert rates(after) == rates(before)


@quiet
@given(deals())
def test_as_known_at_the_extract_is_as_known_now(rows: list[dict[str, Any]]) -> None:
    with open_office() as office:
        office.load({"opportunity": rows}, EXTRACTED)
        now = picture(office)
        answers = office.answers(
            *METRICS,
            by=("rep",),
            grain="month",
            period="2026-Q1",
            compare="none",
            as_of=EXTRACTED.replace(tzinfo=None) + timedelta(days=200),
        )
        then = sorted(
            (one.metric.id, one.period.start.isoformat(), str(one.group.names), str(one.value), one.n, one.missing)
            for one in answers
        )
        assert then == now
