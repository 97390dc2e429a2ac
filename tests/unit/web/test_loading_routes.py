"""The place of the data: a clear file into an empty workspace, the list of imports, what is no good."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from polso.intake.by_hand import SOURCE, Statement, enter
from tests.support.office import Office
from tests.unit.web.served import NOW, Page, client_of, settled

CLEAR = "Data;Cliente;Totale;Agente\n13/04/2026;Rossi;100,50;Anna\n25/06/2026;Bianchi;80,00;Bruno\n"
ITALIAN = {"Accept-Language": "it"}


def upload(text: str, name: str = "ordini.csv") -> dict[str, tuple[str, bytes]]:
    return {"files": (name, text.encode())}


def drafts(office: Office) -> list[Path]:
    folder = office.workspace.path / "drafts"
    return list(folder.iterdir()) if folder.exists() else []


def test_the_empty_workspace_is_a_place_to_drop_files(blank: Office) -> None:
    client = client_of(blank)
    for path in ("/", "/metrics", "/metrics/win_rate"):
        page = Page(client.get(path, headers=ITALIAN).text)
        assert "Lascia qui i tuoi file" in page.text
        form = next(attributes for tag, attributes in page.elements if tag == "form" and "enctype" in attributes)
        assert form["action"] == "/data/imports"


def test_a_clear_file_is_imported_and_proved(blank: Office) -> None:
    client = client_of(blank)
    response = settled(client, client.post("/data/imports", files=upload(CLEAR), headers=ITALIAN))
    assert response.status_code == 200
    assert response.url.path == "/data/imports/1"
    text = Page(response.text).text
    assert "Lette 2 righe da un file, 13 apr – 25 giu 2026; nessuna scartata." in text
    assert "Venduto 2026: 180,50 €" in text
    assert "«Totale»" in text
    assert "I ricavi si contano da: ordini" in text
    assert blank.one("net_revenue", period="2026-06").value == 80
    assert "di ricavi" in Page(client.get("/", headers=ITALIAN).text).text
    assert list(blank.workspace.temporary.iterdir()) == []
    assert drafts(blank) == []


@pytest.mark.parametrize("step", ["next", "files", "kinds", "proof", "import"])
def test_whoever_comes_back_to_files_that_are_imported_is_shown_the_import(blank: Office, step: str) -> None:
    client = client_of(blank)
    dropped = client.post("/data/imports", files=upload(CLEAR), headers=ITALIAN, follow_redirects=False)
    draft = dropped.headers["location"].removesuffix("/next")
    assert settled(client, client.get(f"{draft}/next", headers=ITALIAN)).url.path == "/data/imports/1"
    assert client.get(f"{draft}/{step}", headers=ITALIAN).url.path == "/data/imports/1"


@pytest.mark.parametrize(("name", "text"), [("vuoto.csv", ""), ("lettera.csv", "Gentile cliente, grazie\n")])
def test_a_file_that_nothing_can_be_made_of_changes_nothing(blank: Office, name: str, text: str) -> None:
    client = client_of(blank)
    before = blank.workspace.data_version
    response = client.post("/data/imports", files=upload(text, name), headers=ITALIAN)
    assert response.status_code == 400
    assert "data-error" in response.text
    assert name in Page(response.text).text
    assert blank.workspace.data_version == before
    assert list(blank.workspace.temporary.iterdir()) == []
    assert drafts(blank) == []


def test_no_file_is_an_error_of_the_user(blank: Office) -> None:
    response = client_of(blank).post("/data/imports", files={"files": ("", b"")})
    assert response.status_code == 400


def test_rejected_rows_are_shown_and_can_be_downloaded(blank: Office) -> None:
    client = client_of(blank)
    text = CLEAR + "31/11/2026;Verdi;10,00;Anna\n"
    proof = settled(client, client.post("/data/imports", files=upload(text), headers=ITALIAN))
    assert proof.url.path.endswith("/proof"), "a first import that loses a row is not done unseen"
    assert "2 righe su 3 sono pronte; una è scartata, con il motivo." in Page(proof.text).text
    done = settled(client, client.post(proof.url.path.replace("/proof", "/import"), headers=ITALIAN))
    page = Page(done.text)
    assert "una scartata" in page.text
    assert "31/11/2026" in page.text
    assert "/data/imports/1/rejected.csv" in page.links()
    rows = client.get("/data/imports/1/rejected.csv", headers=ITALIAN).text.removeprefix("\ufeff").splitlines()
    assert rows[0] == "File,Riga,Colonna,Valore nel file,Perché è scartata"
    assert rows[1].startswith("ordini.csv,4,Data,31/11/2026,")


def test_the_proof_of_an_old_import_is_kept_by_the_workspace(blank: Office) -> None:
    client = client_of(blank)
    settled(client, client.post("/data/imports", files=upload(CLEAR)))
    whole = Page(client_of(blank).get("/data/imports/1", headers=ITALIAN).text)
    assert "Come è stata letta ogni colonna" in whole.text
    assert "numero, virgola decimale" in whole.text, "what was proved is kept beside the data"
    for kept in (blank.workspace.path / "proofs").iterdir():
        kept.write_text("{", encoding="utf-8")
    page = Page(client_of(blank).get("/data/imports/1", headers=ITALIAN).text)
    assert "Lette 2 righe da un file, 13 apr – 25 giu 2026" in page.text
    assert "«Totale» somma 180,50 €" in page.text


def test_the_sample_company_says_so_and_gives_its_files(blank: Office) -> None:
    client = client_of(blank)
    settled(client, client.post("/data/imports", files=upload(CLEAR)))
    folder = blank.workspace.path / "examples"
    folder.mkdir()
    (folder / "negozio.csv").write_text(CLEAR, encoding="utf-8")
    page = Page(client.get("/", headers=ITALIAN).text)
    assert "Dati d’esempio" in page.text
    assert "/data#own" in page.links()
    data = Page(client.get("/data", headers=ITALIAN).text)
    assert "polso open ordini.csv trattative.xlsx" in data.text
    assert not any(tag == "form" and "enctype" in attributes for tag, attributes in data.elements)
    archive = zipfile.ZipFile(io.BytesIO(client.get("/data/sample.zip").content))
    assert archive.namelist() == ["negozio.csv"]


def test_what_was_entered_by_hand_is_an_import_that_can_be_taken_back(blank: Office) -> None:
    client = client_of(blank)
    settled(client, client.post("/data/imports", files=upload(CLEAR)))
    statement = Statement("expected_total", SOURCE, "x", {"metric_id": "net_revenue", "period": "2026", "value": "9"})
    enter(blank.workspace, [statement], NOW)
    listed = Page(client.get("/data", headers=ITALIAN).text)
    assert "Scritto a mano" in listed.text
    number = 2
    assert f"/data/imports/{number}" in listed.links()
    page = Page(client.get(f"/data/imports/{number}", headers=ITALIAN).text)
    assert "Una cosa scritta a mano" in page.text
    assert "9,00 €" in page.text
    assert f"/data/imports/{number}/undo" in page.links()
