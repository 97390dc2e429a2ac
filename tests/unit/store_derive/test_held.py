"""What is made of empty tables is empty, also when it was not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from polso.store.derive.held import clear, held
from tests.support.office import Office

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALL = {"activity_id": "1", "kind": "call", "direction": "out", "status": "done", "done_at": AT, "rep_id": "r1"}


def test_only_tables_with_rows_are_held(new_office: Callable[..., Office]) -> None:
    office = new_office()
    office.load({"activity": [CALL]})
    with office.workspace.cursor() as cursor:
        assert held(cursor, ("activity", "inquiry", "lead")) == {"activity"}
        assert held(cursor, ()) == frozenset()


def test_a_relation_is_cleared_and_one_without_rows_stays(new_office: Callable[..., Office]) -> None:
    office = new_office()
    office.load({"activity": [CALL]})
    with office.workspace.cursor() as cursor:
        assert held(cursor, ("work", "lead_path")) == {"work"}
        clear(cursor, "work", "lead_path")
        assert held(cursor, ("work", "lead_path")) == frozenset()


def test_what_a_table_left_goes_with_its_last_row(new_office: Callable[..., Office]) -> None:
    office = new_office()
    office.load({"activity": [CALL]})
    with office.workspace.cursor() as cursor:
        cursor.execute("delete from activity")
    office.load({"sales_order": [{"order_id": "o1", "ordered_at": AT, "net_amount": 5, "account_id": "a"}]})
    with office.workspace.cursor() as cursor:
        assert held(cursor, ("work", "work_time", "work_available", "sale")) == {"sale"}
