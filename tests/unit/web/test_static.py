"""The static files agree with the theme, the templates and the rules of the look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import polso.web
from polso.web.charts import theme
from polso.web.rendering import STATIC_TYPES, static_address, static_addresses, static_file

WEB = Path(polso.web.__file__).parent
STYLE = static_file("polso.css").decode()
SCRIPT = static_file("polso.js").decode()
ICONS = static_file("icons.svg").decode()
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (WEB / "templates").rglob("*.html")}


def tokens(scheme: int) -> dict[str, str]:
    pairs = re.findall(r"--([a-z-]+): light-dark\((#\w+), (#\w+)\);", STYLE)
    return {name: _long((light, dark)[scheme]) for name, light, dark in pairs}


def _long(colour: str) -> str:
    return "#" + "".join(digit * 2 for digit in colour[1:]) if len(colour) == 4 else colour


def _contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two sRGB colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_charts_and_pages_have_the_same_colours() -> None:
    for position, scheme in enumerate(("light", "dark")):
        inks = theme.inks("light" if scheme == "light" else "dark")
        assert inks == {name: tokens(position)[name] for name in inks}


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "surface"),
        ("muted", "surface"),
        ("muted", "ground"),
        ("data", "surface"),
        ("good", "good-wash"),
        ("bad", "bad-wash"),
        ("warn", "warn-wash"),
        ("muted", "chip"),
        ("muted", "sunken"),
        ("on-data", "data"),
    ],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str, scheme: int) -> None:
    colours = tokens(scheme)
    assert _contrast(colours[text], colours[ground]) >= 4.5


def test_no_text_is_smaller_than_a_caption() -> None:
    sizes = [float(size) for size in re.findall(r"(?:font-size: |font: \d+ )([\d.]+)rem", STYLE)]
    assert min(sizes) == 0.75


def test_no_foreign_host_and_no_import() -> None:
    for text in (STYLE, SCRIPT, *TEMPLATES.values()):
        assert not re.search(r"https?:|@import|url\(", text.replace("http://www.w3.org/2000/svg", ""))


def test_templates_have_no_inline_style_or_handler() -> None:
    for name, text in TEMPLATES.items():
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", text), name


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', ICONS))
    used = {name for text in TEMPLATES.values() for name in re.findall(r'icon\(frame, "(\w+)"\)', text)}
    assert used
    assert used <= drawn


def test_reduced_motion_print_and_dark_are_written_for() -> None:
    for needed in ("prefers-reduced-motion", "@media print", "color-scheme: light dark", ":focus-visible", "subgrid"):
        assert needed in STYLE


def test_addresses_change_with_the_content_and_lead_back() -> None:
    assert set(static_addresses().values()) == set(STATIC_TYPES)
    assert re.fullmatch(r"/static/polso\.[0-9a-f]{12}\.css", static_address("polso.css"))
    with pytest.raises(KeyError):
        static_file("../rendering.py")
