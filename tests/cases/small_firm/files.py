"""The files of a workshop without a CRM: an invoice list, a list of offers, a shop export, electronic invoices."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

INVOICES = """\
Numero;Data;Cliente;P.IVA;Imponibile;IVA;Totale;Stato;Pagata
1;15/12/2025;Ferri Srl;01234500001;2.000,00;440,00;2.440,00;Pagata;Sì
1;20/01/2026;Ferri Srl;01234500001;3.000,00;660,00;3.660,00;Pagata;Sì
2;28/01/2026;Legni SpA;01234500002;1.000,00;220,00;1.220,00;Pagata;Sì
2;28/01/2026;Legni SpA;01234500002;500,00;50,00;550,00;Pagata;Sì
3;13/02/2026;Ferri Srl;01234500001;7.000,00;1.540,00;8.540,00;Emessa;No
NC 1;16/02/2026;Legni SpA;01234500002;200,00;44,00;244,00;Emessa;No
4;27/03/2026;Vetri Snc;01234500003;800,00;176,00;976,00;Emessa;No
5;30/03/2026;Vetri Snc;01234500003;-150,00;-33,00;-183,00;Emessa;No
TOTALE;;;;13.950,00;3.009,00;16.959,00;;
"""
"""The total adds all rows up as they stand: 2,000 + 3,000 + 1,000 + 500 + 7,000 + 200 + 800 - 150 = 14,350 would be it
with the credit note NC 1 as a plus; the program that printed it took it off: 14,350 - 2 x 200 = 13,950."""

OFFERS = """\
Preventivo n.;Data;Cliente;Oggetto;Importo;Esito
1/26;13/01/2026;Ferri Srl;Cancello;10.000,00;Accettata
2/26;20/01/2026;Legni SpA;Ringhiera;5.000,00;Rifiutata
3/26;04/02/2026;Vetri Snc;Pensilina;3.000,00;
4/26;18/02/2026;Vetri Snc;Scala;2.500,00;ok
5/26;25/02/2026;Marmi Srl;Soppalco;4.000,00;Scaduta
6/26;03/03/2026;Marmi Srl;Recinzione;1.800,00;ko
7/26;20/07/2026;Legni SpA;Parapetto;2.200,00;In attesa
"""

# One customer under three spellings, one number; and one name with two numbers.
SPELLED_LIST = """\
Numero;Data;Cliente;P.IVA;Imponibile;IVA;Totale
1;20/01/2026;Ferri Srl;01234500001;100,00;22,00;122,00
2;28/01/2026;Edil Nord Srl;01234500004;50,00;11,00;61,00
"""
SPELLED_SHOP = """\
Ordine;Data;Cliente;Partita IVA;Prodotto;Quantità;Prezzo;Totale
A1;20/01/2026;Officine di Ferri Ada;IT 01234500001;Vite;1;10,00;10,00
A2;21/01/2026;EDIL NORD S.R.L.;01234500005;Vite;2;10,00;20,00
"""

SHOP = (
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price\n"
    """\
