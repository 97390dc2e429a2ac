"""The wizard of an import in a real browser: by mouse, by keyboard alone, without scripts, left and come back to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from polso.base.company import Company, Language
from polso.store.workspace import Workspace
from tests.pages.conftest import NOW, Site, served
from tests.pages.looks import LOOKS
from tests.pages.watching import NARROW, WIDE, Watched, watched

UNCLEAR = "Data;Cliente;Totale;Agente\n03/04/2026;Rossi;100,50;Anna\n05/06/2026;Bianchi;80,00;Bruno\n"
REJECTS = "Data;Cliente;Totale;Agente\n13/04/2025;Rossi;100,50;Anna\n31/11/2025;Verdi;10,00;Anna\n"
UNKNOWN = "colore;taglia\nrosso;media\nverde;grande\n"
CLEAR = "Data;Cliente;Totale;Agente\n13/04/2024;Neri;100,50;Anna\n25/06/2024;Bianchi;80,00;Bruno\n"
SECONDS = 30_000

WORDS: dict[Language, dict[str, str]] = {
    "it": {
        "kinds": "Che cosa è ogni file",
        "ready": "3 righe su 4 sono pronte",
        "done": "Lette 4 righe da 2 file",
        "undo": "Annulla questa importazione",
        "undone": "è stata annullata",
        "resume": "Continua",
        "saved": "Bozza salvata alle",
    },
    "en": {
        "kinds": "What each file is",
        "ready": "3 of 4 rows are ready",
        "done": "4 rows read from 2 files",
        "undo": "Take this import back",
        "undone": "was taken back",
        "resume": "Continue",
        "saved": "Draft saved at",
    },
}


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    """Files by their names, written where a browser can choose them."""

    def make(**texts: str) -> list[Path]:
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        paths = [folder / f"{name}.csv" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    return make


def choose(page: Page, paths: list[Path], *, scripted: bool = True) -> None:
    page.set_input_files("input[type=file]", [str(path) for path in paths])
    if not scripted:
        page.locator(".drop .plain button").click()


def forward(page: Page, step: str) -> None:
    """Press the one main button and wait for the step that follows."""
    page.locator(".wizard-bar button.primary, .wizard-bar a.primary").last.click()
    page.wait_for_url(f"**/{step}", timeout=SECONDS)


def check(seen: Watched, artefacts: Path, name: str) -> None:
    """A picture, axe, no scrolling sideways, and what is pressed is large enough for a thumb."""
    page = seen.page
    page.screenshot(path=artefacts / f"wizard-{name}.png", full_page=True)
    results = Axe().run(page)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide} px"


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_whole_way_by_mouse(
    browser: Browser,
    blank: Site,
    files: Callable[..., list[Path]],
    artefacts: Path,
    language: Language,
    scheme: Any,
    width: int,
) -> None:
    said = WORDS[language]
    mark = f"{width}-{scheme}-{language}"
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "locale": language}
    with watched(browser, blank.url, bypass_csp=True, **options) as seen:
        page = seen.page
        page.goto(blank.url)
        choose(page, files(ordini=UNCLEAR, altri=REJECTS, cose=UNKNOWN))
        page.wait_for_url("**/kinds", timeout=SECONDS)
        assert page.locator("h2", has_text=said["kinds"]).is_visible()
        check(seen, artefacts, f"kinds-{mark}")
        forward(page, "questions")
        check(seen, artefacts, f"questions-{mark}")
        page.locator(".choices label").nth(1).click()
        forward(page, "proof")
        assert said["ready"] in page.locator("main h2").first.inner_text()
        assert page.locator(".wizard-saved").inner_text().startswith(said["saved"])
        check(seen, artefacts, f"proof-{mark}")
        bar = page.locator(".wizard-bar")
        if width == NARROW:
            box = bar.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] == pytest.approx(900, abs=1), "the button stays at hand"
            assert page.locator("nav.tabs").is_hidden()
        page.locator(".card-link").first.click()
        page.wait_for_url("**/columns")
        check(seen, artefacts, f"columns-{mark}")
        page.goto(page.url.replace("/columns", "/files"))
        check(seen, artefacts, f"files-{mark}")
        page.goto(f"{blank.url}/data")
        check(seen, artefacts, f"data-{mark}")
        page.locator(f".draft-files a:has-text('{said['resume']}')").click()
        page.wait_for_url("**/files")
        forward(page, "proof")
        forward(page, "data/imports/1")
        assert said["done"] in page.locator("main h2").first.inner_text()
        check(seen, artefacts, f"done-{mark}")
        page.locator("a", has_text=said["undo"]).click()
        page.wait_for_url("**/undo")
        check(seen, artefacts, f"undo-{mark}")
        page.locator("button.danger").click()
        page.wait_for_url("**/data/imports/1", timeout=SECONDS)
        assert said["undone"] in page.locator("main .notice").last.inner_text()
        check(seen, artefacts, f"undone-{mark}")
        assert seen.problems == []
        assert seen.foreign == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_by_keyboard_alone(browser: Browser, blank: Site, files: Callable[..., list[Path]], width: int) -> None:
    with watched(browser, blank.url, locale="it", viewport={"width": width, "height": 900}) as seen:
        page = seen.page
        page.goto(blank.url)
        choose(page, files(ordini=UNCLEAR, cose=UNKNOWN))  # the dialog of the system opens with Enter on the button
        page.wait_for_url("**/kinds", timeout=SECONDS)
        press_on(page, "select >> nth=1")
        page.keyboard.press("End")
        press_on(page, ".wizard-bar button.primary")
        page.keyboard.press("Enter")
        page.wait_for_url("**/questions", timeout=SECONDS)
        press_on(page, "input[type=radio]:checked")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/proof", timeout=SECONDS)
        assert page.locator(".chip", has_text="risposta tua").count() == 1
        press_on(page, ".wizard-bar a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/columns", timeout=SECONDS)
        press_on(page, ".wizard-bar button.primary")
        page.keyboard.press("Enter")
        page.wait_for_url("**/proof", timeout=SECONDS)
        press_on(page, ".wizard-bar button.primary")
        page.keyboard.press("Enter")
        page.wait_for_url("**/data/imports/1", timeout=SECONDS)
        assert "Lette 2 righe" in page.locator("main h2").first.inner_text()
        assert seen.problems == []


@pytest.mark.parametrize(("language", "agrees", "width"), [("it", "come atteso", WIDE), ("en", "as expected", NARROW)])
def test_a_total_that_one_expects_by_keyboard(
    browser: Browser,
    blank: Site,
    files: Callable[..., list[Path]],
    artefacts: Path,
    width: int,
    language: str,
    agrees: str,
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "locale": language}
    with watched(browser, blank.url, bypass_csp=True, **options) as seen:
        page = seen.page
        page.goto(blank.url)
        choose(page, files(altri=REJECTS))
        page.wait_for_url("**/proof", timeout=SECONDS)
        press_on(page, "input[name=period]")
        page.keyboard.type("2025-04")
        press_on(page, "input[name=amount]")
        page.keyboard.type("100,50")
        page.keyboard.press("Enter")
        page.locator(".totals-said", has_text=agrees).wait_for(timeout=SECONDS)
        check(seen, artefacts, f"expect-{width}-{language}")
        press_on(page, ".totals-said form button")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('.totals-said form') === null")
        assert seen.problems == []


def press_on(page: Page, target: str, most: int = 120) -> None:
    """Tab until the target has the focus, which must be seen."""
    wanted = page.locator(target).first
    for _ in range(most):
        if wanted.evaluate("(one) => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{target} cannot be reached by Tab")
    seen = wanted.evaluate(
        "(one) => [one, one.closest('label') ?? one].some((two) => getComputedStyle(two).outlineStyle !== 'none')"
    )
    assert seen, f"the focus on {target} is not seen"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_scripts(
    browser: Browser, blank: Site, files: Callable[..., list[Path]], artefacts: Path, width: int
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "locale": "it", "java_script_enabled": False}
    with watched(browser, blank.url, **options) as seen:
        page = seen.page
        page.goto(blank.url)
        choose(page, files(ordini=UNCLEAR, altri=REJECTS, cose=UNKNOWN), scripted=False)
        page.wait_for_url("**/kinds", timeout=SECONDS)
        forward(page, "questions")
        forward(page, "proof")
        page.screenshot(path=artefacts / f"wizard-proof-{width}-plain.png", full_page=True)
        with page.expect_download() as download:
            page.locator("a", has_text="Scarica la riga").click()
        assert Path(download.value.path()).read_text().splitlines() == [
            REJECTS.splitlines()[0],
            REJECTS.splitlines()[2],
        ]
        forward(page, "data/imports/1")
        page.locator("a", has_text="Annulla questa importazione").click()
        page.locator("button.danger").click()
        page.wait_for_url("**/data/imports/1", timeout=SECONDS)
        assert "è stata annullata" in page.locator("main .notice").last.inner_text()


@pytest.fixture
def restarting(browser: Browser, tmp_path: Path) -> Iterator[Callable[[], Site]]:
    """A server over one workspace that is ended and begun anew whenever it is asked for."""
    del browser
    folder = tmp_path / "workspace"
    Workspace.create(folder, Company(name="Bottega Nuova"), NOW).close()
    running: list[Any] = []

    def stop() -> None:
        while running:
            running.pop().__exit__(None, None, None)

    def start() -> Site:
        stop()
        workspace = Workspace.open(folder, NOW)
        running.append(workspace)
        manager = served(workspace)
        running.append(manager)
        return manager.__enter__()

    yield start
    stop()


def test_leaving_and_the_end_of_the_program_lose_nothing(
    browser: Browser, restarting: Callable[[], Site], files: Callable[..., list[Path]]
) -> None:
    site = restarting()
    with watched(browser, site.url, locale="it") as seen:
        seen.page.goto(site.url)
        choose(seen.page, files(ordini=UNCLEAR, altri=REJECTS))
        seen.page.wait_for_url("**/questions", timeout=SECONDS)
        seen.page.locator(".choices label").nth(1).click()
        forward(seen.page, "proof")
        step = seen.page.url.removeprefix(site.url)
    site = restarting()
    with watched(browser, site.url, locale="it") as seen:
        page = seen.page
        page.goto(f"{site.url}/data")
        assert "ferma a «Prova»" in page.locator(".draft-files").inner_text()
        page.locator(".draft-files a", has_text="Continua").click()
        page.wait_for_url(f"**{step}", timeout=SECONDS)
        page.locator(".chip", has_text="risposta tua").wait_for(timeout=SECONDS)  # the files are read anew meanwhile
        page.locator(".wizard-steps a", has_text="Domande").click()
        page.wait_for_url("**/questions", timeout=SECONDS)
        assert page.locator("input[type=radio]:checked").get_attribute("value") == "mdy"
        page.go_back()
        page.wait_for_url(f"**{step}", timeout=SECONDS)
        page.locator("main[data-page=proof] .chip", has_text="risposta tua").wait_for(timeout=SECONDS)
        forward(page, "data/imports/1")
        page.goto(f"{site.url}/data")
        assert page.locator(".draft-files").count() == 0
        assert seen.problems == []


def test_a_clean_file_goes_from_drop_to_proof(browser: Browser, blank: Site, files: Callable[..., list[Path]]) -> None:
    with watched(browser, blank.url, locale="it") as seen:
        page = seen.page
        page.goto(blank.url)
        choose(page, files(primo=CLEAR))
        page.wait_for_url("**/data/imports/1", timeout=SECONDS)
        assert "Lette 2 righe" in page.locator("main h2").first.inner_text()
        page.goto(f"{blank.url}/data")
        choose(page, files(secondo=CLEAR.replace("2024", "2023")))
        page.wait_for_url("**/proof", timeout=SECONDS)
        assert "2 righe lette, tutte pronte." in page.locator("main h2").first.inner_text()
        assert seen.problems == []


def test_files_are_dropped_anywhere_on_the_page(browser: Browser, blank: Site) -> None:
    with watched(browser, blank.url, locale="it") as seen:
        page = seen.page
        page.goto(blank.url)
        page.evaluate(
            """(text) => {
              const data = new DataTransfer();
              data.items.add(new File([text], 'ordini.csv', { type: 'text/csv' }));
              const event = { bubbles: true, cancelable: true, dataTransfer: data };
              document.querySelector('h1').dispatchEvent(new DragEvent('dragover', event));
              document.querySelector('h1').dispatchEvent(new DragEvent('drop', event));
            }""",
            UNCLEAR,
        )
        page.wait_for_url("**/questions", timeout=SECONDS)
        assert seen.problems == []


def test_long_work_is_told_while_it_goes_on(
    browser: Browser, blank: Site, files: Callable[..., list[Path]], artefacts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    from polso.commands.import_files import import_files as real
    from polso.web import wizard

    goes: list[bool] = []

    def slowly(session: Any, arguments: Any, tell: Any) -> Any:
        for done in range(0, 200_000_000, 400_000):
            tell("reading", done, 200_000_000)
            time.sleep(0.02)
            if goes:
                break
        return real(session, arguments, tell)

    monkeypatch.setattr(wizard, "import_files", slowly)
    with watched(browser, blank.url, locale="it", bypass_csp=True) as seen:
        page = seen.page
        page.goto(blank.url)
        choose(page, files(ordini=UNCLEAR))
        page.wait_for_url("**/next", timeout=SECONDS)
        told = page.locator("[data-progress-text]")
        page.wait_for_function(
            "() => document.querySelector('[data-progress-text]').textContent.includes('al secondo')"
        )
        first = told.inner_text()
        assert "di 200\xa0MB" in first
        assert "ancora" in first
        page.wait_for_function(
            "(first) => document.querySelector('[data-progress-text]').textContent !== first", arg=first
        )
        assert page.locator("progress").get_attribute("value") is not None
        check(seen, artefacts, "work-1440-light-it")
        page.reload()
        assert "di 200\xa0MB" in told.inner_text(), "whoever comes back sees where it is"
        goes.append(True)
        page.wait_for_url("**/questions", timeout=SECONDS)
        assert seen.problems == []
