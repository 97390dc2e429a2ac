"""The same file again, in another order or split in two: no new rows, no other answer.

Most importers double everything, or add one customer more each Monday.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from tests.support.office import Office

HEADER = "Id,Opportunity Name,Owner,Account,Stage,Amount,Created Date,Close Date"
LINES = [
    f"D{n},Deal {n},{('Anna', 'Bruno')[n % 2]},Customer {n % 7},{('Won', 'Lost', 'Open')[n % 3]},{n * 10}.50,"
    f"2026-01-{n % 27 + 1:02d},2026-02-{n % 27 + 1:02d}"
    for n in range(60)
]
ORDERS = ["  00001 20260101  1   10.00", "  00001 20260101  1   10.00", "  00002 20260215  2   99.90"]


def write(folder: Path, name: str, lines: list[str], header: str = HEADER) -> Path:
    file = folder / name
    file.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return file


def imported(office: Office, file: Path) -> tuple[int, int, int]:
    report: ImportReport = import_files(office.workspace, [file])
    assert not report.questions
    return (
        sum(one.new for one in report.files),
        sum(one.changed for one in report.files),
        sum(one.unchanged for one in report.files),
    )


def figures(office: Office) -> list[tuple[object, ...]]:
    answers = office.answers("net_revenue", "win_rate", "open_deals", by=("rep",), grain="month", period="2026-Q1")
    return [(one.metric.id, one.period, one.group.names, one.value, one.n) for one in answers]


def test_the_same_file_twice(office: Office, tmp_path: Path) -> None:
    file = write(tmp_path, "deals.csv", LINES)
    assert imported(office, file) == (60, 0, 0)
    before = figures(office)
    assert imported(office, file) == (0, 0, 60)
    assert figures(office) == before


def test_another_order_and_split_in_two(new_office: Callable[..., Office], tmp_path: Path) -> None:
    whole, parts = new_office(), new_office()
    imported(whole, write(tmp_path, "deals.csv", LINES))
    shuffled = random.Random(3).sample(LINES, len(LINES))
    imported(parts, write(tmp_path, "first.csv", shuffled[:23]))
    imported(parts, write(tmp_path, "second.csv", shuffled[23:]))
    assert figures(parts) == figures(whole)
    assert imported(parts, write(tmp_path, "again.csv", shuffled)) == (0, 0, 60)


def test_rows_without_a_key_keep_their_real_duplicates_and_add_none(office: Office, tmp_path: Path) -> None:
    file = write(tmp_path, "orders.txt", ORDERS, "  customer_id  date  number_of_cds  dollar_value")
    assert imported(office, file) == (3, 0, 0)
    assert office.one("order_count", period="2026-01").value == 2
    assert imported(office, file) == (0, 0, 3)
    assert office.one("order_count", period="2026-01").value == 2


def test_a_longer_file_without_keys_that_begins_the_same_is_a_question(office: Office, tmp_path: Path) -> None:
    header = "  customer_id  date  number_of_cds  dollar_value"
    imported(office, write(tmp_path, "orders.txt", ORDERS, header))
    longer = write(tmp_path, "orders-march.txt", [*ORDERS, "  00003 20260301  1   5.00"], header)
    report = import_files(office.workspace, [longer])
    assert len(report.questions) == 1
    assert office.one("order_count", period="2026-Q1").value == 3
    key = report.questions[0].key
    answered = import_files(office.workspace, [longer], answers={key: "same"})
    assert [one.new for one in answered.files] == [1]
    assert office.one("order_count", period="2026-Q1").value == 4
