"""Where the time of salespeople goes, and how much work a won deal takes."""

from __future__ import annotations

from polso.catalog.metrics.activity import BY_PEOPLE, DONE, NO_COPY, NOT_INTERNAL
from polso.catalog.metrics.deals import DEALS_CLOSED, DEALS_WON
from polso.catalog.model import Condition, Guard, Measure, Metric, Ratio, Simple, Uncertainty, Variant, Words

_SELLING = Condition("kind", "is", ("selling",))
SELLING_HOURS = Measure("work_time", "day", "hours", (_SELLING,))
LOGGED_HOURS = Measure("work_time", "day", "hours")
AVAILABLE_HOURS = Measure("work_available", "day", "hours")
_TIMED = (("activity.kind", "activity.duration_min", "activity.starts_at"), ("activity.kind", "activity.duration_min"))
_BY_DAY = Words("day on which it began", "giorno in cui è iniziata")
_LOG_COVERAGE = Ratio(LOGGED_HOURS, AVAILABLE_HOURS)

SALES_ACTIVITY_TIME = Metric(
    id="sales_activity_time",
    names=Words("Time spent selling", "Tempo dedicato alle attività di vendita"),
    short_names=Words("Selling time", "Tempo di vendita"),
    families=("activity",),
    unit="hours",
    direction="higher",
    kind=Simple(SELLING_HOURS),
    totals="additive",
    clock=_BY_DAY,
    credit="doer",
    minimal_grain="week",
    dimensions=("rep", "team"),
    requires=_TIMED,
    better_with=("activity.starts_at", "activity.rep_id", "rep.hired_on"),
    uncertainty=Uncertainty(),
    definition=Words(
        "Hours logged on calls, e-mails, meetings, demos and prospecting. Two things at once count once. Unknown "
        "durations and those beyond 12 hours are left out, nothing is filled in.",
        "Ore registrate per chiamate, e-mail, appuntamenti, demo e ricerca di clienti. Due cose insieme contano una "
        "volta. Le durate che non si sanno o oltre le 12 ore restano fuori, nulla è inventato.",
    ),
    formula=Words("Σ hours of selling, overlaps once", "Σ ore di vendita, le sovrapposizioni una volta"),
    misleads=Words(
        "Only what is logged is seen: look at how much of the working time the log covers.",
        "Si vede solo quel che è registrato: guardate quanta parte dell’orario copre.",
    ),
    source="union of the logged intervals of each person and day",
    synonyms=(
        "time spent on sales activities",
        "selling time",
        "tempo dedicato alla vendita",
        "ore di vendita",
    ),
    variants=(
        Variant(
            "selling_share",
            Words("Share of the logged time that is selling", "Quota di vendita del tempo registrato"),
            Ratio(SELLING_HOURS, LOGGED_HOURS),
            Uncertainty(),
            "ratio",
            unit="ratio",
            definition=Words(
                "Hours of selling ÷ all hours logged. Withheld where the log covers less than 60 % of the working time of "
                "the period.",
                "Ore di vendita ÷ tutte le ore registrate. Non si dà dove è registrato meno del 60 % dell’orario del "
                "periodo.",
            ),
            guard=Guard(_LOG_COVERAGE, 0.6, "low_log_coverage", withholds=True),
        ),
        Variant(
            "log_coverage",
            Words("Share of the working time that is logged", "Quota dell’orario che è registrata"),
            _LOG_COVERAGE,
            Uncertainty(),
            "ratio",
            unit="ratio",
        ),
        Variant(
            "per_day",
            Words("Hours of selling per day worked", "Ore di vendita per giorno lavorato"),
            Ratio(SELLING_HOURS, Measure("work_available", "day", "fte")),
            Uncertainty(),
            "ratio",
            unit="number",
        ),
    ),
)

