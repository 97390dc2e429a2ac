"""What customers say and ask: satisfaction, requests and how fast they are answered, reactions on social media."""

from __future__ import annotations

from polso.catalog.model import (
    Condition,
    Guard,
    Measure,
    Metric,
    Ratio,
    Simple,
    Survival,
    Uncertainty,
    Variant,
    Words,
)

_CSAT = Condition("survey", "is", ("csat",))
_VOICE = Condition("counts", "is", ("true",))
_SATISFIED = Condition("satisfied", "is", ("true",))
ANSWERS = Measure("survey_answer", "responded", None, (_CSAT, _VOICE), ("satisfied",))
SATISFIED = Measure("survey_answer", "responded", None, (_CSAT, _VOICE, _SATISFIED), ("satisfied",))
SCORES = Measure("survey_answer", "responded", "score", (_CSAT, _VOICE), ("satisfied",))
RESCALED = Measure("survey_answer", "responded", "rescaled", (_CSAT, _VOICE), ("rescaled",))
SENT = Measure("survey_answer", "sent", None, (_CSAT,))
RETURNED = Measure("survey_answer", "sent", None, (_CSAT, Condition("responded_on", "known")))

CSAT = Metric(
    id="csat",
    names=Words("Customer satisfaction (CSAT)", "Soddisfazione del cliente (CSAT)"),
    short_names=Words("Satisfied customers", "Clienti soddisfatti"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Ratio(SATISFIED, ANSWERS),
    totals="ratio",
    clock=Words("day of the answer", "giorno della risposta"),
    credit="doer",
    minimal_grain="month",
    dimensions=("rep", "team", "product", "segment"),
    requires=(("survey_response.responded_at", "survey_response.score"),),
    better_with=("survey_response.sent_at", "survey_response.account_id", "survey_response.scale_max"),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=40),
    definition=Words(
        "Of the customers who answered, the share who chose one of the two best marks of five; on other scales the top "
        "quarter. Of a customer’s answers to one survey within 30 days the last one counts.",
        "Dei clienti che hanno risposto, la parte che ha scelto uno dei due voti migliori su cinque; su altre scale il "
        "quarto più alto. Delle risposte di un cliente a un sondaggio entro 30 giorni conta l’ultima.",
    ),
    formula=Words("satisfied ÷ answers", "soddisfatti ÷ risposte"),
    misleads=Words(
        "Who does not answer is not in it: below one answer in five it says little of all customers.",
        "Chi non risponde non c’è: sotto una risposta su cinque dice poco di tutti i clienti.",
    ),
    source="top-two-box share of the answers; Wilson interval",
    synonyms=(
        "CSAT",
        "customer satisfaction",
        "customer satisfaction score",
        "punteggio di soddisfazione del cliente",
        "soddisfazione dei clienti",
    ),
    variants=(
        Variant(
            "mean",
            Words("Mean mark", "Voto medio"),
            Ratio(SCORES, ANSWERS),
            Uncertainty(),
            "ratio",
            unit="number",
            definition=Words(
                "The mean of the marks as given; with surveys on several scales use the rescaled mean.",
                "La media dei voti così come sono; con sondaggi su scale diverse vale la media riportata a 0–100 %.",
            ),
        ),
        Variant(
            "rescaled",
            Words("Mean mark from worst to best", "Voto medio dal peggiore al migliore"),
            Ratio(RESCALED, ANSWERS),
            Uncertainty(),
            "ratio",
            unit="number",
            definition=Words(
                "The mean of (mark − lowest) ÷ (highest − lowest): 0 is the worst, 1 the best.",
                "La media di (voto − minimo) ÷ (massimo − minimo): 0 è il peggio, 1 il meglio.",
            ),
        ),
    ),
    guard=Guard(Ratio(RETURNED, SENT), 0.2, "nonresponse"),
)

CSAT_RESPONSE_RATE = Metric(
    id="csat_response_rate",
    names=Words("Survey response rate", "Risposte ai sondaggi"),
    families=("performance",),
    unit="ratio",
    direction="higher",
    kind=Ratio(RETURNED, SENT),
    totals="ratio",
    clock=Words("day on which the survey was sent", "giorno in cui il sondaggio è stato inviato"),
    credit="doer",
    minimal_grain="month",
    dimensions=("rep", "team", "segment"),
    requires=(("survey_response.sent_at", "survey_response.responded_at"),),
    better_with=(),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=40),
    definition=Words(
        "Of the satisfaction surveys sent in the period, the share that was answered so far.",
        "Dei sondaggi di soddisfazione inviati nel periodo, la parte a cui si è già risposto.",
    ),
    formula=Words("answered ÷ sent", "con risposta ÷ inviati"),
    misleads=Words(
        "A file that holds only the answers reads 100 %.",
        "Un file che ha solo le risposte segna 100 %.",
    ),
    source="answered ÷ sent; Wilson interval",
    synonyms=("response rate", "tasso di risposta ai sondaggi"),
    supporting=True,
)

_SURVIVAL_CHANGE = Uncertainty(level="survival", change="survival", enough=10)


