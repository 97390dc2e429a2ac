"""The proof of an import: what was read from each file, how, and what it makes possible."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from polso.base.company import Language
from polso.base.stacks import place_in
from polso.i18n.translation import translate
from polso.intake.questions import Answer, Question

LISTED_REJECTS = 1000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not loaded: line in the file, header of the column and value at fault, and a reason's code."""

    line: int | None
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of the proof should know; `code` names the sentence `finding.<code>`."""

    code: str
    count: int = 1
    detail: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnProof:
    """How one column was understood: `target` is the canonical column, None for one kept as an attribute.

    `kind` and `form` are those of the reading (`date`/`dmy`), `why` what decided it, `how` what decided the target. Of
    all rows of the file: `filled` have a value, `nulls` none, `unreadable` one that is nothing of the kind; `low` and
    `high` are the least and greatest value (days in ISO form, numbers as plain decimals), `total` the sum of an amount,
    each None where there is none. `deciding` rows leave no other reading (a day beyond 12, a decimal mark) and
    `decided_by` is the first of them. `targets` are the columns it could be, best first, while nothing is written.
    """

    header: str
    target: str | None
    how: str
    kind: str
    form: str
    why: str
    filled: int
    examples: tuple[str, ...] = ()
    nulls: int = 0
    distinct: int = 0
    unreadable: int = 0
    low: str | None = None
    high: str | None = None
    total: Decimal | None = None
    deciding: int | None = None
    decided_by: str = ""
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoneySum:
    """The sum over the loaded rows of one money column, per currency."""

    header: str
    target: str
    currency: str
    amount: Decimal
    rows: int


@dataclass(frozen=True, slots=True)
class TableCounts:
    """What became of the records that a file brought for one table; `mentioned` are those known by name only, `gone`
    those that it no longer has."""

    table: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    mentioned: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column of a record before and after, as text; None where it has no value."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A known record that a file changes, field by field, or that it no longer has (`fields` are empty then).

    `told` is what a record without a name and a number of its own says: column and value as stored, references by name.
    """

    key: str
    name: str | None
    line: int | None
    fields: tuple[FieldChange, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """In one currency: what the cells come to, `own`, and the rows that were loaded and count, `loaded`."""

    currency: str
    own: Decimal
    loaded: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class OwnTotal:
    """What the cells of the amount column `header` add up to: `amount` of what counts and `credits` of the credit notes
    (positive), and beside them what stands on rejected rows and on rows that do not count (cancelled, open, lost)."""

    file: str
    table: str
    header: str
    amount: Decimal = Decimal(0)
    rows: int = 0
    credits: Decimal = Decimal(0)
    credit_rows: int = 0
    rejected: Decimal = Decimal(0)
    rejected_rows: int = 0
    other: Decimal = Decimal(0)
    other_rows: int = 0
    currencies: tuple[str, ...] = ()
    by_currency: tuple[CurrencyTotal, ...] = ()

    @property
    def total(self) -> Decimal:
        """What the file itself comes to, its rejected rows included."""
        return self.amount - self.credits + self.rejected


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """A row that says a sum: header of the column, what it says, what the rows add up to, and whether they agree."""

    line: int
    column: str
    said: Decimal
    summed: Decimal
    agrees: bool


@dataclass(frozen=True, slots=True)
class FileReport:
    """One table of one file: its lines are `rows` and those that are no rows: `head`, `blank` and `totals`. Of the rows
    `rejected_rows` are not loaded and `joined` belong to the record of another row; the others are the records `new`,
    `changed` and `unchanged`. `gone` are known records that the file, a full export, no longer has.

    `label` is the name under which the file is answered for. `tables_possible` are other tables that it could be, best
    first; filled only where nothing is written yet. `lacking` are groups of columns of which the table needs one.
    `skipped` is the code of the reason why the file was left out (sentence `skipped.<code>`), else None; then only
    `file`, `sheet` and `label` are filled.
    """

    file: str
    sheet: str | None = None
    table: str | None = None
    source_system: str | None = None
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    rejected_rows: int = 0
    tables: tuple[TableCounts, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    sums: tuple[MoneySum, ...] = ()
    columns: tuple[ColumnProof, ...] = ()
    encoding: tuple[str, str] | None = None
    delimiter: tuple[str, str] | None = None
    currency: tuple[str, str] | None = None
    notices: tuple[Notice, ...] = ()
    skipped: str | None = None
    lacking: tuple[tuple[str, ...], ...] = ()
    label: str = ""
    tables_possible: tuple[str, ...] = ()
    gone: int = 0
    joined: int = 0
    head: int = 0
    blank: int = 0
    totals: tuple[TotalsLine, ...] = ()
    changes: tuple[RecordChange, ...] = ()
    """A sample of the records that changed, at most 20."""
    gone_records: tuple[RecordChange, ...] = ()
    """A sample of those that are gone, at most 20."""
    own_total: OwnTotal | None = None
    stack: tuple[tuple[str, int], ...] = ()
    """Name and offset of the sheets that make the table, where they are several: `polso.base.stacks.place_in` says the
    sheet and the row of each line."""
    virtual: tuple[str, ...] = ()
    """Headers of columns that are no cells of the file: the sheet, the colour of the row."""

    @property
    def name(self) -> str:
        """File name, with the sheet where a workbook has several."""
        return f"{self.file}:{self.sheet}" if self.sheet else self.file

    def skipped_reason(self, language: Language) -> str:
        """Why the file was left out, in a sentence; empty when it was not."""
        return translate(language, f"skipped.{self.skipped}") if self.skipped else ""

    def as_json(self) -> dict[str, object]:
        shown: dict[str, object] = {
            "file": self.name,
            "table": self.table,
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "gone": self.gone,
            "blank": self.blank,
            "totals": len({total.line for total in self.totals}),
            "rejected": [
                self._place(row.line) | {"column": row.column, "value": row.value, "reason": row.reason}
                for row in self.rejected
            ],
        }
        return shown | ({"skipped": self.skipped} if self.skipped else {})

    def _place(self, line: int | None) -> dict[str, object]:
        """The line; of stacked sheets the sheet and the row in it."""
        if line is None or not self.stack:
            return {"line": line}
        sheet, row = place_in(self.stack, line)
        return {"sheet": sheet, "line": row}


@dataclass(frozen=True, slots=True)
class MissingInput:
    """A metric that cannot be answered yet and the inputs (`table.column`) that would make it."""

    metric: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enabled:
    """What a workspace can answer, as the catalogue says."""

    metrics: tuple[str, ...] = ()
    missing: tuple[MissingInput, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would have done. With questions nothing was written and `batch` is None."""

    batch: int | None
    files: tuple[FileReport, ...]
    enabled: Enabled = field(default_factory=Enabled)
    questions: tuple[Question, ...] = ()
    dry_run: bool = False
    next_steps: tuple[str, ...] = ()
    """Codes of at most three things to do next, of the sentences `next.<code>`."""

    answers: tuple[Answer, ...] = ()
    """The answers in force: given, remembered from an earlier import, or taken as recommended."""

    rejects_written: tuple[str, ...] = ()
    """The files of rejected rows that were asked for."""

    foreign_currency: str | None = None
    """The one currency of all amounts, where it is not the company's and no amount was known before: the first files
    may say better than a default what the company counts in."""

    def next_sentences(self, language: Language) -> tuple[str, ...]:
        """What to do next, in sentences."""
        return tuple(translate(language, f"next.{code}") for code in self.next_steps)

    def as_json(self, language: Language = "en") -> dict[str, object]:
        """The value that `polso import --json` prints."""
        return {
            "batch": self.batch,
            "files": [file.as_json() for file in self.files],
            "enables": list(self.enabled.metrics),
            "questions": [question.as_json(language) for question in self.questions],
            "answers": [
                {
                    "key": answer.key,
                    "value": answer.value,
                    "origin": answer.origin,
                    "since": answer.since.isoformat() if answer.since else None,
                }
                for answer in self.answers
            ],
        }
