"""The way of the deals: where they are lost, how long they stay, how good they are, and the proposals sent."""

from __future__ import annotations

from polso.catalog.metrics.deals import DEAL_DIMENSIONS, NO_RENEWALS
from polso.catalog.model import Cohort, Condition, Measure, Metric, Ratio, Simple, Survival, Uncertainty, Variant, Words

STAGE_DIMENSIONS = (*DEAL_DIMENSIONS, "stage")
ON_ENTRY = Words("day the deal first came that far", "giorno in cui la trattativa è arrivata fin lì")
_LOST = Condition("outcome", "is", ("lost",))
_ADVANCED = Condition("outcome", "is", ("advanced",))
_RESOLVED = Condition("outcome", "in", ("advanced", "lost"))
_LOST_HERE = Condition("lost_here", "is", ("yes",))
_KNOWN = ("outcome",)
_RATE = Uncertainty(level="wilson", change="rates", enough=10)
_STAGES = (("stage.rank", "opportunity.status", "opportunity.stage_id"), ("opportunity_event.new",))
"""Where no file says the order of the stages, a history shows the one in which deals pass through them."""
QUALIFIED_WITHIN = "30"
YEAR = 365.0


def _reached(*where: Condition, column: str | None = None, known: tuple[str, ...] = _KNOWN) -> Measure:
    return Measure("stage_reach", "entered", column, (*where, NO_RENEWALS), known)


FUNNEL_LEAKAGE = Metric(
    id="funnel_leakage",
    names=Words("Funnel leakage", "Dove si perdono le trattative"),
    families=("performance",),
    unit="ratio",
    direction="lower",
    kind=Ratio(_reached(_LOST), _reached(_RESOLVED)),
    totals="ratio",
    clock=ON_ENTRY,
    credit="closing",
    minimal_grain="quarter",
    dimensions=STAGE_DIMENSIONS,
    requires=_STAGES,
    better_with=("opportunity_event.happened_at", "stage.rank", "stage.kind", "opportunity.amount"),
    uncertainty=_RATE,
    definition=Words(
        "For each stage: of the deals that came at least that far in the period and have gone on or been lost since, the "
        "share that was lost without ever coming further. Going back does not lower how far a deal came, skipped stages "
        "count as passed, a won deal passed all; deals that are still there do not count.",
        "Per ogni fase: delle trattative arrivate almeno fin lì nel periodo e poi andate avanti o perse, la quota persa "
        "senza mai andare oltre. Tornare indietro non toglie la strada fatta, le fasi saltate valgono come passate, una "
        "trattativa vinta le ha passate tutte; quelle ancora ferme lì non contano.",
    ),
    formula=Words(
        "lost at the stage ÷ (reached it − still open in it)", "perse nella fase ÷ (arrivate − ancora aperte)"
    ),
    misleads=Words(
        "Without a history of stages only the last one is known, and deals seem never to have gone back. A share says "
        "nothing of the money: look at the value lost beside it.",
        "Senza storia delle fasi si conosce solo l’ultima, e le trattative sembrano non tornare mai indietro. La quota "
        "non dice quanti soldi sono: guardate accanto il valore perso.",
    ),
    source="resolved deals by highest stage reached",
    synonyms=(
        "sales funnel leakage",
        "leakage",
        "stage conversion",
        "perdita dell’imbuto di vendita",
        "perdita dell’imbuto",
        "perdita del funnel",
    ),
    variants=(
        Variant(
            "raw",
            Words("Not gone further so far", "Non andate oltre finora"),
            Ratio(
                _reached(Condition("outcome", "in", ("lost", "open"))),
                _reached(Condition("outcome", "in", ("advanced", "lost", "open"))),
            ),
            _RATE,
            "ratio",
            definition=Words(
                "One less the share of all that came that far and have gone on: open deals count as not gone on.",
                "Uno meno la quota di tutte le arrivate che sono andate oltre: quelle aperte valgono come ferme.",
            ),
        ),
        Variant(
            "stage_at_loss",
            Words("Lost in the stage they were in", "Perse nella fase in cui si trovavano"),
            Ratio(_reached(_LOST_HERE), _reached(_RESOLVED)),
            Uncertainty(),
            "ratio",
            definition=Words(
                "By the stage in which the deal was when it was lost, even if it had been further before.",
                "Secondo la fase in cui era la trattativa quando è stata persa, anche se prima era più avanti.",
            ),
        ),
        Variant(
            "incidence",
            Words("Lost within a year of coming that far", "Perse entro un anno dall’arrivo nella fase"),
            Survival(
                _reached(known=("outcome", "in_order")),
                "days",
                "entered_on",
                "ended_as",
                ("lost",),
                "within",
                YEAR,
            ),
            Uncertainty(level="survival", change="rates", enough=10),
            "distribution",
            definition=Words(
                "The share that is lost within a year, with deals that are still open taken into account by their age.",
                "La quota persa entro un anno, con le trattative ancora aperte considerate per la loro età.",
            ),
        ),
        Variant(
            "count",
            Words("Deals lost at the stage", "Trattative perse nella fase"),
            Simple(_reached(_LOST)),
            Uncertainty(change="counts", enough=15),
            "additive",
            unit="count",
        ),
        Variant(
            "value",
            Words("Value lost at the stage", "Valore perso nella fase"),
            Simple(_reached(_LOST, column="amount_base", known=("outcome", "amount_base"))),
            Uncertainty(change="money", enough=10),
            "additive",
            ("no_loss_amounts",),
            unit="currency",
        ),
    ),
    warns=("no_losses_recorded",),
    always_by=("stage",),
)

