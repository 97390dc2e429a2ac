"""The total of a ratio is Σ numerator ÷ Σ denominator at every level, never a sum or a mean of the rows below.

Dashboards add 40 % and 60 % to 100 %, or average them to 50 % when one of the two stands for a single deal.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.support.office import Office, deal


def test_rep_team_and_all(office: Office) -> None:
    outcomes = [("r1", "won"), ("r1", "lost"), ("r1", "lost"), ("r2", "won"), ("r3", "lost")]
    office.load(
        {
            "rep": [{"rep_id": one, "name": one.upper()} for one in ("r1", "r2", "r3")],
            "team": [{"team_id": "t1", "name": "North"}, {"team_id": "t2", "name": "South"}],
            "team_membership": [
                {"rep_id": "r1", "team_id": "t1"},
                {"rep_id": "r2", "team_id": "t1"},
                {"rep_id": "r3", "team_id": "t2"},
            ],
            "opportunity": [deal(n, owner_id=rep, status=status) for n, (rep, status) in enumerate(outcomes)],
        }
    )
    found = office.by("win_rate", "team", "rep", period="2026-01")
    shares = {names: (answer.numerator, answer.denominator, answer.value) for names, answer in found.items()}
    assert shares == {
        ("North", "R1"): (1, 3, 1 / 3),
        ("North", "R2"): (1, 1, 1.0),
        ("South", "R3"): (0, 1, 0.0),
        ("North",): (2, 4, 0.5),
        ("South",): (0, 1, 0.0),
        (): (2, 5, 0.4),
    }


def test_a_mean_of_money_weighs_each_deal_once(office: Office) -> None:
    office.load(
        {
            "opportunity": [
                deal(1, owner_id="r1", amount=100),
                deal(2, owner_id="r2", amount=10),
                deal(3, owner_id="r2", amount=20),
            ]
        }
    )
    found = office.by("average_deal_size", "rep", period="2026-01")
    assert found[("r1",)].value == 100
    assert found[("r2",)].value == 15
    assert found[()].value == Decimal("43.3333")


def test_the_median_of_what_is_unassigned_is_there(office: Office) -> None:
    office.load(
        {"opportunity": [deal(1, amount=100), deal(2, owner_id=None, amount=10), deal(3, owner_id=None, amount=30)]}
    )
    for metric in ("average_deal_size", "average_deal_size:median"):
        found = office.by(metric, "rep", period="2026-01")
        assert {names: answer.median for names, answer in found.items()} == {("r1",): 100, (None,): 20, (): 30}
    cycles = office.by("sales_cycle_length", "rep", "product", period="2026-01")
    assert {names: answer.value for names, answer in cycles.items()} == {
        ("r1", None): 30,
        (None, None): 30,
        ("r1",): 30,
        (None,): 30,
        (): 30,
    }


def test_nothing_to_divide_by_is_unknown_not_zero(office: Office) -> None:
    office.load(
        {
            "opportunity": [
                deal(1, status="lost"),
                deal(2, status="open", closed_on=None, owner_id="r2", created_on=date(2026, 3, 1)),
                deal(3, closed_on=date(2026, 3, 31)),
            ]
        }
    )
    february = office.one("win_rate", period="2026-02")
    assert (february.value, february.n) == (None, 0)
    assert "no_denominator" in february.flags
    march = office.by("win_rate", "rep", period="2026-03")
    assert march[()].value == 1.0
