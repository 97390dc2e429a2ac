"""Lost deals stay in the funnel, one that comes back counts once, skipped stages and steps back take nothing away.

Many funnels forget the lost ones, or count a deal again each time that it re-enters a stage.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polso.base.company import Company
from tests.support.files import company_of
from tests.support.office import Office

# 1: A, B, lost, opened again in B, C, won. 2: A, C, back to A, B, lost. 3: begins in B, lost. 4: A, C, back to A, open.
# 5: lost in A on its first day. 6: A, won. 7: A, lost, opened again in A in April, B, lost.
WAYS = {
    "1": "01-05 A, 01-10 B, 01-15 X, 02-01 B, 02-05 C, 03-02 W",
    "2": "01-05 A, 01-09 C, 01-12 A, 01-20 B, 03-03 X",
    "3": "01-06 B, 02-10 X",
    "4": "01-07 A, 01-08 C, 01-09 A",
    "5": "01-07 A, 01-07 X",
    "6": "01-08 A, 02-20 W",
    "7": "01-08 A, 01-20 X, 04-01 A, 04-05 B, 04-20 X",
}


def events() -> str:
    lines = ["opportunity_id,seq,happened_at,field,old,new"]
    for deal, way in WAYS.items():
        before = ""
        for number, step in enumerate(way.split(", "), start=1):
            day, stage = step.split()
            lines.append(f"{deal},{number},2026-{day},stage,{before},{stage}")
            before = stage
    return "\n".join(lines)


TABLES = {
    "stage": "pipeline_id,stage_id,name,rank,kind\nP,A,A,1,open\nP,B,B,2,open\nP,C,C,3,open\nP,W,W,4,won\nP,X,X,5,lost",
    "opportunity": """opportunity_id,pipeline_id,created_at,closed_at,status,stage_id,amount,currency
        1,P,2026-01-05,2026-03-02,won,W,1000,EUR
        2,P,2026-01-05,2026-03-03,lost,X,2000,EUR
        3,P,2026-01-06,2026-02-10,lost,X,500,EUR
        4,P,2026-01-07,,open,A,700,EUR
        5,P,2026-01-07,2026-01-07,lost,X,100,EUR
        6,P,2026-01-08,2026-02-20,won,W,300,EUR
        7,P,2026-01-08,2026-04-20,lost,X,300,EUR""",
    "opportunity_event": events(),
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = company_of(tmp_path_factory.mktemp("funnel"), Company(name="Prova"), TABLES)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        # All seven were in A or passed it; 7 comes to B in April only; 6 was won and passed B and C.
        ("funnel_reached", {"A": (7, None), "B": (5, None), "C": (4, None)}),
        ("funnel_reached:advanced", {"A": (6, None), "B": (4, None), "C": (2, None)}),
        # 5 was lost in A, 3 in B; 2 had been in C; 4, whose highest stage is C, is open.
        ("funnel_leakage", {"A": (1, 7), "B": (1, 5), "C": (1, 3)}),
        ("funnel_leakage:raw", {"A": (1, 7), "B": (1, 5), "C": (2, 4)}),
        ("funnel_leakage:stage_at_loss", {"A": (1, 7), "B": (2, 5), "C": (0, 3)}),
        ("funnel_leakage:value", {"A": (100, None), "B": (500, None), "C": (2000, None)}),
        # 3 never was in A; 4 and 6 never in B; 6 never in C.
        ("funnel_reached:skipped", {"A": (1, 7), "B": (2, 5), "C": (1, 4)}),
        # Stays that ended: seven in A, four in B, three in C, two of which with a step back to A.
        ("stage_days:back", {"A": (0, 7), "B": (0, 4), "C": (2, 3)}),
        # 2 and 4 came back to A, 1 to B.
        ("stage_days:again", {"A": (2, None), "B": (1, None), "C": (0, None)}),
    ],
)
def test_stage_by_stage(firm: Office, metric: str, expected: dict[str, tuple[int, int | None]]) -> None:
    found = firm.by(metric, period="2026-Q1")
    assert {names[0]: (one.numerator, one.denominator) for names, one in found.items()} == expected


def test_a_deal_reopened_later_counts_once_in_its_year(firm: Office) -> None:
    """7 was in A when the year began and in B in April: once in each, lost in B."""
    reached = firm.by("funnel_reached", period="2026")
    lost = firm.by("funnel_leakage", period="2026")
    assert {names[0]: one.value for names, one in reached.items()} == {"A": 7, "B": 6, "C": 4}
    assert [(lost[name,].numerator, lost[name,].denominator) for name in "ABC"] == [(1, 7), (2, 6), (1, 3)]


def test_a_closed_deal_is_in_no_stage_until_it_is_opened_again(firm: Office) -> None:
    """1 was in B for 5 days, lost for 17, in B again for 4; of eight stays in A four end within 5 days."""
    rows = firm.rows("stage_days", period="2026-Q1", where={"stage": "B"}).as_dicts()
    assert sorted(row["days"] for row in rows) == [4, 5, 35, 42]
    assert firm.by("stage_days", period="2026-Q1")["A",].value == 5


def test_the_outcome_is_the_last_one(firm: Office) -> None:
    """1 and 6 won, 2, 3 and 5 lost in the quarter; 7 was lost for good in April."""
    rate = firm.one("win_rate", period="2026-Q1")
    assert (rate.numerator, rate.denominator) == (2, 5)
    assert firm.one("sales_cycle_length", period="2026-Q1").value == (56 + 43) / 2
    assert firm.one("open_deals", period="2026-04").value == 1