#1001,ada@example.it,paid,EUR,122.00,6.10,23.10,128.10,2026-01-14 10:00:00 +0100,1,Gancio,61.00
#1001,ada@example.it,,,,,,,2026-01-14 10:00:00 +0100,1,Mensola,61.00
#1002,bea@example.it,paid,EUR,61.00,0.00,11.00,61.00,2026-02-17 09:30:00 +0100,2,Gancio,30.50
#1003,ada@example.it,refunded,EUR,24.40,0.00,4.40,24.40,2026-02-18 12:00:00 +0100,1,Staffa,24.40
#1004,cia@example.it,voided,EUR,48.80,0.00,8.80,48.80,2026-03-18 12:00:00 +0100,1,Staffa,48.80
"""
)

_FIRM = ("01234599999", "Officina Prova Srl")
_CUSTOMERS = {
    "Ferri Srl": "01234500001",
    "Legni SpA": "01234500002",
    "Vetri Snc": "01234500003",
}
_DOCUMENTS = (
    ("TD01", "1", "2025-12-15", "Ferri Srl", (("22.00", "2000.00", "440.00"),)),
    ("TD24", "1", "2026-01-20", "Ferri Srl", (("22.00", "3000.00", "660.00"),)),
    ("TD01", "2", "2026-01-28", "Legni SpA", (("22.00", "1000.00", "220.00"), ("10.00", "500.00", "50.00"))),
    ("TD01", "3", "2026-02-13", "Ferri Srl", (("22.00", "7000.00", "1540.00"),)),
    ("TD04", "NC 1", "2026-02-16", "Legni SpA", (("22.00", "200.00", "44.00"),)),
    ("TD01", "4", "2026-03-27", "Vetri Snc", (("22.00", "800.00", "176.00"),)),
    ("TD04", "5", "2026-03-30", "Vetri Snc", (("22.00", "150.00", "33.00"),)),
)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def document(
    kind: str,
    number: str,
    day: str,
    seller: tuple[str, str],
    buyer: tuple[str, str],
    rates: tuple[tuple[str, ...], ...],
) -> str:
    """An electronic invoice with one summary a rate."""
    summaries = "".join(
        f"<DatiRiepilogo><AliquotaIVA>{rate}</AliquotaIVA><ImponibileImporto>{net}</ImponibileImporto>"
        f"<Imposta>{vat}</Imposta></DatiRiepilogo>"
        for rate, net, vat in rates
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ns3:FatturaElettronica versione="FPR12" '
        'xmlns:ns3="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"><FatturaElettronicaHeader>'
        f"{_party('CedentePrestatore', seller)}{_party('CessionarioCommittente', buyer)}</FatturaElettronicaHeader>"
        "<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento>"
        f"<TipoDocumento>{kind}</TipoDocumento><Divisa>EUR</Divisa><Data>{day}</Data><Numero>{number}</Numero>"
        f"</DatiGeneraliDocumento></DatiGenerali><DatiBeniServizi>{summaries}</DatiBeniServizi>"
        "</FatturaElettronicaBody></ns3:FatturaElettronica>"
    )


def spelled_document() -> str:
    """The customer of the list under the name of its register, as an electronic invoice of another month."""
    buyer = ("01234500001", "FERRI ADA OFFICINE MECCANICHE")
    return document("TD01", "31", "2026-02-10", _FIRM, buyer, (("22.00", "900.00", "198.00"),))


def electronic_invoices() -> bytes:
    """The same invoices as in the list, one document each, with one that a supplier sent: a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for place, (kind, number, day, customer, rates) in enumerate(_DOCUMENTS):
            text = document(kind, number, day, _FIRM, (_CUSTOMERS[customer], customer), rates)
            archive.writestr(f"IT01234599999_{place:05}.xml", text)
        bought = document(
            "TD01", "991", "2026-02-10", ("01234500009", "Acciai Srl"), _FIRM, (("22.00", "900.00", "198.00"),)
        )
        archive.writestr("IT01234500009_00001.xml", bought)
    return packed.getvalue()


def signed(content: bytes) -> bytes:
    """`content` as CMS SignedData without signers: what a signature wraps around a document."""
    data = bytes.fromhex("06092a864886f70d010701")
    body = _der(0x02, b"\x01") + _der(0x31, b"") + _der(0x30, data + _der(0xA0, _der(0x04, content))) + _der(0x31, b"")
    return _der(0x30, bytes.fromhex("06092a864886f70d010702") + _der(0xA0, _der(0x30, body)))


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    count = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 + count]) + length.to_bytes(count) + content


def _party(tag: str, party: tuple[str, str]) -> str:
    vat, name = party
    return (
        f"<{tag}><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>{vat}</IdCodice></IdFiscaleIVA>"
        f"<Anagrafica><Denominazione>{name}</Denominazione></Anagrafica></DatiAnagrafici></{tag}>"
    )
