"""The steps of an import as plain addresses and plain forms: asked, changed, left, come back to, imported."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from polso.base.errors import UserError
from polso.store.imports import imported_batches
from polso.web import wizard
from polso.web.drafts import Drafts
from tests.support.office import Office
from tests.unit.web.served import NOW, Page, client_of, settled

HEADER = "Data;Cliente;Totale;Agente\n"
CLEAR = HEADER + "13/04/2026;Rossi;100,50;Anna\n25/06/2026;Bianchi;80,00;Bruno\n"
UNCLEAR = HEADER + "03/04/2026;Rossi;100,50;Anna\n05/06/2026;Bianchi;80,00;Bruno\n"
NOTHING_KNOWN = "colore;taglia\nrosso;media\nverde;grande\n"
HALF_KNOWN = "Data;Importo;Colore\n13/04/2026;100,50;rosso\n25/06/2026;80,00;verde\n"
ITALIAN = {"Accept-Language": "it"}
QUESTION = "ordini.csv:date_order:Data"


class Browser:
    """A person without scripts: sends files and forms, waits where work goes on."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client: TestClient = client_of(office)
        self.at = ""
        self.page = Page("")

    def drop(self, **files: str | bytes) -> Browser:
        sent = [("files", (name.replace("_csv", ".csv"), text)) for name, text in files.items()]
        return self._see(self.client.post("/data/imports", files=sent, headers=ITALIAN))

    def go(self, step: str) -> Browser:
        path = step if step.startswith("/") else f"{self.base}/{step}"
        return self._see(self.client.get(path, headers=ITALIAN))

    def send(self, step: str, **data: Any) -> Browser:
        given = {name.replace("__", ":"): value for name, value in data.items()}
        return self._see(self.client.post(f"{self.base}/{step}", data=given, headers=ITALIAN))

    def answer(self, step: str, data: dict[str, Any]) -> Browser:
        return self._see(self.client.post(f"{self.base}/{step}", data=data, headers=ITALIAN))

    def submit(self, **changed: str) -> Browser:
        """Send the form of the page as it stands, but for what is `changed`."""
        return self.answer(self.step, fields(self.html) | {name.replace("__", ":"): v for name, v in changed.items()})

    def _see(self, response: Any) -> Browser:
        self.status = response.status_code
        response = settled(self.client, response)
        self.at, self.html = response.url.path, response.text
        self.page = Page(response.text)
        if self.at.startswith("/data/drafts/"):
            self.base = "/".join(self.at.split("/")[:4])
        return self

    @property
    def step(self) -> str:
        return self.at.rpartition("/")[2]

    @property
    def text(self) -> str:
        return self.page.text

    def chosen(self, key: str) -> str | None:
        """What the list of that name stands on."""
        part = self.html.split(f'name="{key}"', 1)[1].split("</select>")[0]
        return next((one.split('"')[0] for one in part.split('value="') if " selected" in one), None)


@pytest.fixture
def person(blank: Office) -> Browser:
    return Browser(blank)


