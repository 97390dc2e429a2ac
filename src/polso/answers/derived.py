"""Figures made of other figures: a formula evaluated in Decimal over the answers of its metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from polso.answers.answer import Figure, MetricAnswers
from polso.answers.assemble import Line, answers_of, line_of
from polso.answers.figures import Level
from polso.answers.judgement import NO_BOUNDS, UNDECIDED
from polso.base.company import Company
from polso.base.money import round_money
from polso.base.period import Period
from polso.catalog.formula import Call, Formula, Negative, Number, Operand, Operation, Setting
from polso.catalog.model import Derived
from polso.query.resolve import Resolved, read_formula

DIGITS = 40
DAYS_OF_MONTH = Decimal(365) / 12
_OF_THE_CELL = ("partial", "inferred_history")
"""Flags that an operand has for its own window; the cell says them itself."""


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in a formula: the figures of its metrics, the company's settings, and the days that it is of."""

    figures: Mapping[Operand, Decimal | None]
    company: Company = field(default_factory=Company)
    period: Period | None = None

    @property
    def months(self) -> Decimal:
        """How many months the period lasts: whole ones as such, other days as parts of a mean month."""
        if self.period is None:
            return Decimal(1)
        whole = self.period.whole_months
        return Decimal(whole) if whole else Decimal(self.period.days) / DAYS_OF_MONTH


class UnknownError(Exception):
    """A figure that has no value, and why."""


def assemble_derived(
    one: Resolved, made: Sequence[tuple[Operand, MetricAnswers]], company: Company, inferred: bool
) -> MetricAnswers:
    """Every bucket and group of a metric with a formula; `made` are the answers of its operands, in the same rows.

    A row is null where an operand is, with the operand's reason, where it would divide by zero, and where one of its
    parts rests on fewer records than the metric says are enough.
    """
    assert isinstance(one.variant.kind, Derived)
    formula = read_formula(one.variant.kind.formula)
    enough = one.variant.uncertainty.enough
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
        values = Values(_values(made, "value", position), company, part)
        now, reason = evaluate(formula, values)
        base = first.rows[position][2]
        before, _ = evaluate(formula, Values(_values(made, "previous", position), company, base or part))
        top, bottom = _parts(formula, values)
        # A figure is as well founded as its weakest part.
        n, earlier = (min(_counts(made, column, position), default=0) for column in ("n", "previous_n"))
        if n < enough and (now is not None or reason is not None):
            now, reason = None, "weak_part"
        before = before if earlier >= enough else None
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
    return answers_of(one, company.currency, rows, lines)


def evaluate(formula: Formula, values: Values) -> tuple[Decimal | None, str | None]:
    """The figure with forty digits in between, or None with a reason of its own: a division by zero.

    >>> from polso.catalog.formula import read
    >>> evaluate(read("a / b"), Values({Operand("a"): Decimal(1), Operand("b"): Decimal(0)}))
    (None, 'no_denominator')
    >>> evaluate(read("months_to_recover(600, 70, 0.05)"), Values({}))
    (Decimal('11'), None)
    >>> evaluate(read("months_to_recover(1500, 70, 0.05)"), Values({}))
    (None, 'never_recovered')
    """
    with localcontext() as context:
        context.prec = DIGITS
        try:
            return _evaluate(formula, values), None
        except ZeroDivisionError:
            return None, "no_denominator"
        except UnknownError as reason:
            return None, str(reason)


def _evaluate(formula: Formula, values: Values) -> Decimal | None:
    match formula:
        case Number(value):
            return value
        case Operand():
            return values.figures[formula]
        case Setting(name):
            return exact(getattr(values.company, name))
        case Call(function, arguments):
            given = [_evaluate(one, values) for one in arguments]
            known = [one for one in given if one is not None]
            return _called(function, known, values.months) if len(known) == len(given) else None
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


def _called(function: str, given: Sequence[Decimal], months: Decimal) -> Decimal:
    if function == "monthly":
        (rate,) = given
        return rate if rate >= 1 else 1 - (1 - rate) ** (1 / months)
    cost, monthly, loss = given
    if not 0 <= loss <= 1:
        raise UnknownError("never_recovered")
    from polso.statistics.unit_economics import payback_months

    found = payback_months(monthly, loss, cost)
    if found is None:
        raise UnknownError("never_recovered")
    return Decimal(found)


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
