"""Metrics of one's own in polso.toml: the record they become, and the place of every fault."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from polso.access.viewer import OWNER
from polso.answers.door import Door
from polso.base.company import Company
from polso.base.errors import UserError
from polso.catalog.model import Derived
from polso.commands.metrics import metric_list, metric_shown, metrics_of
from polso.engines.duckdb import DuckDBEngine
from polso.query.request import Request
from polso.store.custom_metrics import every_metric
from polso.store.settings_file import parse_settings
from polso.store.workspace import Workspace
from tests.support.office import LATER, order
from tests.support.records import load_records

OWN = """
[[metric]]
id = "per_order"
name_it = "Ricavo per ordine"
name_en = "Revenue per order"
formula = "net_revenue / order_count"
unit = "currency"
better = "higher"
note = "Quanto vale un ordine."
"""


def test_a_metric_of_ones_own_is_a_record_like_any_other() -> None:
    metric = every_metric(parse_settings(OWN))["per_order"]
    assert (metric.names.it, metric.names.en) == ("Ricavo per ordine", "Revenue per order")
    assert (metric.unit, metric.direction, metric.kind) == ("currency", "higher", Derived("net_revenue / order_count"))
    assert metric.definition.it == "Quanto vale un ordine."
    assert "channel" in metric.dimensions
    assert ("sales_order.ordered_at", "sales_order.net_amount") in metric.requires


def test_one_of_ones_own_may_use_another_wherever_it_stands() -> None:
    text = OWN.replace("net_revenue / order_count", "half * 2") + '[[metric]]\nid="half"\nformula="net_revenue / 2"\n'
    assert every_metric(parse_settings(text))["per_order"].kind == Derived("half * 2")


def test_a_formula_that_is_one_metric_is_that_metric() -> None:
    found = every_metric(parse_settings('[[metric]]\nid="mine"\nformula="net_revenue"\nunit="currency"\n'))
    assert found["mine"].kind == found["net_revenue"].kind


@pytest.mark.parametrize(
    ("text", "code", "row", "column"),
    [
        ('[[metric]]\nid = "x"\nformula = "net_revenue + evil()"\n', "formula_not_allowed", 3, 26),
        ('[[metric]]\nid = "x"\n\nformula = "net_revenu"\n', "formula_unknown_metric", 4, 12),
        (
            '[[metric]]\nid = "x"\nformula = """\nnet_revenue\n  + nope\n"""\n',
            "formula_unknown_metric",
            5,
            5,
        ),
        ('[[metric]]\nid = "x"\nformula = "net_revenue /"\n', "formula_syntax", 3, 25),
        ('[[metric]]\nid = "x"\nformula = "x + 1"\n', "formula_cycle", 3, 12),
    ],
)
def test_every_fault_has_its_line_and_column(text: str, code: str, row: int, column: int) -> None:
    with pytest.raises(UserError) as raised:
        parse_settings(text)
    error = raised.value
    assert (error.code, error.place.row, error.parameters["line"], error.parameters["column"]) == (
        code,
        row,
        row,
        column,
    )


@pytest.mark.parametrize(("name", "code"), [("net_revenue", "metric_id_taken"), ("Ricavo", "metric_id_not_plain")])
def test_an_id_is_plain_and_ones_own(name: str, code: str) -> None:
    with pytest.raises(UserError) as raised:
        parse_settings(f'[company]\n[[metric]]\nid = "{name}"\nformula = "net_revenue"\n')
    assert (raised.value.code, raised.value.place.row) == (code, 3)


def test_it_is_listed_and_answered_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with Workspace.create(folder, Company(name="Prova"), LATER) as workspace:
        file = folder / "polso.toml"
        file.write_text(file.read_text(encoding="utf-8") + OWN, encoding="utf-8")
        workspace.reload_settings(LATER)
        load_records(
            workspace,
            {"sales_order": [order(1, LATER.date(), 30), order(2, LATER.date(), 15)]},
            extracted_at=LATER,
            imported_at=LATER,
            source_system="files",
        )
        door = Door(workspace, DuckDBEngine(workspace.cursor))
        found = next(iter(door.ask(Request(("per_order",), period="2026-11-24"), OWNER, LATER.date())))
        assert found.value == Decimal("22.5000")
        known = metrics_of(folder)
    assert metric_list("it", known)[-1]["name"] == "Ricavo per ordine"
    assert metric_shown("Revenue per order", "en", known)["id"] == "per_order"
