"""The document inside a signed file (`.p7m`): CMS SignedData in DER or BER, as bytes or in Base64.

The signature itself is not verified: whoever imports their own documents trusts them already, and the proof says so.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OBJECT, _OCTETS, _SET = 0x30, 0x06, 0x04, 0x31
_EXPLICIT_0 = 0xA0
_CONSTRUCTED = 0x20
_INDEFINITE = 0x80
_LONG_TAG = 0x1F
_MOST_LENGTH_BYTES = 4
_MOST_LAYERS = 4
_MOST_DEPTH = 16
_ARMOUR = re.compile(rb"-----[A-Z0-9 ]+-----")


class NotSignedError(ValueError):
    """The bytes are no CMS SignedData, or are cut off."""


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int
    end: int
    """Its content, without the end mark of an indefinite length."""
    after: int


def signed_content(data: bytes) -> bytes:
    """What was signed; a file that was signed several times is opened to the innermost content.

    Raises NotSignedError.
    """
    content = _content(_binary(data))
    for _ in range(_MOST_LAYERS):
        try:
            content = _content(_binary(content))
        except NotSignedError:
            break
    return content


def _binary(data: bytes) -> bytes:
    if data[:1] == bytes([_SEQUENCE]):
        return data
    try:
        return base64.b64decode(_ARMOUR.sub(b"", data).translate(None, b" \t\r\n"), validate=True)
    except binascii.Error as error:
        raise NotSignedError from error


def _content(data: bytes) -> bytes:
    outer = _element(data, 0, len(data))
    if outer.tag != _SEQUENCE:
        raise NotSignedError
    parts = list(_children(data, outer))
    is_signed = len(parts) > 1 and parts[0].tag == _OBJECT and data[parts[0].start : parts[0].end] == _SIGNED_DATA
    if not is_signed or parts[1].tag != _EXPLICIT_0:
        raise NotSignedError
    signed = _element(data, parts[1].start, parts[1].end)
    # version, digest algorithms, then the content with its type
    inside = next((part for part in _children(data, signed) if part.tag == _SEQUENCE), None)
    wrapped = list(_children(data, inside)) if inside is not None else []
    if len(wrapped) < 2 or wrapped[1].tag != _EXPLICIT_0:
        raise NotSignedError
    return _octets(data, _element(data, wrapped[1].start, wrapped[1].end), 0)


def _octets(data: bytes, element: _Element, depth: int) -> bytes:
    """The bytes of an octet string; a constructed one is its parts put together."""
    if element.tag == _OCTETS:
        return data[element.start : element.end]
    if element.tag != _OCTETS | _CONSTRUCTED or depth > _MOST_DEPTH:
        raise NotSignedError
    return b"".join(_octets(data, part, depth + 1) for part in _children(data, element))


def _children(data: bytes, parent: _Element) -> Iterator[_Element]:
    place = parent.start
    while place < parent.end:
        element = _element(data, place, parent.end)
        yield element
        place = element.after


def _element(data: bytes, place: int, limit: int, depth: int = 0) -> _Element:
    if place + 2 > limit or depth > _MOST_DEPTH:
        raise NotSignedError
    tag, length, start = data[place], data[place + 1], place + 2
    if tag & _LONG_TAG == _LONG_TAG:
        raise NotSignedError
    if length == _INDEFINITE:
        if not tag & _CONSTRUCTED:
            raise NotSignedError
        return _until_end_mark(data, tag, start, limit, depth)
    if length > _INDEFINITE:
        count = length - _INDEFINITE
        if count > _MOST_LENGTH_BYTES or start + count > limit:
            raise NotSignedError
        length = int.from_bytes(data[start : start + count])
        start += count
    if start + length > limit:
        raise NotSignedError
    return _Element(tag, start, start + length, start + length)


def _until_end_mark(data: bytes, tag: int, start: int, limit: int, depth: int) -> _Element:
    place = start
    while data[place : place + 2] != b"\x00\x00":
        place = _element(data, place, limit, depth + 1).after
    return _Element(tag, start, place, place + 2)