FUNNEL_REACHED = Metric(
    id="funnel_reached",
    names=Words("Deals that reached the stage", "Trattative arrivate alla fase"),
    families=("performance",),
    unit="count",
    direction="neutral",
    kind=Simple(_reached(known=())),
    totals="additive",
    clock=ON_ENTRY,
    credit="closing",
    minimal_grain="day",
    dimensions=STAGE_DIMENSIONS,
    requires=_STAGES,
    better_with=("opportunity_event.happened_at", "stage.rank"),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Deals that came at least as far as each stage in the period, whatever became of them.",
        "Trattative arrivate almeno a ciascuna fase nel periodo, qualunque esito abbiano avuto.",
    ),
    formula=Words("deals whose highest stage is this one or beyond", "trattative con fase massima questa o oltre"),
    misleads=Words(
        "A deal stands in every stage it reached: the stages do not add up to the deals.",
        "Una trattativa sta in ogni fase che ha raggiunto: le fasi non si sommano alle trattative.",
    ),
    source="at-least funnel by highest stage reached",
    synonyms=("funnel", "imbuto di vendita", "stage table"),
    variants=(
        Variant(
            "advanced",
            Words("Deals that went further", "Trattative andate oltre"),
            Simple(_reached(_ADVANCED)),
            Uncertainty(change="counts", enough=15),
            "additive",
        ),
        Variant(
            "open",
            Words("Deals still in the stage", "Trattative ancora nella fase"),
            Simple(_reached(Condition("outcome", "is", ("open",)))),
            Uncertainty(),
            "additive",
        ),
        Variant(
            "skipped",
            Words("Share of the deals that skipped the stage", "Quota di trattative che hanno saltato la fase"),
            Ratio(
                _reached(Condition("skipped", "is", ("yes",)), known=("skipped",)),
                _reached(known=("skipped",)),
            ),
            _RATE,
            "ratio",
            unit="ratio",
            definition=Words(
                "Of the deals that came at least that far, those that were never in the stage themselves.",
                "Delle trattative arrivate almeno fin lì, quelle che nella fase non sono mai state.",
            ),
            requires=(("stage.rank", "opportunity_event.happened_at", "opportunity_event.new"),),
        ),
    ),
    supporting=True,
    always_by=("stage",),
)

