"""`import`: files into the workspace, with the proof of what was read and what a first import decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polso.commands import arguments as read
from polso.commands import settling
from polso.commands.ask import language_of
from polso.commands.expecting import Held, check_kept, held, keep_expectations, kept_expectations, read_expectations
from polso.commands.first_words import Figure, figure_of, first_words
from polso.commands.instants import start_instant
from polso.commands.movement import Movement, movement
from polso.commands.progress import Progress
from polso.commands.reject_words import reject_words
from polso.commands.session import Session
from polso.commands.sheet import plain_value
from polso.store.batch_context import BatchContext
from polso.store.database import disk_failures

if TYPE_CHECKING:
    from polso.intake.rejected_file import RejectsWish


_ENDS = ("first_day", "last_day")


def import_files(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Import `files` (absolute paths) as one; `as`, `map`, `answers`, `extracted_at`, `dry_run` as in `polso import`.

    `fresh` says that the workspace was made for these files, so that they may say what its currency is. The result has
    `report` (the JSON of the command line), `proof` (everything that is known of each file), `settled` (the settings
    that the import decided, by dotted name) and `other_bases` (bases of revenue that the data would now allow).
    `movement` says how the main figures move (null while questions are open), `first_words` what was read and the
    figure that equals the files' own total, `expected` how the kept totals stand, with those of `expect` that are given
    now (and kept, unless it is a dry run). `rejects` is the path of a file to which the rejected rows are written in
    the form they came in.
    With open questions nothing was written. Raises what `polso.intake.importing.import_files` raises.
    """
    from polso.intake.importing import import_files as run
    from polso.store.copies.export_checking import is_export, refuse_cut_short

    paths = [Path(path) for path in read.texts(arguments, "files")]
    for path in paths:
        refuse_cut_short(path)
    if len(paths) == 1 and is_export(paths[0]):
        from polso.commands.copies import import_export

        return import_export(session, paths[0], progress)
    expected = read_expectations(read.texts(arguments, "expect"))
    moved: list[Movement] = []
    seen: list[tuple[Held, ...]] = []
    figures: list[Figure | None] = []

    def look(context: BatchContext) -> None:
        moved.append(movement(session, context))
        if context.dry_run:
            with session.door.steady(context.cursor):
                seen.append(held(session, (*kept_expectations(context.cursor), *expected)))
                figures.append(figure_of(session, _days(context)))

    extracted_at = read.text(arguments, "extracted_at")
    mapping = read.text(arguments, "map")
    with disk_failures(session.workspace.path):
        report = run(
            session.workspace,
            paths,
            as_table=read.text(arguments, "as"),
            mapping=None if mapping is None else Path(mapping),
            answers={key: str(value) for key, value in read.mapping(arguments, "answers").items()},
            extracted_at=None if extracted_at is None else start_instant(extracted_at, session.company.zone),
            dry_run=read.flag(arguments, "dry_run"),
            progress=progress,
            look=look,
            rejects=_rejects(session, arguments),
        )
    settled: dict[str, Any] = {}
    others: tuple[str, ...] = ()
    if report.batch is not None:
        fresh = read.flag(arguments, "fresh")
        settled = settling.settle(session, report.foreign_currency if fresh else None)
        others = settling.other_bases(session)
        keep_expectations(session, expected, f"import:{report.batch}")
    language = language_of(session, arguments)
    if report.batch is not None:
        figures.append(figure_of(session, [(file.table, file.first_day, file.last_day) for file in report.files]))
    words = first_words(session, report, figures[-1]) if figures else None
    told = {
        "first_words": None if words is None else words.as_data(language),
        "movement": moved[-1].as_data() if moved else None,
        "expected": [one.as_data(language) for one in (seen[-1] if seen else check_kept(session))],
    }
    return {
        "report": report.as_json(language) | told,
        "proof": plain_data(report),
        "settled": settled,
        "other_bases": list(others),
        **told,
    }


def _days(context: BatchContext) -> list[tuple[str | None, date | None, date | None]]:
    """Table, first and last day of the files of an open import."""
    files = context.summary.get("files")
    found: list[tuple[str | None, date | None, date | None]] = []
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict):
            first, last = (date.fromisoformat(str(day)) if (day := file[end]) else None for end in _ENDS)
            found.append((str(file["table"]), first, last))
    return found


def _rejects(session: Session, arguments: Mapping[str, Any]) -> RejectsWish | None:
    from polso.intake.rejected_file import RejectsWish

    path = read.text(arguments, "rejects")
    language = language_of(session, arguments)
    return None if path is None else RejectsWish(Path(path), lambda one: reject_words(one, language))


def plain_data(record: object) -> Any:
    """Records as tables by field name, tuples as lists, money and days as text: what JSON can hold."""
    if is_dataclass(record) and not isinstance(record, type):
        return {field.name: plain_data(getattr(record, field.name)) for field in fields(record)}
    if isinstance(record, Mapping):
        return {str(key): plain_data(value) for key, value in record.items()}
    if isinstance(record, tuple | list | set | frozenset):
        return [plain_data(item) for item in record]
    return plain_value(record)
