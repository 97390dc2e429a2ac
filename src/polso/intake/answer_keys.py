"""Which keys of answers belong to the files: one that fits nothing is an error, for it was meant to do something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from polso.base.errors import NotFoundError, did_you_mean
from polso.intake.questions import Asked
from polso.intake.reading import ReadTable

TABLE_TOPIC = "table"
SKIP = "skip"
"""The answer to `LABEL:table` that leaves a file out."""

FILE_TOPICS = (TABLE_TOPIC, "gone", "overlap", "conflict", "net", "currency", "scale", "all_deleted")
COLUMN_TOPICS = ("column", "date_order", "decimal_mark", "won", "lost", "cancelled", "credit_note", "deposit")
COMPANY_TOPICS = ("own_vat",)
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table of the import under its label."""

    label: str
    read: ReadTable


def check_answers(
    given: Mapping[str, str], asked: Asked, tables: Sequence[KnownTable], left_out: Sequence[str]
) -> None:
    """Raise NotFoundError `answer_for_nothing` for an answer that no file, column or word of this import can have.

    Answers for files that are left out are let pass. What was asked for passes whatever it is called.
    """
    asked_for = {answer.key for answer in asked.in_force() if answer.question is not None}
    for key in given:
        if key in asked_for or key in COMPANY_TOPICS or any(key.startswith(f"{label}:") for label in left_out):
            continue
        if any(_belongs(key.removeprefix(f"{one.label}:"), one) for one in tables if key.startswith(f"{one.label}:")):
            continue
        possible = [*(question.key for question in asked.questions), *asked_for, *COMPANY_TOPICS]
        for one in tables:
            possible += [f"{one.label}:{part}" for part in _possible(one)]
        raise NotFoundError("answer_for_nothing", name=key, suggestions=did_you_mean(key, dict.fromkeys(possible)))


def _belongs(part: str, table: KnownTable) -> bool:
    if part in FILE_TOPICS:
        return True
    topic, _, header = part.partition(":")
    names = table.read.raw.names
    if topic in COLUMN_TOPICS and header in names:
        return True
    return any(
        part.startswith(f"{name}:") and _has_word(table.read, index, part.removeprefix(f"{name}:"))
        for index, name in enumerate(names)
    )


def _has_word(read: ReadTable, index: int, word: str) -> bool:
    row = read.staged.connection.execute(
        f"SELECT 1 FROM {read.profiles[index].values} WHERE value = ? LIMIT 1", [word]
    ).fetchone()
    return row is not None


def _possible(table: KnownTable) -> Iterator[str]:
    yield from FILE_TOPICS
    for name, profile in zip(table.read.raw.names, table.read.profiles, strict=False):
        yield from (f"{topic}:{name}" for topic in COLUMN_TOPICS)
        yield from (f"{name}:{word}" for word, _ in (profile.listed or ())[:_MOST_WORDS])
