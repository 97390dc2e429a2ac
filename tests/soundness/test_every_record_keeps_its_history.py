"""What was known of a record, when, from which line, and what changed since: version by version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.base.errors import NotFoundError
from polso.commands.changes import changes
from polso.commands.history import history
from polso.commands.progress import silent
from polso.commands.session import Session
from polso.intake.importing import import_files
from tests.support.office import Office

HEADER = "id,nome,stato,importo,venditore,creata il,chiusa il\n"
MONDAYS = (
    datetime(2026, 9, 7, 6, tzinfo=UTC),
    datetime(2026, 9, 14, 6, tzinfo=UTC),
    datetime(2026, 9, 21, 6, tzinfo=UTC),
)
WEEKS = (
    HEADER + "A,Porta,aperta,1000,Anna,2026-09-01,\nB,Finestra,aperta,500,Anna,2026-09-02,\n",
    HEADER + "A,Porta,aperta,1200,Bruno,2026-09-01,\nB,Finestra,aperta,500,Anna,2026-09-02,\n",
    HEADER + "A,Porta,vinta,1200,Bruno,2026-09-01,2026-09-18\nB,Finestra,aperta,500,Anna,2026-09-02,\n"
    "C,Cancello,aperta,700,Anna,2026-09-20,\n",
)
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    office = Office(tmp_path, Company(name="Officina"), date(2026, 9, 22))
    for monday, text in zip(MONDAYS, WEEKS, strict=True):
        file = tmp_path / f"offerte-{monday:%d}.csv"
        file.write_text(text, encoding="utf-8")
        report = import_files(office.workspace, [file], extracted_at=monday, as_table="opportunity")
        assert not report.questions
    session = Session(office.workspace, office.door, now=lambda: datetime(2026, 9, 22, 8, tzinfo=UTC))

    def call(command: Any, **arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = command(session, arguments, silent)
        return found

    return call


def fields(version: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {one["column"]: (one["old_name"] or one["old"], one["new_name"] or one["new"]) for one in version["fields"]}


def test_a_record_tells_its_versions_with_both_clocks_and_its_lines(run: Run) -> None:
    told = run(history, table="opportunity", id="A")
    first, second, third = told["versions"]
    assert (first["kind"], first["learned"], first["file"], first["line"]) == (
        "appeared",
        "2026-09-07T06:00:00Z",
        "offerte-07.csv",
        2,
    )
    assert fields(first)["amount"] == (None, "1000.00")
    assert second["kind"] == "changed"
    assert fields(second) == {"amount": ("1000.00", "1200.00"), "owner_id": ("Anna", "Bruno")}
    assert {one["origin"] for one in second["fields"]} == {"inferred"}
    assert second["seen_before"] == "2026-09-07T06:00:00Z"
    assert fields(third)["status"] == ("open", "won")
    status = next(one for one in third["fields"] if one["column"] == "status")
    assert (status["happened"], status["origin"]) == ("2026-09-18", "observed")
    assert run(history, table="opportunity", id="Porta")["id"] == told["id"]


def test_words_say_the_same(run: Run) -> None:
    told = run(history, table="opportunity", id="A", words=True, language="it")
    assert told["versions"][1]["words"] == "cambiata"
    assert told["versions"][1]["place"] == "offerte-14.csv, riga 2"
    assert ("importo: 1.000,00 → 1.200,00", "tra 7 set 2026, 08:00 e 14 set 2026, 08:00") in told["versions"][1][
        "shown"
    ]


def test_a_record_that_nobody_knows_is_told(run: Run) -> None:
    with pytest.raises(NotFoundError, match="record_unknown"):
        run(history, table="opportunity", id="nobody")


@pytest.mark.parametrize("since", ["1", "2026-09-07"])
def test_what_changed_since_a_day_or_an_import(run: Run, since: str) -> None:
    told = run(changes, since=since, table="opportunity")
    assert [one["batch"] for one in told["imports"]] == [2, 3]
    (second,), (third,) = (one["tables"] for one in told["imports"])
    assert {kind: second[kind] for kind in ("appeared", "changed", "gone")} == {"appeared": 0, "changed": 1, "gone": 0}
    assert {kind: third[kind] for kind in ("appeared", "changed", "gone")} == {"appeared": 1, "changed": 1, "gone": 0}
    assert {one["id"]: one["kind"] for one in third["records"]} == {"A": "changed", "C": "appeared"}
    parts = {one["by"].get("movement"): Decimal(one["value"]) for one in told["waterfall"]}
    assert parts == {
        "created": Decimal(700),
        "won": Decimal(-1000),
        None: Decimal(-300),
    }


def test_nothing_changed_since_the_last_import(run: Run) -> None:
    assert run(changes, since="3")["imports"] == []
    assert run(changes, since="2026-09-21")["waterfall"] == []
    with pytest.raises(NotFoundError, match="batch_not_found"):
        run(changes, since="99")
