"""What a workbook shows to its reader but does not hold: formulas without a stored result, and cells in error.

A program that writes a formula without computing it leaves the cell without a value; a reader then sees an empty
cell. It must be said, or a column of sums would silently be empty.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from polso.intake.reading.documents import missing_in_document
from polso.intake.reading.model import Finding

_BLOCK = 1 << 20
_OVERLAP = 1 << 14
_CELL = re.compile(rb"<c\s([^>]*[^/>])>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ERROR = re.compile(rb"<c\s([^>]*\bt=\"e\"[^>]*)>")
_HIDDEN = re.compile(rb'<row\s[^>]*\bhidden="(?:1|true)"')
_REFERENCE = re.compile(rb"\br=\"([A-Z]+[0-9]+)\"")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def missing_values(path: Path) -> dict[str, tuple[Finding, ...]]:
    """By sheet name: `formula_without_value`, `error_cell`, `rows_hidden`, with their number and the first as detail.

    For XLSX and ODS; an XLS file always holds results. Empty where the file cannot be looked into.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                with archive.open("content.xml") as handle:
                    return missing_in_document(handle)
            if "xl/workbook.xml" not in names:
                return {}
            found = {}
            for sheet, member in members(archive).items():
                if member in names:
                    with archive.open(member) as handle:
                        found[sheet] = _scan(handle)
            return found
    except (
        zipfile.BadZipFile,
        ET.ParseError,
        KeyError,
        EOFError,
        ValueError,
        OSError,
        NotImplementedError,
        zlib.error,
    ):
        return {}


def members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive that holds each sheet, by the sheet's name."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- expat >= 2.4.1
    targets = {node.get("Id", ""): node.get("Target", "") for node in relations}
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 -- expat >= 2.4.1 bounds entities
    members = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        members[sheet.get("name", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return members


def _scan(handle: IO[bytes]) -> tuple[Finding, ...]:
    counts = {"formula_without_value": 0, "error_cell": 0, "rows_hidden": 0}
    first = {"formula_without_value": "", "error_cell": ""}
    rest = b""
    while True:
        block = handle.read(_BLOCK)
        text = rest + block
        cut = len(text) if not block else max(text.rfind(b"<c ", 0, len(text)), 0)
        ready, rest = text[:cut], text[cut:]
        if len(rest) > _BLOCK + _OVERLAP:
            ready, rest = text, b""
        counts["rows_hidden"] += sum(1 for _ in _HIDDEN.finditer(ready))
        for code, pattern in (("formula_without_value", _CELL), ("error_cell", _ERROR)):
            for match in pattern.finditer(ready):
                if code == "formula_without_value" and b't="str"' in match.group(1):
                    continue
                counts[code] += 1
                reference = _REFERENCE.search(match.group(1))
                first[code] = first[code] or (reference.group(1).decode() if reference else "")
        if not block:
            return tuple(
                Finding(code, count, (first[code],) if code in first else ()) for code, count in counts.items() if count
            )
