"""Leads: how many become customers, from which source, and how soon somebody answers them."""

from __future__ import annotations

from polso.catalog.model import (
    Cohort,
    Condition,
    Distribution,
    Measure,
    Metric,
    Ratio,
    Simple,
    Stock,
    Survival,
    Uncertainty,
    Variant,
    Words,
)

LEAD_DIMENSIONS = ("rep", "team", "source", "segment", "channel")
NEW = Condition("is_repeat", "is", ("false",))
WROTE = Condition("phoned_in", "is", ("false",))
REFERRED = Condition("is_referral", "is", ("true",))
LEADS = Measure("lead_path", "created", None, (NEW,), ("in_order",))
"""Leads for whom the owner at the conversion is credited."""
ANY_LEADS = Measure("lead_path", "created", None, (NEW,), credit="creation")
ON_CREATION = Words("day the lead came", "giorno in cui è arrivato il lead")
MATURITY = "@lead_maturity_days"
HOUR = 60.0

_CONVERTED = Cohort(LEADS, "conversion_days", "ended_days", MATURITY)
_OUTCOMES = (
    ("lead.created_at", "opportunity.status", "lead.opportunity_id"),
    ("lead.created_at", "opportunity.status", "opportunity.lead_id"),
    ("lead.created_at", "lead.account_id", "sales_order.ordered_at"),
    ("lead.created_at", "lead.account_id", "invoice.issued_on"),
    ("lead.created_at", "lead.converted_at"),
)
_RATE = Uncertainty(level="wilson", change="rates", enough=10)

LEADS_CREATED = Metric(
    id="leads_created",
    names=Words("New leads", "Nuovi lead"),
    families=("activity",),
    unit="count",
    direction="higher",
    kind=Simple(ANY_LEADS),
    totals="additive",
    clock=ON_CREATION,
    credit="creation",
    minimal_grain="day",
    dimensions=LEAD_DIMENSIONS,
    requires=(("lead.created_at",),),
    better_with=("lead.source_id", "lead.account_id"),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Leads that came in the period. One of an existing customer, or of an account that sent another within 30 days "
        "before, is not counted again.",
        "Lead arrivati nel periodo. Quello di chi è già cliente, o di un’azienda che ne aveva mandato un altro nei 30 "
        "giorni prima, non si conta di nuovo.",
    ),
    formula=Words("leads of the period, repeated ones left out", "lead del periodo, senza quelli ripetuti"),
    misleads=Words(
        "Many poor leads look better than a few good ones: look at the conversion beside it.",
        "Tanti lead scarsi sembrano meglio di pochi buoni: guardate accanto la conversione.",
    ),
    source="count of the leads by the day they came, duplicates merged within 30 days",
    synonyms=("leads", "new enquiries", "lead arrivati", "contatti nuovi"),
    supporting=True,
)

