"""The ways in which a stock changes between two instants, in the order in which a waterfall shows them."""

from __future__ import annotations

from dataclasses import dataclass

from polso.catalog.model import Words


@dataclass(frozen=True, slots=True)
class Movement:
    """One part of a change; `meaning` says when a record falls under it."""

    id: str
    names: Words
    meaning: Words


CAME_AND_WENT = "came_and_went"
EXCHANGE_RATE = "exchange_rate"

PIPELINE: tuple[Movement, ...] = (
    Movement(
        "created",
        Words("Created", "Nate"),
        Words(
            "Deals created in the period that are open at its end, at their value then.",
            "Trattative nate nel periodo e ancora aperte alla fine, al valore che hanno allora.",
        ),
    ),
    Movement(
        "appeared",
        Words("Appeared late", "Comparse dopo"),
        Words(
            "Deals that are open at the end without having been created in the period: entered late, or without a day "
            "of creation.",
            "Trattative aperte alla fine ma non nate nel periodo: registrate in ritardo, o senza data di nascita.",
        ),
    ),
    Movement(
        "reopened",
        Words("Reopened", "Riaperte"),
        Words(
            "Deals that were closed at the beginning and are open at the end.",
            "Trattative chiuse all’inizio e aperte alla fine.",
        ),
    ),
    Movement(
        "amount_up",
        Words("Amount raised", "Importo aumentato"),
        Words(
            "What the amounts of deals open at both ends grew by, at the exchange rate of the beginning.",
            "Di quanto sono cresciuti gli importi delle trattative aperte all’inizio e alla fine, al cambio iniziale.",
        ),
    ),
    Movement(
        "amount_down",
        Words("Amount lowered", "Importo ridotto"),
        Words(
            "What the amounts of deals open at both ends fell by, at the exchange rate of the beginning.",
            "Di quanto sono scesi gli importi delle trattative aperte all’inizio e alla fine, al cambio iniziale.",
        ),
    ),
    Movement(
        "pulled_in",
        Words("Pulled in", "Anticipate"),
        Words(
            "Deals whose expected close moved into the closing window asked for. Without such a window: how many are "
            "expected earlier, with no value.",
            "Trattative la cui chiusura prevista è entrata nella finestra chiesta. Senza finestra: quante sono "
            "previste prima, senza valore.",
        ),
    ),
    Movement(
        "pushed_out",
        Words("Pushed out", "Rinviate"),
        Words(
            "Deals whose expected close moved out of the closing window asked for. Without such a window: how many are "
            "expected later, with no value.",
            "Trattative la cui chiusura prevista è uscita dalla finestra chiesta. Senza finestra: quante sono previste "
            "dopo, senza valore.",
        ),
    ),
    Movement(
        "won",
        Words("Won", "Vinte"),
        Words(
            "Deals open at the beginning that are won at the end, at their value at the beginning.",
            "Trattative aperte all’inizio e vinte alla fine, al valore iniziale.",
        ),
    ),
    Movement(
        "lost",
        Words("Lost", "Perse"),
        Words(
            "Deals open at the beginning that are lost at the end, at their value at the beginning.",
            "Trattative aperte all’inizio e perse alla fine, al valore iniziale.",
        ),
    ),
    Movement(
        "removed",
        Words("Removed", "Sparite"),
        Words(
            "Deals open at the beginning that are gone at the source, or deleted.",
            "Trattative aperte all’inizio che la fonte non ha più, o cancellate.",
        ),
    ),
    Movement(
        "reassigned",
        Words("Reassigned", "Passate di mano"),
        Words(
            "Deals whose salesperson or team changed, where the question splits or filters by it.",
            "Trattative che hanno cambiato venditore o squadra, se la domanda divide o filtra per questi.",
        ),
    ),
    Movement(
        "moved",
        Words("Moved", "Spostate"),
        Words(
            "Deals whose stage, product, source or other group changed, where the question splits or filters by it.",
            "Trattative che hanno cambiato fase, prodotto, fonte o altro gruppo, se la domanda divide o filtra per "
            "questi.",
        ),
    ),
    Movement(
        EXCHANGE_RATE,
        Words("Exchange rate", "Cambio"),
        Words(
            "The same amounts at another rate: each end is converted at its own day’s, and what rounding leaves.",
            "Gli stessi importi a un altro cambio: ogni estremo è convertito al cambio del suo giorno, più il resto "
            "degli arrotondamenti.",
        ),
    ),
    Movement(
        CAME_AND_WENT,
        Words("Came and went", "Entrate e uscite"),
        Words(
            "Deals that were open in between and at neither end: they are counted and change nothing.",
            "Trattative aperte nel frattempo ma né all’inizio né alla fine: si contano e non cambiano nulla.",
        ),
    ),
)
PIPELINE_IDS: tuple[str, ...] = tuple(movement.id for movement in PIPELINE)
MOVEMENTS: dict[str, Movement] = {movement.id: movement for movement in PIPELINE}
ORDER: dict[str, int] = {movement.id: position for position, movement in enumerate(PIPELINE)}
