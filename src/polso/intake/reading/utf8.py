"""The text of a file as UTF-8 bytes: the file itself where it is, a copy where it is not."""

from __future__ import annotations

import codecs
from pathlib import Path

from polso.intake.reading.delimited import open_text
from polso.intake.reading.model import SourceFile

_CHARACTERS = 1 << 20


def as_utf8(source: SourceFile, encoding: str, copy: Path) -> tuple[Path, int]:
    """Path of the text in UTF-8 and the bytes before its first character; `copy` is written only where it is needed.

    Raises UserError `file_unreadable` where bytes are none of the encoding.
    """
    if encoding in ("utf-8", "ascii"):
        return source.path, 0
    if encoding == "utf-8-sig":
        return source.path, len(codecs.BOM_UTF8)
    with open_text(source, encoding) as (text, _), copy.open("wb") as out:
        while block := text.read(_CHARACTERS):
            out.write(block.encode())
    return copy, 0
