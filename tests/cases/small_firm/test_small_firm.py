"""A firm without a CRM gives its files as they are: the figures are those worked out by hand here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from polso.intake.merging.proposals import customers, propose
from polso.intake.report import ImportReport
from tests.cases.small_firm.files import (
    INVOICES,
    OFFERS,
    SHOP,
    SPELLED_LIST,
    SPELLED_SHOP,
    electronic_invoices,
    signed,
    spelled_document,
    write,
)
from tests.support.office import Office

# January 2026: 3,000 + (1,000 + 500 at another rate, one invoice) = 4,500
# February: 7,000 - 200 (credit note NC 1, a plus in the list) = 6,800
# March: 800 - 150 (a credit note by its sign) = 650
BY_MONTH = {"2026-01": Decimal(4500), "2026-02": Decimal(6800), "2026-03": Decimal(650)}
# Tax: January 660 + 220 + 50 = 930, February 1,540 - 44 = 1,496, March 176 - 33 = 143; in all 2,569.
TAX_2026 = Decimal(2569)


def loaded(folder: Path) -> tuple[Office, ImportReport]:
    office = Office(folder, Company(name="Officina Prova"), date(2026, 11, 24))
    files = [
        write(folder, "fatture.csv", INVOICES),
        write(folder, "offerte.csv", OFFERS),
        write(folder, "negozio.csv", SHOP),
    ]
    return office, import_files(office.workspace, files)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, ImportReport]]:
    """Shared by those who only look at it."""
    office, report = loaded(tmp_path_factory.mktemp("firm"))
    yield office, report
    office.close()


def test_nothing_need_be_asked_or_mapped(firm: tuple[Office, ImportReport]) -> None:
    _, report = firm
    assert report.questions == ()
    assert {file.file: (file.table, file.rejected_rows) for file in report.files} == {
        "fatture.csv": ("invoice", 0),
        "offerte.csv": ("opportunity", 0),
        "negozio.csv": ("sales_order", 0),
    }


def test_revenue_by_month_is_net_less_credit_notes_on_one_basis(firm: tuple[Office, ImportReport]) -> None:
    office, _ = firm
    found = {
        office.workspace.calendar.label(answer.period): answer.value
        for answer in office.ask("net_revenue", period="2026-01-01..2026-03-31", grain="month")
    }
    assert list(found.values()) == list(BY_MONTH.values())
    # The total that the file itself shows for all its years: 13,950 = 2,000 (2025) + 4,500 + 6,800 + 650.
    assert office.one("net_revenue", period="all").value == Decimal(13950)
    # 2025 has an invoice 1 of its own.
    assert office.one("net_revenue", period="2025-12").value == Decimal(2000)


def test_the_files_own_total_is_that_of_the_invoices_less_credit_notes(firm: tuple[Office, ImportReport]) -> None:
    _, report = firm
    invoices = next(file for file in report.files if file.table == "invoice")
    assert [(line.column, line.said, line.summed, line.agrees) for line in invoices.totals] == [
        ("Imponibile", Decimal(13950), Decimal(13950), True),
        ("IVA", Decimal(3009), Decimal(3009), True),
        ("Totale", Decimal(16959), Decimal(16959), True),
    ]
    told = [notice.detail for notice in invoices.notices if notice.code == "total_less_credits"]
    assert told == [("Imponibile",), ("IVA",), ("Totale",)]
    assert invoices.own_total is not None
    assert invoices.own_total.amount - invoices.own_total.credits == Decimal(13950)


def test_tax_is_kept_beside(firm: tuple[Office, ImportReport]) -> None:
    office, _ = firm
    row = office.workspace.cursor().execute(
        "select sum(if(kind = 'credit_note', -abs(vat), vat)) from invoice where year(issued_on) = 2026"
    )
    assert row.fetchone() == (TAX_2026,)


def test_offers_count_by_their_own_date_and_silent_ones_beside(firm: tuple[Office, ImportReport]) -> None:
    office, _ = firm
    # Accepted: 1, 4. Refused: 2, 6. Without an outcome for more than 90 days before 20 July (the newest offer): 3, 5.
    rate = office.one("win_rate", period="2026")
    assert (rate.numerator, rate.denominator, rate.value) == (2, 4, 0.5)
    assert "by_offer_date" in rate.flags
    silent = office.one("win_rate:silent_as_lost", period="2026")
    assert (silent.numerator, silent.denominator) == (2, 6)
    assert office.one("silent_offers", period="2026").value == 2
    # "Scaduta" is no outcome: the offer stays open.
    statuses = office.workspace.cursor().execute("select status from opportunity where opportunity_id = '5/26'")
    assert statuses.fetchall() == [("open",)]


def test_the_value_of_offers_won_counts_by_their_date(firm: tuple[Office, ImportReport]) -> None:
    office, _ = firm
    won = office.one("net_revenue:bookings", period="2026")
    # 10,000 + 2,500; invoiced as 3,000 + 7,000, the first of them stays 10,000 of invoices and is never added.
    assert won.value == Decimal(12500)
    assert "by_offer_date" in won.flags


def test_shop_orders_are_net_of_tax_and_shipping_and_stand_beside(firm: tuple[Office, ImportReport]) -> None:
    office, _ = firm
    # 1001: (122.00 + 6.10) holds 23.10 = 22 %: 122.00 - 23.10 x 122.00 / 128.10 = 100.00. 1002: 61.00 - 11.00 = 50.00.
    # 1003: 20.00, given back in full. 1004 is void. Mean of the three completed orders: 170 / 3 = 56.6667.
    orders = office.one("average_order_value", period="2026")
    assert (orders.numerator, orders.denominator) == (Decimal("170.0000"), 3)
    lines = office.workspace.cursor().execute(
        "select p.name, l.net_amount from order_line l join product p using (product_id)"
        " where l.order_id like '%1001' order by 1"
    )
    assert lines.fetchall() == [("Gancio", Decimal(50)), ("Mensola", Decimal(50))]
    refunds = office.workspace.cursor().execute("select order_id, amount from refund").fetchall()
    assert refunds == [("shopify:#1003", Decimal(20))]


def test_an_invoice_that_refers_to_nothing_is_no_whole_sale(firm: tuple[Office, ImportReport]) -> None:
    office, _ = firm
    average = office.one("average_revenue_per_sale", period="2026-01")
    assert average.variant.names.it == "Importo medio fattura"
    assert (average.numerator, average.denominator) == (Decimal(4500), 2)


def test_electronic_invoices_instead_of_the_list_give_the_same_months(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    office = new_office(Company(name="Officina Prova"))
    report = import_files(office.workspace, [write(tmp_path, "fatture 2026.zip", electronic_invoices())])
    assert report.questions == ()
    assert [(row.reason) for file in report.files for row in file.rejected] == ["is_bill"]
    found = [answer.value for answer in office.ask("net_revenue", period="2026-01-01..2026-03-31", grain="month")]
    assert found == list(BY_MONTH.values())
    assert office.one("net_revenue", period="all").value == Decimal(13950)


def test_the_list_and_the_electronic_invoices_are_not_added(tmp_path: Path) -> None:
    office, _ = loaded(tmp_path)
    with office.workspace:
        report = import_files(office.workspace, [write(tmp_path, "fatture 2026.zip", electronic_invoices())])
        told = [(notice.code, notice.count, notice.detail) for file in report.files for notice in file.notices]
        assert ("same_invoices", 7, ("files",)) in told
        assert "sources_beside" not in [code for code, _, _ in told]
        revenue = office.one("net_revenue", period="2026-02")
        assert revenue.value == BY_MONTH["2026-02"]
        assert "one_source" in revenue.flags


def test_who_the_company_is_need_not_be_asked_again(new_office: Callable[..., Office], tmp_path: Path) -> None:
    office = new_office(Company(name="Officina Prova"))
    alone = [write(tmp_path, "IT01234599999_00031.xml", spelled_document())]
    # One document has two parties, and nothing says which of them is the company.
    assert [question.key for question in import_files(office.workspace, alone).questions] == ["own_vat"]
    # Documents of several customers have one party in common.
    import_files(office.workspace, [write(tmp_path, "fatture 2026.zip", electronic_invoices())])
    report = import_files(office.workspace, alone)
    assert report.questions == ()
    assert office.one("net_revenue", period="2026-02").value == BY_MONTH["2026-02"] + 900


def test_who_the_company_is_is_proved_by_a_list_given_with_its_invoice(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    office = new_office(Company(name="Officina Prova"))
    document = write(tmp_path, "IT01234599999_00031.xml", spelled_document())
    one_number = SPELLED_LIST.replace("01234500004", "01234500001")
    for text, asked in ((one_number, ["own_vat"]), (SPELLED_LIST, [])):
        files = [write(tmp_path, "fatture.csv", text), document]
        assert [one.key for one in import_files(office.workspace, files, dry_run=True).questions] == asked
    import_files(office.workspace, [tmp_path / "fatture.csv", document])
    # The document to a customer of the list is a sale.
    rows = office.workspace.cursor().execute("SELECT net FROM invoice WHERE source_system = 'fatturapa'").fetchall()
    assert rows == [(Decimal(900),)]


def test_an_invoice_in_two_sources_that_both_count_is_one_sale(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    company = Company(name="Officina Prova", revenue_sources=("files", "fatturapa"))
    office = new_office(company)
    import_files(office.workspace, [write(tmp_path, "fatture.csv", INVOICES)])
    report = import_files(office.workspace, [write(tmp_path, "fatture 2026.zip", electronic_invoices())])
    told = [(notice.code, notice.count, notice.detail) for file in report.files for notice in file.notices]
    assert ("same_invoices", 7, ("files",)) in told
    assert office.one("net_revenue", period="2026-02").value == BY_MONTH["2026-02"]
    assert office.one("net_revenue", period="all").value == Decimal(13950)


def test_one_customer_under_three_spellings_is_found_by_its_number(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    office = new_office(Company(name="Officina Prova"))
    files = [
        write(tmp_path, "fatture.csv", SPELLED_LIST),
        write(tmp_path, "negozio.csv", SPELLED_SHOP),
        write(tmp_path, "IT01234599999_00031.xml", spelled_document()),
    ]
    report = import_files(office.workspace, files, answers={"own_vat": "IT01234599999"})
    assert report.questions == ()
    found = propose(customers(office.workspace.cursor()))
    ferri = {"Ferri Srl", "Officine di Ferri Ada", "FERRI ADA OFFICINE MECCANICHE"}
    assert {one.why for one in found} == {"vat_number"}
    assert {name for one in found for name in (one.keep.name, one.other.name)} == ferri
    assert len(found) == 2
    # Edil Nord has one name and two numbers: it is never proposed.


def test_a_signed_document_is_read_and_one_given_twice_counts_once(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    office = new_office(Company(name="Officina Prova"))
    import zipfile

    with zipfile.ZipFile(write(tmp_path, "a.zip", electronic_invoices())) as archive:
        name = archive.namelist()[1]
        copy = write(tmp_path, f"{name}.p7m", signed(archive.read(name)))
    report = import_files(office.workspace, [tmp_path / "a.zip", copy])
    assert [(file.file, file.skipped) for file in report.files if file.skipped] == [(copy.name, "same_document_twice")]
    assert office.one("net_revenue", period="2026-01").value == BY_MONTH["2026-01"]
