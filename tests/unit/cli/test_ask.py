"""`polso ask`: its contract in every form."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from python_calamine import load_workbook

from tests.unit.cli.conftest import Polso

KEYS = (
    *("metric", "variant", "period", "by", "value", "unit", "currency", "numerator", "denominator", "n", "low", "high"),
    *("previous", "change", "change_ratio", "distinguishable", "coverage", "partial", "as_of", "flags"),
)


def test_json_is_a_list_with_the_promised_keys_and_nothing_else_on_stdout(polso: Polso, company: Path) -> None:
    done = polso("ask", "win_rate", "--period", "2026-02", "-w", company, "--json")
    (answer,) = done.json()
    assert done.code == 0
    assert done.err == ""
    assert [key for key in KEYS if key not in answer] == []
    assert answer["period"] == {"start": "2026-02-01", "end": "2026-03-01", "label": "2026-02"}
    assert (answer["numerator"], answer["denominator"], answer["n"], answer["unit"]) == (2, 3, 3, "ratio")
    assert answer["value"] == pytest.approx(2 / 3)
    assert answer["by"] == {}


def test_money_is_decimal_text_and_a_total_omits_its_dimension(polso: Polso, company: Path) -> None:
    done = polso("ask", "net_revenue", "--period", "2026-Q1", "--by", "rep", "-w", company, "--format", "json")
    assert {str(one["by"]): one["value"] for one in done.json()} == {
        "{'rep': 'Anna'}": "1000.00",
        "{'rep': 'Bruno'}": "2800.50",
        "{}": "3800.50",
    }


def test_a_grain_gives_one_object_a_bucket(polso: Polso, company: Path) -> None:
    done = polso("ask", "deals_won", "--period", "2026-Q1", "--grain", "month", "-w", company, "--json")
    assert [(one["period"]["label"], one["value"]) for one in done.json()] == [
        ("2026-01", 0),
        ("2026-02", 2),
        ("2026-03", 1),
    ]


def test_without_period_it_is_the_last_covered_month(polso: Polso, company: Path) -> None:
    assert polso("ask", "deals_lost", "-w", company, "--json").json()[0]["period"]["label"] == "2026-03"


def test_a_filter_is_split_at_its_first_equals_sign(polso: Polso, company: Path) -> None:
    done = polso("ask", "deals_lost", "--period", "all", "--where", "source==Web", "-w", company, "--json")
    assert done.json()[0]["value"] == 1


def test_variants_are_spelled_with_a_colon(polso: Polso, company: Path) -> None:
    done = polso("ask", "win_rate:by_value", "--period", "2026-02", "-w", company, "--json")
    assert done.json()[0]["variant"] == "by_value"
    assert done.json()[0]["value"] == pytest.approx(3500.5 / 4000.5)


def test_before_anything_was_known_the_answer_is_inferred(polso: Polso, company: Path) -> None:
    done = polso("ask", "deals_won", "--period", "2026-02", "--as-of", "2026-02-10", "-w", company, "--json")
    assert "inferred_history" in done.json()[0]["flags"]
    assert done.json()[0]["as_of"] == "2026-02-10T22:59:59.999999Z"


def test_csv_has_a_row_an_answer_and_levels_tell_totals(polso: Polso, company: Path) -> None:
    done = polso("ask", "net_revenue", "--period", "2026-Q1", "--by", "rep", "-w", company, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [(row["rep"], row["level"], row["value"]) for row in rows] == [
        ("Anna", "1", "1000.00"),
        ("Bruno", "1", "2800.50"),
        ("", "0", "3800.50"),
    ]


def test_a_text_that_a_spreadsheet_would_run_is_defused(polso: Polso, company: Path, tmp_path: Path) -> None:
    request = ("ask", "deals_lost", "--period", "2026-02", "--by", "source", "-w", company)
    assert "'=Web" in polso(*request, "--format", "csv").out
    file = tmp_path / "lost.xlsx"
    done = polso(*request, "--format", "xlsx", "--out", file)
    assert (done.code, done.out) == (0, "")
    sheet = load_workbook(str(file)).get_sheet_by_index(0).to_python()
    assert "'=Web" in sheet[1]
    assert sheet[1][sheet[0].index("value")] == 1


def test_rows_sum_to_the_figure(polso: Polso, company: Path) -> None:
    request = ("ask", "net_revenue", "--period", "2026-Q1", "-w", company)
    rows = polso(*request, "--rows", "--json").json()
    assert sum(round(100 * float(row["numerator"])) for row in rows) == 380050
    assert {row["day"] for row in rows} == {"2026-02-03", "2026-02-20", "2026-03-05"}
    assert "3 rows of 3" in polso(*request, "--rows").out


def test_no_rows_is_no_error(polso: Polso, company: Path) -> None:
    done = polso("ask", "net_revenue", "--period", "2026-01", "-w", company, "--rows")
    assert done.code == 0
    assert "0 rows of 0" in done.out


def test_rows_of_several_metrics_cannot_be_asked_for(polso: Polso, company: Path) -> None:
    done = polso("ask", "net_revenue", "win_rate", "--rows", "-w", company, "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "rows_of_one_metric")


def test_sql_is_the_statements_alone(polso: Polso, company: Path) -> None:
    done = polso("ask", "win_rate", "--period", "2026-02", "-w", company, "--format", "sql")
    assert done.out.startswith("WITH")
    assert done.out.rstrip().endswith(";")


def test_the_table_names_value_change_base_and_reason(polso: Polso, company: Path) -> None:
    done = polso("ask", "win_rate", "average_order_value", "--period", "2026-03", "-w", company)
    assert "50.0%" in done.out
    assert "vs 1–" in done.out
    assert "Needed: orders: order date" in done.out
    assert "Revenue from" not in done.out
    assert "won deals" in polso("ask", "net_revenue", "-w", company).out


def test_the_table_speaks_the_readers_language(polso: Polso, company: Path) -> None:
    done = polso("ask", "net_revenue", "--period", "2026-02", "-w", company, environ={"POLSO_LANGUAGE": "it"})
    assert "3.500,50\u00a0€" in done.out
    assert "Ricavi netti" in done.out


def test_any_form_can_go_into_a_file(polso: Polso, company: Path, tmp_path: Path) -> None:
    for form in ("table", "json", "csv", "sql"):
        file = tmp_path / f"out.{form}"
        done = polso("ask", "win_rate", "--period", "2026-02", "-w", company, "--format", form, "--out", file)
        assert (done.code, done.out) == (0, "")
        assert file.stat().st_size > 0
    done = polso("ask", "win_rate", "-w", company, "--out", tmp_path / "no" / "where.csv")
    assert done.code == 1
    assert "cannot be written" in done.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", "win_rat"], "unknown_metric"),
        (["ask", "win_rate", "--by", "colour"], "unknown_dimension"),
        (["ask", "win_rate", "--period", "2026-13"], "unknown_period"),
        (["ask", "win_rate", "--period", "2999"], "period_in_future"),
        (["ask", "win_rate", "--where", "rep=Nobody"], "unknown_value"),
        (["ask", "win_rate:by_weight"], "unknown_variant"),
        (["ask", "win_rate", "--as-of", "yesterday evening"], "unknown_instant"),
    ],
)
def test_what_the_user_can_act_on(polso: Polso, company: Path, arguments: list[str], code: str) -> None:
    done = polso(*arguments, "-w", company, "--json")
    error = done.json()["error"]
    assert (done.code, error["code"]) == (1, code)
    assert error.keys() == {"code", "message", "action", "place"}
    assert error["message"]
    assert error["message"] in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "win_rate", "--grain", "hour"],
        ["ask", "win_rate", "--compare", "tomorrow"],
        ["ask", "win_rate", "--where", "rep"],
        ["ask", "win_rate", "--format", "csv", "--json"],
        ["ask", "win_rate", "--colour"],
        ["guess"],
    ],
)
def test_wrong_usage_is_exit_code_2(polso: Polso, company: Path, arguments: list[str]) -> None:
    done = polso(*arguments, *(["-w", str(company)] if arguments != ["guess"] else []))
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_a_workspace_that_is_not_there(polso: Polso, tmp_path: Path) -> None:
    done = polso("ask", "win_rate", "-w", tmp_path / "none", "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "workspace_not_found")
    assert not (tmp_path / "none").exists()
