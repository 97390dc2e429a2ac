"""Customers won, kept and lost."""

from __future__ import annotations

from polso.catalog.metrics.performance import ON_BASIS, REVENUE_DIMENSIONS
from polso.catalog.model import (
    Condition,
    Derived,
    Measure,
    Metric,
    Retention,
    Simple,
    Stock,
    Uncertainty,
    Variant,
    Words,
)

ON_FIRST_BASIS = Condition("basis", "is", ("@first_basis",))
ON_CUSTOMER_BASIS = Condition("basis", "is", ("@customer_basis",))
FIRST_SALES = Measure("first_sale", "happened", None, (ON_FIRST_BASIS,))
ACTIVE = Measure("customer_span", "span", None, (ON_CUSTOMER_BASIS,), credit="closing")
PURCHASES = Measure("customer_span", "bought", None, (ON_BASIS,))
FIRST_PURCHASES = Measure("customer_span", "bought", None, (ON_BASIS, Condition("began", "is", ("new",))))

CUSTOMER_DIMENSIONS = ("rep", "team", "product", "segment")
CUSTOMER_INPUTS = (
    ("subscription_span.valid_from", "subscription_span.mrr", "subscription_span.account_id"),
    ("sales_order.ordered_at", "sales_order.account_id"),
    ("invoice.issued_on", "invoice.account_id"),
    ("opportunity.closed_at", "opportunity.account_id", "opportunity.status"),
    ("opportunity.created_at", "opportunity.account_id", "opportunity.status"),
)
PURCHASE_INPUTS = CUSTOMER_INPUTS[1:]
STAYING = Words(
    "those there when the period begins, looked at again at its end",
    "chi c’è all’inizio del periodo, riguardato alla fine",
)
WHO_IS_ACTIVE = Words(
    "Customers of subscriptions are active while they pay anything (until the end of the service, not the click on "
    "cancel; a renewal up to three days late goes on); the others for twelve months after each purchase (the window is "
    "a setting).",
    "Con gli abbonamenti è attivo chi paga qualcosa (fino alla fine del servizio, non alla disdetta; un rinnovo in "
    "ritardo fino a tre giorni prosegue); gli altri lo sono per dodici mesi dopo ogni acquisto (la finestra è "
    "un’impostazione).",
)
FEW_MISLEAD = Words(
    "With fewer than twenty customers look at their names, not at the share. For repeat purchases the window makes the "
    "churn: who buys every two years is lost and returns by definition.",
    "Con meno di venti clienti guardate i nomi, non la quota. Con gli acquisti ripetuti è la finestra a creare "
    "l’abbandono: chi compra ogni due anni risulta perso e poi tornato.",
)

NEW_CUSTOMERS = Metric(
    id="new_customers",
    names=Words("New customers", "Nuovi clienti"),
    families=("performance",),
    unit="count",
    direction="higher",
    kind=Simple(FIRST_SALES),
    totals="distinct",
    clock=Words("day of the first purchase", "giorno del primo acquisto"),
    credit="closing",
    minimal_grain="day",
    dimensions=REVENUE_DIMENSIONS,
    requires=(*PURCHASE_INPUTS, CUSTOMER_INPUTS[0]),
    better_with=("refund.amount", "account.created_at"),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Customers whose first purchase falls in the period. A first purchase given back in full within thirty days does "
        "not make a customer; who comes back after a pause is not new, and a trial makes nobody a customer.",
        "Clienti il cui primo acquisto cade nel periodo. Un primo acquisto rimborsato per intero entro trenta giorni "
        "non fa un cliente; chi torna dopo una pausa non è nuovo, e una prova gratuita non fa un cliente.",
    ),
    formula=Words("customers with their first purchase in the period", "clienti con il primo acquisto nel periodo"),
    misleads=Words(
        "At the start of the history everybody looks new: until it covers the active window these are customers seen for "
        "the first time in the file.",
        "All’inizio della storia tutti sembrano nuovi: finché non copre la finestra di attività sono clienti visti "
        "per la prima volta nel file.",
    ),
    source="first completed purchase of an account, kept apart from a first sight in a young file",
    synonyms=(
        "customers acquired",
        "customer acquisition",
        "acquisizione del cliente",
        "nuovi clienti acquisiti",
        "clienti nuovi",
    ),
    variants=(
        Variant(
            "first_won_deal",
            Words("By first won deal", "Alla prima trattativa vinta"),
            Simple(Measure("first_sale", "happened", None, (Condition("basis", "is", ("won_deals",)),))),
            Uncertainty(change="counts", enough=15),
            "distinct",
            requires=(CUSTOMER_INPUTS[3], CUSTOMER_INPUTS[4]),
        ),
        Variant(
            "account_creation",
            Words("By creation of the account", "Alla creazione dell’anagrafica"),
            Simple(Measure("first_sale", "happened", None, (Condition("basis", "is", ("accounts",)),))),
            Uncertainty(change="counts", enough=15),
            "distinct",
            requires=(("account.created_at",),),
        ),
    ),
    warns=("first_seen_in_file",),
)

