"""The proof of an import, or its questions: what was read and its sums, then each column, then what it enables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from polso.base.errors import Parameter
from polso.base.period import Period
from polso.catalog.registry import metrics
from polso.i18n.amounts import format_money
from polso.i18n.catalogue import catalogue
from polso.i18n.dates import format_date
from polso.i18n.numbers import format_decimal, format_integer
from polso.i18n.translation import has_message
from polso.i18n.words import capitalised
from polso.web.building.tiles import metric_path, table_name
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame, Link
from polso.web.views.proof import (
    Choice,
    ColumnReading,
    CountPart,
    Enabled,
    FileReading,
    ProofPage,
    Question,
    QuestionForm,
)
from polso.web.views.table import Cell, Column, Table

Data = Mapping[str, Any]

LISTED_REJECTS = 50
LISTED_EXAMPLES = 3
MOST_TOTALS = 6
MONEY_TABLES = ("invoice", "sales_order", "opportunity", "refund")
UNSUMMED = frozenset({"product", "target"})
"""Prices of a list and targets of many months add up to nothing that anybody knows."""

WHOLE = 100.0
READING = "reads"
_PARTS = ("new", "changed", "unchanged", "rejected")


def proof_page(frame: Frame, result: Data, number: int, voice: Voice) -> ProofPage:
    """The page of a finished import: `result` as `polso.commands.import_files` gives it."""
    proof = result["proof"]
    files = [file for file in proof["files"] if not file["skipped"]]
    skipped = [file for file in proof["files"] if file["skipped"]]
    rows, rejected = sum(file["rows"] for file in files), sum(file["rejected_rows"] for file in files)
    sentence = voice.say("proof.read", count=rows, files=voice.say("proof.files", count=len(files)))
    period = _period(files)
    if period is not None:
        sentence = f"{sentence}, {voice.say('proof.days', days=voice.days(period))}"
    loss = voice.say("proof.none_rejected") if not rejected else voice.say("proof.some_rejected", count=rejected)
    texts = [*_settled(result, voice), *(_skipped(file, voice) for file in skipped)]
    return ProofPage(
        frame,
        f"{sentence}; {loss}.",
        " ".join(texts),
        tuple(_totals(files, voice)[:MOST_TOTALS]),
        (Link(voice.say("proof.more_files"), "/data"), Link(voice.say("proof.dashboard"), "/")),
        () if result.get("kept") else _parts(files, rejected, voice),
        tuple(_file(file, number, voice, kept=bool(result.get("kept"))) for file in files),
        _enables(proof["enabled"], voice),
        next_steps=tuple(_next(code, number, voice) for code in proof["next_steps"]),
    )


def questions_page(frame: Frame, result: Data, token: str, voice: Voice) -> ProofPage:
    """The page of files that wait for an answer; nothing of them is written yet."""
    proof = result["proof"]
    questions = tuple(_question(one, voice) for one in proof["questions"])
    files = [file for file in proof["files"] if not file["skipped"]]
    names = tuple(dict.fromkeys(file["file"] for file in files))
    return ProofPage(
        frame,
        capitalised(voice.say("proof.waiting", files=voice.say("proof.files", count=len(names)))),
        voice.say("proof.waiting_text"),
        (),
        (),
        (),
        (),
        (),
        QuestionForm(f"/data/imports/{token}/answers", questions),
    )


def _period(files: Sequence[Data]) -> Period | None:
    main = [file for file in files if file["table"] in MONEY_TABLES] or files
    days = [date.fromisoformat(file[end]) for file in main for end in ("first_day", "last_day") if file[end]]
    return Period.including(min(days), max(days)) if days else None


def _main_first(files: Sequence[Data]) -> list[Data]:
    """The files of money first, in the order in which revenue is counted from them."""
    return sorted(files, key=lambda file: MONEY_TABLES.index(file["table"]) if file["table"] in MONEY_TABLES else 99)


def _settled(result: Data, voice: Voice) -> list[str]:
    settled = result["settled"]
    said: list[str] = []
    if "company.currency" in settled:
        said.append(voice.say("cli.settled_currency", currency=settled["company.currency"]))
    if "company.revenue_basis" in settled:
        said.append(voice.say("cli.settled_basis", basis=voice.say(f"cli.basis_{settled['company.revenue_basis']}")))
    if "variants.sales_growth" in settled:
        said.append(voice.say(f"cli.settled_growth_{settled['variants.sales_growth']}"))
    said += [voice.say("cli.other_basis", basis=voice.say(f"cli.basis_{one}")) for one in result["other_bases"]]
    return said


def _skipped(file: Data, voice: Voice) -> str:
    return f"{file['file']}: {coded('skipped', file['skipped'], voice)}"


def _totals(files: Sequence[Data], voice: Voice) -> list[str]:
    """The sum of each money column over the rows that were loaded: what the file's owner can check at once."""
    said: list[str] = []
    for file in _main_first(files):
        if file["table"] in UNSUMMED:
            continue
        headers = {column["header"] for column in file["columns"]}
        for one in file["sums"]:
            if one["header"] not in headers:
                continue  # computed from other columns: there is nothing in the file to hold it against
            amount = _money(one["amount"], one["currency"], voice)
            what = {"file": _name(file), "header": one["header"], "amount": amount}
            if one["rows"] is None:
                said.append(voice.say("proof.total_kept", **what))
            else:
                key = "proof.total_less" if file["rejected_rows"] else "proof.total"
                said.append(voice.say(key, **what, count=int(one["rows"])))
    return said


