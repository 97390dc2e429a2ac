"""Stage 5, the result: what kind of values a column holds and the SQL that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from polso.base.errors import InternalError
from polso.intake.reading.model import Decision, Finding, Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: `value` is what the answer says; `reads` is what the example would become."""

    value: str
    example: str
    reads: str


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A question that all values of the column leave open.

    `reason` is `all_values_fit_both` or `values_conflict`; `recommended` is one of the choices' values or None, and
    `because` says from what it is drawn (`other_column:NAME`, `semicolon_file`, `dotted_dates`).
    """

    kind: Literal["date_order", "decimal_mark"]
    choices: tuple[Choice, ...]
    examples: tuple[str, ...]
    reason: str
    recommended: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A distinct value that is no value of the column's kind, with its rows, first line and reason."""

    value: str
    rows: int
    first_line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How a column is understood.

    SQL members are expressions over the staging table: `value_sql` is the
    typed value, NULL where the cell is null or unreadable; `null_sql` says whether the cell is null; `reason_sql` is
    the reason code of a cell that is unreadable. `zoned_sql` says for a timestamp whether the text carried an offset:
    then the value is UTC, else it is wall-clock time of an unnamed zone; `zoned` sums it up. `currency_sql` is the ISO
    code in the cell or NULL; `currencies` counts rows by (token as written, ISO code).
    `form` names what was recognised (`point`, `comma`, `plain`, `ymd`, `dmy`, `excel_serial` ...).
    While `question` stands the values must not be loaded and `sql()` refuses.
    """

    index: int
    name: str
    kind: Kind
    form: Decision
    rows: int
    nulls: int
    value_sql: str
    null_sql: str
    reason_sql: str = "NULL"
    zoned: Literal["none", "all", "some"] = "none"
    zoned_sql: str = "FALSE"
    currency_sql: str = "NULL"
    currencies: tuple[tuple[str, str, int], ...] = ()
    unreadable_rows: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    findings: tuple[Finding, ...] = ()
    question: Ambiguity | None = None

    def sql(self) -> str:
        """The typed value as a SQL expression; raises InternalError `question_open` while the question stands."""
        if self.question is not None:
            raise InternalError("question_open", column=self.name, question=self.question.kind)
        return self.value_sql

    @property
    def readable_share(self) -> float:
        """Share in [0, 1] of the non-null rows that are readable; 1 for a column without any."""
        filled = self.rows - self.nulls
        return 1.0 if filled == 0 else (filled - self.unreadable_rows) / filled
