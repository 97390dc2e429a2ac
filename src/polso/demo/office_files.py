"""The files that people in the office keep: leads, customers, reviews, targets; team and expenses as workbooks."""

from __future__ import annotations

from pathlib import Path

from polso.demo.records import World
from polso.demo.words import Words
from polso.demo.writing import ITALIAN_WEB, PLAIN, PLAIN_SEMICOLON, Dialect, write_csv, write_xlsx


def write_leads(path: Path, world: World, words: Words) -> Path:
    header = words.of(
        "Id contatto;Creato il;Nome;Azienda;Fonte;Campagna;Venditore;Convertito il;Id trattativa;Stato",
        "Lead ID;Created at;Name;Company;Source;Campaign;Owner;Converted at;Deal ID;Status",
    ).split(";")
    names = {rep.key: rep.name for rep in world.reps}
    rows = (
        (
            lead.lead_id,
            words.moment(lead.created_at),
            lead.contact,
            lead.customer if lead.kind == "company" else "",
            words.say("source", lead.source),
            words.campaign(lead.campaign),
            names[lead.rep],
            words.moment(lead.converted_at),
            lead.deal_id or "",
            words.say("lead", lead.status),
        )
        for lead in world.leads
    )
    return write_csv(path, _dialect(words, ITALIAN_WEB), header, rows)


def write_customers(path: Path, world: World, words: Words) -> Path:
    header = words.of(
        "Cliente;Settore;Città;Provincia;Tipo;Cliente dal",
        "Customer;Industry;City;Province;Type;Customer since",
    ).split(";")
    rows = (
        (
            customer.name,
            words.say("industry", customer.industry),
            customer.city,
            customer.province,
            words.say("kind", customer.kind),
            words.day(customer.since),
        )
        for customer in world.customers
    )
    return write_csv(path, _dialect(words, PLAIN_SEMICOLON), header, rows)


def write_reviews(path: Path, world: World, words: Words) -> Path:
    """One row a question sent; comments may run over two lines."""
    header = words.of(
        "Data invio,Data risposta,Cliente,Voto,Scala,Commento",
        "Sent at,Responded at,Customer,Score,Scale,Comment",
    ).split(",")
    rows = (
        (
            words.moment(review.sent_at),
            words.moment(review.responded_at),
            review.customer,
            "" if review.score is None else str(review.score),
            "1-5",
            words.say("comment", review.comment),
        )
        for review in world.reviews
    )
    return write_csv(path, PLAIN, header, rows)


def write_targets(path: Path, world: World, words: Words) -> Path:
    header = words.of("Metrica;Ambito;Nome;Dal;Al;Valore", "Metric;Scope;Name;From;To;Value").split(";")
    names = {rep.key: rep.name for rep in world.reps}
    rows = (
        (
            words.say("target", "metric"),
            words.say("target", target.scope),
            names[target.rep] if target.rep is not None else "",
            words.day(target.first),
            words.day(target.last),
            words.grouped(target.value),
        )
        for target in world.targets
    )
    return write_csv(path, _dialect(words, PLAIN_SEMICOLON), header, rows)


def write_team(path: Path, world: World, words: Words) -> Path:
    header = words.of("Venditore,Squadra,Dal,Al,Ruolo,Email", "Sales rep,Team,From,To,Role,Email").split(",")
    rows = (
        (rep.name, words.say("team", rep.team), rep.joined, rep.left, words.say("role", rep.role), rep.email)
        for rep in world.reps
    )
    sheet = words.of("Squadra vendite", "Sales team")
    return write_xlsx(path, sheet, header, rows, made=world.today, date_format=words.of("dd/mm/yyyy", "yyyy-mm-dd"))


def write_expenses(path: Path, world: World, words: Words) -> Path:
    header = words.of("Mese,Categoria,Fonte,Importo", "Month,Category,Source,Amount").split(",")
    rows = (
        (expense.month, words.say("expense", expense.category), words.say("source", expense.source), expense.amount)
        for expense in world.expenses
    )
    sheet = words.of("Spese", "Expenses")
    return write_xlsx(path, sheet, header, rows, made=world.today, date_format=words.of("mm/yyyy", "yyyy-mm"))


def _dialect(words: Words, italian: Dialect) -> Dialect:
    return italian if words.language == "it" else PLAIN
