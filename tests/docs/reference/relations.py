"""`docs/relations.md`: the relations that questions read."""

from __future__ import annotations

from importlib import import_module

from polso.catalog.relations import (
    CALENDAR_DAY_COLUMNS,
    COVERAGE_COLUMNS,
    FX_DAY_COLUMNS,
    RELATIONS,
    REP_TEAM_COLUMNS,
    Relation,
)
from tests.docs.reference.markdown import code, codes, page, table

INTRODUCTION = """\
# Relations

Made from `src/polso/catalog/relations.py`. Questions never read the [canonical tables](tables.md): they read these
relations, which `polso.store.derive` makes from them in the transaction of every import, and whenever a setting changes
that they depend on. So a metric is only a record that names a relation, a clock and some conditions.

All of them carry `known_from`, `known_to` (null on the row that holds now) and `origin` (`observed`, or `inferred`
where the past before the first import was put together from dates). A *clock* names the local day that dates a measure.
"""
HELPERS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("rep_team", "the one team that each salesperson counts for, by day", REP_TEAM_COLUMNS),
    ("fx_day", "one exchange rate a currency and day, filled for at most seven days", FX_DAY_COLUMNS),
    ("calendar_day", "the company's calendar: working days and the numbers of its periods", CALENDAR_DAY_COLUMNS),
    ("coverage", "from which to which day a source says something about a clock", COVERAGE_COLUMNS),
)


def relations_page() -> str:
    helpers = [
        "\n\n".join((f"### {name}", f"{said[0].upper()}{said[1:]}.", _columns(columns)))
        for name, said, columns in HELPERS
    ]
    return page(
        INTRODUCTION,
        *(_section(relation) for relation in RELATIONS.values()),
        "## Helpers\n\nBuilt with the relations, joined by them and never asked for.",
        *helpers,
    )


def meaning(name: str) -> str:
    """The sentence that the module which makes the relation says of it, without the name."""
    said = (import_module(f"polso.store.derive.{name}").__doc__ or "").partition("\n")[0].strip()
    start = f"`{name}`: "
    assert said.startswith(start), f"the docstring of polso.store.derive.{name} must begin with {start}"
    text = said.removeprefix(start)
    return text[0].upper() + text[1:]


def _section(relation: Relation) -> str:
    facts = [
        ("clocks", ", ".join(f"{code(clock.name)} by {code(clock.day)}" for clock in relation.clocks)),
        ("one row is", f"a version of {code(relation.identity)}"),
        ("dimensions", codes(relation.dimensions)),
        ("attributes of", codes(relation.entities)),
        ("credit", ", ".join(f"{role}: {code(column)}" for role, column in relation.credits.items())),
    ]
    return "\n\n".join(
        (f"## {relation.name}", meaning(relation.name), table(("", ""), facts), _columns(relation.columns))
    )


def _columns(columns: tuple[tuple[str, str], ...]) -> str:
    return table(("column", "type"), [(code(name), code(kind)) for name, kind in columns])
