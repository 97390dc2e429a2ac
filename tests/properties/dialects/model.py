"""Tables of records and the dialects in which a program may write them, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["key", "text", "name", "word", "day", "amount", "attribute"]
Cell = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column: where it goes, what it holds and the headers that programs give it in Italian and English."""

    target: str
    kind: Kind
    italian: tuple[str, ...]
    english: tuple[str, ...]
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of record; `files` are the names of its files in Italian and English."""

    table: str
    files: tuple[str, str]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How amounts are written: `group` between thousands (none when empty), `mark` before the decimals."""

    mark: str
    group: str
    decimals: int | None
    """Written always; None as many as the amount has."""
    minus: Literal["-%", "%-", "(%)", "−%"]
    currency: str
    """`%` stands for the amount."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to write a table. `separator` may be `blanks`; `days` is a name of `written.DAYS`."""

    language: Literal["it", "en"]
    separator: str
    quoting: Literal["minimal", "all"]
    encoding: str
    line_end: str
    numbers: NumberStyle
    days: str
    null: str
    order: tuple[int, ...]
    headers: tuple[int, ...]
    preamble: tuple[str, ...]
    total: bool
    container: Literal["csv", "gz", "zip", "xlsx", "xlsx_text"]
    last_line_end: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """Records of a shape, row by row in the order of its fields, in a dialect."""

    shape: Shape
    rows: tuple[tuple[Cell, ...], ...]
    dialect: Dialect


DEALS = Shape(
    "opportunity",
    ("trattative", "deals"),
    (
        Field("opportunity_id", "key", ("Id trattativa", "Numero offerta"), ("Deal ID", "Opportunity number"), False),
        Field("name", "text", ("Nome trattativa", "Oggetto"), ("Deal name", "Opportunity name")),
        Field("account_id", "name", ("Cliente", "Ragione sociale"), ("Customer", "Company name")),
        Field("amount", "amount", ("Importo", "Valore trattativa"), ("Amount", "Deal value")),
        Field("created_on", "day", ("Data creazione", "Creata il"), ("Create date", "Created date")),
        Field("status", "word", ("Stato", "Esito"), ("Deal status", "Outcome"), False),
        Field("closed_on", "day", ("Data chiusura", "Chiusa il"), ("Close date", "Closed date")),
        Field("zona", "attribute", ("Zona",), ("Zona",)),
    ),
)
ORDERS = Shape(
    "sales_order",
    ("ordini", "orders"),
    (
        Field("order_id", "key", ("Numero ordine", "Numero"), ("Order number", "Order no"), False),
        Field("ordered_on", "day", ("Data ordine", "Data"), ("Order date", "Date"), False),
        Field("account_id", "name", ("Cliente", "Ragione sociale"), ("Customer", "Customer name"), False),
        Field("net_amount", "amount", ("Imponibile", "Importo"), ("Amount", "Net amount"), False),
        Field("note_interne", "attribute", ("Note interne",), ("Note interne",)),
    ),
)
INVOICES = Shape(
    "invoice",
    ("fatture", "invoices"),
    (
        Field("number", "key", ("Numero fattura", "N. fattura"), ("Invoice number", "Invoice no"), False),
        Field("issued_on", "day", ("Data fattura", "Data"), ("Invoice date", "Issue date"), False),
        Field("due_on", "day", ("Scadenza", "Data scadenza"), ("Due date", "Payment due")),
        Field("account_id", "name", ("Cliente", "Ragione sociale"), ("Customer", "Client"), False),
        Field("net", "amount", ("Imponibile", "Totale imponibile"), ("Net amount", "Taxable amount"), False),
        Field("vat", "amount", ("IVA", "Imposta"), ("VAT", "VAT amount"), False),
        Field("gross", "amount", ("Totale fattura", "Totale documento"), ("Gross amount", "Grand total"), False),
    ),
)
SHAPES = (DEALS, ORDERS, INVOICES)
WORDS = {
    "it": {"won": "Vinta", "lost": "Persa", "open": "Aperta"},
    "en": {"won": "Won", "lost": "Lost", "open": "Open"},
}
