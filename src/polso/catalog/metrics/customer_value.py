"""What a customer is worth."""

from __future__ import annotations

from polso.catalog.metrics.performance import ON_BASIS
from polso.catalog.model import Measure, Metric, Model, Uncertainty, Variant, Words

PURCHASES = Measure("sale", "happened", "amount_base", (ON_BASIS,), ("amount_base",))
PURCHASE_AMOUNTS = (
    ("sales_order.ordered_at", "sales_order.net_amount", "sales_order.account_id"),
    ("invoice.issued_on", "invoice.net", "invoice.account_id"),
    ("opportunity.closed_at", "opportunity.amount", "opportunity.account_id"),
)
PAID = Measure("mrr_account_span", "span", "amount", (), ("amount",))

CLV = Metric(
    id="clv",
    names=Words("Customer lifetime value (CLV)", "Valore del ciclo di vita del cliente (CLV)"),
    short_names=Words("Customer value", "Valore del cliente"),
    families=("performance", "productivity"),
    unit="currency",
    direction="higher",
    kind=Model("historic", PURCHASES),
    totals="distribution",
    clock=Words("all purchases up to the end of the period", "tutti gli acquisti fino alla fine del periodo"),
    credit="none",
    minimal_grain="month",
    dimensions=(),
    requires=PURCHASE_AMOUNTS,
    better_with=("refund.amount", "order_line.cost"),
    uncertainty=Uncertainty(level="mean"),
    definition=Words(
        "What a customer has brought so far, on average: all purchases less refunds, times the gross margin "
        "(as the company states it in the settings). Without a margin it is revenue, and says so.",
        "Quanto ha portato finora un cliente, in media: tutti gli acquisti meno i rimborsi, per il margine lordo "
        "(quello che l’azienda dichiara nelle impostazioni). Senza margine sono ricavi, e viene detto.",
    ),
    formula=Words("Σ (purchases − refunds) × margin ÷ customers", "Σ (acquisti − rimborsi) × margine ÷ clienti"),
    misleads=Words(
        "Young customers have had less time to buy: compare at equal age (the first twelve months). The expected value "
        "is the mean over many alike, most of whom will bring nothing.",
        "I clienti giovani hanno avuto meno tempo per comprare: confrontate a parità di età (i primi dodici mesi). Il "
        "valore atteso è la media di tanti clienti simili, la maggior parte dei quali non porterà nulla.",
    ),
    source="purchases so far; MBG/NBD or BG/NBD × Gamma-Gamma, discounted (Fader, Hardie and Lee 2005); shifted "
    "beta-geometric for subscribers (Fader and Hardie 2007)",
    synonyms=(
        "customer lifetime value",
        "lifetime value",
        "ltv",
        "cltv",
        "valore a vita del cliente",
        "valore a vita del cliente (cltv)",
        "ricavo totale di un cliente",
    ),
    variants=(
        Variant(
            "historic_revenue",
            Words("Revenue of a customer so far", "Ricavo totale di un cliente finora"),
            Model("historic:revenue", PURCHASES),
            Uncertainty(level="mean"),
            "distribution",
            definition=Words(
                "All purchases of a customer so far less refunds, as revenue.",
                "Tutti gli acquisti di un cliente finora meno i rimborsi, come ricavi.",
            ),
        ),
        Variant(
            "first_year",
            Words("Customer value of the first twelve months", "Valore del cliente nei primi dodici mesi"),
            Model("first_year", PURCHASES),
            Uncertainty(level="mean"),
            "distribution",
            definition=Words(
                "What customers brought within twelve months of their first purchase; only those whose first purchase is "
                "that old count, so that all had the same time.",
                "Quanto hanno portato i clienti entro dodici mesi dal primo acquisto; contano solo quelli il cui primo "
                "acquisto è così vecchio, perché tutti abbiano avuto lo stesso tempo.",
            ),
        ),
        Variant(
            "simple",
            Words("Customer value, simple", "Valore del cliente, semplice"),
            Model("simple", PURCHASES),
            Uncertainty(),
            "distribution",
            definition=Words(
                "Margin of an active customer × how long one stays, at most 36 months, with one loss rate for all. Where "
                "nobody left it is a lower bound.",
                "Margine di un cliente attivo × quanto a lungo resta, al massimo 36 mesi, con un solo tasso di perdita "
                "per tutti. Dove nessuno se n’è andato è un limite inferiore.",
            ),
        ),
        Variant(
            "expected_36_months",
            Words("Expected customer value, 36 months", "Valore atteso del cliente, 36 mesi"),
            Model("expected", PURCHASES),
            Uncertainty(level="mean"),
            "distribution",
            definition=Words(
                "What today’s customers are expected to bring in the coming 36 months, in margin and discounted, from a "
                "model of their purchases. It is shown only where the model passes its gates.",
                "Quanto ci si aspetta che i clienti di oggi portino nei prossimi 36 mesi, in margine e scontato, da un "
                "modello dei loro acquisti. Si mostra solo dove il modello supera le sue soglie.",
            ),
        ),
        Variant(
            "expected_36_months_revenue",
            Words("Expected revenue of a customer, 36 months", "Ricavo atteso di un cliente, 36 mesi"),
            Model("expected:revenue", PURCHASES),
            Uncertainty(level="mean"),
            "distribution",
            definition=Words("The same as revenue, before costs.", "Lo stesso come ricavi, prima dei costi."),
        ),
        Variant(
            "new_customer_36_months",
            Words("Expected value of a new customer, 36 months", "Valore atteso di un nuovo cliente, 36 mesi"),
            Model("new_customer", PURCHASES),
            Uncertainty(),
            "distribution",
            definition=Words(
                "What a customer who has just bought for the first time brings in 36 months, that purchase included: what "
                "the cost of winning one is held against.",
                "Quanto porta in 36 mesi un cliente che ha appena comprato per la prima volta, compreso quell’acquisto: "
                "è ciò con cui si confronta il costo di acquisizione.",
            ),
        ),
        Variant(
            "subscriber_36_months",
            Words("Expected value of a subscriber, 36 months", "Valore atteso di un abbonato, 36 mesi"),
            Model("contract", PAID),
            Uncertainty(),
            "distribution",
            definition=Words(
                "What a customer pays a month at the end of the period, in margin, × the months that a new subscriber is "
                "expected to pay within 36, discounted: the faithful are left, so that the share who renew rises with "
                "age. It is shown from 50 subscribers over four monthly renewals on.",
                "Quanto paga al mese un cliente alla fine del periodo, in margine, × i mesi che un nuovo abbonato pagherà "
                "in media entro 36, scontato: restano i fedeli, perciò la quota di chi rinnova sale con l’età. Si mostra "
                "da 50 abbonati su quattro rinnovi mensili.",
            ),
            requires=(("subscription_span.valid_from", "subscription_span.mrr", "subscription_span.account_id"),),
        ),
        Variant(
            "monthly_margin",
            Words("Margin of a customer a month", "Margine di un cliente al mese"),
            Model("monthly", PURCHASES),
            Uncertainty(),
            "distribution",
            definition=Words(
                "What a customer who bought within the active window brought a month on average, in margin.",
                "Quanto ha portato in media al mese, in margine, un cliente che ha comprato nella finestra di attività.",
            ),
        ),
        Variant(
            "monthly_loss",
            Words("Customers lost a month", "Clienti persi al mese"),
            Model("loss", PURCHASES),
            Uncertainty(),
            "distribution",
            unit="ratio",
            direction="lower",
            definition=Words(
                "The share of customers who did not buy again within the active window, as a share lost a month.",
                "La quota di clienti che non ha ricomprato nella finestra di attività, come quota persa al mese.",
            ),
        ),
    ),
    default_variant="historic",
)

METRICS: tuple[Metric, ...] = (CLV,)