LEAD_CONVERSION_RATE = Metric(
    id="lead_conversion_rate",
    names=Words("Lead conversion rate", "Tasso di conversione dei lead"),
    short_names=Words("Lead conversion", "Conversione dei lead"),
    families=("performance", "productivity"),
    unit="ratio",
    direction="higher",
    kind=_CONVERTED,
    totals="ratio",
    clock=ON_CREATION,
    credit="closing",
    minimal_grain="month",
    dimensions=LEAD_DIMENSIONS,
    requires=_OUTCOMES,
    better_with=("lead.disqualified_at", "lead.source_id", "lead.account_id"),
    uncertainty=_RATE,
    definition=Words(
        "Of the leads that came in the period, the share that became paying customers (first order, or first deal won) "
        "within the company’s usual time from lead to sale. Leads that are still too young for it are taken into "
        "account by how long they have been waiting, and the figure says that it is provisional. Leads of existing "
        "customers are not counted.",
        "Dei lead arrivati nel periodo, la quota diventata cliente pagante (primo ordine, o prima trattativa vinta) "
        "entro il tempo abituale dell’azienda dal lead alla vendita. I lead ancora troppo giovani pesano per quanto "
        "hanno aspettato finora, e il numero dice di essere provvisorio. I lead di chi è già cliente non contano.",
    ),
    formula=Words(
        "leads converted within the maturity ÷ leads of the period",
        "lead convertiti entro la maturità ÷ lead del periodo",
    ),
    misleads=Words(
        "Where few leads are written down, those that are tend to be the good ones, and the rate flatters.",
        "Dove si registrano pochi lead, di solito sono quelli buoni, e il tasso è troppo bello.",
    ),
    source="cohort with a maturity; Aalen-Johansen incidence (1978) while leads are young",
    synonyms=(
        "conversion rate",
        "lead conversion",
        "tasso di conversione",
        "tasso di conversione del piombo",
        "conversione lead",
    ),
    variants=(
        Variant(
            "period_ratio",
            Words("Yield of the period", "Resa di periodo"),
            Ratio(Measure("first_sale", "happened", None, (Condition("basis", "is", ("@revenue_basis",)),)), LEADS),
            Uncertainty(),
            "ratio",
            definition=Words(
                "First sales of the period over the leads of the same period, whoever they came from: it can exceed 100 %.",
                "Prime vendite del periodo sui lead dello stesso periodo, da chiunque vengano: può superare il 100 %.",
            ),
        ),
        Variant(
            "to_opportunity",
            Words("Leads that became deals", "Lead diventati trattative"),
            Cohort(LEADS, "opportunity_days", "ended_days", MATURITY),
            _RATE,
            "ratio",
            requires=(
                ("lead.created_at", "lead.opportunity_id"),
                ("lead.created_at", "opportunity.lead_id"),
                ("lead.created_at", "lead.converted_at"),
            ),
        ),
        Variant(
            "qualified",
            Words("Leads qualified", "Lead qualificati"),
            Cohort(LEADS, "qualified_days", "ended_days", MATURITY),
            _RATE,
            "ratio",
            requires=(("lead.created_at", "lead.qualified_at"),),
        ),
    ),
)

CONVERSION_RATE_BY_SOURCE = Metric(
    id="conversion_rate_by_source",
    names=Words("Conversion rate by lead source", "Tasso di conversione per fonte"),
    short_names=Words("Conversion by source", "Conversione per fonte"),
    families=("activity",),
    unit="ratio",
    direction="higher",
    kind=_CONVERTED,
    totals="ratio",
    clock=ON_CREATION,
    credit="closing",
    minimal_grain="month",
    dimensions=LEAD_DIMENSIONS,
    requires=tuple((*group, "lead.source_id") for group in _OUTCOMES),
    better_with=("lead.disqualified_at", "source.channel", "expense.source_id"),
    uncertainty=_RATE,
    definition=Words(
        "The lead conversion rate of each source, by the source through which the lead came first. Leads without a "
        "source stand apart.",
        "Il tasso di conversione dei lead di ciascuna fonte, secondo la fonte da cui il lead è arrivato la prima volta. "
        "I lead senza fonte stanno a parte.",
    ),
    formula=Words(
        "of the source: leads converted within the maturity ÷ leads",
        "della fonte: lead convertiti entro la maturità ÷ lead",
    ),
    misleads=Words(
        "A source with five leads is first or last by luck: look at how many there were before choosing.",
        "Una fonte con cinque lead è prima o ultima per caso: guardate quanti erano, prima di scegliere.",
    ),
    source="cohort with a maturity, by first touch",
    synonyms=(
        "conversion by source",
        "lead source conversion",
        "tasso di conversione per fonte di lead",
        "tasso di conversione per fonte di piombo",
        "conversione per canale",
    ),
    always_by=("source",),
)

