"""One electronic invoice of the Italian exchange system (FatturaPA 1.2): from XML to the amounts of each document.

Field names are those of the published format (Agenzia delle Entrate, technical rules of the electronic invoice).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

_ROOTS = ("FatturaElettronica", "FatturaElettronicaSemplificata")
_PERCENT = Decimal(100)
_CENT = Decimal("0.01")
_DAY = len("2026-01-31")


class NotFatturaError(ValueError):
    """The bytes are no FatturaPA document; `code` is `not_fatturapa`, or why the XML is refused."""

    def __init__(self, code: str = "not_fatturapa") -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Party:
    """`identity` is the VAT number with its country, else the tax code; empty where there is neither."""

    identity: str
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """One body of a file. Amounts as in the document, positive in credit notes too; `None` where it says nothing."""

    kind: str
    number: str
    day: str
    seller: Party
    buyer: Party
    net: Decimal | None
    vat: Decimal | None
    gross: Decimal | None
    currency: str
    due: str
    method: str
    stamp: Decimal | None
    order: str
    refers_to: str


class _NoDoctype(TreeBuilder):
    """A document type is where entities are declared, and no invoice has one: it is refused before any is expanded."""

    def doctype(self, *_declared: str | None) -> None:
        raise NotFatturaError("xml_with_entities")


def read_documents(content: bytes) -> tuple[Document, ...]:
    """The documents (bodies) of one file. Raises NotFatturaError."""
    parser = XMLParser(target=_NoDoctype())  # noqa: S314 - see _NoDoctype
    try:
        parser.feed(content)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise error if isinstance(error, NotFatturaError) else NotFatturaError from error
    if _local(root) not in _ROOTS:
        raise NotFatturaError
    header = _find(root, "FatturaElettronicaHeader")
    if header is None:
        raise NotFatturaError
    seller, buyer = _party(_find(header, "CedentePrestatore")), _party(_find(header, "CessionarioCommittente"))
    bodies = [child for child in root if _local(child) == "FatturaElettronicaBody"]
    return tuple(_document(body, seller, buyer) for body in bodies)


def _document(body: Element, seller: Party, buyer: Party) -> Document:
    facts = _find(body, "DatiGenerali", "DatiGeneraliDocumento")
    if facts is None or not _text(facts, "Numero"):
        raise NotFatturaError
    net, vat = _totals(body)
    said = _number(_text(facts, "ImportoTotaleDocumento"))
    payments = list(_all(body, "DatiPagamento", "DettaglioPagamento"))
    dues = sorted(due for one in payments if (due := _text(one, "DataScadenzaPagamento")))
    return Document(
        kind=_text(facts, "TipoDocumento"),
        number=_text(facts, "Numero"),
        day=_text(facts, "Data")[:_DAY],
        seller=seller,
        buyer=buyer,
        net=net,
        vat=vat,
        gross=said if said is not None else None if net is None else net + (vat or 0),
        currency=_text(facts, "Divisa") or "EUR",
        due=dues[-1] if dues else "",
        method=", ".join(dict.fromkeys(_text(one, "ModalitaPagamento") for one in payments)),
        stamp=_number(_text(facts, "DatiBollo", "ImportoBollo")) or _number(_text(facts, "BolloVirtuale")),
        order=_text(body, "DatiGenerali", "DatiOrdineAcquisto", "IdDocumento"),
        refers_to=_text(body, "DatiGenerali", "DatiFattureCollegate", "IdDocumento"),
    )


def _totals(body: Element) -> tuple[Decimal | None, Decimal | None]:
    """Net and tax: summed over the rates; in a simplified invoice, whose lines hold the tax, taken out of each."""
    summed = list(_all(body, "DatiBeniServizi", "DatiRiepilogo"))
    if summed:
        nets = [_number(_text(one, "ImponibileImporto")) for one in summed]
        vats = [_number(_text(one, "Imposta")) for one in summed]
        return _sum(nets), _sum(vats)
    net, vat = Decimal(0), Decimal(0)
    lines = list(_all(body, "DatiBeniServizi"))
    for line in lines:
        whole = _number(_text(line, "Importo"))
        if whole is None:
            return None, None
        tax = _number(_text(line, "DatiIVA", "Imposta"))
        rate = _number(_text(line, "DatiIVA", "Aliquota")) or Decimal(0)
        if tax is None:
            tax = (whole * rate / (_PERCENT + rate)).quantize(_CENT)
        net, vat = net + whole - tax, vat + tax
    return (net, vat) if lines else (None, None)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _party(found: Element | None) -> Party:
    if found is None:
        return Party("", "")
    facts = _find(found, "DatiAnagrafici")
    facts = found if facts is None else facts
    vat = _text(facts, "IdFiscaleIVA", "IdCodice") or _text(facts, "IdentificativiFiscali", "IdFiscaleIVA", "IdCodice")
    country = _text(facts, "IdFiscaleIVA", "IdPaese") or _text(
        facts, "IdentificativiFiscali", "IdFiscaleIVA", "IdPaese"
    )
    code = _text(facts, "CodiceFiscale") or _text(facts, "IdentificativiFiscali", "CodiceFiscale")
    beside = [_find(facts, name) for name in ("Anagrafica", "AltriDatiIdentificativi")]
    names = next((found for found in beside if found is not None), facts)
    person = " ".join(part for part in (_text(names, "Nome"), _text(names, "Cognome")) if part)
    return Party(f"{country or 'IT'}{vat}" if vat else code, _text(names, "Denominazione") or person)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, *path: str) -> Iterator[Element]:
    name, *rest = path
    for child in element:
        if _local(child) == name:
            yield from _all(child, *rest) if rest else (child,)


def _find(element: Element, *path: str) -> Element | None:
    return next(_all(element, *path), None)


def _text(element: Element, *path: str) -> str:
    found = _find(element, *path)
    return " ".join((found.text or "").split()) if found is not None else ""


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
