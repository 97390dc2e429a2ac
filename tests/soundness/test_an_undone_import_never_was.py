"""An import that was taken back never was: what is left is what the other imports would have made alone.

Most programs cannot undo an import at all, or only the last one, or leave behind what it had overwritten.
`POLSO_LONG=N` tries N sequences.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.intake.by_hand import enter
from polso.intake.by_hand.corrections import correction_of
from polso.intake.importing import import_files
from polso.intake.undoing import undo
from polso.store import batches, derived
from tests.support.office import Office
from tests.support.state import STAMPS, state_of

TOLD_OF_IMPORTS = frozenset({"batch", "batch_file", "batch_table", "reject", "setting_history"})
FIRST_EXPORT = datetime(2026, 2, 2, 6, tzinfo=UTC)
FIRST_IMPORT = datetime(2026, 11, 24, 9, tzinfo=UTC)
numbers = itertools.count()
EXAMPLES = int(os.environ.get("POLSO_LONG", "6"))


@dataclass(frozen=True)
class Files:
    """An import: the name and the lines of its file, the week of its extract (None is now), and its answers."""

    name: str
    lines: tuple[str, ...]
    week: int | None
    overlap: str
    conflict: str
    gone: str


@dataclass(frozen=True)
class Correction:
    """A person says that a column of a deal is `value`, and saw `replaced` before."""

    deal: str
    column: str
    value: str
    replaced: str


Step = Files | Correction
weeks = st.one_of(st.none(), st.integers(0, 2))
answers = {
    "overlap": st.sampled_from(["same", "new"]),
    "conflict": st.sampled_from(["mine", "file"]),
    "gone": st.sampled_from(["removed", "kept"]),
}
OWNERS, ACCOUNTS, AMOUNTS = ("Anna", "Bruno"), ("Rossi srl", "Bianchi spa"), ("100.00", "120.00", "140.00")
STATES = (("Open", ""), ("Won", "2026-01-20"), ("Lost", "2026-01-25"))
deal = st.tuples(st.sampled_from(STATES), st.sampled_from(OWNERS), st.sampled_from(ACCOUNTS), st.sampled_from(AMOUNTS))


@st.composite
def deal_files(draw: st.DrawFn) -> Files:
    """Deals with a key; some exports have no amounts, some no customers."""
    rows = draw(st.dictionaries(st.sampled_from(["D1", "D2", "D3"]), deal, min_size=1))
    with_account, with_amount = draw(st.booleans()), draw(st.booleans())
    lines = ["Deal ID,Deal owner,Deal stage,Create date,Close date"]
    lines[0] += (",Account" if with_account else "") + (",Amount" if with_amount else "")
    for key, ((stage, closed), owner, account, amount) in rows.items():
        line = f"{key},{owner},{stage},2026-01-05,{closed}"
        lines.append(line + (f",{account}" if with_account else "") + (f",{amount}" if with_amount else ""))
    return draw(st.builds(Files, st.just("deals.csv"), st.just(tuple(lines)), weeks, **answers))


@st.composite
def account_files(draw: st.DrawFn) -> Files:
    """Customers that deals may have mentioned before."""
    rows = draw(st.dictionaries(st.sampled_from(ACCOUNTS), st.sampled_from(["retail", "trade"]), min_size=1))
    lines = ("Company name,Segment", *(f"{name},{segment}" for name, segment in rows.items()))
    return draw(st.builds(Files, st.just("companies.csv"), st.just(lines), weeks, **answers))


@st.composite
def order_files(draw: st.DrawFn) -> Files:
    """Orders without a key: equal rows are counted."""
    row = st.sampled_from(["2026-01-10,Rossi srl,10.00", "2026-01-11,Bianchi spa,20.00", "2026-01-12,Rossi srl,30.00"])
    lines = ("Order date,Customer,Net amount", *draw(st.lists(row, min_size=1, max_size=4)))
    return draw(st.builds(Files, st.just("orders.csv"), st.just(lines), weeks, **answers))


corrections = st.one_of(
    st.builds(
        Correction,
        st.sampled_from(["D1", "D2", "D3"]),
        st.just("amount"),
        st.sampled_from(["130.0000", "120.0000"]),
        st.just("100.0000"),
    ),
    st.builds(Correction, st.sampled_from(["D1", "D2"]), st.just("owner_id"), st.just("anna"), st.just("bruno")),
)
steps = st.lists(
    st.one_of(deal_files(), deal_files(), account_files(), order_files(), corrections), min_size=2, max_size=6
)


class Clock:
    """The clock of the imports: each step at a minute of its own, the same in every workspace."""

    at = FIRST_IMPORT

    @classmethod
    def now(cls, zone: Any = UTC) -> datetime:
        return cls.at.astimezone(zone)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(batches, "datetime", Clock)
    return Clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def take(office: Office, folder: Path, number: int, step: Step) -> int:
    """The step as one batch; its number."""
    Clock.at = FIRST_IMPORT + number * timedelta(minutes=1)
    if isinstance(step, Correction):
        said = correction_of("opportunity", "files", step.deal, step.column, step.value, step.replaced)
        return enter(office.workspace, [said], Clock.at).batch_id
    file = folder / step.name
    file.write_text("\n".join([*step.lines, ""]), encoding="utf-8")
    answered = {f"{step.name}:{topic}": getattr(step, topic) for topic in ("overlap", "conflict", "gone")}
    at = None if step.week is None else FIRST_EXPORT + step.week * timedelta(days=7)
    report = import_files(office.workspace, [file], extracted_at=at, answers=answered)
    assert report.batch is not None, report.questions
    return report.batch


def in_laying_order(chosen: Sequence[tuple[int, Step]]) -> list[tuple[int, Step]]:
    def place(one: tuple[int, Step]) -> tuple[datetime, int]:
        number, step = one
        if isinstance(step, Correction) or step.week is None:
            return FIRST_IMPORT + number * timedelta(minutes=1), number
        return FIRST_EXPORT + step.week * timedelta(days=7), number

    return sorted(chosen, key=place)


def business(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    state = state_of(office.workspace, without=STAMPS)
    return {table: rows for table, rows in state.items() if table not in TOLD_OF_IMPORTS}


def compare(one: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]]) -> None:
    assert one.keys() == other.keys()
    for table, rows in one.items():
        assert rows == other[table], table


@pytest.fixture
def rebuild_at_the_end(monkeypatch: pytest.MonkeyPatch) -> Callable[[Office], None]:
    """Derived relations are made once, when all is done: after each step it would take most of the time."""
    make = derived.rebuild
    monkeypatch.setattr(derived, "rebuild", lambda *_: None)

    def rebuild(office: Office) -> None:
        workspace = office.workspace
        with workspace.cursor() as cursor, workspace.transaction(cursor):
            make(cursor, workspace.company, workspace.calendar, None)

    return rebuild


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.integers(0, 5), st.integers(0, 5))
def test_any_import_taken_back_at_any_time(
    folder: Path, rebuild_at_the_end: Callable[[Office], None], taken: list[Step], undone: int, after: int
) -> None:
    undone %= len(taken)
    check(folder, taken, undone, min(undone + after, len(taken) - 1), rebuild_at_the_end)


def check(
    folder: Path, taken: Sequence[Step], undone: int, moment: int, rebuild: Callable[[Office], None] | None = None
) -> None:
    """The step `undone` is taken back after the step `moment`, and the others are compared with them alone."""
    here = folder / str(next(numbers))
    here.mkdir()
    (here / "whole").mkdir()
    (here / "rest").mkdir()
    whole, rest = Office(here / "whole"), Office(here / "rest")
    try:
        found: dict[int, int] = {}
        for number, step in enumerate(taken):
            found[number] = take(whole, here, number, step)
            if number == moment:
                undo(whole.workspace, found[undone], Clock.at)
        for number, step in in_laying_order([(n, s) for n, s in enumerate(taken) if n != undone]):
            take(rest, here, number, step)
        for office in (whole, rest):
            if rebuild is not None:
                rebuild(office)
        compare(business(whole), business(rest))
    finally:
        whole.close()
        rest.close()