REACTIVATED_CUSTOMERS = Metric(
    id="reactivated_customers",
    names=Words("Returned customers", "Clienti tornati"),
    families=("performance",),
    unit="count",
    direction="higher",
    kind=Simple(
        Measure("customer_span", "span", None, (ON_CUSTOMER_BASIS, Condition("began", "is", ("returned",)))),
    ),
    totals="additive",
    clock=Words("day of the return", "giorno del ritorno"),
    credit="closing",
    minimal_grain="day",
    dimensions=CUSTOMER_DIMENSIONS,
    requires=CUSTOMER_INPUTS,
    better_with=("account.merged_into",),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Customers who buy or pay again after they had ceased to be active. They are not new customers.",
        "Clienti che ricomprano o tornano a pagare dopo aver smesso di essere attivi. Non sono clienti nuovi.",
    ),
    formula=Words("customers active again in the period", "clienti di nuovo attivi nel periodo"),
    misleads=Words(
        "The shorter the window of activity, the more customers seem to return.",
        "Più corta è la finestra di attività, più clienti sembrano tornare.",
    ),
    source="accounts that are active again after a gap",
    synonyms=("reactivated customers", "won back customers", "clienti riattivati", "clienti recuperati"),
    supporting=True,
    warns=("one_off_customers",),
)

ACTIVE_CUSTOMERS = Metric(
    id="active_customers",
    names=Words("Active customers", "Clienti attivi"),
    families=("performance",),
    unit="count",
    direction="higher",
    kind=Stock(ACTIVE),
    totals="semi_additive",
    clock=Words("who is active at the end of the last day", "chi è attivo alla fine dell’ultimo giorno"),
    credit="snapshot",
    minimal_grain="day",
    dimensions=CUSTOMER_DIMENSIONS,
    requires=CUSTOMER_INPUTS,
    better_with=("account.merged_into", "account_history.owner_id"),
    uncertainty=Uncertainty(),
    definition=WHO_IS_ACTIVE,
    formula=Words("active customers at the end", "clienti attivi alla fine"),
    misleads=FEW_MISLEAD,
    source="accounts that pay, or bought within the active window",
    synonyms=("customers", "active accounts", "clienti", "parco clienti"),
    supporting=True,
    warns=("one_off_customers",),
)

_RETENTION_TWELVE_TIMES = " * ".join(["customer_retention_rate"] * 12)

CUSTOMER_CHURN_RATE = Metric(
    id="customer_churn_rate",
    names=Words("Customer churn", "Tasso di abbandono (churn)"),
    short_names=Words("Churn", "Abbandono"),
    families=("performance",),
    unit="ratio",
    direction="lower",
    kind=Retention(ACTIVE, "left"),
    totals="ratio",
    clock=STAYING,
    credit="snapshot",
    minimal_grain="month",
    dimensions=CUSTOMER_DIMENSIONS,
    requires=CUSTOMER_INPUTS,
    better_with=("account.merged_into", "refund.amount"),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=20),
    definition=Words(
        "Of the customers active when the period begins, the share not active at its end. Who came and went within the "
        "period, or left and returned in it, does not count. " + WHO_IS_ACTIVE.en,
        "Dei clienti attivi all’inizio del periodo, la quota non più attiva alla fine. Chi è arrivato e andato nel "
        "periodo, o è uscito e tornato, non conta. " + WHO_IS_ACTIVE.it,
    ),
    formula=Words("customers gone at the end ÷ customers at the start", "clienti persi alla fine ÷ clienti all’inizio"),
    misleads=FEW_MISLEAD,
    source="set difference of the customers at both ends, as ChartMogul defines customer churn",
    synonyms=(
        "churn",
        "churn rate",
        "logo churn",
        "abbandono",
        "tasso di abbandono del cliente",
        "tasso di abbandono dei clienti",
        "tasso di abbandono",
    ),
    variants=(
        Variant(
            "annualised",
            Words("Of a month, over a year", "Di un mese, su un anno"),
            Derived(f"1 - {_RETENTION_TWELVE_TIMES}"),
            Uncertainty(),
            "ratio",
            definition=Words(
                "What the churn of a month would be over a year: 1 − (1 − churn)¹². Ask it of a month.",
                "Quanto sarebbe in un anno l’abbandono di un mese: 1 − (1 − abbandono)¹². Chiedetelo di un mese.",
            ),
        ),
    ),
    warns=("one_off_customers",),
)

CUSTOMER_RETENTION_RATE = Metric(
    id="customer_retention_rate",
    names=Words("Customer retention", "Tasso di fidelizzazione (retention)"),
    short_names=Words("Retention", "Fidelizzazione"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Retention(ACTIVE, "kept"),
    totals="ratio",
    clock=STAYING,
    credit="snapshot",
    minimal_grain="month",
    dimensions=CUSTOMER_DIMENSIONS,
    requires=CUSTOMER_INPUTS,
    better_with=("account.merged_into", "refund.amount"),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=20),
    definition=Words(
        "Of the customers active when the period begins, the share still active at its end: one minus churn. "
        + WHO_IS_ACTIVE.en,
        "Dei clienti attivi all’inizio del periodo, la quota ancora attiva alla fine: uno meno l’abbandono. "
        + WHO_IS_ACTIVE.it,
    ),
    formula=Words("customers kept ÷ customers at the start", "clienti rimasti ÷ clienti all’inizio"),
    misleads=FEW_MISLEAD,
    source="(E − N) ÷ S with N only those new customers who are still there at the end",
    synonyms=(
        "retention",
        "retention rate",
        "logo retention",
        "fidelizzazione",
        "tasso di fidelizzazione del cliente",
        "tasso di fidelizzazione",
    ),
    warns=("one_off_customers",),
)

METRICS: tuple[Metric, ...] = (
    NEW_CUSTOMERS,
    REACTIVATED_CUSTOMERS,
    ACTIVE_CUSTOMERS,
    CUSTOMER_CHURN_RATE,
    CUSTOMER_RETENTION_RATE,
)
