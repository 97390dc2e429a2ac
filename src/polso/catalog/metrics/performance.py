"""Revenue, its growth, and the value of an order."""

from __future__ import annotations

from polso.catalog.model import (
    Condition,
    Distribution,
    Measure,
    Metric,
    Ratio,
    Shift,
    Simple,
    Uncertainty,
    Variant,
    Words,
)

ON_BASIS = Condition("basis", "is", ("@revenue_basis",))
SALES = Condition("kind", "is", ("sale",))
INVOICED = Condition("kind", "in", ("sale", "part"))
ORDERS = Condition("basis", "is", ("orders",))
SHARED_DEALS = (("rep", "sale_credit:won_deals"), ("team", "sale_credit:won_deals"))
"""Where won deals are the revenue, everybody who shares in one has his part."""
BY_PRODUCT = (*SHARED_DEALS, ("product", "sale_line"))
REVENUE_DIMENSIONS = ("rep", "team", "source", "product", "segment", "channel")
REVENUE_INPUTS = (
    ("sales_order.ordered_at", "sales_order.net_amount"),
    ("invoice.issued_on", "invoice.net"),
    ("invoice.issued_on", "invoice.gross"),
    ("opportunity.closed_at", "opportunity.amount", "opportunity.status"),
    ("opportunity.created_at", "opportunity.amount", "opportunity.status"),
)

REVENUE = Measure("sale", "happened", "amount_base", (ON_BASIS,), ("amount_base",), by=BY_PRODUCT)
GROSS_REVENUE = Measure("sale", "happened", "amount_base", (ON_BASIS, INVOICED), ("amount_base",), by=BY_PRODUCT)
RESTATED_REVENUE = Measure("sale", "restated", "amount_base", (ON_BASIS,), ("amount_base",), by=BY_PRODUCT)
BOOKINGS = Measure(
    "sale",
    "happened",
    "amount_base",
    (Condition("basis", "is", ("won_deals",)), SALES),
    ("amount_base",),
    by=(("rep", "sale_credit"), ("team", "sale_credit")),
)
ORDER_VALUE = Measure("sale", "happened", "amount_base", (ORDERS, SALES), ("amount_base",))
SALE_COUNT = Measure("sale", "happened", None, (ON_BASIS, SALES), ("amount_base",), by=SHARED_DEALS)
ORDER_COUNT = Measure("sale", "happened", None, (ORDERS, SALES), ("amount_base",))

NET_REVENUE = Metric(
    id="net_revenue",
    names=Words("Net revenue", "Ricavi netti"),
    short_names=Words("Revenue", "Ricavi"),
    families=("performance",),
    unit="currency",
    direction="higher",
    kind=Simple(REVENUE),
    totals="additive",
    clock=Words("day of the sale; refunds on their own day", "giorno della vendita; i rimborsi nel loro giorno"),
    credit="closing",
    minimal_grain="day",
    dimensions=REVENUE_DIMENSIONS,
    requires=REVENUE_INPUTS,
    better_with=("refund.amount", "order_line.net_amount", "fx_rate.to_base"),
    uncertainty=Uncertainty(change="money", enough=10),
    definition=Words(
        "What the company sold in the period, without VAT and shipping, less the refunds paid back in it. It is counted "
        "on one basis only (invoices, else orders, else won deals), so that nothing is counted twice.",
        "Quanto l’azienda ha venduto nel periodo, senza IVA e spedizione, meno i rimborsi resi nello stesso periodo. "
        "Si conta su una base sola (fatture, altrimenti ordini, altrimenti trattative vinte), così nulla è contato "
        "due volte.",
    ),
    formula=Words("Σ sales − Σ refunds", "Σ vendite − Σ rimborsi"),
    misleads=Words(
        "A refund of an old sale lowers the month in which it is paid, not the month of the sale.",
        "Un rimborso di una vendita vecchia abbassa il mese in cui viene reso, non quello della vendita.",
    ),
    source="refunds at the refund date, as bank statements and closed books have them",
    synonyms=("revenue", "sales", "turnover", "reddito", "entrate totali", "fatturato", "ricavi", "vendite"),
    variants=(
        Variant(
            "gross",
            Words("Gross revenue (before refunds)", "Ricavi lordi (prima dei rimborsi)"),
            Simple(GROSS_REVENUE),
            Uncertainty(change="money", enough=10),
            "additive",
        ),
        Variant(
            "restated",
            Words("Net revenue, refunds on the day of the sale", "Ricavi netti, rimborsi nel giorno della vendita"),
            Simple(RESTATED_REVENUE),
            Uncertainty(change="money", enough=10),
            "additive",
            definition=Words(
                "The same, with each refund on the day of the sale that it belongs to: closed months change when an old "
                "sale is refunded. A refund that belongs to no known sale stays on its own day.",
                "Lo stesso, con ogni rimborso nel giorno della sua vendita: i mesi chiusi cambiano quando si rimborsa "
                "una vendita vecchia. Un rimborso senza una vendita nota resta nel suo giorno.",
            ),
        ),
        Variant(
            "bookings",
            Words("Won deals (bookings)", "Trattative vinte (ordinato)"),
            Simple(BOOKINGS),
            Uncertainty(change="money", enough=10),
            "additive",
            requires=REVENUE_INPUTS[3:],
        ),
    ),
)

