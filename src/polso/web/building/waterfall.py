"""The waterfall of the pipeline: from the value at the first evening to the one at the last."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from polso.answers.answer import Answer
from polso.catalog.movements import CAME_AND_WENT, MOVEMENTS
from polso.web.building.voice import Voice
from polso.web.charts.parts import Point, State
from polso.web.charts.waterfall import ROW_HEIGHT, waterfall_chart
from polso.web.views.cards import ChartCard, LegendEntry
from polso.web.views.changes import Step
from polso.web.views.table import Cell, Column, Table

LEAST, MOST, GRID = 80, 640, 20
CENT = Decimal("0.005")


def movement_id(answer: Answer) -> str:
    """The movement that an answer is of; empty for the whole."""
    return str(answer.group.keys[0]) if answer.group.keys else ""


def moving(parts: Sequence[Answer]) -> list[Answer]:
    """The parts that say something: a value to the cent, or a number of deals."""
    return [one for one in parts if movement_id(one) and (one.n or abs(_money(one)) >= CENT)]


def waterfall_card(
    parts: Sequence[Answer], ends: tuple[Decimal, Decimal], labels: tuple[str, str], hrefs: dict[str, str], voice: Voice
) -> ChartCard:
    """`ends` are the values at the two evenings, named by `labels`; `hrefs` lead to the deals of each movement."""
    points, lines = _points(parts, ends, labels, hrefs, voice), _table(parts, ends, labels, voice)
    height = -(-(ROW_HEIGHT * len(points)) // GRID) * GRID
    change = ends[1] - ends[0]
    return ChartCard(
        "waterfall",
        voice.say("changes.waterfall"),
        voice.say("changes.waterfall_note", change=voice.exact(change, "currency", signed=True)),
        waterfall_chart(points),
        voice.say(
            "changes.waterfall_summary",
            first=voice.exact(ends[0], "currency"),
            last=voice.exact(ends[1], "currency"),
            count=len(points) - 2,
        ),
        lines,
        height=min(max(height, LEAST), MOST),
        width="full",
        legend=(
            LegendEntry("neutral", voice.say("changes.legend_ends")),
            LegendEntry("strong", voice.say("changes.legend_more")),
            LegendEntry("pale", voice.say("changes.legend_less")),
        ),
    )


def steps_of(parts: Sequence[Answer], hrefs: dict[str, str], voice: Voice) -> tuple[Step, ...]:
    return tuple(
        Step(
            MOVEMENTS[movement_id(one)].names[voice.language],
            shown_part(one, voice),
            voice.say("changes.deals", count=one.n),
            hrefs[movement_id(one)],
        )
        for one in moving(parts)
    )


def shown_part(one: Answer, voice: Voice) -> str:
    """The value of a part with its sign; what only counts has none."""
    return (
        "" if movement_id(one) == CAME_AND_WENT or not _money(one) else voice.exact(one.value, "currency", signed=True)
    )


def _money(one: Answer) -> Decimal:
    return Decimal(one.value) if one.value is not None else Decimal(0)


def _points(
    parts: Sequence[Answer], ends: tuple[Decimal, Decimal], labels: tuple[str, str], hrefs: dict[str, str], voice: Voice
) -> list[Point]:
    level = ends[0]
    points = [_end("first", labels[0], ends[0], voice)]
    for one in moving(parts):
        value = _money(one)
        if abs(value) < CENT:
            continue
        name = MOVEMENTS[movement_id(one)].names[voice.language]
        after = level + value
        state: State = "strong" if value > 0 else "pale"
        text = voice.exact(value, "currency", signed=True)
        deals = voice.say("changes.deals", count=one.n)
        points.append(
            Point(
                movement_id(one),
                name,
                float(value),
                text,
                f"{name}: {text}, {deals}",
                hrefs[movement_id(one)],
                state=state,
                low=float(min(level, after)),
                high=float(max(level, after)),
            )
        )
        level = after
    return [*points, _end("last", labels[1], ends[1], voice)]


def _end(key: str, label: str, value: Decimal, voice: Voice) -> Point:
    text = voice.exact(value, "currency")
    low, high = min(Decimal(0), value), max(Decimal(0), value)
    return Point(key, label, float(value), text, f"{label}: {text}", state="neutral", low=float(low), high=float(high))


def _table(parts: Sequence[Answer], ends: tuple[Decimal, Decimal], labels: tuple[str, str], voice: Voice) -> Table:
    columns = (
        Column(voice.dimension("movement")),
        Column(voice.say("changes.column_value"), "number"),
        Column(voice.say("changes.column_deals"), "number"),
    )
    rows = [(Cell(labels[0]), Cell(voice.exact(ends[0], "currency")), Cell(""))]
    rows += [
        (
            Cell(MOVEMENTS[movement_id(one)].names[voice.language]),
            Cell(shown_part(one, voice)),
            Cell(voice.exact(one.n, "count")),
        )
        for one in moving(parts)
    ]
    total = (Cell(labels[1]), Cell(voice.exact(ends[1], "currency"), strong=True), Cell(""))
    return Table(voice.say("changes.waterfall"), columns, tuple(rows), total)
