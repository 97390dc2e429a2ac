"""The templates: every table has one, and all of them can be loaded as they are, in either form and language."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.catalog.schema import IMPORTABLE, TABLE
from polso.catalog.template import ROWS
from polso.commands.templates import write_templates
from tests.support.command import polso

LANGUAGES = ("it", "en")


def test_every_table_that_a_file_can_fill_has_an_example_of_all_its_columns() -> None:
    assert set(ROWS) == set(IMPORTABLE)
    for table, row in ROWS.items():
        assert list(row) == [column.name for column in TABLE[table].columns], table
        for column in TABLE[table].columns:
            assert row[column.name] or not column.required, f"{table}.{column.name}"
            assert not column.choices or row[column.name] in ("", *column.choices), f"{table}.{column.name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_templates_load_together_and_both_forms_say_the_same(tmp_path: Path, language: str) -> None:
    folder, workspace = tmp_path / "templates", tmp_path / "workspace"
    made = write_templates(folder, "it" if language == "it" else "en")
    assert {one.table for one in made} == set(IMPORTABLE)
    assert polso(workspace, "init", "--language", language).code == 0

    loaded = polso(workspace, "import", *(one.xlsx for one in made), "--json")
    assert loaded.code == 0, loaded.out
    report = loaded.value
    assert {(one["file"], one["table"]) for one in report["files"]} == {(one.xlsx.name, one.table) for one in made}
    assert all((one["rows"], one["new"], one["rejected"]) == (1, 1, []) for one in report["files"])

    if language == "en":  # the form that a spreadsheet of that language writes is looked at below
        return
    again = polso(workspace, "import", *(one.csv for one in made), "--json").value
    assert all((one["rows"], one["unchanged"], one["rejected"]) == (1, 1, []) for one in again["files"])


def test_a_spreadsheet_program_opens_the_csv_in_columns(tmp_path: Path) -> None:
    write_templates(tmp_path / "it", "it")
    text = (tmp_path / "it" / "invoice.csv").read_text(encoding="utf-8-sig")
    names, row = csv.reader(text.splitlines(), delimiter=";")
    assert dict(zip(names, row, strict=True))["net"] == "4500,00"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "series.csv"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError) as found:
        write_templates(tmp_path, "en")
    assert found.value.code == "template_exists"
    assert mine.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["series.csv"]
