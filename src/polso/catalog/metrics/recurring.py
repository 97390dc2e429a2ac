"""What comes in again every month."""

from __future__ import annotations

from polso.catalog.model import (
    Condition,
    Derived,
    Measure,
    Metric,
    Simple,
    Stock,
    Uncertainty,
    Variant,
    Words,
)

MONTHLY = Measure("mrr_span", "span", "amount", (), ("amount",))
MONTHLY_OF_CUSTOMER = Measure("mrr_account_span", "span", "amount", (), ("amount",))
COMMITTED = Measure("mrr_committed_span", "span", "amount", (), ("amount",))
PAYING = Measure("mrr_account_span", "span", None)
INPUTS = (("subscription_span.valid_from", "subscription_span.mrr"),)
DIMENSIONS = ("rep", "team", "product", "segment")
MOVED_BY = ("rep", "team", "segment")
AT_THE_END = Words("what is paid at the end of the last day", "quel che si paga alla fine dell’ultimo giorno")
ON_THE_DAY = Words("day of the change", "giorno del cambiamento")
NO_ONE_OFFS = Words(
    "One-off work and use beyond the plan are not in it: it is not the revenue of the month.",
    "Lavori una tantum e consumi oltre il piano restano fuori: non è il fatturato del mese.",
)
FEW_SWING = Words(
    "With few subscriptions one large customer makes the figure.",
    "Con pochi abbonamenti un solo cliente grande fa il numero.",
)
_MOVED = "mrr_new + mrr_expansion + mrr_contraction + mrr_churn + mrr_reactivation"

MRR = Metric(
    id="mrr",
    names=Words("Monthly recurring revenue (MRR)", "Ricavi ricorrenti mensili (MRR)"),
    short_names=Words("MRR", "MRR"),
    families=("performance",),
    unit="currency",
    direction="higher",
    kind=Stock(MONTHLY),
    totals="semi_additive",
    clock=AT_THE_END,
    credit="snapshot",
    minimal_grain="day",
    dimensions=DIMENSIONS,
    requires=INPUTS,
    better_with=("subscription_span.is_trial", "subscription_span.product_id", "fx_rate.to_base"),
    uncertainty=Uncertainty(),
    definition=Words(
        "What subscriptions pay a month at the end of the period: a yearly price counts a twelfth, a quarterly a third, a "
        "weekly 52 twelfths. Discounts are off, tax and trials are out. Of two overlapping spans of a subscription the "
        "later counts; a renewal up to three days late goes on.",
        "Quanto pagano al mese gli abbonamenti alla fine del periodo: un prezzo annuale vale un dodicesimo, uno "
        "trimestrale un terzo, uno settimanale 52 dodicesimi. Sconti tolti, imposte e prove fuori. Di due periodi "
        "sovrapposti dello stesso abbonamento vale il più recente; un rinnovo in ritardo fino a tre giorni prosegue.",
    ),
    formula=Words("Σ monthly price of active subscriptions", "Σ prezzo mensile degli abbonamenti attivi"),
    misleads=NO_ONE_OFFS,
    source="ChartMogul’s conventions: monthly equivalents of what is active, without trials and one-offs",
    synonyms=(
        "monthly recurring revenue",
        "recurring revenue",
        "entrate ricorrenti mensili",
        "entrate ricorrenti",
        "ricavi ricorrenti",
    ),
    variants=(
        Variant(
            "committed",
            Words("MRR with what is signed (CMRR)", "MRR con quanto è firmato (CMRR)"),
            Stock(COMMITTED),
            Uncertainty(),
            "semi_additive",
            definition=Words(
                "MRR and what is signed but has not begun yet: subscriptions that start later, and renewals at the price "
                "that is agreed. What is known only later counts from then. An end that lies ahead takes nothing away, "
                "for it may be renewed.",
                "L’MRR e quanto è firmato ma non è ancora partito: abbonamenti che iniziano dopo, e rinnovi al prezzo "
                "già concordato. Ciò che si è saputo dopo conta da allora. Una scadenza futura non toglie nulla, perché "
                "può essere rinnovata.",
            ),
        ),
    ),
)

ARR = Metric(
    id="arr",
    names=Words("Annual recurring revenue (ARR)", "Ricavi ricorrenti annui (ARR)"),
    short_names=Words("ARR", "ARR"),
    families=("performance",),
    unit="currency",
    direction="higher",
    kind=Derived("12 * mrr"),
    totals="semi_additive",
    clock=AT_THE_END,
    credit="snapshot",
    minimal_grain="day",
    dimensions=DIMENSIONS,
    requires=INPUTS,
    better_with=MRR.better_with,
    uncertainty=Uncertainty(),
    definition=Words(
        "Twelve times the MRR at the end of the period: what a year would bring if nothing changed.",
        "Dodici volte l’MRR alla fine del periodo: quanto porterebbe un anno se nulla cambiasse.",
    ),
    formula=Words("12 × MRR", "12 × MRR"),
    misleads=Words("It is no forecast and no revenue of any year.", "Non è una previsione né il fatturato di un anno."),
    source="twelve times MRR",
    synonyms=("annual recurring revenue", "ricavi ricorrenti annui"),
    supporting=True,
)

