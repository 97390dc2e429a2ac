"""A page that is watched: what its console says, what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

WIDE, NARROW = 1440, 390
EXPECTED_FAILURE = "the server responded with a status of 404"
"""What the browser's console says of a page that is not there, which one test opens on purpose."""


@dataclass
class Watched:
    page: Page
    problems: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Open an address and wait until its charts, if any, are drawn."""
        self.page.goto(address)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(
            "() => !document.documentElement.classList.contains('js')"
            " || [...document.querySelectorAll('.plot[data-chart]')].every(plot => plot.querySelector('svg'))"
        )


@contextmanager
def watched(browser: Browser, site: str, **options: Any) -> Iterator[Watched]:
    """A fresh context whose every request must go to `site`; what goes elsewhere is noted and stopped."""
    options.setdefault("viewport", {"width": WIDE, "height": 1000})
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    found = Watched(page)

    def note(message: Any) -> None:
        if message.type in ("error", "warning") and EXPECTED_FAILURE not in message.text:
            found.problems.append(message.text)

    def stop_foreign(route: Any) -> None:
        if urlsplit(route.request.url).netloc != urlsplit(site).netloc:
            found.foreign.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.on("console", note)
    page.on("pageerror", lambda error: found.problems.append(str(error)))
    context.route("**/*", stop_foreign)
    try:
        yield found
    finally:
        context.close()
