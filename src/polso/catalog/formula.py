"""Formulas over metrics: read by Python's own `ast` against a white list, never run.

What may stand in one: metric ids, `metric(variant="v")`, `metric(dimension="value")`, `opening(metric)` (a stock when
the period begins), `series("name")` (any other figure of the company), `setting("gross_margin_share")`,
`monthly(rate)` and `months_to_recover(cost, monthly, loss)`, numbers, `+ - * / × ÷ −` and parentheses.
Everything else is refused with its line and column, counted from 1.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NoReturn

from polso.base.errors import Parameter, UserError, did_you_mean
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import Derived, Metric, Stock

LONGEST = 2_000
DEEPEST = 60
SERIES_TOTAL = "series_total"
_PRINTED = str.maketrans({"×": "*", "÷": "/", "−": "-"})

Operator = Literal["+", "-", "*", "/"]
_OPERATORS: dict[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Operand:
    """Another metric: one of its variants (None: the company's), filtered, `opening` for its stock when it begins."""

    metric: str
    variant: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    opening: bool = False
    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)

    @property
    def spelled(self) -> str:
        return self.metric if self.variant is None else f"{self.metric}:{self.variant}"


@dataclass(frozen=True, slots=True)
class Operation:
    operator: Operator
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Formula


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that the company chose."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`monthly`: a rate of the period as one of a month; `months_to_recover`: after how many months a cost is back, by
    what comes in a month and the share of it that is lost every month."""

    function: str
    arguments: tuple[Formula, ...]


Formula = Number | Operand | Operation | Negative | Setting | Call
SETTINGS = ("gross_margin_share",)
FUNCTIONS = {"monthly": 1, "months_to_recover": 3}
"""Each with the number of its arguments."""


def read(text: str) -> Formula:
    """The formula that `text` writes.

    Raises UserError `formula_syntax` or `formula_not_allowed` (with `what` stands there), both with `line` and
    `column`; `formula_too_long`.

    >>> read("net_revenue ÷ (new_customers + 1)").operator
    '/'
    >>> read('win_rate(variant="by_value", channel="web")').where
    (('channel', 'web'),)
    """
    if len(text) > LONGEST:
        raise UserError("formula_too_long", line=1, column=1, most=LONGEST)
    if not text.strip():
        raise UserError("formula_syntax", line=1, column=1)
    written = text.translate(_PRINTED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(f"(\n{written}\n)", mode="eval")
    except SyntaxError as error:
        line, column = _inside(text, (error.lineno or 2) - 1, error.offset or 1)
        raise UserError("formula_syntax", line=line, column=column) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UserError("formula_syntax", line=1, column=1) from error
    return _Reader(written).formula(tree.body, 0)


def operands(formula: Formula) -> Iterator[Operand]:
    """Every metric that a formula names, in order, as often as it does."""
    match formula:
        case Operand():
            yield formula
        case Operation(_, left, right):
            yield from operands(left)
            yield from operands(right)
        case Negative(inner):
            yield from operands(inner)
        case Call(_, arguments):
            for one in arguments:
                yield from operands(one)


def check(own: str, formula: Formula, known: Mapping[str, Metric], variant: str | None = None) -> None:
    """That every metric, variant and dimension exists, and that the formula of `own` never comes back to itself.

    `variant` is the reading of `own` that it is for, None for all of them. `known` are all metrics; `own` may be among
    them. Raises UserError `formula_unknown_metric`, `formula_unknown_variant`,
    `formula_unknown_dimension`, `formula_not_a_stock`, `formula_without_metric`,
    `formula_cycle`, with `line` and `column`.
    """
    found = tuple(operands(formula))
    if not found:
        raise UserError("formula_without_metric", line=1, column=1)
    for one in found:
        _check(one, known)
        path = _way_back((own, variant), one, known, ())
        if path:
            raise _error("formula_cycle", one, path=path)


def _check(one: Operand, known: Mapping[str, Metric]) -> None:
    if one.metric not in known:
        raise _error("formula_unknown_metric", one, name=one.metric, suggestions=did_you_mean(one.metric, known))
    metric = known[one.metric]
    if one.variant is not None and one.variant not in metric.variant_ids:
        raise _error("formula_unknown_variant", one, name=one.variant, metric=metric.id, suggestions=metric.variant_ids)
    for dimension, _ in one.where:
        if dimension not in DIMENSIONS or dimension not in metric.dimensions:
            raise _error(
                "formula_unknown_dimension", one, name=dimension, metric=metric.id, suggestions=metric.dimensions
            )
    kind = metric.variant(one.variant or metric.default_variant).kind
    if one.opening and not isinstance(kind, Stock):
        raise _error("formula_not_a_stock", one, name=metric.id)


def _way_back(
    own: tuple[str, str | None], one: Operand, known: Mapping[str, Metric], seen: tuple[str, ...]
) -> tuple[str, ...]:
    """The metrics from the operand to the reading `own` (None: any of that metric), empty where no way leads back.

    An operand without a variant may be any of them, for a company chooses its own.
    """
    name = one.metric
    if name == own[0] and (own[1] is None or one.variant is None or one.variant == own[1]):
        return (*seen, name)
    spelled = name if one.variant is None else f"{name}:{one.variant}"
    if spelled in seen or name not in known:
        return ()
    metric = known[name]
    for variant in metric.variant_ids if one.variant is None else (one.variant,):
        kind = metric.variant(variant).kind
        if isinstance(kind, Derived):
            for further in operands(read(kind.formula)):
                path = _way_back(own, further, known, (*seen, spelled))
                if path:
                    return path
    return ()


def _error(code: str, one: Operand, **parameters: Parameter) -> UserError:
    return UserError(code, place=None, line=one.line, column=one.column, **parameters)


def _inside(text: str, line: int, column: int) -> tuple[int, int]:
    """The place within the text of a fault that may be reported behind its end."""
    lines = text.split("\n")
    if line > len(lines):
        return len(lines), len(lines[-1]) + 1
    return max(line, 1), max(min(column, len(lines[max(line, 1) - 1]) + 1), 1)


class _Reader:
    def __init__(self, written: str) -> None:
        self._lines = written.split("\n")

    def formula(self, node: ast.expr, depth: int) -> Formula:
        if depth > DEEPEST:
            self._refuse(node, "nesting")
        match node:
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return Operation(_OPERATORS[type(sign)], self.formula(left, depth + 1), self.formula(right, depth + 1))
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return Negative(self.formula(inner, depth + 1))
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return self.formula(inner, depth + 1)
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                number = Decimal(repr(value))
                return Number(number) if number.is_finite() else self._refuse(node)
            case ast.Name(id=name):
                line, column = self._place(node)
                return Operand(name, line=line, column=column)
            case ast.Call(func=ast.Name(id="opening"), args=[inner], keywords=[]):
                return self._opening(node, inner)
            case ast.Call(func=ast.Name(id="series"), args=[ast.Constant(value=str() as name)], keywords=[]):
                line, column = self._place(node)
                return Operand(SERIES_TOTAL, where=(("series", name),), line=line, column=column)
            case ast.Call(func=ast.Name(id="setting"), args=[ast.Constant(value=str() as name)], keywords=[]):
                return Setting(name) if name in SETTINGS else self._refuse(node)
            case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if len(given) == FUNCTIONS.get(name):
                return Call(name, tuple(self.formula(one, depth + 1) for one in given))
            case ast.Call(func=ast.Name(id=name), args=[], keywords=keywords) if keywords:
                return self._call(node, name, keywords)
        return self._refuse(node)

    def _opening(self, node: ast.expr, inner: ast.expr) -> Operand:
        found = self.formula(inner, 0)
        if not isinstance(found, Operand) or found.opening:
            self._refuse(node)
        return Operand(found.metric, found.variant, found.where, True, found.line, found.column)

    def _call(self, node: ast.expr, name: str, keywords: list[ast.keyword]) -> Operand:
        variant: str | None = None
        where: list[tuple[str, str]] = []
        for one in keywords:
            if one.arg is None or not isinstance(one.value, ast.Constant) or not isinstance(one.value.value, str):
                self._refuse(one.value)
            if one.arg == "variant":
                variant = one.value.value
            else:
                where.append((one.arg, one.value.value))
        line, column = self._place(node)
        return Operand(name, variant, tuple(where), line=line, column=column)

    def _place(self, node: ast.expr) -> tuple[int, int]:
        """Line and column from 1; the tree counts bytes, people count letters."""
        line = max(node.lineno - 1, 1)
        before = self._lines[line - 1].encode()[: node.col_offset].decode()
        return line, len(before) + 1

    def _refuse(self, node: ast.expr, what: str = "") -> NoReturn:
        line, column = self._place(node)
        shown = what or ast.unparse(node)
        most = 40
        raise UserError(
            "formula_not_allowed",
            line=line,
            column=column,
            what=shown if len(shown) <= most else f"{shown[:most]}…",
        )
