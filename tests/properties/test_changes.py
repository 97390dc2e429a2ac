"""The parts of a change add up to it: on random companies, between any two days, in every split and filter."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from polso.base.errors import NotFoundError
from tests.properties.oracle_timeline import Row
from tests.properties.test_against_brute_force import EXTRACT_DAYS, LAST, deals
from tests.support.office import Office

EXAMPLES = int(os.environ.get("POLSO_EXAMPLES", "8"))
ONE_DAY = timedelta(days=1)
UNKNOWN = {"no_history", "withheld", "outside_data", "missing_input"}
SPLITS: tuple[tuple[str, ...], ...] = (
    (),
    ("rep",),
    ("team",),
    ("stage",),
    ("closing",),
    ("segment", "rep"),
    ("rep", "closing"),
)
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"rep": "r1"},
    {"team": "t1"},
    {"stage": "g1"},
    {"closing": "2026-Q2"},
    {"closing": "2026-03-15..2026-05"},
    {"closing": ""},
    {"rep": "", "closing": "2026"},
)


@st.composite
def companies(draw: st.DrawFn) -> list[list[Row | None]]:
    """Deals in three extracts, with days on which they are expected to close."""
    found = []
    expected = st.one_of(st.none(), st.dates(date(2026, 2, 1), date(2026, 7, 31)))
    for number in range(draw(st.integers(1, 7))):
        rows = draw(deals(f"D{number}", EXTRACT_DAYS, len(EXTRACT_DAYS) - 1))
        found.append([None if row is None else row | {"expected_close_on": draw(expected)} for row in rows])
    return found


def filled(office: Office, company: list[list[Row | None]]) -> None:
    rates = [
        {"rate_date": day, "currency": "USD", "to_base": Decimal("0.9") + Decimal(number) / 1000}
        for number, day in enumerate(EXTRACT_DAYS[0] + ONE_DAY * step for step in range(-400, 45, 3))
    ]
    members = [
        {"rep_id": "r1", "team_id": "t1", "valid_from": date(2020, 1, 1), "valid_to": date(2026, 3, 1)},
        {"rep_id": "r1", "team_id": "t2", "valid_from": date(2026, 3, 1)},
        {"rep_id": "r2", "team_id": "t2", "valid_from": date(2020, 1, 1)},
    ]
    known = {
        "fx_rate": rates,
        "rep": [{"rep_id": rep, "name": rep} for rep in ("r1", "r2", "r3")],
        "team": [{"team_id": team, "name": team} for team in ("t1", "t2")],
        "team_membership": members,
        "stage": [{"stage_id": stage, "name": stage} for stage in ("g1", "g2")],
        "account": [{"account_id": f"a{n}", "name": f"a{n}", "segment": f"s{n % 2}"} for n in range(1, 5)],
    }
    for number, day in enumerate(EXTRACT_DAYS):
        rows = [rows[number] for rows in company if rows[number] is not None]
        tables: dict[str, Any] = {"opportunity": rows} if rows else {}
        tables |= known if number == 0 else {}
        if tables:
            office.load(tables, datetime(day.year, day.month, day.day, 6, tzinfo=UTC))


def stock(office: Office, day: date, by: tuple[str, ...], where: dict[str, str], then: bool) -> dict[Any, Any]:
    as_of = datetime(day.year, day.month, day.day, 21, 30) if then else None  # noqa: DTZ001 - as stored
    answers = office.ask("pipeline_value", by=by, where=dict(where), period=day.isoformat(), as_of=as_of)
    return {one.group.keys: one for one in answers}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.generate, Phase.target),
)
@given(
    companies(),
    st.lists(
        st.tuples(
            st.dates(date(2026, 2, 10), LAST),
            st.dates(date(2026, 2, 10), LAST),
            st.sampled_from(SPLITS),
            st.sampled_from(FILTERS),
            st.booleans(),
        ),
        min_size=6,
        max_size=6,
    ),
)
def test_the_parts_add_up_to_the_change_of_the_stock(
    company: list[list[Row | None]], questions: list[tuple[date, date, tuple[str, ...], dict[str, str], bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), today=date(2026, 4, 2))
        try:
            filled(office, company)
            for one, other, by, where, then in questions:
                first, last = sorted((one, other))
                if first < last:
                    note(f"{first}..{last} by {by} where {where} then {then}")
                    closes(office, first, last, by, where, then)
        finally:
            office.close()


def closes(office: Office, first: date, last: date, by: tuple[str, ...], where: dict[str, str], then: bool) -> None:
    metric = "pipeline_change:as_then_known" if then else "pipeline_change"
    period = f"{first + ONE_DAY}..{last}"
    try:
        before, after = (stock(office, day, by, where, then) for day in (first, last))
        answers = office.ask(metric, by=(*by, "movement"), where=dict(where), period=period)
    except NotFoundError as error:
        # A value that no deal of this company has is refused, and so it should be.
        note(str(error))
        return
    parts: dict[Any, Decimal] = {}
    totals = {}
    for answer in answers:
        if answer.group.dimensions[-1:] == ("movement",):
            key = answer.group.keys[:-1]
            parts[key] = parts.get(key, Decimal(0)) + Decimal(answer.value or 0)
            assert (answer.value is None) == bool(UNKNOWN & set(answer.flags))
        else:
            totals[answer.group.keys] = answer
    for key, total in totals.items():
        values: list[Any] = [
            found[key].value if key in found else None if "outside_data" in found[()].flags else Decimal(0)
            for found in (before, after)
        ]
        if len(key) < len(by):
            continue
        if total.value is None:
            assert UNKNOWN & set(total.flags)
            assert None in values
            continue
        assert None not in values
        assert total.value == values[1] - values[0]
        assert parts.get(key, Decimal(0)) == total.value
    whole = totals[()]
    ends: list[Any] = [found[()].value for found in (before, after)]
    closed = None if None in ends else ends[1] - ends[0]
    assert whole.value == closed or whole.flags == ("outside_data",)
