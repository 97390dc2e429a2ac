"""The proof of an import in the terminal: what was read, how, what it makes possible, what must be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.text import Text

from polso.base.company import Language
from polso.base.errors import Parameter
from polso.base.stacks import Stack
from polso.catalog.schema import TABLE
from polso.cli.draw import rows
from polso.cli.proof_columns import draw_columns
from polso.cli.proof_more import (
    draw_answers,
    draw_changes,
    draw_expected,
    draw_first_words,
    draw_lines,
    draw_movement,
)
from polso.cli.state import State
from polso.commands.separator_words import separator_words
from polso.commands.wording import counted_rows
from polso.i18n.amounts import format_money
from polso.i18n.catalogue import catalogue
from polso.i18n.columns import column_words, input_words, table_words
from polso.i18n.dates import format_range
from polso.i18n.numbers import format_decimal
from polso.i18n.places import row_words, rows_words
from polso.i18n.translation import has_message, translate

LISTED_REJECTS = 10
TOLD = frozenset({"totals_left_out", "total_disagrees"})
"""Notices of what the lines of totals tell better."""

_COMMANDS = {"customers": "polso merge"}
"""The command behind a next step, where it has one."""


def draw_proof(state: State, result: Mapping[str, Any], to: Console) -> None:
    """Everything that an import says of itself."""
    proof = result["proof"]
    for file in proof["files"]:
        _file(state, file, to, loaded=not result["report"]["questions"])
    if result["report"]["questions"]:
        return
    if proof["dry_run"]:
        to.print(state.say("cli.proof_dry_run"), soft_wrap=True)
    elif proof["batch"] is not None:
        to.print(state.say("cli.proof_batch", batch=str(proof["batch"])), soft_wrap=True)
    draw_first_words(result.get("first_words"), to)
    draw_answers(state, proof["answers"], to)
    for path in proof["rejects_written"]:
        to.print(state.say("cli.proof_rejects_written", file=path), soft_wrap=True)
    draw_movement(state, result.get("movement"), to)
    draw_expected(result.get("expected", ()), to)
    _settled(state, result, to)
    _enabled(state, proof["enabled"], to)
    _next(state, proof["next_steps"], to)


def _file(state: State, file: Mapping[str, Any], to: Console, *, loaded: bool) -> None:
    name = f"{file['file']}:{file['sheet']}" if file["sheet"] else file["file"]
    if file["skipped"]:
        to.print(Text(f"{name}: {coded(state, 'skipped', file['skipped'])}", style="yellow"), soft_wrap=True)
        return
    kind = coded(state, "question", f"table_{file['table']}")
    to.print(Text.assemble((name, "bold"), f" → {kind}"), soft_wrap=True)
    if not loaded:
        return
    facts = [_counts(state, file), *_form(state, file)]
    if file["first_day"] and file["last_day"]:
        days = format_range(_day(file["first_day"]), _day(file["last_day"]), state.language)
        facts.append(state.say("cli.proof_days", days=days))
    for fact in facts:
        to.print(f"  {fact}", soft_wrap=True)
    for one in file["sums"]:
        to.print(Text(f"  {_sum(state, file['table'], one)}", style="bold"), soft_wrap=True)
    draw_lines(state, file, to)
    draw_changes(state, file, to)
    if file["columns"]:
        draw_columns(state, file, to)
    _rejects(state, file, to)
    for notice in (one for one in file["notices"] if not (file["totals"] and one["code"] in TOLD)):
        to.print(Text(f"  · {_notice(state, notice, file['stack'])}"), soft_wrap=True)
    to.print()


def _counts(state: State, file: Mapping[str, Any]) -> str:
    return state.say("cli.proof_counts", count=int(file["rows"]), parts=counted_rows(file, state.language))


def _form(state: State, file: Mapping[str, Any]) -> list[str]:
    # That a byte-order mark begins the file is of no use to anybody.
    found = [str(file[name][0]) for name in ("encoding", "currency") if file[name] and file[name][0]]
    parts = [one.removesuffix("-sig") for one in found]
    if file["delimiter"] and file["delimiter"][0]:
        parts.insert(1, separator_words(str(file["delimiter"][0]), state.language))
    return [" · ".join(parts)] if parts else []


def _sum(state: State, table: str, one: Mapping[str, Any]) -> str:
    amount = Decimal(one["amount"])
    said = format_money(amount, one["currency"], state.language) if one["currency"] else _plain(state, amount)
    return state.say(
        "cli.proof_sum",
        header=one["header"],
        target=column_words(table, one["target"], state.language),
        amount=said,
        count=int(one["rows"]),
    )


def _plain(state: State, amount: Decimal) -> str:
    return format_decimal(amount, state.language, decimals=2)


def _rejects(state: State, file: Mapping[str, Any], to: Console) -> None:
    for one in file["rejected"][:LISTED_REJECTS]:
        where = ", ".join(
            part
            for part in (
                row_words(one["line"], state.language, file["stack"]) if one["line"] is not None else "",
                state.say("place.column", column=one["column"]) if one["column"] else "",
            )
            if part
        )
        reason = coded(state, "reject", one["reason"], value=one["value"] or "")
        to.print(Text(f"  ✗ {where}: {reason}", style="yellow"), soft_wrap=True)
    more = int(file["rejected_rows"]) - LISTED_REJECTS
    if more > 0:
        to.print(f"    {state.say('cli.proof_more_rejects', count=more)}", soft_wrap=True)


def _notice(state: State, notice: Mapping[str, Any], stack: Stack) -> str:
    said = ", ".join(_table_word(state, str(one)) for one in notice["detail"])
    sentence = coded(state, "finding", notice["code"], count=int(notice["count"]), detail=said)
    lines = notice["lines"]
    if not lines:
        return sentence
    end = "." if sentence.endswith(".") else ""
    return f"{sentence.removesuffix('.')} ({rows_words(lines, state.language, stack)}){end}"


def _table_word(state: State, said: str) -> str:
    """The records of a canonical table in words; anything else, such as a header, as it is."""
    return table_words(said, state.language) if said in TABLE and has_message(f"question.table_{said}") else said


def coded(state: State, area: str, code: str, **parameters: Parameter) -> str:
    """The sentence of a code that the intake gave; the code itself where there is none in words."""
    key = f"{area}.{code}"
    needed = catalogue()[key][state.language].placeholders if has_message(key) else frozenset()
    if has_message(key) and needed <= set(parameters):
        return translate(state.language, key, **parameters)
    return " ".join([code.replace("_", " "), *(str(one) for one in parameters.values() if one)])


def _settled(state: State, result: Mapping[str, Any], to: Console) -> None:
    settled = result["settled"]
    if "company.currency" in settled:
        to.print(state.say("cli.settled_currency", currency=settled["company.currency"]), soft_wrap=True)
    if "company.revenue_basis" in settled:
        basis = translate(state.language, f"cli.basis_{settled['company.revenue_basis']}")
        to.print(state.say("cli.settled_basis", basis=basis), soft_wrap=True)
    if "variants.sales_growth" in settled:
        to.print(translate(state.language, f"cli.settled_growth_{settled['variants.sales_growth']}"), soft_wrap=True)
    if "variants.sales_cycle_length" in settled:
        to.print(
            translate(state.language, f"cli.settled_cycle_{settled['variants.sales_cycle_length']}"), soft_wrap=True
        )
    if "company.lead_maturity_days" in settled:
        to.print(state.say("cli.settled_maturity", days=settled["company.lead_maturity_days"]), soft_wrap=True)
    if "company.cac_lag_days" in settled:
        to.print(state.say("cli.settled_lag", days=settled["company.cac_lag_days"]), soft_wrap=True)
    for other in result["other_bases"]:
        basis = translate(state.language, f"cli.basis_{other}")
        to.print(state.say("cli.other_basis", basis=basis), soft_wrap=True)


def _enabled(state: State, enabled: Mapping[str, Any], to: Console) -> None:
    names = _names(state)
    able = [names[one] for one in enabled["metrics"] if one in names]
    if able:
        to.print()
        to.print(Text(state.say("cli.proof_enables"), style="bold"))
        to.print("  " + " · ".join(able), soft_wrap=True)
    lines = [
        [names[one["metric"]], input_words(one["inputs"], state.language)]
        for one in enabled["missing"]
        if one["metric"] in names
    ]
    if lines:
        to.print(Text(state.say("cli.proof_missing"), style="bold"))
        to.print(rows([(state.say("cli.column_metric"), False), (state.say("cli.column_needs"), False)], lines))


def _names(state: State) -> dict[str, str]:
    """The names of the metrics that stand on their own; those beside them are on the page of all metrics."""
    from polso.catalog.registry import metrics

    return {metric.id: metric.names[state.language] for metric in metrics().values() if not metric.supporting}


def _next(state: State, steps: Sequence[str], to: Console) -> None:
    if steps:
        to.print()
    for number, step in enumerate(steps, start=1):
        command = f"  {_COMMANDS[step]}" if step in _COMMANDS else ""
        to.print(Text.assemble(f"{number}. {coded(state, 'next', step)}", (command, "cyan")), soft_wrap=True)


def draw_questions(questions: Sequence[Mapping[str, Any]], to: Console, language: Language) -> None:
    """Every open question with its choices and the option that answers it."""
    for question in questions:
        to.print(Text(f"? {question['text']}", style="bold"), soft_wrap=True)
        if question.get("why"):
            to.print(f"  {question['why']}", soft_wrap=True)
        if question["examples"]:
            to.print(f"  {', '.join(str(one) for one in question['examples'])}", soft_wrap=True)
        if question.get("many"):
            to.print(f"  {' | '.join(str(one['value']) for one in question['choices'])}", soft_wrap=True)
            option = f"--answer {quoted(question['key'] + '=' + str(question['recommended'] or ''))}"
            to.print(Text.assemble(f"  {translate(language, 'cli.choose_many')}  ", (option, "cyan")), soft_wrap=True)
            continue
        for choice in question["choices"]:
            mark = "•" if choice["value"] == question.get("recommended") else " "
            option = f"--answer {quoted(question['key'] + '=' + str(choice['value']))}"
            to.print(Text.assemble(f"  {mark} {choice['label']}  ", (option, "cyan")), soft_wrap=True)


def quoted(text: str) -> str:
    """The text as one word of a shell.

    >>> quoted("sales.csv:date_order:Data=dmy"), quoted("offerte 2026.csv:x=a")
    ('sales.csv:date_order:Data=dmy', '"offerte 2026.csv:x=a"')
    """
    import re

    return text if re.fullmatch(r"[\w.:=/@%+,-]+", text) else '"' + text.replace('"', '\\"') + '"'


def _day(text: str) -> date:
    return date.fromisoformat(text)
