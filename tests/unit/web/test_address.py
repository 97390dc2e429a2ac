"""The address is the state: read, written, changed."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from polso.base.errors import UserError
from polso.web.address import View, read_view


def test_an_address_read_and_written_again_is_the_same() -> None:
    pairs = [
        ("period", "2026-Q3"),
        ("compare", "year"),
        ("rep", "Anna & C."),
        ("team", ""),
        ("where", "office=Via Roma, 1"),
        ("as_of", "2026-11-01"),
        ("find", "ferro"),
    ]
    address = read_view("/metrics/win_rate/rows", pairs).url_with()
    assert urlsplit(address).path == "/metrics/win_rate/rows"
    assert parse_qsl(urlsplit(address).query, keep_blank_values=True) == pairs


def test_a_changed_period_keeps_filters_and_returns_to_the_first_page() -> None:
    view = read_view("/x", [("rep", "Anna"), ("find", "a"), ("page", "4")])
    assert view.url_with(period="2026") == "/x?period=2026&rep=Anna&find=a"
    assert view.url_with(page=5) == "/x?rep=Anna&find=a&page=5"


def test_another_page_takes_the_scope_along_and_nothing_else() -> None:
    view = read_view("/metrics", [("period", "2026"), ("rep", "Anna"), ("q", "win")])
    assert view.url_with("/") == "/?period=2026&rep=Anna"


def test_a_filter_is_replaced_and_let_go() -> None:
    view = View(where=(("rep", "Anna"), ("team", "Nord")))
    assert view.filtered("rep", "Bruno") == (("team", "Nord"), ("rep", "Bruno"))
    assert view.filtered("rep", None) == (("team", "Nord"),)


@pytest.mark.parametrize("pairs", [[("compare", "sideways")], [("where", "no equals sign")]])
def test_what_cannot_be_read_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(UserError):
        read_view("/", pairs)
