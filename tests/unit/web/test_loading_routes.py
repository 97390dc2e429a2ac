"""From an empty workspace through a question to the proof, and what happens when a file is no good."""

from __future__ import annotations

import io
import zipfile
from html import unescape

import pytest

from tests.support.office import Office
from tests.unit.web.served import Page, client_of

CLEAR = "Data;Cliente;Totale;Agente\n13/04/2026;Rossi;100,50;Anna\n25/06/2026;Bianchi;80,00;Bruno\n"
UNCLEAR = "Data;Cliente;Totale;Agente\n03/04/2026;Rossi;100,50;Anna\n05/06/2026;Bianchi;80,00;Bruno\n"
ITALIAN = {"Accept-Language": "it"}


def upload(text: str, name: str = "ordini.csv") -> dict[str, tuple[str, bytes]]:
    return {"files": (name, text.encode())}


def test_the_empty_workspace_is_a_place_to_drop_files(blank: Office) -> None:
    client = client_of(blank)
    for path in ("/", "/metrics", "/metrics/win_rate"):
        page = Page(client.get(path, headers=ITALIAN).text)
        assert "Lascia qui i tuoi file" in page.text
        form = next(attributes for tag, attributes in page.elements if tag == "form" and "enctype" in attributes)
        assert form["action"] == "/data/imports"


def test_a_clear_file_is_imported_and_proved(blank: Office) -> None:
    client = client_of(blank)
    response = client.post("/data/imports", files=upload(CLEAR), headers=ITALIAN)
    assert response.status_code == 200
    assert response.url.path == "/data/imports/1"
    text = Page(response.text).text
    assert "Lette 2 righe da un file, 13 apr – 25 giu 2026; nessuna scartata." in text
    assert "ordini.csv: «Totale» somma 180,50 € su 2 righe, come nel vostro file" in text
    assert "I ricavi si contano da: ordini" in text
    assert blank.one("net_revenue", period="2026-06").value == 80
    assert "di ricavi" in Page(client.get("/", headers=ITALIAN).text).text
    assert list(blank.workspace.temporary.iterdir()) == []


def test_a_question_is_asked_and_answered_by_a_plain_form(blank: Office) -> None:
    client = client_of(blank)
    asked = client.post("/data/imports", files=upload(UNCLEAR), headers=ITALIAN)
    assert blank.workspace.data_version == 0 or not client.get("/data").text.count("ordini.csv</a>") > 1
    page = Page(asked.text)
    assert "è il 3 aprile 2026" in page.text
    form = next(attributes for tag, attributes in page.elements if tag == "form" and "/answers" in attributes["action"])
    choices = [a for tag, a in page.elements if tag == "input" and a.get("type") == "radio"]
    assert form["method"] == "post"
    assert {choice["value"] for choice in choices} == {"dmy", "mdy"}
    assert blank.answers("net_revenue", period="2026-06").columns[0][0].value is None
    waiting = Page(client.get("/data", headers=ITALIAN).text)
    assert asked.url.path in waiting.links()
    answered = client.post(form["action"], data={unescape(choices[0]["name"]): "mdy"}, headers=ITALIAN)
    assert answered.url.path == "/data/imports/1"
    assert "risposta tua" in Page(answered.text).text
    assert blank.one("net_revenue", period="2026-05").value == 80
    assert client.get(asked.url.path).status_code == 404


def test_an_answer_that_is_no_choice_keeps_the_question(blank: Office) -> None:
    client = client_of(blank)
    asked = client.post("/data/imports", files=upload(UNCLEAR))
    page = Page(asked.text)
    name = next(a["name"] for tag, a in page.elements if tag == "input" and a.get("type") == "radio")
    refused = client.post(f"{asked.url.path}/answers", data={name: "ydm"})
    assert refused.status_code == 400
    assert "data-error" in refused.text
    assert client.post(f"{asked.url.path}/answers", data={name: "dmy"}).url.path == "/data/imports/1"


@pytest.mark.parametrize(
    ("name", "text"), [("vuoto.csv", ""), ("lettera.csv", "Gentile cliente, grazie\n"), ("dati.csv", "a;b\n1;2\n")]
)
def test_a_file_that_cannot_be_used_changes_nothing(blank: Office, name: str, text: str) -> None:
    client = client_of(blank)
    before = blank.workspace.data_version
    response = client.post("/data/imports", files=upload(text, name), headers=ITALIAN)
    assert response.status_code == 400
    assert "data-error" in response.text
    assert name in Page(response.text).text
    assert blank.workspace.data_version == before
    assert list(blank.workspace.temporary.iterdir()) == []


def test_no_file_is_an_error_of_the_user(blank: Office) -> None:
    response = client_of(blank).post("/data/imports", files={"files": ("", b"")})
    assert response.status_code == 400


def test_rejected_rows_are_shown_and_can_be_downloaded(blank: Office) -> None:
    client = client_of(blank)
    text = CLEAR + "31/11/2026;Verdi;10,00;Anna\n"
    page = Page(client.post("/data/imports", files=upload(text), headers=ITALIAN).text)
    assert "una scartata" in page.text
    assert "31/11/2026" in page.text
    assert "/data/imports/1/rejected.csv" in page.links()
    rows = client.get("/data/imports/1/rejected.csv", headers=ITALIAN).text.removeprefix("\ufeff").splitlines()
    assert rows[0] == "File,Riga,Colonna,Valore nel file,Perché è scartata"
    assert rows[1].startswith("ordini.csv,4,Data,31/11/2026,")


def test_the_proof_of_an_old_import_is_kept_by_the_workspace(blank: Office) -> None:
    client_of(blank).post("/data/imports", files=upload(CLEAR))
    page = Page(client_of(blank).get("/data/imports/1", headers=ITALIAN).text)
    assert "Lette 2 righe da un file, 13 apr – 25 giu 2026" in page.text
    assert "«Totale» somma 180,50 €" in page.text


def test_the_sample_company_says_so_and_gives_its_files(blank: Office) -> None:
    client = client_of(blank)
    client.post("/data/imports", files=upload(CLEAR))
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
