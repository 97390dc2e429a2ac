"""What customers paid, when, and what they still owe."""

from __future__ import annotations

from polso.catalog.model import (
    Condition,
    Distribution,
    Measure,
    Metric,
    Simple,
    Stock,
    Survival,
    Uncertainty,
    Variant,
    Words,
)

INVOICE_DIMENSIONS = ("rep", "team", "segment", "customer")
BILLED = Condition("kind", "in", ("invoice", "deposit"))
LATE = Condition("state", "in", ("overdue", "no_due_day"))

COLLECTED_TOTAL = Measure("invoice_due", "paid", "paid_amount_base", (), ("paid_amount_base",))
COLLECTED_NET = Measure("invoice_due", "paid", "paid_net_amount_base", (), ("paid_net_amount_base",))
OVERDUE_AMOUNT = Measure("receivable_span", "span", "overdue_amount", (LATE,), credit="snapshot")
OWED_AMOUNT = Measure("receivable_span", "span", "amount", (), credit="snapshot")
OVERDUE_COUNT = Measure("receivable_span", "span", None, (Condition("state", "is", ("overdue",)),), credit="snapshot")
DAYS_TO_PAY_OF_PAID = Measure("invoice_due", "paid", "days_to_pay", (BILLED,), ("days_to_pay",))
DAYS_LATE_OF_PAID = Measure("invoice_due", "paid", "days_late", (BILLED,), ("days_late",))
ISSUED = Measure("invoice_due", "issued", None, (BILLED, Condition("fault", "unknown")))

COLLECTED = Metric(
    id="collected",
    names=Words("Collected", "Incassato"),
    families=("performance",),
    unit="currency",
    direction="higher",
    kind=Simple(COLLECTED_TOTAL),
    totals="additive",
    clock=Words("day of payment", "giorno del pagamento"),
    credit="closing",
    minimal_grain="day",
    dimensions=INVOICE_DIMENSIONS,
    requires=(("invoice.paid_on", "invoice.gross"), ("invoice.paid_on", "invoice.net")),
    better_with=("invoice.rep_id", "invoice.account_id", "fx_rate.to_base"),
    uncertainty=Uncertainty(change="money", enough=10),
    definition=Words(
        "The money that came in on invoices paid in the period, tax included, less credit notes paid back in it. Another "
        "currency counts at the rate of the day of payment.",
        "Il denaro entrato con le fatture pagate nel periodo, IVA compresa, meno le note di credito rimborsate nello "
        "stesso periodo. Un’altra valuta conta al cambio del giorno del pagamento.",
    ),
    formula=Words("Σ total of the invoices paid", "Σ totale delle fatture pagate"),
    misleads=Words(
        "An invoice counts whole on its day of payment: part payments are not told apart. It includes tax, so compare it "
        "with revenue by the reading without tax. Where only the net amount is known, that is what counts.",
        "Una fattura conta intera nel giorno del pagamento: gli acconti su una stessa fattura non si distinguono. "
        "Comprende l’IVA: per il confronto con i ricavi usate la lettura senza IVA. Dove si sa solo l’imponibile conta "
        "quello.",
    ),
    source="cash received by day of payment, as a bank statement has it",
    synonyms=("cash collected", "payments received", "incassi", "incasso", "pagamenti ricevuti"),
    supporting=True,
    variants=(
        Variant(
            "net",
            Words("Collected without tax", "Incassato senza IVA"),
            Simple(COLLECTED_NET),
            Uncertainty(change="money", enough=10),
            "additive",
            definition=Words(
                "The same without tax, so that it can be compared with revenue.",
                "Lo stesso senza IVA, così si può confrontare con i ricavi.",
            ),
        ),
    ),
)

