"""Answers as text tables for a reader: formatted, with what is unusual about a figure explained below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from polso.answers.answer import Answer, Answers, Group, MetricAnswers
from polso.answers.beside import silent_of, silent_request
from polso.answers.flags import FLAGS
from polso.answers.marks import MeanMark, mark_of, mark_request, shows_share
from polso.answers.restated import Restated
from polso.base.company import Language
from polso.base.period import Period
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.movements import MOVEMENTS
from polso.commands.receipt_lines import receipt_lines
from polso.commands.session import Session
from polso.commands.wording import Tone, base_name, judgement, shown_change, shown_interval, shown_value
from polso.i18n.columns import input_words
from polso.i18n.dates import format_period
from polso.i18n.translation import translate
from polso.i18n.words import capitalised


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row; `tone` is that of its judgement, `is_total` marks a sum over groups."""

    cells: tuple[str, ...]
    tone: Tone = "neutral"
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A table: the headers of its columns, which of them hold numbers, the position of the judgement, and its rows.

    `optional` are the positions of columns that a narrow window may leave out.
    """

    title: str
    headers: tuple[str, ...]
    numeric: tuple[bool, ...]
    judged: int
    lines: tuple[Line, ...]
    optional: tuple[int, ...] = ()


Place = tuple[str, str, Period, Group]


@dataclass(slots=True)
class Notes:
    """Sentences below the tables, each once, numbered in the order in which they are needed."""

    language: Language
    sentences: list[str] = field(default_factory=list)
    then: dict[Place, Restated] | None = None
    """What each answer's period was known to be, where that is asked."""

    def marks(self, answer: Answer, missing: Sequence[str]) -> str:
        """The numbers of the sentences that explain the flags of an answer."""
        said = [self._sentence(flag, missing) for flag in answer.flags if flag in FLAGS]
        return " ".join(str(self._number(sentence)) for sentence in said)

    def _number(self, sentence: str) -> int:
        if sentence not in self.sentences:
            self.sentences.append(sentence)
        return self.sentences.index(sentence) + 1

    def _sentence(self, flag: str, missing: Sequence[str]) -> str:
        said = FLAGS[flag][self.language]
        if flag == "missing_input" and missing:
            return f"{said} {translate(self.language, 'cli.needs', columns=input_words(missing, self.language))}"
        return said


Row = tuple[Answer, MetricAnswers]
Column = tuple[str, bool, Callable[[Row], str]]
"""Header, whether it holds numbers, and the text of a row."""


def table_of(
    answers: Answers, session: Session, language: Language, then: Sequence[Restated] | None = None
) -> dict[str, Any]:
    """`title`, `sections`, `notes` (numbered from 1) and `receipt` lines, all of them texts in `language`.

    `then` adds a column with what closed periods were known to be, and one with the difference.
    """
    notes = Notes(language)
    if then is not None:
        notes.then = dict(
            zip(((one.metric.id, one.variant.id, one.period, one.group) for one in answers), then, strict=True)
        )
    if answers.request.by or answers.request.grain:
        sections = [
            _section(_name(one, language), [(answer, one) for answer in one], answers, notes) for one in answers.columns
        ]
    else:
        sections = [_section("", [(answer, one) for one in answers.columns for answer in one], answers, notes)]
    silent = silent_request(answers)
    beside = silent_of(session.door.ask(silent, session.viewer, session.today())) if silent is not None else None
    if beside is not None:
        rate = shown_value(beside.rate, "ratio", None, language)
        notes.sentences.append(translate(language, "metric.silent_beside", count=beside.count, rate=rate))
    for shown in [answer for answer in answers if shows_share(answer)]:
        mark = _mark(shown, answers, session)
        if mark is not None:
            notes.sentences.append(f"{_name_of(shown, language)}: {mark.words(language)}.")
    return {
        "title": capitalised(format_period(answers.period.start, answers.period.end, language)),
        "sections": [asdict(section) for section in sections],
        "notes": notes.sentences,
        "receipt": receipt_lines(answers, session, language),
    }


def _mark(answer: Answer, answers: Answers, session: Session) -> MeanMark | None:
    """The mean mark beside a share of satisfied customers; of a whole only."""
    beside = mark_request(answer, answers.request) if answers.request.grain is None else None
    if beside is None:
        return None
    best = session.door.context(session.today()).best_mark
    return mark_of(session.door.ask(beside, session.viewer, session.today()), best)


def _name_of(answer: Answer, language: Language) -> str:
    return (answer.metric.short_names or answer.metric.names)[language]


