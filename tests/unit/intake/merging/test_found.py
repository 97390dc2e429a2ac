"""Customers in two spellings are told of after the import that brings them, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from polso.intake.importing import import_files
from polso.intake.merging import found
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv

HEADER = "Numero;Data;Cliente;Imponibile;IVA;Totale".replace(";", ",")


def invoices(folder: Path, name: str, *customers: str) -> Path:
    rows = [[f"{name}{n}", "2026-01-15", customer, "100", "22", "122"] for n, customer in enumerate(customers)]
    return write_csv(folder / f"{name}.csv", HEADER, rows)


def steps(workspace: Workspace, *paths: Path, dry_run: bool = False) -> tuple[str, ...]:
    return import_files(workspace, list(paths), dry_run=dry_run).next_steps


def test_they_are_told_of_by_the_import_that_brings_them(workspace: Workspace, tmp_path: Path) -> None:
    both = invoices(tmp_path, "fatture", "Rossi S.r.l.", "ROSSI SRL")
    assert "customers" not in steps(workspace, both, dry_run=True)
    assert "customers" in steps(workspace, both)
    products = write_csv(tmp_path / "products.csv", "Product ID,Product name", [["P1", "Vite"]])
    assert "customers" not in steps(workspace, products)


def test_different_customers_are_nothing_to_do(workspace: Workspace, tmp_path: Path) -> None:
    assert "customers" not in steps(workspace, invoices(tmp_path, "fatture", "Rossi S.r.l.", "Verdi snc"))


def test_too_many_are_not_compared(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_CUSTOMERS", 2)
    assert "customers" not in steps(workspace, invoices(tmp_path, "fatture", "Rossi S.r.l.", "ROSSI SRL"))
