"""What is open: the value and the number of open deals, and what moves them."""

from __future__ import annotations

from polso.catalog.metrics.deals import DEAL_DIMENSIONS, NO_RENEWALS
from polso.catalog.model import Measure, Metric, Model, Stock, Transition, Uncertainty, Variant, Words
from polso.catalog.movements import PIPELINE_IDS

SPAN_DIMENSIONS = (*DEAL_DIMENSIONS, "stage", "closing")

OPEN_VALUE = Measure("deal_span", "span", "amount", (NO_RENEWALS,), ("amount",), credit="closing")

PIPELINE_VALUE = Metric(
    id="pipeline_value",
    names=Words("Pipeline value", "Valore della pipeline"),
    short_names=Words("Open pipeline", "Pipeline aperta"),
    families=("performance", "productivity"),
    unit="currency",
    direction="higher",
    kind=Stock(OPEN_VALUE),
    totals="semi_additive",
    clock=Words("what is open at the end of the last day", "quel che è aperto alla fine dell’ultimo giorno"),
    credit="snapshot",
    minimal_grain="day",
    dimensions=SPAN_DIMENSIONS,
    requires=(("opportunity.status", "opportunity.amount"),),
    better_with=("opportunity_event.happened_at", "opportunity.created_at", "fx_rate.to_base"),
    uncertainty=Uncertainty(),
    definition=Words(
        "The value of all deals that are open at the end of the period. Deals without an amount are counted, not valued. "
        "Without a history of amounts the value of a past day is not known, and is not invented.",
        "Il valore di tutte le trattative aperte alla fine del periodo. Quelle senza importo si contano, non si "
        "valutano. Senza storia degli importi il valore di un giorno passato non si sa, e non si inventa.",
    ),
    formula=Words("Σ amount of open deals", "Σ importo delle trattative aperte"),
    misleads=Words(
        "Deals nobody has touched for months still count: more pipeline is not better pipeline.",
        "Anche le trattative ferme da mesi contano: più pipeline non vuol dire pipeline migliore.",
    ),
    source="sum of the open deals, as CRMs print it",
    synonyms=("pipeline", "open pipeline", "sales pipeline", "pipeline di vendita", "valore della pipeline di vendita"),
)

OPEN_DEALS = Metric(
    id="open_deals",
    names=Words("Open deals", "Trattative aperte"),
    families=("productivity",),
    unit="count",
    direction="neutral",
    kind=Stock(Measure("deal_span", "span", None, (NO_RENEWALS,))),
    totals="semi_additive",
    clock=PIPELINE_VALUE.clock,
    credit="snapshot",
    minimal_grain="day",
    dimensions=SPAN_DIMENSIONS,
    requires=(("opportunity.status",),),
    better_with=("opportunity.created_at", "opportunity_event.happened_at"),
    uncertainty=Uncertainty(),
    definition=Words(
        "Deals that are open at the end of the period, with or without an amount.",
        "Trattative aperte alla fine del periodo, con o senza importo.",
    ),
    formula=Words("open deals", "trattative aperte"),
    misleads=PIPELINE_VALUE.misleads,
    source="the count beside the pipeline’s value",
    synonyms=("open opportunities", "aperte", "trattative in corso"),
    supporting=True,
)

