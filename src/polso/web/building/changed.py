"""The page of what changed: a sentence, the waterfall, the deals of each movement, the imports that told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from polso.answers.answer import Answer, Figure
from polso.answers.rows import RowSet
from polso.base.period import ONE_DAY, Period
from polso.catalog.movements import MOVEMENTS, ORDER
from polso.commands.changes import KINDS, Learned
from polso.i18n.columns import table_words
from polso.i18n.dates import format_date, format_moment
from polso.i18n.language import MISSING
from polso.i18n.words import join_words
from polso.web.address import View
from polso.web.building.tiles import said_flags
from polso.web.building.voice import Voice
from polso.web.building.waterfall import movement_id, moving, shown_part, steps_of, waterfall_card
from polso.web.views.changes import ChangesPage, MovementDeals
from polso.web.views.frame import Controls, DateForm, Frame, Link, Menu
from polso.web.views.table import Cell, Column, Table

PATH = "/changes"
SHOWN_DEALS = 15
NAMED_PARTS = 3
METRICS = {"then": "pipeline_change:as_then_known", "now": "pipeline_change"}


@dataclass(frozen=True, slots=True)
class Changed:
    """Everything that was asked: the parts, the values at both evenings, the deals, the imports in between."""

    period: Period
    parts: tuple[Answer, ...]
    ends: tuple[Figure, Figure]
    deals: RowSet
    learned: Sequence[Learned]
    mode: str

    @property
    def total(self) -> Answer:
        return self.parts[-1]


def changes_page(frame: Frame, asked: Changed, view: View, voice: Voice) -> ChangesPage:
    first, last = asked.ends
    modes = tuple(
        Link(
            voice.say(f"changes.mode_{mode}"), view.url_with(known=None if mode == "then" else mode), mode == asked.mode
        )
        for mode in METRICS
    )
    imports = _imports(asked.learned, voice) if asked.learned else None
    if first is None or last is None or asked.total.value is None:
        reasons = " ".join(said_flags(asked.total, voice)) or voice.say("changes.unknown")
        sentence = voice.say("changes.unknown_sentence", days=_days(asked.period, voice))
        return ChangesPage(frame, sentence, reasons, modes, None, (), _movements(asked, view, voice), imports)
    ends = (Decimal(first), Decimal(last))
    evenings = (asked.period.start - ONE_DAY, asked.period.last_day)
    labels = (_evening(evenings[0], voice), _evening(evenings[1], voice))
    hrefs = {movement_id(one): f"#{movement_id(one)}" for one in asked.parts if movement_id(one)}
    whole = {name: _all_deals(name, asked, view, voice) for name in hrefs}
    return ChangesPage(
        frame,
        _sentence(ends, evenings, voice),
        _text(asked, voice),
        modes,
        waterfall_card(asked.parts, ends, labels, whole, voice),
        steps_of(asked.parts, hrefs, voice),
        _movements(asked, view, voice),
        imports,
    )


def nothing_page(frame: Frame, voice: Voice) -> ChangesPage:
    """Where there are not two evenings to compare."""
    return ChangesPage(
        frame, "", "", (), None, (), (), None, voice.say("changes.nothing"), Link(voice.say("data.upload"), "/data")
    )


def controls(view: View, voice: Voice, period: Period, choices: Mapping[str, str | None]) -> Controls:
    """`choices` are the named periods with their spelling; None stands for since the last import."""
    spelled = view.period
    segments = tuple(
        Link(voice.say(f"changes.{name}"), view.url_with(period=given), current=spelled == given)
        for name, given in choices.items()
    )
    form = DateForm(view.path, period.start.isoformat(), period.last_day.isoformat(), view.pairs_without("period"))
    return Controls(segments, period=Menu("", _days(period, voice), (), form))


def _days(period: Period, voice: Voice) -> str:
    return voice.days(period)


def _evening(day: date, voice: Voice) -> str:
    return voice.say("changes.evening", day=format_date(day, voice.language))


def _sentence(ends: tuple[Decimal, Decimal], evenings: tuple[date, date], voice: Voice) -> str:
    change = ends[1] - ends[0]
    key = "changes.sentence_same" if not change else "changes.sentence_up" if change > 0 else "changes.sentence_down"
    return voice.say(
        key,
        first=voice.exact(ends[0], "currency"),
        last=voice.exact(ends[1], "currency"),
        change=voice.exact(abs(change), "currency"),
        start=format_date(evenings[0], voice.language),
        end=format_date(evenings[1], voice.language),
    )


def _text(asked: Changed, voice: Voice) -> str:
    """The largest parts, each with its deals; and what came and went."""
    parts = sorted(
        (one for one in moving(asked.parts) if shown_part(one, voice)), key=lambda one: -abs(Decimal(one.value or 0))
    )
    if not parts:
        return voice.say("changes.nothing_moved")
    named = tuple(
        voice.say(
            "changes.part",
            name=MOVEMENTS[movement_id(one)].names[voice.language].lower(),
            value=shown_part(one, voice),
            deals=voice.say("changes.deals", count=one.n),
        )
        for one in parts[:NAMED_PARTS]
    )
    flags = " ".join(said_flags(asked.total, voice, without=("partial",)))
    return f"{voice.say('changes.most', parts=join_words(named, voice.language))} {flags}".strip()


def _movements(asked: Changed, view: View, voice: Voice) -> tuple[MovementDeals, ...]:
    by_movement: dict[str, list[dict[str, Any]]] = {}
    for row in asked.deals.as_dicts():
        by_movement.setdefault(row["movement"], []).append(row)
    parts = {movement_id(one): one for one in asked.parts}
    found = []
    for name in sorted(by_movement, key=lambda one: ORDER[one]):
        rows, part = by_movement[name], parts.get(name)
        title = f"{MOVEMENTS[name].names[voice.language]} · {voice.say('changes.deals', count=len(rows))}"
        address = _all_deals(name, asked, view, voice)
        more = Link(voice.say("changes.all_deals", count=len(rows)), address) if len(rows) > SHOWN_DEALS else None
        value = shown_part(part, voice) if part is not None else ""
        meaning = MOVEMENTS[name].meaning[voice.language]
        found.append(MovementDeals(name, title, value, meaning, _deals(title, rows[:SHOWN_DEALS], voice), more))
    return tuple(found)


def _all_deals(movement: str, asked: Changed, view: View, voice: Voice) -> str:
    """The address of every deal of a movement."""
    period = voice.calendar.label(asked.period)
    return view.url_with(f"/metrics/{METRICS[asked.mode]}/rows", period=period, movement=movement)


def _deals(title: str, rows: Sequence[dict[str, Any]], voice: Voice) -> Table:
    columns = (
        Column(voice.say("changes.column_deal")),
        Column(voice.say("changes.column_rep")),
        Column(voice.say("changes.column_stage")),
        Column(voice.say("changes.column_close")),
        Column(voice.say("changes.column_amount"), "number"),
        Column(voice.say("changes.column_effect"), "number"),
    )
    return Table(title, columns, tuple(_deal(row, voice) for row in rows))


def _deal(row: dict[str, Any], voice: Voice) -> tuple[Cell, ...]:
    days = [
        None if row[f"expected_close_{end}"] is None else format_date(row[f"expected_close_{end}"], voice.language)
        for end in ("old", "new")
    ]
    amounts = [
        None if row[f"amount_{end}"] is None else _money(row[f"amount_{end}"], row[f"currency_{end}"], voice)
        for end in ("old", "new")
    ]
    effect = row["numerator"]
    return (
        Cell(
            row["name"] or row["opportunity_id"],
            record_path("opportunity", row["opportunity_id"]),
            "" if row["account"] and row["account"] in (row["name"] or "") else row["account"] or "",
        ),
        Cell(_pair([row["rep_old"], row["rep_new"]])),
        Cell(_pair([row["stage_old"], row["stage_new"]])),
        Cell(_pair(days)),
        Cell(_pair(amounts)),
        Cell(voice.exact(effect, "currency", signed=True) if effect else "", strong=True),
    )


def _pair(values: Sequence[str | None]) -> str:
    old, new = values
    if old == new or new is None:
        return old or MISSING
    return new if old is None else f"{old} → {new}"


def _money(amount: Decimal, currency: str | None, voice: Voice) -> str:
    from polso.i18n.amounts import format_money

    return format_money(amount, currency or voice.currency, voice.language)


def record_path(table: str, record: str) -> str:
    """The address of the history of a record."""
    return f"/records/{table}/{quote(record, safe='')}"


def _imports(learned: Sequence[Learned], voice: Voice) -> Table:
    columns = (
        Column(voice.say("changes.column_import")),
        Column(voice.say("changes.column_learned")),
        Column(voice.say("changes.column_records")),
        *(Column(voice.say(f"changes.count_{kind}"), "number") for kind in KINDS),
    )
    rows = []
    for one in reversed(learned):
        moment = format_moment(one.batch.extracted_at.astimezone(voice.calendar.company.zone), voice.language)
        for number, (table, counts) in enumerate(one.counts.items()):
            files = ", ".join(file.name for file in one.batch.files) or voice.say("changes.by_hand")
            rows.append(
                (
                    Cell(files if number == 0 else "", f"/data/imports/{one.batch.batch_id}" if number == 0 else None),
                    Cell(moment if number == 0 else ""),
                    Cell(table_words(table, voice.language)),
                    *(Cell(voice.exact(counts[kind], "count") if counts[kind] else "") for kind in KINDS),
                )
            )
    return Table(voice.say("changes.imports"), columns, tuple(rows))
