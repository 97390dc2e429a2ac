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


MADE_TOGETHER: dict[str, str] = {
    "mrr_span": "What a subscription pays a month, one row a state.",
    "mrr_committed_span": "What a subscription pays a month once all that is signed has begun, one row a state.",
    "mrr_account_span": "What an account pays a month for all its subscriptions, one row a state.",
    "mrr_movement": "How what an account pays a month changed on a day.",
    "lead_path": "A lead from its creation to its first answer, its deal and its outcome.",
    "lead_wait_span": "The days during which a lead waits for its first answer.",
    "stage_reach": "A deal and a stage that it reached or passed, with what became of it there.",
    "stage_time": "A stay of a deal in a stage.",
    "deal_life": "How many days after its creation a deal was qualified, won or lost.",
    "proposal_sent": "A proposal as it was sent; the first of each deal is marked.",
    "deal_credit": "A deal once for everybody who shares in it, with the part of each.",
    "sale_credit": "A won deal as a sale, once for everybody who shares in it.",
    "receivable_span": "What a customer owes for an invoice, one row a state: not due, overdue.",
    "series_value": "Another figure of the company on a day.",
    "work_touched": "A customer whom somebody called or wrote to on a day.",
    "work_won": "An activity on a deal that was won, at the day of the win.",
    "work_available": "The working hours that somebody has on a day.",
    "inquiry_response": "A request of a customer and its first answer.",
    "survey_answer": "A question sent to a customer, and the answer.",
    "social_gain": "What the counters of a profile gained on a day.",
    "networking_event": "An event with at least one attendee.",
}
"""Relations that are made by a module of another name."""


def meaning(name: str) -> str:
    """The sentence that the module which makes the relation says of it, without the name."""
    if name in MADE_TOGETHER:
        return MADE_TOGETHER[name]
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