MRR_CUSTOMERS = Metric(
    id="mrr_customers",
    names=Words("Paying subscribers", "Clienti in abbonamento"),
    families=("performance",),
    unit="count",
    direction="higher",
    kind=Stock(PAYING),
    totals="semi_additive",
    clock=AT_THE_END,
    credit="snapshot",
    minimal_grain="day",
    dimensions=DIMENSIONS,
    requires=INPUTS,
    better_with=("account.merged_into",),
    uncertainty=Uncertainty(),
    definition=Words(
        "Customers who pay for at least one subscription at the end of the period.",
        "Clienti che alla fine del periodo pagano almeno un abbonamento.",
    ),
    formula=Words("customers with MRR above zero", "clienti con MRR sopra zero"),
    misleads=Words("Trials and free plans are not in it.", "Prove e piani gratuiti restano fuori."),
    source="the denominator of revenue per account",
    synonyms=("subscribers", "abbonati"),
    supporting=True,
)


def _movement(
    word: str, names: Words, definition: Words, formula: Words, direction: str, synonyms: tuple[str, ...]
) -> Metric:
    return Metric(
        id=f"mrr_{word}",
        names=names,
        families=("performance",),
        unit="currency",
        direction="higher" if direction == "higher" else "lower",
        kind=Simple(
            Measure(
                "mrr_movement", "happened", "amount_base", (Condition("movement", "is", (word,)),), ("amount_base",)
            )
        ),
        totals="additive",
        clock=ON_THE_DAY,
        credit="closing",
        minimal_grain="day",
        dimensions=MOVED_BY,
        requires=(("subscription_span.valid_from", "subscription_span.mrr", "subscription_span.account_id"),),
        better_with=("subscription_span.valid_to", "fx_rate.to_base"),
        uncertainty=Uncertainty(),
        definition=definition,
        formula=formula,
        misleads=Words(
            "Changes of one day are netted first; over a longer period a rise and a later fall both count.",
            "I cambiamenti di uno stesso giorno si compensano prima; in un periodo più lungo un aumento e un calo "
            "successivo contano entrambi.",
        ),
        source="movements by account and day, as ChartMogul classifies them; signed, so that they add up",
        synonyms=synonyms,
        supporting=True,
    )


MOVEMENTS: tuple[Metric, ...] = (
    _movement(
        "new",
        Words("New MRR", "MRR da nuovi clienti"),
        Words(
            "What customers who pay for the first time ever add to the month.",
            "Quanto aggiungono al mese i clienti che pagano per la prima volta in assoluto.",
        ),
        Words("Σ first payments a month", "Σ primi importi mensili"),
        "higher",
        ("new business mrr", "nuovo mrr"),
    ),
    _movement(
        "expansion",
        Words("Expansion MRR", "MRR da espansione"),
        Words("What existing customers pay more.", "Quanto pagano in più i clienti che già pagavano."),
        Words("Σ increases", "Σ aumenti"),
        "higher",
        ("espansione mrr",),
    ),
    _movement(
        "contraction",
        Words("Contraction MRR", "MRR da riduzione"),
        Words(
            "What customers who stay pay less, as a negative amount. One of several subscriptions cancelled is a "
            "contraction.",
            "Quanto pagano in meno i clienti che restano, in negativo. Disdire uno di più abbonamenti è una riduzione.",
        ),
        Words("Σ decreases", "Σ riduzioni"),
        "higher",
        ("downgrade mrr", "contrazione mrr"),
    ),
    _movement(
        "churn",
        Words("Churned MRR", "MRR perso"),
        Words(
            "What customers paid who pay nothing any more, as a negative amount, on the day on which the service ends.",
            "Quanto pagava chi non paga più nulla, in negativo, nel giorno in cui finisce il servizio.",
        ),
        Words("Σ ended payments", "Σ importi cessati"),
        "higher",
        ("lost mrr", "mrr abbandonato"),
    ),
    _movement(
        "reactivation",
        Words("Reactivated MRR", "MRR riattivato"),
        Words(
            "What customers pay who had paid in the past and then nothing for a while.",
            "Quanto paga chi aveva già pagato in passato e poi più nulla per un po’.",
        ),
        Words("Σ payments begun again", "Σ importi ripresi"),
        "higher",
        ("reactivation", "riattivazione mrr"),
    ),
)

MRR_FX_REVALUATION = Metric(
    id="mrr_fx_revaluation",
    names=Words("MRR from exchange rates", "MRR dal cambio"),
    families=("performance",),
    unit="currency",
    direction="neutral",
    kind=Derived(f"mrr - opening(mrr) - ({_MOVED})"),
    totals="additive",
    clock=ON_THE_DAY,
    credit="none",
    minimal_grain="day",
    dimensions=("segment",),
    requires=INPUTS,
    better_with=("fx_rate.to_base",),
    uncertainty=Uncertainty(),
    definition=Words(
        "What is left of the change of MRR after the five movements: the same prices at other exchange rates.",
        "Quel che resta della variazione dell’MRR dopo i cinque movimenti: gli stessi prezzi a un altro cambio.",
    ),
    formula=Words("change of MRR − movements", "variazione MRR − movimenti"),
    misleads=Words(
        "Nobody did anything for it: it is not growth.", "Nessuno ha fatto nulla per averlo: non è crescita."
    ),
    source="the line that closes the bridge from one MRR to the next",
    synonyms=("fx revaluation", "effetto cambio mrr"),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (
    MRR,
    ARR,
    *MOVEMENTS,
    MRR_FX_REVALUATION,
    MRR_CUSTOMERS,
)