def _name(columns: MetricAnswers, language: Language) -> str:
    return columns.variant.names[language]


def _section(title: str, rows: Sequence[Row], answers: Answers, notes: Notes) -> Section:
    language = notes.language
    judged = [judgement(answer, language) for answer, _ in rows]
    columns = [*_labels(title, answers, language), *_figures([answer for answer, _ in rows], language)]
    columns += _then(notes.then, language) if notes.then is not None else []
    width = len(columns)
    dimensions = tuple(dict.fromkeys(answers.request.by))
    lines = tuple(
        Line(
            (*(cell(row) for _, _, cell in columns), words, notes.marks(row[0], row[1].missing_inputs)),
            tone,
            bool(dimensions) and len(row[0].group.dimensions) < len(dimensions),
        )
        for row, (words, tone) in zip(rows, judged, strict=True)
    )
    headers = (*(header for header, _, _ in columns), "", translate(language, "cli.column_notes"))
    numeric = (*(is_number for _, is_number, _ in columns), False, False)
    interval = translate(language, "cli.column_interval")
    optional = tuple(position for position, header in enumerate(headers) if header == interval)
    return Section(title, headers, numeric, width, lines, optional)


def _labels(title: str, answers: Answers, language: Language) -> list[Column]:
    columns: list[Column] = []
    if not title:
        columns.append((translate(language, "cli.column_metric"), False, lambda row: _name(row[1], language)))
    if answers.request.grain:
        columns.append((translate(language, "cli.column_period"), False, lambda row: _period(row[0], language)))
    for dimension in dict.fromkeys(answers.request.by):
        known = DIMENSIONS.get(dimension)
        header = known.names[language] if known else capitalised(dimension)
        columns.append((header, False, _group_cell(dimension, language)))
    return columns


def _period(answer: Answer, language: Language) -> str:
    return format_period(answer.period.start, answer.period.end, language, "short")


def _group_cell(dimension: str, language: Language) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        by = row[0].group.by()
        if dimension not in by:
            return translate(language, "cli.total")
        name = by[dimension]
        if dimension == "movement" and name in MOVEMENTS:
            return MOVEMENTS[name].names[language]
        return translate(language, "cli.unassigned") if name is None else name

    return cell


def _figures(rows: Sequence[Answer], language: Language) -> list[Column]:
    def figure(name: str) -> Callable[[Row], str]:
        def cell(row: Row) -> str:
            value = getattr(row[0], name)
            if value is None and name != "value":
                return ""
            return shown_value(value, row[0].unit, row[0].currency, language)

        return cell

    columns: list[Column] = [(translate(language, "cli.column_value"), True, figure("value"))]
    if any(one.median is not None and one.median != one.value for one in rows):
        columns.append((translate(language, "cli.column_median"), True, figure("median")))
    if any(one.mean is not None and one.mean != one.value for one in rows):
        columns.append((translate(language, "cli.column_mean"), True, figure("mean")))
    columns.append(
        (translate(language, "cli.column_n"), True, lambda row: shown_value(row[0].n, "count", None, language))
    )
    if any(one.low is not None for one in rows):
        header = translate(language, "cli.column_interval")
        columns.append((header, True, lambda row: shown_interval(row[0], language)))
    return [*columns, *_changes(rows, language)]


def _then(then: dict[Place, Restated], language: Language) -> list[Column]:
    def known(row: Row) -> str:
        answer = row[0]
        one = then[(answer.metric.id, answer.variant.id, answer.period, answer.group)]
        if one.known_then_at is None:
            return ""
        return shown_value(one.known_then, answer.unit, answer.currency, language)

    def difference(row: Row) -> str:
        answer = row[0]
        one = then[(answer.metric.id, answer.variant.id, answer.period, answer.group)]
        if one.restated is None:
            return ""
        return shown_value(one.restated, answer.unit, answer.currency, language, signed=True)

    return [
        (translate(language, "cli.column_known_then"), True, known),
        (translate(language, "cli.column_restated"), True, difference),
    ]


def _changes(rows: Sequence[Answer], language: Language) -> list[Column]:
    bases = {one.base for one in rows if one.base is not None and one.change is not None}
    if not bases:
        return []
    shared = base_name(next(iter(bases)), language) if len(bases) == 1 else ""

    def base(row: Row) -> str:
        named = row[0].base if row[0].change is not None else None
        return format_period(named.start, named.end, language, "short") if named else ""

    header = shared or translate(language, "cli.column_change")
    change: Column = (header, True, lambda row: shown_change(row[0], language))
    return [change] if shared else [change, (translate(language, "cli.column_against"), False, base)]