OVERDUE = Metric(
    id="overdue",
    names=Words("Overdue", "Scaduto da incassare"),
    short_names=Words("Overdue", "Scaduto"),
    families=("performance",),
    unit="currency",
    direction="lower",
    kind=Stock(OVERDUE_AMOUNT),
    totals="semi_additive",
    clock=Words("end of the period", "fine del periodo"),
    credit="snapshot",
    minimal_grain="day",
    dimensions=INVOICE_DIMENSIONS,
    requires=(("invoice.due_on", "invoice.paid_on"), ("invoice.due_on", "invoice.is_paid")),
    better_with=("invoice.paid_on", "invoice.gross", "fx_rate.to_base"),
    uncertainty=Uncertainty(),
    definition=Words(
        "What customers owed at the end of the period on invoices whose due day had passed, tax included. An invoice is "
        "overdue from the day after its due day until the day on which it is paid.",
        "Quanto dovevano i clienti alla fine del periodo sulle fatture con scadenza passata, IVA compresa. Una fattura è "
        "scaduta dal giorno dopo la scadenza fino al giorno in cui è pagata.",
    ),
    formula=Words(
        "Σ total of invoices with due day < day < day of payment",
        "Σ totale delle fatture con scadenza < giorno < pagamento",
    ),
    misleads=Words(
        "Credit notes not yet paid back do not lower it, and a part payment does not either. Invoices without a due day "
        "are left out and counted apart. Where invoices are marked as paid without a day, the past is not known.",
        "Le note di credito non ancora rimborsate non lo abbassano, e nemmeno un pagamento parziale. Le fatture senza "
        "scadenza restano fuori e sono contate a parte. Dove le fatture sono segnate pagate senza un giorno, il passato "
        "non si conosce.",
    ),
    source="aged receivables: past due from the day after the due day",
    synonyms=("past due", "overdue invoices", "scaduto", "fatture scadute", "insoluti", "crediti scaduti"),
    supporting=True,
    variants=(
        Variant(
            "owed",
            Words("All that customers owe", "Tutto il da incassare"),
            Stock(OWED_AMOUNT),
            totals="semi_additive",
            definition=Words(
                "All invoices issued and not paid at the end of the period, due or not.",
                "Tutte le fatture emesse e non pagate alla fine del periodo, scadute o no.",
            ),
            requires=(("invoice.issued_on", "invoice.paid_on"), ("invoice.issued_on", "invoice.is_paid")),
        ),
        Variant(
            "invoices",
            Words("Invoices overdue", "Fatture scadute non pagate"),
            Stock(OVERDUE_COUNT),
            totals="semi_additive",
            unit="count",
            definition=Words(
                "How many invoices were overdue at the end of the period.",
                "Quante fatture erano scadute e non pagate alla fine del periodo.",
            ),
        ),
    ),
)

DAYS_TO_PAY = Metric(
    id="days_to_pay",
    names=Words("Days to pay", "Giorni d’incasso"),
    families=("performance",),
    unit="days",
    direction="lower",
    kind=Distribution(DAYS_TO_PAY_OF_PAID, "median"),
    totals="distribution",
    clock=Words("day of payment", "giorno del pagamento"),
    credit="closing",
    minimal_grain="month",
    dimensions=INVOICE_DIMENSIONS,
    requires=(("invoice.issued_on", "invoice.paid_on"),),
    better_with=("invoice.due_on", "invoice.account_id"),
    uncertainty=Uncertainty(level="median", change="values", enough=10),
    definition=Words(
        "The median of the days from issue to payment of the invoices paid in the period: half were paid within them. "
        "Paid on the day of issue is 0 days.",
        "La mediana dei giorni dall’emissione al pagamento delle fatture pagate nel periodo: metà è stata pagata entro "
        "quei giorni. Pagata il giorno stesso vale 0.",
    ),
    formula=Words("median of day of payment − day of issue", "mediana di giorno del pagamento − giorno di emissione"),
    misleads=Words(
        "Invoices that nobody has paid are not in it: read it beside what is overdue, or by the invoices issued. "
        "A payment dated before its invoice is a mistake of the data: it is left out and counted.",
        "Le fatture che nessuno ha pagato non ci sono: leggetelo accanto allo scaduto, o per fatture emesse. Un pagamento "
        "con data prima della fattura è un errore dei dati: resta fuori ed è contato.",
    ),
    source="median of the days from issue to payment",
    synonyms=("days sales outstanding", "payment time", "tempo d’incasso", "tempi di pagamento", "giorni di pagamento"),
    supporting=True,
    variants=(
        Variant(
            "mean",
            Words("Days to pay, mean", "Giorni d’incasso, media"),
            Distribution(DAYS_TO_PAY_OF_PAID, "mean"),
            Uncertainty(level="mean", change="values", enough=10),
            "distribution",
        ),
        Variant(
            "late",
            Words("Days late", "Giorni di ritardo"),
            Distribution(DAYS_LATE_OF_PAID, "median"),
            Uncertainty(level="median", change="values", enough=10),
            "distribution",
            definition=Words(
                "The median of the days by which the invoices paid in the period were late; paid in time is 0.",
                "La mediana dei giorni di ritardo delle fatture pagate nel periodo; pagata in tempo vale 0.",
            ),
            requires=(("invoice.due_on", "invoice.paid_on"),),
        ),
        Variant(
            "issued",
            Words("Days to pay of the invoices issued", "Giorni d’incasso delle fatture emesse"),
            Survival(ISSUED, "days_to_pay", "issued_on", "ended_as", ("paid",)),
            Uncertainty(level="survival", change="survival", enough=10),
            "distribution",
            definition=Words(
                "The days within which half of the invoices issued in the period were paid, those not paid yet counted "
                "as such.",
                "I giorni entro cui è stata pagata metà delle fatture emesse nel periodo, contando quelle non ancora "
                "pagate per quello che sono.",
            ),
        ),
    ),
)

METRICS: tuple[Metric, ...] = (COLLECTED, OVERDUE, DAYS_TO_PAY)
