"""From paths to tables that are read, recognised and understood, with what must be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from polso.base.errors import Place, UserError
from polso.catalog.schema import TABLE
from polso.intake.answer_keys import SKIP, TABLE_TOPIC, KnownTable, check_answers
from polso.intake.loading.checks import CLOCKS
from polso.intake.loading.unit import Unit
from polso.intake.mapping.all_deleted import settle_all_deleted
from polso.intake.mapping.amounts import prove_amounts
from polso.intake.mapping.chosen_columns import unreadable, with_chosen_columns
from polso.intake.mapping.currency import decide_currency
from polso.intake.mapping.deal_amount import settle_deal_amount
from polso.intake.mapping.fill_down import fill_down
from polso.intake.mapping.invoice_rows import leave_out_rows
from polso.intake.mapping.map_file import MapFile, by_map_file, check_table, fits
from polso.intake.mapping.model import FILES, TableMapping, Veto
from polso.intake.mapping.offers import settle_offers
from polso.intake.mapping.pin import Pin
from polso.intake.mapping.ratings import settle_ratings
from polso.intake.mapping.taken import Taken
from polso.intake.mapping.understand import understand
from polso.intake.mapping.words import settle_words
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import ReadTable, read_table
from polso.intake.recognise.fingerprint import Fingerprint, find_fingerprint
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.tables import Recognition, as_remembered, as_table, recognise
from polso.intake.recognise.together import Beside, see_together
from polso.intake.remembering import Memory, header_print
from polso.intake.report import FileReport, Notice
from polso.intake.sources import Source, error_of, open_sources, why_left_out

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ImportProgress = Callable[[str, int, int], None]
"""Called with the stage (`reading`, `loading`), what is done and what is in all."""


_EXAMPLES = 5
_WEIGHT_OF_TABLE = 1_000_000_000
"""Before anything else: what the columns mean hangs on it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said about the files: the table they are, or a mapping written by hand."""

    table: str | None = None
    mapping: MapFile | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The tables to load, and the files that were left out with the reason; by label, what a table took from others."""

    units: list[Unit]
    skipped: list[FileReport]
    taken: dict[str, tuple[Taken, ...]] = field(default_factory=dict)

    def pins(self) -> dict[str, Pin]:
        """What was decided about every table, by label; complete when the units are prepared."""
        left_out = {report.label: Pin() for report in self.skipped}
        return left_out | {
            unit.file: Pin(unit.mapping, self.taken.get(unit.file, ()), unit.words, unit.currency)
            for unit in self.units
        }


AMOUNTS: Mapping[str, frozenset[str]] = {
    "opportunity": frozenset({"amount"}),
    "proposal": frozenset({"amount"}),
    "sales_order": frozenset({"net_amount", "gross_amount"}),
    "invoice": frozenset({"net", "gross"}),
}
"""The columns of which one says what a record is worth: without it all figures in money would be missing in silence."""

