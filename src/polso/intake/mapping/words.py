"""What the words of closed columns mean in this file; a word that decides an outcome and is unknown is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from polso.base.errors import Place, UserError
from polso.catalog.schema import TABLE
from polso.intake.mapping.model import TableMapping
from polso.intake.mapping.outcome import stage_decides
from polso.intake.mapping.word_questions import are_together, ask_words
from polso.intake.questions import Asked
from polso.intake.reading import ReadTable
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.words import meaning, meanings
from polso.intake.report import Notice

Words = dict[str, dict[str, str]]

DECISIVE = frozenset(
    {("opportunity", "status"), ("opportunity", "stage_id"), ("sales_order", "status"), ("invoice", "kind")}
)
"""Columns whose words decide what a record counts as."""
_MOST_WORDS = 200
"""A column of more different words is no column of outcomes."""
_OTHER = "other"


def settle_words(file: str, read: ReadTable, mapping: TableMapping, asked: Asked) -> tuple[Words, list[Notice]]:
    """The meaning of each word by target, for the choice columns of the table and the stages of deals.

    An unknown word of a column that decides nothing becomes `other` where the column has it, else stays without a
    meaning; both are told. Raises UserError `too_many_words` for a column of more different words than can be asked.
    """
    found: Words = {target: {value: value} for target, value in mapping.constants.items()}
    if mapping.fields:
        found["field"] = {name: name for name, _ in mapping.fields}
    notices: list[Notice] = []
    for binding in mapping.bindings:
        column = next((column for column in TABLE[mapping.table].columns if column.name == binding.target), None)
        is_stage = mapping.table == "opportunity" and binding.target == "stage_id"
        has_words = binding.target == "metric_id" and mapping.table == "target"
        if not is_stage and not has_words and (column is None or column.kind != "choice"):
            continue
        words = _words(read, binding.index)
        table, name = ("opportunity", "status") if is_stage else (mapping.table, binding.target)
        said = _said(file, binding.header, words, meanings(table, name), asked)
        own = mapping.words.get(binding.target, {})
        known = {word: meant for word in words if (meant := _meaning(own, table, name, word)) is not None}
        unknown = [word for word in words if word not in known]
        known |= said
        if is_stage and not stage_decides(mapping):
            found["stage_id"] = known
            continue
        if has_words:
            found["metric_id"] = known | {word: word for word in unknown}
            continue
        decisive = (mapping.table, binding.target) in DECISIVE
        if decisive and (unknown or are_together(file, mapping.table, binding.header, asked)):
            if len(words) > _MOST_WORDS:
                raise UserError("too_many_words", place=Place(file=file, column=binding.header), count=len(words))
            told = tuple(word for word in words if word not in unknown)
            known |= ask_words(file, read, mapping, binding, table, name, unknown, told, asked)
        elif unknown:
            other = _OTHER in meanings(table, name).values()
            known |= dict.fromkeys(unknown, _OTHER) if other else {}
            code = "words_as_other" if other else "words_unknown"
            notices.append(Notice(code, len(unknown), (binding.header, *unknown[:5])))
        found[binding.target] = known
    return found, notices


def _meaning(own: Mapping[str, str], table: str, column: str, word: str) -> str | None:
    """What the export itself, else the language, says."""
    return own.get(word) or own.get(normal_header(word)) or meaning(table, column, word)


def _words(read: ReadTable, index: int) -> tuple[str, ...]:
    """The different words of a column, commonest first."""
    profile = read.profiles[index]
    if profile.listed is not None:
        return tuple(word for word, _ in profile.listed)
    rows = read.staged.connection.execute(
        f"SELECT value FROM {profile.values} WHERE value IS NOT NULL GROUP BY value ORDER BY sum(rows) DESC, value"
    ).fetchall()
    return tuple(word for (word,) in rows)


def _said(file: str, header: str, words: tuple[str, ...], known: Mapping[str, str], asked: Asked) -> dict[str, str]:
    """What was answered about words of this column, also about such as polso knows.

    Raises UserError `answer_unknown`.
    """
    found: dict[str, str] = {}
    for word in words if any(key.startswith(f"{file}:{header}:") for key in asked.answers) else ():
        key = f"{file}:{header}:{word}"
        value = asked.said(key)
        if value is None:
            continue
        if value in known.values():
            found[word] = value
        elif asked.is_remembered(key):
            asked.refuse(key)
        else:
            place = Place(file=file, column=header)
            raise UserError("answer_unknown", place=place, answer=value, choices=tuple(dict.fromkeys(known.values())))
    return found
