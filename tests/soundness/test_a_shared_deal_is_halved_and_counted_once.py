"""Split credit: 50/50 gives each half of the money and the deal whole; teams and totals count it once.

Wherever the won deals are the revenue, in revenue, its growth, the quota and the revenue a sale too; in any currency
and at any hour. Most systems credit the owner with all of it, or the team twice.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polso.base.company import Company
from tests.support.files import company_of
from tests.support.office import Office

# D1 is won at 23:30 of 31 March in Rome (summer time), D2 an hour later: in April. D3 at 3:30 and D4 at 0:30 of the day
# of the spring change, D5 at 0:30 and D6 at 23:30 of that of autumn. A dollar of 31 March serves on 1 April; the franc
# has no rate; the pound of 14 April on 15 April. Dora has nothing at all.
TABLES = {
    "rep": "rep_id,name\na,Anna\nb,Bruno\nc,Carla\nd,Dora",
    "team": "team_id,name\nN,North\nS,South",
    "team_membership": """rep_id,team_id,valid_from
        a,N,2025-01-01
        b,N,2025-01-01
        c,S,2025-01-01
        d,S,2025-01-01""",
    "fx_rate": """rate_date,currency,to_base
        2026-03-31,USD,0.90
        2026-04-14,GBP,1.25""",
    "opportunity": """opportunity_id,owner_id,created_at,closed_at,status,amount,currency
        D1,a,2026-03-01T10:00:00Z,2026-03-31T21:30:00Z,won,1000,EUR
        D2,b,2026-03-01T10:00:00Z,2026-03-31T22:30:00Z,won,2000,USD
        D3,c,2026-03-01T10:00:00Z,2026-03-29T01:30:00Z,won,500,CHF
        D4,c,2026-03-01T10:00:00Z,2026-03-28T23:30:00Z,lost,700,EUR
        D5,a,2025-10-01T10:00:00Z,2025-10-25T22:30:00Z,won,300,EUR
        D6,a,2025-10-01T10:00:00Z,2025-10-26T22:30:00Z,lost,100,EUR
        D7,c,2026-04-01T10:00:00Z,2026-04-15T10:00:00Z,won,400,GBP
        D8,b,2025-10-01T10:00:00Z,2026-06-30T22:30:00Z,won,40,EUR""",
    "credit_split": "opportunity_id,rep_id,share\nD1,a,0.5\nD1,b,0.5",
    "target": """target_id,metric_id,scope_type,scope_id,period_start,period_end,value,currency,kind
        1,net_revenue,rep,a,2026-03-01,2026-03-31,1000,EUR,quota
        2,net_revenue,rep,b,2026-03-01,2026-03-31,400,EUR,quota
        3,net_revenue,team,N,2026-03-01,2026-03-31,2000,EUR,goal""",
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    company = Company(name="Prova", revenue_basis="won_deals", fiscal_start=7)
    made = company_of(tmp_path_factory.mktemp("shared"), company, TABLES)
    yield made
    made.close()


def values(firm: Office, metric: str, *by: str, period: str = "2026-03") -> dict[tuple[str | None, ...], object]:
    return {names: one.value for names, one in firm.by(metric, *by, period=period).items()}


@pytest.mark.parametrize("metric", ["net_revenue", "net_revenue:bookings", "net_revenue:gross", "net_revenue:restated"])
def test_half_the_money_each_and_the_whole_for_the_team(firm: Office, metric: str) -> None:
    """Carla's one deal is in francs: unknown, not zero. The total is without it, and says so."""
    halves: dict[tuple[str | None, ...], object] = {("Anna",): 500, ("Bruno",): 500, ("Carla",): None, (): 1000}
    assert values(firm, metric, "rep") == halves
    assert values(firm, metric, "team") == {("North",): 1000, ("South",): None, (): 1000}
    assert firm.one(metric, period="2026-03", where={"rep": "Bruno"}).value == 500
    total = firm.one(metric, period="2026-03")
    assert (total.n, total.missing, "fx_missing" in total.flags) == (1, 1, True)


def test_the_deal_whole_for_each_and_once_in_all(firm: Office) -> None:
    found = firm.by("win_rate", "team", "rep", period="2026-03")
    assert {" ".join(filter(None, names)): (one.numerator, one.denominator) for names, one in found.items()} == {
        "North Anna": (1, 1),
        "North Bruno": (1, 1),
        "South Carla": (1, 2),
        "North": (1, 1),
        "South": (1, 2),
        "": (2, 3),
    }
    assert values(firm, "average_revenue_per_sale", "rep")["Bruno",] == 500
    assert values(firm, "average_revenue_per_sale", "team")["North",] == 1000


def test_quota_and_target_hold_the_same_figures(firm: Office) -> None:
    """500 of 1,000 and 500 of 400; together 1,000 of 1,400; the team 1,000 of its own 2,000."""
    assert values(firm, "rep_quota_attainment", "rep") == {
        ("Anna",): 0.5,
        ("Bruno",): 1.25,
        ("Carla",): None,
        (): 1000 / 1400,
    }
    assert values(firm, "sales_target_attainment", "team")["North",] == 0.5


def test_who_has_nothing_counts_zero_and_has_no_rate(firm: Office) -> None:
    won = firm.one("deals_won", period="2026-03", where={"rep": "Dora"})
    rate = firm.one("win_rate", period="2026-03", where={"rep": "Dora"})
    assert (won.value, won.n) == (0, 0)
    assert (rate.value, rate.denominator, "no_denominator" in rate.flags) == (None, 0, True)


@pytest.mark.parametrize(
    ("day", "won", "closed"),
    [("2026-03-31", 1, 1), ("2026-04-01", 1, 1), ("2026-03-29", 1, 2), ("2025-10-26", 1, 2), ("2025-10-27", 0, 0)],
)
def test_month_end_and_both_clock_changes(firm: Office, day: str, won: int, closed: int) -> None:
    """Filter, group and rows agree on the day in Rome."""
    whole = firm.one("win_rate", period=day)
    assert ((whole.numerator or 0), (whole.denominator or 0)) == (won, closed)
    by_day = {one.period.start.isoformat(): one.value for one in firm.ask("deals_won", grain="day", period=day[:7])}
    assert by_day[day] == won
    assert firm.rows("win_rate", period=day).count == closed


def test_a_rate_serves_for_seven_days_and_never_at_par(firm: Office) -> None:
    """2,000 USD at 0.90 and 400 GBP at 1.25."""
    assert firm.one("net_revenue", period="2026-04").value == 2300


def test_the_fiscal_year_from_july(firm: Office) -> None:
    """D8 closes at 0:30 of 1 July, in the next fiscal year; in the one before are 300 + 1,000 + 2,300."""
    assert firm.one("deals_won", period="FY2026").value == 5
    assert firm.one("net_revenue", period="FY2026").value == 3600
    assert firm.one("deals_won", period="FY2027").value == 1
