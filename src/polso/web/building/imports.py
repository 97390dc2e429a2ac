"""The place of the data: what was imported, what it covers, where more can be dropped; what is kept of old imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from polso.base.period import Period
from polso.i18n.dates import format_moment
from polso.i18n.numbers import format_integer
from polso.store.batch_context import Reject
from polso.store.imports import ImportedBatch, ImportedFile
from polso.store.tracing import STACK
from polso.web.building.progress import size_words
from polso.web.building.voice import Voice
from polso.web.drafts import Draft
from polso.web.views.frame import Frame, Link
from polso.web.views.pages import DataPage, OwnFiles, WaitingDraft
from polso.web.views.table import Cell, Column, Table
from polso.web.wizard import STEPS

NAMED_FILES = 3
BY_HAND = "hand"
COVERED = (
    ("data.covers_sales", "sale"),
    ("data.covers_deals_created", "deal.created"),
    ("data.covers_deals_closed", "deal.closed"),
    ("data.covers_open_deals", "deal_span"),
)


def data_page(
    frame: Frame,
    batches: Sequence[ImportedBatch],
    covered: Mapping[tuple[str, str], Period],
    drafts: Sequence[Draft],
    voice: Voice,
    *,
    sample: bool,
) -> DataPage:
    return DataPage(
        frame,
        _imports(batches, voice),
        _coverage(covered, voice),
        tuple(_waiting(draft, voice) for draft in drafts),
        _own_files(voice) if sample else None,
    )


def _waiting(draft: Draft, voice: Voice) -> WaitingDraft:
    zone = voice.calendar.company.zone
    names, more = draft.names[:NAMED_FILES], len(draft.names) - NAMED_FILES
    facts = [
        voice.say("data.draft_saved", when=format_moment(draft.saved_at.astimezone(zone), voice.language)),
        size_words(draft.bytes, voice),
    ]
    if draft.step in STEPS:
        facts.insert(0, voice.say("data.draft_at", step=voice.say(f"wizard.step_{draft.step}")))
    base = f"/data/drafts/{draft.token}"
    return WaitingDraft(
        ", ".join(names) + (f" {voice.say('data.more_files', count=more)}" if more > 0 else ""),
        " · ".join(facts),
        Link(voice.say("data.draft_resume"), base),
        f"{base}/discard",
    )


def _own_files(voice: Voice) -> OwnFiles:
    return OwnFiles(
        voice.say("data.own_title"),
        voice.say("data.own_text"),
        ("polso", voice.say("data.own_command")),
        Link(voice.say("data.sample_files"), "/data/sample.zip", download=True),
    )


def _imports(batches: Sequence[ImportedBatch], voice: Voice) -> Table:
    columns = (
        Column(voice.say("data.number")),
        Column(voice.say("data.files")),
        Column(voice.say("data.when")),
        Column(voice.say("data.rows"), "number"),
        Column(voice.say("data.new"), "number"),
        Column(voice.say("data.changed"), "number"),
        Column(voice.say("data.gone"), "number"),
        Column(voice.say("data.rejected"), "number"),
        Column(voice.say("data.take_back")),
    )
    rows = tuple(_import(batch, voice) for batch in reversed(batches))
    return Table(voice.say("data.imports"), columns, rows, empty=voice.say("data.no_imports"))


def _import(batch: ImportedBatch, voice: Voice) -> tuple[Cell, ...]:
    undone = batch.undone_at is not None
    zone, page = voice.calendar.company.zone, f"/data/imports/{batch.batch_id}"
    names = [file.name for file in batch.files]
    more = voice.say("data.more_files", count=len(names) - NAMED_FILES) if len(names) > NAMED_FILES else ""
    named = voice.say("data.by_hand") if batch.kind == BY_HAND else ", ".join(names[:NAMED_FILES])
    counts = (
        sum(file.rows or 0 for file in batch.files),
        *(sum(getattr(file.own, name) for file in batch.files) for name in ("new", "changed", "gone")),
        batch.rejected,
    )
    badge = ""
    if batch.undone_at is not None:
        day = format_moment(batch.undone_at.astimezone(zone), voice.language)
        badge = voice.say("data.undone", when=day)
    return (
        Cell(str(batch.batch_id), page),
        Cell(named, note=more, badge=badge, struck=undone),
        Cell(format_moment(batch.imported_at.astimezone(zone), voice.language), quiet=True),
        *(Cell(format_integer(count, voice.language), struck=undone, quiet=count == 0) for count in counts),
        Cell("") if undone else Cell(voice.say("wizard.undo_short"), f"{page}/undo"),
    )


def _coverage(covered: Mapping[tuple[str, str], Period], voice: Voice) -> Table | None:
    rows = []
    for title, name in COVERED:
        relation, _, clock = name.partition(".")
        spans = [
            period
            for (known, dated), period in covered.items()
            if known.partition(":")[0] == relation and clock in ("", dated)
        ]
        if spans:
            whole = Period(min(span.start for span in spans), max(span.end for span in spans))
            rows.append((Cell(voice.say(title)), Cell(voice.days(whole))))
    if not rows:
        return None
    columns = (Column(voice.say("data.what")), Column(voice.say("data.from_to"), "number"))
    return Table(voice.say("data.coverage"), columns, tuple(rows))


def kept_result(batch: ImportedBatch, rejects: Mapping[int, Sequence[Reject]], enabled: Any) -> dict[str, Any]:
    """What the workspace keeps of an import, in the shape in which a fresh one tells its proof."""
    summaries = {one["file"]: one for one in batch.summary.get("files", ())}
    files = [_kept_file(file, summaries.get(file.name, {}), rejects.get(file.file_id, ())) for file in batch.files]
    proof = {"batch": batch.batch_id, "files": files, "enabled": enabled, "questions": [], "next_steps": ["dashboard"]}
    return {"proof": proof, "settled": {}, "other_bases": [], "kept": True}


def _kept_file(file: ImportedFile, summary: Mapping[str, Any], rejects: Sequence[Reject]) -> dict[str, Any]:
    columns = file.mapping.get("columns", {})
    sums = [
        {
            "header": one["column"],
            "target": "",
            "currency": one["currency"],
            "amount": one["amount"],
            "rows": None,
        }
        for one in summary.get("sums", ())
    ]
    return {
        "file": file.name,
        "sheet": None,
        "table": file.table or "",
        "source_system": file.source_system,
        "rows": file.rows or 0,
        "new": file.own.new,
        "changed": file.own.changed,
        "unchanged": file.own.unchanged,
        "rejected": [
            {"line": one.line, "column": one.column, "value": one.value, "reason": one.reason} for one in rejects
        ],
        "rejected_rows": file.rejected,
        "stack": file.mapping.get(STACK, []),
        "first_day": summary.get("first_day"),
        "last_day": summary.get("last_day"),
        "sums": sums,
        "columns": [
            {
                "header": header,
                "target": target,
                "how": "",
                "kind": "",
                "form": "",
                "why": "",
                "filled": None,
                "examples": [],
            }
            for header, target in columns.items()
        ],
        "encoding": None,
        "delimiter": None,
        "currency": (file.mapping.get("currency"), "") if file.mapping.get("currency") else None,
        "notices": [],
        "skipped": None if file.table else "no_record_table",
    }
