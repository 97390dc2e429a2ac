"""The export file of the workshop's management program: job orders, written as an old Italian program writes."""

from __future__ import annotations

from pathlib import Path

from polso.demo.company import CURRENCY
from polso.demo.records import World
from polso.demo.words import Words
from polso.demo.writing import ITALIAN_OFFICE, PLAIN, write_csv


def write_job_orders(path: Path, world: World, words: Words) -> Path:
    """One row a job, with days and without hours; net and VAT add up to the total."""
    header = words.of(
        "Numero commessa;Data ordine;Cliente;Id trattativa;Venditore;Prodotto;Imponibile;IVA;Totale;Valuta;Stato;"
        "Canale;Fonte",
        "Order number;Order date;Customer;Deal ID;Sales rep;Product;Net amount;Tax;Total;Currency;Status;Channel;"
        "Source",
    ).split(";")
    names = {rep.key: rep.name for rep in world.reps}
    sources = {deal.deal_id: deal.source for deal in world.deals}
    rows = (
        (
            job.number,
            words.day(job.ordered_on),
            job.customer,
            job.deal_id,
            names[job.rep],
            words.say("product", job.product),
            words.amount(job.net),
            words.amount(job.vat),
            words.amount(job.total),
            CURRENCY,
            words.say("order", job.status),
            words.say("channel", "project"),
            words.say("source", sources[job.deal_id]),
        )
        for job in world.job_orders
    )
    return write_csv(path, ITALIAN_OFFICE if words.language == "it" else PLAIN, header, rows)
