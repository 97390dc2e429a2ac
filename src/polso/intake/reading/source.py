"""Stage 1: open a file, hash it, and say which tables it holds and how each was recognised."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from polso.base.errors import Place, UserError
from polso.intake.reading.delimited import open_delimited
from polso.intake.reading.encoding import Bytes
from polso.intake.reading.model import RawTable, SourceFile

_BLOCK = 1 << 20
_HEAD = 1 << 16
_MARKUP = (
    (re.compile(rb"\s*<\?xml", re.IGNORECASE), "XML"),
    (re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE), "HTML"),
    (re.compile(rb"\s*(?:\[\s*)?\{\s*(?:\"|\})"), "JSON"),
    (re.compile(rb"\s*\[\s*\["), "JSON"),
)
_TAR = slice(257, 262)
_UNDEFINED = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
"""Bytes without a character in cp1252."""

_WORKBOOK_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OTHER_MAGIC = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"PAR1", "Parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said about the file, above what the file says of itself."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None


def open_source(path: Path, given: Given | None = None) -> tuple[RawTable, ...]:
    """The tables of a file: one for text, one for each visible sheet that has rows.

    Raises UserError with the file as place: `file_missing`, `file_empty`, `file_not_a_table`, `file_unreadable`,
    `file_protected`, `header_does_not_fit`, `cells_missing`, `no_rows`.
    """
    given = given or Given()
    place = Place(file=path.name)
    if not path.is_file():
        raise UserError("file_missing", place=place, path=str(path))
    digest, facts = _scan(path)
    status = path.stat()
    if facts.size == 0 or (not facts.head.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe") and facts.size <= _HEAD):
        raise UserError("file_empty", place=place)
    workbook = facts.head.startswith(_WORKBOOK_MAGIC)
    for magic, name in _OTHER_MAGIC:
        if facts.head.startswith(magic):
            raise UserError("file_not_a_table", place=place, found=name)
    if facts.head[_TAR] == b"ustar":
        raise UserError("file_not_a_table", place=place, found="tar")
    text = _without_zeros(facts.head)
    for pattern, name in _MARKUP:
        if pattern.match(text):
            raise UserError("file_not_a_table", place=place, found=name)
    source = SourceFile(
        path=path,
        name=path.name,
        sha256=digest,
        size=facts.size,
        modified_ns=status.st_mtime_ns,
        form="workbook" if workbook else "delimited",
    )
    if workbook:
        from polso.intake.reading.workbook import open_workbook

        return open_workbook(source, given.header)
    return (open_delimited(source, facts, given.encoding, given.delimiter, given.header),)


def _scan(path: Path) -> tuple[str, Bytes]:
    """Hash and UTF-8 check of the whole file in one pass of constant memory."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    head, tail_open, valid, size, beyond_ascii, cp1252 = b"", False, True, 0, False, True
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            if not size:
                head = block[:_HEAD]
            size += len(block)
            digest.update(block)
            beyond_ascii = beyond_ascii or not block.isascii()
            cp1252 = cp1252 and not any(byte in block for byte in _UNDEFINED)
            if valid:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    valid = False
    if valid and decoder.getstate()[0]:
        valid, tail_open = False, True
    return digest.hexdigest(), Bytes(head, size, valid, tail_open, beyond_ascii, cp1252)


def _without_zeros(head: bytes) -> bytes:
    """The beginning as Latin letters, whatever the width of a character."""
    return (
        head[:4096]
        .removeprefix(codecs.BOM_UTF8)
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\x00", b"")
    )


def check_unchanged(source: SourceFile) -> None:
    """Raise UserError `file_changed` when the file is no longer the one that was opened."""
    try:
        status = source.path.stat()
    except OSError as error:
        raise UserError("file_missing", place=Place(file=source.name), path=str(source.path)) from error
    if (status.st_size, status.st_mtime_ns) != (source.size, source.modified_ns):
        raise UserError("file_changed", place=Place(file=source.name))
