"""From paths to tables that are read, recognised and understood, with what must be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from polso.base.errors import Place, UserError
from polso.catalog.schema import TABLE
from polso.intake.loading.checks import CLOCKS
from polso.intake.loading.unit import Unit
from polso.intake.mapping.currency import decide_currency
from polso.intake.mapping.map_file import MapFile, by_map_file, check_table, fits
from polso.intake.mapping.model import TableMapping, Veto
from polso.intake.mapping.understand import understand
from polso.intake.mapping.words import settle_words
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import RawTable, ReadTable, open_source, read_table
from polso.intake.recognise.fingerprint import Fingerprint
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.tables import Recognition, as_table, recognise
from polso.intake.recognise.together import Beside, see_together
from polso.intake.report import FileReport, Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ImportProgress = Callable[[str, int, int], None]
"""Called with the stage (`reading`, `loading`), what is done and what is in all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said about the files: the table they are, or a mapping written by hand."""

    table: str | None = None
    mapping: MapFile | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The tables to load, and the files that were left out with the reason."""

    units: list[Unit]
    skipped: list[FileReport]


@dataclass(frozen=True, slots=True)
class _Source:
    raw: RawTable
    label: str
    sheet: str | None


def open_files(
    cursor: DuckDBPyConnection,
    folder: Path,
    paths: Sequence[Path],
    wish: Wish,
    asked: Asked,
    currency: str,
    progress: ImportProgress,
    fingerprints: Sequence[Fingerprint] | None = None,
    first: int = 0,
) -> Opened:
    """Read and understand all files; a file that is no table of records is left out when others are. The units, and the
    temp tables on `cursor` that are named after them, are numbered from `first`.

    `fingerprints` are the exports that are known, polso's own where none are given. When every file is left out and one
    of them is a known export of no use by itself, there is no unit and no error: the reason says it.

    Raises what reading raises, and UserError `no_files`, `no_record_table`, `mapping_fits_no_file`,
    `unreadable_column_date` (or `_number`, `_word`) and what mapping raises.
    """
    if not paths:
        raise UserError("no_files")
    if wish.table is not None:
        check_table(wish.table)
    sources, skipped = _sources(paths)
    total = sum(source.raw.file.size for source in sources)
    opened = Opened([], skipped)
    recognitions: list[tuple[_Source, Recognition]] = []
    beside: list[Beside] = []
    done = 0
    for number, source in enumerate(sources, first):

        def on_bytes(read: int, _of: int, done: int = done) -> None:
            progress("reading", done + read, total)

        table = read_table(source.raw, cursor, folder, f"staging_{number}", None, on_bytes)
        done += source.raw.file.size
        evidence = ReadEvidence(table)
        recognition = _recognise(source, evidence, wish, asked, fingerprints)
        beside.append(Beside(source.label, table, evidence, recognition))
    see_together(beside)
    for number, (source, one) in enumerate(zip(sources, beside, strict=True), first):
        if one.mapping is None:
            recognitions.append((source, one.recognition))
            opened.skipped.append(FileReport(source.raw.file.name, source.sheet, skipped=_why_left_out(one)))
            continue
        opened.units.append(_unit(number, source, one, asked, currency))
    if not opened.units and recognitions and not any(found.left_out for _, found in recognitions):
        raise _not_recognised(*recognitions[0], wish)
    return opened


def _sources(paths: Sequence[Path]) -> tuple[list[_Source], list[FileReport]]:
    sources: list[_Source] = []
    skipped: list[FileReport] = []
    seen: set[str] = set()
    not_tables: list[UserError] = []
    for path in paths:
        try:
            tables = open_source(path)
        except UserError as error:
            if error.code != "file_not_a_table":
                raise
            not_tables.append(error)
            skipped.append(FileReport(path.name, skipped="no_record_table"))
            continue
        if tables[0].file.sha256 in seen:
            skipped.append(FileReport(path.name, skipped="same_file_twice"))
            continue
        seen.add(tables[0].file.sha256)
        for raw in tables:
            sheet = raw.sheet if len(tables) > 1 else None
            sources.append(_Source(raw, f"{path.name}:{sheet}" if sheet else path.name, sheet))
    if not sources and not_tables:
        raise not_tables[0]
    return sources, skipped


def _why_left_out(one: Beside) -> str:
    if one.used:
        return "used_by_others"
    return one.recognition.left_out or "no_record_table"


