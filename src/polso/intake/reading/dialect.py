"""Which separator and which quote: the pair that gives the most records of one width over the first lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from polso.intake.reading.aligned import aligned_columns
from polso.intake.reading.model import Decision, Dialect
from polso.intake.reading.records import Record, is_undelimited, read_records, split_undelimited

SAMPLE_RECORDS = 200
# Where two separators fit alike the rarer in ordinary text wins: a comma also stands in amounts and sentences.
SEPARATORS = ("\t", ";", "|", ",", "\x1f", "^", "~", "§", "¦")
_QUOTES = (('"', ""), ('"', "\\"), ("", ""))
_ALIGNED = re.compile(r"^\s|\S {2,}\S")
_SEP_LINE = re.compile(r'^"?sep=(.)"?\1*\s*$', re.IGNORECASE)
_WHOLE = re.compile(r'^"(?:[^"]|"")*"\s*$')
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PLAIN_SHARE = 0.9
_TABLE_SHARE = 0.4
_MOST_TITLES = 12


def separator_line(line: str) -> str | None:
    r"""The separator that a first line `sep=;` names.

    >>> separator_line("sep=;\r\n"), separator_line("Sede;Città")
    (';', None)
    """
    match = _SEP_LINE.match(line)
    return match.group(1) if match else None


def decide_dialect(lines: Sequence[str], given: str | None = None) -> tuple[Dialect, Decision] | None:
    """The dialect of the first lines, or None when they are no table (running text)."""
    filled = [line for line in lines if line.strip()][:SAMPLE_RECORDS]
    if given is not None:
        return _with_quote(lines, given).dialect, Decision(given, "given")
    best: _Fit | None = None
    for separator in SEPARATORS:
        if any(separator in line for line in filled):
            fit = _with_quote(lines, separator)
            if fit.width > 1 and (best is None or fit.agreement > best.agreement):
                best = fit
    spaced = _spaced(filled)
    if best is None or (best.dialect.delimiter == "," and decimals_only(filled)):
        cuts = None if spaced and _is_even(filled, spaced) else aligned_columns(filled)
        if cuts is not None:
            return Dialect(cuts, quote=""), Decision("aligned", "aligned_columns")
    if spaced and best is not None and best.dialect.delimiter == "," and decimals_only(filled):
        return Dialect(spaced, quote=""), Decision(spaced, "aligned_columns")
    plain = sum(1 for line in filled if not any(mark in line for mark in "\t;|,"))
    only_plain = plain >= _PLAIN_SHARE * len(filled)
    if best is not None and best.rows >= best.records * (0.5 if only_plain else _TABLE_SHARE):
        return best.dialect, Decision(best.dialect.delimiter, "most_rows_of_equal_width")
    if spaced:
        return Dialect(spaced, quote=""), Decision(spaced, "aligned_columns")
    if filled and sum(1 for line in filled if _WHOLE.match(line)) >= _PLAIN_SHARE * len(filled):
        return Dialect(","), Decision("none", "single_column")
    if only_plain and max((len(line) for line in filled), default=0) < 500:
        return Dialect("none", quote=""), Decision("none", "single_column")
    return None


def sample_records(lines: Sequence[str], dialect: Dialect, first_line: int) -> list[Record]:
    return list(islice(read_records(lines, dialect, first_line), SAMPLE_RECORDS))


def title_lines(sizes: Sequence[int]) -> int:
    """How many records of one cell stand above a table of at least three columns that has no other line; else 0.

    >>> title_lines([1, 1, 1, 4, 4]), title_lines([1, 1, 4, 1, 1]), title_lines([1, 1, 1, 2, 2])
    (3, 0, 0)
    """
    titles = next((position for position, size in enumerate(sizes) if size > 1), 0)
    rest = sizes[titles:]
    fits = len(rest) > 1 and len(set(rest)) == 1 and rest[0] > 2
    return titles if fits and titles <= _MOST_TITLES else 0


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a dialect fits: `rows` records of `width` cells among `records` below `titles` lines of one cell."""

    dialect: Dialect
    rows: int
    width: int
    records: int
    titles: int = 0

    @property
    def agreement(self) -> float:
        """The part of all records that have that width; not their number, since quotes decide how many there are.

        Titles count, or a mark that stands in the last rows by chance would take all above them for titles.
        """
        return self.rows / (self.records + self.titles) if self.records else 0.0


