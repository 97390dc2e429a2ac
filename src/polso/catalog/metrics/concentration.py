"""How much of the revenue hangs on a few customers."""

from __future__ import annotations

from polso.catalog.metrics.customer_value import PURCHASE_AMOUNTS, PURCHASES
from polso.catalog.model import Metric, Model, Uncertainty, Variant, Words

REVENUE_CONCENTRATION = Metric(
    id="revenue_concentration",
    names=Words("Revenue of the largest customer", "Ricavi del cliente più grande"),
    short_names=Words("Largest customer", "Cliente più grande"),
    families=("performance",),
    unit="ratio",
    direction="lower",
    kind=Model("largest:1", PURCHASES),
    totals="ratio",
    clock=Words("day of the sale; refunds on their own day", "giorno della vendita; i rimborsi nel loro giorno"),
    credit="none",
    minimal_grain="month",
    dimensions=(),
    requires=PURCHASE_AMOUNTS,
    better_with=("refund.amount", "account.merged_into"),
    uncertainty=Uncertainty(),
    definition=Words(
        "The share of net revenue that came from the customer who brought most in the period. Sales without a customer "
        "count in the whole and for nobody.",
        "La quota dei ricavi netti portata dal cliente più grande del periodo. Le vendite senza cliente contano nel "
        "totale e per nessuno.",
    ),
    formula=Words("revenue of the largest customer ÷ net revenue", "ricavi del cliente più grande ÷ ricavi netti"),
    misleads=Words(
        "Short periods are always concentrated: with ten sales a month somebody is large. Companies of one group count "
        "apart until they are merged.",
        "I periodi brevi sono sempre concentrati: con dieci vendite al mese qualcuno è grande. Le aziende di un gruppo "
        "contano separate finché non si uniscono.",
    ),
    source="share of the largest customers in the revenue of the period",
    synonyms=(
        "customer concentration",
        "concentration",
        "concentration_top1",
        "concentrazione dei ricavi",
        "dipendenza da un cliente",
    ),
    variants=(
        Variant(
            "top5",
            Words("Revenue of the five largest customers", "Ricavi dei cinque clienti più grandi"),
            Model("largest:5", PURCHASES),
            totals="ratio",
            definition=Words(
                "The share of net revenue that came from the five customers who brought most in the period.",
                "La quota dei ricavi netti portata dai cinque clienti più grandi del periodo.",
            ),
        ),
    ),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (REVENUE_CONCENTRATION,)
