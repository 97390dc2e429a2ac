"""What salespeople do: calls and e-mails, meetings, demos, follow-ups, events."""

from __future__ import annotations

from polso.catalog.model import Condition, Kind, Measure, Metric, Ratio, Simple, Uncertainty, Variant, Words

DONE = Condition("status", "is", ("done",))
BY_PEOPLE = Condition("is_automated", "is", ("false",))
OUTGOING = Condition("direction", "is", ("out",))
NOT_INTERNAL = Condition("direction", "is_not", ("internal",))
NO_COPY = Condition("is_copy", "is", ("false",))
CONNECTED = Condition("is_connected", "is", ("true",))

WORK_DIMENSIONS = ("rep", "team", "source", "segment")
ON_DONE = Words("day on which it was done", "giorno in cui è stata fatta")
BY_ACTIVITY = (("activity.kind", "activity.done_at"),)
_WITH_REP = (("activity.kind", "activity.done_at", "activity.rep_id"),)
BETTER = ("activity.rep_id", "activity.account_id", "activity.is_automated")
COUNTED = Uncertainty(change="counts", enough=15)
DOER_SOURCE = "count of the activities done, programs left out; days worked = working days × share of full time"
NOT_BETTER = Words(
    "More is not better by itself: look at what comes of it, and never rank people by it.",
    "Di più non vuol dire meglio: guardate che cosa ne viene, e non fatene mai una classifica di persone.",
)
PER_DAY = Words(
    "Per working day of each full-time person in the data.",
    "Per giorno lavorativo di ogni persona a tempo pieno nei dati.",
)


def _of(*kinds: str) -> Condition:
    return Condition("kind", "in", kinds)


def work(*where: Condition, clock: str = "done") -> Measure:
    """Activities by people, dated by the clock."""
    return Measure("work", clock, None, (*where, BY_PEOPLE))


def per_day(measure: Measure, en: str, it: str) -> Variant:
    """The count over the days worked, in full-time days."""
    return Variant(
        "per_day",
        Words(en, it),
        Ratio(measure, Measure("work_available", "day", "fte")),
        Uncertainty(),
        "ratio",
        unit="number",
        definition=PER_DAY,
        requires=_WITH_REP,
    )


def counted(identity: str, en: str, it: str, measure: Measure, **more: str) -> Variant:
    """Another count of the same metric."""
    definition = Words(more["definition_en"], more["definition_it"]) if more else None
    return Variant(identity, Words(en, it), Simple(measure), COUNTED, "additive", definition=definition)


OUTREACH = work(_of("call", "email"), DONE, OUTGOING, NO_COPY)
CALLS = work(_of("call"), DONE, OUTGOING)
EMAILS = work(_of("email"), DONE, OUTGOING, NO_COPY)
CONNECTS = Measure("work", "done", None, (_of("call"), DONE, OUTGOING, CONNECTED, BY_PEOPLE), ("is_connected",))
TIMED_CALLS = Measure("work", "done", None, (_of("call"), DONE, OUTGOING, BY_PEOPLE), ("is_connected",))
TOUCHED = Measure("work_touched", "done", None, (_of("call", "email"),))
BOOKED_MEETINGS = work(_of("meeting"), NOT_INTERNAL, clock="booked")
HELD_MEETINGS = work(_of("meeting"), DONE, NOT_INTERNAL)
DECIDED_MEETINGS = work(_of("meeting"), Condition("status", "in", ("done", "no_show")), NOT_INTERNAL, clock="booked")
NO_SHOWS = work(_of("meeting"), Condition("status", "is", ("no_show",)), NOT_INTERNAL, clock="booked")
FOLLOWED = work(Condition("is_follow_up", "is", ("true",)), DONE)
FOLLOWED_LEADS = Measure("work_touched", "done", None, (Condition("is_follow_up", "is", ("true",)),))
DEMOS = work(_of("demo"), DONE)
BOOKED_DEMOS = work(_of("demo"), clock="booked")
EVENTS = Measure("networking_event", "day")
ATTENDANCES = work(_of("event"), DONE)


