"""Every worked or published number of the reference has its data file; those of causes and forecasts come with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[2] / "vectors"
OF_CAUSES_AND_FORECASTS = range(41, 52)
WANTED = {f"T{number:02}" for number in range(1, 69) if number not in OF_CAUSES_AND_FORECASTS} | {
    "T02b",
    "T33b",
    "T53b",
    "T54b",
}


def ids(document: Any) -> set[str]:
    """The names of vectors in a file: of a list by `id`, of an object by key, `T34_fifty` being one of T34."""
    names = document if isinstance(document, dict) else [one["id"] for one in document]
    return {name.partition("_")[0] for name in names}


def test_every_vector_has_its_data() -> None:
    found = {
        name
        for file in VECTORS.glob("*.json")
        if file.name != "lifelines.json"
        for name in ids(json.loads(file.read_text(encoding="utf-8")))
    }
    assert sorted(WANTED - found) == []


def test_the_table_of_vectors_names_every_one_and_its_file() -> None:
    lines = (VECTORS / "README.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| T")]
    told = {name: files.replace("`", "").split(", ") for names, files, *_ in table for name in names.split(", ")}
    assert set(told) == WANTED
    for name, files in told.items():
        for file in files:
            assert name in ids(json.loads((VECTORS / file).read_text(encoding="utf-8"))), (name, file)
