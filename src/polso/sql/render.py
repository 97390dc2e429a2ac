"""The one renderer: a statement tree to the text of an engine and its parameters in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from polso.sql.dialect import Dialect
from polso.sql.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Constant,
    Expression,
    In,
    IsNull,
    Literal_,
    Not,
    Or,
    Rows,
    Same,
    Select,
    Source,
    SqlType,
    Statement,
    UnionAll,
    Value,
    name,
)

JOINS = {"inner": "JOIN", "left": "LEFT JOIN", "full": "FULL JOIN"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text with parameter marks, and the parameters in the order of the marks."""

    text: str
    parameters: tuple[Literal_, ...]


def render(statement: Statement, dialect: Dialect) -> Rendered:
    """The text that is run."""
    printer = _Printer(dialect, inline=False)
    text = printer.statement(statement)
    return Rendered(text, tuple(printer.parameters))


def readable(statement: Statement, dialect: Dialect) -> str:
    """The same text with its values written in, for people to read and run; it is never run by polso."""
    return _Printer(dialect, inline=True).statement(statement)


def quoted(identifier: str) -> str:
    """A name in double quotes; anything but a plain name is refused."""
    return f'"{name(identifier)}"'


def literal(value: Literal_, type_name: str, kind: SqlType) -> str:
    """A value as text, quotes doubled."""
    match value:
        case None:
            return f"CAST(NULL AS {type_name})"
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | Decimal():
            return str(value)
        case datetime():
            return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case str():
            text = value.replace("'", "''")
            return f"'{text}'" if kind == "text" else f"CAST('{text}' AS {type_name})"
        case _:
            assert_never(value)


@dataclass(slots=True)
class _Printer:
    dialect: Dialect
    inline: bool
    parameters: list[Literal_] = field(default_factory=list)

    def statement(self, statement: Statement) -> str:
        parts = [f"{quoted(part_name)} AS (\n{_indent(self._part(part))}\n)" for part_name, part in statement.parts]
        head = f"WITH {', '.join(parts)}\n" if parts else ""
        return head + self.select(statement.body)

    def _part(self, part: Rows | Select | UnionAll) -> str:
        match part:
            case Rows():
                return self.rows(part)
            case Select():
                return self.select(part)
            case UnionAll(parts):
                return "\nUNION ALL\n".join(self.select(one) for one in parts)

    def rows(self, rows: Rows) -> str:
        lines = [
            "(" + ", ".join(self.value(Value(cell, rows.columns[at][1])) for at, cell in enumerate(row)) + ")"
            for row in rows.rows
        ]
        names = ", ".join(quoted(column) for column, _ in rows.columns)
        return f'SELECT * FROM (VALUES {", ".join(lines)}) AS "row" ({names})'

    def select(self, select: Select) -> str:
        items = ", ".join(f"{self.expression(item.expression)} AS {quoted(item.name)}" for item in select.items)
        lines = [f"SELECT {items}", f"FROM {self.source(select.source)}"]
        for join in select.joins:
            word = JOINS[join.kind]
            lines.append(f"{word} {self.source(join.source)} ON {self.expression(join.on)}")
        if select.where is not None:
            lines.append(f"WHERE {self.expression(select.where)}")
        if select.levels:
            sets = ", ".join("(" + ", ".join(quoted(column) for column in level) + ")" for level in select.levels)
            lines.append(f"GROUP BY GROUPING SETS ({sets})")
        if select.order_by:
            lines.append("ORDER BY " + ", ".join(f"{quoted(column)} NULLS LAST" for column in select.order_by))
        if select.limit is not None:
            lines.append(f"LIMIT {self.value(select.limit)}")
        if select.offset is not None:
            lines.append(f"OFFSET {self.value(select.offset)}")
        return "\n".join(lines)

    def source(self, source: Source) -> str:
        return f"{quoted(source.relation)} AS {quoted(source.alias)}"

    def value(self, value: Value) -> str:
        type_name = self.dialect.types[value.type]
        if self.inline:
            return literal(value.value, type_name, value.type)
        self.parameters.append(value.value)
        return f"CAST({self.dialect.parameter} AS {type_name})"

    def expression(self, expression: Expression) -> str:
        match expression:
            case Column(table, column):
                return f"{quoted(table)}.{quoted(column)}" if table else quoted(column)
            case Value():
                return self.value(expression)
            case Constant(value):
                return str(value) if isinstance(value, int) else literal(value, "", "text")
            case Compare(operator, left, right):
                return f"{self.expression(left)} {operator} {self.expression(right)}"
            case Same(left, right):
                return f"{self.expression(left)} IS NOT DISTINCT FROM {self.expression(right)}"
            case IsNull(operand):
                return f"{self.expression(operand)} IS NULL"
            case Not(operand):
                return f"NOT ({self.expression(operand)})"
            case And(operands):
                return " AND ".join(f"({self.expression(operand)})" for operand in operands)
            case Or(operands):
                return " OR ".join(f"({self.expression(operand)})" for operand in operands)
            case In(operand, values):
                return f"{self.expression(operand)} IN ({', '.join(self.expression(value) for value in values)})"
            case Arithmetic(operator, left, right):
                return f"({self.expression(left)} {operator} {self.expression(right)})"
            case Call(function, arguments):
                texts = [self.expression(argument) for argument in arguments]
                return self.dialect.functions[function].format(*texts)
            case Aggregate():
                return self.aggregate(expression)
            case _:
                assert_never(expression)

    def aggregate(self, aggregate: Aggregate) -> str:
        if aggregate.function == "list":
            # Only here a null is a value.
            operand = self._operand(aggregate)
            where = "" if aggregate.where is None else f" FILTER (WHERE {self.expression(aggregate.where)})"
            return self.dialect.list_of.format(operand, where)
        # A test in CASE stops at the first condition that fails; one in FILTER works all of them out.
        test = None if aggregate.where is None else self.expression(aggregate.where)
        operand = self._operand(aggregate)
        if aggregate.function == "sum_squares":
            operand = self.dialect.square.format(operand)
        if test is not None:
            operand = f"CASE WHEN {test} THEN {'1' if operand == '*' else operand} END"
        match aggregate.function:
            case "count":
                return f"count({operand})"
            case "count_distinct":
                return f"count(DISTINCT {operand})"
            case "scaled_sum":
                return self.dialect.scaled_sum.format(operand)
            case "sum" | "sum_squares":
                return f"sum({operand})"

    def _operand(self, aggregate: Aggregate) -> str:
        return "*" if aggregate.operand is None else self.expression(aggregate.operand)


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
