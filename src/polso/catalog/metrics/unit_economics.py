"""What a new customer brings against what winning it costs."""

from __future__ import annotations

from polso.catalog.metrics.customer_value import CLV
from polso.catalog.model import Derived, Metric, Uncertainty, Variant, Words

_SPENT = ("expense.span_start", "expense.amount", "company.gross_margin_share")
_INPUTS = tuple((*group, *_SPENT) for group in CLV.requires)
_SUBSCRIBED = (("subscription_span.valid_from", "subscription_span.mrr", "subscription_span.account_id", *_SPENT),)
_GUARDED = Uncertainty(enough=8)
"""With fewer than eight new customers the cost of one is luck."""

CLV_CAC_RATIO = Metric(
    id="clv_cac_ratio",
    names=Words(
        "Customer value to acquisition cost (CLV : CAC)", "Valore del cliente su costo di acquisizione (CLV : CAC)"
    ),
    short_names=Words("CLV : CAC", "CLV : CAC"),
    families=("performance", "productivity"),
    unit="number",
    direction="higher",
    kind=Derived('clv(variant="new_customer_36_months") / cac'),
    totals="ratio",
    clock=Words(
        "purchases up to the end of the period; what was spent and who was won in it",
        "acquisti fino alla fine del periodo; spesa e nuovi clienti del periodo",
    ),
    credit="none",
    minimal_grain="quarter",
    dimensions=(),
    requires=_INPUTS,
    better_with=("expense.acquisition_share", "refund.amount"),
    uncertainty=_GUARDED,
    definition=Words(
        "How many times what a new customer is expected to bring in 36 months, in margin, covers what winning one cost. "
        "It is told only where the model of customer value passes its gates, a margin is known and at least eight "
        "customers were won in the period.",
        "Quante volte quanto ci si aspetta che un nuovo cliente porti in 36 mesi, in margine, copre quel che è costato "
        "acquisirlo. Si mostra solo se il modello del valore supera le sue soglie, il margine è noto e nel periodo si "
        "sono acquisiti almeno otto clienti.",
    ),
    formula=Words("value of a new customer ÷ CAC", "valore di un nuovo cliente ÷ CAC"),
    misleads=Words(
        "Both are means over all customers, and two uncertain figures are divided: the next customer may cost much more "
        "than the average one. The rule of three comes from software companies.",
        "Sono due medie su tutti i clienti, e si dividono due valori incerti: il prossimo cliente può costare molto più "
        "della media. La regola del tre viene dalle aziende di software.",
    ),
    source="expected margin of a new customer ÷ fully loaded acquisition cost",
    synonyms=("ltv cac", "ltv:cac", "clv:cac", "clv cac", "rapporto clv cac"),
    variants=(
        Variant(
            "simple",
            Words("Simple customer value to acquisition cost", "Valore semplice del cliente su costo di acquisizione"),
            Derived('clv(variant="simple") / cac'),
            _GUARDED,
            "ratio",
            definition=Words(
                "The same with the simple value: margin of an active customer × how long one stays, at most 36 months.",
                "Lo stesso con il valore semplice: margine di un cliente attivo × quanto a lungo resta, al massimo 36 "
                "mesi.",
            ),
        ),
    ),
    supporting=True,
)

CAC_PAYBACK_MONTHS = Metric(
    id="cac_payback_months",
    names=Words("Months until a customer is paid back", "Mesi per recuperare il costo di un cliente"),
    short_names=Words("CAC payback", "Recupero del CAC"),
    families=("performance", "productivity"),
    unit="months",
    direction="lower",
    kind=Derived('months_to_recover(cac, clv(variant="monthly_margin"), clv(variant="monthly_loss"))'),
    totals="ratio",
    clock=CLV_CAC_RATIO.clock,
    credit="none",
    minimal_grain="quarter",
    dimensions=(),
    requires=_INPUTS,
    better_with=CLV_CAC_RATIO.better_with,
    uncertainty=_GUARDED,
    definition=Words(
        "After how many months the margin of a new customer has brought back what winning it cost, when every month the "
        "usual share of customers is lost. Whole months; where all the margin to come does not reach the cost, never.",
        "Dopo quanti mesi il margine di un nuovo cliente ha restituito quel che è costato acquisirlo, se ogni mese si "
        "perde la solita quota di clienti. Mesi interi; se tutto il margine futuro non raggiunge il costo, mai.",
    ),
    formula=Words(
        "smallest n with Σ margin a month × (1 − loss)ᵗ⁻¹ up to n ≥ CAC",
        "il più piccolo n con Σ margine al mese × (1 − perdita)ᵗ⁻¹ fino a n ≥ CAC",
    ),
    misleads=Words(
        "Margin of a month is the mean of active customers; new ones often buy less at first. Without losses seen it is "
        "the shortest it can be.",
        "Il margine al mese è la media dei clienti attivi; i nuovi spesso comprano meno all’inizio. Se non si è visto "
        "nessuno andarsene, è il minimo possibile.",
    ),
    source="smallest n with Σ m(1−c)ᵗ⁻¹ ≥ CAC; CAC ÷ m alone is always too hopeful",
    synonyms=("cac payback", "payback", "payback period", "recupero del cac", "tempo di recupero"),
    variants=(
        Variant(
            "subscription",
            Words("Months until a subscriber is paid back", "Mesi per recuperare il costo di un abbonato"),
            Derived('months_to_recover(cac, arpa * setting("gross_margin_share"), monthly(customer_churn_rate))'),
            _GUARDED,
            "ratio",
            definition=Words(
                "The same for subscriptions: the margin of what an account pays a month, and the churn of the period as "
                "one of a month.",
                "Lo stesso per gli abbonamenti: il margine di quanto un cliente paga al mese, e l’abbandono del periodo "
                "riportato a un mese.",
            ),
            requires=_SUBSCRIBED,
        ),
    ),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (CLV_CAC_RATIO, CAC_PAYBACK_MONTHS)
