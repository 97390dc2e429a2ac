"""The export files of the web shop: orders, refunds, products; an old Italian program writes them."""

from __future__ import annotations

from pathlib import Path

from polso.demo.company import CURRENCY
from polso.demo.records import World
from polso.demo.words import Words
from polso.demo.writing import ITALIAN_OFFICE, PLAIN, Dialect, write_csv


def write_orders(path: Path, world: World, words: Words) -> Path:
    """One row an order; net and VAT add up to the total, shipping is beside it."""
    header = words.of(
        "Numero ordine;Data ordine;Cliente;E-mail;Prodotto;Quantità;Imponibile;IVA;Totale;Spedizione;Valuta;Stato;"
        "Canale",
        "Order number;Order date;Customer;Email;Product;Quantity;Net amount;Tax;Total;Shipping;Currency;Status;Channel",
    ).split(";")
    emails = {customer.name: customer.email for customer in world.customers}
    rows = (
        (
            order.number,
            words.moment(order.ordered_at),
            order.customer,
            emails[order.customer],
            words.say("product", order.product),
            str(order.quantity),
            words.amount(order.net),
            words.amount(order.vat),
            words.amount(order.total),
            words.amount(order.shipping),
            CURRENCY,
            words.say("order", order.status),
            words.say("channel", order.channel),
        )
        for order in world.orders
    )
    return write_csv(path, _dialect(words), header, rows)


def write_refunds(path: Path, world: World, words: Words) -> Path:
    header = words.of("Numero ordine;Data rimborso;Importo;Motivo", "Order number;Refund date;Amount;Reason")
    rows = (
        (
            refund.number,
            words.day(refund.refunded_on),
            words.amount(refund.amount),
            words.say("refund", refund.reason),
        )
        for refund in world.refunds
    )
    return write_csv(path, _dialect(words), header.split(";"), rows)


def write_products(path: Path, world: World, words: Words) -> Path:
    header = words.of("Prodotto;Categoria;Prezzo;Costo", "Product;Category;Price;Cost").split(";")
    rows = (
        (
            words.say("product", product.key),
            words.say("category", product.category),
            words.amount(product.price),
            words.amount(product.cost),
        )
        for product in world.products
    )
    return write_csv(path, _dialect(words), header, rows)


def _dialect(words: Words) -> Dialect:
    return ITALIAN_OFFICE if words.language == "it" else PLAIN
