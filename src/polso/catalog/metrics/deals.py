"""Deals: created, won, lost, silent, and how long they take."""

from __future__ import annotations

from polso.catalog.model import (
    Cohort,
    Condition,
    Distribution,
    Measure,
    Metric,
    Ratio,
    Simple,
    Survival,
    Uncertainty,
    Variant,
    Words,
)

WON = Condition("status", "is", ("won",))
LOST = Condition("status", "is", ("lost",))
CLOSED = Condition("status", "in", ("won", "lost"))
NO_RENEWALS = Condition("type", "is_not", ("renewal",))
DEAL_DIMENSIONS = ("rep", "team", "source", "product", "segment", "channel")
BY_CLOSE = Words(
    "day of the final close; of the offer where no closing dates are kept",
    "giorno della chiusura definitiva; dell’offerta dove le date di chiusura non ci sono",
)
BY_OUTCOME = (("opportunity.status", "opportunity.closed_at"), ("opportunity.status", "opportunity.created_at"))
SILENT = Condition("outlook", "is", ("silent",))

SHARED = (("rep", "deal_credit"), ("team", "deal_credit"))
"""By person a shared deal is read once for each who shares in it: his part of the amount, the deal whole."""

DEALS_WON = Measure("deal", "closed", None, (WON, NO_RENEWALS), by=SHARED)
DEALS_LOST = Measure("deal", "closed", None, (LOST, NO_RENEWALS), by=SHARED)
DEALS_CLOSED = Measure("deal", "closed", None, (CLOSED, NO_RENEWALS), by=SHARED)
CREATED = Measure("deal", "created", None, (NO_RENEWALS,), credit="creation")
LIVES = Measure("deal_life", "created", None, (NO_RENEWALS,), ("in_order",), credit="creation")
PROPOSED = Measure("proposal_sent", "sent", None, (Condition("position", "is", ("first",)),))
WON_WITHIN = "90"
"""Days after its creation by which the incidence of wins is read."""
CYCLE_DAYS = Measure("deal", "closed", "cycle_days", (WON, NO_RENEWALS), ("cycle_days",))
LEAD_CYCLE_DAYS = Measure("deal", "closed", "lead_cycle_days", (WON, NO_RENEWALS), ("lead_cycle_days",))

OPPORTUNITIES_CREATED = Metric(
    id="opportunities_created",
    names=Words("Opportunities created", "Opportunità create"),
    families=("performance",),
    unit="count",
    direction="higher",
    kind=Simple(CREATED),
    totals="additive",
    clock=Words("day the deal was created", "giorno in cui la trattativa è nata"),
    credit="creation",
    minimal_grain="day",
    dimensions=DEAL_DIMENSIONS,
    requires=(("opportunity.created_at",),),
    better_with=("opportunity_event.happened_at", "opportunity.type"),
    uncertainty=Uncertainty(change="counts", enough=15),
    definition=Words(
        "Deals created in the period, whatever became of them. Renewals are not counted.",
        "Trattative nate nel periodo, qualunque esito abbiano avuto. I rinnovi non contano.",
    ),
    formula=Words("deals created in the period", "trattative nate nel periodo"),
    misleads=Words(
        "After a migration many deals carry the day of the migration as their creation.",
        "Dopo una migrazione molte trattative portano come data di nascita il giorno della migrazione.",
    ),
    source="deals by their day of creation, as CRMs count them",
    synonyms=(
        "opportunities",
        "new deals",
        "opportunità di vendita",
        "trattative aperte nel periodo",
        "nuove trattative",
    ),
)