Recall = Callable[[Sequence[str]], Memory | None]
"""What was answered for the last file with these headers."""


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
    recall: Recall | None = None,
    given: Mapping[str, str] | None = None,
    pins: Mapping[str, Pin] | None = None,
) -> Opened:
    """Read and understand all files; a file that is no table of records is left out when others are. The units, and the
    temp tables on `cursor` that are named after them, are numbered from `first`.

    `fingerprints` are the exports that are known, polso's own where none are given. When every file is left out and one
    of them is a known export of no use by itself, there is no unit and no error: the reason says it. `recall` gives the
    answers of earlier imports; of `given`, the answers of now, every one must belong to something in the files. `pins`
    are what was decided when the same files were read before: it goes before all of that, where it fits the headers.

    Raises what reading raises, and UserError `no_files`, `no_record_table`, `mapping_fits_no_file`,
    `unreadable_column_date` (or `_number`, `_word`), `answer_for_nothing` and what mapping raises.
    """
    if not paths:
        raise UserError("no_files")
    if wish.table is not None:
        check_table(wish.table)
    sources, skipped = open_sources(paths, folder, asked)
    total = sum(source.raw.file.size for source in sources)
    labels = frozenset(source.label for source in sources)
    opened = Opened([], skipped)
    recognitions: list[tuple[Source, Recognition]] = []
    beside: list[Beside] = []
    done = 0
    unread_files: set[str] = set()
    for number, source in enumerate(sources, first):

        def on_bytes(read: int, _of: int, done: int = done) -> None:
            progress("reading", done + read, total)

        memory = recall(source.raw.names) if recall is not None else None
        if memory is not None:
            asked.remember(memory.of(source.label))
        pin = (pins or {}).get(source.label)
        if pin is not None and not pin.fits(source.raw.names, labels):
            pin = None
        unread = _is_left_out_unread(source, wish, asked, fingerprints)
        bare = unread if pin is None else pin.mapping is None
        try:
            table = read_table(source.raw, cursor, folder, f"staging_{number}", None, on_bytes, bare=bare)
        except UserError as error:
            reason = why_left_out(source.label, error) if len(sources) > 1 else None
            if reason is None:
                raise error_of(source.label, error) from error
            unread_files.add(source.label)
            name = source.raw.file.name
            skipped.append(FileReport(name, source.sheet, label=source.label, skipped=reason))
            continue
        done += source.raw.file.size
        evidence = ReadEvidence(table)
        if pin is not None:
            again = Beside(source.label, table, evidence, Recognition(pin.mapping), taken=[*pin.taken], is_pinned=True)
            beside.append(again)
            continue
        recognition = _recognise(source, evidence, wish, asked, fingerprints, memory)
        if memory is not None and (recognition.mapping is None or recognition.mapping.table != memory.table):
            asked.forget(f"{source.label}:")
        recognition = _chosen(source.label, recognition, evidence, asked)
        beside.append(Beside(source.label, table, evidence, recognition))
    sources = [source for source in sources if source.label not in unread_files]
    see_together(beside)
    tables = list(asked.questions)
    understood: list[tuple[int, Source, Beside]] = []
    for number, (source, one) in enumerate(zip(sources, beside, strict=True), first):
        if one.mapping is None:
            recognitions.append((source, one.recognition))
            left_out = _why_left_out(one)
            lacking = one.recognition.lacking if left_out == "no_record_table" else ()
            name, sheet = source.raw.file.name, source.sheet
            opened.skipped.append(FileReport(name, sheet, label=source.label, skipped=left_out, lacking=lacking))
            continue
        understood.append((number, source, one))
        opened.taken[source.label] = tuple(one.taken)
    while True:
        opened.units[:] = [
            _unit(number, source, one, asked, currency)
            if not one.is_pinned
            else _unit_again(number, source, one, asked, (pins or {})[source.label])
            for number, source, one in understood
        ]
        if not asked.hold_back():
            break
        # What is now assumed must be understood with its answer.
        asked.questions[:] = [question for question in tables if question.key not in asked.answers]
    if not opened.units and recognitions and not any(found.left_out for _, found in recognitions):
        raise _not_recognised(*recognitions[0], wish)
    if given:
        known = [KnownTable(source.label, one.read) for source, one in zip(sources, beside, strict=True)]
        check_answers(given, asked, known, [report.label for report in skipped])
    return opened


def _is_left_out_unread(source: Source, wish: Wish, asked: Asked, fingerprints: Sequence[Fingerprint] | None) -> bool:
    """Whether the headers alone say that a known export is of no use by itself, and nobody says otherwise."""
    if wish.table is not None or wish.mapping is not None or f"{source.label}:{TABLE_TOPIC}" in asked.answers:
        return False
    found = find_fingerprint(source.raw.names, fingerprints)
    return found is not None and found[0].table is None


def _why_left_out(one: Beside) -> str:
    if one.used:
        return "used_by_others"
    if one.recognition.fingerprint is None and one.read.raw.header_line is None:
        return "no_header"
    return one.recognition.left_out or "no_record_table"


def _recognise(
    source: Source,
    evidence: ReadEvidence,
    wish: Wish,
    asked: Asked,
    fingerprints: Sequence[Fingerprint] | None,
    memory: Memory | None,
) -> Recognition:
    headers = source.raw.names
    if wish.mapping is not None:
        if fits(wish.mapping, headers):
            return Recognition(by_map_file(wish.mapping, headers, evidence), nearest=wish.mapping.table)
        return Recognition(None)
    if wish.table is not None:
        return Recognition(as_table(wish.table, headers, evidence), nearest=wish.table)
    stem = Path(source.raw.file.name).stem
    name = f"{stem} {source.raw.sheet or ''}"
    found = recognise(name, headers, evidence, fingerprints)
    if memory is not None and found.mapping is not None:
        remembered = as_remembered(memory.table, found.mapping, name, headers, evidence)
        if remembered is not found.mapping:
            found = replace(found, mapping=remembered, rivals=())
    key = f"{source.label}:{TABLE_TOPIC}"
    said = asked.said(key)
    if said is None and found.mapping is not None and found.rivals:
        tables = (found.mapping.table, *found.rivals)
        question = Question(
            key=key,
            message="question.table",
            choices=tuple(Choice(name, f"question.table_{name}") for name in (*tables, SKIP)),
            parameters=(("file", source.label),),
            recommended=found.mapping.table,
            reason="several_tables_fit",
            examples=headers[:_EXAMPLES],
            file=source.label,
            weight=_WEIGHT_OF_TABLE,
            advice="most_columns_fit",
        )
        said = asked.answer(question)
    if said is None or (found.mapping is not None and said == found.mapping.table):
        return found
    check_table(said, Place(file=source.label))
    return Recognition(replace(as_table(said, headers, evidence), forced=False), nearest=said)


