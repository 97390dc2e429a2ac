"""Which stretches of a file are so regular that no cell needs to be looked at: the quick way through a large file.

A stretch is regular when every record has the width of the table, no line is blank, every quote begins or ends a cell
or is doubled inside one, and lines end alike. Then a reader of any make finds the same cells in it, and its bytes can
be handed on as they stand. What is not regular takes the careful way.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from polso.intake.reading.model import Dialect
from polso.intake.reading.sqltext import SPACES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Truths = NDArray[np.bool_]

LONGEST = 1 << 17
_LINE, _RETURN, _BLANK = 10, 13, 32
_WIDE = re.compile(f"[\ufeff\u200b{SPACES}]")
_LATIN = 0xC5
"""The first byte of letters up to U+017F, all of which are composed; of the wide blanks only U+00A0 is below."""

_BLANKS = b" \t\v\f\r\x1c\x1d\x1e\x1f"
_MAYBE_BLANK = b"\xc2\xe1\xe2\xe3"
"""First bytes of blanks beyond ASCII."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`whole` is the records of the first `size` bytes, which hold `lines` lines and `rows` records, ended by line
    feeds; `places` are start, end and lines before each record where some hold several lines, else None.

    `tidy`: no cell begins or ends with a blank, and all letters are composed (NFC).
    """

    whole: bytes
    size: int
    lines: int
    rows: int
    longest: int
    places: tuple[list[int], list[int], list[int]] | None
    tidy: bool

    @property
    def multiline(self) -> bool:
        """Whether some record holds a line end."""
        return self.places is not None

    def numbered(self, line: int, dialect: Dialect) -> bytes:
        """The records, the first of which stands on `line`, each with its line as first cell."""
        mark = dialect.delimiter.encode()
        if self.places is None:
            records = self.whole.split(b"\n")
            records.pop()
            return b"".join([b"%d%b%b\n" % (number, mark, record) for number, record in zip(count(line), records)])
        return b"".join(
            [
                b"%d%b%b" % (line + skipped, mark, self.whole[start : end + 1])
                for start, end, skipped in zip(*self.places, strict=True)
            ]
        )


def suits(dialect: Dialect) -> bool:
    """Whether records of the dialect can be told by looking at single bytes."""
    plain = len(dialect.delimiter) == 1 and dialect.delimiter.isascii()
    return plain and not dialect.escape and not dialect.wrapped and dialect.quote.isascii()


def take(block: bytes, dialect: Dialect, width: int) -> Stretch | None:
    """The whole records of `block`, which begins with a record; None when they are not regular."""
    import numpy as np

    if b"\x00" in block:
        return None
    data = np.frombuffer(block, dtype=np.uint8)
    breaks = data == _LINE
    every_break = breaks
    delimiters = data == ord(dialect.delimiter)
    if dialect.quote and dialect.quote.encode() in block:
        quotes = data == ord(dialect.quote)
        inside = np.bitwise_xor.accumulate(quotes)
        if not _well_placed(data, quotes, inside, dialect):
            return None
        outside = ~inside
        breaks = breaks & outside
        delimiters = delimiters & outside
    ends = np.flatnonzero(breaks)
    if not len(ends):
        return None
    size, rows = int(ends[-1]) + 1, len(ends)
    separators = np.flatnonzero(delimiters[:size] | breaks[:size])
    if len(separators) != rows * width or not (separators[width - 1 :: width] == ends).all():
        return None
    longest = int(np.diff(ends, prepend=-1).max())
    if longest > LONGEST:
        return None
    whole = block if size == len(block) else block[:size]
    lines = int(np.count_nonzero(every_break[:size]))
    if _may_begin_blank(data, ends, dialect) and _has_blank(whole, dialect):
        return None
    returns = whole.count(b"\r")
    if returns:
        if lines != rows or returns != rows or whole.count(b"\r\n") != rows:
            return None
        whole = whole.replace(b"\r\n", b"\n")
    if lines == rows:
        return Stretch(whole, size, lines, rows, longest, None, _is_tidy(whole, dialect))
    starts = np.concatenate(([0], ends[:-1] + 1))
    before = np.searchsorted(np.flatnonzero(every_break), starts)
    return Stretch(whole, size, lines, rows, longest, (starts.tolist(), ends.tolist(), before.tolist()), tidy=False)


def _is_tidy(whole: bytes, dialect: Dialect) -> bool:
    """Whether no blank stands beside a separator, a line end or a quote, and all letters are composed."""
    import numpy as np

    mark, quote = dialect.delimiter.encode(), dialect.quote.encode()
    if whole.startswith(b" ") or any(blank in whole for blank in (b"\t", b"\v", b"\f") if blank != mark):
        return False
    data = np.frombuffer(whole, dtype=np.uint8)
    edges = (data == ord(mark)) | (data == _LINE)
    if quote and quote in whole:
        edges |= data == ord(quote)
    blanks = data == _BLANK
    if (edges[:-1] & blanks[1:]).any() or (blanks[:-1] & edges[1:]).any():
        return False
    if whole.isascii():
        return True
    if int(data.max()) <= _LATIN:
        return b"\xc2\xa0" not in whole
    text = whole.decode()
    return not _WIDE.search(text) and unicodedata.is_normalized("NFC", text)


def _well_placed(data: Bytes, quotes: Truths, inside: Truths, dialect: Dialect) -> bool:
    """Whether quotes stand only at the ends of cells and doubled within them."""
    import numpy as np

    delimiter, quote = ord(dialect.delimiter), ord(dialect.quote)
    opening = np.flatnonzero(quotes & inside)
    before = data[opening[opening > 0] - 1]
    if not ((before == delimiter) | (before == _LINE) | (before == quote)).all():
        return False
    closing = np.flatnonzero(quotes & ~inside)
    after = data[closing[closing < len(data) - 1] + 1]
    return bool(((after == delimiter) | (after == _LINE) | (after == _RETURN) | (after == quote)).all())


def _may_begin_blank(data: Bytes, ends: NDArray[np.intp], dialect: Dialect) -> bool:
    """Whether any record has nothing certain among its first two bytes: most files need no closer look."""
    import numpy as np

    certain = np.ones(256, dtype=np.bool_)
    nothing = _BLANKS + _MAYBE_BLANK + b"\n" + dialect.delimiter.encode() + dialect.quote.encode()
    certain[np.frombuffer(nothing, dtype=np.uint8)] = False
    starts = np.concatenate(([0], ends[:-1] + 1))
    first, second = data[starts], data[np.minimum(starts + 1, ends)]
    return not (certain[first] | certain[second]).all()


def _has_blank(whole: bytes, dialect: Dialect) -> bool:
    """Whether a record may hold nothing: only blanks, separators and quotes on its line."""
    if not whole.isascii():
        whole = whole.replace(b"\xc2\xa0", b" ")
    rest = whole.translate(None, _BLANKS + dialect.delimiter.encode() + dialect.quote.encode())
    return rest.startswith(b"\n") or b"\n\n" in rest
