"""Electronic invoices: what is read of them, what is refused, and how their direction is told."""

from __future__ import annotations

import base64
import csv
from decimal import Decimal
from pathlib import Path

import pytest

from polso.intake.reading.containers import Unpacked
from polso.intake.reading.fatturapa import Gathered, gather
from polso.intake.reading.fatturapa_document import NotFatturaError, read_documents
from polso.intake.reading.fatturapa_signed import NotSignedError, signed_content
from tests.cases.small_firm.files import document, signed

US, BUYER, SUPPLIER = ("01234599999", "Noi Srl"), ("01234500001", "Cliente Srl"), ("01234500009", "Fornitore Srl")
RATES = (("22.00", "100.00", "22.00"), ("10.00", "50.00", "5.00"))


def sold(number: str, buyer: tuple[str, str] = BUYER, kind: str = "TD01") -> str:
    return document(kind, number, "2026-01-20", US, buyer, RATES)


def given(folder: Path, own_vat: str | None = None, **files: str | bytes) -> Gathered | None:
    unpacked = []
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        unpacked.append(Unpacked(path, path.name))
    return gather(unpacked, folder, own_vat)


def table(gathered: Gathered | None) -> list[dict[str, str]]:
    assert gathered is not None
    with gathered.file.path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_amounts_are_summed_over_the_rates() -> None:
    (found,) = read_documents(sold("1").encode())
    assert (found.kind, found.number, found.day, found.currency) == ("TD01", "1", "2026-01-20", "EUR")
    assert (found.net, found.vat, found.gross) == (Decimal("150.00"), Decimal("27.00"), Decimal("177.00"))
    assert (found.seller.identity, found.buyer.name) == ("IT01234599999", "Cliente Srl")


def test_a_file_may_hold_several_documents_under_any_prefix() -> None:
    text = sold("1").replace("ns3:", "p:").replace(":ns3", ":p")
    start, end = text.index("<FatturaElettronicaBody>"), text.index("</p:FatturaElettronica>")
    twice = text[:end] + text[start:end].replace("<Numero>1<", "<Numero>2<") + text[end:]
    assert [one.number for one in read_documents(twice.encode())] == ["1", "2"]


def test_lines_of_a_simplified_invoice_hold_their_tax() -> None:
    text = (
        "<FatturaElettronicaSemplificata><FatturaElettronicaHeader><CedentePrestatore><IdFiscaleIVA><IdPaese>IT</IdPaese>"
        "<IdCodice>01234599999</IdCodice></IdFiscaleIVA><Denominazione>Noi Srl</Denominazione></CedentePrestatore>"
        "<CessionarioCommittente><IdentificativiFiscali><CodiceFiscale>RSSMRA80A01H501U</CodiceFiscale>"
        "</IdentificativiFiscali></CessionarioCommittente></FatturaElettronicaHeader><FatturaElettronicaBody>"
        "<DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD07</TipoDocumento><Divisa>EUR</Divisa>"
        "<Data>2026-01-20</Data><Numero>9</Numero></DatiGeneraliDocumento></DatiGenerali><DatiBeniServizi>"
        "<Descrizione>Pranzo</Descrizione><Importo>61.00</Importo><DatiIVA><Aliquota>22.00</Aliquota></DatiIVA>"
        "</DatiBeniServizi></FatturaElettronicaBody></FatturaElettronicaSemplificata>"
    )
    (found,) = read_documents(text.encode())
    assert (found.net, found.vat, found.buyer.identity) == (Decimal("50.00"), Decimal("11.00"), "RSSMRA80A01H501U")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><FatturaElettronica/>', "xml_with_entities"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><FatturaElettronica/>', "xml_with_entities"),
        (b"<FatturaElettronica/>", "not_fatturapa"),
        (b"<Altro/>", "not_fatturapa"),
        (b"<FatturaElettronica>", "not_fatturapa"),
        (b"\x00\xff", "not_fatturapa"),
    ],
)
def test_what_is_no_invoice_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(NotFatturaError) as refusal:
        read_documents(content)
    assert refusal.value.code == code


def test_signed_content_in_bytes_in_base64_and_signed_again() -> None:
    assert signed_content(signed(b"<x/>")) == b"<x/>"
    assert signed_content(base64.encodebytes(signed(b"<x/>"))) == b"<x/>"
    assert signed_content(signed(signed(b"<x/>"))) == b"<x/>"
    assert signed_content(signed(b"y" * 70_000)) == b"y" * 70_000


def test_indefinite_lengths_and_parts_of_the_content() -> None:
    kind = bytes.fromhex("06092a864886f70d010701")
    parts = b"\x24\x80" + b"\x04\x02<x" + b"\x04\x02/>" + b"\x00\x00"
    inside = b"\x30\x80" + kind + b"\xa0\x80" + parts + b"\x00\x00" + b"\x00\x00"
    body = b"\x30\x80\x02\x01\x01\x31\x00" + inside + b"\x00\x00"
    outer = b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + body + b"\x00\x00\x00\x00"
    assert signed_content(outer) == b"<x/>"


def test_damaged_signatures_are_refused_at_every_cut() -> None:
    whole = signed(b"<FatturaElettronica/>")
    for length in range(len(whole) - 2):
        with pytest.raises(NotSignedError):
            signed_content(whole[:length])


def test_the_party_that_all_documents_share_is_the_company(tmp_path: Path) -> None:
    bought = document("TD01", "77", "2026-01-21", SUPPLIER, US, RATES)
    rows = table(given(tmp_path, a_xml=sold("1"), b_xml=bought, c_xml=sold("2", SUPPLIER, "TD04")))
    assert [(row["Direzione"], row["Numero"], row["Cliente"], row["Documento"]) for row in rows] == [
        ("emessa", "1", "Cliente Srl", "a.xml"),
        ("ricevuta", "77", "Fornitore Srl", "b.xml"),
        ("emessa", "2", "Fornitore Srl", "c.xml"),
    ]


def test_a_single_document_does_not_tell_and_the_answer_does(tmp_path: Path) -> None:
    open_one = given(tmp_path, a_xml=sold("1"))
    assert open_one is not None
    assert [party.name for party in open_one.parties] == ["Noi Srl", "Cliente Srl"]
    assert table(given(tmp_path, "01234599999", a_xml=sold("1")))[0]["Direzione"] == "emessa"
    assert table(given(tmp_path, "IT01234500001", a_xml=sold("1")))[0]["Direzione"] == "ricevuta"


def test_what_the_company_makes_out_to_itself_is_no_sale(tmp_path: Path) -> None:
    rows = table(given(tmp_path, a_xml=sold("1"), b_xml=sold("2", US, "TD27"), c_xml=sold("3", SUPPLIER)))
    assert [row["Direzione"] for row in rows] == ["emessa", "ricevuta", "emessa"]


def test_other_files_are_left_alone_and_doubles_told(tmp_path: Path) -> None:
    assert given(tmp_path, a_csv="a,b\n1,2\n", b_xml="<Altro/>") is None
    found = given(tmp_path, a_xml=sold("1"), b_xml=sold("2", SUPPLIER), c_xml=sold("1"), d_csv="x", e_p7m=b"0\x03")
    assert found is not None
    assert found.used == {"a.xml", "b.xml", "c.xml", "e.p7m"}
    assert found.left_out == (("c.xml", "same_document_twice"), ("e.p7m", "signature_unreadable"))
    assert len(table(found)) == 2
