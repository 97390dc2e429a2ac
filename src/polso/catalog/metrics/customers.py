"""Customers won."""

from __future__ import annotations

from polso.catalog.metrics.performance import ON_BASIS, REVENUE_DIMENSIONS
from polso.catalog.model import Measure, Metric, Simple, Uncertainty, Words

NEW_CUSTOMERS = Metric(
    id="new_customers",
    names=Words("New customers", "Nuovi clienti"),
    families=("performance",),
    unit="count",
    direction="higher",
    kind=Simple(Measure("first_sale", "happened", None, (ON_BASIS,))),
    totals="distinct",
    clock=Words("day of the first purchase", "giorno del primo acquisto"),
    credit="closing",
    minimal_grain="day",
    dimensions=REVENUE_DIMENSIONS,
    requires=(
        ("sales_order.ordered_at", "sales_order.account_id"),
        ("invoice.issued_on", "invoice.account_id"),
        ("opportunity.closed_at", "opportunity.account_id", "opportunity.status"),
        ("opportunity.created_at", "opportunity.account_id", "opportunity.status"),
    ),
    better_with=("refund.amount", "account.created_at"),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Customers whose first purchase falls in the period. A first purchase given back in full within thirty days does "
        "not make a customer; who comes back after a pause is not new.",
        "Clienti il cui primo acquisto cade nel periodo. Un primo acquisto rimborsato per intero entro trenta giorni "
        "non fa un cliente; chi torna dopo una pausa non è nuovo.",
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
    warns=("first_seen_in_file",),
)

METRICS: tuple[Metric, ...] = (NEW_CUSTOMERS,)