class Form(HTMLParser):
    """What a browser would send of the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._list = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name and (given.get("type") == "hidden" or "checked" in given):
            self.values[name] = value
        elif tag == "select":
            self._list = name
        elif tag == "option" and "selected" in given:
            self.values[self._list] = value


def fields(html: str) -> dict[str, str]:
    return Form(html).values


def drafts(office: Office) -> list[Path]:
    folder = office.workspace.path / "drafts"
    return sorted(folder.iterdir()) if folder.exists() else []


def imports(office: Office) -> int:
    with office.workspace.cursor() as cursor:
        return len(imported_batches(cursor))


def test_a_question_is_asked_proved_and_imported(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR)
    assert person.step == "questions"
    assert "è il 3 aprile 2026" in person.text
    radios = [a for tag, a in person.page.elements if tag == "input" and a.get("type") == "radio"]
    assert {radio["value"] for radio in radios} == {"dmy", "mdy"}
    assert all("required" in radio for radio in radios)
    assert imports(person.office) == 0
    person.answer("questions", {QUESTION: "mdy"})
    assert person.step == "proof"
    assert "2 righe lette, tutte pronte." in person.text
    assert "risposta tua" in person.text
    assert "Niente è ancora stato scritto" in person.text
    assert person.office.answers("net_revenue", period="2026-05").columns[0][0].value is None
    base = person.base
    person.send("import")
    assert person.at == "/data/imports/1"
    assert person.office.one("net_revenue", period="2026-05").value == 80
    assert drafts(person.office) == []
    assert person.go(f"{base}/proof").at == "/data/imports/1"
    assert person.client.get(f"{base}/import", headers=ITALIAN).url.path == "/data/imports/1", "a tab left open"
    again = person.client.post(f"{base}/import", headers=ITALIAN)
    assert again.url.path == "/data/imports/1", "sending the form twice imports once"


def test_going_back_keeps_the_answers_and_they_can_be_changed(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "mdy"}).go("questions")
    checked = [a["value"] for tag, a in person.page.elements if tag == "input" and "checked" in a]
    assert checked == ["mdy"]
    person.answer("questions", {QUESTION: "dmy"})
    assert person.step == "proof"
    person.send("import")
    assert person.office.one("net_revenue", period="2026-06").value == 80


def test_an_answer_that_is_no_choice_is_told_and_can_be_mended(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "ydm"})
    assert "data-error" in person.html or "ydm" in person.text
    person.answer("questions", {QUESTION: "dmy"})
    assert person.step == "proof"


def test_a_draft_survives_the_end_of_the_program(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "mdy"})
    later = Browser(person.office)
    later.go("/data")
    assert "ordini.csv" in later.text
    assert "ferma a «Prova»" in later.text
    assert "Bozza" not in later.text
    assert person.base in later.page.links()
    later.go(person.base)
    assert later.step == "proof"
    assert "risposta tua" in later.text
    later.send("import")
    assert later.office.one("net_revenue", period="2026-05").value == 80


def test_a_draft_can_be_thrown_away(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR).send("discard")
    assert person.at == "/data"
    assert "Importazioni in corso" not in person.text
    assert drafts(person.office) == []


def test_a_file_that_polso_does_not_know_asks_what_it_is(person: Browser) -> None:
    person.drop(cose_csv=NOTHING_KNOWN)
    assert person.step == "kinds"
    assert "cose.csv" in person.text
    assert imports(person.office) == 0
    key = "cose.csv:table"
    assert person.chosen(key) in ("skip", "")
    person.answer("kinds", fields(person.html) | {key: "product"})
    assert person.step in ("kinds", "columns"), "a product needs a name"


def test_when_everything_is_left_out_there_is_nothing_to_import(person: Browser) -> None:
    person.drop(cose_csv=NOTHING_KNOWN).answer("kinds", fields(person.html) | {"cose.csv:table": "skip"})
    assert person.step == "kinds"
    assert "non resta nulla da importare" in person.text
    assert person.go("proof").step == "kinds"


def test_two_files_of_one_name_are_told_apart(person: Browser) -> None:
    other = UNCLEAR.replace("Rossi", "Neri")
    sent = [("files", ("ordini.csv", text.encode())) for text in (UNCLEAR, other)]
    person._see(person.client.post("/data/imports", files=sent, headers=ITALIAN))
    assert person.step == "questions"
    person.answer("questions", fields(person.html))
    assert person.step in ("questions", "proof")
    if person.step == "questions":
        person.answer("questions", fields(person.html))
    assert person.step == "proof"
    assert "4 righe lette, tutte pronte." in person.text
    person.send("import")
    assert person.at == "/data/imports/1"


def test_two_files_of_which_one_is_left_out(person: Browser) -> None:
    person.drop(ordini_csv=CLEAR, cose_csv=NOTHING_KNOWN)
    assert person.step == "kinds"
    assert person.chosen("ordini.csv:table") == "sales_order"
    assert person.chosen("cose.csv:table") == "skip"
    person.submit()
    assert person.step == "proof"
    assert "cose.csv" in person.text
    person.go("kinds")
    assert person.chosen("cose.csv:table") == "skip"
    person.send("import")
    assert person.at == "/data/imports/1"


def test_files_can_be_added_and_taken_out(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR).go("files")
    assert "un file" in person.text
    more = {"files": ("clienti.csv", b"Ragione sociale;Provincia\nRossi;MI\nBianchi;TO\n")}
    person._see(person.client.post(f"{person.base}/files", files=more, headers=ITALIAN))
    assert person.step == "files"
    assert "clienti.csv" in person.text
    person.send("files/1/remove")
    assert "ordini.csv" not in person.text
    person.send("files/1/remove")
    assert person.at == "/data", "without a file there is no draft"
    assert drafts(person.office) == []


def test_a_stream_tells_that_nothing_runs_and_pages_of_no_draft_are_told(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR)
    told = person.client.get(f"{person.base}/progress")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert "event: finished" in told.text
    for path in ("/data/drafts/0000000000000000/proof", "/data/drafts/none", f"{person.base}/nothing"):
        assert person.client.get(path).status_code == 404
    assert person.client.post("/data/drafts/0000000000000000/import").status_code == 404


def test_a_form_of_another_site_is_refused(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR)
    for step in ("questions", "import", "discard", "stop"):
        refused = person.client.post(f"{person.base}/{step}", headers={"Sec-Fetch-Site": "cross-site"})
        assert refused.status_code == 403
    assert len(drafts(person.office)) == 1


def test_a_name_is_data(person: Browser) -> None:
    sent = [("files", ("<img src=x onerror=alert(1)>.csv", UNCLEAR.encode()))]
    person._see(person.client.post("/data/imports", files=sent, headers=ITALIAN))
    for step in ("files", "kinds", "questions", "columns"):
        person.go(step)
        assert "<img" not in person.html
    assert "<img" not in person.go("/data").html


def test_what_does_not_fit_on_the_disk_is_refused_before_it_is_copied(
    person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 100})
    monkeypatch.setattr("polso.web.uploads.shutil.disk_usage", lambda _: usage)
    response = person.client.post("/data/imports", files={"files": ("a.csv", b"x" * 1000)}, headers=ITALIAN)
    assert response.status_code == 400
    assert "Sul disco non c’è posto" in Page(response.text).text
    assert drafts(person.office) == []


def slow(monkeypatch: pytest.MonkeyPatch, until: Callable[[], bool]) -> None:
    """Let reading and importing go on telling until something happens."""
    from polso.commands.import_files import import_files as real

    def slowly(session: Any, arguments: Any, tell: Any) -> Any:
        import time

        done = 0
        while not until():
            done += 1
            tell("reading", done, 10_000)
            time.sleep(0.01)
        return real(session, arguments, tell)

    monkeypatch.setattr(wizard, "import_files", slowly)
    monkeypatch.setattr("polso.web.routes.wizard.PATIENCE", 0.05)


def test_long_work_shows_how_far_it_is_and_goes_on_without_scripts(
    person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    free: list[bool] = []
    slow(monkeypatch, lambda: bool(free))
    response = person.client.post("/data/imports", files={"files": ("ordini.csv", UNCLEAR.encode())}, headers=ITALIAN)
    assert 'http-equiv="refresh"' in response.text
    assert "Lettura di ordini.csv" in Page(response.text).text
    assert "Lettura: " in Page(response.text).text
    waiting = Page(person.client.get("/data", headers=ITALIAN).text)
    assert "ordini.csv" in waiting.text, "it can be left"
    free.append(True)
    assert settled(person.client, response).url.path.endswith("/questions")


def test_an_import_can_be_stopped_and_begun_again(person: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "dmy"})
    with monkeypatch.context() as patched:
        slow(patched, lambda: False)
        running = person.client.post(f"{person.base}/import", headers=ITALIAN)
        assert "Interrompi" in Page(running.text).text
        refused = person.client.post(f"{person.base}/questions", data={QUESTION: "mdy"}, headers=ITALIAN)
        assert refused.status_code == 400, "what is being imported is not changed"
        person.client.post(f"{person.base}/stop", headers=ITALIAN, follow_redirects=False)
    person.go("proof")
    assert "è stata interrotta: nulla è stato scritto" in person.text
    assert imports(person.office) == 0
    person.send("import")
    assert person.at == "/data/imports/1"


def test_a_failure_of_ours_is_told_in_the_wizard(person: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "dmy"})

    def fail(*_: Any) -> Any:
        raise UserError("disk_full", folder="x")

    with monkeypatch.context() as patched:
        patched.setattr(wizard, "import_files", fail)
        response = person.client.post(f"{person.base}/import", headers=ITALIAN)
        assert "data-error" in settled(person.client, response).text
    person.go("proof")
    assert person.step == "proof", "trying again may go well"


def test_drafts_that_nobody_touches_go_after_thirty_days(tmp_path: Path) -> None:
    now = [NOW]
    store = Drafts(tmp_path, lambda: now[0])
    draft = store.begin()
    (draft.folder / "a").mkdir()
    draft.files = (draft.folder / "a" / "x.csv",)
    draft.files[0].write_text("x")
    store.save(draft)
    now[0] = NOW + timedelta(days=29)
    assert Drafts(tmp_path, lambda: now[0]).waiting()[0].names == ("x.csv",)
    now[0] = NOW + timedelta(days=31)
    store.begin()
    assert store.waiting() == ()
    assert not draft.folder.exists()


@pytest.mark.parametrize("note", ["", "{", "[]", '{"form": 9}', '{"form": 1, "files": ["../../x"]}'])
def test_what_is_no_whole_draft_is_cleaned_away(tmp_path: Path, note: str) -> None:
    (tmp_path / "x").write_text("outside")
    folder = tmp_path / "drafts" / "0123456789abcdef"
    folder.mkdir(parents=True)
    (folder / "draft.json").write_text(note)
    assert Drafts(tmp_path, lambda: NOW).waiting() == ()
    assert not folder.exists()
    assert (tmp_path / "x").exists()


def test_a_draft_never_leaves_its_folder(tmp_path: Path) -> None:
    store = Drafts(tmp_path, lambda: NOW)
    draft = store.begin()
    inside = draft.folder / "x.csv"
    inside.write_text("x")
    draft.files = (inside,)
    store.save(draft)
    note = draft.folder / "draft.json"
    data = json.loads(note.read_text())
    (tmp_path / "secret.csv").write_text("secret")
    note.write_text(json.dumps(data | {"files": ["../../secret.csv"]}))
    assert Drafts(tmp_path, lambda: NOW).waiting() == ()


def test_an_import_is_taken_back_after_it_is_said_what_goes(person: Browser) -> None:
    person.drop(ordini_csv=CLEAR)
    assert person.at == "/data/imports/1"
    assert "/data/imports/1/undo" in person.page.links()
    person.drop(altri_csv=CLEAR.replace("2026", "2025").replace("Rossi", "Neri")).send("import")
    assert person.at == "/data/imports/2"
    person.go("/data/imports/1/undo")
    assert "Annullare l’importazione n. 1" in person.text
    assert "L’importazione fatta dopo resta" in person.text
    assert person.office.one("net_revenue", period="2026-04").value is not None
    person._see(person.client.post("/data/imports/1/undo", headers=ITALIAN))
    assert person.at == "/data/imports/1"
    assert "è stata annullata" in person.text
    assert "/data/imports/1/undo" not in person.page.links()
    assert person.office.answers("net_revenue", period="2026-04").columns[0][0].value is None
    assert person.office.one("net_revenue", period="2025-04").value is not None
    person.go("/data")
    assert "annullata il" in person.text
    assert "<s>" in person.html
    again = person.client.post("/data/imports/1/undo", headers=ITALIAN)
    assert again.url.path == "/data/imports/1", "twice is once"
    assert person.client.get("/data/imports/9/undo").status_code == 404
    assert person.client.post("/data/imports/2/undo", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_column_can_be_changed_and_frees_who_had_it(person: Browser) -> None:
    rows = "13/04/2026;Rossi;100,50;Anna;Carla\n25/06/2026;Verdi;80,00;Bruno;Carla\n31/11/2026;Neri;1,00;Anna;Carla\n"
    person.drop(ordini_csv="Data;Cliente;Totale;Agente;Ufficio\n" + rows).go("columns")
    before = fields(person.html)
    agent, office = "ordini.csv:column:Agente", "ordini.csv:column:Ufficio"
    assert before[agent] == before[f"was:{agent}"] == "rep_id"
    assert before[office] == ""
    person.answer("columns", before | {office: "rep_id"})
    assert person.step == "proof"
    person.go("columns")
    after = fields(person.html)
    assert (after[agent], after[office]) == ("", "rep_id")
    assert person.text.count("risposta tua") == 2
    person.send("import")
    assert person.at == "/data/imports/1"
    assert set(person.office.by("net_revenue", "rep", period="2026-06")) == {(), ("Carla",)}


def test_work_ends_with_the_program_and_the_draft_stays(person: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(monkeypatch, lambda: False)
    with client_of(person.office) as client:
        response = client.post("/data/imports", files={"files": ("ordini.csv", UNCLEAR.encode())}, headers=ITALIAN)
        assert "Lettura di ordini.csv" in Page(response.text).text
    assert len(drafts(person.office)) == 1
    assert Drafts(person.office.workspace.path, lambda: NOW).waiting()[0].names == ("ordini.csv",)


def test_totals_that_one_expects_are_held_against_the_proof_and_kept(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "dmy", f"was:{QUESTION}": ""})
    person.go("proof")
    assert "Totali che vi aspettate" in person.html
    person.send("expect", metric="net_revenue", period="2026-04", amount="100,50")
    assert "Ricavi netti (aprile 2026): 100,50" in person.html.replace("\xa0", " ")
    assert "come atteso" in person.html
    person.send("expect", metric="net_revenue", period="", amount="200")
    assert "attesi 200,00" in person.html
    person.send("expect/2/remove")
    assert "attesi 200,00" not in person.html
    person.send("import")
    with person.office.workspace.cursor() as cursor:
        kept = cursor.execute("SELECT metric_id, period, value FROM expected_total WHERE known_to IS NULL").fetchall()
    assert [(metric, period, str(value)) for metric, period, value in kept] == [("net_revenue", "2026-04", "100.5000")]


@pytest.mark.parametrize(
    ("period", "amount", "field", "reason"),
    [
        ("2026", "1.234", "amount", "si può leggere in due modi"),
        ("2026", "tanti", "amount", "«tanti» non è un importo. Scrivilo come 12345,50."),
        ("maggio", "10", "period", "«maggio» non è un periodo."),
    ],
)
def test_an_expected_total_that_cannot_be_read_is_refused_beside_its_field(
    person: Browser, period: str, amount: str, field: str, reason: str
) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "dmy", f"was:{QUESTION}": ""})
    person.send("expect", metric="collected", period=period, amount=amount)
    assert person.step == "proof"
    form = person.html.split('class="expect-form"')[1].split("</form>")[0]
    at_fault = next(label for label in form.split("<label>") if "aria-invalid" in label)
    assert f'name="{field}"' in at_fault
    assert reason in at_fault
    assert 'value="collected" selected' in form
    assert f'value="{period}"' in form
    assert f'value="{amount}"' in form
    person.send("expect", metric="net_revenue", period="2026-04", amount="100,50")
    assert "aria-invalid" not in person.html


def test_a_total_for_files_that_are_imported_meanwhile_leads_to_their_import(person: Browser) -> None:
    person.drop(ordini_csv=UNCLEAR).answer("questions", {QUESTION: "dmy", f"was:{QUESTION}": ""})
    person.send("import")
    done = person.at
    person.send("expect", metric="net_revenue", period="2026", amount="10")
    assert person.at == done
    person.send("expect/1/remove")
    assert person.at == done
