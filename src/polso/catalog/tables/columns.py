"""Short ways to write the columns of a table."""

from __future__ import annotations

from polso.catalog.table import Column


def key(name: str, *, required: bool = True) -> Column:
    return Column(name, "text", required=required)


def ref(name: str, table: str, *, required: bool = False) -> Column:
    return Column(name, "reference", references=table, required=required)


def choice(name: str, *choices: str, required: bool = False, default: str | None = None) -> Column:
    return Column(name, "choice", choices=choices, required=required, default=default)


def money(name: str, *, required: bool = False) -> Column:
    return Column(name, "money", required=required)


def instant(name: str, *, required: bool = False) -> Column:
    return Column(name, "instant", required=required)


def day(name: str, *, required: bool = False) -> Column:
    return Column(name, "date", required=required)


def last_day(name: str) -> Column:
    return Column(name, "date", open_end=True)


def text(name: str, *, required: bool = False, personal: bool = False) -> Column:
    return Column(name, "text", required=required, personal=personal)


def flag(name: str, default: str | None = None) -> Column:
    return Column(name, "boolean", default=default)


def number(name: str, *, required: bool = False) -> Column:
    return Column(name, "integer", required=required)


def share(name: str, default: str | None = None) -> Column:
    return Column(name, "share", default=default)


CURRENCY = Column("currency", "currency")
