"""`polso backup`, `restore`, `export`, and an export given to `import`."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Polso


def test_a_backup_and_its_restore(polso: Polso, deals: Path, tmp_path: Path) -> None:
    assert polso("import", deals).code == 0
    made = polso("backup", tmp_path / "copy.zip", "--json")
    assert made.code == 0
    assert made.json()["tables"]["opportunity"] == {"rows": 7, "sums": {"amount": "6100.5000"}}
    restored = polso("restore", tmp_path / "copy.zip", "-w", tmp_path / "again", "--json")
    assert restored.code == 0
    assert restored.json()["tables"] == made.json()["tables"]
    assert restored.json()["aside"] is None
    asked = ("ask", "net_revenue", "--period", "all", "--json")
    assert polso(*asked, "-w", tmp_path / "again").json() == polso(*asked).json()


def test_a_workspace_in_the_way_is_put_aside_when_told(polso: Polso, deals: Path, tmp_path: Path) -> None:
    polso("import", deals)
    polso("backup", tmp_path / "copy.zip")
    refused = polso("restore", tmp_path / "copy.zip")
    assert refused.code == 1
    assert "--replace" in refused.err
    done = polso("restore", tmp_path / "copy.zip", "--replace")
    assert done.code == 0
    assert "workspace.before-" in done.out


def test_an_export_is_read_into_an_empty_workspace(polso: Polso, deals: Path, tmp_path: Path) -> None:
    polso("init", "--name", "Officina Rossi", "--currency", "CHF")
    polso("import", deals)
    assert polso("export", tmp_path / "all").code == 0
    read = polso("import", tmp_path / "all", "-w", tmp_path / "again", "--json")
    assert read.code == 0
    assert [file["new"] for file in read.json()["files"] if file["table"] == "opportunity"] == [7]
    asked = ("ask", "net_revenue", "--period", "all", "--json")
    assert polso(*asked, "-w", tmp_path / "again").json() == polso(*asked).json()
    assert polso(*asked).json()[0]["currency"] == "CHF"
    again = polso("import", tmp_path / "all", "--json")
    assert again.code == 1
    assert again.json()["error"]["code"] == "workspace_not_empty"


def test_a_folder_stands_for_its_files(polso: Polso, deals: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    deals.replace(folder / deals.name)
    (folder / ".hidden").write_text("x", encoding="utf-8")
    read = polso("import", folder, "--json")
    assert [file["file"] for file in read.json()["files"]] == [deals.name]