WIN_RATE = Metric(
    id="win_rate",
    names=Words("Win rate", "Offerte vinte (win rate)"),
    short_names=Words("Win rate", "Offerte vinte"),
    families=("performance", "productivity"),
    unit="ratio",
    direction="higher",
    kind=Ratio(DEALS_WON, DEALS_CLOSED),
    totals="ratio",
    clock=BY_CLOSE,
    credit="closing",
    minimal_grain="month",
    dimensions=DEAL_DIMENSIONS,
    requires=BY_OUTCOME,
    better_with=("opportunity_event.happened_at", "opportunity.amount", "opportunity.owner_id"),
    uncertainty=Uncertainty(level="wilson", change="rates", enough=10),
    definition=Words(
        "Of the deals closed in the period, the share that was won. A deal counts once, by its final outcome and final "
        "close; open deals and renewals do not count, and no decision counts as lost.",
        "Di tutte le trattative chiuse nel periodo, quante sono state vinte. Una trattativa conta una volta sola, con "
        "l’esito e la chiusura definitivi; quelle aperte e i rinnovi non contano, e nessuna decisione vale come persa.",
    ),
    formula=Words("won ÷ (won + lost)", "vinte ÷ (vinte + perse)"),
    misleads=Words(
        "Losses often come faster than wins, so a young pipeline reads too low; cleaning out dead deals in one day moves "
        "it.",
        "Spesso si perde più in fretta di quanto si vinca, perciò una pipeline giovane si legge troppo bassa; chiudere "
        "in un giorno tutte le trattative morte la sposta.",
    ),
    source="closed basis by count, as CRMs print it",
    synonyms=(
        "close rate",
        "success rate",
        "tasso di vincita delle vendite",
        "tasso di vincita dell’opportunità",
        "tasso di successo",
        "tasso di chiusura",
        "offerte vinte",
    ),
    variants=(
        Variant(
            "by_value",
            Words("Win rate by value", "Offerte vinte, per valore"),
            Ratio(
                Measure("deal", "closed", "amount_base", (WON, NO_RENEWALS), ("amount_base",), by=SHARED),
                Measure("deal", "closed", "amount_base", (CLOSED, NO_RENEWALS), ("amount_base",), by=SHARED),
            ),
            Uncertainty(level="value_share", change="rates", enough=5),
            "ratio",
            ("no_loss_amounts",),
        ),
        Variant(
            "silent_as_lost",
            Words(
                "Win rate by offer date, if the silent ones are lost",
                "Offerte vinte per data dell’offerta, se le silenziose sono perse",
            ),
            Ratio(
                Measure("deal", "created", None, (WON, NO_RENEWALS)),
                Measure("deal", "created", None, (Condition("outlook", "in", ("won", "lost", "silent")), NO_RENEWALS)),
            ),
            Uncertainty(level="wilson", change="rates", enough=10),
            "ratio",
        ),
        Variant(
            "created_cohort",
            Words("Win rate of the deals created", "Vinte fra le trattative nate"),
            Ratio(Measure("deal", "created", None, (WON, NO_RENEWALS), credit="creation"), CREATED),
            Uncertainty(level="wilson", change="rates", enough=10),
            "ratio",
            definition=Words(
                "Of all deals created in the period, the share that is won by now: recent periods read too low.",
                "Di tutte le trattative nate nel periodo, la quota vinta finora: i periodi recenti sono troppo bassi.",
            ),
        ),
        Variant(
            "created_resolved",
            Words("Win rate of the deals created and closed since", "Vinte fra le trattative nate e poi chiuse"),
            Ratio(
                Measure("deal", "created", None, (WON, NO_RENEWALS), credit="creation"),
                Measure("deal", "created", None, (CLOSED, NO_RENEWALS), credit="creation"),
            ),
            Uncertainty(level="wilson", change="rates", enough=10),
            "ratio",
        ),
        Variant(
            "created_incidence",
            Words("Deals won within 90 days of their creation", "Trattative vinte entro 90 giorni dalla nascita"),
            Cohort(LIVES, "won_days", "lost_days", WON_WITHIN),
            Uncertainty(level="wilson", change="rates", enough=10),
            "ratio",
            definition=Words(
                "The share won within 90 days, with deals that are still open taken into account by their age: the one "
                "reading that neither fast losses nor young deals bend.",
                "La quota vinta entro 90 giorni, con le trattative ancora aperte considerate per la loro età: l’unica "
                "lettura che non è piegata né dalle perse in fretta né dalle giovani.",
            ),
            requires=(("opportunity.status", "opportunity.created_at", "opportunity.closed_at"),),
        ),
        Variant(
            "by_proposal",
            Words("Proposals won", "Offerte inviate che sono state vinte"),
            Ratio(
                Measure("proposal_sent", "sent", None, (Condition("position", "is", ("first",)), WON)),
                PROPOSED,
            ),
            Uncertainty(level="wilson", change="rates", enough=10),
            "ratio",
            definition=Words(
                "Of the deals whose first proposal was sent in the period, the share that is won by now.",
                "Delle trattative con la prima offerta inviata nel periodo, la quota vinta finora.",
            ),
            requires=(("proposal.sent_at", "proposal.opportunity_id", "opportunity.status"),),
        ),
    ),
    warns=("no_losses_recorded",),
)

