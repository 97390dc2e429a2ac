"""What an ODS sheet shows but does not hold: formulas without a result, cells in error, hidden rows."""

from __future__ import annotations

from typing import IO
from xml.etree import ElementTree as ET

from polso.intake.reading.model import Finding

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CODES = ("formula_without_value", "error_cell", "rows_hidden")


def missing_in_document(handle: IO[bytes]) -> dict[str, tuple[Finding, ...]]:
    """By sheet name the findings of `formulas.missing_values`, without the place of the first cell.

    Raises ElementTree.ParseError where the document is cut off.
    """
    found: dict[str, tuple[Finding, ...]] = {}
    counts = dict.fromkeys(_CODES, 0)
    sheet = ""
    for event, node in ET.iterparse(handle, ("start", "end")):  # noqa: S314 -- expat >= 2.4.1 bounds entities
        if node.tag == f"{_TABLE}table":
            if event == "start":
                sheet, counts = node.get(f"{_TABLE}name", ""), dict.fromkeys(_CODES, 0)
            else:
                found[sheet] = tuple(Finding(code, count) for code, count in counts.items() if count)
                node.clear()
        elif event == "end" and node.tag == f"{_TABLE}table-row":
            _count(node, counts)
            node.clear()
    return found


def _count(row: ET.Element, counts: dict[str, int]) -> None:
    cells = [cell for cell in row if cell.tag == f"{_TABLE}table-cell"]
    filled = any(len(cell) or cell.get(f"{_OFFICE}value-type") for cell in cells)
    if filled and row.get(f"{_TABLE}visibility", "visible") != "visible":
        counts["rows_hidden"] += 1
    for cell in cells:
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if cell.get(f"{_CALC}value-type") == "error":
            counts["error_cell"] += times
        elif cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value-type"):
            counts["formula_without_value"] += times
