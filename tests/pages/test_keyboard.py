"""Everything can be reached and used by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from polso.base.company import Language
from tests.pages.conftest import Site
from tests.pages.watching import watched

REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')];
  const shown = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[popover]')
    && one.type !== 'hidden' && !one.closest('details:not([open]) > :not(summary)'));
  shown.forEach((one, position) => { one.dataset.reach = position; });
  return shown.length;
}"""
FOCUSED = "() => document.activeElement.dataset?.reach ?? null"
OUTLINED = """() => {
  const one = document.activeElement;
  const seen = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const near = [...document.querySelectorAll(':has(:focus-visible), :focus-within + *')];
  return seen(getComputedStyle(one)) || seen(getComputedStyle(one, '::after'))
    || near.some((other) => seen(getComputedStyle(other)));
}"""


@pytest.mark.parametrize(
    "path", ["/", "/performance", "/customers", "/metrics/win_rate", "/metrics/net_revenue/rows", "/data"]
)
def test_tab_reaches_everything_in_order_with_a_visible_focus(
    browser: Browser, demo: Callable[[Language], Site], path: str
) -> None:
    site = demo("it")
    with watched(browser, site.url, locale="it") as seen:
        seen.open(site.url + path)
        page = seen.page
        count = page.evaluate(REACHABLE)
        assert count > 10
        reached: list[Any] = []
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "skip"
        for _ in range(count + 10):
            reached.append(page.evaluate(FOCUSED))
            assert page.evaluate(OUTLINED), page.evaluate("() => document.activeElement.outerHTML")
            if len(set(reached) - {None}) == count:
                break
            page.keyboard.press("Tab")
        assert {int(one) for one in reached if one is not None} == set(range(count))


def test_the_skip_link_leads_to_the_content(browser: Browser, demo: Callable[[Language], Site]) -> None:
    site = demo("it")
    with watched(browser, site.url, locale="it") as seen:
        seen.open(site.url)
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("() => document.activeElement.id") == "content"


def test_marks_of_a_chart_speak_and_lead_to_their_rows(browser: Browser, demo: Callable[[Language], Site]) -> None:
    site = demo("it")
    with watched(browser, site.url, locale="it") as seen:
        seen.open(site.url)
        page = seen.page
        address = page.url
        chart = page.locator('.plot[data-chart="trend-net-revenue"]')
        chart.locator('[data-mark][tabindex="0"]').focus()
        last = page.evaluate("() => document.activeElement.dataset.mark")
        assert "novembre 2026" in page.locator("#tooltip:popover-open").inner_text()
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("() => document.activeElement.dataset.mark") < last
        assert page.locator("#tooltip:popover-open").inner_text().startswith("Ottobre 2026: ")
        page.keyboard.press("Enter")
        dialog = page.locator("dialog.drill[open]")
        dialog.locator(".check-line").wait_for()
        assert "uguale alla cifra" in dialog.locator(".check-line").inner_text()
        assert page.url.endswith("/metrics/net_revenue/rows?period=2026-10")
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        page.wait_for_url(address)  # going back takes a moment


def test_letters_change_the_period_and_search(browser: Browser, demo: Callable[[Language], Site]) -> None:
    site = demo("it")
    with watched(browser, site.url, locale="it") as seen:
        seen.open(site.url)
        page = seen.page
        page.keyboard.press("q")
        page.wait_for_url("**/?period=2026-Q4")
        page.keyboard.press("y")
        page.wait_for_url("**/?period=2026")
        page.keyboard.press("m")
        page.wait_for_url("**/?period=2026-11")
        page.go_back()
        page.wait_for_url("**/?period=2026")
        page.keyboard.press("/")
        page.keyboard.type("vinte")
        page.keyboard.press("Enter")
        page.wait_for_url("**/metrics?*")
        page.locator("h1", has_text="Ricerca: vinte").wait_for()
        assert seen.problems == []