SALES_CYCLE_LENGTH = Metric(
    id="sales_cycle_length",
    names=Words("Sales cycle length", "Durata del ciclo di vendita"),
    short_names=Words("Sales cycle", "Durata del ciclo"),
    families=("performance", "productivity"),
    unit="days",
    direction="lower",
    kind=Distribution(CYCLE_DAYS, "median"),
    totals="distribution",
    clock=BY_CLOSE,
    credit="closing",
    minimal_grain="month",
    dimensions=DEAL_DIMENSIONS,
    requires=(("opportunity.created_at", "opportunity.closed_at", "opportunity.status"),),
    better_with=("opportunity.lead_id", "lead.created_at", "opportunity_event.happened_at"),
    uncertainty=Uncertainty(level="median", change="values", enough=20),
    definition=Words(
        "Calendar days from the creation of a deal to its win, for deals won in the period: half of them close within "
        "the figure shown. The mean is beside it.",
        "Giorni di calendario dalla nascita di una trattativa alla vincita, per le trattative vinte nel periodo: metà "
        "si chiude entro il numero mostrato. Accanto c’è la media.",
    ),
    formula=Words("median of (day won − day created)", "mediana di (giorno di vincita − giorno di nascita)"),
    misleads=Words(
        "Only won deals are counted: slow deals that are still open are not in it yet.",
        "Contano solo le trattative vinte: quelle lente ancora aperte non ci sono ancora.",
    ),
    source="median of the deals won; order-statistic interval (Thompson 1936)",
    synonyms=(
        "sales cycle",
        "deal cycle",
        "time to close",
        "durata del ciclo di negoziazione",
        "durata media del ciclo di negoziazione",
        "tempo medio di chiusura",
        "ciclo di vendita",
    ),
    variants=(
        Variant(
            "mean",
            Words("Mean sales cycle", "Tempo medio del ciclo di vendita"),
            Distribution(CYCLE_DAYS, "mean"),
            Uncertainty(level="mean", change="values", enough=20),
            "distribution",
        ),
        Variant(
            "from_lead",
            Words("Sales cycle from the first contact", "Durata del ciclo dal primo contatto"),
            Distribution(LEAD_CYCLE_DAYS, "median"),
            Uncertainty(level="median", change="values", enough=20),
            "distribution",
            definition=Words(
                "From the day the lead came to the win; deals that are tied to no lead are left out and counted apart, and "
                "the figure is withheld where most are.",
                "Dal giorno in cui è arrivato il lead alla vincita; le trattative senza un lead restano fuori e sono "
                "contate a parte, e il numero non si mostra dove sono la maggior parte.",
            ),
            requires=(
                ("lead.created_at", "opportunity.lead_id", "opportunity.closed_at", "opportunity.status"),
                ("lead.created_at", "lead.opportunity_id", "opportunity.closed_at", "opportunity.status"),
            ),
        ),
        Variant(
            "time_to_close",
            Words("Time until half of the deals are closed", "Tempo entro cui si chiude metà delle trattative"),
            Survival(LIVES, "days", "created_on", "ended_as", ("won", "lost")),
            Uncertainty(level="survival", change="survival", enough=10),
            "distribution",
            definition=Words(
                "Of the deals created in the period, the days until half are won or lost, the open ones taken into account.",
                "Delle trattative nate nel periodo, i giorni entro cui metà è vinta o persa, contando quelle aperte.",
            ),
        ),
        Variant(
            "quarter_won",
            Words("Time until a quarter of the deals are won", "Tempo entro cui è vinto un quarto delle trattative"),
            Survival(LIVES, "days", "created_on", "ended_as", ("won",), "quantile", 0.25),
            Uncertainty(level="survival", change="survival", enough=10),
            "distribution",
            definition=Words(
                "Of the deals created in the period, the days by which a quarter is won; lost and open ones count. Where "
                "fewer than a quarter will be won it is never reached.",
                "Delle trattative nate nel periodo, i giorni entro cui un quarto è vinto; perse e aperte contano. Se se ne "
                "vince meno di un quarto non ci si arriva mai.",
            ),
        ),
    ),
)