def _money(amount: str, currency: str, voice: Voice) -> str:
    exact = Decimal(amount)
    return (
        format_money(exact, currency, voice.language) if currency else format_decimal(exact, voice.language, decimals=2)
    )


def _name(file: Data) -> str:
    return f"{file['file']}:{file['sheet']}" if file["sheet"] else str(file["file"])


def _parts(files: Sequence[Data], rejected: int, voice: Voice) -> tuple[CountPart, ...]:
    counts = {name: sum(int(file[name]) for file in files) for name in ("new", "changed", "unchanged")}
    counts["rejected"] = rejected
    whole = sum(counts.values())
    return tuple(
        CountPart(
            name,
            voice.say(f"proof.part_{name}"),
            format_integer(counts[name], voice.language),
            round(WHOLE * counts[name] / whole, 2) if whole else 0.0,
        )
        for name in _PARTS
    )


def _file(file: Data, number: int, voice: Voice, *, kept: bool) -> FileReading:
    sums = {one["header"]: _money(one["amount"], one["currency"], voice) for one in file["sums"]}
    counts = {name: format_integer(int(file[name]), voice.language) for name in ("new", "changed", "unchanged")}
    return FileReading(
        _name(file),
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
        Link(voice.say("proof.download_rejected"), f"/data/imports/{number}/rejected.csv", download=True)
        if file["rejected_rows"]
        else None,
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


def coded(area: str, code: str, voice: Voice, **parameters: Parameter) -> str:
    """The sentence of a code that the intake gave; the code itself where there is none in words."""
    key = f"{area}.{code}"
    if has_message(key) and catalogue()[key][voice.language].placeholders <= set(parameters):
        return voice.say(key, **parameters)
    return " ".join([code.replace("_", " "), *(str(one) for one in parameters.values() if one)])


def _column(column: Data, rows: int, total: str, voice: Voice) -> ColumnReading:
    target = column["target"]
    kept = target is not None
    return ColumnReading(
        column["header"],
        column_name(target, voice) if kept else voice.say("proof.attribute"),
        _why(column, voice),
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


def _why(column: Data, voice: Voice) -> str:
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
            Cell(coded("reject", one["reason"], voice, value=one["value"] or "")),
        )
        for one in rejected
    )
    return Table(voice.say("proof.rejected"), columns, rows)


def _enables(enabled: Data, voice: Voice) -> tuple[Enabled, ...]:
    known = metrics()
    found = [
        Enabled(known[name].names[voice.language], possible=True, href=metric_path(known[name]))
        for name in enabled["metrics"]
        if name in known and not known[name].supporting
    ]
    for missing in enabled["missing"]:
        name = missing["metric"]
        if name in known and not known[name].supporting:
            tables = tuple(dict.fromkeys(one.partition(".")[0] for one in missing["inputs"]))
            files = tuple(table_name(table, voice) for table in tables)
            found.append(
                Enabled(known[name].names[voice.language], possible=False, remedy=voice.say("proof.lacks", files=files))
            )
    return tuple(found)


def _next(code: str, number: int, voice: Voice) -> Link:
    address = {"dashboard": "/", "rejects": f"/data/imports/{number}#rejected", "names": f"/data/imports/{number}"}
    return Link(voice.say(f"next.{code}"), address.get(code, "/data"))


def _question(question: Data, voice: Voice) -> Question:
    choices = tuple(
        Choice(
            choice["value"],
            voice.say(choice["message"], **_parameters(choice["parameters"], voice))
            if choice["message"]
            else choice["value"],
            voice.say("proof.recommended") if choice["value"] == question["recommended"] else "",
            proposed=choice["value"] == question["recommended"],
        )
        for choice in question["choices"]
    )
    examples = ", ".join(str(one) for one in question["examples"])
    reason = coded("question", question["reason"], voice) if question["reason"] else ""
    where = f"{question['file']}: " if question["file"] else ""
    said = " ".join(
        part
        for part in (f"{where}{reason}", voice.say("proof.examples", examples=examples) if examples else "")
        if part
    )
    return Question(
        question["key"], voice.say(question["message"], **_parameters(question["parameters"], voice)), said, choices
    )


def _parameters(pairs: Sequence[Sequence[Any]], voice: Voice) -> dict[str, Parameter]:
    return {
        str(name): tuple(value) if isinstance(value, list) else _day(value, voice) if name == READING else value
        for name, value in pairs
    }


def _day(value: Any, voice: Voice) -> Any:
    """How a value would be read, where that is a day, as the reader writes days."""
    try:
        return format_date(date.fromisoformat(str(value)), voice.language, "long")
    except ValueError:
        return value
