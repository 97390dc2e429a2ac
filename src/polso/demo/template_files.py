"""What no program of the workshop keeps, in polso's own templates: rates, hours, visits, shared sales, notes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from polso.catalog.template import columns_of
from polso.demo.company import CURRENCY
from polso.demo.fold import state_at
from polso.demo.records import Deal, World
from polso.demo.words import Words
from polso.demo.writing import PLAIN, PLAIN_SEMICOLON, write_csv

_RATES = {"CHF": Decimal("1.04"), "USD": Decimal("0.92")}
_RATE_STEP = timedelta(days=7)
_OPEN = ((540, 780), (840, 1080))
_SHARED_SHARE = 0.05
_SHARED = Decimal("0.3")
_MOST_HISTORIES = 300
_CENT = Decimal("0.0001")


def write_rates(path: Path, world: World, words: Words) -> Path:
    rng = _chance(world, "rates")
    rows = []
    for currency, rate in _RATES.items():
        day = world.start
        while day < world.today:
            rows.append((day.isoformat(), currency, _number(words, rate)))
            rate = (rate * (1 + Decimal(rng.randrange(-60, 61)) / 10_000)).quantize(_CENT)
            day += _RATE_STEP
    return _write(path, "fx_rate", sorted(rows), words)


def write_hours(path: Path, world: World, words: Words) -> Path:
    rows = (("workshop", str(day), str(begins), str(ends)) for day in range(1, 6) for begins, ends in _OPEN)
    del world
    return _write(path, "calendar_hours", rows, words)


def write_closed(path: Path, world: World, words: Words) -> Path:
    label = words.of("chiusura aziendale", "works holiday")
    rows = (("workshop", day.isoformat(), "", "", "closed", label) for day in world.closed_days)
    return _write(path, "calendar_exception", rows, words)


def write_visits(path: Path, world: World, words: Words) -> Path:
    name = words.of("visite in showroom", "showroom visits")
    return _write(path, "series", ((name, one.day.isoformat(), str(one.count)) for one in world.visits), words)


def write_shared(path: Path, world: World, words: Words) -> Path:
    """Some won deals were brought home by two: thirty in a hundred go to the second."""
    rng, names = _chance(world, "shared"), {rep.key: rep.name for rep in world.reps}
    rows = []
    for deal, owner in _won(world):
        others = [rep.key for rep in world.reps if rep.key != owner and rep.works_on(deal.created_at.date())]
        if rng.random() < _SHARED_SHARE and others:
            rows.append((deal.deal_id, names[owner], _number(words, 1 - _SHARED)))
            rows.append((deal.deal_id, names[rng.choice(others)], _number(words, _SHARED)))
    return _write(path, "credit_split", rows, words)


def write_lines(path: Path, world: World, words: Words) -> Path:
    """What each deal is about, as one line of its amount."""
    end = datetime.combine(world.today, time())
    rows = (
        (deal.deal_id, "1", words.say("product", deal.product), "1", words.amount(state.amount), CURRENCY)
        for deal in world.deals
        if (state := state_at(deal, end)) is not None and state.amount is not None
    )
    return _write(path, "opportunity_line", rows, words)


def write_owners(path: Path, world: World, words: Words) -> Path:
    """Who looks after which customer since when: the first deal's seller."""
    names = {rep.key: rep.name for rep in world.reps}
    kinds = {customer.name: customer.kind for customer in world.customers}
    seen: dict[str, tuple[str, str, str, str, str]] = {}
    for deal, owner in _won(world):
        since = deal.created_at.date().isoformat()
        kind = words.say("kind", kinds[deal.customer])
        seen.setdefault(deal.customer, (deal.customer, since, "", names[owner], kind))
    return _write(path, "account_history", list(seen.values())[:_MOST_HISTORIES], words)


def write_sources(path: Path, world: World, words: Words) -> Path:
    """Where enquiries come from: which of it is paid for, and which is people who tell others."""
    del world
    kept = (
        ("website", "web", False, False),
        ("ads", "web", True, False),
        ("referral", "people", False, True),
        ("fair", "fair", True, False),
        ("showroom", "showroom", False, False),
        ("existing", "people", False, False),
    )
    rows = (
        (
            words.say("source", code),
            words.say("source", code),
            channel,
            *("yes" if one else "no" for one in (paid, told)),
        )
        for code, channel, paid, told in kept
    )
    return _write(path, "source", rows, words)


def write_benchmarks(path: Path, world: World, words: Words) -> Path:
    citation = words.of("stima del titolare", "the owner’s estimate")
    note = words.of("vinte su vinte e perse, in numero", "won out of won and lost, by number")
    quartiles = (_number(words, Decimal(one)) for one in ("0.22", "0.30", "0.38"))
    row = ("B-1", "win_rate", "", *quartiles, "", "user", citation, "", world.start.isoformat(), note)
    return _write(path, "benchmark", [row], words)


def write_notes(path: Path, world: World, words: Words) -> Path:
    told = (
        (240, words.of("Cambiato il fornitore della serratura smart", "New supplier of the smart lock")),
        (112, words.of("Un disegnatore in meno in ufficio tecnico", "One draughtsman fewer in the technical office")),
    )
    rows = (
        (f"N-{number}", (world.today - timedelta(days=days)).isoformat(), "", body)
        for number, (days, body) in enumerate(told, start=1)
    )
    return _write(path, "note", rows, words)


def _won(world: World) -> Iterator[tuple[Deal, str]]:
    end = datetime.combine(world.today, time())
    for deal in world.deals:
        state = state_at(deal, end)
        if state is not None and state.stage == "won":
            yield deal, state.owner


def _chance(world: World, part: str) -> random.Random:
    return random.Random(f"{world.seed}:{part}")  # noqa: S311 - made-up data, nothing secret


def _number(words: Words, number: Decimal) -> str:
    return str(number).replace(".", ",") if words.language == "it" else str(number)


def _write(path: Path, table: str, rows: Iterable[Sequence[str]], words: Words) -> Path:
    header = [column.name for column in columns_of(table)]
    return write_csv(path, PLAIN_SEMICOLON if words.language == "it" else PLAIN, header, rows)