def _chosen(label: str, recognition: Recognition, evidence: ReadEvidence, asked: Asked) -> Recognition:
    if recognition.mapping is None:
        return recognition
    mapping = with_chosen_columns(label, recognition.mapping, evidence, asked)
    return replace(recognition, mapping=mapping)


def _unit(number: int, source: Source, one: Beside, asked: Asked, currency: str) -> Unit:
    table, mapping = one.read, one.mapping
    assert mapping is not None
    if any(question.key == f"{source.label}:{TABLE_TOPIC}" for question in asked.questions):
        # What its columns mean cannot be asked before it is known what the file is.
        asked = asked.aside()
    notices = [_vetoed(source.label, mapping, veto) for veto in mapping.vetoes]
    notices += [Notice(code, 1, (mapping.source_system,)) for code in mapping.notes]
    mapping = leave_out_rows(_without_idle(mapping), one.evidence)
    mapping, told_of_deleted = settle_all_deleted(source.label, table, mapping, asked)
    mapping, told_of_offers = settle_offers(mapping, table)
    mapping, proved = prove_amounts(source.label, table, mapping, asked, one.evidence)
    mapping = settle_deal_amount(source.label, table, mapping, asked, one.evidence)
    mapping, rated = settle_ratings(source.label, table, mapping, asked)
    notices += [*told_of_deleted, *told_of_offers, *proved, *rated]
    mapping = with_chosen_columns(source.label, mapping, one.evidence, asked)
    readings = understand(source.label, table, mapping, asked, one.evidence)
    words, told = settle_words(source.label, table, mapping, asked)
    money = decide_currency(source.label, table, mapping, readings, currency, asked)
    told = [*one.notices, *_findings(table), *told]
    unit = Unit(number, source.label, table, mapping, readings, words, money, [*notices, *told])
    unit.headers = header_print(source.raw.names)
    return unit


def _unit_again(number: int, source: Source, one: Beside, asked: Asked, pin: Pin) -> Unit:
    """The unit as it was understood before."""
    assert pin.mapping is not None
    readings = understand(source.label, one.read, pin.mapping, asked, one.evidence)
    if pin.mapping.gathered and pin.mapping.source_system == FILES:
        fill_down(one.read, pin.mapping, {reading.index: reading.sql() for reading in readings.values()})
    words = {target: dict(meant) for target, meant in pin.words.items()}
    unit = Unit(number, source.label, one.read, pin.mapping, readings, words, pin.currency)
    unit.headers = header_print(source.raw.names)
    return unit


def _findings(table: ReadTable) -> list[Notice]:
    found = [*table.raw.findings, *table.clean.findings]
    return [Notice(finding.code, finding.count, finding.detail, finding.lines) for finding in found]


def _without_idle(mapping: TableMapping) -> TableMapping:
    """Without helpers that have nothing to do here, so that their columns become attributes."""
    idle = set()
    if mapping.has("account_id", "customer_email"):
        # The customer has a name: the address is one of its facts.
        bindings = (replace(b, target="account_email") if b.target == "customer_email" else b for b in mapping.bindings)
        mapping = replace(mapping, bindings=tuple(bindings))
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
    amounts = AMOUNTS.get(mapping.table, frozenset())
    is_amount = veto.target in amounts and not mapping.has_any(amounts)
    if is_clock or is_amount or (column is not None and column.required):
        raise unreadable(label, veto.header, veto.wanted, veto.examples)
    return Notice("column_not_read", 1, (veto.header, veto.wanted, *veto.examples))


def _not_recognised(source: Source, recognition: Recognition, wish: Wish) -> UserError:
    place = Place(file=source.label)
    if wish.mapping is not None:
        return UserError("mapping_fits_no_file", place=place, mapping=wish.mapping.file)
    wanted = {target for group in recognition.lacking for target in group}
    denied = [veto for veto in recognition.vetoes if veto.target in wanted]
    if denied:
        return unreadable(source.label, denied[0].header, denied[0].wanted, denied[0].examples)
    if source.raw.header_line is None:
        return UserError("no_header", place=place)
    lacking = tuple(" | ".join(group) for group in recognition.lacking)
    return UserError("no_record_table", place=place, nearest=recognition.nearest or "", lacking=lacking)