REFERRALS_RECEIVED = Metric(
    id="referrals_received",
    names=Words("Referrals received", "Clienti segnalati"),
    families=("activity",),
    unit="count",
    direction="higher",
    kind=Simple(Measure("lead_path", "created", None, (REFERRED, NEW), credit="creation")),
    totals="additive",
    clock=ON_CREATION,
    credit="creation",
    minimal_grain="day",
    dimensions=LEAD_DIMENSIONS,
    requires=(("lead.created_at", "source.is_referral"), ("lead.created_at", "lead.referrer_account_id")),
    better_with=("lead.source_id", "lead.referrer_account_id", "lead.account_id"),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Leads that somebody sent: those with a customer who referred them, or from a source that is marked as referral.",
        "Lead mandati da qualcuno: con un cliente che li ha segnalati, o da una fonte indicata come segnalazione.",
    ),
    formula=Words(
        "leads with a referrer or from a referral source", "lead con chi li segnala o da fonte di segnalazione"
    ),
    misleads=Words(
        "Only referrals that are written down count: where nobody asks how people came, it reads too low.",
        "Contano solo le segnalazioni scritte: dove nessuno chiede come sono arrivati, il numero è troppo basso.",
    ),
    source="leads by referrer or referral source",
    synonyms=("referrals", "segnalazioni", "numero di segnalazioni ottenute", "passaparola", "referral"),
    variants=(
        Variant(
            "conversion",
            Words("Conversion of the referrals", "Conversione delle segnalazioni"),
            Cohort(
                Measure("lead_path", "created", None, (REFERRED, NEW), ("in_order",)),
                "conversion_days",
                "ended_days",
                MATURITY,
            ),
            _RATE,
            "ratio",
            unit="ratio",
        ),
    ),
)


def _answered(begun: str, minutes: str, *, within: bool = False) -> Survival:
    """The wait of the leads that wrote, those whose beginning or answer has no hour left out and counted."""
    leads = Measure("lead_path", "created", None, (WROTE,), (begun,), credit="creation")
    if within:
        return Survival(leads, minutes, begun, "ended_as", ("answered",), "within", HOUR)
    return Survival(leads, minutes, begun, "ended_as", ("answered",))


LEAD_RESPONSE_TIME = Metric(
    id="lead_response_time",
    names=Words("Lead response time", "Tempo di risposta ai lead"),
    short_names=Words("Lead response", "Risposta ai lead"),
    families=("activity",),
    unit="business_minutes",
    direction="lower",
    kind=_answered("begun", "minutes"),
    totals="distribution",
    clock=ON_CREATION,
    credit="creation",
    minimal_grain="week",
    dimensions=LEAD_DIMENSIONS,
    requires=(("lead.created_at", "activity.lead_id", "activity.done_at"),),
    better_with=("lead.owner_id", "activity.rep_id", "activity.direction", "rep.kind"),
    uncertainty=Uncertainty(level="survival", change="survival", enough=10),
    definition=Words(
        "The working time in which half of the leads get their first answer from a person, counted in the opening hours: "
        "a lead of Saturday answered on Monday at 9:05 waited 5 minutes. Leads that still wait are taken into account. "
        "Automatic messages do not stop the clock; who phoned in is not counted.",
        "Il tempo di lavoro in cui metà dei lead riceve la prima risposta da una persona, contato negli orari "
        "d’apertura: un lead di sabato a cui si risponde lunedì alle 9:05 ha aspettato 5 minuti. Quelli che aspettano "
        "ancora contano. I messaggi automatici non fermano l’orologio; chi ha telefonato non conta.",
    ),
    formula=Words(
        "median of (first answer − arrival) in working minutes",
        "mediana di (prima risposta − arrivo) in minuti di lavoro",
    ),
    misleads=Words(
        "It needs the hour of the arrival and of the answer; answers that nobody writes down look like leads that wait.",
        "Serve l’ora dell’arrivo e della risposta; le risposte che nessuno registra sembrano lead che aspettano.",
    ),
    source="Kaplan-Meier median (1958) with log-log band, over working minutes",
    synonyms=(
        "lead response",
        "speed to lead",
        "first response time",
        "tempo di risposta al piombo",
        "tempo di risposta al lead",
        "tempo di prima risposta",
    ),
    variants=(
        Variant(
            "elapsed",
            Words("Lead response time by the clock", "Tempo di risposta ai lead, a orologio"),
            _answered("begun_elapsed", "minutes_elapsed"),
            Uncertainty(level="survival", change="survival", enough=10),
            "distribution",
            unit="minutes",
            definition=Words(
                "The same with nights and closed days counted: what the customer felt.",
                "Lo stesso contando notti e giorni di chiusura: quel che ha sentito il cliente.",
            ),
        ),
        Variant(
            "within_hour",
            Words("Leads answered within a working hour", "Lead con risposta entro un’ora di lavoro"),
            _answered("begun", "minutes", within=True),
            Uncertainty(level="survival", change="rates", enough=10),
            "distribution",
            unit="ratio",
            direction="higher",
        ),
        Variant(
            "within_hour_elapsed",
            Words("Leads answered within an hour by the clock", "Lead con risposta entro un’ora d’orologio"),
            _answered("begun_elapsed", "minutes_elapsed", within=True),
            Uncertainty(level="survival", change="rates", enough=10),
            "distribution",
            unit="ratio",
            direction="higher",
        ),
        Variant(
            "mean",
            Words("Mean time of the answers given", "Tempo medio delle risposte date"),
            Distribution(
                Measure("lead_path", "created", "minutes", (WROTE,), ("begun", "minutes"), credit="creation"), "mean"
            ),
            Uncertainty(level="mean", change="values", enough=20),
            "distribution",
            definition=Words(
                "The mean over the leads that were answered; those that still wait are counted apart.",
                "La media sui lead che hanno avuto risposta; quelli che aspettano ancora sono contati a parte.",
            ),
        ),
    ),
)

