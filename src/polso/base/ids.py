"""Identifiers: stable text keys made from what the files say."""

from __future__ import annotations

import hashlib
import unicodedata


def normal_text(text: str) -> str:
    """NFC, outer blanks off, inner runs of blanks as one: the form in which text is stored and compared.

    >>> normal_text("  Caffe\\u0300   Roma ")
    'Caffè Roma'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def name_key(name: str) -> str:
    """The key of a party, person or product that a file knows by name alone: normal text, case folded.

    >>> name_key("ACME  S.p.A.") == name_key("Acme S.p.A.")
    True
    """
    return normal_text(name).casefold()


def content_key(source: str, cells: tuple[str | None, ...], ordinal: int) -> str:
    """Identity of a row without a key: its source, its content and which of several equal rows it is (from 0).

    The same file read again gives the same keys; real duplicates in one file keep theirs.
    """
    digest = hashlib.sha256()
    for part in (source, *("\x00" if cell is None else cell for cell in cells), str(ordinal)):
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()[:24]
