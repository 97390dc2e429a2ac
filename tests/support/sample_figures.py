"""Figures of the sample company, worked out of its raw files by plain Python that shares nothing with the product."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median

ONE = timedelta(days=1)
Figures = dict[str, Decimal | float | int]
RANKS = {"Appuntamento": 1, "Sopralluogo": 2, "Preventivo inviato": 3, "Trattativa": 4}


def rows(file: Path, delimiter: str = ";") -> list[dict[str, str]]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def money(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def day(text: str) -> date:
    number, month, year = text[:10].split("/")
    return date(int(year), int(month), int(number))


def recurring(folder: Path, start: date, end: date) -> Figures:
    """Steps of what each customer pays, a renewal within three days going on; the last day of a span is paid."""
    spans: dict[str, list[tuple[date, date | None, Decimal, str]]] = defaultdict(list)
    for row in rows(folder / "contratti_manutenzione.csv"):
        until = day(row["Fine"]) + ONE if row["Fine"] else None
        spans[row["Contratto"]].append((day(row["Inizio"]), until, money(row["Canone mensile"]), row["Cliente"]))
    steps: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for own in spans.values():
        own.sort(key=lambda one: one[0])
        for number, (begin, until, fee, customer) in enumerate(own):
            following = own[number + 1][0] if number + 1 < len(own) else None
            goes_on = following is not None and (until is None or (following - until).days <= 3)
            last = following if goes_on else until
            steps[customer][begin] += fee
            if last is not None:
                steps[customer][last] -= fee
    names = ("mrr", "mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn", "mrr_reactivation")
    found = {name: Decimal(0) for name in names}
    for own_steps in steps.values():
        level, paid = Decimal(0), False
        for when in sorted(own_steps):
            before, level = level, level + own_steps[when]
            if before != level and start <= when < end:
                found[_movement(before, level, paid=paid)] += level - before
            paid = paid or level > 0
        found["mrr"] += sum((step for when, step in own_steps.items() if when < end), Decimal(0))
    return {**found}


def _movement(before: Decimal, after: Decimal, *, paid: bool) -> str:
    if before == 0:
        return "mrr_reactivation" if paid else "mrr_new"
    if after == 0:
        return "mrr_churn"
    return "mrr_expansion" if after > before else "mrr_contraction"


def invoiced(folder: Path, start: date, end: date) -> Figures:
    late, paid_in, waits = Decimal(0), Decimal(0), []
    for row in rows(folder / "fatture_commesse.csv"):
        total, issued, due = money(row["Totale"]), day(row["Data fattura"]), day(row["Scadenza"])
        paid = day(row["Pagata il"]) if row["Pagata il"] else None
        is_credit = "credito" in row["Tipo"].casefold()
        if not is_credit and issued < end and due < end - ONE and (paid is None or paid >= end):
            late += total
        if paid is not None and start <= paid < end:
            paid_in += -abs(total) if is_credit else total
            if not is_credit and paid >= issued:
                waits.append((paid - issued).days)
    return {"overdue": late, "collected": paid_in, "days_to_pay": median(waits)}


def gained(folder: Path, start: date, end: date) -> Figures:
    """Differences of running totals; a lower one has begun anew and counts as it is."""
    read: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for row in rows(folder / "social.csv"):
        parts = (row[name].replace(".", "") for name in ("Mi piace", "Commenti", "Condivisioni", "Messaggi"))
        read[row["Piattaforma"]].append((day(row["Data"]), sum(int(one) for one in parts if one)))
    total = 0
    for own in read.values():
        for (_, before), (when, now) in pairwise(sorted(own)):
            if start <= when < end:
                total += now - before if now >= before else now
    return {"social_engagement": total}


def resets(folder: Path) -> Iterator[date]:
    """The first days of the months in which a running total begins anew."""
    read: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for row in rows(folder / "social.csv"):
        read[row["Piattaforma"]].append((day(row["Data"]), int(row["Mi piace"].replace(".", "") or 0)))
    for own in read.values():
        for (_, before), (when, now) in pairwise(sorted(own)):
            if now < before:
                yield when.replace(day=1)


def leaking(folder: Path, start: date, end: date, stage: str) -> tuple[int, int]:
    """Of the deals that came that far in the period and went on or were lost, those that never came further."""
    final = {row["Record ID"]: row for row in rows(folder / "crm_trattative.csv", ",")}
    ways: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in rows(folder / "crm_storico_trattative.csv", ","):
        if row["Property"] == "Deal Stage":
            ways[row["Record ID"]].append((row["Changed at"][:10], RANKS.get(row["New value"], 0)))
    rank, lost, resolved = RANKS[stage], 0, 0
    for deal, way in ways.items():
        is_won, is_lost = (final[deal]["Deal Stage"] == name for name in ("Chiusa vinta", "Chiusa persa"))
        entered = min(
            (when for when, at in way if at >= rank), default=final[deal]["Close Date"][:10] if is_won else ""
        )
        if not entered or not start <= date.fromisoformat(entered) < end:
            continue
        further = is_won or max(at for _, at in way) > rank
        lost += is_lost and not further
        resolved += further or is_lost
    return lost, resolved