PIPELINE_CHANGE = Metric(
    id="pipeline_change",
    names=Words("Change of the pipeline", "Variazione della pipeline"),
    families=("performance",),
    unit="currency",
    direction="neutral",
    kind=Transition(OPEN_VALUE, PIPELINE_IDS),
    totals="additive",
    clock=Words(
        "from the end of the day before to the end of the last day", "dalla sera prima alla sera dell’ultimo giorno"
    ),
    credit="snapshot",
    minimal_grain="day",
    dimensions=(*SPAN_DIMENSIONS, "movement"),
    requires=PIPELINE_VALUE.requires,
    better_with=(
        "opportunity.created_at",
        "opportunity.expected_close_on",
        "opportunity_event.happened_at",
        "fx_rate.to_base",
    ),
    uncertainty=Uncertainty(),
    definition=Words(
        "What the value of the open deals changed by, told apart by movement: created, won, lost, amount raised or "
        "lowered, reopened, gone, and so on. The parts add up exactly to the change of the pipeline’s value, in every "
        "filter and split. Only the two ends are compared: a deal created and lost in between changes nothing.",
        "Di quanto è cambiato il valore delle trattative aperte, diviso per movimento: nate, vinte, perse, importo "
        "aumentato o ridotto, riaperte, sparite e così via. Le parti danno esattamente la variazione del valore della "
        "pipeline, con ogni filtro e divisione. Si confrontano solo i due estremi: una trattativa nata e persa nel "
        "frattempo non cambia nulla.",
    ),
    formula=Words(
        "Σ amount of open deals at the end − Σ at the beginning",
        "Σ importo delle trattative aperte alla fine − Σ all’inizio",
    ),
    misleads=Words(
        "Two short periods do not add up to a long one movement by movement: what happens twice to a deal within the "
        "long one shows once.",
        "Movimento per movimento, due periodi brevi non danno quello lungo: ciò che accade due volte a una trattativa "
        "nel periodo lungo si vede una volta sola.",
    ),
    source="waterfall of the pipeline between two snapshots, per deal",
    synonyms=(
        "pipeline waterfall",
        "pipeline movements",
        "what changed",
        "cascata della pipeline",
        "movimenti della pipeline",
        "che cosa è cambiato",
    ),
    variants=(
        Variant(
            "as_then_known",
            Words("Change of the pipeline as then known", "Variazione della pipeline come si sapeva allora"),
            Transition(OPEN_VALUE, PIPELINE_IDS, "then"),
            Uncertainty(),
            "additive",
        ),
    ),
    supporting=True,
)

WEIGHTED_PIPELINE = Metric(
    id="weighted_pipeline",
    names=Words("Weighted pipeline", "Pipeline pesata"),
    families=("performance", "productivity"),
    unit="currency",
    direction="higher",
    kind=Model("stage_chances", OPEN_VALUE),
    totals="semi_additive",
    clock=PIPELINE_VALUE.clock,
    credit="snapshot",
    minimal_grain="day",
    dimensions=(),
    requires=(("opportunity.status", "opportunity.amount", "opportunity.stage_id", "opportunity.closed_at"),),
    better_with=("opportunity_event.happened_at", "stage.rank", "fx_rate.to_base"),
    uncertainty=Uncertainty(),
    definition=Words(
        "The open deals, each times the chance of its stage: how often deals that came to that stage were won, in this "
        "company’s own history up to that day. Ten deals of the mean chance are added to each stage, so that three lucky "
        "ones do not make a certainty. It is told from twenty decided deals on.",
        "Le trattative aperte, ciascuna per la probabilità della sua fase: quanto spesso le trattative arrivate a quella "
        "fase sono state vinte, nella storia dell’azienda fino a quel giorno. A ogni fase si aggiungono dieci trattative "
        "con la probabilità media, perché tre fortunate non facciano una certezza. Si mostra da venti trattative decise "
        "in su.",
    ),
    formula=Words(
        "Σ amount × (won + 10 × mean) ÷ (decided + 10) of the stage",
        "Σ importo × (vinte + 10 × media) ÷ (decise + 10) della fase",
    ),
    misleads=Words(
        "It is what many such pipelines bring on average, and no forecast of this one: deals that nobody has touched for "
        "months count like fresh ones. Deals without an amount are not in it.",
        "È quanto portano in media tante pipeline così, non una previsione di questa: le trattative ferme da mesi "
        "contano come quelle fresche. Quelle senza importo restano fuori.",
    ),
    source="stage chances from own history, shrunk towards the mean (ten deals), never the CRM’s own percentages",
    synonyms=("weighted pipeline value", "expected pipeline", "pipeline ponderata"),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (PIPELINE_VALUE, WEIGHTED_PIPELINE, OPEN_DEALS, PIPELINE_CHANGE)
