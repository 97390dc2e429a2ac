"""The chart bundle: made once, noticed when broken, replaced, and useful where the cache cannot be written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from polso.web import bundle
from polso.web.bundle import Bundle, bundle_program, chart_bundle


@pytest.fixture(autouse=True)
def _fresh() -> None:
    chart_bundle.cache_clear()


def test_the_bundle_is_made_once_and_named_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = chart_bundle(tmp_path / "web")
    assert made.name.endswith(f"{hashlib.sha256(made.read()).hexdigest()[:16]}.js")
    assert b"export{draw as draw}" in made.read()
    chart_bundle.cache_clear()
    monkeypatch.setattr(bundle, "_make", _refuse)
    assert chart_bundle(tmp_path / "web") == made
    assert [path.name for path in (tmp_path / "web").iterdir()] == [made.name]


def test_a_broken_copy_is_made_anew(tmp_path: Path) -> None:
    made = chart_bundle(tmp_path)
    made.path.write_bytes(made.read()[:1000])
    chart_bundle.cache_clear()
    again = chart_bundle(tmp_path)
    assert len(again.read()) > 100_000


def test_a_cache_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    made = chart_bundle(file / "web")
    assert made.path.exists()
    assert file not in made.path.parents


def test_the_program_evaluates_without_eval_and_loads_nothing() -> None:
    program = bundle_program()
    assert "ast: true" in program
    assert "defaultStyle: false" in program
    assert "tooltip: false" in program
    assert 'Promise.reject(new Error("no loading"))' in program
    assert "var(--data)" in program


def _refuse(folder: Path, program: str) -> Bundle:
    raise AssertionError("made twice")
