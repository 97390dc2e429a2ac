"""Leads that nobody answered are counted at the end of each day, by how long they have been waiting; never twice."""

from __future__ import annotations

from pathlib import Path

from polso.base.company import Company
from tests.support.files import company_of

# L1 waits from 2 March and is answered on the 9th; L2 and L3 wait for ever; L4 and L5 are answered on their day.
TABLES = {
    "lead": """lead_id,created_at
        L1,2026-03-02T09:00:00Z
        L2,2026-03-02T10:00:00Z
        L3,2026-03-10T09:00:00Z
        L4,2026-03-10T09:00:00Z
        L5,2026-03-20T09:00:00Z""",
    "activity": """activity_id,kind,direction,status,done_at,lead_id
        1,call,out,done,2026-03-09T10:00:00Z,L1
        2,call,out,done,2026-03-10T10:00:00Z,L4
        3,call,out,done,2026-03-20T10:00:00Z,L5""",
}


def test_by_age(tmp_path: Path) -> None:
    """On 4 March two days have passed, on the 5th three; on the 9th seven, on the 10th eight."""
    office = company_of(tmp_path, Company(name="Prova"), TABLES)
    told = {
        day: tuple(
            office.one(f"lead_backlog{reading}", period=f"2026-03-{day:02}").value
            for reading in ("", ":over_two_days", ":over_a_week")
        )
        for day in (2, 4, 5, 8, 9, 10, 12, 13)
    }
    assert told == {
        2: (2, 0, 0),
        4: (2, 0, 0),
        5: (2, 2, 0),
        8: (2, 2, 0),
        9: (1, 1, 0),
        10: (2, 1, 1),
        12: (2, 1, 1),
        13: (2, 2, 1),
    }
    rows = office.rows("lead_backlog", period="2026-03-13").as_dicts()
    assert {row["lead_id"]: str(row["created_on"]) for row in rows} == {"L2": "2026-03-02", "L3": "2026-03-10"}
    found = [one.value for one in office.ask("lead_backlog", grain="week", period="2026-03-02..2026-03-15")]
    assert found == [2, 2]
    office.close()
