"""What tells one record from another."""

from __future__ import annotations

from polso.catalog.schema import TABLE
from tests.corpus.build import text, workbook
from tests.corpus.case import Case, Read, Reject, Row, account, deal, order

EN = "Order number,Date,Customer,Amount"


def numbered(*keys: str) -> dict[str, bytes]:
    return {"orders.csv": text(EN, *(f"{key},2026-01-{15 + n},Smith,7.50" for n, key in enumerate(keys)))}


def kept(*keys: str | None) -> tuple[Row, ...]:
    return tuple(order(key, f"2026-01-{15 + n}", "Smith", "7.50") for n, key in enumerate(keys) if key is not None)


def without_key(row: Row) -> Row:
    return Row(row.table, {name: value for name, value in row.fields.items() if name not in TABLE[row.table].key})


CASES = (
    Case(
        "leading_zeros",
        "`00123` e `123` sono due ordini",
        "`00123` and `123` are two orders",
        numbered("00123", "123", "0123"),
        Read(kept("00123", "123", "0123")),
    ),
    Case(
        "scientific_looking",
        "`1E5`, `1E05` e `100000` sono tre ordini",
        "`1E5`, `1E05` and `100000` are three orders",
        numbered("1E5", "1E05", "100000"),
        Read(kept("1E5", "1E05", "100000")),
    ),
    Case(
        "long_numbers",
        "numeri di 16 e più cifre che differiscono nell’ultima",
        "numbers of 16 and more digits that differ in the last",
        numbered("1234567890123456", "1234567890123457", "98765432109876543210"),
        Read(kept("1234567890123456", "1234567890123457", "98765432109876543210")),
    ),
    Case(
        "dates_as_keys",
        "chiavi che sembrano date (`1-2`, `2026/03`)",
        "keys that look like dates (`1-2`, `2026/03`)",
        numbered("1-2", "2026/03", "01-02"),
        Read(kept("1-2", "2026/03", "01-02")),
    ),
    Case(
        "decimal_looking_keys",
        "chiavi che sembrano importi (`1.10` e `1.1`)",
        "keys that look like amounts (`1.10` and `1.1`)",
        numbered("1.10", "1.1", "1,100".replace(",", ".")),
        Read(kept("1.10", "1.1", "1.100")),
    ),
    Case(
        "capitals_in_keys",
        "`a1` e `A1` sono due ordini",
        "`a1` and `A1` are two orders",
        numbered("a1", "A1"),
        Read(kept("a1", "A1")),
    ),
    Case(
        "keys_stored_as_numbers",
        "in un foglio, numeri d’ordine veri (`1001`) e scritti come testo (`01002`)",
        "in a sheet, order numbers as numbers (`1001`) and as text (`01002`)",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        ["Numero", "Data", "Cliente", "Imponibile"],
                        [1001, "15/01/2026", "Rossi", 7.5],
                        ["01002", "16/01/2026", "Rossi", 8.5],
                    ]
                }
            )
        },
        Read((order("1001", "2026-01-15", "Rossi", "7.50"), order("01002", "2026-01-16", "Rossi", "8.50"))),
    ),
    Case(
        "key_twice",
        "lo stesso numero su due righe: vale l’ultima",
        "one number on two rows: the last holds",
        {
            "orders.csv": text(
                EN,
                "1,2026-01-15,Smith,7.50",
                "2,2026-01-16,Smith,8.50",
                "3,2026-01-16,Smith,8.50",
                "4,2026-01-16,Smith,8.50",
                "5,2026-01-16,Smith,8.50",
                "1,2026-01-17,Smith,9.50",
            )
        },
        Read(
            (
                *(order(str(n), "2026-01-16", "Smith", "8.50") for n in range(2, 6)),
                order("1", "2026-01-17", "Smith", "9.50"),
            ),
            (Reject(2, "Order number", "replaced_by_later_line"),),
        ),
    ),
    Case(
        "key_blank",
        "una riga senza numero d’ordine",
        "a row without an order number",
        {"orders.csv": text(EN, "1,2026-01-15,Smith,7.50", ",2026-01-16,Smith,8.50", "n/a,2026-01-16,Smith,8.50")},
        Read(
            (order("1", "2026-01-15", "Smith", "7.50"),),
            (Reject(3, "Order number", "key_missing"), Reject(4, "Order number", "key_missing")),
        ),
    ),
    Case(
        "equal_sales_without_keys",
        "vendite uguali senza numero: sono tutte vere",
        "equal sales without a number: all of them are real",
        {
            "vendite.csv": text(
                "Data;Cliente;Importo", "15/01/2026;Rossi;7,50", "15/01/2026;Rossi;7,50", "16/01/2026;Rossi;7,50"
            )
        },
        Read(
            (
                order(None, "2026-01-15", "Rossi", "7.50"),
                order(None, "2026-01-15", "Rossi", "7.50"),
                order(None, "2026-01-16", "Rossi", "7.50"),
            )
        ),
    ),
    Case(
        "deals_without_keys",
        "trattative senza codice: le distingue il contenuto",
        "deals without a code: told apart by what they say",
        {"deals.csv": text("Deal stage,Amount,Close date", "Won,7.50,2026-01-15", "Lost,8.50,2026-01-16")},
        Read(
            (
                without_key(deal("", "won", "7.50", None, "2026-01-15", stage_id="Won")),
                without_key(deal("", "lost", "8.50", None, "2026-01-16", stage_id="Lost")),
            )
        ),
    ),
    Case(
        "customer_codes_and_names",
        "codice e nome del cliente nello stesso file",
        "code and name of the customer in one file",
        {
            "clienti.csv": text(
                "Codice cliente;Ragione sociale;Partita IVA",
                "0001;Rossi Srl;01234567890",
                "0002;Verdi & C.;09876543210",
            )
        },
        Read(
            (
                account("Rossi Srl", account_id="0001", vat_number="01234567890"),
                account("Verdi & C.", account_id="0002", vat_number="09876543210"),
            )
        ),
    ),
    Case(
        "deal_points_to_a_customer_of_another_file",
        "due file insieme: le trattative indicano i clienti per codice",
        "two files together: deals point to customers by code",
        {
            "trattative.csv": text(
                "Id trattativa;Codice cliente;Stato;Importo;Data creazione", "1;0001;Aperta;7,50;15/01/2026"
            ),
            "clienti.csv": text("Codice cliente;Ragione sociale", "0001;Rossi Srl"),
        },
        Read(
            (
                deal("1", "open", "7.50", "2026-01-15", account_id="Rossi Srl"),
                account("Rossi Srl", account_id="0001"),
            )
        ),
    ),
)
