"""Which characters the bytes are: mark, then strict UTF-8, then the zero bytes of UTF-16, then cp1252.

No library is asked: the usual detectors read Italian cp1252 as cp1250. cp1252 is a fallback that is always shown and
can be overruled.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from polso.base.errors import Place, UserError
from polso.intake.reading.model import Decision

_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 26, 1, 30, 31}
_CONTROL_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Bytes:
    """What one pass over the bytes showed.

    `tail_open`: valid UTF-8 but for a sequence cut off at the end; `cp1252`: no byte that cp1252 leaves undefined.
    """

    head: bytes
    size: int
    utf8: bool
    tail_open: bool
    beyond_ascii: bool
    cp1252: bool


def decide_encoding(facts: Bytes, file: str, given: str | None = None) -> Decision:
    """The Python codec of the file; raises UserError `file_unreadable` or `file_not_a_table`."""
    place = Place(file=file)
    if given is not None:
        try:
            return Decision(codecs.lookup(given).name, "given")
        except LookupError as error:
            raise UserError("unknown_encoding", place=place, name=given) from error
    head = facts.head
    if head.startswith(codecs.BOM_UTF8):
        if not facts.utf8:
            raise UserError("file_unreadable", place=place, encoding="utf-8")
        return Decision("utf-8-sig", "byte_order_mark")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sixteen(facts, "utf-16", "byte_order_mark", place)
    zeros = _zero_pattern(head)
    if zeros is not None:
        return _sixteen(facts, zeros, "zero_bytes", place)
    controls = sum(1 for byte in head if byte in _CONTROL)
    if controls > _CONTROL_SHARE * len(head) or b"\x00" in head:
        raise UserError("file_not_a_table", place=place, found="binary")
    if facts.utf8:
        return Decision("utf-8", "valid_utf8" if facts.beyond_ascii else "ascii_only")
    if not facts.cp1252 or (facts.tail_open and _has_sequences(head)):
        raise UserError("file_unreadable", place=place, encoding="utf-8")
    return Decision("cp1252", "fallback")


def _sixteen(facts: Bytes, codec: str, why: str, place: Place) -> Decision:
    if facts.size % 2:
        raise UserError("file_unreadable", place=place, encoding=codec)
    return Decision(codec, why)


def _zero_pattern(head: bytes) -> str | None:
    """UTF-16 without a mark: text of Latin letters has a zero in every second place."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 4:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.6 and zeros_even < 0.1:
        return "utf-16-le"
    if zeros_even > 0.6 and zeros_odd < 0.1:
        return "utf-16-be"
    return None


def _has_sequences(head: bytes) -> bool:
    """Whether the head has a whole multi-byte UTF-8 sequence, so that a cut one at the end is a cut file."""
    text = head.decode("utf-8", errors="ignore")
    return not text.isascii()