def _wait(reading: str, at: float = 0.5, *, elapsed: bool = False) -> Survival:
    suffix = "_elapsed" if elapsed else ""
    measure = Measure("inquiry_response", "received", None, (), (f"begun{suffix}",))
    return Survival(
        measure,
        f"minutes{suffix}",
        f"begun{suffix}",
        "ended_as",
        ("answered",),
        "within" if reading == "within" else "median",
        at,
    )


INQUIRY_RESPONSE_TIME = Metric(
    id="inquiry_response_time",
    names=Words("Response to customer requests", "Tempo di risposta alle richieste"),
    families=("activity",),
    unit="business_minutes",
    direction="lower",
    kind=_wait("median"),
    totals="distribution",
    clock=Words("day of the request", "giorno della richiesta"),
    credit="doer",
    minimal_grain="week",
    dimensions=("channel", "rep", "team", "segment"),
    requires=(("inquiry.received_at", "inquiry.first_response_at"),),
    better_with=("inquiry.channel", "inquiry.first_response_by", "inquiry.first_response_is_auto"),
    uncertainty=_SURVIVAL_CHANGE,
    definition=Words(
        "Working minutes from a request to the first answer of a person: half are answered within the figure. Requests "
        "that still wait count as waiting, automatic answers as none. Phone, e-mail and chat are told apart.",
        "Minuti lavorativi da una richiesta alla prima risposta di una persona: a metà si risponde entro il numero. "
        "Le richieste ancora in attesa contano come tali, le risposte automatiche non contano. Telefono, e-mail e chat "
        "stanno separati.",
    ),
    formula=Words("median working minutes, waiting ones included", "mediana dei minuti lavorativi, attese comprese"),
    misleads=Words(
        "Who wrote in the night and was answered at nine waited no working minute: look at the minutes of the clock too.",
        "Chi ha scritto di notte e ha avuto risposta alle nove non ha atteso minuti lavorativi: guardate anche i minuti "
        "d’orologio.",
    ),
    source="Kaplan–Meier median in opening hours, log–log band",
    synonyms=(
        "average response time to customer inquiries",
        "response time to inquiries",
        "tempo medio di risposta alle richieste dei clienti",
        "tempo di risposta ai clienti",
    ),
    variants=(
        Variant(
            "elapsed",
            Words("Response by the clock", "Risposta a orologio"),
            _wait("median", elapsed=True),
            _SURVIVAL_CHANGE,
            "distribution",
            unit="minutes",
        ),
        Variant(
            "within_hour",
            Words("Answered within a working hour", "Risposte entro un’ora lavorativa"),
            _wait("within", 60),
            Uncertainty(level="survival", change="rates", enough=10),
            "distribution",
            unit="ratio",
            direction="higher",
        ),
    ),
    always_by=("channel",),
)

GAINED = Measure("social_gain", "day", "gained", (), ("gained",))
SEEN_GAINED = Measure("social_gain", "day", "gained", (Condition("impressions", "known"),), ("gained",))
IMPRESSIONS = Measure("social_gain", "day", "impressions", (), ("impressions",))

SOCIAL_ENGAGEMENT = Metric(
    id="social_engagement",
    names=Words("Social engagement", "Interazioni social"),
    families=("activity",),
    unit="count",
    direction="higher",
    kind=Simple(GAINED),
    totals="additive",
    clock=Words("day of the figures", "giorno delle cifre"),
    credit="doer",
    minimal_grain="week",
    dimensions=("channel", "rep", "team"),
    requires=(
        ("social_stat.stat_date", "social_stat.likes"),
        ("social_stat.stat_date", "social_stat.comments"),
        ("social_stat.stat_date", "social_stat.shares"),
    ),
    better_with=("social_stat.impressions", "social_stat.post_id", "social_stat.direct_messages"),
    uncertainty=Uncertainty(change="history"),
    definition=Words(
        "Likes, comments, shares and direct messages gained in the period. Running totals are turned into what each day "
        "added; a total that falls has begun anew. They are reactions, not people.",
        "Mi piace, commenti, condivisioni e messaggi diretti ottenuti nel periodo. I totali progressivi diventano quel "
        "che ogni giorno ha aggiunto; un totale che scende è ripartito. Sono reazioni, non persone.",
    ),
    formula=Words(
        "likes + comments + shares + direct messages", "mi piace + commenti + condivisioni + messaggi diretti"
    ),
    misleads=Words(
        "One post that spreads makes the month; it says nothing on sales.",
        "Un solo post che gira fa il mese; delle vendite non dice nulla.",
    ),
    source="sum of daily gains; differences of cumulative counters with resets",
    synonyms=(
        "social media engagement",
        "impegno sui social media",
        "coinvolgimento sui social",
        "interazioni sui social",
    ),
    variants=(
        Variant(
            "rate",
            Words("Reactions per impression", "Interazioni per visualizzazione"),
            Ratio(SEEN_GAINED, IMPRESSIONS),
            Uncertainty(),
            "ratio",
            unit="ratio",
            requires=(("social_stat.stat_date", "social_stat.impressions"),),
        ),
    ),
)

METRICS: tuple[Metric, ...] = (CSAT, CSAT_RESPONSE_RATE, INQUIRY_RESPONSE_TIME, SOCIAL_ENGAGEMENT)