def _recognise(
    source: _Source,
    evidence: ReadEvidence,
    wish: Wish,
    asked: Asked,
    fingerprints: Sequence[Fingerprint] | None,
) -> Recognition:
    headers = source.raw.names
    if wish.mapping is not None:
        if fits(wish.mapping, headers):
            return Recognition(by_map_file(wish.mapping, headers, evidence), nearest=wish.mapping.table)
        return Recognition(None)
    if wish.table is not None:
        return Recognition(as_table(wish.table, headers, evidence), nearest=wish.table)
    stem = Path(source.raw.file.name).stem
    found = recognise(f"{stem} {source.raw.sheet or ''}", headers, evidence, fingerprints)
    if found.mapping is None or not found.rivals:
        return found
    tables = (found.mapping.table, *found.rivals)
    question = Question(
        key=f"{source.label}:table",
        message="question.table",
        choices=tuple(Choice(name, f"question.table_{name}") for name in tables),
        parameters=(("file", source.label),),
        recommended=found.mapping.table,
        reason="several_tables_fit",
        file=source.label,
    )
    answer = asked.answer(question)
    if answer is None or answer == found.mapping.table:
        return found
    return Recognition(replace(as_table(answer, headers, evidence), forced=False), nearest=answer)


def _unit(number: int, source: _Source, one: Beside, asked: Asked, currency: str) -> Unit:
    table, mapping = one.read, one.mapping
    assert mapping is not None
    notices = [_vetoed(source.label, mapping, veto) for veto in mapping.vetoes]
    notices += [Notice(code, 1, (mapping.source_system,)) for code in mapping.notes]
    mapping = _without_idle(mapping)
    readings = understand(source.label, table, mapping, asked, one.evidence)
    words, told = settle_words(source.label, table, mapping, asked)
    money = decide_currency(source.label, mapping, readings, currency)
    told = [*one.notices, *_findings(table), *told]
    return Unit(number, source.label, table, mapping, readings, words, money, [*notices, *told])


def _findings(table: ReadTable) -> list[Notice]:
    found = [*table.raw.findings, *table.clean.findings]
    return [Notice(finding.code, finding.count, finding.detail, finding.lines) for finding in found]


def _without_idle(mapping: TableMapping) -> TableMapping:
    """Without helpers that have nothing to do here, so that their columns become attributes."""
    idle = set()
    if mapping.has("account_id", "customer_email"):
        idle.add("customer_email")
    if mapping.has("account_id") and mapping.table == "sales_order" and mapping.source_system == "files":
        idle |= {"first_name", "last_name"}
    if mapping.has("name") and mapping.table in ("account", "lead", "rep"):
        idle |= {"first_name", "last_name"}
    if mapping.table == "lead":
        idle.add("lead_status")
    return replace(mapping, bindings=tuple(b for b in mapping.bindings if b.target not in idle))


def _vetoed(label: str, mapping: TableMapping, veto: Veto) -> Notice:
    """A column whose header says what its values deny: an error where the numbers would hang on it."""
    column = next((column for column in TABLE[mapping.table].columns if column.name == veto.target), None)
    is_clock = {veto.target, veto.target.removesuffix("_at") + "_on"}.intersection(CLOCKS.get(mapping.table, ()))
    if is_clock or (column is not None and column.required):
        raise _unreadable(label, veto)
    return Notice("column_not_read", 1, (veto.header, veto.wanted, *veto.examples))


def _unreadable(label: str, veto: Veto) -> UserError:
    place = Place(file=label, column=veto.header)
    if veto.wanted in ("date", "instant"):
        return UserError("unreadable_column_date", place=place, examples=veto.examples)
    if veto.wanted in ("money", "rate", "share", "integer"):
        return UserError("unreadable_column_number", place=place, examples=veto.examples)
    return UserError("unreadable_column_word", place=place, examples=veto.examples)


def _not_recognised(source: _Source, recognition: Recognition, wish: Wish) -> UserError:
    place = Place(file=source.label)
    if wish.mapping is not None:
        return UserError("mapping_fits_no_file", place=place, mapping=wish.mapping.file)
    wanted = {target for group in recognition.lacking for target in group}
    denied = [veto for veto in recognition.vetoes if veto.target in wanted]
    if denied:
        return _unreadable(source.label, denied[0])
    lacking = tuple(" | ".join(group) for group in recognition.lacking)
    return UserError("no_record_table", place=place, nearest=recognition.nearest or "", lacking=lacking)
