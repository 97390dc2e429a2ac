"""What a salesperson and a deal yield."""

from __future__ import annotations

from polso.catalog.metrics.collections import COLLECTED_NET
from polso.catalog.metrics.deals import BY_CLOSE, DEAL_DIMENSIONS, NO_RENEWALS, SHARED, WON
from polso.catalog.metrics.performance import BOOKINGS, REVENUE
from polso.catalog.model import Distribution, Measure, Metric, Ratio, Uncertainty, Variant, Words

WON_VALUE = Measure("deal", "closed", "amount_base", (WON, NO_RENEWALS), ("amount_base",), by=SHARED)
WON_WITH_VALUE = Measure("deal", "closed", None, (WON, NO_RENEWALS), ("amount_base",), by=SHARED)

PRESENCE = Measure("rep_day", "day", "fte", (), ("fte",), per_working_day=True)

AVERAGE_DEAL_SIZE = Metric(
    id="average_deal_size",
    names=Words("Average deal size", "Valore medio della trattativa vinta"),
    short_names=Words("Average deal", "Valore medio vinto"),
    families=("productivity",),
    unit="currency",
    direction="higher",
    kind=Ratio(WON_VALUE, WON_WITH_VALUE),
    totals="ratio",
    clock=BY_CLOSE,
    credit="closing",
    minimal_grain="month",
    dimensions=DEAL_DIMENSIONS,
    requires=(
        ("opportunity.amount", "opportunity.status", "opportunity.closed_at"),
        ("opportunity.amount", "opportunity.status", "opportunity.created_at"),
    ),
    better_with=("fx_rate.to_base", "opportunity.type"),
    uncertainty=Uncertainty(level="mean", change="values", enough=20),
    definition=Words(
        "The mean amount of the deals won in the period. Won deals without an amount are left out and counted apart.",
        "L’importo medio delle trattative vinte nel periodo. Quelle vinte senza importo restano fuori e sono contate "
        "a parte.",
    ),
    formula=Words("Σ amount of won deals ÷ won deals", "Σ importo delle vinte ÷ vinte"),
    misleads=Words(
        "One whale makes the mean: look at the median, and at the mean without the largest deal.",
        "Una sola trattativa enorme fa la media: guardate la mediana, e la media senza la più grande.",
    ),
    source="mean amount of the deals won, as CRMs print it, with the median beside it",
    synonyms=(
        "deal size",
        "average deal value",
        "dimensione media dell’affare",
        "valore medio dell’affare",
        "valore medio trattativa",
    ),
    variants=(
        Variant(
            "median",
            Words("Median deal size", "Valore mediano della trattativa vinta"),
            Distribution(WON_VALUE, "median"),
            Uncertainty(level="median", change="values", enough=20),
            "distribution",
        ),
    ),
)

SALES_PER_REP = Metric(
    id="sales_per_rep",
    names=Words("Sales per salesperson", "Vendite per venditore"),
    short_names=Words("Sales per rep", "Vendite per venditore"),
    families=("productivity",),
    unit="currency",
    direction="higher",
    kind=Ratio(REVENUE, PRESENCE),
    totals="ratio",
    clock=Words("day of the sale; presence by working day", "giorno della vendita; presenze per giorno lavorativo"),
    credit="closing",
    minimal_grain="month",
    dimensions=("rep", "team"),
    requires=(
        ("sales_order.ordered_at", "sales_order.net_amount", "sales_order.rep_id"),
        ("invoice.issued_on", "invoice.net", "invoice.rep_id"),
        ("opportunity.closed_at", "opportunity.amount", "opportunity.owner_id"),
    ),
    better_with=("rep.hired_on", "team_membership.fte", "refund.amount"),
    uncertainty=Uncertainty(change="money", enough=10),
    definition=Words(
        "Net revenue for each full-time salesperson in the period: revenue ÷ mean full-time equivalents over the working "
        "days, so that a joiner or a part-timer does not look weak.",
        "Ricavi netti per ogni venditore a tempo pieno nel periodo: ricavi ÷ media degli equivalenti a tempo pieno nei "
        "giorni lavorativi, così chi è appena arrivato o lavora a tempo parziale non sembra debole.",
    ),
    formula=Words("revenue ÷ mean full-time equivalents", "ricavi ÷ equivalenti a tempo pieno medi"),
    misleads=Words(
        "It says nothing on who had the better customers; a league table of it is unfair.",
        "Non dice chi aveva i clienti migliori; una classifica fatta così è ingiusta.",
    ),
    source="revenue ÷ average full-time equivalents of the period, presence counted by working day",
    synonyms=(
        "revenue per rep",
        "sales per representative",
        "vendite per rappresentante",
        "fatturato per agente",
    ),
    variants=(
        Variant(
            "booked",
            Words("Won deals per salesperson", "Ordinato per venditore"),
            Ratio(BOOKINGS, PRESENCE),
            Uncertainty(change="money", enough=10),
            "ratio",
            definition=Words(
                "The value of the deals won in the period ÷ mean full-time equivalents, whatever the basis of revenue.",
                "Il valore delle trattative vinte nel periodo ÷ equivalenti a tempo pieno medi, qualunque sia la base dei "
                "ricavi.",
            ),
            requires=(
                ("opportunity.closed_at", "opportunity.amount", "opportunity.status", "opportunity.owner_id"),
                ("opportunity.created_at", "opportunity.amount", "opportunity.status", "opportunity.owner_id"),
            ),
        ),
        Variant(
            "collected",
            Words("Collected per salesperson", "Incassato per venditore"),
            Ratio(COLLECTED_NET, PRESENCE),
            Uncertainty(change="money", enough=10),
            "ratio",
            definition=Words(
                "What was collected in the period without tax ÷ mean full-time equivalents; an invoice counts for its "
                "salesperson.",
                "Quanto si è incassato nel periodo senza IVA ÷ equivalenti a tempo pieno medi; una fattura conta per il "
                "suo venditore.",
            ),
            requires=(("invoice.paid_on", "invoice.net", "invoice.rep_id"),),
        ),
    ),
)


METRICS: tuple[Metric, ...] = (AVERAGE_DEAL_SIZE, SALES_PER_REP)
