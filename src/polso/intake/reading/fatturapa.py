"""Electronic invoices given together become one delimited table, one row a document."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from polso.intake.reading.containers import Unpacked
from polso.intake.reading.fatturapa_document import Document, NotFatturaError, Party, read_documents
from polso.intake.reading.fatturapa_signed import NotSignedError, signed_content

LABEL = "FatturaPA"
HEADERS = (
    "Direzione",
    "Tipo documento",
    "Numero",
    "Data",
    "Cliente",
    "Partita IVA",
    "Imponibile",
    "IVA",
    "Totale documento",
    "Divisa",
    "Scadenza",
    "Modalità pagamento",
    "Bollo",
    "Rif. ordine",
    "Fattura collegata",
    "Documento",
)
ISSUED, RECEIVED = "emessa", "ricevuta"
_MOST_BYTES = 32 << 20
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Gathered:
    """`file` is the table, `used` are the labels of the files that it was made from.

    `left_out` are files of invoices that could not be taken, with a code: `same_document_twice`,
    `signature_unreadable`, `xml_with_entities`, `not_fatturapa`, `document_too_large`. `parties` are those that
    could be the company, where the documents do not tell which: then the direction of each document is open until one
    is named. `signed` counts the files with a signature, which is not verified. `own` is the company's VAT number,
    None where it is not known.
    """

    file: Unpacked
    used: frozenset[str]
    left_out: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    signed: int
    own: str | None = None


@dataclass(slots=True)
class _Reading:
    documents: list[tuple[str, Document]]
    used: set[str]
    left_out: list[tuple[str, str]]
    signed: int = 0


def gather(files: Sequence[Unpacked], folder: Path, own_vat: str | None = None) -> Gathered | None:
    """The FatturaPA documents among `files` as a table in `folder`; None where there is none.

    A document was issued when the company sold, received when it bought; the company is the one party that all
    documents have in common, or the one with the VAT number `own_vat`. The same document given twice is taken once.
    What else is among the files is left alone.
    """
    reading = _Reading([], set(), [])
    seen: set[tuple[str, ...]] = set()
    for file in files:
        _read(file, reading, seen)
    if not reading.documents:
        return None
    every = [document for _, document in reading.documents]
    common = _common(every)
    own = _own(every, common, own_vat)
    home = folder / "fatturapa"
    home.mkdir(exist_ok=True)
    path = home / f"{LABEL}.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADERS)
        writer.writerows(_row(label, document, own) for label, document in reading.documents)
    return Gathered(
        file=Unpacked(path, LABEL),
        used=frozenset(reading.used),
        left_out=tuple(reading.left_out),
        parties=() if own is not None else common or _parties(every),
        signed=reading.signed,
        own=own,
    )


def _read(file: Unpacked, reading: _Reading, seen: set[tuple[str, ...]]) -> None:
    is_signed = file.label.lower().endswith(".p7m")
    if not is_signed and not _looks_like_invoice(file.path):
        return
    reading.used.add(file.label)
    if file.path.stat().st_size > _MOST_BYTES:
        reading.left_out.append((file.label, "document_too_large"))
        return
    content = file.path.read_bytes()
    try:
        documents = read_documents(signed_content(content) if is_signed else content)
    except NotSignedError:
        reading.left_out.append((file.label, "signature_unreadable"))
        return
    except NotFatturaError as error:
        reading.left_out.append((file.label, error.code))
        return
    reading.signed += is_signed
    new = [document for document in documents if _identity(document) not in seen]
    seen.update(map(_identity, documents))
    if not new:
        reading.left_out.append((file.label, "same_document_twice"))
    reading.documents += [(file.label, document) for document in new]


def _looks_like_invoice(path: Path) -> bool:
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    text = head.replace(b"\x00", b"")
    return text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and b"FatturaElettronica" in text


def _identity(document: Document) -> tuple[str, ...]:
    return (document.seller.identity, document.kind, document.number, document.day, document.buyer.identity)


def _common(documents: Sequence[Document]) -> tuple[Party, ...]:
    """The parties that every document has, in the order of the first one."""
    first = documents[0]
    return tuple(
        party
        for party in dict.fromkeys((first.seller, first.buyer))
        if party.identity and all(party.identity in (one.seller.identity, one.buyer.identity) for one in documents)
    )


def _parties(documents: Sequence[Document]) -> tuple[Party, ...]:
    """All parties, those of most documents first."""
    counts: dict[str, int] = {}
    known: dict[str, Party] = {}
    for document in documents:
        for party in (document.seller, document.buyer):
            if party.identity:
                counts[party.identity] = counts.get(party.identity, 0) + 1
                known.setdefault(party.identity, party)
    return tuple(known[identity] for identity in sorted(counts, key=lambda one: (-counts[one], one)))


def _own(documents: Sequence[Document], common: tuple[Party, ...], own_vat: str | None) -> str | None:
    """The identity of the company."""
    if own_vat:
        wanted = bare_number(own_vat)
        known = {party.identity for document in documents for party in (document.seller, document.buyer)}
        return next((identity for identity in sorted(known) if bare_number(identity) == wanted), own_vat)
    return common[0].identity if len({party.identity for party in common}) == 1 else None


def bare_number(vat: str) -> str:
    """A VAT number without blanks and without the country of Italy."""
    return vat.replace(" ", "").upper().removeprefix("IT")


def _row(label: str, document: Document, own: str | None) -> tuple[str, ...]:
    # What the company makes out to itself is no sale.
    issued = document.seller.identity == own and document.buyer.identity != own
    other = document.buyer if issued or own is None else document.seller
    return (
        ISSUED if issued else RECEIVED,
        document.kind,
        document.number,
        document.day,
        other.name,
        other.identity,
        _amount(document.net),
        _amount(document.vat),
        _amount(document.gross),
        document.currency,
        document.due,
        document.method,
        _amount(document.stamp),
        document.order,
        document.refers_to,
        label,
    )


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"
