"""How recurring revenue holds: what is kept of it, what is lost, what an account pays."""

from __future__ import annotations

from polso.catalog.metrics.recurring import AT_THE_END, DIMENSIONS, FEW_SWING, INPUTS, MONTHLY_OF_CUSTOMER, ON_THE_DAY
from polso.catalog.model import Derived, Metric, Retention, Uncertainty, Words

NET_REVENUE_RETENTION = Metric(
    id="net_revenue_retention",
    names=Words("Net revenue retention (NRR)", "Fidelizzazione dei ricavi, netta (NRR)"),
    short_names=Words("NRR", "NRR"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Retention(MONTHLY_OF_CUSTOMER, "value_kept"),
    totals="ratio",
    clock=Words("customers paying when the period begins", "clienti paganti all’inizio del periodo"),
    credit="snapshot",
    minimal_grain="month",
    dimensions=DIMENSIONS,
    requires=INPUTS,
    better_with=("fx_rate.to_base",),
    uncertainty=Uncertainty(),
    definition=Words(
        "What the customers who paid at the start pay at the end, with increases, decreases and leavings, divided by what "
        "they paid at the start. Who returns in the period was not there at the start and is not in it.",
        "Quanto pagano alla fine i clienti che pagavano all’inizio, con aumenti, riduzioni e uscite, diviso quel che "
        "pagavano all’inizio. Chi torna nel periodo non c’era all’inizio e non conta.",
    ),
    formula=Words("MRR at the end of the same customers ÷ at the start", "MRR finale degli stessi clienti ÷ iniziale"),
    misleads=FEW_SWING,
    source="MRR at both ends of the same accounts; rates of the start at both",
    synonyms=("nrr", "net dollar retention", "ndr", "nrr netta"),
    supporting=True,
)

GROSS_REVENUE_RETENTION = Metric(
    id="gross_revenue_retention",
    names=Words("Gross revenue retention (GRR)", "Fidelizzazione dei ricavi, lorda (GRR)"),
    short_names=Words("GRR", "GRR"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Retention(MONTHLY_OF_CUSTOMER, "value_capped"),
    totals="ratio",
    clock=NET_REVENUE_RETENTION.clock,
    credit="snapshot",
    minimal_grain="month",
    dimensions=DIMENSIONS,
    requires=INPUTS,
    better_with=("fx_rate.to_base",),
    uncertainty=Uncertainty(level="value_share"),
    definition=Words(
        "The same without increases: each customer counts at most with what it paid at the start, so that the share is "
        "never above one.",
        "Lo stesso senza gli aumenti: ogni cliente conta al massimo quel che pagava all’inizio, perciò la quota non "
        "supera mai uno.",
    ),
    formula=Words("Σ lower of start and end ÷ Σ start", "Σ minore fra inizio e fine ÷ Σ inizio"),
    misleads=FEW_SWING,
    source="SaaS Capital’s definition: each customer capped at its earlier MRR",
    synonyms=("grr", "gross dollar retention"),
    supporting=True,
)


def _derived(
    metric_id: str,
    names: Words,
    formula_text: str,
    unit: str,
    better: str,
    definition: Words,
    formula: Words,
    synonyms: tuple[str, ...],
    misleads: Words = FEW_SWING,
) -> Metric:
    return Metric(
        id=metric_id,
        names=names,
        families=("performance",),
        unit="currency" if unit == "currency" else "number" if unit == "number" else "ratio",
        direction="higher" if better == "higher" else "lower",
        kind=Derived(formula_text),
        totals="ratio",
        clock=Words("movements of the period; MRR when it begins", "movimenti del periodo; MRR all’inizio")
        if "opening" in formula_text
        else AT_THE_END
        if unit == "currency"
        else ON_THE_DAY,
        credit="none",
        minimal_grain="month",
        dimensions=("segment",),
        requires=(("subscription_span.valid_from", "subscription_span.mrr", "subscription_span.account_id"),),
        better_with=("fx_rate.to_base",),
        uncertainty=Uncertainty(),
        definition=definition,
        formula=formula,
        misleads=misleads,
        source="formula over MRR and its movements, as ChartMogul prints it",
        synonyms=synonyms,
        supporting=True,
    )


GROSS_MRR_CHURN = _derived(
    "gross_mrr_churn",
    Words("Gross MRR churn", "Perdita lorda di MRR"),
    "-(mrr_churn + mrr_contraction) / opening(mrr)",
    "ratio",
    "lower",
    Words(
        "What left and what was reduced in the period, divided by MRR when it began.",
        "Quanto è uscito e quanto si è ridotto nel periodo, diviso l’MRR all’inizio.",
    ),
    Words("(churn + contraction) ÷ MRR at the start", "(perso + riduzioni) ÷ MRR iniziale"),
    ("gross churn", "churn lordo"),
)
NET_MRR_CHURN = _derived(
    "net_mrr_churn",
    Words("Net MRR churn", "Perdita netta di MRR"),
    "-(mrr_churn + mrr_contraction + mrr_expansion + mrr_reactivation) / opening(mrr)",
    "ratio",
    "lower",
    Words(
        "The same less what grew and what returned. With returning customers it is not one minus net revenue retention, "
        "which leaves them out.",
        "Lo stesso meno quanto è cresciuto e quanto è tornato. Se qualcuno torna non è uno meno l’NRR, che non lo conta.",
    ),
    Words(
        "(churn + contraction − expansion − reactivation) ÷ MRR at the start",
        "(perso + riduzioni − espansione − riattivazione) ÷ MRR iniziale",
    ),
    ("net churn", "churn netto"),
)
ARPA = _derived(
    "arpa",
    Words("Revenue per account (ARPA)", "Ricavo medio per cliente (ARPA)"),
    "mrr / mrr_customers",
    "currency",
    "higher",
    Words(
        "What a paying customer pays a month on average at the end of the period.",
        "Quanto paga in media al mese un cliente pagante alla fine del periodo.",
    ),
    Words("MRR ÷ paying customers", "MRR ÷ clienti paganti"),
    ("average revenue per account", "arpu", "ricavo per cliente"),
    Words("A mean: one large customer lifts it for all.", "È una media: un solo cliente grande la alza per tutti."),
)
MRR_QUICK_RATIO = _derived(
    "mrr_quick_ratio",
    Words("MRR quick ratio", "Quick ratio dell’MRR"),
    "-(mrr_new + mrr_expansion + mrr_reactivation) / (mrr_churn + mrr_contraction)",
    "number",
    "higher",
    Words(
        "How much MRR came in for each euro of it that went: above one it grows. None when nothing went.",
        "Quanto MRR è entrato per ogni euro uscito: sopra uno cresce. Nessun valore se non è uscito nulla.",
    ),
    Words(
        "(new + expansion + reactivation) ÷ (churn + contraction)",
        "(nuovo + espansione + riattivazione) ÷ (perso + riduzioni)",
    ),
    ("quick ratio",),
)


METRICS: tuple[Metric, ...] = (
    NET_REVENUE_RETENTION,
    GROSS_REVENUE_RETENTION,
    GROSS_MRR_CHURN,
    NET_MRR_CHURN,
    ARPA,
    MRR_QUICK_RATIO,
)
