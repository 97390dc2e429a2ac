"""Targets and quotas, and how far they are reached."""

from __future__ import annotations

from polso.catalog.model import Attainment, Metric, Uncertainty, Variant, Words

NO_CHANCE_YET = Words(
    "It says how far one is, not how likely one gets there: the chance to reach the target is left for later.",
    "Dice a che punto si è, non quanto è probabile arrivarci: la probabilità di raggiungere l’obiettivo arriverà più "
    "avanti.",
)

SALES_TARGET_ATTAINMENT = Metric(
    id="sales_target_attainment",
    names=Words("Target attainment", "Raggiungimento dell’obiettivo di vendita"),
    short_names=Words("Target", "Obiettivo"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Attainment("goal"),
    totals="ratio",
    clock=Words("that of the metric of the target", "quella della metrica dell’obiettivo"),
    credit="closing",
    minimal_grain="month",
    dimensions=("metric", "rep", "team", "source", "product"),
    requires=(("target.value", "target.period_start"),),
    better_with=("target.period_end", "target.profile", "target.set_at"),
    uncertainty=Uncertainty(),
    definition=Words(
        "The figure so far ÷ its whole target for the period. The target last set by then counts; targets of shorter "
        "periods that fill the period are added where the metric can be added. For a figure that is better when lower "
        "it is target ÷ figure. With targets of several metrics, metric=ID chooses.",
        "Il valore finora ÷ l’intero obiettivo del periodo. Conta l’obiettivo fissato per ultimo; gli obiettivi di "
        "periodi più corti che riempiono il periodo si sommano, se la metrica si può sommare. Per un valore che è "
        "meglio più basso è obiettivo ÷ valore. Con obiettivi di più metriche si sceglie con metric=ID.",
    ),
    formula=Words("actual to date ÷ target", "valore finora ÷ obiettivo"),
    misleads=NO_CHANCE_YET,
    source="actual ÷ target of the period; the pace by working days elapsed",
    synonyms=("target attainment", "sales target", "goal", "obiettivo di vendita", "obiettivi di vendita", "budget"),
    variants=(
        Variant(
            "pace",
            Words("Target attainment at this pace", "Obiettivo di vendita al passo di oggi"),
            Attainment("goal", "pace"),
            totals="ratio",
            definition=Words(
                "The figure so far ÷ the part of the target that is due by now: by working days, by calendar days, as "
                "last year went, or only at the end, as the target says. 100 % is on pace.",
                "Il valore finora ÷ la parte di obiettivo dovuta fino a oggi: per giorni lavorativi, per giorni di "
                "calendario, come l’anno scorso, o solo alla fine, come dice l’obiettivo. 100 % vuol dire in linea.",
            ),
        ),
        Variant(
            "original",
            Words("Attainment of the target as first set", "Raggiungimento dell’obiettivo iniziale"),
            Attainment("goal", "original"),
            totals="ratio",
            definition=Words(
                "The figure so far ÷ the target as it was first set, whatever was changed later.",
                "Il valore finora ÷ l’obiettivo come fu fissato la prima volta, qualunque cosa sia cambiata dopo.",
            ),
        ),
    ),
    default_variant="to_date",
)

PIPELINE_COVERAGE = Metric(
    id="pipeline_coverage",
    names=Words("Pipeline coverage", "Copertura della pipeline"),
    families=("performance",),
    unit="number",
    direction="higher",
    kind=Attainment("goal", "open"),
    totals="ratio",
    clock=Words(
        "what is open at the end of the last day; the target of the period",
        "quel che è aperto alla fine dell’ultimo giorno; l’obiettivo del periodo",
    ),
    credit="closing",
    minimal_grain="month",
    dimensions=("metric", "rep", "team", "source", "product"),
    requires=(("target.value", "target.period_start", "opportunity.status", "opportunity.amount"),),
    better_with=("opportunity.expected_close_on", "opportunity_event.happened_at"),
    uncertainty=Uncertainty(),
    definition=Words(
        "How many times the open deals cover what the target of the period still lacks: their value ÷ (target − figure so "
        "far). With a target reached there is nothing to cover.",
        "Quante volte le trattative aperte coprono quel che manca all’obiettivo del periodo: il loro valore ÷ (obiettivo "
        "− valore finora). A obiettivo raggiunto non c’è nulla da coprire.",
    ),
    formula=Words("open pipeline ÷ (target − actual to date)", "pipeline aperta ÷ (obiettivo − valore finora)"),
    misleads=Words(
        "What is enough is 1 ÷ your own win rate by value, not three times: who wins a quarter of the value needs four "
        "times, and only of deals that can close in time.",
        "Quanto basta è 1 ÷ il vostro tasso di chiusura per valore, non tre volte: chi vince un quarto del valore ne "
        "serve quattro, e solo di trattative che possono chiudersi in tempo.",
    ),
    source="open pipeline ÷ remaining target; needed is the inverse of the win rate by value",
    synonyms=("coverage", "pipeline to target", "copertura dell’obiettivo"),
    variants=(
        Variant(
            "closing",
            Words("Coverage by deals due in the period", "Copertura con le trattative attese nel periodo"),
            Attainment("goal", "closing"),
            totals="ratio",
            definition=Words(
                "The same with only the deals that are expected to close within the period.",
                "Lo stesso, solo con le trattative che dovrebbero chiudersi nel periodo.",
            ),
            requires=(
                (
                    "target.value",
                    "target.period_start",
                    "opportunity.status",
                    "opportunity.amount",
                    "opportunity.expected_close_on",
                ),
            ),
        ),
    ),
    supporting=True,
)

REP_QUOTA_ATTAINMENT = Metric(
    id="rep_quota_attainment",
    names=Words("Quota attainment by salesperson", "Raggiungimento dell’obiettivo (budget) per venditore"),
    short_names=Words("Quotas", "Obiettivi dei venditori"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Attainment("quota"),
    totals="ratio",
    clock=Words("that of the metric of the quota", "quella della metrica dell’obiettivo"),
    credit="closing",
    minimal_grain="month",
    dimensions=("metric", "rep", "team"),
    requires=(("target.value", "target.period_start", "target.scope_id"),),
    better_with=("rep.hired_on", "team_membership.fte", "target.period_end"),
    uncertainty=Uncertainty(),
    definition=Words(
        "What a salesperson is credited with ÷ the quota for the part of the period that he or she was there: somebody "
        "who joins halfway owes half, and a part-timer the share of the time. The quota names its metric: revenue by "
        "the agent on orders or invoices, or won deals. The total takes all people with a quota; "
        "a flag says when their quotas do not add up to the company’s own target.",
        "Quanto è attribuito a un venditore ÷ il suo obiettivo per la parte del periodo in cui c’era: chi arriva a metà "
        "ne deve metà, chi è a tempo parziale la sua quota di tempo. L’obiettivo dice la sua metrica: ricavi per agente "
        "su ordini o fatture, oppure trattative vinte. Il totale prende tutti quelli che hanno "
        "un obiettivo; un segnale dice quando la loro somma non è l’obiettivo dell’azienda.",
    ),
    formula=Words("credited ÷ (quota × share of the period present)", "attribuito ÷ (obiettivo × quota di presenza)"),
    misleads=NO_CHANCE_YET,
    source="credited amount ÷ quota × working days present ÷ working days of the period",
    synonyms=("quota attainment", "quota", "raggiungimento della quota", "quota del rappresentante"),
    variants=(
        Variant(
            "pace",
            Words("Quota attainment at this pace", "Obiettivo per venditore al passo di oggi"),
            Attainment("quota", "pace"),
            totals="ratio",
            definition=Words(
                "What is credited so far ÷ the part of the quota that is due by now.",
                "Quanto è attribuito finora ÷ la parte di obiettivo dovuta fino a oggi.",
            ),
        ),
        Variant(
            "reached",
            Words("Salespeople who reached their quota", "Venditori che hanno raggiunto l’obiettivo"),
            Attainment("quota", "reached"),
            totals="ratio",
            definition=Words(
                "How many of the people with a quota reached it: read it as k of n, for n is small.",
                "Quanti di quelli che hanno un obiettivo l’hanno raggiunto: va letto come k su n, perché n è piccolo.",
            ),
        ),
    ),
    default_variant="to_date",
    always_by=("rep",),
)

METRICS: tuple[Metric, ...] = (SALES_TARGET_ATTAINMENT, REP_QUOTA_ATTAINMENT, PIPELINE_COVERAGE)
