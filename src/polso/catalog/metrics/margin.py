"""What sales leave after their cost, and how much of the list price was given away."""

from __future__ import annotations

from polso.catalog.metrics.performance import ON_BASIS
from polso.catalog.model import Condition, Measure, Metric, Ratio, Simple, Uncertainty, Variant, Words

MARGIN_DIMENSIONS = ("rep", "team", "source", "product", "segment", "channel", "customer")
STATED = Condition("cost_from", "in", ("line", "product", "order", "refund"))
MARGIN_INPUTS = (
    ("order_line.cost", "sales_order.ordered_at"),
    ("sales_order.cost", "sales_order.ordered_at"),
    ("product.unit_cost", "order_line.quantity"),
    ("company.gross_margin_share", "sales_order.ordered_at"),
    ("company.gross_margin_share", "invoice.issued_on"),
    ("company.gross_margin_share", "opportunity.amount", "opportunity.status"),
)
STATED_INPUTS = MARGIN_INPUTS[:3]
KNOWN_MARGIN = ("margin_amount_base",)

MARGIN = Measure("sale_margin", "happened", "margin_amount_base", (ON_BASIS,), KNOWN_MARGIN)
REVENUE_OF_MARGIN = Measure("sale_margin", "happened", "amount_base", (ON_BASIS,), KNOWN_MARGIN)
STATED_MARGIN = Measure("sale_margin", "happened", "margin_amount_base", (ON_BASIS, STATED), KNOWN_MARGIN)
STATED_REVENUE = Measure("sale_margin", "happened", "amount_base", (ON_BASIS, STATED), KNOWN_MARGIN)
LISTED = Measure(
    "sale_margin",
    "happened",
    "list_amount_base",
    (Condition("basis", "is", ("orders",)), Condition("kind", "is", ("sale",))),
    ("list_amount_base", "discount_amount_base"),
)
DISCOUNT = Measure("sale_margin", "happened", "discount_amount_base", LISTED.where, LISTED.known_values)

GROSS_MARGIN = Metric(
    id="gross_margin",
    names=Words("Gross margin", "Margine lordo"),
    families=("performance",),
    unit="currency",
    direction="higher",
    kind=Simple(MARGIN),
    totals="additive",
    clock=Words("day of the sale; refunds on their own day", "giorno della vendita; i rimborsi nel loro giorno"),
    credit="closing",
    minimal_grain="day",
    dimensions=MARGIN_DIMENSIONS,
    requires=MARGIN_INPUTS,
    better_with=("order_line.cost", "product.unit_cost", "order_line.quantity", "refund.amount", "fx_rate.to_base"),
    uncertainty=Uncertainty(change="money", enough=10),
    definition=Words(
        "What the sales of the period leave after what they cost: the cost of the line, else the unit cost of its "
        "product × quantity, else that of the order. Where no cost is known, the company’s gross margin share is taken "
        "and it is said; without one the sale is left out and counted, never at zero cost.",
        "Quanto lasciano le vendite del periodo tolto il loro costo: il costo della riga, altrimenti il costo unitario "
        "del prodotto × quantità, altrimenti quello dell’ordine. Dove il costo non si conosce vale la quota di margine "
        "lordo dell’azienda, e viene detto; senza quota la vendita resta fuori ed è contata, mai a costo zero.",
    ),
    formula=Words("Σ (sales − refunds − cost)", "Σ (vendite − rimborsi − costo)"),
    misleads=Words(
        "A refund takes its whole amount from the margin: goods that came back and can be sold again are worth more. The "
        "unit cost of a product is the one known now, for old sales too.",
        "Un rimborso toglie tutto il suo importo dal margine: la merce resa che si può rivendere vale di più. Il costo "
        "unitario di un prodotto è quello noto oggi, anche per le vendite vecchie.",
    ),
    source="sales less direct cost; refunds subtracted whole",
    synonyms=("margin", "gross profit", "margine", "utile lordo", "margine di contribuzione"),
    supporting=True,
    variants=(
        Variant(
            "known_costs",
            Words("Gross margin of known costs", "Margine lordo dei costi noti"),
            Simple(STATED_MARGIN),
            Uncertainty(change="money", enough=10),
            "additive",
            definition=Words(
                "Only the sales whose own cost is known; the company’s share is not used.",
                "Solo le vendite di cui si conosce il costo; la quota dell’azienda non si usa.",
            ),
            requires=STATED_INPUTS,
        ),
    ),
)