SALES_GROWTH = Metric(
    id="sales_growth",
    names=Words("Sales growth", "Crescita delle vendite"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Shift("net_revenue", "year"),
    totals="ratio",
    clock=NET_REVENUE.clock,
    credit="closing",
    minimal_grain="month",
    dimensions=REVENUE_DIMENSIONS,
    requires=REVENUE_INPUTS,
    better_with=NET_REVENUE.better_with,
    uncertainty=Uncertainty(level="growth", change="none", enough=10),
    definition=Words(
        "How much net revenue changed against the same period of the year before (or against the period before, when the "
        "company has chosen that or has less than thirteen months of history). An unfinished period is held "
        "against as many working days.",
        "Di quanto sono cambiati i ricavi netti rispetto allo stesso periodo dell’anno prima (o al periodo prima, se "
        "l’azienda ha scelto così o ha meno di tredici mesi di storia). Un periodo in corso si confronta con "
        "altrettanti giorni lavorativi.",
    ),
    formula=Words("revenue ÷ earlier revenue − 1", "ricavi ÷ ricavi di prima − 1"),
    misleads=Words(
        "One large sale in either period makes the whole figure; with few sales the interval is wide.",
        "Una sola vendita grande in uno dei due periodi fa tutto il numero; con poche vendite l’intervallo è largo.",
    ),
    source="change against the like period; interval of ln(R₁/R₀) for a compound Poisson sum",
    synonyms=("growth", "revenue growth", "crescita", "crescita del fatturato", "aumento delle vendite"),
    variants=(
        Variant(
            "previous",
            Words("Sales growth on the period before", "Crescita sul periodo precedente"),
            Shift("net_revenue", "previous"),
            Uncertainty(level="growth", enough=10),
            "ratio",
        ),
        Variant(
            "trailing_12_months",
            Words("Growth of the last twelve months", "Crescita degli ultimi dodici mesi"),
            Shift("net_revenue", "year", months=12),
            Uncertainty(level="growth", enough=10),
            "ratio",
            definition=Words(
                "The revenue of the twelve months that end with the period, against the twelve months before them: it "
                "moves slowly, and no season is in it. Two whole years of sales are needed.",
                "I ricavi dei dodici mesi che finiscono con il periodo, rispetto ai dodici mesi prima: si muove piano e "
                "non ha stagioni. Servono due anni interi di vendite.",
            ),
        ),
        Variant(
            "per_working_day",
            Words("Growth a working day", "Crescita per giorno lavorativo"),
            Shift("net_revenue", "year", per_working_day=True),
            Uncertainty(level="growth", enough=10),
            "ratio",
            definition=Words(
                "Revenue a working day against the same of a year before: what is left when one of the two periods had "
                "more days to sell in.",
                "Ricavi per giorno lavorativo rispetto agli stessi dell’anno prima: quel che resta quando uno dei due "
                "periodi aveva più giorni per vendere.",
            ),
        ),
    ),
    default_variant="year",
)

AVERAGE_ORDER_VALUE = Metric(
    id="average_order_value",
    names=Words("Average order value (AOV)", "Valore medio dell’ordine (AOV)"),
    short_names=Words("Average order", "Ordine medio"),
    families=("performance",),
    unit="currency",
    direction="higher",
    kind=Ratio(ORDER_VALUE, ORDER_COUNT),
    totals="ratio",
    clock=Words("day of the order", "giorno dell’ordine"),
    credit="closing",
    minimal_grain="week",
    dimensions=("rep", "team", "source", "segment", "channel"),
    requires=(("sales_order.ordered_at", "sales_order.net_amount"),),
    better_with=("sales_order.status", "fx_rate.to_base"),
    uncertainty=Uncertainty(level="mean", change="values", enough=20),
    definition=Words(
        "The mean value of a completed order, without VAT and shipping and before refunds. Free orders count.",
        "Il valore medio di un ordine completato, senza IVA e spedizione e prima dei rimborsi. Gli ordini gratuiti "
        "contano.",
    ),
    formula=Words("Σ order value ÷ orders", "Σ valore degli ordini ÷ ordini"),
    misleads=Words(
        "A few very large orders lift the mean; the median beside it tells what an ordinary order is.",
        "Pochi ordini molto grandi alzano la media; la mediana accanto dice com’è un ordine normale.",
    ),
    source="Shopify changelog 2023-01-09: (gross sales − discounts) ÷ orders, later refunds left in",
    synonyms=("aov", "average order", "basket", "valore medio ordine", "avv", "scontrino medio", "ordine medio"),
    variants=(
        Variant(
            "median",
            Words("Median order value", "Valore mediano dell’ordine"),
            Distribution(ORDER_VALUE, "median"),
            Uncertainty(level="median", change="values", enough=20),
            "distribution",
        ),
    ),
)

ORDERS_PLACED = Metric(
    id="order_count",
    names=Words("Orders", "Ordini"),
    families=("performance",),
    unit="count",
    direction="higher",
    kind=Simple(Measure("sale", "happened", None, (ORDERS, SALES))),
    totals="additive",
    clock=AVERAGE_ORDER_VALUE.clock,
    credit="closing",
    minimal_grain="day",
    dimensions=("rep", "team", "source", "segment", "channel"),
    requires=(("sales_order.ordered_at",),),
    better_with=("sales_order.status",),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "The number of completed orders in the period. Refunded orders stay orders.",
        "Il numero di ordini completati nel periodo. Gli ordini rimborsati restano ordini.",
    ),
    formula=Words("orders", "ordini"),
    misleads=Words("Cancelled and test orders are left out.", "Gli ordini annullati e di prova non contano."),
    source="the denominator of the average order value",
    synonyms=("orders", "number of orders", "numero ordini", "ordini"),
    supporting=True,
)