LOG_COVERAGE = Metric(
    id="log_coverage",
    names=Words("Log coverage", "Copertura del registro ore"),
    families=("activity",),
    unit="ratio",
    direction="neutral",
    kind=_LOG_COVERAGE,
    totals="ratio",
    clock=_BY_DAY,
    credit="doer",
    minimal_grain="week",
    dimensions=("rep", "team"),
    requires=_TIMED,
    better_with=("rep.hired_on", "team_membership.fte"),
    uncertainty=Uncertainty(),
    definition=Words(
        "All hours logged ÷ the opening hours of the working days of the people there.",
        "Tutte le ore registrate ÷ le ore d’apertura dei giorni lavorativi delle persone presenti.",
    ),
    formula=Words("hours logged ÷ hours available", "ore registrate ÷ ore disponibili"),
    misleads=Words(
        "Leave is not known and is not taken off.",
        "Ferie e permessi non si sanno e non sono tolti.",
    ),
    source="logged ÷ available working hours",
    synonyms=("time log coverage", "ore registrate"),
    supporting=True,
)

_EFFORT = Measure(
    "work",
    "done",
    None,
    (Condition("kind", "in", ("call", "email", "meeting", "demo")), DONE, NOT_INTERNAL, NO_COPY, BY_PEOPLE),
)
_LINKED_EFFORT = Measure("work_won", "closed")

ACTIVITY_RATIO = Metric(
    id="activity_ratio",
    names=Words("Activities per closed sale", "Attività per vendita chiusa"),
    families=("activity",),
    unit="number",
    direction="lower",
    kind=Ratio(_EFFORT, DEALS_WON),
    totals="ratio",
    clock=Words(
        "activities by the day done, deals by the day won",
        "attività per giorno fatto, trattative per giorno di vincita",
    ),
    credit="doer",
    minimal_grain="month",
    dimensions=("rep", "team"),
    requires=(("activity.kind", "activity.done_at", "opportunity.status", "opportunity.closed_at"),),
    better_with=("activity.opportunity_id", "activity.rep_id", "activity.is_automated"),
    uncertainty=Uncertainty(level="spend_per_count", enough=5),
    definition=Words(
        "Calls, e-mails, meetings and demos done in the period for each deal won in it. Without a win there is no "
        "figure.",
        "Chiamate, e-mail, appuntamenti e demo fatti nel periodo per ogni trattativa vinta nello stesso. Senza vincite "
        "il numero non c’è.",
    ),
    formula=Words(
        "(calls + e-mails + meetings + demos) ÷ deals won", "(chiamate + e-mail + appuntamenti + demo) ÷ vinte"
    ),
    misleads=Words(
        "The work of this month wins the deals of the next ones: in a growing company it reads too high.",
        "Il lavoro di questo mese vince le trattative dei prossimi: in un’azienda che cresce segna troppo.",
    ),
    source="activities ÷ wins of the same period; interval: activities ÷ Garwood’s bounds of the wins",
    synonyms=(
        "activity ratio",
        "sales activity ratio",
        "rapporto di attività",
        "rapporto di attività di vendita",
        "attività per trattativa vinta",
    ),
    variants=(
        Variant(
            "per_closed",
            Words("Activities per deal closed, won or lost", "Attività per trattativa chiusa, vinta o persa"),
            Ratio(_EFFORT, DEALS_CLOSED),
            Uncertainty(level="spend_per_count", enough=5),
            "ratio",
        ),
        Variant(
            "linked",
            Words("Activities on the deals that were won", "Attività sulle trattative vinte"),
            Ratio(_LINKED_EFFORT, DEALS_WON),
            Uncertainty(),
            "ratio",
            definition=Words(
                "Only the activities linked to the deals that were won in the period, whenever they were done.",
                "Solo le attività legate alle trattative vinte nel periodo, in qualunque giorno siano state fatte.",
            ),
            requires=(
                (
                    "activity.kind",
                    "activity.done_at",
                    "activity.opportunity_id",
                    "opportunity.status",
                    "opportunity.closed_at",
                ),
            ),
        ),
        Variant(
            "wins",
            Words("Deals won per 100 activities", "Vinte ogni 100 attività"),
            Ratio(DEALS_WON, _EFFORT),
            Uncertainty(),
            "ratio",
            unit="ratio",
            direction="higher",
        ),
    ),
)

METRICS: tuple[Metric, ...] = (SALES_ACTIVITY_TIME, LOG_COVERAGE, ACTIVITY_RATIO)
