"""What the pages say of the house itself is so: commands, packages, layers, metrics, version."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import polso
from polso.answers.flags import FLAGS
from polso.base.ids import name_key
from polso.catalog.registry import metrics
from polso.cli.app import build
from polso.i18n.numbers import format_integer
from tests.docs.pages import ALL, DOCS, ROOT, label
from tests.soundness.test_import_contract import LAYERS

SOURCE = ROOT / "src" / "polso"
README = (ROOT / "README.md").read_text("utf-8")
DEMO, TESTS = "pip install uv && uv run polso demo", "uv run --group test pytest"
ELSEWHERE = re.compile(
    r"(?<![\w.])/(?:work|home|root|tmp|Users)/|[A-Z]:\\|localhost:\d|\b(?:pypi|nexus|artifactory)\b", re.IGNORECASE
)


def packages() -> set[str]:
    return {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()}


def test_the_readme_shows_both_commands_as_they_are() -> None:
    lines = README.splitlines()
    assert DEMO in lines
    assert TESTS in lines
    assert TESTS in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_readme_maps_every_package() -> None:
    mapped = set(re.findall(r"\b(\w+)/", README[README.index("src/polso/\n") :].partition("```")[0]))
    assert mapped - {"src", "polso"} == packages()


def test_the_architecture_names_every_package_at_its_layer() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", (DOCS / "architecture.md").read_text("utf-8"), re.MULTILINE)
    told = {name: int(layer) for layer, names in rows for name in re.findall(r"`(\w+)`", names)}
    there = packages() | {"wiring"}
    assert told == {name: layer for layer, names in enumerate(LAYERS) for name in names if name in there}


def test_the_readme_speaks_of_every_metric_of_the_article() -> None:
    said = name_key(README.partition("## What it answers")[2].partition("By day")[0])
    wanted = {one.id: re.sub(r" \(.*\)", "", one.names.en) for one in metrics().values() if not one.supporting}
    assert [metric for metric, name in wanted.items() if name_key(name) not in said] == []


def test_the_changelog_counts_metrics_and_names_commands() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"{format_integer(len(metrics()), 'en')} metrics" in changelog
    assert all(f"`{name}`" in changelog for name in build().commands)


def test_the_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert polso.__version__ == project["version"]
    assert project["version"] in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_flags_named_in_prose_exist() -> None:
    named = {
        word
        for page in ("memory.md", "numbers.md", "importing.md")
        for word in re.findall(r"\(?`(\w+_\w+)`\)?", (DOCS / page).read_text("utf-8"))
    }
    known = set(FLAGS) | {"known_from", "known_to", "revenue_basis", "own_vat", "first_words"}
    assert named <= known


def test_every_decision_is_listed() -> None:
    folder = DOCS / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    assert all(f"({page.name})" in listed for page in folder.glob("0*.md"))


@pytest.mark.parametrize("path", ALL, ids=label)
def test_a_page_speaks_of_the_project_alone(path: Path) -> None:
    assert not ELSEWHERE.findall(path.read_text("utf-8"))