AVERAGE_REVENUE_PER_SALE = Metric(
    id="average_revenue_per_sale",
    names=Words("Average revenue per sale", "Ricavo medio per vendita"),
    short_names=Words("Revenue per sale", "Ricavo per vendita"),
    families=("performance",),
    unit="currency",
    direction="higher",
    kind=Ratio(REVENUE, SALE_COUNT),
    totals="ratio",
    clock=NET_REVENUE.clock,
    credit="closing",
    minimal_grain="week",
    dimensions=("rep", "team", "source", "segment", "channel"),
    requires=REVENUE_INPUTS,
    better_with=("invoice.order_id", "invoice.opportunity_id", "refund.amount", "fx_rate.to_base"),
    uncertainty=Uncertainty(),
    definition=Words(
        "Net revenue of the period ÷ sales of the period, on the company’s basis. Several invoices of one order or offer "
        "are one sale. Where invoices refer to nothing, each is counted by itself and the figure is called average "
        "invoice amount.",
        "Ricavi netti del periodo ÷ vendite del periodo, sulla base dell’azienda. Più fatture di uno stesso ordine o "
        "offerta sono una vendita sola. Dove le fatture non portano riferimenti ognuna conta da sé, e il numero si "
        "chiama importo medio fattura.",
    ),
    formula=Words("net revenue ÷ sales", "ricavi netti ÷ vendite"),
    misleads=Words(
        "A refund or credit note of an older sale lowers the average of the month in which it is made.",
        "Un rimborso o una nota di credito di una vendita più vecchia abbassa la media del mese in cui è fatto.",
    ),
    source="revenue after refunds ÷ sales; an offer invoiced in parts is one sale",
    synonyms=(
        "revenue per sale",
        "average revenue",
        "entrate medie",
        "entrate medie per transazione",
        "importo medio fattura",
    ),
    variants=(
        Variant(
            "per_invoice",
            Words("Average invoice amount", "Importo medio fattura"),
            Ratio(REVENUE, SALE_COUNT),
            Uncertainty(),
            "ratio",
            requires=REVENUE_INPUTS[1:3],
        ),
    ),
)

METRICS: tuple[Metric, ...] = (
    NET_REVENUE,
    SALES_GROWTH,
    AVERAGE_ORDER_VALUE,
    AVERAGE_REVENUE_PER_SALE,
    ORDERS_PLACED,
)