_ENDS = ("advanced", "back", "won", "lost")


def _stays(*where: Condition) -> Measure:
    return Measure("stage_time", "entered", None, (*where, NO_RENEWALS), ("in_order",))


STAGE_DAYS = Metric(
    id="stage_days",
    names=Words("Days in the stage", "Giorni nella fase"),
    families=("productivity",),
    unit="days",
    direction="lower",
    kind=Survival(
        _stays(),
        "days",
        "entered_on",
        "ended_as",
        _ENDS,
    ),
    totals="distribution",
    clock=Words("day the stay began", "giorno in cui è entrata nella fase"),
    credit="closing",
    minimal_grain="month",
    dimensions=STAGE_DIMENSIONS,
    requires=(("opportunity_event.happened_at", "opportunity_event.new"),),
    better_with=("stage.rank", "stage.kind"),
    uncertainty=Uncertainty(level="survival", change="survival", enough=10),
    definition=Words(
        "The days in which half of the stays in a stage end, whichever way: on, back, won or lost. Deals that are still "
        "there are taken into account; who comes back stays anew.",
        "I giorni entro cui finisce metà delle permanenze in una fase, in qualunque modo: avanti, indietro, vinta o "
        "persa. Quelle ancora lì contano; chi ritorna comincia una nuova permanenza.",
    ),
    formula=Words("median days from entry to exit", "mediana dei giorni fra entrata e uscita"),
    misleads=Words(
        "Stages that are moved all at once on Friday afternoon say when somebody tidied up, not how long it took.",
        "Le fasi spostate tutte insieme il venerdì pomeriggio dicono quando si è messo ordine, non quanto ci è voluto.",
    ),
    source="Kaplan-Meier median (1958) with log-log band",
    variants=(
        Variant(
            "back",
            Words("Share of the stays that end with a step back", "Quota di permanenze finite con un passo indietro"),
            Ratio(_stays(Condition("ended_as", "is", ("back",))), _stays(Condition("ended_as", "in", _ENDS))),
            _RATE,
            "ratio",
            unit="ratio",
            definition=Words(
                "Of the stays that have ended, those after which the deal went back to an earlier stage.",
                "Delle permanenze finite, quelle dopo cui la trattativa è tornata a una fase precedente.",
            ),
        ),
        Variant(
            "again",
            Words("Times that deals came back to the stage", "Rientri nella fase"),
            Simple(_stays(Condition("again", "is", ("yes",)))),
            Uncertainty(change="counts", enough=15),
            "additive",
            unit="count",
            definition=Words(
                "Stays of deals that had been in the stage before, reopened ones among them.",
                "Permanenze di trattative che nella fase erano già state, comprese quelle riaperte.",
            ),
        ),
    ),
    synonyms=("time in stage", "stage duration", "tempo nella fase", "giorni per fase"),
    supporting=True,
    always_by=("stage",),
)

