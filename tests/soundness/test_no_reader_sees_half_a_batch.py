"""Eight people ask while imports are committed one after another: every answer is of one state, none of between."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from polso.access.viewer import OWNER
from polso.answers.rows import rows_behind
from polso.query.request import Request
from tests.support.office import Office, deal

READERS = 8
BATCHES = 16
DEALS = 5
METRICS = ("deals_won", "net_revenue", "win_rate")


def load(office: Office, batch: int) -> None:
    """After batch k there are 5k deals of k euro each, and as many lost ones."""
    won = [deal(number, amount=batch) for number in range(DEALS * batch)]
    lost = [deal(number, amount=1, status="lost") for number in range(10_000, 10_000 + DEALS * batch)]
    office.load({"opportunity": won + lost}, datetime(2026, 2, 1, tzinfo=UTC) + timedelta(days=batch))


def test_every_answer_is_of_one_state(office: Office) -> None:
    load(office, 1)
    stop = threading.Event()
    wrong: list[object] = []
    seen: set[int] = set()
    asked = Request(METRICS, period="2026-01", compare="none")

    def read() -> None:
        try:
            while not stop.is_set():
                with office.door.steady():
                    won, revenue, rate = office.door.ask(asked, OWNER, office.today)
                    rows = rows_behind(office.door, Request(("net_revenue",), period="2026-01"), OWNER, office.today)
                batch = int(won.value or 0) // DEALS
                seen.add(batch)
                shown = (won.value, revenue.value, rate.numerator, rate.denominator, rows.count)
                expected = (DEALS * batch, Decimal(DEALS * batch * batch), DEALS * batch, 2 * DEALS * batch)
                if shown != (*expected, DEALS * batch):
                    wrong.append(shown)
        except BaseException as error:  # a thread's failure must reach the test
            wrong.append(error)
            raise

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        for batch in range(2, BATCHES + 1):
            load(office, batch)
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
    assert wrong == []
    assert len(seen) > 3, "the readers saw too few states to tell anything"
    assert office.one("deals_won", period="2026-01").value == DEALS * BATCHES


def test_asking_inside_an_open_import_sees_it_and_keeps_nothing(office: Office) -> None:
    load(office, 1)
    workspace = office.workspace
    asked = Request(("deals_won",), period="2026-01", compare="none")
    with workspace.cursor() as cursor, workspace.transaction(cursor, commit=False):
        cursor.execute("DELETE FROM deal WHERE amount = 1 AND opportunity_id IN ('D0', 'D1')")
        with office.door.steady(cursor):
            (inside,) = office.door.ask(asked, OWNER, office.today)
        (outside,) = office.door.ask(asked, OWNER, office.today)
    (after,) = office.door.ask(asked, OWNER, office.today)
    assert (inside.value, outside.value, after.value) == (DEALS - 2, DEALS, DEALS)
