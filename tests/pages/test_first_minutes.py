"""From the empty page through a question to the dashboard, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from polso.base.company import Language
from tests.pages.conftest import Site
from tests.pages.watching import NARROW, WIDE, watched

ORDERS = """Data;Cliente;Totale;Agente
03/04/2026;Ferramenta Rossi;1.100,50;Anna
05/06/2026;Bianchi & Figli;80,00;Bruno
07/08/2026;Verdi;1.200,00;Anna
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "ordini 2026.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "scripted"), [(WIDE, True), (NARROW, False)])
def test_a_file_a_question_a_dashboard(
    browser: Browser, blank: Site, orders: Path, artefacts: Path, scripted: bool, width: int
) -> None:
    options = {"viewport": {"width": width, "height": 1000}, "locale": "it", "java_script_enabled": scripted}
    with watched(browser, blank.url, **options) as seen:
        page = seen.page
        page.goto(blank.url)
        assert page.locator("h2", has_text="Lascia qui i tuoi file").is_visible()
        picture(page, artefacts, "empty", width, scripted)
        page.set_input_files("input[type=file]", orders)
        if not scripted:
            page.locator(".drop .plain button").click()
        page.wait_for_url("**/questions")
        assert page.locator("legend", has_text="il primo numero è il giorno o il mese?").is_visible()
        picture(page, artefacts, "question", width, scripted)
        page.locator("label", has_text="mese/giorno").click()
        page.locator("button", has_text="Rispondi e continua").click()
        page.wait_for_url("**/proof")
        page.locator("button", has_text="Importa 3 righe").click()
        page.wait_for_url("**/data/imports/1")
        assert "Lette 3 righe da un file" in page.locator("main h2").first.inner_text()
        assert "2.380,50" in page.locator(".totals").inner_text()
        picture(page, artefacts, "first-proof", width, scripted)
        page.locator("a", has_text="Apri il cruscotto").first.click()
        page.wait_for_url(blank.url + "/")
        assert "di ricavi" in page.locator(".headline h2").inner_text()
        assert seen.problems == []
        assert seen.foreign == []


def picture(page: object, artefacts: Path, name: str, width: int, scripted: bool) -> None:
    suffix = "" if scripted else "-plain"
    page.screenshot(path=artefacts / f"{name}-{width}-light-it{suffix}.png", full_page=True)  # type: ignore[attr-defined]


def test_a_file_that_is_none_is_refused_where_it_was_dropped(browser: Browser, blank: Site, tmp_path: Path) -> None:
    letter = tmp_path / "lettera.csv"
    letter.write_text("Gentile cliente, grazie di tutto\n", encoding="utf-8")
    with watched(browser, blank.url, locale="it") as seen:
        seen.page.goto(blank.url)
        seen.page.set_input_files("input[type=file]", letter)
        problem = seen.page.locator(".drop .problem")
        problem.filter(has_text="lettera.csv").wait_for()
        assert seen.page.url == blank.url + "/"


def test_the_empty_page_and_the_questions_are_accessible(browser: Browser, blank: Site, orders: Path) -> None:
    with watched(browser, blank.url, locale="it", bypass_csp=True) as seen:
        for step in ("empty", "question"):
            if step == "empty":
                seen.page.goto(blank.url)
            else:
                seen.page.set_input_files("input[type=file]", orders)
                seen.page.wait_for_url("**/questions")
            results = Axe().run(seen.page)
            assert results.violations_count == 0, results.generate_report()


def test_without_javascript_every_chart_is_a_table_and_links_keep_the_scope(
    browser: Browser, demo: Callable[[Language], Site], artefacts: Path
) -> None:
    site = demo("it")
    with watched(browser, site.url, locale="it", java_script_enabled=False) as seen:
        page = seen.page
        page.goto(f"{site.url}/?period=2026-10")
        tables = page.locator(".chart-card .as-table table")
        assert tables.count() >= 4
        assert all(table.is_visible() for table in tables.all())
        page.screenshot(path=artefacts / "overview-1440-light-it-plain.png", full_page=True)
        page.locator("summary", has_text="Solo").click()
        page.locator(".menu-list a", has_text="Privati").click()
        page.wait_for_url("**/?period=2026-10&team=Privati")
        tables.first.locator("tbody th a").first.click()
        page.wait_for_url("**/metrics/net_revenue/rows?period=2026-10&team=Privati")
        assert "uguale alla cifra" in page.locator(".check-line").inner_text()
