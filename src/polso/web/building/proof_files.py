"""How each file of an import was read: column by column, and the rows that were rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from polso.base.stacks import Stack, place_in
from polso.commands.column_reading import range_words, reading_words
from polso.commands.separator_words import separator_words
from polso.commands.sheet import Sheet
from polso.commands.wording import counted_rows
from polso.i18n.amounts import format_money
from polso.i18n.numbers import format_decimal, format_integer
from polso.i18n.places import header_words, row_words, rows_words
from polso.i18n.translation import has_message
from polso.web.building.asked import coded, origin_words
from polso.web.building.tiles import table_name
from polso.web.building.voice import Voice
from polso.web.views.frame import Link
from polso.web.views.proof import ColumnReading, FileReading, Note, TotalSaid
from polso.web.views.table import Cell, Column, Table

Data = Mapping[str, Any]
Answers = Mapping[str, Data]

TOLD = frozenset({"totals_left_out", "total_disagrees"})
"""Notices of what the lines of totals tell better."""

ANSWERED = ("column", "date_order", "decimal_mark", "won", "lost")
LISTED_REJECTS = 50
LISTED_EXAMPLES = 3
LISTED_LINES = 8
GATHERED = "fatturapa"
"""What is gathered from many documents has no rows in any file."""


def file_reading(file: Data, base: str, answers: Answers, voice: Voice, *, kept: bool) -> FileReading:
    """One file of a report; `answers` are those in force, by key. Of a `kept` one less is known."""
    return FileReading(
        name_of_file(file),
        table_name(file["table"], voice),
        " · ".join(_form(file, voice)),
        tuple(_column(one, file, answers, voice) for one in file["columns"]),
        _counts(file, voice, kept=kept),
        _rejects(file, voice),
        voice.say(
            "proof.listed", shown=str(min(len(file["rejected"]), LISTED_REJECTS)), count=int(file["rejected_rows"])
        ),
        _downloads(file, base, voice) if file["rejected_rows"] else (),
        tuple(_total(one, file.get("stack") or (), voice) for one in file.get("totals") or ()),
        tuple(_notice(one, file, base, voice) for one in file["notices"] if one["code"] not in TOLD),
    )


def _counts(file: Data, voice: Voice, *, kept: bool) -> str:
    """Every line of the file is accounted for: rows by what became of them, then the lines that are no rows."""
    rows = int(file["rows"])
    if kept:
        said = ("rows", rows), ("rejected", int(file["rejected_rows"]))
        return ", ".join(voice.say(f"counted.{name}", count=count) for name, count in said)
    totals = len({one["line"] for one in file.get("totals") or ()})
    more = {name: int(file.get(name) or 0) for name in ("joined", "gone", "blank")} | {"totals": totals}
    return ", ".join(
        [
            voice.say("cli.proof_counts", count=rows, parts=counted_rows(file, voice.language)),
            *(voice.say(f"wizard.lines_{name}", count=count) for name, count in more.items() if count),
        ]
    )


def _total(row: Data, stack: Stack, voice: Voice) -> TotalSaid:
    """A row of totals, held against the rows above it."""
    said, summed = (format_decimal(Decimal(row[name]), voice.language, decimals=2) for name in ("said", "summed"))
    where = row_words(row["line"], voice.language, stack)
    what = {"place": where, "column": str(row["column"]), "said": said}
    if row["agrees"]:
        return TotalSaid(voice.say("wizard.total_agrees", **what), agrees=True)
    return TotalSaid(voice.say("wizard.total_differs", **what, summed=summed), agrees=False)


def _downloads(file: Data, base: str, voice: Voice) -> tuple[Link, ...]:
    """The rows as they stand in the file, and a list of them with the reasons."""
    return (
        Link(
            voice.say("wizard.rejected_rows", count=int(file["rejected_rows"])),
            f"{base}/rejected?{urlencode({'file': name_of_file(file)})}",
            download=True,
        ),
        Link(voice.say("wizard.rejected_reasons"), f"{base}/rejected.csv", download=True),
    )


def _form(file: Data, voice: Voice) -> list[str]:
    parts: list[str] = []
    if file["encoding"]:
        parts.append(str(file["encoding"][0]).removesuffix("-sig"))
    if file["delimiter"] and file["delimiter"][0]:
        parts.append(separator_words(str(file["delimiter"][0]), voice.language))
    if file["currency"] and file["currency"][0]:
        parts.append(str(file["currency"][0]))
    if file["source_system"] not in (None, "files"):
        parts.append(str(file["source_system"]))
    return parts


def _notice(notice: Data, file: Data, base: str, voice: Voice) -> Note:
    """The sentence with the first rows that it concerns."""
    detail = ", ".join(table_name(str(one), voice) for one in notice["detail"])
    sentence = coded("finding", notice["code"], voice, count=int(notice["count"]), detail=detail)
    lines = [int(line) for line in notice.get("lines") or ()]
    if not lines:
        return Note(sentence)
    said = rows_words(lines[:LISTED_LINES], voice.language, file.get("stack") or ())
    more = " …" if max(len(lines), int(notice["count"])) > LISTED_LINES else ""
    end = "." if sentence.endswith(".") else ""
    text = f"{sentence.removesuffix('.')} ({said}{more}){end}"
    if file["source_system"] == GATHERED:
        return Note(text)
    asked = urlencode({"file": name_of_file(file), "lines": ",".join(map(str, lines))})
    return Note(text, Link(voice.say("proof.notice_rows", count=len(lines)), f"{base}/rows?{asked}", download=True))


def _column(column: Data, file: Data, answers: Answers, voice: Voice) -> ColumnReading:
    target = column["target"]
    kept = target is not None
    return ColumnReading(
        header_words(column["header"], voice.language, file.get("virtual") or ()),
        column_words(file["table"], target, voice) if kept else voice.say("proof.attribute"),
        how_read(column, voice),
        " · ".join(str(one) for one in column["examples"][:LISTED_EXAMPLES]),
        _blanks(column, file, voice),
        range_words(column, voice.language),
        _sum(column, file, voice),
        not kept,
        _badge(column, name_of_file(file), answers, voice),
    )


def _badge(column: Data, label: str, answers: Answers, voice: Voice) -> str:
    """That a person decided it, now or earlier."""
    for topic in ANSWERED:
        answer = answers.get(f"{label}:{topic}:{column['header']}")
        if answer is not None:
            return origin_words(answer, voice) or voice.say("proof.your_answer")
    return voice.say("proof.your_answer") if column["why"] == "answer" else ""


def _blanks(column: Data, file: Data, voice: Voice) -> str:
    if column["filled"] is None:
        return ""
    nulls = column.get("nulls")
    empty = int(file["rows"]) - int(column["filled"]) if nulls is None else int(nulls)
    return format_integer(max(empty, 0), voice.language)


def _sum(column: Data, file: Data, voice: Voice) -> str:
    """The sum over the loaded rows, a currency after the other; else over all that could be read."""
    found = [one for one in file["sums"] if one["header"] == column["header"]]
    if found:
        return " + ".join(money(one["amount"], one["currency"], voice) for one in found)
    total, currency = column.get("total"), file["currency"]
    return "" if total is None else money(total, currency[0] if currency else "", voice)


def column_words(table: str, name: str, voice: Voice) -> str:
    """A canonical column, or a helper, in words."""
    for key in (f"column.{table}_{name}", f"column.{name}"):
        if has_message(key):
            return voice.say(key)
    return name.replace("_", " ")


def how_read(column: Data, voice: Voice) -> str:
    """What its values are, and what decided its meaning."""
    return reading_words(column, voice.language)


def _rejects(file: Data, voice: Voice) -> Table | None:
    rejected = file["rejected"][:LISTED_REJECTS]
    if not rejected:
        return None
    columns = tuple(Column(voice.say(f"proof.{name}")) for name in ("line", "column", "value", "reason"))
    rows = tuple(
        (
            _line(one["line"], file.get("stack") or (), voice),
            Cell(one["column"] or ""),
            Cell("" if one["value"] is None else f"«{one['value']}»", quiet=True),
            Cell(_reason(one, voice)),
        )
        for one in rejected
    )
    return Table(voice.say("proof.rejected"), columns, rows)


def _line(line: int | None, stack: Stack, voice: Voice) -> Cell:
    """The row, with the sheet under it where several make the table."""
    if line is None:
        return Cell("")
    sheet, row = place_in(stack, line)
    return Cell(str(row), note="" if sheet is None else voice.say("place.sheet", sheet=sheet))


def rejected_sheet(found: Iterable[tuple[str, Stack, Data]], voice: Voice) -> Sheet:
    """Rejected rows with the file and the sheet they are of, each with its reason in words."""
    names = tuple(voice.say(f"proof.{name}") for name in ("file", "line", "column", "value", "reason"))
    rows = tuple(
        (*_place(name, stack, one["line"]), one["column"], one["value"], _reason(one, voice))
        for name, stack, one in found
    )
    return Sheet(names, rows)


def _place(name: str, stack: Stack, line: int | None) -> tuple[str, int | None]:
    """File, with the sheet where several make the table, and the row."""
    if line is None:
        return name, None
    sheet, row = place_in(stack, line)
    return name if sheet is None else f"{name}:{sheet}", row


def _reason(rejected: Data, voice: Voice) -> str:
    return coded("reject", str(rejected["reason"]), voice, value=rejected["value"] or "")


def money(amount: str, currency: str, voice: Voice) -> str:
    exact = Decimal(amount)
    return (
        format_money(exact, currency, voice.language) if currency else format_decimal(exact, voice.language, decimals=2)
    )


def name_of_file(file: Data) -> str:
    return f"{file['file']}:{file['sheet']}" if file["sheet"] else str(file["file"])
