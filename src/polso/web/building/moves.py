"""How the main figures move by an import, and what it changes in the records that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from polso.base.period import Period
from polso.catalog.registry import metrics
from polso.catalog.schema import TABLE
from polso.commands.expecting import Expected, Held
from polso.commands.first_words import FirstWords, from_data
from polso.commands.record_words import known_as
from polso.i18n.choices import choice_words
from polso.i18n.dates import format_date, format_month
from polso.i18n.language import MISSING
from polso.i18n.places import row_words
from polso.web.building.proof_files import column_words, name_of_file
from polso.web.building.tiles import metric_path, name_of
from polso.web.building.voice import Voice
from polso.web.views.table import Cell, Column, Table

Data = Mapping[str, Any]

MOST_FIGURES = 10
SHOWN_MONTHS = 3
MOST_RECORDS = 20


def moves_table(result: Data, voice: Voice) -> Table | None:
    """The main figures today and after, those that move first; None where nothing is known of them."""
    movement = result.get("movement")
    if not movement or not movement["figures"]:
        return None
    known = metrics()
    figures = [one for one in movement["figures"] if one["metric"] in known]
    figures.sort(key=lambda one: bool(one["same"]))
    is_first = bool(movement["first"])
    columns = [Column(voice.say("wizard.moves_what"))]
    columns += [] if is_first else [Column(voice.say("wizard.moves_before"), "number")]
    columns.append(Column(voice.say("wizard.moves_after"), "number"))
    rows = []
    for one in figures[:MOST_FIGURES]:
        cells = [Cell(_named(one, voice), _address(one, result))]
        cells += [] if is_first else [Cell(_value(one, "before", voice), quiet=True)]
        after = voice.say("wizard.moves_same") if one["same"] else _value(one, "after", voice)
        cells.append(Cell(after, strong=not one["same"], quiet=bool(one["same"])))
        rows.append(tuple(cells))
    return Table(voice.say("wizard.moves"), tuple(columns), tuple(rows))


def moves_note(result: Data, voice: Voice) -> str:
    months = int((result.get("movement") or {"months": 0})["months"])
    return voice.say("wizard.moves_months", count=months, shown=str(SHOWN_MONTHS)) if months > SHOWN_MONTHS else ""


def _named(figure: Data, voice: Voice) -> str:
    name = name_of(metrics()[figure["metric"]], voice)
    if figure["period"] is None:
        return voice.say("wizard.moves_today", metric=name)
    year, _, month = str(figure["period"]).partition("-")
    return f"{name}, {format_month(int(year), int(month), voice.language, 'short')}"


def _address(figure: Data, result: Data) -> str | None:
    """The figure's page, once there is one that says the same."""
    if result["proof"]["dry_run"]:
        return None
    path = metric_path(metrics()[figure["metric"]])
    return path if figure["period"] is None else f"{path}?period={figure['period']}"


def _value(figure: Data, name: str, voice: Voice) -> str:
    value, unit = figure[name], figure["unit"]
    if value is None:
        return MISSING
    return voice.brief(Decimal(value) if unit == "currency" else value, unit)


def words_of(result: Data) -> FirstWords | None:
    data = result.get("first_words")
    return None if data is None else from_data(data)


def expectations(result: Data, voice: Voice) -> list[tuple[str, bool]]:
    """Each total that somebody expects, in a sentence, and whether it holds."""
    found = []
    for one in result.get("expected") or ():
        if one["metric"] not in metrics():
            continue
        expected = Expected(one["metric"], one["period"], Decimal(one["expected"]))
        amount = None if one["found"] is None else Decimal(one["found"])
        ends = [date.fromisoformat(one[end]) for end in ("start", "end") if one.get(end)]
        period = Period(ends[0], ends[1]) if len(ends) > 1 else None
        currency = voice.currency if metrics()[one["metric"]].unit == "currency" else None
        held = Held(expected, amount, currency, one["since"], period)
        found.append((held.sentence(voice.language), bool(one["holds"])))
    return found


def changes_table(files: Sequence[Data], voice: Voice) -> Table | None:
    """Some of the records that change, field by field, then some that are gone."""
    rows: list[tuple[Cell, ...]] = []
    for file in files:
        for record in file.get("changes") or ():
            rows += _fields(file, record, voice)
        for record in file.get("gone_records") or ():
            gone = voice.say("wizard.record_gone")
            rows.append(
                (
                    Cell(_record(record, file, voice), strong=True),
                    Cell(gone),
                    Cell(""),
                    Cell(""),
                    Cell(name_of_file(file)),
                )
            )
    if not rows:
        return None
    names = ("record", "field", "was", "becomes", "from_file")
    columns = tuple(Column(voice.say(f"wizard.change_{name}")) for name in names)
    return Table(voice.say("wizard.changed_records"), columns, tuple(rows[:MOST_RECORDS]))


def _fields(file: Data, record: Data, voice: Voice) -> list[tuple[Cell, ...]]:
    place = name_of_file(file)
    line = "" if record["line"] is None else row_words(record["line"], voice.language, file.get("stack") or ())
    return [
        (
            Cell(_record(record, file, voice), strong=True),
            Cell(column_words(file["table"], one["column"], voice)),
            Cell(value_words(file["table"], one["column"], one["before"], voice), quiet=True),
            Cell(value_words(file["table"], one["column"], one["after"], voice)),
            Cell(place, note=line, quiet=True),
        )
        for one in record["fields"]
    ]


def _record(record: Data, file: Data, voice: Voice) -> str:
    return known_as(record, str(file["table"]), file.get("stack") or (), voice.language)


def value_words(table: str, column: str, value: Any, voice: Voice) -> str:
    """A stored value as people write it: words of a closed set, amounts, days; anything else as it is."""
    if value is None:
        return MISSING
    said = str(value)
    kind = next((one.kind for one in TABLE[table].columns if one.name == column), "date") if table in TABLE else "text"
    if kind == "choice":
        return choice_words(table, said, voice.language)
    if kind == "boolean" and said in ("true", "false"):
        return voice.say("cli.yes" if said == "true" else "cli.no")
    try:
        if kind == "money":
            return voice.exact(Decimal(said), "currency")
        if kind in ("date", "instant"):
            return format_date(date.fromisoformat(said[:10]), voice.language)
    except (ValueError, ArithmeticError):
        return said
    return said