def _count(
    identity: str,
    names: Words,
    measure: Measure,
    definition: Words,
    formula: Words,
    misleads: Words,
    synonyms: tuple[str, ...],
    *,
    variants: tuple[Variant, ...] = (),
    dimensions: tuple[str, ...] = WORK_DIMENSIONS,
    requires: tuple[tuple[str, ...], ...] = BY_ACTIVITY,
    clock: Words = ON_DONE,
    better_with: tuple[str, ...] = BETTER,
    supporting: bool = False,
    warns: tuple[str, ...] = (),
    default_variant: str = "default",
) -> Metric:
    kind: Kind = Simple(measure)
    return Metric(
        id=identity,
        names=names,
        families=("activity",),
        unit="count",
        direction="higher",
        kind=kind,
        totals="additive",
        clock=clock,
        credit="doer",
        minimal_grain="day",
        dimensions=dimensions,
        requires=requires,
        better_with=better_with,
        uncertainty=COUNTED,
        definition=definition,
        formula=formula,
        misleads=misleads,
        source=DOER_SOURCE,
        synonyms=synonyms,
        variants=variants,
        supporting=supporting,
        warns=warns,
        default_variant=default_variant,
    )


OUTREACH_COUNT = _count(
    "outreach_count",
    Words("Calls and e-mails", "Chiamate ed e-mail"),
    OUTREACH,
    Words(
        "Calls made and e-mails sent by people to somebody outside, answered or not. What programs sent is left out, an "
        "e-mail to several people of one customer counts once. Without a direction they count as outgoing.",
        "Chiamate fatte ed e-mail scritte da persone verso l’esterno, con o senza risposta. Quel che mandano i programmi "
        "resta fuori, un’e-mail a più persone dello stesso cliente conta una volta. Senza direzione valgono come uscenti.",
    ),
    Words("outgoing calls + outgoing e-mails", "chiamate uscenti + e-mail uscenti"),
    NOT_BETTER,
    (
        "calls or emails",
        "number of calls or emails",
        "numero di chiamate o e-mail",
        "numero di chiamate o email effettuate",
        "contatti",
    ),
    variants=(
        counted("calls", "Calls made (of calls and e-mails)", "Chiamate (tra chiamate ed e-mail)", CALLS),
        counted("emails", "E-mails sent (of calls and e-mails)", "E-mail (tra chiamate ed e-mail)", EMAILS),
        counted(
            "connects",
            "Calls that reached somebody",
            "Chiamate andate a buon fine",
            CONNECTS,
            definition_en="Outgoing calls of a minute or more; calls without a duration are left out and told.",
            definition_it="Chiamate uscenti di almeno un minuto; quelle senza durata restano fuori e sono dette.",
        ),
        Variant(
            "accounts",
            Words("Customers reached by call or e-mail", "Clienti contattati per telefono o e-mail"),
            Simple(TOUCHED),
            Uncertainty(),
            "distinct",
            definition=Words(
                "Different customers, leads or deals that got at least one call or e-mail.",
                "Clienti, lead o trattative diversi che hanno avuto almeno una chiamata o un’e-mail.",
            ),
        ),
        per_day(OUTREACH, "Calls and e-mails per day worked", "Chiamate ed e-mail per giorno lavorato"),
    ),
    better_with=(*BETTER, "activity.direction", "activity.duration_min"),
)

CALLS_MADE = _count(
    "calls_made",
    Words("Calls made", "Chiamate fatte"),
    CALLS,
    Words(
        "Outgoing calls made by people, answered or not.",
        "Chiamate uscenti fatte da persone, con o senza risposta.",
    ),
    Words("outgoing calls", "chiamate uscenti"),
    NOT_BETTER,
    ("calls", "phone calls", "telefonate", "numero di chiamate"),
    supporting=True,
    variants=(per_day(CALLS, "Calls per day worked", "Chiamate per giorno lavorato"),),
)

EMAILS_SENT = _count(
    "emails_sent",
    Words("E-mails sent", "E-mail inviate"),
    EMAILS,
    Words(
        "E-mails written by people; campaigns and automatic ones are left out.",
        "E-mail scritte da persone; campagne e invii automatici restano fuori.",
    ),
    Words("outgoing e-mails", "e-mail uscenti"),
    NOT_BETTER,
    ("emails", "e-mails", "numero di e-mail"),
    supporting=True,
    variants=(per_day(EMAILS, "E-mails per day worked", "E-mail per giorno lavorato"),),
)

