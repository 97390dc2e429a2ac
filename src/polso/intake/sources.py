"""From paths to the tables in them: archives unpacked, every table under a label of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from polso.base.errors import UserError
from polso.intake.answer_keys import SKIP, TABLE_TOPIC
from polso.intake.own_number import own_number
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import Finding, RawTable, open_source
from polso.intake.reading.containers import Unpacked, is_junk, junk_in, unpack
from polso.intake.reading.fatturapa import gather
from polso.intake.reading.parquet import as_text, is_parquet
from polso.intake.report import FileReport

OWN_VAT = "own_vat"
MOST_PARTIES = 10
AS_ANSWERED = "as_answered"
"""Why a file was left out: a person said so."""

SYSTEM_FILE = "system_file"
_LEFT_OUT = {
    "file_not_a_table": "not_a_table",
    "file_empty": "file_empty",
    "no_rows": "without_rows",
    "archive_empty": "file_empty",
}
"""Errors of a file alone; beside others that can be read, the reason why it is left out."""
_TEXTS = frozenset({"", ".txt", ".md", ".log"})
_READ_BY_PEOPLE = re.compile(r"(read[ _-]?me|leggi(mi)?|licen[sz][ae]|changelog|note?s?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One table. `label` is the file's name, with the sheet where a workbook has several; `sheet` is that sheet."""

    raw: RawTable
    label: str
    sheet: str | None


def open_sources(paths: Sequence[Path], folder: Path, asked: Asked) -> tuple[list[Source], list[FileReport]]:
    """The tables of all files, and those that are left out: by an answer, given twice, or no table at all.

    The name of a table's file is its label: `archive.zip/member.csv` for a member; files of one name are told apart by
    a number. Raises what unpacking and opening raise.
    """
    sources: list[Source] = []
    skipped: list[FileReport] = []
    seen: set[str] = set()
    not_tables: list[UserError] = []
    files = _labelled(_unpacked(paths, folder, asked, skipped, not_tables))
    files, signed = _with_documents(files, folder, asked, skipped)
    for label, path in files:
        if _is_left_out(asked, label):
            skipped.append(FileReport(label, label=label, skipped=AS_ANSWERED))
            continue
        try:
            tables = open_source(path)
        except UserError as error:
            named = error_of(label, error)
            reason = why_left_out(label, error)
            if reason is None:
                raise named from error
            not_tables.append(named)
            skipped.append(FileReport(label, label=label, skipped=reason))
            continue
        if tables[0].file.sha256 in seen:
            skipped.append(FileReport(label, label=label, skipped="same_file_twice"))
            continue
        seen.add(tables[0].file.sha256)
        for raw in tables:
            sheet = raw.sheet if len(tables) > 1 else None
            own = f"{label}:{sheet}" if sheet else label
            if sheet and _is_left_out(asked, own):
                skipped.append(FileReport(label, sheet, label=own, skipped=AS_ANSWERED))
                continue
            findings = (*raw.findings, *signed.get(label, ()))
            sources.append(Source(replace(raw, file=replace(raw.file, name=label), findings=findings), own, sheet))
    if not sources and not_tables:
        raise not_tables[0]
    return sources, skipped


def why_left_out(label: str, error: UserError) -> str | None:
    """Why a file that cannot be read is left out beside others; None for a table at fault, which must be settled.

    >>> why_left_out("dati.zip/vuoto.csv", UserError("file_empty"))
    'file_empty'
    >>> why_left_out("dati.zip/ordini.csv", UserError("header_does_not_fit", expected=4, found=5))
    """
    if error.code == "no_rows" and Path(label).suffix.lower() in _TEXTS:
        return _LEFT_OUT["file_not_a_table"]
    if error.code == "no_rows" and error.parameters.get("rejected"):
        return None
    if error.code in ("header_does_not_fit", "cells_missing") and _READ_BY_PEOPLE.match(label.rsplit("/", 1)[-1]):
        return _LEFT_OUT["file_not_a_table"]
    return _LEFT_OUT.get(error.code)


def error_of(label: str, error: UserError) -> UserError:
    """The error under the file's label; a member of an archive may be left out by the answer `skip_by`."""
    more = {"skip_by": f"{label}:{TABLE_TOPIC}={SKIP}"} if "/" in label else {}
    return UserError(error.code, place=replace(error.place, file=label), **{**error.parameters, **more})


def _unpacked(
    paths: Sequence[Path], folder: Path, asked: Asked, skipped: list[FileReport], not_tables: list[UserError]
) -> list[Unpacked]:
    found: list[Unpacked] = []
    for path in paths:
        if _is_left_out(asked, path.name) and [one.name for one in paths].count(path.name) == 1:
            skipped.append(FileReport(path.name, label=path.name, skipped=AS_ANSWERED))
        elif len(paths) > 1 and is_junk(path.name):
            skipped.append(FileReport(path.name, label=path.name, skipped=SYSTEM_FILE))
        else:
            try:
                found += unpack(path, folder)
            except UserError as error:
                if error.code not in _LEFT_OUT:
                    raise
                not_tables.append(error)
                skipped.append(FileReport(path.name, label=path.name, skipped=_LEFT_OUT[error.code]))
            else:
                skipped += [FileReport(label, label=label, skipped=SYSTEM_FILE) for label in junk_in(path)]
    return [Unpacked(as_text(one.path, folder, one.label), one.label) if is_parquet(one.path) else one for one in found]


def _with_documents(
    files: list[tuple[str, Path]], folder: Path, asked: Asked, skipped: list[FileReport]
) -> tuple[list[tuple[str, Path]], dict[str, tuple[Finding, ...]]]:
    """The files with electronic invoices among them as one table, and what is to be told of it.

    Whose they are is asked where neither they tell nor a list of invoices given with them.
    """
    wanted = [Unpacked(path, label) for label, path in files if not _is_left_out(asked, label)]
    found = gather(wanted, folder, asked.said(OWN_VAT))
    if found is None:
        return files, {}
    if found.parties:
        beside = [one.path for one in wanted if one.label not in found.used]
        own = own_number(found.parties, beside, folder)
        found = gather(wanted, folder, own) or found
    if found.parties:
        question = Question(
            key=OWN_VAT,
            message="question.own_vat",
            choices=tuple(
                Choice(party.identity, "question.own_vat_party", (("name", party.name), ("vat", party.identity)))
                for party in found.parties[:MOST_PARTIES]
            ),
            reason="parties_do_not_tell",
            examples=tuple(party.name for party in found.parties[:3]),
            file=found.file.label,
        )
        asked.answer(question)
    elif found.own is not None:
        asked.proved[OWN_VAT] = found.own
    skipped += [FileReport(label, label=label, skipped=code) for label, code in found.left_out]
    rest = [(label, path) for label, path in files if label not in found.used]
    told = (Finding("signatures_not_verified", found.signed),) if found.signed else ()
    return [*rest, (found.file.label, found.file.path)], {found.file.label: told}


def _is_left_out(asked: Asked, label: str) -> bool:
    key = f"{label}:{TABLE_TOPIC}"
    return asked.answers.get(key) == SKIP and asked.said(key) == SKIP


def _labelled(files: Sequence[Unpacked]) -> list[tuple[str, Path]]:
    """Each file with a label that no other has."""
    taken: dict[str, Path] = {}
    for file in files:
        label, number = file.label, 2
        while label in taken:
            label = f"{file.label} ({number})"
            number += 1
        taken[label] = file.path
    return list(taken.items())
