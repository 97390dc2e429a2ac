"""Everything an import does inside its transaction before the store lays the rows down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from polso.base.company import Company
from polso.base.errors import UserError
from polso.catalog.schema import TABLES
from polso.intake.by_hand.corrections import keep_corrections
from polso.intake.by_hand.entering import CORRECTION
from polso.intake.changed_records import Sample, changed_records
from polso.intake.deleted import with_deleted
from polso.intake.enables import available_inputs, required_inputs
from polso.intake.gone import gone_of
from polso.intake.loading.beside import note_beside
from polso.intake.loading.columns import Expressions
from polso.intake.loading.customer_facts import learn_customers
from polso.intake.loading.events import settle_events
from polso.intake.loading.hints import near_names
from polso.intake.loading.lead_links import link_leads
from polso.intake.loading.order_parts import has_order_lines, stage_order_lines, stage_order_refunds
from polso.intake.loading.references import Mentioned, Registry
from polso.intake.loading.rows import make_rows
from polso.intake.loading.staging import stage_attributes, stage_mentioned, stage_teams, stage_unit
from polso.intake.loading.unit import Unit
from polso.intake.opening import ImportProgress
from polso.intake.overlap import salt_of
from polso.intake.own_total import own_total
from polso.intake.possible import possible_tables
from polso.intake.proof import file_report, list_rejects, money_sums
from polso.intake.proof_columns import column_proofs
from polso.intake.questions import Asked
from polso.intake.reading import read_rejects
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.remembering import ANSWERS, HEADERS, kept_answers
from polso.intake.report import ColumnProof, FileReport, MoneySum, Notice, OwnTotal, Rejected, TableCounts
from polso.store.batch_context import BatchContext, Json, Reject
from polso.store.batches import AppliedTable
from polso.store.staging import StagedTable
from polso.store.tracing import STACK

_RANK = {table.name: rank for rank, table in enumerate(TABLES)}
_ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Preparation:
    """`company` says in which zone and currency the files are read; `available` are the inputs of
    metrics that the workspace has with this import."""

    company: Company
    units: list[Unit]
    asked: Asked
    progress: ImportProgress
    available: frozenset[str] = frozenset()
    foreign_currency: str | None = None
    _staged: dict[str, Unit] = field(default_factory=dict)
    _sums: dict[int, tuple[MoneySum, ...]] = field(default_factory=dict)
    _columns: dict[int, tuple[ColumnProof, ...]] = field(default_factory=dict)
    _possible: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _own: dict[int, OwnTotal | None] = field(default_factory=dict)
    _samples: dict[int, Sample] = field(default_factory=dict)

    def prepare(self, context: BatchContext) -> Sequence[StagedTable]:
        """Rows, identities, references and stubs of all units, in the order in which they must be laid down."""
        cursor = context.cursor
        # Parents before children, so that a real record is there before somebody mentions it.
        self.units.sort(key=lambda unit: (_RANK[unit.table.name], unit.number))
        columns = {unit.number: self._rows(context, unit, position) for position, unit in enumerate(self.units)}
        gone = {unit.number: gone_of(cursor, unit, self.units, self.asked) for unit in self.units}
        if self.asked.questions:
            return ()
        registry = Registry(cursor, self.units)
        staged: list[StagedTable] = []
        for unit in self.units:
            own, *others = self._stage(context, unit, columns[unit.number], registry)
            staged += [replace(own, gone=with_deleted(cursor, unit, gone[unit.number])), *others]
        staged, linked = link_leads(cursor, staged, self._staged)
        self._staged |= linked
        staged, learned = learn_customers(cursor, self.units, staged, self._staged)
        self._staged |= learned
        note_beside(cursor, self.units, self.company.revenue_sources)
        for unit in self.units:
            self._finish(context, unit, columns[unit.number])
        stubs_last = sorted(staged, key=lambda table: _RANK[table.table])
        self.available = available_inputs(
            cursor, required_inputs(), [(table.table, table.relation, table.provided) for table in stubs_last]
        )
        self.foreign_currency = self._foreign(context)
        context.summary["files"] = [self._summary(unit) for unit in self.units]
        return stubs_last

    def _rows(self, context: BatchContext, unit: Unit, position: int) -> Expressions:
        self.progress("loading", position, len(self.units) + 1)
        zone = self.company.timezone
        latest = context.extracted_at.astimezone(self.company.zone).date() + _ONE_DAY
        columns = make_rows(context.cursor, unit, zone, latest)
        salt = salt_of(context.cursor, unit, self.units[:position], self.asked)
        if salt:
            unit.notices[:] = [notice for notice in unit.notices if notice.code not in _NOTED_WITH_ROWS]
            columns = make_rows(context.cursor, unit, zone, latest, salt)
        self._refuse_nothing(context, unit)
        return columns

    def _refuse_nothing(self, context: BatchContext, unit: Unit) -> None:
        if unit.loaded_rows:
            return
        if unit.mapping.rows_left_out and _all_by_rule(context, unit):
            return
        row = context.cursor.execute(
            f"SELECT column_name, reason, min(line), arg_min(value, line) FROM {unit.rejects} "
            f"GROUP BY ALL ORDER BY count(*) DESC, min(line) LIMIT 1"
        ).fetchone()
        column, reason, line, value = row or (None, "", None, None)
        place = unit.place_of(line, column)
        raise UserError("no_row_loaded", place=place, count=unit.read.clean.rows, reason=reason, value=value or "")

    def _stage(self, context: BatchContext, unit: Unit, columns: Expressions, registry: Registry) -> list[StagedTable]:
        cursor = context.cursor
        unit.file_id = context.register_file(
            unit.read.raw.file.name,
            unit.read.raw.file.path,
            table=unit.table.name,
            source_system=unit.source_system,
            rows=unit.read.clean.rows + unit.read.clean.rejected,
            mapping=self._mapping_json(unit, context),
        )
        mentioned: list[Mentioned] = []
        if unit.table.name == "opportunity_event":
            mentioned += settle_events(cursor, unit, registry, self.asked)
        own, only = stage_unit(cursor, unit, columns, registry)
        mentioned += only
        staged = [own]
        self._staged[own.relation] = unit
        if unit.table.name == "rep" and unit.mapping.has("team_id"):
            staged += stage_teams(cursor, unit, registry)
        if has_order_lines(unit):
            lines, only = stage_order_lines(cursor, unit, registry)
            staged += lines
            mentioned += only
        staged += stage_order_refunds(cursor, unit)
        attributes = stage_attributes(cursor, unit)
        staged += [attributes] if attributes is not None else []
        for one in mentioned:
            self._tell(context, unit, one, registry)
            staged.append(stage_mentioned(cursor, unit, one))
        staged += self._keep_corrections(context, unit, staged)
        for table in staged:
            self._staged[table.relation] = unit
        return staged

    def _keep_corrections(self, context: BatchContext, unit: Unit, staged: Sequence[StagedTable]) -> list[StagedTable]:
        """Values that people corrected stay; what is learned of the corrections is laid down with the file."""
        found = [keep_corrections(context.cursor, table, unit.file, self.asked, self.company) for table in staged]
        kept = sum(one.kept for one in found if one is not None)
        if kept:
            unit.notices.append(Notice("correction_kept", kept))
        return [one.table for one in found if one is not None]

    def _tell(self, context: BatchContext, unit: Unit, mentioned: Mentioned, registry: Registry) -> None:
        unit.notices.append(Notice("mentioned", mentioned.rows, (mentioned.table,)))
        near = near_names(context.cursor, mentioned, registry.known(mentioned.table))
        unit.notices.extend(Notice("near_names", 1, (mentioned.table, *pair)) for pair in near)

    def _finish(self, context: BatchContext, unit: Unit, columns: Expressions) -> None:
        """Keep the rejects, with the lines that were no rows at all."""
        ragged = [Reject(line.line, None, line.text, line.reason) for line in read_rejects(unit.read.clean)]
        context.reject(unit.file_id, ragged)
        context.reject_from(unit.file_id, unit.rejects)
        unit.rejected.extend(Rejected(one.line, one.column, one.value, one.reason) for one in ragged)
        list_rejects(context.cursor, unit)
        self._sums[unit.number] = money_sums(context.cursor, unit, columns)
        self._columns[unit.number] = column_proofs(context.cursor, unit, possible=context.dry_run, loaded=True)
        self._own[unit.number] = own_total(context.cursor, unit)
        if context.dry_run:
            names = unit.read.raw.names
            self._possible[unit.number] = possible_tables(names, ReadEvidence(unit.read), unit.table.name)

    def _foreign(self, context: BatchContext) -> str | None:
        """The one currency of all amounts of this import, where it is not the company's and no amount is known yet."""
        used = {total.currency for sums in self._sums.values() for total in sums if total.currency}
        if len(used) != 1 or used == {self.company.currency}:
            return None
        kept = " UNION ALL ".join(
            f"SELECT currency FROM main.{table.name}"
            for table in TABLES
            if any(c.kind == "currency" for c in table.columns)
        )
        known = context.cursor.execute(f"SELECT 1 FROM ({kept}) WHERE currency IS NOT NULL LIMIT 1").fetchone()
        return used.pop() if known is None else None

    def _summary(self, unit: Unit) -> dict[str, Json]:
        return {
            "file": unit.file,
            "table": unit.table.name,
            "first_day": unit.first_day.isoformat() if unit.first_day else None,
            "last_day": unit.last_day.isoformat() if unit.last_day else None,
            "sums": [
                {"column": total.header, "currency": total.currency, "amount": str(total.amount)}
                for total in self._sums[unit.number]
            ],
        }

    def sample(self, context: BatchContext) -> None:
        """Look at what changed, when it is laid: some of the records, field by field."""
        for relation, unit in self._staged.items():
            if relation == f"staged_{unit.number}":
                self._samples[unit.number] = changed_records(context.cursor, unit, context.batch_id)

    def _mapping_json(self, unit: Unit, context: BatchContext) -> dict[str, Json]:
        columns: dict[str, Json] = {binding.header: binding.target for binding in unit.mapping.bindings}
        today = context.imported_at.astimezone(self.company.zone).date()
        return {
            "table": unit.table.name,
            "columns": columns,
            "currency": None if unit.currency is None else unit.currency.code,
            "words": {target: dict[str, Json](words) for target, words in unit.words.items()},
            HEADERS: unit.headers,
            ANSWERS: kept_answers(self.asked, unit.file, today),
            **({STACK: [list[Json](one) for one in unit.read.raw.offsets]} if unit.read.raw.offsets else {}),
        }

    def reports(self, applied: Sequence[AppliedTable]) -> tuple[FileReport, ...]:
        """One report for each unit, in the order in which the files were given."""
        counts: dict[int, list[TableCounts]] = {unit.number: [] for unit in self.units}
        for table in applied:
            if table.staged.table == CORRECTION:
                continue
            unit = self._staged[table.staged.relation]
            found = TableCounts(
                table.staged.table,
                table.counts.new,
                table.counts.changed,
                table.counts.unchanged,
                table.counts.stubs,
                table.counts.gone,
            )
            is_own = table.staged.relation == f"staged_{unit.number}"
            counts[unit.number].insert(0 if is_own else len(counts[unit.number]), found)
        ordered = sorted(self.units, key=lambda unit: unit.number)
        return tuple(
            file_report(
                unit,
                tuple(counts[unit.number]),
                self._sums[unit.number],
                self._columns[unit.number],
                self._possible.get(unit.number, ()),
                self._samples.get(unit.number, Sample()),
                self._own.get(unit.number),
            )
            for unit in ordered
        )


_NOTED_WITH_ROWS = frozenset(
    {
        "net_from_gross",
        "gross_as_net",
        "spans_are_months",
        "spans_are_days",
        "lines_continue",
        "data_error",
        "lines_gathered",
        "lines_repeated",
        "lines_first",
        "not_adding_up",
        "net_from_rate",
        "discount_taken_off",
        "tax_taken_out",
    }
)


def _all_by_rule(context: BatchContext, unit: Unit) -> bool:
    """Whether every row is one that exports of this kind hold beside their records: deleted, drafts, tests."""
    reasons = [rule.reason for rule in unit.mapping.rows_left_out]
    row = context.cursor.execute(
        f"SELECT count(DISTINCT line) FROM {unit.rejects} WHERE list_contains(?, reason)", [reasons]
    ).fetchone()
    return row is not None and row[0] == unit.read.clean.rows