GROSS_MARGIN_SHARE = Metric(
    id="gross_margin_share",
    names=Words("Gross margin share", "Margine lordo in percentuale"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Ratio(MARGIN, REVENUE_OF_MARGIN),
    totals="ratio",
    clock=GROSS_MARGIN.clock,
    credit="closing",
    minimal_grain="week",
    dimensions=MARGIN_DIMENSIONS,
    requires=MARGIN_INPUTS,
    better_with=GROSS_MARGIN.better_with,
    uncertainty=Uncertainty(),
    definition=Words(
        "Gross margin ÷ net revenue of the same sales: those whose cost is known or taken from the company’s share.",
        "Margine lordo ÷ ricavi netti delle stesse vendite: quelle di cui il costo si conosce o viene dalla quota "
        "dell’azienda.",
    ),
    formula=Words("gross margin ÷ net revenue of the same sales", "margine lordo ÷ ricavi netti delle stesse vendite"),
    misleads=Words(
        "With the company’s share for most sales it says what was put in. Look at the one of known costs.",
        "Se per quasi tutte le vendite vale la quota dell’azienda, dice quello che ci è stato messo. Guardate quello dei "
        "costi noti.",
    ),
    source="gross margin over the net revenue of the same sales",
    synonyms=("margin percentage", "gross margin percentage", "margine percentuale", "marginalità"),
    supporting=True,
    variants=(
        Variant(
            "known_costs",
            Words("Gross margin share of known costs", "Margine lordo in percentuale, costi noti"),
            Ratio(STATED_MARGIN, STATED_REVENUE),
            Uncertainty(),
            "ratio",
            definition=Words(
                "Only the sales whose own cost is known; the company’s share is not used.",
                "Solo le vendite di cui si conosce il costo; la quota dell’azienda non si usa.",
            ),
            requires=STATED_INPUTS,
        ),
    ),
)

DISCOUNT_RATE = Metric(
    id="discount_rate",
    names=Words("Discount rate", "Sconto medio"),
    families=("performance",),
    unit="ratio",
    direction="lower",
    kind=Ratio(DISCOUNT, LISTED),
    totals="ratio",
    clock=Words("day of the order", "giorno dell’ordine"),
    credit="closing",
    minimal_grain="week",
    dimensions=MARGIN_DIMENSIONS,
    requires=(("order_line.list_amount", "order_line.net_amount"),),
    better_with=("order_line.product_id", "sales_order.rep_id"),
    uncertainty=Uncertainty(),
    definition=Words(
        "The part of the list price that was given away on the lines ordered in the period: (list − net) ÷ list, summed "
        "over the lines, so that large ones weigh more. Refunds do not touch it.",
        "La parte del prezzo di listino a cui si è rinunciato sulle righe ordinate nel periodo: (listino − netto) ÷ "
        "listino, sommati sulle righe, così quelle grandi pesano di più. I rimborsi non la toccano.",
    ),
    formula=Words("Σ (list − net) ÷ Σ list", "Σ (listino − netto) ÷ Σ listino"),
    misleads=Words(
        "Only lines with a list price count. A list that nobody pays makes every discount look large.",
        "Contano solo le righe con un prezzo di listino. Un listino che nessuno paga fa sembrare grande ogni sconto.",
    ),
    source="discount given over the list price, by value",
    synonyms=("discount", "average discount", "sconto", "sconti", "percentuale di sconto"),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (GROSS_MARGIN, GROSS_MARGIN_SHARE, DISCOUNT_RATE)
