"""Making relations in steps: what each one reads and makes, and which of them a change calls for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.store.derive.tables import COLUMNS

WORKING = "derive_"
"""The names of working tables begin so."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a step is given; `there` are the canonical tables that hold anything."""

    cursor: duckdb.DuckDBPyConnection
    company: Company
    calendar: CompanyCalendar
    there: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """`reads` names canonical tables and what earlier steps make; `makes` relations and shared working tables.

    Without rows in any table of `of` the relations are empty. A `helper` says more of the rows of its reader (their
    days, their first extract) and is no cause to make anything again.
    """

    run: Callable[[Build], None]
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    of: tuple[str, ...] = ()
    helper: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` to take in this order, each with the working tables that nothing reads after it; the relations to
    `clear`; and the canonical tables that are read."""

    steps: tuple[tuple[Step, tuple[str, ...]], ...]
    clear: tuple[str, ...]
    reads: frozenset[str]


def plan(steps: Sequence[Step], changed: Collection[str], there: Collection[str], needed: Collection[str]) -> Plan:
    """The steps that change what is stored, and those whose working tables they, or `needed`, read."""
    inputs = _inputs(steps)
    wanted = set(needed)
    taken: list[tuple[Step, tuple[str, ...]]] = []
    clear: list[str] = []
    for step in reversed(steps):
        stored = [name for name in step.makes if name in COLUMNS]
        empty = bool(step.of) and not set(step.of) & set(there)
        stale = bool(stored) and not empty and any(inputs[name] & set(changed) for name in step.makes)
        if stale or wanted & set(step.makes):
            working = {name for name in (*step.reads, *step.makes) if name.startswith(WORKING)}
            taken.append((step, tuple(sorted(working - wanted))))
            wanted |= {name for name in step.reads if name not in COLUMNS}
        elif empty:
            clear.extend(stored)
    taken.reverse()
    made = {name for step in steps for name in step.makes}
    reads = frozenset(name for step, _ in taken for name in step.reads if name not in made)
    return Plan(tuple(taken), tuple(clear), reads)


def _inputs(steps: Sequence[Step]) -> Mapping[str, frozenset[str]]:
    """The canonical tables that each made name depends on, through all steps before it."""
    found: dict[str, frozenset[str]] = {}
    for step in steps:
        parts = frozenset[str]() if step.helper else frozenset().union(*(found.get(n, {n}) for n in step.reads))
        found |= dict.fromkeys(step.makes, parts)
    return found
