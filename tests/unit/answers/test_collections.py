"""What was collected, what is overdue and how long customers take to pay, asked as a company would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.office import Office

D = Decimal
JAN, MAR = date(2026, 1, 10), date(2026, 3, 1)


def _invoice(number: int, **more: Any) -> dict[str, Any]:
    row = {
        "invoice_id": f"I{number}",
        "account_id": "X",
        "rep_id": "R1",
        "issued_on": JAN,
        "due_on": date(2026, 2, 10),
        "net": 100,
        "gross": 122,
        "currency": "EUR",
    }
    return row | more


INVOICES = [
    _invoice(1, paid_on=MAR),
    _invoice(2, paid_on=date(2026, 1, 20)),
    _invoice(3, account_id="Y", rep_id="R2"),
    _invoice(4, currency="USD", paid_on=MAR),
    _invoice(5, currency="CHF", paid_on=MAR),
    _invoice(6, kind="credit_note", paid_on=date(2026, 3, 2), net=50, gross=61),
    _invoice(7, paid_on=date(2026, 1, 9), issued_on=date(2026, 1, 12)),
    _invoice(8, issued_on=date(2026, 3, 31), due_on=None),
]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("firm"))
    office.load(
        {
            "fx_rate": [{"rate_date": MAR, "currency": "USD", "to_base": D("0.50")}],
            "account": [{"account_id": "X", "name": "Xeno"}, {"account_id": "Y", "name": "Ypsilon"}],
            "invoice": INVOICES,
        }
    )
    yield office
    office.close()


def test_collected_counts_on_the_day_of_payment_at_its_rate(firm: Office) -> None:
    answer = firm.one("collected", period="2026-03")
    assert (answer.value, answer.missing) == (D("122") + D("61") - D("61"), 1)
    assert "fx_missing" in answer.flags
    net = firm.one("collected:net", period="2026-03")
    assert (net.value, net.currency) == (D("100") + D("50") - D("50"), "EUR")


def test_overdue_is_what_is_late_at_the_end(firm: Office) -> None:
    assert firm.one("overdue:invoices", period="2026-02").value == 4
    assert firm.one("overdue:invoices", period="2026-01").value == 0
    last = firm.by("overdue", "customer", period="2026-03")
    assert last[("Ypsilon",)].value == D(122)
    assert firm.one("overdue", period="2026-03").value == D(122)
    assert firm.one("overdue:owed", period="2026-03").value == D(244)


def test_days_to_pay_leaves_impossible_dates_out_and_counts_them(firm: Office) -> None:
    paid = firm.one("days_to_pay", period="2026-03")
    assert (paid.value, paid.n, paid.missing) == (50, 3, 0)
    january = firm.one("days_to_pay", period="2026-01")
    assert (january.value, january.n, january.missing) == (10, 1, 1)
    assert "data_error" in january.flags
    late = firm.one("days_to_pay:late", period="2026-03")
    assert late.value == 19
    issued = firm.one("days_to_pay:issued", period="2026-01")
    assert issued.value == 50


def test_the_rows_are_behind_the_figures(firm: Office) -> None:
    rows = firm.rows("collected", period="2026-03").as_dicts()
    assert sum(row["numerator"] or 0 for row in rows) == D(122)
    owed = firm.rows("overdue", period="2026-03").as_dicts()
    assert [row["invoice_id"] for row in owed if row["numerator"]] == ["I3"]
