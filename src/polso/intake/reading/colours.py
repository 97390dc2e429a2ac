"""The colours of a workbook's cell formats, as words: what a person sees, not what the file stores."""

from __future__ import annotations

import colorsys
import re
import zipfile
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# The scheme lists dark before light; numbers of colours count light first.
_THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
_BASIC = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_PALETTE = (
    f"{_BASIC} {_BASIC} 800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 "
    "FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF "
    "FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 "
    "993366 333399 333333"
).split()
_HEX = re.compile(r"^[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?$")
NONE = "none"


def word(red: int, green: int, blue: int) -> str:
    """The word for a colour of three bytes; white is no colour.

    >>> [word(*bytes.fromhex(code)) for code in ("C6EFCE", "FFC7CE", "FFEB9C", "FFC000", "9DC3E6", "D9D9D9", "FFFFFF")]
    ['green', 'red', 'yellow', 'orange', 'blue', 'grey', 'none']
    """
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if light > 0.98:
        return NONE
    if saturation < 0.12 or light < 0.08 or max(red, green, blue) - min(red, green, blue) < 12:
        return "grey"
    degrees = hue * 360
    if degrees < 18 or degrees >= 335:
        return "red"
    if degrees < 39 or (degrees < 50 and light <= 0.52):
        return "orange"
    if degrees < 70:
        return "yellow"
    return "green" if degrees < 170 else "blue" if degrees < 262 else "purple"


def format_colours(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """For each cell format of an XLSX file, by its number, the word of its fill."""
    styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 -- expat >= 2.4.1 bounds entities
    theme = _theme(archive)
    palette = [node.get("rgb", "") for node in styles.iterfind(f"{_MAIN}colors/{_MAIN}indexedColors/{_MAIN}rgbColor")]
    fills = [_fill(node, theme, palette or _PALETTE) for node in styles.iterfind(f"{_MAIN}fills/{_MAIN}fill")]
    formats = []
    for node in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"):
        number = int(node.get("fillId", "0"))
        formats.append(fills[number] if number < len(fills) else NONE)
    return tuple(formats)


def _theme(archive: zipfile.ZipFile) -> list[str]:
    names = [name for name in archive.namelist() if name.startswith("xl/theme/theme")]
    if not names:
        return []
    scheme = ET.fromstring(archive.read(min(names))).find(f".//{_DRAWING}clrScheme")  # noqa: S314 -- as above
    if scheme is None:
        return []
    listed = []
    for node in scheme:
        colour = node[0] if len(node) else node
        listed.append(colour.get("lastClr") or colour.get("val") or "")
    return [listed[position] for position in _THEME_ORDER if position < len(listed)]


def _fill(node: ET.Element, theme: list[str], palette: list[str]) -> str:
    pattern = node.find(f"{_MAIN}patternFill")
    if pattern is None or pattern.get("patternType", "none") == "none":
        return NONE
    colour = pattern.find(f"{_MAIN}fgColor")
    if colour is None:
        return NONE
    code = colour.get("rgb", "")
    if colour.get("theme") is not None:
        code = _at(theme, colour.get("theme", ""))
    elif colour.get("indexed") is not None:
        code = _at(palette, colour.get("indexed", ""))
    if not _HEX.match(code):
        return NONE
    red, green, blue = bytes.fromhex(code[-6:])
    return word(*_tinted(red, green, blue, float(colour.get("tint", "0"))))


def _at(colours: list[str], position: str) -> str:
    return colours[int(position)] if position.isdigit() and int(position) < len(colours) else ""


def _tinted(red: int, green: int, blue: int, tint: float) -> tuple[int, int, int]:
    """The colour made darker (negative) or lighter by a share of its lightness."""
    if not tint:
        return red, green, blue
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    found = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return round(found[0] * 255), round(found[1] * 255), round(found[2] * 255)