CONNECT_RATE = Metric(
    id="connect_rate",
    names=Words("Connect rate", "Chiamate che trovano qualcuno"),
    families=("activity",),
    unit="ratio",
    direction="higher",
    kind=Ratio(CONNECTS, TIMED_CALLS),
    totals="ratio",
    clock=ON_DONE,
    credit="doer",
    minimal_grain="week",
    dimensions=WORK_DIMENSIONS,
    requires=(("activity.kind", "activity.done_at", "activity.duration_min"),),
    better_with=("activity.rep_id",),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=30),
    definition=Words(
        "Of the outgoing calls whose duration is known, the share that lasted a minute or more.",
        "Delle chiamate uscenti di cui si sa la durata, la parte che è durata almeno un minuto.",
    ),
    formula=Words("calls ≥ 60 seconds ÷ calls", "chiamate ≥ 60 secondi ÷ chiamate"),
    misleads=Words(
        "A long answering machine counts as somebody reached.",
        "Una segreteria telefonica lunga conta come una risposta.",
    ),
    source="share of calls of 60 seconds or more; Wilson interval",
    synonyms=("connect rate", "answer rate", "tasso di risposta alle chiamate"),
    supporting=True,
)

MEETINGS_SCHEDULED = _count(
    "meetings_scheduled",
    Words("Meetings scheduled", "Appuntamenti fissati"),
    BOOKED_MEETINGS,
    Words(
        "Meetings with people outside that were arranged in the period, by the day of booking, whatever became of them. "
        "One that was moved counts once. Where the booking day is not kept, the day of the meeting stands for it.",
        "Appuntamenti con l’esterno presi nel periodo, per giorno in cui sono stati fissati, comunque siano andati. "
        "Uno spostato conta una volta. Dove il giorno della prenotazione non c’è, vale quello dell’appuntamento.",
    ),
    Words("meetings by booking day", "appuntamenti per giorno di prenotazione"),
    Words(
        "A full agenda of people who will not buy looks the same as a good one.",
        "Un’agenda piena di persone che non compreranno sembra uguale a una buona.",
    ),
    (
        "meetings",
        "number of meetings planned",
        "numero di riunioni pianificate",
        "riunioni pianificate",
        "appuntamenti",
    ),
    variants=(
        counted("held", "Meetings held", "Appuntamenti tenuti", HELD_MEETINGS),
        Variant(
            "no_show_rate",
            Words("Missed meetings", "Appuntamenti mancati"),
            Ratio(NO_SHOWS, DECIDED_MEETINGS),
            Uncertainty(level="wilson", change="rates", enough=30),
            "ratio",
            unit="ratio",
            direction="lower",
        ),
        per_day(BOOKED_MEETINGS, "Meetings scheduled per day worked", "Appuntamenti fissati per giorno lavorato"),
    ),
    requires=(("activity.kind", "activity.booked_at"), ("activity.kind", "activity.starts_at"), *BY_ACTIVITY),
    clock=Words("day of booking", "giorno in cui è stato fissato"),
    better_with=("activity.booked_at", "activity.status", "activity.rep_id"),
    warns=("no_meetings",),
)

NO_SHOW_RATE = Metric(
    id="no_show_rate",
    names=Words("No-show rate", "Tasso di mancata presentazione"),
    families=("activity",),
    unit="ratio",
    direction="lower",
    kind=Ratio(NO_SHOWS, DECIDED_MEETINGS),
    totals="ratio",
    clock=MEETINGS_SCHEDULED.clock,
    credit="doer",
    minimal_grain="month",
    dimensions=WORK_DIMENSIONS,
    requires=(("activity.kind", "activity.status"),),
    better_with=("activity.booked_at", "activity.rep_id"),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=30),
    definition=Words(
        "Of the meetings that were held or missed, the share to which the customer did not come. Cancelled ones are in "
        "neither.",
        "Degli appuntamenti tenuti o mancati, la parte a cui il cliente non si è presentato. Quelli annullati non "
        "contano.",
    ),
    formula=Words("missed ÷ (held + missed)", "mancati ÷ (tenuti + mancati)"),
    misleads=Words(
        "Where nobody notes a missed meeting it reads 0 %.",
        "Dove nessuno annota gli appuntamenti mancati segna 0 %.",
    ),
    source="no-shows ÷ (held + no-shows); Wilson interval",
    synonyms=("no-show rate", "no show", "appuntamenti saltati"),
    supporting=True,
    warns=("no_meetings",),
)

