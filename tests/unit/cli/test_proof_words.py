"""The proof in the terminal speaks the language of its reader: changed values, names, kinds of records."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Polso

HEADER = "Codice trattativa;Cliente;Agente;Stato;Importo;Data apertura;Data chiusura"


def exported(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    return path


def test_changed_values_are_written_as_people_write_them(polso: Polso, tmp_path: Path) -> None:
    first = exported(tmp_path / "uno.csv", "T-1;Bar Sport;Ines Güell;In trattativa;1.800,00;20/08/2026;")
    second = exported(tmp_path / "due.csv", "T-1;Bar Sport;Nicolò Però;Vinta;1.900,50;20/08/2026;24/09/2026")
    polso("init", "--name", "Officina Rossi")
    shown = polso("import", first, "--extracted-at", "2026-09-01")
    assert "Mentioned in the file and described by none (customers): 1." in shown.out
    changed = polso("import", second, "--extracted-at", "2026-10-01")
    assert "salesperson: Ines Güell → Nicolò Però; amount: 1,800.00 → 1,900.50; outcome: open → won" in changed.out
