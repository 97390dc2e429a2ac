"""Rows that are sums of other rows: found by what they say and by arithmetic, and taken out of the records.

A row is a total when it says so and a number of it is the sum of the rows above it (all of them, those since an
earlier total, or those of its sheet), or when it says so and has none of what a record has. A customer called
`Totale Energia` stays: the row has what a record has. At the foot a row of nothing but sums needs no word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from polso.intake.reading.columns import read_column
from polso.intake.reading.model import CheckedTotal, CleanTable, Finding, TotalsRow
from polso.intake.reading.number_column import as_number
from polso.intake.reading.profile import ColumnProfile, profile_column
from polso.intake.reading.sqltext import identifier, literal
from polso.intake.reading.staging import Staged
from polso.intake.reading.total_words import BEGINNINGS, begins_as_total, says_total

_MOST = 2_000
_FOOT = 4
_USUAL = 0.8
_FINEST = Decimal("0.0001")
_EXACT = Decimal("0.005")
_BLOCKS = 50
_LISTED = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Totals in the order of the file, what they showed, and by column the decimal mark that they prove.

    `looked`: there were rows in doubt, so that profiles made before no longer hold.
    """

    rows: tuple[TotalsRow, ...]
    findings: tuple[Finding, ...]
    marks: dict[str, str]
    looked: bool = True


@dataclass(frozen=True, slots=True)
class _Amounts:
    """A column of numbers read in one way: `value` is its SQL, `mark` set where another way is open."""

    index: int
    name: str
    value: str
    mark: str | None
    percent: bool


@dataclass(slots=True)
class _Candidate:
    line: int
    cells: list[str]
    label: int | None
    strict: bool
    short: bool
    numbers: list[Decimal | None] = field(default_factory=list)


def take_out(staged: Staged, clean: CleanTable, profiles: Sequence[ColumnProfile]) -> Found:
    """Delete the totals rows from the staging table; `profiles` are of the table as it stands.

    Rows that were too short to be records but say total are in `clean.totals` already; they are only checked.
    """
    candidates = _candidates(staged, clean, profiles)
    if not candidates:
        return Found((), (), {}, looked=False)
    bare = staged.table.removeprefix("temp.").strip('"')
    aside = f"temp.{identifier(bare + '_totals')}"
    lines = ", ".join(str(one.line) for one in candidates if not one.short)
    connection = staged.connection
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {aside} AS SELECT * FROM {staged.table} LIMIT 0")
    if lines:
        connection.execute(f"INSERT INTO {aside} SELECT * FROM {staged.table} WHERE line IN ({lines})")
        connection.execute(f"DELETE FROM {staged.table} WHERE line IN ({lines})")
    for one in candidates:
        if one.short:
            cells = ", ".join(literal(cell.strip()) if cell.strip() else "NULL" for cell in one.cells)
            connection.execute(f"INSERT INTO {aside} SELECT {one.line}, {cells}, NULL")
    left = connection.execute(f"SELECT count(*) FROM {staged.table}").fetchone()
    if left is None or not left[0]:
        connection.execute(f"INSERT INTO {staged.table} SELECT * FROM {aside} WHERE line IN ({lines or 'NULL'})")
        return Found((), (), {})
    judge = _Judge(replace(staged, rows=left[0]), clean, candidates, aside)
    found = judge.judge()
    back = ", ".join(str(line) for line in judge.records)
    if back:
        connection.execute(f"INSERT INTO {staged.table} SELECT * FROM {aside} WHERE line IN ({back})")
    connection.execute(f"DROP TABLE {aside}")
    return found


def _candidates(staged: Staged, clean: CleanTable, profiles: Sequence[ColumnProfile]) -> list[_Candidate]:
    """Rows with a cell that says total, rows at the foot with little in them, and the short rows of the pass."""
    lines: set[int] = set()
    beginnings = ", ".join(literal(word) for word in BEGINNINGS)
    for profile in profiles:
        says = f"lower(left(ltrim(value, '*-—– ('), 3)) IN ({beginnings})"
        # A shape begins like its values, and there are few shapes.
        if not staged.connection.execute(f"SELECT 1 FROM {profile.written} WHERE {says} LIMIT 1").fetchone():
            continue
        labels = staged.connection.execute(
            f"SELECT DISTINCT value FROM {profile.values} WHERE {says} LIMIT {_MOST + 1}"
        ).fetchall()
        words = [value for (value,) in labels if begins_as_total(value)] if len(labels) <= _MOST else []
        if words:
            listed = ", ".join(literal(word) for word in words)
            rows = staged.connection.execute(
                f"SELECT line FROM {staged.table} WHERE {staged.column(profile.index)} IN ({listed}) LIMIT {_MOST + 1}"
            ).fetchall()
            if len(rows) <= _MOST:
                lines.update(line for (line,) in rows)
    lines.update(_foot(staged, clean, profiles))
    found = [
        _Candidate(row.line, [*row.cells, *[""] * (clean.table.width - len(row.cells))], None, strict=True, short=True)
        for row in clean.totals
    ]
    if lines:
        chosen = ", ".join(staged.column(index) for index in range(clean.table.width))
        for line, *cells in staged.connection.execute(
            f"SELECT line, {chosen} FROM {staged.table} WHERE line IN ({', '.join(map(str, lines))})"
        ).fetchall():
            found.append(_Candidate(line, [cell or "" for cell in cells], None, strict=False, short=False))
    kept = [_labelled(one, clean) for one in sorted(found, key=lambda one: one.line)]
    return [one for one in kept if one.label is not None or one.line in lines]


