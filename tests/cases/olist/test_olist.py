"""Olist's leads and closed deals: which leads became customers, against a plain reading of the two raw files."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from polso.base.company import Company
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.support.data import real_data


def test_the_leads_that_were_won(tmp_path: Path) -> None:
    folder = real_data() / "olist"
    files = [folder / f"olist_{name}_dataset.csv" for name in ("marketing_qualified_leads", "closed_deals")]
    with files[0].open(encoding="utf-8", newline="") as stream:
        origin = {row["mql_id"]: row["origin"] for row in csv.DictReader(stream)}
    with files[1].open(encoding="utf-8", newline="") as stream:
        won = Counter(origin[row["mql_id"]] for row in csv.DictReader(stream))
    workspace = Workspace.create(tmp_path / "workspace", Company(currency="BRL", timezone="America/Sao_Paulo"))
    assert not import_files(workspace, files).questions
    with workspace.cursor() as cursor:
        found = cursor.execute(
            "select coalesce(source_id, ''), count(*), count(conversion_days) from lead_path"
            " where known_to is null group by all"
        ).fetchall()
    workspace.close()
    assert {source: count for source, count, _ in found} == Counter(origin.values())
    assert {source: converted for source, _, converted in found if converted} == dict(won)
    assert (sum(count for _, count, _ in found), sum(won.values())) == (8000, 842)
