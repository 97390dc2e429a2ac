"""First words where two files of one import tell the same invoices: counted once, each total told by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from polso.commands.first_words import from_data
from polso.commands.import_files import import_files
from polso.commands.progress import silent
from polso.commands.session import Session
from tests.cases.small_firm.files import INVOICES, electronic_invoices, write


def run(session: Session, *paths: Path) -> dict[str, Any]:
    return import_files(session, {"files": [str(path) for path in paths], "language": "it"}, silent)


def test_a_list_and_the_same_electronic_invoices_are_one_total(session: Session, tmp_path: Path) -> None:
    files = write(tmp_path, "fatture.csv", INVOICES), write(tmp_path, "fatture.zip", electronic_invoices())
    words = run(session, *files)["first_words"]
    assert (words["value"], words["file_total"], words["equal"], words["parts"]) == ("13950.00", "13950.00", True, [])
    assert words["beside"] == [
        {"file": "fatture.csv", "counted": "FatturaPA", "same": 7, "others": 0, "file_total": "13950.00"}
    ]
    *_, same, total = words["sentences"]
    assert (
        same
        == "«fatture.csv»: le stesse 7 fatture (numero, data e importo) sono in «FatturaPA» e contano una volta sola."
    )
    assert total.replace("\xa0", " ") == "Il totale di «fatture.csv» è lo stesso: 13.950,00 €."
    assert from_data(words).as_data("it") == words


def test_invoices_that_only_one_of_two_files_has_are_told(session: Session, tmp_path: Path) -> None:
    more = INVOICES.replace(
        "TOTALE;;;;13.950,00;3.009,00;16.959,00;;\n", "6;31/03/2026;Vetri Snc;;50,00;11,00;61,00;;\n"
    )
    more += "7;31/03/2026;Vetri Snc;;60,00;13,20;73,20;;\n"
    files = write(tmp_path, "fatture.csv", more), write(tmp_path, "fatture.zip", electronic_invoices())
    words = run(session, *files)["first_words"]
    assert (words["value"], words["equal"]) == ("14060.00", True)
    assert [(one["file"], one["same"], one["others"], one["file_total"]) for one in words["beside"]] == [
        ("FatturaPA", 7, 0, "13950.00")
    ]
    assert words["sentences"][-1].replace("\xa0", " ") == "Il totale di «FatturaPA» è 13.950,00 €."


def test_what_was_known_counts_and_a_later_file_stands_beside(session: Session, tmp_path: Path) -> None:
    run(session, write(tmp_path, "fatture.csv", INVOICES))
    words = run(session, write(tmp_path, "fatture.zip", electronic_invoices()))["first_words"]
    assert (words["value"], words["file_total"]) == ("13950.00", None)
    assert [(one["same"], one["others"]) for one in words["beside"]] == [(7, 0)]
