"""Words that decide what a record counts as, and words that only look like nothing."""

from __future__ import annotations

from decimal import Decimal

from tests.corpus.build import text
from tests.corpus.case import Asked, Case, Read, Reject, Row, day, deal, order

DEALS = "Id trattativa;Fase trattativa;Importo;Creata il;Data di chiusura"


CASES = (
    Case(
        "unknown_outcome",
        "una parola di esito sconosciuta («Parcheggiata»)",
        "an unknown word of an outcome (“Parcheggiata”)",
        {"offerte.csv": text(DEALS, "1;Vinta;1.234,50;15/01/2026;20/01/2026", "2;Parcheggiata;7,50;15/01/2026;")},
        Asked(
            {"offerte.csv:Fase trattativa:Parcheggiata": "lost"},
            Read(
                (
                    deal("1", "won", "1234.50", "2026-01-15", "2026-01-20", stage_id="Vinta"),
                    deal("2", "lost", "7.50", "2026-01-15", stage_id="Parcheggiata"),
                )
            ),
        ),
    ),
    Case(
        "unknown_outcomes_two",
        "due parole di esito sconosciute, una domanda ciascuna",
        "two unknown words of an outcome, one question each",
        {
            "deals.csv": text(
                "Deal ID,Status,Amount,Create date,Close date",
                "1,Zapped,100.50,2026-01-15,2026-02-15",
                "2,Kaput,200.50,2026-01-16,2026-02-16",
                "3,Won,300.50,2026-01-17,2026-02-17",
            )
        },
        Asked(
            {"deals.csv:Status:Kaput": "lost", "deals.csv:Status:Zapped": "won"},
            Read(
                (
                    deal("1", "won", "100.50", "2026-01-15", "2026-02-15"),
                    deal("2", "lost", "200.50", "2026-01-16", "2026-02-16"),
                    deal("3", "won", "300.50", "2026-01-17", "2026-02-17"),
                )
            ),
        ),
    ),
    Case(
        "outcomes_in_italian",
        "esiti in italiano, con genere, maiuscole e numerazione diversi",
        "Italian outcomes with other genders, capitals and numbering",
        {
            "offerte.csv": text(
                "Numero offerta;Stato;Importo;Creata il;Chiusa il",
                "1;ACCETTATA;10,50;15/01/2026;15/02/2026",
                "2;Accettato;11,50;15/01/2026;15/02/2026",
                "3;Rifiutata;12,50;15/01/2026;15/02/2026",
                "4;Chiusa - Persa;13,50;15/01/2026;15/02/2026",
                "5;In corso;14,50;15/01/2026;",
                "6;3. Vinta;15,50;15/01/2026;15/02/2026",
            )
        },
        Read(
            (
                deal("1", "won", "10.50", "2026-01-15", "2026-02-15"),
                deal("2", "won", "11.50", "2026-01-15", "2026-02-15"),
                deal("3", "lost", "12.50", "2026-01-15", "2026-02-15"),
                deal("4", "lost", "13.50", "2026-01-15", "2026-02-15"),
                deal("5", "open", "14.50", "2026-01-15"),
                deal("6", "won", "15.50", "2026-01-15", "2026-02-15"),
            )
        ),
    ),
    Case(
        "close_date_of_open_deals",
        "la data di chiusura di una trattativa aperta è una previsione, anche futura",
        "the close date of an open deal is a forecast, even in the future",
        {
            "deals.csv": text(
                "Deal ID,Deal stage,Amount,Create date,Close date",
                "1,Proposal,100.50,2026-01-15,2027-02-15",
                "2,Won,200.50,2026-01-16,2026-02-16",
            )
        },
        Read(
            (
                deal(
                    "1",
                    "open",
                    "100.50",
                    "2026-01-15",
                    stage_id="Proposal",
                    expected_close_on=day("2027-02-15"),
                ),
                deal("2", "won", "200.50", "2026-01-16", "2026-02-16", stage_id="Won"),
            )
        ),
    ),
    Case(
        "yes_and_no",
        "sì e no in quattro modi (Sì, NO, vero, falso)",
        "yes and no in four ways (Sì, NO, vero, falso)",
        {
            "prodotti.csv": text(
                "Codice prodotto;Prodotto;Ricorrente", "P1;Alfa;Sì", "P2;Beta;NO", "P3;Gamma;vero", "P4;Delta;falso"
            )
        },
        Read(
            tuple(
                Row("product", {"product_id": code, "name": name, "is_recurring": recurring})
                for code, name, recurring in (
                    ("P1", "Alfa", True),
                    ("P2", "Beta", False),
                    ("P3", "Gamma", True),
                    ("P4", "Delta", False),
                )
            )
        ),
    ),
    Case(
        "yes_and_no_and_perhaps",
        "«forse» in una colonna di sì e no",
        "“maybe” in a column of yes and no",
        {"prodotti.csv": text("Codice prodotto;Prodotto;Ricorrente", "P1;Alfa;sì", "P2;Beta;no", "P3;Gamma;forse")},
        Read(
            (
                Row("product", {"product_id": "P1", "name": "Alfa", "is_recurring": True}),
                Row("product", {"product_id": "P2", "name": "Beta", "is_recurring": False}),
            ),
            (Reject(4, "Ricorrente", "unreadable_boolean"),),
        ),
    ),
    Case(
        "flags_of_winning",
        "due colonne sì/no (vinta, chiusa) al posto dell’esito",
        "two yes/no columns (won, closed) in place of an outcome",
        {
            "deals.csv": text(
                "Deal ID,Is won,Is closed,Amount,Create date,Close date",
                "1,TRUE,TRUE,100.50,2026-01-15,2026-02-15",
                "2,FALSE,TRUE,200.50,2026-01-16,2026-02-16",
                "3,FALSE,FALSE,300.50,2026-01-17,",
            )
        },
        Read(
            (
                deal("1", "won", "100.50", "2026-01-15", "2026-02-15"),
                deal("2", "lost", "200.50", "2026-01-16", "2026-02-16"),
                deal("3", "open", "300.50", "2026-01-17"),
            )
        ),
    ),
    Case(
        "null_words_in_dates",
        "date mancanti scritte `-`, `N/D`, `null`, `#N/D`, vuote",
        "missing dates written `-`, `N/D`, `null`, `#N/D`, blank",
        {
            "trattative.csv": text(
                "Id trattativa;Stato;Importo;Data creazione;Data chiusura",
                "0;Vinta;7,50;15/01/2026;16/02/2026",
                *(f"{n};Vinta;7,50;15/01/2026;{null}" for n, null in enumerate(("-", "N/D", "null", "#N/D", ""), 1)),
            )
        },
        Read(
            (
                deal("0", "won", "7.50", "2026-01-15", "2026-02-16"),
                *(deal(str(n), "won", "7.50", "2026-01-15") for n in range(1, 6)),
            )
        ),
    ),
    Case(
        "names_that_look_like_nothing",
        "clienti che si chiamano «NA», «None» e «nd»",
        "customers called “NA”, “None” and “nd”",
        {
            "orders.csv": text(
                "Order number,Date,Customer,Amount",
                "1,2026-01-15,NA,7.50",
                "2,2026-01-16,None,8.50",
                "3,2026-01-17,nd,9.50",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "NA", "7.50"),
                order("2", "2026-01-16", "None", "8.50"),
                order("3", "2026-01-17", "nd", "9.50"),
            )
        ),
    ),
    Case(
        "names_that_look_like_truth",
        "clienti che si chiamano «Vero», «No» e «1»",
        "customers called “Vero”, “No” and “1”",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile",
                "1;15/01/2026;Vero;7,50",
                "2;16/01/2026;No;8,50",
                "3;17/01/2026;1;9,50",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Vero", "7.50"),
                order("2", "2026-01-16", "No", "8.50"),
                order("3", "2026-01-17", "1", "9.50"),
            )
        ),
    ),
    Case(
        "names_in_other_capitals",
        "lo stesso cliente scritto con maiuscole e spazi diversi",
        "one customer with other capitals and blanks",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile", "1;15/01/2026;Rossi  Srl;7,50", "2;16/01/2026;ROSSI SRL;8,50"
            )
        },
        Read((order("1", "2026-01-15", "Rossi  Srl", "7.50"), order("2", "2026-01-16", "Rossi  Srl", "8.50"))),
    ),
    Case(
        "formulas_as_text",
        "testi che un foglio di calcolo eseguirebbe (`=SUM(A1)`, `+39 …`, `@`, `-`)",
        "texts that a spreadsheet would run (`=SUM(A1)`, `+39 …`, `@`, `-`)",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile;Telefono",
                "1;15/01/2026;=SUM(A1);7,50;+39 02 1234567",
                '2;16/01/2026;"=cmd|""/C calc""!A0";8,50;-39',
                "3;17/01/2026;@Rossi;9,50;@1",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "=SUM(A1)", "7.50", {"telefono": "+39 02 1234567"}),
                order("2", "2026-01-16", '=cmd|"/C calc"!A0', "8.50", {"telefono": "-39"}),
                order("3", "2026-01-17", "@Rossi", "9.50", {"telefono": "@1"}),
            )
        ),
    ),
    Case(
        "sql_and_markup_as_text",
        "apici, SQL e HTML dentro i nomi",
        "apostrophes, SQL and HTML inside names",
        {
            "orders.csv": text(
                "Order number,Date,Customer,Amount",
                "1,2026-01-15,L'Aquila '; DROP TABLE sales_order; --,7.50",
                "2,2026-01-16,<b>Doe</b> & {x} %s,8.50",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "L'Aquila '; DROP TABLE sales_order; --", "7.50"),
                order("2", "2026-01-16", "<b>Doe</b> & {x} %s", "8.50"),
            )
        ),
    ),
    Case(
        "words_that_decide_nothing",
        "un tipo di trattativa sconosciuto diventa «altro» e viene detto",
        "an unknown type of deal becomes “other”, and that is said",
        {
            "deals.csv": text(
                "Deal ID,Status,Deal type,Amount,Create date",
                "1,Open,Moonshot,100.50,2026-01-15",
                "2,Open,Renewal,7.50,2026-01-16",
            )
        },
        Read(
            (
                deal("1", "open", "100.50", "2026-01-15", type="other"),
                deal("2", "open", "7.50", "2026-01-16", type="renewal"),
            ),
            says=("words_as_other",),
        ),
    ),
    Case(
        "status_of_orders",
        "ordini annullati, in attesa e di prova",
        "orders that are cancelled, pending and tests",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile;Stato",
                "1;15/01/2026;Rossi;7,50;Evaso",
                "2;16/01/2026;Rossi;8,50;Annullato",
                "3;17/01/2026;Rossi;9,50;In attesa",
                "4;18/01/2026;Rossi;10,50;",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi", "7.50"),
                order("2", "2026-01-16", "Rossi", "8.50", status="cancelled"),
                order("3", "2026-01-17", "Rossi", "9.50", status="pending"),
                order("4", "2026-01-18", "Rossi", "10.50"),
            )
        ),
    ),
    Case(
        "status_of_orders_unknown",
        "uno stato d’ordine sconosciuto",
        "an unknown status of an order",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile;Stato",
                "1;15/01/2026;Rossi;7,50;Evaso",
                "2;16/01/2026;Rossi;8,50;Sbloccato X",
            )
        },
        Asked(
            {"ordini.csv:Stato:Sbloccato X": "pending"},
            Read(
                (order("1", "2026-01-15", "Rossi", "7.50"), order("2", "2026-01-16", "Rossi", "8.50", status="pending"))
            ),
        ),
    ),
    Case(
        "shares_in_percent",
        "quote in percentuale e come frazione",
        "shares as percentages",
        {"credit_split.csv": text("opportunity_id,rep_id,share", "D1,Anna,50%", "D1,Bruno,33.5 %", "D2,Anna,120%")},
        Read(
            (
                Row("credit_split", {"opportunity_id": "D1", "rep_id": "Anna", "share": Decimal("0.5")}),
                Row("credit_split", {"opportunity_id": "D1", "rep_id": "Bruno", "share": Decimal("0.335")}),
            ),
            (Reject(4, "share", "share_out_of_range"),),
        ),
    ),
)
