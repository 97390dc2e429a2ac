"""Attainment is recomputed at every level, from person to team to all: figures and quotas are summed, never shares.

Goal tools add 40 % and 60 % to 100 %, or lose a team's quota with the one who sold nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polso.base.company import Company
from tests.support.files import company_of
from tests.support.office import Office

# March 2026 has 22 working days, ten of them before the 16th, when Anna moves from North to South. Bruno is in both
# teams, and counts for the first. Dora sold nothing, Elio has a quota of zero: none.
TABLES = {
    "rep": "rep_id,name\na,Anna\nb,Bruno\nd,Dora\ne,Elio",
    "team": "team_id,name\nN,North\nS,South",
    "team_membership": """rep_id,team_id,valid_from,valid_to
        a,N,2024-01-01,2026-03-15
        a,S,2026-03-16,
        b,S,2024-01-01,
        b,N,2024-01-01,
        d,S,2024-01-01,
        e,S,2024-01-01,""",
    "sales_order": """order_id,account_id,rep_id,ordered_at,net_amount,currency,status
        0,x,a,2025-02-01,1,EUR,completed
        1,x,a,2026-03-02,110,EUR,completed
        2,z,a,2026-03-31,240,EUR,completed
        3,x,b,2026-03-15,80,EUR,completed
        4,y,b,2025-03-15,60,EUR,completed
        5,y,e,2026-03-20,7,EUR,completed
        6,y,b,2026-04-15,10,EUR,completed""",
    "target": """target_id,metric_id,scope_type,scope_id,period_start,period_end,value,currency,kind
        1,net_revenue,rep,a,2026-03-01,2026-03-31,220,EUR,quota
        2,net_revenue,rep,b,2026-03-01,2026-03-31,100,EUR,quota
        3,net_revenue,rep,d,2026-03-01,2026-03-31,50,EUR,quota
        4,net_revenue,rep,e,2026-03-01,2026-03-31,0,EUR,quota
        5,net_revenue,rep,b,2025-03-01,2025-03-31,120,EUR,quota
        6,net_revenue,company,,2026-03-01,2026-03-31,874,EUR,goal""",
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = company_of(tmp_path_factory.mktemp("quotas"), Company(name="Prova", revenue_basis="orders"), TABLES)
    yield made
    made.close()


def told(firm: Office, *by: str, metric: str = "rep_quota_attainment", period: str = "2026-03") -> dict[str, object]:
    found = firm.by(metric, *by, period=period)
    return {" ".join(filter(None, names)): (one.numerator, one.denominator) for names, one in found.items()}


def test_person_team_and_all(firm: Office) -> None:
    """Anna owes 100 in North and 120 in South; 110 + 80 of 200, 240 of 120 + 50; together 430 of 370."""
    people = {"Anna": (350, 220), "Bruno": (80, 100), "Dora": (0, 50), "Elio": (7, None), "": (430, 370)}
    assert told(firm, "rep") == people
    assert told(firm, "team") == {"North": (190, 200), "South": (240, 170), "": (430, 370)}
    both = {"North Anna": (110, 100), "North Bruno": (80, 100), "South Anna": (240, 120), "South Elio": (7, None)}
    assert told(firm, "team", "rep") == {**both, "North": (190, 200), "South": (240, 170), "": (430, 370)}
    north = firm.by("rep_quota_attainment", "rep", period="2026-03", where={"team": "North"})
    assert (north[()].numerator, north[()].denominator) == (190, 200)


def test_a_total_is_no_sum_of_shares(firm: Office) -> None:
    found = firm.by("rep_quota_attainment", "team", period="2026-03")
    assert [found[names].value for names in (("North",), ("South",), ())] == [0.95, 240 / 170, 430 / 370]
    assert found[()].flags.count("quotas_differ_from_target") == 1
    assert "quotas_differ_from_target" not in found["North",].flags


def test_a_quota_of_zero_is_none_and_is_said(firm: Office) -> None:
    found = firm.by("rep_quota_attainment", "rep", period="2026-03")
    assert (found["Elio",].value, "target_not_positive" in found["Elio",].flags) == (None, True)
    assert "target_not_positive" in found[()].flags


def test_how_many_reached_theirs(firm: Office) -> None:
    """One of two in each team, who is Anna both times; of all three people she alone."""
    assert told(firm, "team", metric="rep_quota_attainment:reached") == {"North": (1, 2), "South": (1, 2), "": (1, 3)}


def test_orders_and_targets_of_two_years_in_one_question(firm: Office) -> None:
    """Orders have many rows and a target one: neither multiplies the other, this year (437 of 874) and last."""
    answers = firm.answers(
        "sales_target_attainment", "net_revenue", "rep_quota_attainment", period="2026-03", compare="year"
    )
    found = {one.metric.id: one for one in answers if not one.group.keys}
    assert (found["net_revenue"].value, found["net_revenue"].previous) == (437, 60)
    assert found["sales_target_attainment"].value == 0.5
    assert (found["rep_quota_attainment"].value, found["rep_quota_attainment"].previous) == (430 / 370, 0.5)
