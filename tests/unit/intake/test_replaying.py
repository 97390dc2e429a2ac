"""A batch prepared again from its originals is what it was, whatever its files came in."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from polso.base.company import Company
from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.intake.undoing import undo
from polso.store.imports import imported_batches
from tests.cases.small_firm.files import electronic_invoices
from tests.support.office import Office
from tests.support.state import STAMPS, state_of

FIRST, SECOND = datetime(2026, 2, 2, tzinfo=UTC), datetime(2026, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEALS = "Deal ID,Deal owner,Deal stage,Amount,Create date,Close date\nD1,Anna,Won,100.00,01/03/2026,02/04/2026\n"
COMPANIES = "Company name,Segment\nRossi srl,retail\n"
ORDERS = "Order date,Customer,Net amount\n2026-01-10,Rossi srl,10.00\n2026-01-10,Rossi srl,10.00\n"
FOREIGN = "Ref;Chi;Fase;Quanto;Dal\nD1;Anna;Open;100,00;2026-01-03\n"
MAP = """
table = "opportunity"

[columns]
Ref = "opportunity_id"
Chi = "owner_id"
Fase = "status"
Quanto = "amount"
Dal = "created_at"
"""
TOLD_OF_IMPORTS = frozenset({"batch", "batch_file", "batch_table", "reject", "setting_history"})


def plain(folder: Path) -> dict[str, Any]:
    (folder / "deals.csv").write_text(DEALS, "utf-8")
    (folder / "companies.csv").write_text(COMPANIES, "utf-8")
    (folder / "again.csv").write_text(COMPANIES, "utf-8")
    paths = [folder / name for name in ("deals.csv", "companies.csv", "again.csv")]
    dates = {f"deals.csv:date_order:{name}": "mdy" for name in ("Create date", "Close date")}
    return {"paths": paths, "answers": dates}


def zipped(folder: Path) -> dict[str, Any]:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("deals.csv", DEALS)
        archive.writestr("orders.csv", ORDERS)
    return {"paths": [folder / "all.zip"], "answers": {"all.zip/deals.csv:date_order:Create date": "mdy"}}


def packed(folder: Path) -> dict[str, Any]:
    (folder / "orders.csv.gz").write_bytes(gzip.compress(ORDERS.encode(), mtime=0))
    return {"paths": [folder / "orders.csv.gz"]}


def workbook(folder: Path) -> dict[str, Any]:
    with xlsxwriter.Workbook(folder / "book.xlsx") as book:
        for name, text in (("Companies", COMPANIES), ("Orders", ORDERS)):
            sheet = book.add_worksheet(name)
            for number, line in enumerate(text.splitlines()):
                sheet.write_row(number, 0, line.split(","))
    return {"paths": [folder / "book.xlsx"]}


def mapped(folder: Path) -> dict[str, Any]:
    (folder / "foreign.csv").write_text(FOREIGN, "utf-8")
    (folder / "map.toml").write_text(MAP, "utf-8")
    return {"paths": [folder / "foreign.csv"], "mapping": folder / "map.toml"}


def electronic(folder: Path) -> dict[str, Any]:
    (folder / "fatture.zip").write_bytes(electronic_invoices())
    return {"paths": [folder / "fatture.zip"], "answers": {"own_vat": "01234599999"}}


def named(folder: Path) -> dict[str, Any]:
    (folder / "people.csv").write_text("rep_id,name,hired_on\nr1,Anna,2026-01-01\n", "utf-8")
    return {"paths": [folder / "people.csv"], "as_table": "rep"}


def business(office: Office) -> dict[str, Sequence[Any]]:
    state = state_of(office.workspace, without=STAMPS)
    return {table: rows for table, rows in state.items() if table not in TOLD_OF_IMPORTS}


def load(office: Office, given: dict[str, Any], at: datetime) -> int:
    given = {**given, "answers": dict(given.get("answers", {}))}
    report = import_files(office.workspace, given["paths"], extracted_at=at, **_without(given, "paths"))
    while report.questions:
        # The first choice is not always the recommended one: what was answered must be remembered.
        given["answers"] |= {one.key: one.choices[0].value for one in report.questions}
        report = import_files(office.workspace, given["paths"], extracted_at=at, **_without(given, "paths"))
    assert report.batch is not None
    return report.batch


def _without(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}


def other(folder: Path) -> dict[str, Any]:
    (folder / "products.csv").write_text("Product ID,Product name\nP1,Vite\n", "utf-8")
    return {"paths": [folder / "products.csv"]}


@pytest.mark.parametrize("make", [plain, zipped, packed, workbook, mapped, named, electronic])
def test_files_are_read_again_as_they_were(
    new_office: Callable[..., Office], tmp_path: Path, make: Callable[[Path], dict[str, Any]]
) -> None:
    alone, whole = new_office(), new_office()
    load(alone, make(tmp_path), SECOND)
    first = load(whole, other(tmp_path), FIRST)
    batch = load(whole, make(tmp_path), SECOND)
    (before,) = imported_batches(whole.workspace.cursor(), batch)
    for file in tmp_path.glob("*.*"):
        file.unlink()
    report = undo(whole.workspace, first, LATER)
    assert (report.replayed, report.decided) == ((batch,), ())
    assert business(whole) == business(alone)
    (after,) = imported_batches(whole.workspace.cursor(), batch)
    assert (after.files, after.options, after.summary) == (before.files, before.options, before.summary)
    assert [path.name for path in whole.workspace.temporary.iterdir() if path.name != "spill"] == []


def test_what_was_read_in_another_zone_and_currency_stays(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(
        "Deal ID,Deal stage,Amount,Create date,Close date\nD1,Won,100.00,2026-01-03 00:30,2026-02-04 23:30\n", "utf-8"
    )
    first = load(office, other(tmp_path), FIRST)
    load(office, {"paths": [file]}, SECOND)
    office.workspace.change_settings({"company.currency": "CHF", "company.timezone": "America/New_York"}, LATER)
    before = business(office)["opportunity"]
    assert "EUR" in before[0]
    undo(office.workspace, first, LATER)
    assert business(office)["opportunity"] == before


def test_a_missing_original_stops_the_undo_before_anything_is_done(office: Office, tmp_path: Path) -> None:
    first = load(office, other(tmp_path), FIRST)
    load(office, plain(tmp_path), SECOND)
    before = state_of(office.workspace)
    kept = {path: path.read_bytes() for path in office.workspace.layout.originals.iterdir()}
    next(path for path, content in kept.items() if content == DEALS.encode()).unlink()
    with pytest.raises(UserError, match="original_missing") as caught:
        undo(office.workspace, first, LATER)
    assert caught.value.parameters["file"] == "deals.csv"
    assert state_of(office.workspace) == before


def test_the_company_of_then_is_a_company() -> None:
    from polso.intake.replaying import company_then

    now = Company(currency="CHF", timezone="Europe/Zurich")
    assert company_then(now, {}) == now
    assert company_then(now, {"currency": "EUR", "timezone": "Europe/Rome"}) == Company()


LIST = "Numero;Data;Cliente;Imponibile;IVA;Totale\nF1;13/01/2026;Rossi srl;100,00;22,00;122,00\n"
OFFERS = "Numero;Data offerta;Cliente;Importo;Esito\nO1;13/01/2026;Rossi srl;50,00;accettata\n"


def written(folder: Path) -> dict[str, Any]:
    (folder / "fatture.csv").write_text(LIST, "utf-8")
    (folder / "offerte.csv").write_text(OFFERS, "utf-8")
    return {"paths": [folder / "fatture.csv", folder / "offerte.csv"]}


def subscribed(folder: Path) -> dict[str, Any]:
    """A vendor's files of which one takes the customer, the days and the prices from two others."""
    texts = {
        "items.csv": "id,subscription_id,plan_id,quantity,created\nsi1,s1,p1,3,2026-01-01 10:00:00\n",
        "subscriptions.csv": "id,customer_id,billing_cycle_anchor,cancel_at_period_end,current_period_end,start_date,"
        "ended_at,status\ns1,c1,,,,2026-01-01,2026-01-31 10:00:00,canceled\n",
        "plans.csv": "id,amount,currency,billing_scheme,interval,interval_count,usage_type,product_id\n"
        "p1,1000,eur,per_unit,month,1,licensed,x\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return {"paths": [folder / name for name in texts]}


@pytest.mark.parametrize("make", [plain, zipped, written, electronic, workbook, subscribed])
def test_what_was_understood_then_is_not_recognised_anew(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], dict[str, Any]]
) -> None:
    first = load(office, other(tmp_path), FIRST)
    batch = load(office, make(tmp_path), SECOND)
    before = {table: rows for table, rows in business(office).items() if table != "product"}
    kept = imported_batches(office.workspace.cursor(), batch)

    def nothing(*_given: object, **_more: object) -> None:
        raise AssertionError("recognised anew")

    for name in ("recognise", "as_table", "settle_words", "prove_amounts", "decide_currency"):
        monkeypatch.setattr(f"polso.intake.opening.{name}", nothing)
    monkeypatch.setattr("polso.intake.loading.events.meaning", nothing)
    assert undo(office.workspace, first, LATER).replayed == (batch,)
    after = business(office)
    assert {table: rows for table, rows in after.items() if table != "product"} == before
    assert imported_batches(office.workspace.cursor(), batch) == kept


def test_batches_of_earlier_versions_are_recognised_anew(office: Office, tmp_path: Path) -> None:
    first = load(office, other(tmp_path), FIRST)
    load(office, written(tmp_path), SECOND)
    before = business(office)["invoice"]
    office.workspace.cursor().execute("UPDATE batch SET options = json_merge_patch(options, '{\"mappings\": null}')")
    undo(office.workspace, first, LATER)
    assert business(office)["invoice"] == before
