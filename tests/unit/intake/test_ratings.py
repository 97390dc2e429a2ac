"""Scores of reviews are read with the scale that their cells or all their values show, or asked about."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.store.workspace import Workspace

SCORES = "SELECT score, scale_min, scale_max FROM survey_response ORDER BY responded_on"


def load(workspace: Workspace, folder: Path, header: str, *cells: str, **answers: str) -> ImportReport:
    path = folder / "recensioni.csv"
    lines = [f"{day:02}/03/2026;Rossi;{cell}" for day, cell in enumerate(cells, 13)]
    path.write_text("\n".join((f"Data;Cliente;{header}", *lines, "")), encoding="utf-8")
    return import_files(workspace, [path], answers={f"recensioni.csv:{key}": value for key, value in answers.items()})


def scores(workspace: Workspace) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(SCORES).fetchall()


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("5/5", "4/5", "2/5"), [(5, 1, 5), (4, 1, 5), (2, 1, 5)]),
        (("4 su 5", "4,5 su 5", "0 su 5"), [(4, 0, 5), (Decimal("4.5"), 0, 5), (0, 0, 5)]),
        (("10/10", "7/10"), [(10, 0, 10), (7, 0, 10)]),
        (("4 stelle", "5 stelle", "1 stella"), [(4, 1, 5), (5, 1, 5), (1, 1, 5)]),
        (("★★★★☆", "★★★★★", "★☆☆☆☆"), [(4, 1, 5), (5, 1, 5), (1, 1, 5)]),
        (("⭐⭐⭐", "⭐"), [(3, 1, 5), (1, 1, 5)]),
    ],
)
def test_a_score_is_read_with_its_scale(
    workspace: Workspace, tmp_path: Path, cells: tuple[str, ...], wanted: list[tuple[object, ...]]
) -> None:
    report = load(workspace, tmp_path, "Voto", *cells)
    assert (report.questions, report.files[0].rejected) == ((), ())
    assert scores(workspace) == wanted


def test_what_is_no_score_is_rejected(workspace: Workspace, tmp_path: Path) -> None:
    report = load(workspace, tmp_path, "Voto", "5/5", "4/5", "6/5", "ottimo")
    assert [(row.value, row.reason) for row in report.files[0].rejected] == [
        ("6/5", "unreadable_number"),
        ("ottimo", "unreadable_number"),
    ]


@pytest.mark.parametrize(
    ("header", "cells", "scale"),
    [
        ("Voto", ("5", "4", "5", "3", "1"), (1, 5)),
        ("Stelle", ("4", "3"), (1, 5)),
        ("Rating", ("9", "4", "3"), (0, 10)),
        ("Voto", ("10", "0", "7"), (0, 10)),
        ("Voto", ("80", "95"), (0, 100)),
    ],
)
def test_all_values_show_the_scale(
    workspace: Workspace, tmp_path: Path, header: str, cells: tuple[str, ...], scale: tuple[int, int]
) -> None:
    report = load(workspace, tmp_path, header, *cells)
    assert report.questions == ()
    assert {row[1:] for row in scores(workspace)} == {scale}
    told = [notice.detail for notice in report.files[0].notices if notice.code == "scale_from_values"]
    assert told == [(header, f"{scale[0]}-{scale[1]}")]


def test_what_fits_several_scales_is_asked(workspace: Workspace, tmp_path: Path) -> None:
    (question,) = load(workspace, tmp_path, "Voto", "4", "3", "2").questions
    assert (question.key, question.recommended) == ("recensioni.csv:scale", "1-5")
    assert [choice.value for choice in question.choices] == ["1-5", "0-5", "1-7", "0-10", "1-10", "0-100"]
    assert load(workspace, tmp_path, "Voto", "4", "3", "2", scale="0-10").questions == ()
    assert {row[1:] for row in scores(workspace)} == {(0, 10)}
