"""`polso init`, `doctor`, `metrics`, and what surrounds the commands: language, version, help, completion."""

from __future__ import annotations

from pathlib import Path

import pytest

from polso.catalog.registry import metrics
from polso.cli import complete
from polso.cli.language import language_of
from polso.i18n.catalogue import catalogue
from tests.unit.cli.conftest import Polso


def test_init_writes_the_settings_it_is_given(polso: Polso, tmp_path: Path) -> None:
    options = ["--name", "Officina", "--currency", "CHF", "--timezone", "Europe/Zurich", "--week-start", "sunday"]
    done = polso("init", "-w", tmp_path / "new", *options, "--fiscal-start", "7", "--language", "en", "--json")
    assert done.code == 0
    assert done.json()["workspace"] == str(tmp_path / "new")
    said = done.json()["company"]
    assert said == {
        "name": "Officina",
        "currency": "CHF",
        "timezone": "Europe/Zurich",
        "week_start": "sunday",
        "fiscal_start": 7,
        "language": "en",
    }
    settings = (tmp_path / "new" / "polso.toml").read_text(encoding="utf-8")
    assert all(text in settings for text in ('"Officina"', '"CHF"', '"Europe/Zurich"', '"sunday"'))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--currency", "euro"], "setting_not_currency"),
        (["--timezone", "Europe/Rom"], "setting_not_timezone"),
        (["--week-start", "someday"], "setting_not_choice"),
    ],
)
def test_init_refuses_what_polso_toml_would(polso: Polso, options: list[str], code: str, tmp_path: Path) -> None:
    done = polso("init", *options, "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, code)
    assert not (tmp_path / "workspace").exists()


def test_init_does_not_touch_a_workspace_that_is_there(polso: Polso) -> None:
    assert polso("init").code == 0
    done = polso("init", "--name", "Other", "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "workspace_exists")


def test_doctor_finds_a_sound_workspace(polso: Polso, deals: Path) -> None:
    polso("import", deals)
    done = polso("doctor", "--json")
    assert done.code == 0
    assert {check["status"] for check in done.json()["checks"]} == {"ok"}
    assert done.json()["versions"].keys() >= {"polso", "python", "duckdb"}


def test_doctor_finds_a_spoilt_original(polso: Polso, deals: Path, tmp_path: Path) -> None:
    polso("import", deals)
    (original,) = (tmp_path / "workspace" / "files").iterdir()
    original.write_text("other", encoding="utf-8")
    done = polso("doctor", "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "doctor_found_problems")
    assert [one["check"] for one in done.json()["checks"] if one["status"] == "problem"] == ["originals"]
    assert "✗" in polso("doctor").out


def test_metrics_lists_the_whole_catalog(polso: Polso) -> None:
    done = polso("metrics", "--json")
    assert [one["id"] for one in done.json()] == list(metrics())
    told = polso("metrics").out
    assert all(metric in told for metric in metrics())


def test_metrics_show_takes_names_and_synonyms_too(polso: Polso) -> None:
    assert polso("metrics", "show", "tasso di chiusura", "--json").json()["id"] == "win_rate"
    assert "won ÷ (won + lost)" in polso("metrics", "show", "win_rate").out
    done = polso("metrics", "show", "win_rat", "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "unknown_metric")
    assert "win_rate" in done.json()["error"]["action"]


@pytest.mark.parametrize(("language", "said"), [("it", "Prende il polso"), ("en", "Takes the pulse")])
def test_the_help_speaks_the_readers_language(polso: Polso, language: str, said: str) -> None:
    done = polso("--help", environ={"POLSO_LANGUAGE": language})
    assert done.code == 0
    assert said in done.out


def test_every_help_text_is_in_the_message_files(polso: Polso) -> None:
    commands = ("demo", "open", "init", "import", "imports", "metrics", "ask", "serve", "doctor")
    for words in [["--help"], *([one, "--help"] for one in commands), ["metrics", "show", "--help"]]:
        done = polso(*words)
        assert done.code == 0
        assert "cli.help" not in done.out
    assert [key for key in catalogue() if key.startswith("cli.help_")]


def test_version(polso: Polso) -> None:
    from polso import __version__

    assert polso("--version").out.split() == ["polso", __version__]


def test_language_goes_from_wish_to_company_to_system(tmp_path: Path) -> None:
    (tmp_path / "polso.toml").write_text('[company]\nlanguage = "en"\n', encoding="utf-8")
    assert language_of({"POLSO_LANGUAGE": "it"}, tmp_path) == "it"
    assert language_of({"LANG": "it_IT.UTF-8"}, tmp_path) == "en"
    assert language_of({"LANG": "en_GB.UTF-8"}, tmp_path / "none") == "en"
    assert language_of({}, None) == "it"
    (tmp_path / "polso.toml").write_text("[company\n", encoding="utf-8")
    assert language_of({"LANG": "en_US"}, tmp_path) == "en"


def test_a_faulty_settings_file_is_named_with_its_line(polso: Polso, tmp_path: Path) -> None:
    polso("init")
    file = tmp_path / "workspace" / "polso.toml"
    file.write_text('[company]\ncurency = "EUR"\n', encoding="utf-8")
    error = polso("ask", "win_rate", "--json").json()["error"]
    assert (error["code"], error["place"]["row"]) == ("unknown_setting", 2)


def test_the_shell_completes_metrics_dimensions_and_periods() -> None:
    assert ("win_rate", "Win rate") in complete.metric_ids("win")
    assert [name for name, _ in complete.metric_ids("win_rate:")][:3] == [
        "win_rate:default",
        "win_rate:by_value",
        "win_rate:silent_as_lost",
    ]
    assert complete.dimension_names("s") == ["source", "segment", "stage", "series"]
    assert complete.filter_names("te") == ["team="]
    assert "last-month" in complete.period_names("last")
    assert "opportunity" in complete.table_names("opp")


def test_our_own_fault_is_exit_code_3(polso: Polso, company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret of a customer")

    monkeypatch.setattr("polso.commands.run.run", broken)
    done = polso("ask", "win_rate", "-w", company, "--json")
    assert (done.code, done.out.count('"error"')) == (3, 1)
    assert "RuntimeError" in done.json()["error"]["code"]
    assert "secret" not in done.out + done.err
