"""What customers buy again, and what they buy beside it."""

from __future__ import annotations

from polso.catalog.metrics.customers import ACTIVE, CUSTOMER_DIMENSIONS, FIRST_PURCHASES, PURCHASE_INPUTS, PURCHASES
from polso.catalog.model import Cohort, Derived, Measure, Metric, Retention, Survival, Uncertainty, Words

UPSELL_CROSS_SELL_RATE = Metric(
    id="upsell_cross_sell_rate",
    names=Words("Upsell and cross-sell rate", "Tasso di upsell/cross-sell"),
    short_names=Words("Upsell", "Upsell"),
    families=("activity",),
    unit="ratio",
    direction="higher",
    kind=Retention(ACTIVE, "event", "account_id", Measure("expansion", "happened", None)),
    totals="ratio",
    clock=Words(
        "customers there when the period begins; what they bought in it",
        "clienti presenti all’inizio del periodo; quel che hanno comprato in più",
    ),
    credit="snapshot",
    minimal_grain="quarter",
    dimensions=CUSTOMER_DIMENSIONS,
    requires=(
        ("opportunity.type", "opportunity.account_id", "opportunity.status"),
        ("subscription_span.mrr", "subscription_span.account_id"),
        ("order_line.product_id", "product.category", "sales_order.account_id"),
    ),
    better_with=("opportunity.product_id",),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=40),
    definition=Words(
        "Of the customers active when the period begins, the share that bought more of the same (upsell) or something "
        "else (cross-sell) in it. Told by the type of the won deals, else by what subscriptions pay, else by orders "
        "with a category of product never bought before. Buying the same again is neither.",
        "Dei clienti attivi all’inizio del periodo, la quota che ha comprato di più dello stesso (upsell) o altro "
        "(cross-sell). Lo dice il tipo delle trattative vinte, altrimenti gli abbonamenti, altrimenti gli ordini con "
        "una categoria di prodotto mai comprata prima. Ricomprare lo stesso non conta.",
    ),
    formula=Words(
        "customers with an upsell or cross-sell ÷ customers at the start",
        "clienti con upsell o cross-sell ÷ clienti all’inizio",
    ),
    misleads=Words(
        "Where most products are made once, another product says nothing: then no figure is given.",
        "Dove quasi ogni prodotto si fa una volta sola, comprarne un altro non dice nulla: il numero non si dà.",
    ),
    source="customers at the start with at least one expansion in the period",
    synonyms=(
        "upsell rate",
        "cross sell rate",
        "upsell",
        "cross-sell",
        "tasso di upsell",
        "tasso di cross-sell",
        "vendite aggiuntive",
    ),
    warns=("one_off_customers", "one_off_products", "no_product_category"),
)

REPEAT_PURCHASE_RATE = Metric(
    id="repeat_purchase_rate",
    names=Words("Repeat purchase rate", "Clienti che ricomprano"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Cohort(FIRST_PURCHASES, "next_days", None, "@active_window_days"),
    totals="ratio",
    clock=Words("day of the first purchase", "giorno del primo acquisto"),
    credit="closing",
    minimal_grain="month",
    dimensions=CUSTOMER_DIMENSIONS,
    requires=PURCHASE_INPUTS,
    better_with=("refund.amount",),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=40),
    definition=Words(
        "Of the customers who bought for the first time in the period, the share that bought again on another day within "
        "the active window (twelve months, a setting).",
        "Dei clienti al primo acquisto nel periodo, la quota che ha ricomprato in un altro giorno entro la finestra di "
        "attività (dodici mesi, un’impostazione).",
    ),
    formula=Words("customers who bought again ÷ first purchases", "clienti che hanno ricomprato ÷ primi acquisti"),
    misleads=Words(
        "At the start of the file old customers look like new ones, and old customers buy again more often.",
        "All’inizio del file i vecchi clienti sembrano nuovi, e i vecchi clienti ricomprano più spesso.",
    ),
    source="share of first purchases followed by a second one within the window",
    synonyms=("repurchase rate", "tasso di riacquisto", "riacquisto"),
    supporting=True,
    warns=("one_off_customers",),
)

ORDERS_PER_CUSTOMER = Metric(
    id="orders_per_customer",
    names=Words("Orders per customer", "Ordini per cliente"),
    families=("performance",),
    unit="number",
    direction="higher",
    kind=Derived("order_count / active_customers"),
    totals="ratio",
    clock=Words("orders of the period; customers active at its end", "ordini del periodo; clienti attivi alla fine"),
    credit="none",
    minimal_grain="month",
    dimensions=("segment",),
    requires=(("sales_order.ordered_at", "sales_order.account_id"),),
    better_with=("sales_order.status",),
    uncertainty=Uncertainty(),
    definition=Words(
        "Completed orders of the period for each customer active at its end. Over a year it says how often customers "
        "order.",
        "Ordini completati nel periodo per ogni cliente attivo alla fine. Su un anno dice quanto spesso i clienti "
        "ordinano.",
    ),
    formula=Words("orders ÷ active customers", "ordini ÷ clienti attivi"),
    misleads=Words(
        "A mean: a few customers who order every week hide many who order once.",
        "È una media: pochi clienti che ordinano ogni settimana nascondono i tanti che ordinano una volta.",
    ),
    source="orders of the period ÷ active customers at its end",
    synonyms=("purchase frequency", "order frequency", "frequenza d’acquisto"),
    supporting=True,
    warns=("one_off_customers",),
)

DAYS_BETWEEN_ORDERS = Metric(
    id="days_between_orders",
    names=Words("Days between purchases", "Giorni fra un acquisto e l’altro"),
    families=("performance",),
    unit="days",
    direction="lower",
    kind=Survival(PURCHASES, "next_days", "from_on", "ended_as", ("bought",)),
    totals="distribution",
    clock=Words("day of the purchase that the wait begins with", "giorno dell’acquisto da cui parte l’attesa"),
    credit="closing",
    minimal_grain="month",
    dimensions=CUSTOMER_DIMENSIONS,
    requires=PURCHASE_INPUTS,
    better_with=("refund.amount",),
    uncertainty=Uncertainty(level="survival", change="survival", enough=20),
    definition=Words(
        "The days until half of the purchases made in the period were followed by the customer’s next one; who has not "
        "bought again yet counts as still waiting.",
        "I giorni entro cui metà degli acquisti del periodo è stata seguita dal successivo dello stesso cliente; chi non "
        "ha ancora ricomprato conta come in attesa.",
    ),
    formula=Words("median time to the next purchase", "tempo mediano fino al prossimo acquisto"),
    misleads=Words(
        "Customers who never come back are among those waiting: with many of them half is never reached.",
        "Chi non tornerà mai è fra chi aspetta: se sono tanti, alla metà non si arriva.",
    ),
    source="Kaplan-Meier median of the gaps between purchases, the last gap of each customer still open",
    synonyms=("inter-purchase time", "time between purchases", "intervallo fra acquisti"),
    supporting=True,
    warns=("one_off_customers",),
)


METRICS: tuple[Metric, ...] = (
    UPSELL_CROSS_SELL_RATE,
    REPEAT_PURCHASE_RATE,
    ORDERS_PER_CUSTOMER,
    DAYS_BETWEEN_ORDERS,
)