def _with_quote(lines: Sequence[str], separator: str) -> _Fit:
    """The quoting under which `separator` gives the most records of one width; the usual one where they fit alike."""
    if is_undelimited(separator):
        return _Fit(Dialect(separator, quote=""), 0, 0, 0)
    whole = _fit_of_wrapped(lines, separator)
    if whole is not None:
        return whole
    quotes: tuple[tuple[str, str], ...] = _QUOTES
    if _wraps(lines, separator, '"'):
        quotes = _QUOTES[:-1]
    elif not any('"' in line for line in lines) and _between_apostrophes(lines, separator):
        quotes = (("'", ""), *_QUOTES)
    best: _Fit | None = None
    for quote, escape in quotes:
        if escape and not any('\\"' in line for line in lines):
            continue
        dialect = Dialect(separator, quote, escape)
        records = [record for record in sample_records(lines, dialect, 1) if record.cells or record.problem]
        sizes = [len(record.cells) for record in records if not record.problem]
        titles = title_lines(sizes)
        widths = Counter(sizes[titles:])
        width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        # A quoting that finds no columns never beats one that does, however many lines it makes of it.
        better = rows > (best.rows if best else 0) if quote else (best.rows if best else 0) < _PLAIN_SHARE * rows
        if best is None or (better and (width > 1 or best.width == 1)) or (width > 1 and best.width == 1):
            best = _Fit(dialect, rows, width, len(records) - titles, titles)
    assert best is not None
    return best


def _wraps(lines: Sequence[str], separator: str, quote: str) -> bool:
    """Whether cells are wrapped in `quote`: begun and ended by it on at least a tenth of the lines."""
    edge = re.escape(separator)
    wrapped = re.compile(rf"(?:^|{edge}){quote}(?:[^{quote}]|{quote}{quote})*{quote}(?={edge}|\s*$)")
    return sum(1 for line in lines if wrapped.search(line)) * 10 >= len(lines)


def _between_apostrophes(lines: Sequence[str], separator: str) -> bool:
    """Whether most lines have a filled cell between apostrophes; a few have one by chance."""
    edge = re.escape(separator)
    wrapped = re.compile(rf"(?:^|{edge})'(?:[^']|'')+'(?={edge}|\s*$)")
    return sum(1 for line in lines if wrapped.search(line)) * 2 > len(lines)


def _fit_of_wrapped(lines: Sequence[str], separator: str) -> _Fit | None:
    """The fit where whole lines stand in quotes and are alike once these are taken off; the header may have none."""
    filled = [line for line in lines if line.strip()][:SAMPLE_RECORDS]
    wrapped = sum(1 for line in filled if separator in line and _WHOLE.match(line))
    if wrapped * 2 < len(filled) or not wrapped:
        return None
    dialect = Dialect(separator, wrapped=True)
    records = [record for record in sample_records(lines, dialect, 1) if record.cells or record.problem]
    widths = Counter(len(record.cells) for record in records if not record.problem)
    width, rows = max(widths.items(), key=lambda pair: pair[1], default=(0, 0))
    return _Fit(dialect, rows, width, len(records)) if width > 1 and rows >= _PLAIN_SHARE * len(records) else None


def decimals_only(filled: Sequence[str]) -> bool:
    """Whether every comma stands between digits."""
    return all("," not in _DECIMAL_COMMA.sub("", line) for line in filled)


def _is_even(filled: Sequence[str], way: str) -> bool:
    """Whether every line has as many cells."""
    return len({len(split_undelimited(line, way)) for line in filled}) == 1


def _spaced(filled: Sequence[str]) -> str | None:
    """Columns set by blanks, with as many cells on nearly every line: `blanks`, or `gaps` where cells hold single
    ones; None when nothing is aligned."""
    if not filled or not any(_ALIGNED.search(line) for line in filled):
        return None
    best: tuple[int, str] | None = None
    for way in ("blanks", "gaps"):
        width, rows = Counter(len(split_undelimited(line, way)) for line in filled).most_common(1)[0]
        if width > 1 and rows >= _PLAIN_SHARE * len(filled) and (best is None or rows > best[0]):
            best = rows, way
    return best[1] if best else None
