"""The questions about words that decide what a record counts as, with what the rows that hold them speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from polso.intake.mapping.model import Binding, TableMapping
from polso.intake.questions import MOST_QUESTIONS, SEPARATOR, Asked, Choice, Question
from polso.intake.reading import FILL_COLUMN, ReadTable
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.words import meaning, meanings

TOPICS: dict[str, tuple[tuple[str, ...], str]] = {
    "opportunity": (("won", "lost"), "open"),
    "sales_order": (("cancelled",), "completed"),
    "invoice": (("credit_note", "deposit"), "invoice"),
}
"""Of many unknown words of a table: what is asked for, and what the rest of them is."""

WEIGHT = 1_000_000
"""Words weigh by their rows, and less than what decides the values of a column."""

_FALLBACK = {"opportunity": "open_counts_nothing", "sales_order": "orders_count", "invoice": "mostly_invoices"}
_NOT = frozenset({"non", "no", "not", "mai", "never"})
_CLOSING = ("closed_at", "won_at", "lost_at")
_AMOUNTS = {"opportunity": "amount", "sales_order": "net_amount", "invoice": "net"}
_NAMES = ("name", "account_id", "number", "opportunity_id", "order_id", "amount", "net_amount", "net")
_COLOURS = frozenset({"green", "red", "yellow", "orange", "blue", "purple", "grey"})
_USUAL = {"green": "won", "red": "lost"}
"""What people mostly mean by a colour of a row: recommended, never taken without asking."""
_EXAMPLES = 3
_LISTED = 5


@dataclass(frozen=True, slots=True)
class _Facts:
    """Of the rows with one word: how many there are, how many have a closing date, an amount above zero, below zero."""

    rows: int
    closed: int
    positive: int
    negative: int
    examples: tuple[str, ...]


def ask_words(
    file: str,
    read: ReadTable,
    mapping: TableMapping,
    binding: Binding,
    table: str,
    column: str,
    unknown: Sequence[str],
    told: Sequence[str],
    asked: Asked,
) -> dict[str, str]:
    """What the unknown words of a column mean by the answers; nothing for those that are still asked about.

    Up to three words are asked for one by one, more of them together: which are won, which lost; the rest is open. An
    answer about several words may name some that are known already, `told`, and then says what they mean.
    """
    header = binding.header
    topics, rest = TOPICS[table]
    values = tuple(dict.fromkeys(meanings(table, column).values()))
    grouped = are_together(file, table, header, asked)
    if len(unknown) <= MOST_QUESTIONS and not grouped:
        facts = _facts(read, mapping, binding, unknown)
        found: dict[str, str] = {}
        for word in unknown:
            answer = asked.answer(
                _one(file, header, word, values, facts[word], table, column, closing=_has_closing(mapping))
            )
            if answer is not None:
                found[word] = answer
        return found
    weight = WEIGHT + _rows(read, binding, unknown)
    said = [word for word in unknown if asked.said(f"{file}:{header}:{word}") is not None]
    unknown = [word for word in unknown if word not in said]
    found = {}
    open_ones = False
    for topic in topics:
        left = [word for word in unknown if word not in found]
        if not unknown and asked.said(f"{file}:{topic}:{header}") is None:
            continue
        answer = asked.answer(
            replace(_together(file, header, topic, left, unknown, table, column, weight), accepted=tuple(told))
        )
        if answer is None:
            open_ones = True
        elif answer:
            found |= dict.fromkeys(answer.split(SEPARATOR), topic)
    return {} if open_ones else dict.fromkeys(unknown, rest) | found


def are_together(file: str, table: str, header: str, asked: Asked) -> bool:
    """Whether an answer names several words of the column at once."""
    return any(f"{file}:{topic}:{header}" in asked.answers for topic in TOPICS[table][0])


def likely(table: str, column: str, word: str) -> str | None:
    """What a part of the word means, where all parts that mean something agree.

    >>> likely("opportunity", "status", "Vinta (firmata)"), likely("opportunity", "status", "non vinta")
    ('won', 'lost')
    """
    parts = normal_header(word).split()
    found = {meant for part in parts if (meant := meaning(table, column, part)) is not None}
    if len(found) > 1:
        # An offer that is won is called both.
        found.discard("open")
    if len(found) != 1:
        return None
    meant = found.pop()
    if _NOT.intersection(parts):
        return "lost" if meant == "won" else None
    return meant


def _one(
    file: str,
    header: str,
    word: str,
    values: tuple[str, ...],
    facts: _Facts,
    table: str,
    column: str,
    *,
    closing: bool,
) -> Question:
    is_colour = header == FILL_COLUMN and word in _COLOURS
    recommended, advice = _recommended(table, column, word, facts, closing=closing)
    if is_colour and word in _USUAL and _USUAL[word] in values:
        recommended, advice = _USUAL[word], "usual_colour"
    return Question(
        key=f"{file}:{header}:{word}",
        message=f"question.rows_{word}" if is_colour else "question.word",
        choices=tuple(Choice(value, f"question.word_{value}") for value in values),
        parameters=() if is_colour else (("column", header), ("word", word)),
        recommended=recommended,
        reason="colours_decide" if is_colour else "unknown_word",
        examples=facts.examples or (word,),
        file=file,
        column=header,
        weight=WEIGHT + facts.rows,
        advice=advice,
        advice_parameters=(("count", facts.rows),),
    )


def _recommended(table: str, column: str, word: str, facts: _Facts, *, closing: bool) -> tuple[str, str]:
    meant = likely(table, column, word)
    if meant is not None:
        return meant, "word_contains"
    if table == "opportunity" and closing and not facts.closed:
        return "open", "no_closing_dates"
    if table == "opportunity" and closing and facts.closed == facts.rows and not facts.positive:
        return "lost", "closed_without_amount"
    if table == "invoice" and facts.negative and not facts.positive:
        return "credit_note", "negative_amounts"
    return TOPICS[table][1], _FALLBACK[table]


def _together(
    file: str,
    header: str,
    topic: str,
    left: Sequence[str],
    unknown: Sequence[str],
    table: str,
    column: str,
    weight: int,
) -> Question:
    chosen = [word for word in left if likely(table, column, word) == topic]
    return Question(
        key=f"{file}:{topic}:{header}",
        message=f"question.words_{topic}",
        choices=tuple(Choice(word) for word in unknown),
        parameters=(("column", header),),
        recommended=SEPARATOR.join(chosen),
        reason="unknown_words",
        examples=tuple(unknown[:_LISTED]),
        file=file,
        column=header,
        many=True,
        weight=weight,
        advice="words_contain" if chosen else "",
    )


def _has_closing(mapping: TableMapping) -> bool:
    return mapping.has_any(_CLOSING)


def _rows(read: ReadTable, binding: Binding, words: Sequence[str]) -> int:
    row = read.staged.connection.execute(
        f"SELECT coalesce(sum(rows), 0) FROM {read.profiles[binding.index].values} WHERE list_contains(?, value)",
        [list(words)],
    ).fetchone()
    return int(row[0]) if row else 0


def _facts(read: ReadTable, mapping: TableMapping, binding: Binding, words: Sequence[str]) -> Mapping[str, _Facts]:
    closing = [f"c{one.index} IS NOT NULL" for target in _CLOSING if (one := mapping.binding(target)) is not None]
    amount = mapping.binding(_AMOUNTS.get(mapping.table, ""))
    cell = "CAST(NULL AS VARCHAR)" if amount is None else f"c{amount.index}"
    bound = [f"c{one.index}" for target in _NAMES if (one := mapping.binding(target)) is not None]
    shown = f"concat_ws(' · ', {', '.join(bound)})" if bound else "''"
    rows = read.staged.connection.execute(
        f"SELECT c{binding.index}, count(*), count(*) FILTER ({' OR '.join(closing) or 'FALSE'}), "
        f"count(*) FILTER (regexp_matches({cell}, '[1-9]') AND NOT regexp_matches({cell}, '^\\s*[-(]')), "
        f"count(*) FILTER (regexp_matches({cell}, '^\\s*[-(].*[1-9]')), "
        f"list({shown} ORDER BY line)[:{_EXAMPLES}] "
        f"FROM {read.staged.table} WHERE list_contains(?, c{binding.index}) GROUP BY 1",
        [list(words)],
    ).fetchall()
    found = {
        word: _Facts(count, closed, positive, negative, tuple(one for one in examples if one))
        for word, count, closed, positive, negative, examples in rows
    }
    return {word: found.get(word, _Facts(0, 0, 0, 0, ())) for word in words}
