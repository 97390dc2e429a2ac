"""`polso import` and `polso imports`: the proof, the contract's JSON, questions, repeated and refused files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import DEALS, Polso

AMBIGUOUS = """\
Deal ID;Deal owner;Deal stage;Amount;Create date;Close date
A1;Anna;Won;10,00;03/04/2026;05/06/2026
A2;Anna;Lost;20,00;04/05/2026;06/07/2026
"""


def test_json_is_the_contract(polso: Polso, deals: Path) -> None:
    done = polso("import", deals, "--json")
    report = done.json()
    assert done.code == 0
    assert report.keys() >= {"batch", "files", "enables", "questions"}
    (file,) = report["files"]
    assert (file["file"], file["table"]) == ("deals.csv", "opportunity")
    assert (file["rows"], file["new"], file["changed"], file["unchanged"], file["rejected"]) == (7, 7, 0, 0, [])
    assert (report["batch"], report["questions"]) == (1, [])
    assert {"win_rate", "net_revenue"} <= set(report["enables"])
    assert "average_order_value" not in report["enables"]


def test_a_missing_workspace_is_made_and_said(polso: Polso, deals: Path, tmp_path: Path) -> None:
    done = polso("import", deals, "-w", tmp_path / "new")
    assert (tmp_path / "new" / "polso.toml").exists()
    assert "New workspace" in done.err
    assert "New workspace" not in polso("import", deals, "-w", tmp_path / "new").err


def test_the_same_file_again_adds_nothing(polso: Polso, deals: Path) -> None:
    polso("import", deals)
    (file,) = polso("import", deals, "--json").json()["files"]
    assert (file["new"], file["changed"], file["unchanged"]) == (0, 0, 7)


def test_the_proof_says_what_was_read(polso: Polso, deals: Path) -> None:
    done = polso("import", deals)
    assert "7 rows read: 7 new" in done.out
    assert "Amount" in done.out
    assert "6,100.50" in done.out  # the file's own total, 200 + 1000 + 500 + 2500.50 + 300 + 900 + 700
    assert "1 Nov 2025" in done.out
    assert "Average order value" in done.out  # among what is missing


def test_a_first_import_settles_basis_and_growth_and_says_so(polso: Polso, deals: Path, tmp_path: Path) -> None:
    done = polso("import", deals)
    settings = (tmp_path / "workspace" / "polso.toml").read_text(encoding="utf-8")
    assert 'revenue_basis = "won_deals"' in settings
    assert 'sales_growth = "previous"' in settings
    assert "Revenue is counted from: won deals" in done.out
    assert "Revenue is counted from" not in polso("import", deals).out


def test_a_rejected_row_is_told_with_line_and_reason(polso: Polso, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(DEALS.replace("1000,00", "n.d. circa"), encoding="utf-8")
    done = polso("import", file, "--json")
    if done.code == 0:
        (reject,) = done.json()["files"][0]["rejected"]
        assert (reject["line"], reject["column"]) == (3, "Amount")
        assert reject["reason"]
    else:
        assert done.json()["error"]["place"]["column"] == "Amount"


def test_what_the_values_leave_open_is_asked_and_nothing_is_written(polso: Polso, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(AMBIGUOUS, encoding="utf-8")
    done = polso("import", file, "--json")
    report = done.json()
    assert (done.code, report["error"]["code"], report["batch"]) == (1, "import_has_questions", None)
    assert all(question.keys() >= {"key", "text", "choices"} for question in report["questions"])
    assert all(choice.keys() == {"value", "label"} for one in report["questions"] for choice in one["choices"])
    assert polso("imports", "--json").json() == []
    answers = [
        word for one in report["questions"] for word in ("--answer", f"{one['key']}={one['choices'][0]['value']}")
    ]
    assert polso("import", file, *answers, "--json").code == 0


def test_questions_come_with_the_option_that_answers_them(polso: Polso, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(AMBIGUOUS, encoding="utf-8")
    done = polso("import", file)
    assert done.code == 1
    assert '--answer "deals.csv:' in done.err


def test_a_dry_run_stores_nothing(polso: Polso, deals: Path) -> None:
    done = polso("import", deals, "--dry-run", "--json")
    assert (done.code, done.json()["batch"], done.json()["files"][0]["new"]) == (0, None, 7)
    assert polso("imports", "--json").json() == []


def test_a_file_that_is_not_there_makes_no_workspace(polso: Polso, tmp_path: Path) -> None:
    done = polso("import", tmp_path / "none.csv", "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "file_missing")
    assert not (tmp_path / "workspace").exists()


def test_a_pattern_is_expanded_where_the_shell_does_not(polso: Polso, deals: Path) -> None:
    assert polso("import", deals.parent / "*.csv", "--json").json()["files"][0]["file"] == "deals.csv"


@pytest.mark.parametrize("text", ["", "nothing to see here\n"])
def test_a_bad_file_leaves_the_workspace_as_it_was(polso: Polso, deals: Path, tmp_path: Path, text: str) -> None:
    polso("import", deals)
    bad = tmp_path / "bad.csv"
    bad.write_text(text, encoding="utf-8")
    done = polso("import", bad, "--json")
    assert (done.code, done.json()["error"]["place"]["file"]) == (1, "bad.csv")
    assert len(polso("imports", "--json").json()) == 1


def test_extracted_at_is_the_start_of_its_day_and_as_of_sees_it(polso: Polso, deals: Path) -> None:
    polso("import", deals, "--extracted-at", "2026-04-01")
    later = deals.with_name("later.csv")
    later.write_text(DEALS.replace("A6;;Open;700,00;2026-03-20;", "A6;;Won;700,00;2026-03-20;2026-04-03"), "utf-8")
    polso("import", later, "--extracted-at", "2026-04-08")
    (first, second) = polso("imports", "--json").json()
    assert (first["extracted_at"], second["extracted_at"]) == ("2026-03-31T22:00:00Z", "2026-04-07T22:00:00Z")
    open_deals = ("ask", "open_deals", "--period", "2026-04-01", "--json")
    assert polso(*open_deals, "--as-of", "2026-04-07").json()[0]["value"] == 1
    # Of a day that no extract described yet nothing was known.
    assert polso(*open_deals[:3], "2026-04-02", "--json", "--as-of", "2026-04-07").json()[0]["value"] is None
    won = ("ask", "deals_won", "--period", "2026-04", "--json")
    assert polso(*won, "--as-of", "2026-04-08").json()[0]["value"] == 1
    assert polso(*won, "--as-of", "2026-04-07").json()[0]["value"] in (0, None)


def test_imports_lists_every_batch(polso: Polso, deals: Path) -> None:
    assert "Nothing has been imported" in polso("imports", "-w", _empty(polso)).out
    polso("import", deals)
    (batch,) = polso("imports", "--json").json()
    assert batch.keys() == {"batch", "kind", "files", "imported_at", "extracted_at", "undone"}
    assert (batch["batch"], batch["undone"], batch["files"][0]["file"]) == (1, False, "deals.csv")
    assert "deals.csv" in polso("imports").out


def _empty(polso: Polso) -> str:
    return str(polso("init", "--json").json()["workspace"])


def test_the_first_words_and_an_expected_total(polso: Polso, deals: Path) -> None:
    done = polso("import", deals, "--expect", "deals_won:2026=4")
    assert "7 rows read, 1 Nov 2025 – 20 Mar 2026." in done.out
    assert "✗ Deals won (2026): 4 expected, 3 found (−1)" in done.out
    assert polso("import", deals, "--expect", "deals_won=viel").code == 1


def test_rejected_rows_are_written_where_asked(polso: Polso, deals: Path, tmp_path: Path) -> None:
    deals.write_text(DEALS.replace("2026-02-20", "2026-02-31"), encoding="utf-8")
    done = polso("import", deals, "--rejects", tmp_path / "rejected.csv")
    assert "Rejected rows: " in done.out
    assert "2026-02-31" in (tmp_path / "rejected.csv").read_text(encoding="utf-8")


ODD_WORDS = """\
Deal ID;Deal owner;Deal stage;Amount;Create date;Close date
A1;Anna;Won;10,00;2026-03-13;2026-05-16
A2;Anna;Lost;20,00;2026-03-14;2026-06-17
A3;Anna;Firmata qui;30,00;2026-03-15;2026-06-17
"""


def _won(polso: Polso) -> int:
    return int(polso("ask", "deals_won", "--period", "2026", "--json").json()[0]["value"])


def test_an_answer_may_name_words_that_are_known(polso: Polso, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(ODD_WORDS, encoding="utf-8")
    done = polso(
        *("import", path, "--answer", "deals.csv:won:Deal stage=Won|Firmata qui"),
        *("--answer", "deals.csv:lost:Deal stage=Lost"),
    )
    assert done.code == 0, done.err
    assert _won(polso) == 2


def test_an_answer_overrides_what_a_known_word_means(polso: Polso, deals: Path) -> None:
    done = polso("import", deals, "--answer", "deals.csv:won:Deal stage=Won|Lost")
    assert done.code == 0, done.err
    assert _won(polso) == 5


def test_an_answer_with_a_word_that_is_not_there_is_refused(polso: Polso, deals: Path) -> None:
    assert polso("import", deals, "--answer", "deals.csv:won:Deal stage=Gewonnen").code == 1


@pytest.mark.parametrize(("language", "said"), [("it", "1 gen 2999"), ("en", "1 Jan 2999")])
def test_an_export_of_the_future_is_refused_with_its_local_day_in_words(
    polso: Polso, deals: Path, language: str, said: str
) -> None:
    done = polso("import", deals, "--extracted-at", "2999-01-01", environ={"POLSO_LANGUAGE": language})
    assert done.code == 1
    assert said in done.err
    assert "T23:00" not in done.err


def test_an_empty_folder_is_told_as_such(polso: Polso, tmp_path: Path) -> None:
    folder = tmp_path / "esportazioni"
    folder.mkdir()
    done = polso("import", folder, environ={"POLSO_LANGUAGE": "it"})
    assert done.code == 1
    assert "Nella cartella «" in done.err
    assert "esportazioni» non c’è nessun file" in " ".join(done.err.split())
