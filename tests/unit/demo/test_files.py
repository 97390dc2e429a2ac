"""The files are as their systems write them: encodings, separators, dates and numbers, and they say what happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from polso.demo import World, file_names, generate, truth

Table = list[dict[str, str]]


def test_deals_have_the_headers_of_the_crm_and_a_byte_order_mark(italian: Path) -> None:
    raw = (italian / "crm_trattative.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfRecord ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Deal owner,Close Date,")
    assert b"\r" not in raw


def test_italian_orders_are_cp1252_with_semicolons_and_decimal_commas(
    italian: Path, table: Callable[..., Table], world: World
) -> None:
    raw = (italian / "negozio_ordini.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    header = "Numero ordine;Data ordine;Cliente;E-mail;Prodotto;Quantità;Imponibile;IVA;Totale;Spedizione;Valuta;Stato"
    assert raw.startswith(header.encode("cp1252"))
    rows = table(italian / "negozio_ordini.csv", "cp1252", ";")
    assert len(rows) == len(world.orders)
    total = Decimal(0)
    for row in rows:
        datetime.strptime(row["Data ordine"], "%d/%m/%Y %H:%M")  # noqa: DTZ007 - wall clock, as the file has it
        net, vat, gross = (Decimal(row[name].replace(",", ".")) for name in ("Imponibile", "IVA", "Totale"))
        assert net + vat == gross
        total += net
    assert total == sum((order.net for order in world.orders), Decimal(0))
    assert {row["Stato"] for row in rows} == {"Completato", "Annullato", "In attesa"}


def test_mail_addresses_are_of_example_domains(italian: Path, table: Callable[..., Table]) -> None:
    domains = {row["E-mail"].partition("@")[2] for row in table(italian / "negozio_ordini.csv", "cp1252", ";")}
    assert domains == {"example.com", "example.org"}


def test_english_orders_are_iso_with_points(english: Path, table: Callable[..., Table], world: World) -> None:
    rows = table(english / "shop_orders.csv", "utf-8")
    assert [row["Order number"] for row in rows] == [order.number for order in world.orders]
    assert [datetime.fromisoformat(row["Order date"]) for row in rows] == [order.ordered_at for order in world.orders]
    assert [Decimal(row["Net amount"]) for row in rows] == [order.net for order in world.orders]


def test_italian_job_orders_have_days_and_words_of_their_program(
    italian: Path, table: Callable[..., Table], world: World
) -> None:
    path = italian / file_names("it")["jobs"]
    header = (
        "Numero commessa;Data ordine;Cliente;Id trattativa;Venditore;Prodotto;Imponibile;IVA;Totale;Valuta;Stato;"
        "Canale;Fonte"
    )
    assert path.read_bytes().startswith(f"{header}\r\n".encode("cp1252"))
    rows = table(path, "cp1252", ";")
    days = [datetime.strptime(row["Data ordine"], "%d/%m/%Y").date() for row in rows]  # noqa: DTZ007 - a local day
    assert days == [job.ordered_on for job in world.job_orders]
    for row in rows:
        net, vat, gross = (Decimal(row[name].replace(",", ".")) for name in ("Imponibile", "IVA", "Totale"))
        assert net + vat == gross
    assert {row["Stato"] for row in rows} == {"Confermato", "Completato"}
    assert {row["Canale"] for row in rows} == {"Commessa"}
    assert {row["Venditore"] for row in rows} == {rep.name for rep in world.reps}


def test_job_orders_say_what_the_crm_says(english: Path, table: Callable[..., Table], world: World) -> None:
    deals = {row["Record ID"]: row for row in table(english / "crm_deals.csv")}
    rows = table(english / "job_orders.csv", "utf-8")
    assert len(rows) == len(world.job_orders) > 300
    for row in rows:
        deal = deals[row["Deal ID"]]
        assert deal["Deal Stage"] == "Closed won"
        assert (row["Net amount"], row["Currency"]) == (deal["Amount"], deal["Currency"])
        assert (row["Customer"], row["Product"]) == (deal["Associated Company"], deal["Product"])
        assert row["Sales rep"] == deal["Deal owner"]
        assert date.fromisoformat(row["Order date"]) >= date.fromisoformat(deal["Close Date"][:10])
    assert {row["Status"] for row in rows} == {"Confirmed", "Completed"}
    assert {row["Channel"] for row in rows} == {"Project"}
    shop = table(english / "shop_orders.csv", "utf-8")
    assert "Project" not in {row["Channel"] for row in shop}
    assert not {row["Order number"] for row in rows} & {row["Order number"] for row in shop}


def test_every_table_has_its_rows_in_both_languages(
    italian: Path, english: Path, table: Callable[..., Table], world: World
) -> None:
    formats = {"refunds": ("cp1252", ";"), "products": ("cp1252", ";"), "leads": ("utf-8-sig", ";")}
    formats |= {"customers": ("utf-8", ";"), "targets": ("utf-8", ";"), "reviews": ("utf-8", ",")}
    expected = {
        "refunds": len(world.refunds),
        "products": len(world.products),
        "leads": len(world.leads),
        "customers": len(world.customers),
        "targets": len(world.targets),
        "reviews": len(world.reviews),
    }
    for name, count in expected.items():
        assert len(table(italian / file_names("it")[name], *formats[name])) == count
        assert len(table(english / file_names("en")[name], "utf-8")) == count
    assert len(table(italian / "crm_attivita.csv")) == len(table(english / "crm_activities.csv"))


def test_targets_have_marks_at_the_thousands(italian: Path, table: Callable[..., Table], world: World) -> None:
    values = [row["Valore"] for row in table(italian / "obiettivi.csv", "utf-8", ";")]
    assert all("." in value and value.endswith(",00") for value in values)
    numbers = [Decimal(value.replace(".", "").replace(",", ".")) for value in values]
    assert numbers == [target.value for target in world.targets]


def test_comments_run_over_two_lines(italian: Path, table: Callable[..., Table]) -> None:
    comments = [row["Commento"] for row in table(italian / "recensioni.csv")]
    assert any("\n" in comment for comment in comments)
    assert any('"' in comment for comment in comments)


def test_team_workbook_has_real_dates(italian: Path, world: World) -> None:
    rows = CalamineWorkbook.from_path(italian / "squadra_vendite.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0] == ["Venditore", "Squadra", "Dal", "Al", "Ruolo", "Email"]
    assert [row[0] for row in rows[1:]] == [rep.name for rep in world.reps]
    assert [row[2] for row in rows[1:]] == [rep.joined for rep in world.reps]
    assert [row[3] or None for row in rows[1:]] == [rep.left for rep in world.reps]
    assert {row[1] for row in rows[1:]} == {"Privati", "Imprese"}


def test_expense_workbook_adds_up(english: Path, world: World) -> None:
    rows = CalamineWorkbook.from_path(english / "expenses.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0] == ["Month", "Category", "Source", "Amount"]
    assert len(rows) - 1 == len(world.expenses)
    read = sum((Decimal(str(row[3])) for row in rows[1:]), Decimal(0))
    assert read == sum((expense.amount for expense in world.expenses), Decimal(0))
    assert isinstance(rows[1][0], date)


def test_the_page_beside_them_names_every_file(italian: Path, english: Path) -> None:
    for folder, page, words in ((italian, "LEGGIMI.txt", "dati d'esempio"), (english, "README.txt", "sample data")):
        text = (folder / page).read_text(encoding="utf-8")
        assert words in text
        for path in folder.iterdir():
            assert path.name == page or path.name in text


def test_all_texts_fit_the_old_encoding(world: World) -> None:
    for customer in world.customers:
        customer.name.encode("cp1252")
        customer.city.encode("cp1252")


def test_making_the_company_is_quick(tmp_path: Path) -> None:
    truth.cache_clear()
    started = time.process_time()
    generate(tmp_path, today=date(2026, 11, 24))
    assert time.process_time() - started < 2.0
