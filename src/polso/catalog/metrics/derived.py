"""Figures that are made of other figures, to explain them together."""

from __future__ import annotations

from polso.catalog.metrics.deals import DEAL_DIMENSIONS
from polso.catalog.model import Derived, Measure, Metric, Simple, Uncertainty, Words

SALES_VELOCITY = Metric(
    id="sales_velocity",
    names=Words("Sales velocity", "Velocità di vendita"),
    families=("productivity",),
    unit="currency",
    direction="higher",
    kind=Derived('open_deals * win_rate * average_deal_size / sales_cycle_length(variant="mean")'),
    totals="ratio",
    clock=Words(
        "open deals at the end of the period; the rest by close",
        "trattative aperte a fine periodo; il resto per data di chiusura",
    ),
    credit="closing",
    minimal_grain="month",
    dimensions=tuple(one for one in DEAL_DIMENSIONS if one != "stage"),
    requires=(("opportunity.status", "opportunity.amount", "opportunity.created_at", "opportunity.closed_at"),),
    better_with=("opportunity_event.happened_at",),
    uncertainty=Uncertainty(enough=5),
    definition=Words(
        "What the open deals would bring a day if they were won as often, as large and as fast as those closed in the "
        "period: open deals × win rate × mean deal ÷ mean days of the cycle.",
        "Quanto porterebbero al giorno le trattative aperte se fossero vinte tanto spesso, grandi e in fretta come "
        "quelle chiuse nel periodo: trattative aperte × tasso di chiusura × valore medio ÷ giorni medi del ciclo.",
    ),
    formula=Words(
        "open deals × win rate × mean deal ÷ mean cycle days",
        "aperte × tasso di chiusura × valore medio ÷ giorni medi del ciclo",
    ),
    misleads=Words(
        "It holds in a steady state only and is no forecast: three estimates are multiplied, and with few deals each of "
        "them swings. With fewer than five deals in one of them it is not told.",
        "Vale solo a regime e non è una previsione: si moltiplicano tre stime, e con poche trattative ciascuna oscilla. "
        "Con meno di cinque trattative in una di esse non si mostra.",
    ),
    source="open deals × win rate × deal size ÷ cycle days, as CRMs print it",
    synonyms=("velocity", "pipeline velocity", "velocità della pipeline"),
    supporting=True,
)

SERIES_TOTAL = Metric(
    id="series_total",
    names=Words("Other figure, summed", "Altro dato, sommato"),
    families=("activity",),
    unit="number",
    direction="neutral",
    kind=Simple(Measure("series_value", "day", "value", (), ("value",), credit="none")),
    totals="additive",
    clock=Words("day of the value", "giorno del valore"),
    credit="none",
    minimal_grain="day",
    dimensions=("series",),
    requires=(("series.name", "series.value"),),
    better_with=(),
    uncertainty=Uncertainty(),
    definition=Words(
        "The sum of any other figure of the company in the period (visits, machine hours), from the table series. It is "
        "there to be used in formulas, as series(“name”).",
        "La somma di un altro dato dell’azienda nel periodo (visite, ore macchina), dalla tabella series. Serve nelle "
        "formule, come series(«nome»).",
    ),
    formula=Words("Σ values", "Σ valori"),
    misleads=Words(
        "Different figures are summed together unless one is chosen; a figure that is a level (headcount) has no sum.",
        "Dati diversi si sommano tra loro se non se ne sceglie uno; un dato che è un livello (organico) non ha somma.",
    ),
    source="the values as imported",
    synonyms=("series", "serie"),
    always_by=("series",),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (SALES_VELOCITY, SERIES_TOTAL)
