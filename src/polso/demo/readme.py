"""The page that lies beside the files and says what each one is."""

from __future__ import annotations

from polso.demo.company import NAME
from polso.demo.records import World
from polso.demo.words import Words

_FILES: tuple[tuple[str, str, str], ...] = (
    (
        "deals",
        (
            "Le trattative come le esporta il CRM (intestazioni in inglese, UTF-8 con BOM, virgola). "
            "Close Date: quando si è chiusa; se è ancora aperta, quando si spera di chiuderla."
        ),
        (
            "The deals as the CRM exports them (UTF-8 with a byte order mark, commas). "
            "Close Date: when the deal was closed; while it is open, when it is hoped to close."
        ),
    ),
    (
        "history",
        "La storia delle trattative: ogni cambio di fase, valore, venditore e data di chiusura, con l'ora.",
        "The history of the deals: each change of stage, amount, owner and close date, with its time.",
    ),
    (
        "activities",
        "Chiamate, e-mail, riunioni e demo in showroom, fatte e pianificate.",
        "Calls, e-mails, meetings and showroom demos, held and planned.",
    ),
    (
        "orders",
        (
            "Gli ordini del negozio online, una riga per ordine (cp1252, punto e virgola, virgola decimale). "
            "Imponibile + IVA = Totale; la spedizione è a parte."
        ),
        "The orders of the web shop, one row each. Net amount + Tax = Total; shipping is beside it.",
    ),
    ("refunds", "I rimborsi degli ordini, IVA esclusa.", "The refunds of the orders, without tax."),
    (
        "jobs",
        (
            "Le commesse del gestionale: un ordine per ogni trattativa vinta, registrato entro pochi giorni lavorativi "
            "(cp1252, punto e virgola). Imponibile: il valore a cui la trattativa è stata vinta. Insieme agli ordini "
            "del negozio sono tutto il fatturato; le vinte degli ultimi giorni possono non esserci ancora."
        ),
        (
            "The job orders of the management program: one for each deal won, entered within a few working days. "
            "Net amount: the amount at which the deal was won. With the orders of the shop they are all the revenue; "
            "deals won in the last days may not be there yet."
        ),
    ),
    (
        "products",
        "Il listino con i costi; per i lavori su misura il prezzo è quello di un lavoro tipico.",
        "The price list with costs; for work made to measure the price is that of a typical job.",
    ),
    (
        "leads",
        "I contatti arrivati da sito, annunci, fiere, passaparola e showroom, e la trattativa che ne è nata.",
        "The enquiries from website, ads, fairs, word of mouth and showroom, and the deal each became.",
    ),
    ("customers", "L'anagrafica dei clienti, anche di chi non ha ancora comprato.", "The customers and prospects."),
    (
        "reviews",
        "Le domande di soddisfazione inviate e le risposte, da 1 a 5; alcuni commenti vanno a capo.",
        "The satisfaction questions sent and their answers, 1 to 5; some comments run over two lines.",
    ),
    (
        "targets",
        (
            "Gli obiettivi: ogni mese il ricavo netto di negozio e commesse insieme, ogni trimestre le trattative "
            "vinte di ciascun venditore."
        ),
        "The targets: each month the net revenue of shop and jobs together, each quarter the won work of each rep.",
    ),
    ("team", "La squadra vendite: chi c'è, da quando e fino a quando.", "The sales team: who, since when, until when."),
    ("expenses", "Le spese commerciali, mese per mese.", "What selling costs, month by month."),
    (
        "contracts",
        "I contratti di manutenzione, una riga per ogni periodo con lo stesso canone; la fine è l'ultimo giorno.",
        "The maintenance contracts, one row for each stretch at one fee; the end is the last day.",
    ),
    (
        "quotes",
        "I preventivi inviati: il primo di ogni trattativa e le versioni rifatte.",
        "The quotes sent: the first of each deal and those made anew.",
    ),
    (
        "invoices",
        (
            "Le fatture delle commesse: acconto all'ordine, saldo alla consegna, con il giorno del pagamento. "
            "I ricavi si contano dagli ordini: le fatture dicono quanto è incassato."
        ),
        (
            "The invoices of the jobs: a deposit with the order, the rest on delivery, with the day of payment. "
            "Revenue is counted from the orders: the invoices say how much has been collected."
        ),
    ),
    (
        "requests",
        "Le richieste dei clienti per telefono, e-mail, chat e modulo web, con la prima risposta.",
        "What customers asked by phone, e-mail, chat and web form, with the first answer.",
    ),
    (
        "social",
        "I contatori dei profili social a fine giornata; quelli di Instagram una volta sono ripartiti da zero.",
        "The counters of the social profiles at the end of each day; those of Instagram began again once.",
    ),
    ("rates", "I cambi, uno la settimana.", "The rates of exchange, one a week."),
    ("hours", "Gli orari, nel modello di polso.", "The opening hours, in polso's template."),
    ("closed", "Le chiusure aziendali, nel modello di polso.", "The works holidays, in polso's template."),
    ("visits", "Chi è entrato in showroom, giorno per giorno.", "Who came into the showroom, day by day."),
    ("shared", "Le trattative portate a casa in due.", "The deals that two brought home."),
    ("lines", "Di che cosa parla ogni trattativa.", "What each deal is about."),
    ("owners", "Chi segue quale cliente.", "Who looks after which customer."),
    (
        "sources",
        "Da dove arrivano i contatti, e quali fonti si pagano.",
        "Where enquiries come from, and which are paid for.",
    ),
    ("benchmarks", "Un riferimento scritto dal titolare.", "A reference written by the owner."),
    ("notes", "Note con la data.", "Notes with their day."),
)


def readme(world: World, words: Words, names: dict[str, str]) -> str:
    """The text; `names` is the file name of each table."""
    span = f"{words.day(world.start)} - {words.day(world.today)}"
    head = words.of(
        f"{NAME}: dati d'esempio\n\n"
        "Azienda, persone e numeri sono inventati; gli indirizzi di posta non esistono.\n"
        "I file sono scritti come li scrivono i programmi veri: codifiche, separatori e formati diversi sono voluti.\n"
        f"Periodo: {span} (ultimo giorno escluso). Gli importi sono in euro.\n",
        f"{NAME}: sample data\n\n"
        "The company, the people and the figures are invented; the e-mail addresses do not exist.\n"
        "The files are written as real programs write them: differing encodings and formats are meant.\n"
        f"Period: {span} (last day not included). Amounts are in euro.\n",
    )
    lines = (f"{names[table]}\n  {words.of(italian, english)}\n" for table, italian, english in _FILES)
    return head + "\n" + "\n".join(lines)
