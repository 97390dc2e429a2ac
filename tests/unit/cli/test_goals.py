"""`polso goals` and `polso metrics fit`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Polso


@pytest.fixture
def sold(polso: Polso, tmp_path: Path) -> Polso:
    rows = "\n".join(
        f"{day:02d},{day % 3},Anna,100.50,EUR,2025-05-{day:02d}T10:00:00,completed" for day in range(1, 21)
    )
    file = tmp_path / "orders.csv"
    file.write_text(f"order_id,account_id,rep_id,net_amount,currency,ordered_at,status\n{rows}\n", encoding="utf-8")
    done = polso("import", file, "--as", "sales_order", "--extracted-at", "2025-05-31", "--yes")
    assert done.code == 0, done.err
    return polso


def test_a_goal_is_set_shown_and_taken_back(sold: Polso) -> None:
    done = sold("goals", "set", "net_revenue", "4.020,00", "--period", "2025-05", "--json")
    assert done.code == 0, done.err
    said = done.json()
    assert (said["metric"], said["value"], said["currency"], said["kind"]) == ("net_revenue", "4020.00", "EUR", "goal")
    assert said["period"] == {"start": "2025-05-01", "end": "2025-06-01", "label": "2025-05"}
    (goal,) = sold("goals", "--json").json()
    assert (goal["to_date"], goal["pace"], goal["actual"]) == (0.5, 0.5, "2010.00")
    assert "4,020.00" in sold("goals").out
    assert sold("undo", said["batch"], "--json").code == 0
    assert sold("goals", "--json").json() == []
    assert "No targets" in sold("goals").out


def test_a_persons_goal_is_a_quota(sold: Polso) -> None:
    said = sold("goals", "set", "net_revenue", "1005", "--period", "2025-05", "--rep", "Anna", "--json").json()
    assert (said["kind"], said["scope"]["name"]) == ("quota", "Anna")
    (goal,) = sold("goals", "--json").json()
    assert (goal["to_date"], goal["scope"]["name"]) == (2.0, "Anna")


def test_setting_it_again_keeps_what_was_set_before(sold: Polso) -> None:
    sold("goals", "set", "net_revenue", "4020", "--period", "2025-05")
    sold("goals", "set", "net_revenue", "2010", "--period", "2025-05")
    (goal,) = sold("goals", "--json").json()
    assert goal["to_date"] == 1.0
    asked = sold("ask", "sales_target_attainment:original", "--period", "2025-05", "--format", "json")
    assert asked.json()[0]["value"] == 0.5


def test_a_share_may_be_set_in_percent(sold: Polso) -> None:
    assert sold("goals", "set", "win_rate", "30 %", "--period", "2025", "--json").json()["value"] == "0.30"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("net_revenu", "10", "--period", "2025-05"), "net_revenue"),
        (("net_revenue", "-10", "--period", "2025-05"), "above zero"),
        (("net_revenue", "10", "--period", "soon"), "soon"),
        (("net_revenue", "10", "--period", "2025-05", "--rep", "Nobody"), "Nobody"),
        (("net_revenue", "10", "--period", "2025-05", "--rep", "Anna", "--team", "x"), "not of both"),
    ],
)
def test_what_cannot_be_a_goal_is_refused(sold: Polso, arguments: tuple[str, ...], words: str) -> None:
    done = sold("goals", "set", *_safe(arguments))
    assert done.code == 1
    assert words in done.err


def _safe(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """A negative value would be taken for an option."""
    metric, value, *options = arguments
    return (*options, "--", metric, value)


def test_a_target_may_come_from_a_file(sold: Polso, tmp_path: Path) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(
        "target_id,metric_id,scope_type,period_start,period_end,value,currency,kind\n"
        "t1,net_revenue,company,2025-05-01,2025-05-31,8040,EUR,goal\n",
        encoding="utf-8",
    )
    assert sold("import", file, "--as", "target", "--yes").code == 0
    asked = sold("ask", "sales_target_attainment", "--period", "2025-05", "--format", "json").json()
    assert (asked[0]["value"], asked[0]["denominator"]) == (0.25, "8040.00")


def test_the_model_is_shown_with_its_gates(sold: Polso) -> None:
    found = sold("metrics", "fit", "clv", "--json").json()
    assert (found["n"], found["shown"]) == (3, False)
    assert set(found["parameters"]) == {"r", "alpha", "a", "b"}
    assert {gate["gate"]: gate["passed"] for gate in found["gates"]}["customers"] is False
    assert {score["method"] for score in found["hold_out"]["scores"]} >= {"bg_nbd", "mbg_nbd"}
    assert "Log-likelihood" in sold("metrics", "fit", "clv").out
    refused = sold("metrics", "fit", "net_revenue")
    assert refused.code == 1
    assert "no model" in refused.err
