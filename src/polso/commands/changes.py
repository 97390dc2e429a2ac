"""`changes`: what was learned since a day or an import, and the waterfall of the pipeline between then and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from polso.answers.answer import Answers
from polso.answers.as_json import as_json
from polso.base.company import Language
from polso.base.errors import NotFoundError
from polso.base.period import ONE_DAY
from polso.catalog.schema import IMPORTABLE, TABLE
from polso.commands import arguments as read
from polso.commands.ask import language_of
from polso.commands.history import change_data, field_data
from polso.commands.instants import end_instant
from polso.commands.progress import Progress
from polso.commands.record_words import record_name
from polso.commands.session import Session
from polso.commands.sheet import plain_value
from polso.query.request import Request
from polso.store.imports import ImportedBatch, imported_batches
from polso.store.instants import aware, stored
from polso.store.record_changes import ChangeKind, RecordChange, count_changes, record_changes

MOST_RECORDS = 500
KINDS: tuple[ChangeKind, ...] = ("appeared", "changed", "gone", "back")
METRIC = "pipeline_change:as_then_known"


@dataclass(frozen=True, slots=True)
class Since:
    """An instant of knowledge (UTC, as stored) and the last batch known by then; `day` is its local day."""

    after: tuple[datetime, int]
    day: date


def changes(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """What was learned after `since` (a day, whose own imports are known by its end, or the number of an import).

    `imports`: `batch`, `learned`, `files`, and by table the counts of `appeared`, `changed`, `gone` and `back` with the
    `records` (at most 500 a table, `fields` old and new). `waterfall`: the answers of `pipeline_change:as_then_known`
    by movement, empty where nothing was learned later or there are no deals. `table` restricts to one table.
    With `words` also texts in `language`: `page` as `ask` draws it, and of each record `title`, `words`, `shown`.
    Raises UserError `unknown_instant`, NotFoundError `batch_not_found`, `unknown_table`.
    """
    since = since_of(session, read.needed(arguments, "since"))
    table = read.text(arguments, "table")
    if table is not None and table not in TABLE:
        from polso.intake.mapping.map_file import check_table

        check_table(table)
    found = waterfall(session, since.day) if table in (None, "opportunity") else None
    language = language_of(session, arguments) if read.flag(arguments, "words") else None
    page = None
    if language and found is not None:
        from polso.commands.ask_table import table_of

        page = table_of(found, session, language)
    return {
        "since": {"learned": plain_value(since.after[0]), "day": since.day.isoformat()},
        "imports": [
            _import(one, language, session) for one in learned_since(session, since, (table,) if table else IMPORTABLE)
        ],
        "waterfall": [] if found is None else as_json(found, session.workspace.calendar),
        "timezone": session.company.timezone,
        **({"page": page} if language else {}),
    }


def since_of(session: Session, text: str) -> Since:
    """The number of an import, or a day or instant as `--as-of` takes it."""
    zone = session.company.zone
    if text.strip().isdigit() and len(text.strip()) < len("20260101"):
        with session.workspace.cursor() as cursor:
            batches = imported_batches(cursor, int(text))
        if not batches:
            raise NotFoundError("batch_not_found", batch=int(text))
        batch = batches[0]
        return Since((stored(batch.extracted_at), batch.batch_id), batch.extracted_at.astimezone(zone).date())
    instant = end_instant(text, zone)
    return Since((stored(instant), 2**31 - 1), instant.astimezone(zone).date())


@dataclass(frozen=True, slots=True)
class Learned:
    """What one import told; counts are exact, the records of each table at most `MOST_RECORDS`."""

    batch: ImportedBatch
    counts: dict[str, dict[ChangeKind, int]]
    records: dict[str, list[RecordChange]]


def learned_since(session: Session, since: Since, tables: Sequence[str], limit: int = MOST_RECORDS) -> list[Learned]:
    """The imports after `since` that told something new of one of the tables, oldest first."""
    with session.workspace.cursor() as cursor:
        batches = {one.batch_id: one for one in imported_batches(cursor) if one.undone_at is None}
        found: dict[int, Learned] = {}
        for table in tables:
            counts = count_changes(cursor, table, since.after)
            if not counts:
                continue
            for (batch, kind), n in counts.items():
                if batch in batches and kind in KINDS:
                    learned = found.setdefault(batch, Learned(batches[batch], {}, {}))
                    learned.counts.setdefault(table, dict.fromkeys(KINDS, 0))[kind] = n
            for one in record_changes(cursor, table, after=since.after, limit=limit):
                if one.batch_id in found:
                    found[one.batch_id].records.setdefault(table, []).append(one)
    return sorted(found.values(), key=lambda one: (one.batch.extracted_at, one.batch.batch_id))


def waterfall(session: Session, day: date) -> Answers | None:
    """The pipeline from the end of `day` to the end of the last day that the data describe, each as known then."""
    covered = session.door.context(session.today()).covered.get(("deal_span", "span"))
    if covered is None or day + ONE_DAY >= covered.end or day > session.today():
        return None
    period = f"{day + ONE_DAY}..{covered.last_day}"
    request = Request((METRIC,), ("movement",), period=period, compare="none")
    return session.door.ask(request, session.viewer, session.today())


def previous_extract(session: Session) -> date | None:
    """The local day of the last extract of deals but one, from which the newest one can be told; None without two."""
    with session.workspace.cursor() as cursor:
        rows = cursor.execute(
            "SELECT DISTINCT b.extracted_at FROM batch AS b JOIN batch_table AS t USING (batch_id)"
            " WHERE b.undone_at IS NULL AND b.kind = 'files' AND t.table_name = 'opportunity'"
            " AND t.rows_new + t.rows_changed + t.rows_unchanged + t.rows_gone > 0 ORDER BY 1 DESC"
        ).fetchall()
    days = list(dict.fromkeys(aware(at).astimezone(session.company.zone).date() for (at,) in rows))
    return days[1] if len(days) > 1 else None


def _import(one: Learned, language: Language | None, session: Session) -> dict[str, Any]:
    return {
        "batch": one.batch.batch_id,
        "learned": one.batch.extracted_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "files": [file.name for file in one.batch.files],
        "tables": [
            {
                "table": table,
                **counts,
                "records": [_record(record, language, session) for record in one.records.get(table, [])],
            }
            for table, counts in one.counts.items()
        ],
    }


def _record(record: RecordChange, language: Language | None, session: Session) -> dict[str, Any]:
    plain = change_data(record) | {"fields": [field_data(field) for field in record.fields]}
    if language is None:
        return plain
    from polso.commands.change_words import kind_words, shown_field

    shown = [shown_field(record.table, field, language, session.company.zone) for field in record.fields]
    title = record_name(record, language, session.company.zone)
    return plain | {"title": title, "words": kind_words(record, language), "shown": shown}
