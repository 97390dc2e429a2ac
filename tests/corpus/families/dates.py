"""Days and moments as people and programs write them."""

from __future__ import annotations

from datetime import date, datetime

from tests.corpus.build import text, workbook
from tests.corpus.case import Asked, Case, Read, Refused, Reject, Row, moment, money, order

ORDER = "ordini.csv:date_order:Data"


def dated(*days: str) -> dict[str, bytes]:
    """`ordini.csv` with one order of 7.50 for each day."""
    return {
        "ordini.csv": text("Numero;Data;Cliente;Imponibile", *(f"{n};{d};Rossi;7,50" for n, d in enumerate(days, 1)))
    }


def on(*days: str | None) -> tuple[Row, ...]:
    """The orders of `dated`; None where the row is left out."""
    return tuple(order(str(n), d, "Rossi", "7.50") for n, d in enumerate(days, 1) if d is not None)


def at(number: str, day: str, when: datetime) -> Row:
    """An order of `dated` at a moment in UTC."""
    return order(number, day, "Rossi", "7.50", ordered_at=when)


CASES = (
    Case(
        "day_or_month_first",
        "`03/04/2026` e tutti gli altri numeri fino a 12: giorno o mese?",
        "`03/04/2026` and no number above 12: day or month first?",
        dated("03/04/2026", "05/06/2026"),
        Asked({ORDER: "dmy"}, Read(on("2026-04-03", "2026-06-05")), {ORDER: "dmy"}),
    ),
    Case(
        "month_first_after_all",
        "`03/04/2026` e gli altri fino a 12, e il mese viene prima",
        "`03/04/2026` and no number above 12, and the month comes first",
        {"orders.csv": text("Order number,Date,Customer,Amount", "1,03/04/2026,Smith,7.50", "2,05/06/2026,Smith,8.50")},
        Asked(
            {"orders.csv:date_order:Date": "mdy"},
            Read((order("1", "2026-03-04", "Smith", "7.50"), order("2", "2026-05-06", "Smith", "8.50"))),
        ),
    ),
    Case(
        "dotted_days_up_to_12",
        "`03.04.2026`: con i punti è quasi certo, ma si chiede",
        "`03.04.2026`: with points it is nearly certain, and still asked",
        dated("03.04.2026", "05.06.2026"),
        Asked({ORDER: "dmy"}, Read(on("2026-04-03", "2026-06-05")), {ORDER: "dmy"}),
    ),
    Case(
        "a_day_beyond_12_decides",
        "un solo giorno maggiore di 12 decide per la colonna",
        "one day above 12 decides for the column",
        dated("03/04/2026", "13/04/2026"),
        Read(on("2026-04-03", "2026-04-13")),
    ),
    Case(
        "month_first",
        "date americane: un giorno maggiore di 12 in seconda posizione",
        "American dates: one day above 12 in the second place",
        dated("03/04/2026", "03/14/2026"),
        Read(on("2026-03-04", "2026-03-14")),
    ),
    Case(
        "day_equals_month",
        "giorno e mese uguali in tutte le righe: non c’è nulla da chiedere",
        "day and month alike in all rows: nothing to ask",
        dated("03/03/2026", "05/05/2026"),
        Read(on("2026-03-03", "2026-05-05")),
    ),
    Case(
        "both_orders_in_one_column",
        "giorno prima in una riga e mese prima in un’altra",
        "day first in one row and month first in another",
        dated("13/01/2026", "01/14/2026", "05/06/2026"),
        Asked({ORDER: "dmy"}, Read(on("2026-01-13", None, "2026-06-05"), (Reject(3, "Data", "impossible_date"),))),
    ),
    Case(
        "another_column_decides",
        "una colonna di date decide per l’altra dello stesso file",
        "one column of dates decides for the other of the same file",
        {
            "fatture.csv": text(
                "Numero fattura;Data fattura;Scadenza;Cliente;Imponibile", "1;03/04/2026;30/05/2026;Rossi;7,50"
            )
        },
        Read(
            (
                Row(
                    "invoice",
                    {
                        "number": "1",
                        "kind": "invoice",
                        "issued_on": date(2026, 4, 3),
                        "due_on": date(2026, 5, 30),
                        "account_id": "Rossi",
                        "net": money("7.50"),
                        "currency": "EUR",
                    },
                ),
            )
        ),
    ),
    Case(
        "two_digit_years",
        "anni di due cifre",
        "years of two digits",
        dated("15/01/26", "16/01/98"),
        Read(on("2026-01-15", "1998-01-16")),
    ),
    Case(
        "one_digit_days",
        "giorni e mesi di una cifra",
        "days and months of one digit",
        dated("5/1/2026", "15/1/2026"),
        Read(on("2026-01-05", "2026-01-15")),
    ),
    Case("iso", "date ISO", "ISO dates", dated("2026-01-15", "2026-01-06"), Read(on("2026-01-15", "2026-01-06"))),
    Case(
        "month_name_before_time",
        "`15 Apr, 2021 00:03:00`",
        "`15 Apr, 2021 00:03:00`",
        dated("15 Apr, 2021 00:03:00", "16 Apr, 2021 14:30:00"),
        Read((at("1", "2021-04-15", moment("2021-04-14 22:03")), at("2", "2021-04-16", moment("2021-04-16 12:30")))),
    ),
    Case(
        "italian_month_names",
        "mesi in italiano, interi e abbreviati",
        "Italian month names, whole and short",
        dated("3 aprile 2026", "15-gen-2026", "1° maggio 2026", "lunedì 12 gennaio 2026", "7 SET 2026", "25 dic. 2025"),
        Read(on("2026-04-03", "2026-01-15", "2026-05-01", "2026-01-12", "2026-09-07", "2025-12-25")),
    ),
    Case(
        "english_month_names",
        "mesi in inglese davanti al giorno",
        "English month names before the day",
        dated("April 3, 2026", "Jan 15 2026", "May 1st, 2026", "12-Jan-26"),
        Read(on("2026-04-03", "2026-01-15", "2026-05-01", "2026-01-12")),
    ),
    Case(
        "months_without_days",
        "soltanto mese e anno: nessun giorno viene inventato",
        "month and year only: no day is made up",
        dated("2026-04", "2026-05"),
        Refused("unreadable_column_date", "ordini.csv", None, "Data"),
    ),
    Case(
        "compact",
        "otto cifre (`20260115`)",
        "eight digits (`20260115`)",
        dated("20260115", "20260228"),
        Read(on("2026-01-15", "2026-02-28")),
    ),
    Case(
        "excel_serials",
        "numeri seriali di Excel in un CSV (`46037`)",
        "serial numbers of Excel in a CSV (`46037`)",
        dated("46037", "46038"),
        Read(on("2026-01-15", "2026-01-16")),
    ),
    Case(
        "excel_serials_with_time",
        "numeri seriali di Excel con le ore (`46037,5`)",
        "serial numbers of Excel with a time (`46037,5`)",
        dated("46037,5", "46038,75"),
        Read((at("1", "2026-01-15", moment("2026-01-15 11:00")), at("2", "2026-01-16", moment("2026-01-16 17:00")))),
    ),
    Case(
        "epoch_seconds",
        "secondi dal 1970, e il giorno è quello dell’azienda",
        "seconds since 1970, and the day is the company’s",
        dated("1768517999", "1768518001"),
        Read(
            (
                at("1", "2026-01-15", moment("2026-01-15 22:59:59")),
                at("2", "2026-01-16", moment("2026-01-15 23:00:01")),
            )
        ),
    ),
    Case(
        "epoch_milliseconds",
        "millisecondi dal 1970",
        "milliseconds since 1970",
        dated("1768518001000", "1768431600000"),
        Read((at("1", "2026-01-16", moment("2026-01-15 23:00:01")), at("2", "2026-01-15", moment("2026-01-14 23:00")))),
    ),
    Case(
        "instants_with_offset",
        "istanti con il fuso: le 23:30 UTC a Roma sono il giorno dopo",
        "instants with an offset: 23:30 UTC is the next day in Rome",
        dated("2026-01-31T23:30:00Z", "2026-01-31T23:30:00+01:00", "2026-06-30T22:15:00+00:00"),
        Read(
            (
                at("1", "2026-02-01", moment("2026-01-31 23:30")),
                at("2", "2026-01-31", moment("2026-01-31 22:30")),
                at("3", "2026-07-01", moment("2026-06-30 22:15")),
            )
        ),
    ),
    Case(
        "times_around_month_end",
        "ore locali attorno a fine mese, in inverno e d’estate",
        "local times around the end of a month, in winter and in summer",
        dated("31/01/2026 23:30", "01/02/2026 00:30", "30/06/2026 23:59"),
        Read(
            (
                at("1", "2026-01-31", moment("2026-01-31 22:30")),
                at("2", "2026-02-01", moment("2026-01-31 23:30")),
                at("3", "2026-06-30", moment("2026-06-30 21:59")),
            )
        ),
    ),
    Case(
        "twelve_hour_clock",
        "orologio di dodici ore, mezzanotte e mezzogiorno compresi",
        "a clock of twelve hours, midnight and noon included",
        dated("01/15/2026 12:05 AM", "01/15/2026 12:05 PM", "01/15/2026 3:30 pm"),
        Read(
            (
                at("1", "2026-01-15", moment("2026-01-14 23:05")),
                at("2", "2026-01-15", moment("2026-01-15 11:05")),
                at("3", "2026-01-15", moment("2026-01-15 14:30")),
            )
        ),
    ),
    Case(
        "midnight_everywhere",
        "ora 00:00:00 in tutte le righe: sono giorni, non istanti",
        "time 00:00:00 in all rows: days, not instants",
        dated("15/01/2026 00:00:00", "16/01/2026 00:00:00"),
        Read(on("2026-01-15", "2026-01-16")),
    ),
    Case(
        "leap_day",
        "29 febbraio, in un anno che lo ha e in uno che non lo ha",
        "29 February, in a year that has it and in one that has not",
        dated("29/02/2024", "29/02/2026", "28/02/2026"),
        Read(on("2024-02-29", None, "2026-02-28"), (Reject(3, "Data", "impossible_date"),)),
    ),
    Case(
        "days_that_do_not_exist",
        "31 aprile e `00/00/0000`",
        "31 April and `00/00/0000`",
        dated("31/04/2026", "30/04/2026", "00/00/0000", "29/04/2026", "28/04/2026"),
        Read(
            on(None, "2026-04-30", None, "2026-04-29", "2026-04-28"),
            (Reject(2, "Data", "impossible_date"), Reject(4, "Data", "required_missing")),
        ),
    ),
    Case(
        "null_date_of_databases",
        "`0000-00-00`, la data vuota di MySQL",
        "`0000-00-00`, the empty date of MySQL",
        dated("2026-01-15", "0000-00-00", "2026-01-16"),
        Read(on("2026-01-15", None, "2026-01-16"), (Reject(3, "Data", "required_missing"),)),
    ),
    Case(
        "words_for_dates",
        "«domani» e «da definire» al posto di una data: nulla viene inventato",
        "“domani” (tomorrow) and “da definire” in place of a date: nothing is made up",
        dated("15/01/2026", "domani", "16/01/2026", "da definire", "17/01/2026"),
        Read(
            on("2026-01-15", None, "2026-01-16", None, "2026-01-17"),
            (Reject(3, "Data", "unreadable_date"), Reject(5, "Data", "unreadable_date")),
        ),
    ),
    Case(
        "not_yet_happened",
        "una vendita con una data futura",
        "a sale with a date in the future",
        dated("15/01/2026", "15/01/2062"),
        Read(on("2026-01-15", None), (Reject(3, "Data", "future_dated"),)),
    ),
    Case(
        "real_days_in_a_workbook",
        "date vere in un foglio, una con le ore",
        "real days in a sheet, one with a time",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        ["Numero", "Data", "Cliente", "Imponibile"],
                        ["1", date(2026, 4, 3), "Rossi", 7.5],
                        ["2", moment("2026-04-03 10:30"), "Rossi", 7.5],
                    ]
                }
            )
        },
        Read(
            (
                at("1", "2026-04-03", moment("2026-04-02 22:00")),
                at("2", "2026-04-03", moment("2026-04-03 08:30")),
            )
        ),
    ),
    Case(
        "days_and_texts_in_a_workbook",
        "in un foglio, date vere e date scritte come testo (giorno e mese scambiabili)",
        "in a sheet, real days and days written as text that may be read both ways",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        ["Numero", "Data", "Cliente", "Imponibile"],
                        ["1", date(2026, 4, 13), "Rossi", 7.5],
                        ["2", "03/04/2026", "Rossi", 7.5],
                    ]
                }
            )
        },
        Asked({"ordini.xlsx:date_order:Data": "dmy"}, Read(on("2026-04-13", "2026-04-03"))),
    ),
    Case(
        "days_since_1904",
        "un foglio del Mac che conta i giorni dal 1904",
        "a sheet of a Mac that counts its days from 1904",
        {
            "ordini.xlsx": workbook(
                {"Ordini": [["Numero", "Data", "Cliente", "Imponibile"], ["1", date(2026, 1, 15), "Rossi", 7.5]]},
                options={"date_1904": True},
            )
        },
        Read(on("2026-01-15")),
    ),
    Case(
        "serials_without_format_in_a_workbook",
        "in un foglio, date salvate come numeri senza formato",
        "in a sheet, days kept as numbers without a format",
        {
            "ordini.xlsx": workbook(
                {"Ordini": [["Numero", "Data", "Cliente", "Imponibile"], ["1", 46037, "Rossi", 7.5]]}
            )
        },
        Read(on("2026-01-15")),
    ),
)