FOLLOW_UPS = _count(
    "follow_ups",
    Words("Follow-ups", "Follow-up"),
    FOLLOWED,
    Words(
        "Contacts that follow up on an earlier one: marked as such, or else an outgoing contact with a lead, deal or "
        "customer after another contact or a reply in the 90 days before. The first contact is none.",
        "Contatti che seguono un contatto precedente: segnati così, oppure un contatto uscente con un lead, una "
        "trattativa o un cliente dopo un altro contatto o una risposta nei 90 giorni prima. Il primo contatto non conta.",
    ),
    Words("contacts after an earlier one within 90 days", "contatti dopo un altro entro 90 giorni"),
    NOT_BETTER,
    ("follow-ups", "number of follow-ups", "numero di follow-up", "follow up", "solleciti"),
    variants=(
        Variant(
            "per_lead",
            Words("Follow-ups per customer followed", "Follow-up per cliente seguito"),
            Ratio(FOLLOWED, FOLLOWED_LEADS),
            Uncertainty(),
            "ratio",
            unit="number",
            definition=Words(
                "Follow-ups over the different customers, leads or deals that had at least one.",
                "Follow-up sul numero di clienti, lead o trattative diversi che ne hanno avuto almeno uno.",
            ),
        ),
        per_day(FOLLOWED, "Follow-ups per day worked", "Follow-up per giorno lavorato"),
    ),
    requires=(
        ("activity.kind", "activity.done_at", "activity.is_follow_up"),
        ("activity.kind", "activity.done_at", "activity.account_id"),
        ("activity.kind", "activity.done_at", "activity.lead_id"),
        ("activity.kind", "activity.done_at", "activity.opportunity_id"),
    ),
    better_with=("activity.is_follow_up", "activity.direction", "activity.lead_id", "activity.rep_id"),
)

DEMOS_HELD = _count(
    "demos_held",
    Words("Demos and presentations", "Demo e presentazioni"),
    DEMOS,
    Words(
        "Demos and presentations that took place in the period.",
        "Demo e presentazioni che si sono tenute nel periodo.",
    ),
    Words("demos held", "demo tenute"),
    NOT_BETTER,
    ("demos", "number of demos or presentations", "numero di demo o presentazioni", "dimostrazioni", "presentazioni"),
    variants=(
        counted("booked", "Demos booked", "Demo fissate", BOOKED_DEMOS),
        per_day(DEMOS, "Demos per day worked", "Demo per giorno lavorato"),
    ),
    dimensions=("rep", "team", "source", "product", "segment"),
    better_with=("activity.opportunity_id", "activity.booked_at", "activity.rep_id"),
    warns=("no_demos",),
)

NETWORKING_EVENTS = Metric(
    id="networking_events",
    names=Words("Networking events", "Eventi di networking"),
    families=("activity",),
    unit="count",
    direction="higher",
    kind=Simple(EVENTS),
    totals="distinct",
    clock=ON_DONE,
    credit="doer",
    minimal_grain="month",
    dimensions=("rep", "team"),
    requires=BY_ACTIVITY,
    better_with=("activity.thread_id", "activity.rep_id"),
    uncertainty=Uncertainty(),
    definition=Words(
        "Different events that somebody of the company went to. Two colleagues at the same fair are one event, told by "
        "its title or thread and day, else by the day and the customer.",
        "Eventi diversi a cui qualcuno dell’azienda è andato. Due colleghi alla stessa fiera sono un evento, "
        "riconosciuto dal titolo e dal giorno, altrimenti dal giorno e dal cliente.",
    ),
    formula=Words("different events", "eventi diversi"),
    misleads=Words(
        "With fewer than six events a year no change can be told from chance.",
        "Con meno di sei eventi all’anno nessun cambiamento si distingue dal caso.",
    ),
    source="count of distinct events with at least one attendance",
    synonyms=("networking", "events", "fiere", "eventi", "fiere ed eventi"),
    variants=(counted("attendances", "Attendances at events", "Presenze agli eventi", ATTENDANCES),),
    warns=("no_events",),
)

METRICS: tuple[Metric, ...] = (
    OUTREACH_COUNT,
    CALLS_MADE,
    EMAILS_SENT,
    CONNECT_RATE,
    MEETINGS_SCHEDULED,
    NO_SHOW_RATE,
    FOLLOW_UPS,
    DEMOS_HELD,
    NETWORKING_EVENTS,
)
