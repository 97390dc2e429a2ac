"""How each file of an import was read: column by column, and the rows that were rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from polso.commands.sheet import Sheet
from polso.i18n.amounts import format_money
from polso.i18n.numbers import format_decimal, format_integer
from polso.i18n.translation import has_message
from polso.web.building.asked import coded
from polso.web.building.tiles import table_name
from polso.web.building.voice import Voice
from polso.web.views.frame import Link
from polso.web.views.proof import ColumnReading, FileReading
from polso.web.views.table import Cell, Column, Table

Data = Mapping[str, Any]

LISTED_REJECTS = 50
LISTED_EXAMPLES = 3


def file_reading(file: Data, base: str, voice: Voice, *, kept: bool) -> FileReading:
    sums = {one["header"]: money(one["amount"], one["currency"], voice) for one in file["sums"]}
    counts = {name: format_integer(int(file[name]), voice.language) for name in ("new", "changed", "unchanged")}
    return FileReading(
        name_of_file(file),
        table_name(file["table"], voice),
        " · ".join([*_form(file, voice), *(_notice(one, voice) for one in file["notices"])]),
        tuple(_column(one, int(file["rows"]), sums.get(one["header"], ""), voice) for one in file["columns"]),
        voice.say("proof.kept_counts", count=int(file["rows"]), rejected=str(file["rejected_rows"]))
        if kept
        else voice.say("cli.proof_counts", count=int(file["rows"]), rejected=str(file["rejected_rows"]), **counts),
        _rejects(file, voice),
        voice.say(
            "proof.listed", shown=str(min(len(file["rejected"]), LISTED_REJECTS)), count=int(file["rejected_rows"])
        ),
        _downloads(file, base, voice) if file["rejected_rows"] else (),
    )


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
        parts.append(str(file["encoding"][0]))
    if file["delimiter"] and file["delimiter"][0]:
        parts.append(voice.say("cli.proof_delimiter", delimiter=repr(file["delimiter"][0])[1:-1]))
    if file["currency"] and file["currency"][0]:
        parts.append(str(file["currency"][0]))
    if file["source_system"] not in (None, "files"):
        parts.append(str(file["source_system"]))
    return parts


def _notice(notice: Data, voice: Voice) -> str:
    detail = ", ".join(table_name(str(one), voice) for one in notice["detail"])
    return coded("finding", notice["code"], voice, count=int(notice["count"]), detail=detail)


def _column(column: Data, rows: int, total: str, voice: Voice) -> ColumnReading:
    target = column["target"]
    kept = target is not None
    return ColumnReading(
        column["header"],
        column_name(target, voice) if kept else voice.say("proof.attribute"),
        how_read(column, voice),
        " · ".join(str(one) for one in column["examples"][:LISTED_EXAMPLES]),
        "" if column["filled"] is None else format_integer(max(rows - int(column["filled"]), 0), voice.language),
        "",
        total,
        not kept,
        voice.say("proof.your_answer") if column["why"] == "answer" else "",
    )


def column_name(name: str, voice: Voice) -> str:
    """A canonical column in words."""
    key = f"column.{name}"
    return voice.say(key) if has_message(key) else name.replace("_", " ")


def how_read(column: Data, voice: Voice) -> str:
    """What its values are, and what decided its meaning."""
    form, kind = column["form"], column["kind"]
    match kind:
        case "date":
            key = f"proof.date_{form}"
        case "timestamp":
            key = f"proof.timestamp_{form}"
        case _:
            key = f"proof.number_{form}"
    usual = f"proof.form_{kind}"
    shape = voice.say(key) if has_message(key) else voice.say(usual) if has_message(usual) else ""
    how = f"proof.how_{column['how']}"
    return " · ".join(part for part in (shape, voice.say(how) if has_message(how) else "") if part)


def _rejects(file: Data, voice: Voice) -> Table | None:
    rejected = file["rejected"][:LISTED_REJECTS]
    if not rejected:
        return None
    columns = tuple(Column(voice.say(f"proof.{name}")) for name in ("line", "column", "value", "reason"))
    rows = tuple(
        (
            Cell("" if one["line"] is None else str(one["line"])),
            Cell(one["column"] or ""),
            Cell("" if one["value"] is None else f"«{one['value']}»", quiet=True),
            Cell(_reason(one, voice)),
        )
        for one in rejected
    )
    return Table(voice.say("proof.rejected"), columns, rows)


def rejected_sheet(found: Iterable[tuple[str, Data]], voice: Voice) -> Sheet:
    """Rejected rows with the file they are of, each with its reason in words."""
    names = tuple(voice.say(f"proof.{name}") for name in ("file", "line", "column", "value", "reason"))
    rows = tuple((name, one["line"], one["column"], one["value"], _reason(one, voice)) for name, one in found)
    return Sheet(names, rows)


def _reason(rejected: Data, voice: Voice) -> str:
    return coded("reject", str(rejected["reason"]), voice, value=rejected["value"] or "")


def money(amount: str, currency: str, voice: Voice) -> str:
    exact = Decimal(amount)
    return (
        format_money(exact, currency, voice.language) if currency else format_decimal(exact, voice.language, decimals=2)
    )


def name_of_file(file: Data) -> str:
    return f"{file['file']}:{file['sheet']}" if file["sheet"] else str(file["file"])
