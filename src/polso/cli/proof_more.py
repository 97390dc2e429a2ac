"""What a proof says beyond its files: the first words, answers in force, what moves, totals that were expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.text import Text

from polso.base.period import shift_months
from polso.catalog.registry import metrics
from polso.catalog.schema import TABLE
from polso.cli.draw import rows
from polso.cli.state import State
from polso.commands.record_words import known_as
from polso.commands.wording import shown_value
from polso.i18n.choices import choice_words
from polso.i18n.columns import column_words
from polso.i18n.dates import format_date, format_period
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_decimal
from polso.i18n.places import row_words

LISTED_CHANGES = 5
FIELDS = 3

Data = Mapping[str, Any]


def draw_first_words(words: Data | None, to: Console) -> None:
    """The figure that equals the file's own total, before anything else."""
    for sentence in words["sentences"] if words else ():
        to.print(Text(str(sentence), style="bold"), soft_wrap=True)
    if words:
        to.print()


def draw_answers(state: State, answers: Sequence[Data], to: Console) -> None:
    """Answers that nobody gave now: remembered ones with their day, and what was assumed."""
    for one in answers:
        said = f"{one['key']} = {one['value']}"
        if one["origin"] == "remembered":
            day = format_date(date.fromisoformat(one["since"]), state.language) if one["since"] else MISSING
            to.print(f"· {state.say('cli.answer_remembered', answer=said, day=day)}", soft_wrap=True)
        elif one["origin"] == "recommended":
            to.print(f"· {state.say('cli.answer_assumed', answer=said)}", soft_wrap=True)


def draw_lines(state: State, file: Data, to: Console) -> None:
    """The lines of the file that are no records, and its rows of totals against the rows."""
    parts = [
        state.say(f"cli.proof_{name}", count=int(count))
        for name, count in (("gone", file["gone"]), ("joined", file["joined"]), ("blank", file["blank"]))
        if count
    ]
    if parts:
        to.print(f"  {', '.join(parts)}", soft_wrap=True)
    for total in file["totals"]:
        key = "cli.total_agrees" if total["agrees"] else "cli.total_differs"
        values = {name: format_decimal(Decimal(total[name]), state.language, decimals=2) for name in ("said", "summed")}
        style = "" if total["agrees"] else "yellow"
        where = row_words(total["line"], state.language, file["stack"])
        said = state.say(key, place=where, column=total["column"], **values)
        to.print(Text(f"  {said}", style=style), soft_wrap=True)


def draw_changes(state: State, file: Data, to: Console) -> None:
    """Some records that the file changes, field by field, and some that it no longer has."""
    for record in file["changes"][:LISTED_CHANGES]:
        fields = "; ".join(
            f"{column_words(file['table'], one['column'], state.language)}: "
            f"{_value(state, file['table'], one, 'before')} → {_value(state, file['table'], one, 'after')}"
            for one in record["fields"][:FIELDS]
        )
        to.print(
            Text(f"  ~ {known_as(record, file['table'], file['stack'], state.language)}: {fields}"), soft_wrap=True
        )
    more = int(file["changed"]) - LISTED_CHANGES
    if more > 0:
        to.print(f"    {state.say('cli.proof_more_changes', count=more)}", soft_wrap=True)
    names = [
        known_as(record, file["table"], file["stack"], state.language)
        for record in file["gone_records"][:LISTED_CHANGES]
    ]
    if names:
        to.print(Text(f"  − {state.say('cli.proof_gone_records', names=', '.join(names))}"), soft_wrap=True)


def _value(state: State, table: str, field: Data, side: str) -> str:
    """A stored value as people write it: words of a closed set, amounts, days; anything else as it is."""
    said = field[side]
    if said is None:
        return MISSING
    text = str(said)
    kind = next((one.kind for one in TABLE[table].columns if one.name == field["column"]), "date")
    if kind == "boolean" and text in ("true", "false"):
        return state.say("cli.yes" if text == "true" else "cli.no")
    try:
        if kind in ("money", "decimal"):
            return format_decimal(Decimal(text), state.language, decimals=2)
        if kind in ("date", "instant"):
            return format_date(date.fromisoformat(text[:10]), state.language)
    except (ValueError, ArithmeticError):
        return text
    return choice_words(table, text, state.language) if kind == "choice" else text


def draw_movement(state: State, movement: Data | None, to: Console) -> None:
    """The main figures before and after, for the latest months that the import touches."""
    if not movement or not movement["figures"] or movement["first"]:
        return
    known = metrics()
    lines = []
    for one in movement["figures"]:
        unit, currency = one["unit"], one["currency"]
        before, after = (_figure(one[side], unit, currency, state) for side in ("before", "after"))
        name = known[one["metric"]].names[state.language]
        lines.append(
            [name, _period(one["period"], state), before, state.say("cli.moved_same") if one["same"] else after]
        )
    headers = [("cli.column_metric", False), ("cli.column_period", False), ("cli.column_before", True)]
    headers.append(("cli.column_after", True))
    to.print(rows([(state.say(key), right) for key, right in headers], lines))


def _figure(value: Any, unit: Any, currency: str | None, state: State) -> str:
    exact = None if value is None else Decimal(value) if isinstance(value, str) else value
    return shown_value(exact, unit, currency, state.language)


def _period(spelled: str | None, state: State) -> str:
    if spelled is None:
        return state.say("cli.moved_today")
    start = date.fromisoformat(f"{spelled}-01")
    return format_period(start, shift_months(start, 1), state.language)


def draw_expected(expected: Sequence[Data], to: Console) -> None:
    """Totals that were expected: those that hold plainly, those that do not in yellow."""
    for one in expected:
        mark, style = ("✓", "") if one["holds"] else ("✗", "yellow")
        to.print(Text(f"{mark} {one['text']}", style=style), soft_wrap=True)
