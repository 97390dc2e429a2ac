"""Every page in both languages: strict content security policy, sound structure, escaped text."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest

from polso.base.company import Language
from polso.web.charts.bars import bars_chart
from polso.web.charts.parts import Point
from polso.web.rendering import environment, render
from polso.web.views.cards import ChartCard
from tests.unit.web.examples import PAGES, Example

LANGUAGES: tuple[Language, ...] = ("it", "en")
ALL_PAGES = [(page, language) for page in PAGES for language in LANGUAGES]
ADDRESSES = ("href", "src", "action", "formaction")


class Reader(HTMLParser):
    """Elements with their attributes, and the content of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[str, str]] = []
        self._in_script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        self._in_script = attributes.get("type", "") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._in_script is not None and data.strip():
            self.scripts.append((self._in_script, data))

    def handle_endtag(self, tag: str) -> None:
        self._in_script = None


def read(page: str, language: Language) -> tuple[str, Reader]:
    text = render(f"pages/{page}.html", getattr(Example(language, "/static/charts.js"), page)())
    reader = Reader()
    reader.feed(text)
    return text, reader


@pytest.mark.parametrize(("page", "language"), ALL_PAGES)
def test_nothing_needs_inline_style_or_script(page: str, language: Language) -> None:
    _, reader = read(page, language)
    for tag, attributes in reader.elements:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")], (tag, attributes)
    assert {kind for kind, _ in reader.scripts} <= {"application/json"}


@pytest.mark.parametrize(("page", "language"), ALL_PAGES)
def test_every_address_is_our_own(page: str, language: Language) -> None:
    _, reader = read(page, language)
    for tag, attributes in reader.elements:
        for name in ADDRESSES:
            address = attributes.get(name)
            if address is not None and not (tag == "link" and address == "data:,"):
                assert address.startswith(("/", "#")), (tag, address)
                assert not address.startswith("//")


@pytest.mark.parametrize(("page", "language"), ALL_PAGES)
def test_ids_are_unique_and_references_resolve(page: str, language: Language) -> None:
    _, reader = read(page, language)
    ids = Counter(attributes["id"] for _, attributes in reader.elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    for _, attributes in reader.elements:
        for name in ("aria-labelledby", "for", "popovertarget"):
            if name in attributes:
                assert attributes[name] in ids
        assert attributes.get("aria-label", "x") != ""


@pytest.mark.parametrize(("page", "language"), ALL_PAGES)
def test_the_frame_is_whole(page: str, language: Language) -> None:
    text, reader = read(page, language)
    tags = Counter(tag for tag, _ in reader.elements)
    assert tags["h1"] == 1
    assert tags["main"] == 1
    assert f'<html lang="{language}">' in text
    main = next(attributes for tag, attributes in reader.elements if tag == "main")
    assert main["data-page"] == page
    assert {attributes["data-live"] for _, attributes in reader.elements if "data-live" in attributes} == {
        "rail",
        "main",
        "tabs",
        "more",
    }


@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_the_other_language_is_left(page: str) -> None:
    english, _ = read(page, "en")
    for word in ("Vai al contenuto", "Cerca", "Aiuto", "Tabella", "Ricevuta"):
        assert word not in english


def test_text_from_files_is_escaped() -> None:
    text, _ = read("rows", "it")
    assert "&lt;b&gt;Trasporti&lt;/b&gt; &amp; C." in text
    assert "<b>" not in text


def test_a_name_cannot_leave_the_data_of_a_chart() -> None:
    name = "</script><script>alert(1)</script>"
    card = ChartCard("c", "t", "s", bars_chart([Point("k", name, 1.0, "1")]), "summary")
    module = environment().get_template("parts/charts.html").module
    markup = str(module.chart_card(None, card, lambda key: key))  # type: ignore[attr-defined]  # a macro of the template
    assert markup.count("<script") == 1
    assert markup.count("</script>") == 1


def test_a_missing_value_shows_its_reason_and_a_remedy_never_zero() -> None:
    text, _ = read("overview", "en")
    assert "Needs a list of orders." in text
    assert '<a class="link" href="/data">Upload files</a>' in text


def test_the_rail_marks_where_one_is_once() -> None:
    _, reader = read("metric", "it")
    current = [
        attributes["href"]
        for tag, attributes in reader.elements
        if tag == "a" and attributes.get("aria-current") == "page"
    ]
    assert current == ["/metrics/win_rate", "/metrics/win_rate"], "the rail and the sheet of the phone"


def test_questions_offer_every_choice_under_their_key() -> None:
    _, reader = read("wizard_questions", "it")
    inputs = [attributes for tag, attributes in reader.elements if tag == "input"]
    radios = [(one["name"], one["value"]) for one in inputs if one.get("type") == "radio"]
    assert radios == [("date_order:Consegna", "day_first"), ("date_order:Consegna", "month_first")]
    boxes = [(one["name"], one["value"], "checked" in one) for one in inputs if one.get("type") == "checkbox"]
    assert boxes == [("won:Esito", "firmato", True), ("won:Esito", "ko", False)]
    assert ("many:won:Esito", "1") in [(one["name"], one["value"]) for one in inputs if one.get("type") == "hidden"]
    form = next(
        attributes for tag, attributes in reader.elements if attributes.get("action", "").endswith("/questions")
    )
    assert form["method"] == "post"


def test_names_of_files_are_data() -> None:
    text, _ = read("wizard_files", "it")
    assert "&lt;b&gt;ordini&lt;/b&gt;.xlsx" in text
    assert "<b>ordini" not in text


def test_a_choice_says_what_it_was() -> None:
    _, reader = read("wizard_columns", "it")
    hidden = {one["name"]: one["value"] for tag, one in reader.elements if tag == "input" and one["type"] == "hidden"}
    assert hidden == {"was:x:column:Importo": "amount", "was:x:column:Note": ""}
    assert [one["name"] for tag, one in reader.elements if tag == "select"] == ["x:column:Importo", "x:column:Note"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proof_of_a_draft_has_one_button_that_imports(language: Language) -> None:
    text = render("pages/proof.html", Example(language, "/static/charts.js").draft_proof())
    assert text.count('type="submit"') == 2, "import, and discard"
    assert '<form action="/data/drafts/0123456789abcdef/import" method="post"' in text
    assert "/undo" not in text


def test_every_chart_has_its_table() -> None:
    for page in ("overview", "metric"):
        _, reader = read(page, "it")
        plots = [attributes for _, attributes in reader.elements if "data-chart" in attributes]
        assert plots
        assert sum(attributes.get("class") == "as-table" for _, attributes in reader.elements) == len(plots)