OPPORTUNITY_QUALITY = Metric(
    id="opportunity_quality",
    names=Words("Quality of opportunities", "Qualità delle opportunità"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Cohort(
        Measure("deal_life", "created", None, (NO_RENEWALS,), ("in_order",), credit="creation"),
        "qualified_days",
        "closed_days",
        QUALIFIED_WITHIN,
    ),
    totals="ratio",
    clock=Words("day the deal was created", "giorno in cui la trattativa è nata"),
    credit="creation",
    minimal_grain="month",
    dimensions=DEAL_DIMENSIONS,
    requires=_STAGES,
    better_with=("opportunity_event.happened_at", "stage.milestone"),
    uncertainty=_RATE,
    definition=Words(
        "Of the deals created in the period, the share that was qualified within 30 days: that reached the stage marked "
        "as qualified, or where none is marked the second one. Younger deals are taken into account by their age.",
        "Delle trattative nate nel periodo, la quota qualificata entro 30 giorni: arrivata alla fase indicata come "
        "qualificata, o se nessuna lo è alla seconda. Quelle più giovani contano per la loro età.",
    ),
    formula=Words("qualified within 30 days ÷ created", "qualificate entro 30 giorni ÷ nate"),
    misleads=Words(
        "Without a history of stages nobody knows when a deal was qualified: the stage it is in counts from its creation.",
        "Senza storia delle fasi non si sa quando una trattativa è stata qualificata: la fase in cui è conta dalla nascita.",
    ),
    source="cohort of the deals created, maturity 30 days",
    synonyms=(
        "opportunity quality",
        "numero e qualità delle opportunità",
        "qualità delle opportunità di vendita",
        "trattative qualificate",
    ),
    variants=(
        Variant(
            "value_per_created",
            Words("Value won per deal created", "Valore vinto per trattativa nata"),
            Ratio(
                Measure(
                    "deal",
                    "created",
                    "amount_base",
                    (Condition("status", "is", ("won",)), NO_RENEWALS),
                    ("amount_base",),
                    credit="creation",
                ),
                Measure("deal", "created", None, (NO_RENEWALS,), credit="creation"),
            ),
            Uncertainty(),
            "ratio",
            unit="currency",
            definition=Words(
                "What the deals created in the period have brought so far, over all of them: recent periods read too low.",
                "Quanto hanno reso finora le trattative nate nel periodo, su tutte: i periodi recenti sono troppo bassi.",
            ),
            requires=(("opportunity.created_at", "opportunity.status", "opportunity.amount"),),
        ),
    ),
    supporting=True,
)

_FIRST = Condition("position", "is", ("first",))
_PROPOSALS = Measure("proposal_sent", "sent", None, (_FIRST,))

PROPOSALS_SENT = Metric(
    id="proposals_sent",
    names=Words("Proposals sent", "Preventivi/offerte inviati"),
    families=("activity",),
    unit="count",
    direction="higher",
    kind=Simple(_PROPOSALS),
    totals="additive",
    clock=Words("day the proposal was sent", "giorno d’invio dell’offerta"),
    credit="doer",
    minimal_grain="day",
    dimensions=DEAL_DIMENSIONS,
    requires=(("proposal.sent_at",), ("stage.milestone", "opportunity.stage_id")),
    better_with=("proposal.opportunity_id", "proposal.rep_id", "proposal.amount"),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Deals for which the first proposal was sent in the period. Later versions are revisions and do not count again; "
        "a proposal of no deal counts by itself.",
        "Trattative per cui è stata inviata la prima offerta nel periodo. Le versioni successive sono revisioni e non "
        "contano di nuovo; un’offerta senza trattativa conta da sola.",
    ),
    formula=Words("first proposals of the period", "prime offerte del periodo"),
    misleads=Words(
        "Many proposals of little worth cost time: look at how many of them are won.",
        "Tante offerte di poco valore costano tempo: guardate quante vengono vinte.",
    ),
    source="deals by the day of their first proposal",
    synonyms=(
        "proposals",
        "quotes sent",
        "proposte inviate",
        "numero di proposte inviate",
        "preventivi inviati",
        "offerte inviate",
    ),
    variants=(
        Variant(
            "all_versions",
            Words("Proposals sent, every version", "Offerte inviate, ogni versione"),
            Simple(Measure("proposal_sent", "sent")),
            Uncertainty(change="counts", enough=15),
            "additive",
        ),
        Variant(
            "value",
            Words("Value of the proposals sent", "Valore delle offerte inviate"),
            Simple(Measure("proposal_sent", "sent", "amount_base", (_FIRST,), ("amount_base",))),
            Uncertainty(change="money", enough=10),
            "additive",
            unit="currency",
        ),
    ),
)

METRICS: tuple[Metric, ...] = (
    FUNNEL_LEAKAGE,
    FUNNEL_REACHED,
    STAGE_DAYS,
    OPPORTUNITY_QUALITY,
    PROPOSALS_SENT,
)