LEAD_BACKLOG = Metric(
    id="lead_backlog",
    names=Words("Leads waiting for an answer", "Lead in attesa di risposta"),
    families=("activity",),
    unit="count",
    direction="lower",
    kind=Stock(Measure("lead_wait_span", "span", None, (NEW,))),
    totals="semi_additive",
    clock=Words("who waits at the end of the last day", "chi aspetta alla fine dell’ultimo giorno"),
    credit="snapshot",
    minimal_grain="day",
    dimensions=LEAD_DIMENSIONS,
    requires=(("lead.created_at", "activity.lead_id", "activity.done_at"),),
    better_with=("lead.disqualified_at", "lead.owner_id"),
    uncertainty=Uncertainty(),
    definition=Words(
        "Leads that nobody has answered at the end of the period, neither converted nor closed by then.",
        "Lead a cui alla fine del periodo nessuno ha risposto, non convertiti né chiusi nel frattempo.",
    ),
    formula=Words("leads without an answer", "lead senza risposta"),
    misleads=Words(
        "Answers that are not written down leave their leads waiting here.",
        "Se le risposte non vengono registrate, i loro lead restano qui ad aspettare.",
    ),
    source="leads by state at the end of the day",
    synonyms=("unanswered leads", "lead senza risposta", "lead da richiamare"),
    variants=(
        Variant(
            "over_two_days",
            Words("Leads waiting for more than two days", "Lead in attesa da più di due giorni"),
            Stock(Measure("lead_wait_span", "span", None, (NEW, Condition("age", "in", ("days", "week"))))),
            Uncertainty(),
            "semi_additive",
        ),
        Variant(
            "over_a_week",
            Words("Leads waiting for more than a week", "Lead in attesa da più di una settimana"),
            Stock(Measure("lead_wait_span", "span", None, (NEW, Condition("age", "is", ("week",))))),
            Uncertainty(),
            "semi_additive",
        ),
    ),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (
    LEAD_CONVERSION_RATE,
    CONVERSION_RATE_BY_SOURCE,
    LEAD_RESPONSE_TIME,
    REFERRALS_RECEIVED,
    LEADS_CREATED,
    LEAD_BACKLOG,
)
