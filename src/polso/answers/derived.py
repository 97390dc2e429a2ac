"""Figures made of other figures: a formula evaluated in Decimal over the answers of its metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from polso.answers.answer import Figure, MetricAnswers
from polso.answers.assemble import Line, answers_of, line_of
from polso.answers.figures import Level
from polso.answers.judgement import NO_BOUNDS, UNDECIDED
from polso.base.money import round_money
from polso.catalog.formula import Formula, Negative, Number, Operand, Operation
from polso.catalog.model import Derived
from polso.query.resolve import Resolved, read_formula

DIGITS = 40
_OF_THE_CELL = ("partial", "inferred_history")
"""Flags that an operand has for its own window; the cell says them itself."""

Values = Mapping[Operand, Decimal | None]


def assemble_derived(
    one: Resolved, made: Sequence[tuple[Operand, MetricAnswers]], currency: str, inferred: bool
) -> MetricAnswers:
    """Every bucket and group of a metric with a formula; `made` are the answers of its operands, in the same rows.

    A row is null where an operand is, with the operand's reason, and where it would divide by zero.
    """
    assert isinstance(one.variant.kind, Derived)
    formula = read_formula(one.variant.kind.formula)
    unit = one.variant.unit or one.metric.unit
    first = made[0][1]
    parts = {cell.bucket: cell for cell in one.cells}
    rows = [(row[0], parts[row[0]].part, parts[row[0]].base, row[3]) for row in first.rows]
    lines: list[Line] = []
    for position, (bucket, part, _, _) in enumerate(rows):
        flags = _flags(made, position)
        if part is None:
            lines.append(line_of(Level(None, None, None, 0, 0), NO_BOUNDS, None, UNDECIDED, ("outside_data",)))
            continue
        now, reason = evaluate(formula, _values(made, "value", position))
        before, _ = evaluate(formula, _values(made, "previous", position))
        top, bottom = _parts(formula, _values(made, "value", position))
        # A figure is as well founded as its weakest part.
        n, earlier = (min(_counts(made, column, position), default=0) for column in ("n", "previous_n"))
        missing = max(_counts(made, "missing", position), default=0)
        level = Level(figure(now, unit), figure(top, unit), figure(bottom, "number"), n, missing)
        told = (
            *(("partial",) if parts[bucket].partial else ()),
            *(("inferred_history",) if inferred else ()),
            *((reason,) if reason else ()),
            *flags,
        )
        previous = None if before is None else Level(figure(before, unit), None, None, earlier, 0)
        lines.append(line_of(level, NO_BOUNDS, previous, UNDECIDED, told))
    return answers_of(one, currency, rows, lines)


def evaluate(formula: Formula, values: Values) -> tuple[Decimal | None, str | None]:
    """The figure with forty digits in between, or None with a reason of its own: a division by zero.

    >>> from polso.catalog.formula import read
    >>> evaluate(read("a / b"), {Operand("a"): Decimal(1), Operand("b"): Decimal(0)})
    (None, 'no_denominator')
    """
    with localcontext() as context:
        context.prec = DIGITS
        try:
            return _evaluate(formula, values), None
        except ZeroDivisionError:
            return None, "no_denominator"


def _evaluate(formula: Formula, values: Values) -> Decimal | None:
    match formula:
        case Number(value):
            return value
        case Operand():
            return values[formula]
        case Negative(operand):
            inner = _evaluate(operand, values)
            return None if inner is None else -inner
        case Operation(operator, left_side, right_side):
            left, right = _evaluate(left_side, values), _evaluate(right_side, values)
            if left is None or right is None:
                return None
            match operator:
                case "+":
                    return left + right
                case "-":
                    return left - right
                case "*":
                    return left * right
                case "/":
                    if right == 0:
                        raise ZeroDivisionError
                    return left / right


def figure(value: Decimal | None, unit: str) -> Figure:
    """Rounded to what the unit is kept in: money to four decimals, counts whole where they are."""
    if value is None:
        return None
    if unit == "currency":
        return round_money(value)
    if unit == "ratio":
        return float(value)
    return int(value) if value == value.to_integral_value() else float(value)


def _values(made: Sequence[tuple[Operand, MetricAnswers]], column: str, position: int) -> dict[Operand, Decimal | None]:
    return {operand: exact(answers.figures[column][position]) for operand, answers in made}


def exact(value: object) -> Decimal | None:
    """A figure as the Decimal that it prints as."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, float)):
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(int(value))
    return None


def _parts(formula: Formula, values: Values) -> tuple[Decimal | None, Decimal | None]:
    """What is divided by what, where the formula is a division; else the figure alone."""
    if isinstance(formula, Operation) and formula.operator == "/":
        return evaluate(formula.left, values)[0], evaluate(formula.right, values)[0]
    return evaluate(formula, values)[0], None


def _flags(made: Sequence[tuple[Operand, MetricAnswers]], position: int) -> tuple[str, ...]:
    """The flags of all operands, those of an unknown one first."""
    ordered = sorted(made, key=lambda pair: pair[1].figures["value"][position] is not None)
    flags: dict[str, None] = {}
    for _, answers in ordered:
        told = answers.figures["flags"][position]
        assert isinstance(told, tuple)
        flags.update(dict.fromkeys(flag for flag in told if flag not in _OF_THE_CELL))
    return tuple(flags)


def _counts(made: Sequence[tuple[Operand, MetricAnswers]], column: str, position: int) -> list[int]:
    return [value for _, answers in made if isinstance(value := answers.figures[column][position], int)]