def _labelled(one: _Candidate, clean: CleanTable) -> _Candidate:
    """The candidate with the cell that says total: any cell that says nothing else, or how the first one begins."""
    own = range(clean.table.width - len(clean.table.virtual))
    strict = next((index for index in own if says_total(one.cells[index])), None)
    first = next((index for index in own if one.cells[index]), None)
    loose = first if first is not None and begins_as_total(one.cells[first]) else None
    one.label, one.strict = (strict, True) if strict is not None else (loose, False)
    return one


def _foot(staged: Staged, clean: CleanTable, profiles: Sequence[ColumnProfile]) -> set[int]:
    """The last rows of the table and of each of its sheets, when columns that are usually filled are empty there."""
    usual = [
        profile.index
        for profile in profiles
        if profile.filled > 1 and (profile.nulls <= _FOOT or profile.filled >= _USUAL * profile.rows)
    ]
    if len(usual) < 2:
        return set()
    empty = " OR ".join(f"{staged.column(index)} IS NULL" for index in usual)
    ends: list[int | None] = [part.offset + part.last_row for part in clean.table.stack] or [None]
    found: set[int] = set()
    for end in ends:
        until = "" if end is None else f"WHERE line <= {end}"
        rows = staged.connection.execute(
            f"SELECT line FROM (SELECT * FROM {staged.table} {until} ORDER BY line DESC LIMIT {_FOOT}) WHERE {empty}"
        ).fetchall()
        found.update(line for (line,) in rows)
    return found


