"""Which customers are probably one: by VAT number, then by address, then by name.

Nothing is ever merged by itself. Two customers with different VAT numbers are never proposed, whatever their names;
addresses at a provider that anybody uses say nothing about a company.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from polso.intake.merging.plain import numbers_in, own_domain, plain_email, plain_name, plain_vat

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Why = Literal["vat_number", "email", "email_domain", "name", "similar_name"]
SIMILAR_NAME = 90
SAME_DOMAIN_NAME = 60
SHORTEST_SIMILAR = 6
MOST_IN_BLOCK = 60
"""A word that more customers share ("Hotel") tells nobody apart and is not used to find neighbours."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as known now; `records` are the deals, orders and invoices that name it."""

    account_id: str
    source_system: str
    external_id: str
    name: str
    vat_number: str | None = None
    email: str | None = None
    is_stub: bool = False
    records: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """`other` is probably `keep`: the one that is better known."""

    keep: Customer
    other: Customer
    why: Why


def customers(cursor: DuckDBPyConnection) -> tuple[Customer, ...]:
    """Every customer that is not merged into another, in the order of their ids."""
    rows = cursor.execute(_CUSTOMERS).fetchall()
    return tuple(Customer(*row) for row in rows)


def told_apart(cursor: DuckDBPyConnection) -> frozenset[frozenset[str]]:
    """Pairs of ids of which a person said that they are different customers."""
    rows = cursor.execute(
        "SELECT first_id, second_id FROM account_pair"
        " WHERE verdict = 'different' AND known_to IS NULL AND deleted_at IS NULL"
    ).fetchall()
    return frozenset(frozenset(row) for row in rows)


def propose(known: Sequence[Customer], apart: frozenset[frozenset[str]] = frozenset()) -> tuple[Proposal, ...]:
    """Pairs that are probably one customer, the surest and best known first; each customer is `other` at most once."""
    found: dict[str, Proposal] = {}
    for why, pairs in _evidence(known):
        for one, two in pairs:
            keep, other = sorted((one, two), key=_standing)
            if other.account_id in found or frozenset((keep.account_id, other.account_id)) in apart:
                continue
            if _contradict(keep, other):
                continue
            found[other.account_id] = Proposal(keep, other, why)
    order: list[Why] = ["vat_number", "email", "name", "email_domain", "similar_name"]
    return tuple(
        sorted(found.values(), key=lambda one: (order.index(one.why), -one.other.records, one.other.account_id))
    )


def _evidence(known: Sequence[Customer]) -> Iterator[tuple[Why, Iterable[tuple[Customer, Customer]]]]:
    yield "vat_number", _same(known, lambda one: plain_vat(one.vat_number))
    yield "email", _same(known, lambda one: plain_email(one.email))
    yield "name", _same(known, lambda one: plain_name(one.name) or None)
    yield "email_domain", _alike(_same(known, lambda one: own_domain(one.email)), SAME_DOMAIN_NAME)
    yield "similar_name", _alike(_neighbours(known), SIMILAR_NAME)


def _standing(one: Customer) -> tuple[bool, int, str]:
    """The one that stays comes first: a record of its own, with most that names it."""
    return (one.is_stub, -one.records, one.account_id)


def _contradict(one: Customer, two: Customer) -> bool:
    numbers = plain_vat(one.vat_number), plain_vat(two.vat_number)
    if None not in numbers:
        return numbers[0] != numbers[1]
    return numbers_in(one.name) != numbers_in(two.name)


def _same(known: Sequence[Customer], key: Callable[[Customer], str | None]) -> Iterator[tuple[Customer, Customer]]:
    """The best known of those with one key, with each of the others."""
    groups: dict[str, list[Customer]] = defaultdict(list)
    for one in known:
        value = key(one)
        if value is not None:
            groups[value].append(one)
    for group in groups.values():
        first, *others = sorted(group, key=_standing)
        yield from ((first, other) for other in others)


def _neighbours(known: Sequence[Customer]) -> Iterator[tuple[Customer, Customer]]:
    """Pairs that share an uncommon beginning of a word."""
    blocks: dict[str, list[Customer]] = defaultdict(list)
    for one in known:
        for word in {word[:4] for word in plain_name(one.name).split() if len(word) >= 4}:
            blocks[word].append(one)
    seen: set[frozenset[str]] = set()
    for block in blocks.values():
        if len(block) > MOST_IN_BLOCK:
            continue
        for one, two in combinations(block, 2):
            pair = frozenset((one.account_id, two.account_id))
            if pair not in seen:
                seen.add(pair)
                yield one, two


def _alike(pairs: Iterable[tuple[Customer, Customer]], least: int) -> Iterator[tuple[Customer, Customer]]:
    """Those whose names are as alike as `least` of 100, in whatever order their words stand."""
    from rapidfuzz.fuzz import ratio, token_sort_ratio

    for one, two in pairs:
        names = plain_name(one.name), plain_name(two.name)
        if min(map(len, names)) < SHORTEST_SIMILAR:
            continue
        if max(ratio(*names), token_sort_ratio(*names)) >= least:
            yield one, two


_CUSTOMERS = """
    WITH named AS (
        SELECT account_id, count(*) AS records FROM (
            SELECT account_id FROM opportunity WHERE known_to IS NULL AND deleted_at IS NULL
            UNION ALL SELECT account_id FROM sales_order WHERE known_to IS NULL AND deleted_at IS NULL
            UNION ALL SELECT account_id FROM invoice WHERE known_to IS NULL AND deleted_at IS NULL
        ) WHERE account_id IS NOT NULL GROUP BY account_id
    )
    SELECT a.account_id, a.source_system, a.external_id, a.name, a.vat_number, a.email, a.is_stub,
        coalesce(n.records, 0)
    FROM account AS a LEFT JOIN named AS n USING (account_id)
    WHERE a.known_to IS NULL AND a.deleted_at IS NULL AND a.merged_into IS NULL AND a.name IS NOT NULL
    ORDER BY a.account_id
"""
