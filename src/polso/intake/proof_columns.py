"""How each column of a file was read, with the counts of the values that decide it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.possible import possible_targets
from polso.intake.reading import ColumnReading
from polso.intake.recognise.read_evidence import ReadEvidence
from polso.intake.recognise.veto import kind_of
from polso.intake.report import ColumnProof

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SUMMED = frozenset({"money"})
_BEYOND_MONTHS = 12
_DECISIVE = {
    "dmy": f"TRY_CAST(regexp_extract(value, '^\\D*(\\d{{1,2}})\\D', 1) AS INTEGER) > {_BEYOND_MONTHS}",
    "mdy": f"TRY_CAST(regexp_extract(value, '^\\D*\\d{{1,2}}\\D+(\\d{{1,2}})\\D', 1) AS INTEGER) > {_BEYOND_MONTHS}",
    "comma": "regexp_matches(value, ',\\d{1,2}(\\D|$)|,\\d{4,}|\\.\\d{3}.*,')",
    "point": "regexp_matches(value, '\\.\\d{1,2}(\\D|$)|\\.\\d{4,}|,\\d{3}.*\\.')",
}
"""By form, SQL of what leaves no other: a day beyond 12, a mark that cannot part thousands."""


@dataclass(frozen=True, slots=True)
class _Span:
    low: str | None = None
    high: str | None = None
    total: Decimal | None = None


def column_proofs(cursor: DuckDBPyConnection, unit: Unit, *, possible: bool, loaded: bool) -> tuple[ColumnProof, ...]:
    """Every column in the order of the file; `possible` adds what else it could be. Until the rows are `loaded` the
    least and greatest values are not known."""
    bound = {binding.index: binding for binding in unit.mapping.bindings}
    spans = _spans(cursor, unit) if loaded else {}
    evidence = ReadEvidence(unit.read) if possible else None
    found: list[ColumnProof] = []
    for index, profile in enumerate(unit.read.profiles):
        binding = bound.get(index)
        reading = unit.readings[binding.target] if binding is not None else unit.read.readings[index]
        deciding, first = _deciding(cursor, profile.values, reading) if binding is not None else (None, "")
        span = spans.get(binding.target, _Span()) if binding is not None else _Span()
        found.append(
            ColumnProof(
                header=profile.name,
                target=binding.target if binding is not None else None,
                how=binding.how if binding is not None else "attribute",
                kind=reading.kind if binding is not None else "text",
                form=reading.form.value if binding is not None else "text",
                why=reading.form.why if binding is not None else "",
                filled=profile.filled,
                examples=profile.examples,
                nulls=profile.nulls,
                distinct=profile.distinct,
                unreadable=reading.unreadable_rows if binding is not None else 0,
                low=span.low,
                high=span.high,
                total=span.total,
                deciding=deciding,
                decided_by=first,
                targets=possible_targets(unit.mapping, index, evidence) if evidence is not None else (),
            )
        )
    return tuple(found)


def _deciding(cursor: DuckDBPyConnection, values: str, reading: ColumnReading) -> tuple[int | None, str]:
    """Rows that leave only this form, and the first value among them; None for a form that needs no deciding."""
    decisive = _DECISIVE.get(reading.form.value)
    if decisive is None:
        return None, ""
    row = cursor.execute(
        f"SELECT coalesce(sum(rows), 0), arg_min(value, first_line) FROM {values} WHERE {decisive}"
    ).fetchone()
    return (int(row[0]), str(row[1] or "")) if row is not None else (0, "")


def _spans(cursor: DuckDBPyConnection, unit: Unit) -> dict[str, _Span]:
    """Least, greatest and sum of every number and day that is read, line by line."""
    typed = [
        binding.target
        for binding in unit.mapping.bindings
        if unit.readings[binding.target].kind in ("number", "date", "timestamp")
    ]
    if not typed:
        return {}
    parts = []
    for target in typed:
        value = f"v_{target}"
        total = f"sum({value})" if kind_of(unit.table.name, target) in _SUMMED else "NULL"
        day = unit.readings[target].kind == "timestamp"
        shown = f"CAST({value} AS DATE)" if day else value
        parts.append(f"CAST(min({shown}) AS VARCHAR), CAST(max({shown}) AS VARCHAR), {total}")
    relation = unit.lines if unit.mapping.gathered else unit.values
    row = cursor.execute(f"SELECT {', '.join(parts)} FROM {relation}").fetchone()
    assert row is not None
    return {target: _Span(row[3 * place], row[3 * place + 1], row[3 * place + 2]) for place, target in enumerate(typed)}
