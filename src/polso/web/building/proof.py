"""The proof: what an import read, or would read, with its sums; what it changes, what it makes possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from polso.base.period import Period
from polso.catalog.registry import metrics
from polso.commands.first_words import TABLES
from polso.i18n.numbers import format_integer
from polso.web.building.asked import coded
from polso.web.building.moves import changes_table, expectations, moves_note, moves_table, words_of
from polso.web.building.proof_files import column_words, file_reading, money, name_of_file
from polso.web.building.tiles import metric_path, table_name
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame, Link
from polso.web.views.proof import CountPart, Enabled, ExpectForm, ImportForm, ProofPage, RefusedTotal, TotalSaid
from polso.web.views.steps import Wizard

Data = Mapping[str, Any]

MOST_TOTALS = 6
MONEY_TABLES = ("invoice", "sales_order", "opportunity", "refund")
UNSUMMED = frozenset({"product", "target"})
"""Prices of a list and targets of many months add up to nothing that anybody knows."""

EXPECTABLE = frozenset({"currency", "count"})
"""Units of figures of which one knows a total."""

UNCOUNTED = "sources_beside"
WHOLE = 100.0
_PARTS = ("new", "changed", "unchanged", "rejected")


def proof_page(frame: Frame, result: Data, number: int, voice: Voice, *, undone: bool = False) -> ProofPage:
    """The page of a finished import: `result` as `polso.commands.import_files` gives it."""
    base, proof = f"/data/imports/{number}", result["proof"]
    files, skipped = _read(proof)
    rows, rejected = _counted(files)
    sentence = voice.say("proof.read", count=rows, files=voice.say("proof.files", count=len(files)))
    period = _period(files)
    if period is not None:
        sentence = f"{sentence}, {voice.say('proof.days', days=voice.days(period))}"
    loss = voice.say("proof.none_rejected") if not rejected else voice.say("proof.some_rejected", count=rejected)
    texts = [*_settled(result, voice), *(_skipped(file, voice) for file in skipped), *_uncounted(files, voice)]
    texts += [sentence for sentence, holds in expectations(result, voice) if not holds]
    kept = bool(result.get("kept"))
    return ProofPage(
        frame,
        f"{sentence}; {loss}.",
        " ".join(texts),
        _totals_said(result, files, voice),
        (
            Link(voice.say("proof.more_files"), "/data"),
            *((Link(voice.say("changes.title"), "/changes"),) if not undone and _brings_deals(files) else ()),
            Link(voice.say("proof.dashboard"), "/"),
        ),
        () if kept else _parts(files, rejected, voice),
        tuple(file_reading(file, base, _answers(proof), voice, kept=kept) for file in files),
        _enables(proof["enabled"], files, voice),
        next_steps=() if undone else tuple(_next(code, number, voice) for code in proof["next_steps"]),
        moves=moves_table(result, voice),
        moves_note=moves_note(result, voice),
        changes=changes_table(files, voice),
        undo=None if undone else Link(voice.say("wizard.undo"), f"{base}/undo"),
        undone=voice.say("wizard.undone") if undone else "",
    )


def _brings_deals(files: Sequence[Data]) -> bool:
    return any(file.get("table") == "opportunity" for file in files)


def expect_form(
    base: str, given: Sequence[str], result: Data, voice: Voice, refused: RefusedTotal | None = None
) -> ExpectForm:
    """The totals expected of the draft, `given` as they were entered, with how they stand in its result."""
    keys = [text.partition("=")[0] for text in given]
    stand = {f"{one['metric']}:{one['period']}": one for one in result.get("expected") or ()}
    said = []
    for number, key in enumerate(keys, 1):
        for text, holds in expectations({"expected": [stand[key]] if key in stand else []}, voice):
            said.append((f"{base}/expect/{number}/remove", TotalSaid(text, agrees=holds)))
    choices = tuple((one.id, one.names[voice.language]) for one in metrics().values() if one.unit in EXPECTABLE)
    return ExpectForm(f"{base}/expect", choices, tuple(said), refused)


def draft_proof_page(
    frame: Frame,
    wizard: Wizard,
    result: Data,
    voice: Voice,
    expect: Sequence[str] = (),
    refused: RefusedTotal | None = None,
) -> ProofPage:
    """The page of what would be imported; nothing of it is written. `expect` are the totals entered, `refused` the one
    that was typed last where it could not be read."""
    proof = result["proof"]
    files, skipped = _read(proof)
    rows, rejected = _counted(files)
    ready = rows - rejected
    shown = format_integer(ready, voice.language)
    if rejected:
        sentence = voice.say("wizard.ready_but", count=rejected, ready=shown, rows=format_integer(rows, voice.language))
    else:
        sentence = voice.say("wizard.ready", count=ready)
    texts = [voice.say("wizard.nothing_written"), *(_skipped(file, voice) for file in skipped)]
    texts += _uncounted(files, voice)
    earlier = sum(1 for one in proof.get("answers") or () if one["origin"] == "remembered")
    if earlier:
        texts.append(voice.say("wizard.answers_used", count=earlier))
    return ProofPage(
        frame,
        sentence,
        " ".join(texts),
        _totals_said(result, files, voice),
        (),
        _parts(files, rejected, voice),
        tuple(file_reading(file, wizard.base, _answers(proof), voice, kept=False) for file in files),
        _enables(proof["enabled"], files, voice),
        wizard=wizard,
        moves=moves_table(result, voice),
        moves_note=moves_note(result, voice),
        changes=changes_table(files, voice),
        expect=expect_form(wizard.base, expect, result, voice, refused),
        form=ImportForm(f"{wizard.base}/import", voice.say("wizard.import_rows", count=ready)),
    )


def _answers(proof: Data) -> dict[str, Data]:
    return {str(one["key"]): one for one in proof.get("answers") or ()}


def _read(proof: Data) -> tuple[list[Data], list[Data]]:
    """The files that were read, and those that were left out."""
    files: list[Data] = list(proof["files"])
    return [file for file in files if not file["skipped"]], [file for file in files if file["skipped"]]


def _counted(files: Sequence[Data]) -> tuple[int, int]:
    return sum(int(file["rows"]) for file in files), sum(int(file["rejected_rows"]) for file in files)


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
    if "variants.sales_cycle_length" in settled:
        said.append(voice.say(f"cli.settled_cycle_{settled['variants.sales_cycle_length']}"))
    if "company.lead_maturity_days" in settled:
        said.append(voice.say("cli.settled_maturity", days=settled["company.lead_maturity_days"]))
    if "company.cac_lag_days" in settled:
        said.append(voice.say("cli.settled_lag", days=settled["company.cac_lag_days"]))
    said += [voice.say("cli.other_basis", basis=voice.say(f"cli.basis_{one}")) for one in result["other_bases"]]
    return said


def _skipped(file: Data, voice: Voice) -> str:
    return f"{file['file']}: {coded('skipped', file['skipped'], voice)}"


def _uncounted(files: Sequence[Data], voice: Voice) -> list[str]:
    """That the sales of a file are not added to those of another source: else the figures would stay without a word."""
    return [
        f"{name_of_file(file)}: {coded('finding', UNCOUNTED, voice, count=int(one['count']), detail=said)}"
        for file in files
        for one in file["notices"]
        if one["code"] == UNCOUNTED
        for said in [", ".join(map(str, one["detail"]))]
    ]


def _totals_said(result: Data, files: Sequence[Data], voice: Voice) -> tuple[TotalSaid, ...]:
    """The figure with what it equals in the files; then the sums of what it does not tell."""
    words = words_of(result)
    if words is None or words.value is None:
        return tuple(TotalSaid(one, agrees=True) for one in _totals(files, voice)[:MOST_TOTALS])
    _, figure, *parts = words.sentences(voice.language)
    agrees = words.is_equal or words.own is None
    said = [TotalSaid(" ".join([figure, *parts]), agrees=agrees)]
    others = [file for file in files if words.own is None or file["table"] != TABLES[words.basis]]
    return (*said, *(TotalSaid(one, agrees=True) for one in _totals(others, voice)))[:MOST_TOTALS]


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
            amount = money(one["amount"], one["currency"], voice)
            what = {"file": name_of_file(file), "header": one["header"], "amount": amount}
            if one["rows"] is None:
                said.append(voice.say("proof.total_kept", **what))
            else:
                key = "proof.total_less" if file["rejected_rows"] else "proof.total"
                said.append(voice.say(key, **what, count=int(one["rows"])))
    return said


def _parts(files: Sequence[Data], rejected: int, voice: Voice) -> tuple[CountPart, ...]:
    counts = {name: sum(int(file[name]) for file in files) for name in ("new", "changed", "unchanged")}
    counts["rejected"] = rejected
    whole = sum(counts.values())
    found = tuple(
        CountPart(
            name,
            voice.say(f"proof.part_{name}"),
            format_integer(counts[name], voice.language),
            round(WHOLE * counts[name] / whole, 2) if whole else 0.0,
        )
        for name in _PARTS
    )
    gone = sum(int(file.get("gone") or 0) for file in files)
    told = CountPart("gone", voice.say("wizard.part_gone"), format_integer(gone, voice.language), 0.0)
    return (*found, told) if gone else found


def _remedy(inputs: Sequence[str], held: frozenset[str], voice: Voice) -> str:
    """The files that a metric lacks; of those that are `held`, the columns."""
    lacking = [one.partition(".")[::2] for one in inputs]
    tables = tuple(dict.fromkeys(table for table, _ in lacking if table not in held))
    if tables:
        return voice.say("proof.lacks", files=tuple(table_name(table, voice) for table in tables))
    names = tuple(f"{column_words(table, name, voice)} ({table_name(table, voice)})" for table, name in lacking)
    return voice.say("proof.lacks_columns", count=len(names), columns=names)


def _enables(enabled: Data, files: Sequence[Data], voice: Voice) -> tuple[Enabled, ...]:
    known = metrics()
    held = frozenset(str(file["table"]) for file in files)
    found = [
        Enabled(known[name].names[voice.language], possible=True, href=metric_path(known[name]))
        for name in enabled["metrics"]
        if name in known and not known[name].supporting
    ]
    for missing in enabled["missing"]:
        name = missing["metric"]
        if name in known and not known[name].supporting:
            found.append(
                Enabled(
                    known[name].names[voice.language], possible=False, remedy=_remedy(missing["inputs"], held, voice)
                )
            )
    return tuple(found)


def _next(code: str, number: int, voice: Voice) -> Link:
    customers = dict.fromkeys(("names", "customers"), "/data/customers")
    address = {"dashboard": "/", "rejects": f"/data/imports/{number}#rejected", **customers}
    return Link(voice.say(f"next.{code}"), address.get(code, "/data"))