@dataclass(slots=True)
class _Judge:
    staged: Staged
    clean: CleanTable
    candidates: list[_Candidate]
    aside: str
    records: list[int] = field(default_factory=list)
    amounts: list[_Amounts] = field(default_factory=list)
    usual: set[int] = field(default_factory=set)
    marks: dict[str, set[str]] = field(default_factory=dict)

    def judge(self) -> Found:
        self._understand()
        own = self.clean.table.width - len(self.clean.table.virtual)
        keys = {index for index in self.usual if index < own} - {one.index for one in self.amounts}
        steps = self._steps()
        sums = [Decimal(0)] * len(self.amounts)
        counts = 0
        # Where a block may begin: what was summed up to there.
        starts: list[tuple[list[Decimal], int]] = [(list(sums), 0)]
        rows: list[TotalsRow] = []
        findings: list[Finding] = []
        by_line = {one.line: one for one in self.candidates}
        sheets = {part.offset for part in self.clean.table.stack}
        last = {position for position, (_, _, after, _) in enumerate(steps) if after == 0}
        for position, (line, added, _, number) in enumerate(steps):
            sums = [total + more for total, more in zip(sums, added, strict=True)]
            counts += number
            candidate = by_line.get(line)
            if candidate is not None:
                checked = self._check(candidate, sums, counts, starts)
                if self._is_total(candidate, checked, keys, at_foot=position in last, block=counts - starts[0][1]):
                    rows.append(TotalsRow(line, tuple(candidate.cells), checked))
                    findings += [_disagreement(line, one) for one in checked if not one.agrees]
                    starts.append((list(sums), counts))
                else:
                    self.records.append(line)
                    sums = [t + (n or Decimal(0)) for t, n in zip(sums, candidate.numbers, strict=True)]
                    counts += 1
            if line in sheets:
                starts.append((list(sums), counts))
        if rows:
            lines = tuple(row.line for row in rows[:_LISTED])
            findings.insert(0, Finding("totals_left_out", len(rows), (), lines))
        proved = {name: next(iter(marks)) for name, marks in self.marks.items() if len(marks) == 1}
        return Found(tuple(rows), tuple(findings[: 1 + _LISTED]), proved)

    def _understand(self) -> None:
        """Which columns are numbers and which are usually filled, without the rows in doubt."""
        for index in range(self.clean.table.width):
            profile = profile_column(self.staged, index)
            if profile.filled >= _USUAL * profile.rows:
                self.usual.add(index)
            reading = read_column(self.staged, profile)
            if reading.kind != "number":
                continue
            percent = any(finding.code.startswith("percent") for finding in reading.findings)
            if reading.question is None:
                self.amounts.append(_Amounts(index, profile.name, reading.value_sql, None, percent))
            else:
                for mark in ("comma", "point"):
                    value = as_number(self.staged, profile, mark).value_sql
                    self.amounts.append(_Amounts(index, profile.name, value, mark, percent))
        values = ", ".join(one.value for one in self.amounts) or "NULL"
        found = self.staged.connection.execute(f"SELECT line, {values} FROM {self.aside}").fetchall()
        numbers = {line: list(row) for line, *row in found}
        for one in self.candidates:
            one.numbers = numbers[one.line] if self.amounts else []

    def _steps(self) -> list[tuple[int, list[Decimal], int, int]]:
        """For each line in doubt and each end of a sheet: the sums since the step before, rows after it until the next
        sheet, rows before it since the step before."""
        marks = sorted({one.line for one in self.candidates} | {part.offset for part in self.clean.table.stack})
        sums = ", ".join(f"coalesce(sum({one.value}), 0)" for one in self.amounts)
        listed = ", ".join(f"({mark})" for mark in marks)
        rows = self.staged.connection.execute(
            f"SELECT until, count(*){', ' + sums if sums else ''} FROM (SELECT s.*, m.until FROM {self.staged.table} "
            f"AS s ASOF LEFT JOIN (VALUES {listed}) AS m(until) ON s.line <= m.until) GROUP BY until"
        ).fetchall()
        found = {until: (count, list(row)) for until, count, *row in rows}
        nothing = (0, [Decimal(0)] * len(self.amounts))
        ends = [part.offset + part.last_row for part in self.clean.table.stack]
        steps = []
        for position, mark in enumerate(marks):
            count, added = found.get(mark, nothing)
            end = next((end for end in ends if end >= mark), None)
            later = [one for one in marks[position + 1 :] if end is None or one <= end]
            after = sum(found.get(one, nothing)[0] for one in later)
            after += found.get(None, nothing)[0] if end is None or end == (ends[-1] if ends else None) else 0
            steps.append((mark, [Decimal(one) for one in added], after, count))
        return steps

    def _check(
        self,
        candidate: _Candidate,
        sums: Sequence[Decimal],
        counts: int,
        starts: Sequence[tuple[list[Decimal], int]],
    ) -> tuple[CheckedTotal, ...]:
        """Each number against the block that fits, else the one nearest to it; averages and shares are no sums."""
        best: dict[int, CheckedTotal] = {}
        for position, (one, said) in enumerate(zip(self.amounts, candidate.numbers, strict=True)):
            # A total above all rows is one that nothing was summed for.
            if said is None or one.percent or not counts:
                continue
            exact = _EXACT if self.staged.has_kinds else _tolerance(candidate.cells[one.index], one.mark)
            blocks = [
                (sums[position] - begun[position], counts - before)
                for begun, before in reversed([starts[0], *starts[1:][-_BLOCKS:]])
            ]
            blocks = [(total, rows) for total, rows in blocks if rows] or [(Decimal(0), 0)]
            fitting = next((total for total, _ in blocks if abs(total - said) <= exact), None)
            agrees = fitting is not None
            if not agrees and any(rows and abs(total / rows - said) <= exact for total, rows in blocks):
                continue
            if agrees and one.mark is not None and said:
                self.marks.setdefault(one.name, set()).add(one.mark)
            if one.index not in best or agrees:
                nearest = min((total for total, _ in blocks), key=lambda total: abs(total - said))
                summed = fitting if fitting is not None else nearest
                best[one.index] = CheckedTotal(one.name, said, summed, agrees)
        return tuple(best[index] for index in sorted(best))

    def _is_total(
        self, one: _Candidate, checked: Sequence[CheckedTotal], keys: set[int], *, at_foot: bool, block: int
    ) -> bool:
        if one.short:
            return True
        own = self.clean.table.width - len(self.clean.table.virtual)
        agreeing = any(number.agrees and number.said for number in checked) and block > 1
        whole = all(number.agrees for number in checked)
        others = keys - {one.label}
        lacking = {index for index in others if not one.cells[index]}
        bare = bool(others) and len(lacking) * 2 >= len(others)
        if one.label is None:
            # A number in the first column is rather the number of a record that lacks the rest.
            return at_foot and whole and agreeing and bool(others) and lacking == others and not one.cells[0]
        if one.strict:
            return (agreeing and whole) or bare or (at_foot and own <= 2)
        if not others:
            return agreeing and at_foot
        return bare or (agreeing and bool(lacking))


def _tolerance(text: str, mark: str | None) -> Decimal:
    """Half of the last place that is written: a shown sum may be rounded."""
    marks = {"comma": ",", "point": r"\."}.get(mark or "", "[.,]")
    decimals = re.search(rf"{marks}(\d+)\D*$", text)
    places = len(decimals.group(1)) if decimals else 0
    if mark is None and places == 3:
        places = 0
    return max((Decimal(1) / Decimal(10) ** min(places, 2) / 2).quantize(_FINEST, ROUND_HALF_UP), _FINEST)


def _disagreement(line: int, one: CheckedTotal) -> Finding:
    return Finding("total_disagrees", 1, (one.column, _shown(one.said), _shown(one.summed)), (line,))


def _shown(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
