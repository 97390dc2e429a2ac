"""The same seed and day give the same bytes; another seed another company."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from polso.demo import file_names, generate, truth
from polso.demo.records import Language

TODAY = date(2026, 11, 24)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("language", ["it", "en"])
def test_same_arguments_give_same_bytes(tmp_path: Path, language: Language) -> None:
    for name in ("first", "second"):
        truth.cache_clear()
        generate(tmp_path / name, today=TODAY, language=language, size=0.2)
    assert len(digests(tmp_path / "first")) == len(file_names(language))
    assert digests(tmp_path / "first") == digests(tmp_path / "second")


def test_another_seed_is_another_company() -> None:
    first, second = truth(today=TODAY, size=0.2), truth(today=TODAY, size=0.2, seed=8)
    assert {deal.deal_id for deal in first.deals} != {deal.deal_id for deal in second.deals}
    assert [order.net for order in first.orders] != [order.net for order in second.orders]


def test_size_scales_what_happens() -> None:
    small, usual = truth(today=TODAY, size=0.5), truth(today=TODAY)
    assert 0.4 < len(small.deals) / len(usual.deals) < 0.6
    assert 0.4 < len(small.orders) / len(usual.orders) < 0.6
    assert small.reps == usual.reps


def test_size_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="size"):
        truth(today=TODAY, size=0)


def test_progress_names_each_file_before_it_is_written(tmp_path: Path) -> None:
    told: list[str] = []

    def note(name: str) -> None:
        assert not (tmp_path / name).exists()
        told.append(name)

    written = generate(tmp_path, today=TODAY, size=0.1, progress=note)
    assert told == [path.name for path in written]
    assert all(path.stat().st_size > 0 for path in written)
