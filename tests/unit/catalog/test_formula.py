"""Formulas: what is read, and what is refused at which place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from polso.base.errors import UserError
from polso.catalog import formula
from polso.catalog.formula import Negative, Number, Operand, Operation
from polso.catalog.model import Derived, Metric
from polso.catalog.registry import metrics


def test_a_formula_is_read_as_arithmetic() -> None:
    assert formula.read("-net_revenue × 0.5 + 2") == Operation(
        "+",
        Operation("*", Negative(Operand("net_revenue")), Number(Decimal("0.5"))),
        Number(Decimal(2)),
    )


def test_operands_carry_variant_filters_and_opening() -> None:
    found = list(
        formula.operands(
            formula.read('win_rate(variant="by_value", channel="web") / opening(pipeline_value) - series("visite")')
        )
    )
    assert found == [
        Operand("win_rate", "by_value", (("channel", "web"),)),
        Operand("pipeline_value", opening=True),
        Operand("series_total", where=(("series", "visite"),)),
    ]


def test_a_formula_may_go_over_lines() -> None:
    found = list(formula.operands(formula.read("net_revenue\n  / new_customers")))
    assert [(one.line, one.column) for one in found] == [(1, 1), (2, 5)]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "formula_syntax", 1, 1),
        ("net_revenue /", "formula_syntax", 1, 14),
        ("net_revenue ** 2", "formula_not_allowed", 1, 1),
        ("1 + __import__('os')", "formula_not_allowed", 1, 5),
        ("1 +\n net_revenue.real", "formula_not_allowed", 2, 2),
        ("1 + 'testo'", "formula_not_allowed", 1, 5),
        ("(lambda: 1)()", "formula_not_allowed", 1, 1),
        ("net_revenue(rep=new_customers)", "formula_not_allowed", 1, 17),
        ("net_revenue(**{})", "formula_not_allowed", 1, 15),
        ("net_revenue()", "formula_not_allowed", 1, 1),
        ("True + 1", "formula_not_allowed", 1, 1),
        ("1e999", "formula_not_allowed", 1, 1),
        ("1, 2", "formula_not_allowed", 1, 1),
        ("a if b else c", "formula_not_allowed", 1, 1),
        ("opening(net_revenue + 1)", "formula_not_allowed", 1, 1),
        ("series(visite)", "formula_not_allowed", 1, 1),
        ("[x for x in (1,)]", "formula_not_allowed", 1, 1),
        ("\x00", "formula_syntax", 1, 1),
        ("-" * 1900 + "1", "formula_not_allowed", 1, 62),
        ("1" + " " * 2000, "formula_too_long", 1, 1),
    ],
)
def test_anything_else_is_refused_with_its_place(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(UserError) as raised:
        formula.read(text)
    assert (raised.value.code, raised.value.parameters["line"], raised.value.parameters["column"]) == (
        code,
        line,
        column,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 + net_revenu", "formula_unknown_metric"),
        ('1 + net_revenue(variant="nope")', "formula_unknown_variant"),
        ('1 + net_revenue(stage="x")', "formula_unknown_dimension"),
        ("1 + opening(net_revenue)", "formula_not_a_stock"),
        ("1 + mine", "formula_cycle"),
        ("1 + other", "formula_cycle"),
    ],
)
def test_names_are_checked_against_the_catalog(text: str, code: str) -> None:
    known = dict(metrics())
    known["mine"] = _own("mine", "net_revenue")
    known["other"] = _own("other", "mine + 1")
    with pytest.raises(UserError) as raised:
        formula.check("mine", formula.read(text), known)
    assert (raised.value.code, raised.value.parameters["column"]) == (code, 13 if "opening" in text else 5)


def test_a_formula_needs_a_metric() -> None:
    with pytest.raises(UserError, match="formula_without_metric"):
        formula.check("mine", formula.read("1 + 1"), metrics())


def test_a_chain_without_a_cycle_is_allowed() -> None:
    known = {**metrics(), "other": _own("other", "net_revenue + 1")}
    formula.check("mine", formula.read("other / 2"), known)


def _own(name: str, text: str) -> Metric:
    return replace(metrics()["net_revenue"], id=name, kind=Derived(text), variants=())
