"""The files of other desks: contracts, quotes, invoices, requests, social counters, and what nobody's program keeps."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from polso.demo.company import CURRENCY
from polso.demo.records import World
from polso.demo.words import Words
from polso.demo.writing import ITALIAN_OFFICE, ITALIAN_WEB, PLAIN, PLAIN_SEMICOLON, Dialect, write_csv


def write_contracts(path: Path, world: World, words: Words) -> Path:
    """One row a stretch at one fee; the end is the last day."""
    header = words.of(
        "Contratto;Cliente;Servizio;Inizio;Fine;Canone mensile;Valuta",
        "Subscription;Customer;Product;Start;End;MRR;Currency",
    ).split(";")
    rows = (
        (
            one.number,
            one.customer,
            words.say("service", one.service),
            words.day(one.first),
            words.day(one.last),
            words.amount(one.fee),
            CURRENCY,
        )
        for one in world.contracts
    )
    return write_csv(path, _dialect(words, ITALIAN_OFFICE), header, rows)


def write_quotes(path: Path, world: World, words: Words) -> Path:
    """One row a version that was sent."""
    header = words.of(
        "Numero preventivo;Versione;Inviato il;Id trattativa;Cliente;Venditore;Importo;Valuta",
        "Quote number;Version;Sent at;Deal ID;Customer;Sales rep;Amount;Currency",
    ).split(";")
    names = {rep.key: rep.name for rep in world.reps}
    rows = (
        (
            f"{one.number}/{one.version}",
            str(one.version),
            words.moment(one.sent_at),
            one.deal_id,
            one.customer,
            names[one.rep],
            words.amount(one.amount),
            CURRENCY,
        )
        for one in world.quotes
    )
    return write_csv(path, _dialect(words, ITALIAN_WEB), header, rows)


def write_invoices(path: Path, world: World, words: Words) -> Path:
    """Deposits and balances of the jobs, with the day on which each was paid."""
    header = words.of(
        "Numero fattura;Tipo;Data fattura;Scadenza;Pagata il;Cliente;Venditore;Commessa;Imponibile;IVA;Totale;Valuta",
        "Invoice number;Kind;Invoice date;Due date;Paid on;Customer;Sales rep;Order number;Net amount;Tax;Total;"
        "Currency",
    ).split(";")
    names = {rep.key: rep.name for rep in world.reps}
    rows = (
        (
            one.number,
            words.say("invoice", one.kind),
            words.day(one.issued_on),
            words.day(one.due_on),
            words.day(one.paid_on),
            one.customer,
            names[one.rep],
            one.job,
            words.amount(one.net),
            words.amount(one.vat),
            words.amount(one.net + one.vat),
            CURRENCY,
        )
        for one in world.invoices
    )
    return write_csv(path, _dialect(words, ITALIAN_OFFICE), header, rows)


def write_requests(path: Path, world: World, words: Words) -> Path:
    """One row a request of a customer, with its first answer."""
    header = words.of(
        "Id richiesta;Canale;Ricevuta il;Cliente;Prima risposta;Risposto da;Risposta automatica",
        "Request ID;Channel;Received at;Customer;First response at;First response by;Automatic response",
    ).split(";")
    names = {rep.key: rep.name for rep in world.reps}
    rows = (
        (
            one.number,
            words.say("request", one.channel),
            _second(words, one.received_at),
            one.customer,
            _second(words, one.answered_at),
            names[one.answered_by] if one.answered_by else "",
            words.of("sì", "yes") if one.is_automatic else "no",
        )
        for one in world.requests
    )
    return write_csv(path, _dialect(words, ITALIAN_WEB), header, rows)


def write_social(path: Path, world: World, words: Words) -> Path:
    """The counters of each profile at the end of each day."""
    header = words.of(
        "Piattaforma;Data;Mi piace;Commenti;Condivisioni;Messaggi;Visualizzazioni;Follower;Cumulativo",
        "Platform;Date;Likes;Comments;Shares;Direct messages;Impressions;Followers;Cumulative",
    ).split(";")
    rows = (
        (
            one.platform,
            words.day(one.day),
            *(str(count) for count in (one.likes, one.comments, one.shares, one.messages, one.impressions)),
            str(one.followers),
            words.of("sì", "yes"),
        )
        for one in world.social
    )
    return write_csv(path, _dialect(words, PLAIN_SEMICOLON), header, rows)


def _second(words: Words, at: datetime | None) -> str:
    if at is None:
        return ""
    return f"{at:%d/%m/%Y %H:%M:%S}" if words.language == "it" else f"{at:%Y-%m-%d %H:%M:%S}"


def _dialect(words: Words, italian: Dialect) -> Dialect:
    return italian if words.language == "it" else PLAIN