_SHARED_WON = Uncertainty(change="counts", enough=15)

DEALS_WON_COUNT = Metric(
    id="deals_won",
    names=Words("Deals won", "Trattative vinte"),
    families=("productivity",),
    unit="count",
    direction="higher",
    kind=Simple(DEALS_WON),
    totals="additive",
    clock=BY_CLOSE,
    credit="closing",
    minimal_grain="day",
    dimensions=DEAL_DIMENSIONS,
    requires=BY_OUTCOME,
    better_with=("opportunity_event.happened_at",),
    uncertainty=_SHARED_WON,
    definition=Words(
        "Deals whose final outcome is won and whose final close falls in the period.",
        "Trattative il cui esito definitivo è vinta e la cui chiusura definitiva cade nel periodo.",
    ),
    formula=Words("won deals", "trattative vinte"),
    misleads=Words("Renewals are not counted.", "I rinnovi non contano."),
    source="the numerator of the win rate",
    synonyms=("won deals", "wins", "vinte", "vendite chiuse"),
    supporting=True,
)

DEALS_LOST_COUNT = Metric(
    id="deals_lost",
    names=Words("Deals lost", "Trattative perse"),
    families=("productivity",),
    unit="count",
    direction="lower",
    kind=Simple(DEALS_LOST),
    totals="additive",
    clock=BY_CLOSE,
    credit="closing",
    minimal_grain="day",
    dimensions=DEAL_DIMENSIONS,
    requires=BY_OUTCOME,
    better_with=("opportunity_event.happened_at", "opportunity.loss_reason"),
    uncertainty=_SHARED_WON,
    definition=Words(
        "Deals whose final outcome is lost and whose final close falls in the period.",
        "Trattative il cui esito definitivo è persa e la cui chiusura definitiva cade nel periodo.",
    ),
    formula=Words("lost deals", "trattative perse"),
    misleads=Words(
        "Many firms never mark a deal as lost: then this is too low.",
        "Molte aziende non segnano mai una trattativa come persa: allora il numero è troppo basso.",
    ),
    source="with the deals won, the denominator of the win rate",
    synonyms=("lost deals", "losses", "perse"),
    supporting=True,
)

SILENT_OFFERS = Metric(
    id="silent_offers",
    names=Words("Offers without an outcome", "Offerte senza esito"),
    families=("productivity",),
    unit="count",
    direction="neutral",
    kind=Simple(Measure("deal", "created", None, (SILENT, NO_RENEWALS), credit="creation")),
    totals="additive",
    clock=Words("day of the offer", "giorno dell’offerta"),
    credit="creation",
    minimal_grain="day",
    dimensions=DEAL_DIMENSIONS,
    requires=(("opportunity.status", "opportunity.created_at"),),
    better_with=(),
    uncertainty=Uncertainty(),
    definition=Words(
        "Offers of the period that are still open more than 90 days after their date, counted up to the newest day in "
        "the data. They stay open: no outcome is made up for them.",
        "Offerte del periodo ancora aperte più di 90 giorni dopo la loro data, contati fino all’ultimo giorno nei dati. "
        "Restano aperte: nessun esito è inventato.",
    ),
    formula=Words("open offers older than 90 days", "offerte aperte da oltre 90 giorni"),
    misleads=Words(
        "Where long decisions are usual, an old offer is not a lost one.",
        "Dove si decide con calma, un’offerta vecchia non è un’offerta persa.",
    ),
    source="the offers that a win rate of accepted and refused ones leaves out",
    synonyms=("silent offers", "offerte silenziose", "offerte senza risposta", "senza esito"),
    supporting=True,
)

METRICS: tuple[Metric, ...] = (
    OPPORTUNITIES_CREATED,
    WIN_RATE,
    SALES_CYCLE_LENGTH,
    DEALS_WON_COUNT,
    DEALS_LOST_COUNT,
    SILENT_OFFERS,
)
