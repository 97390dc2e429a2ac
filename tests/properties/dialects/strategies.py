"""Random samples: any records that a small company may have, in any dialect that a program may write."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.properties.dialects.model import DEALS, INVOICES, SHAPES, Cell, Dialect, Field, NumberStyle, Sample, Shape
from tests.properties.dialects.written import DAYS, text

FIRST, LAST = date(1986, 1, 1), date(2026, 11, 20)
NOTHING = frozenset(
    {"-", "--", "–", "—", "null", "(null)", "<null>", "\\n", "n/a", "n/d", "#n/d", "#n/a", "nan", "nat", "#div/0!"}
    | {"#rif!", "#ref!", "#value!", "#valore!", "#name?", "#nome?", "#num!"}
)
"""What stands for nothing in a column of text; no text of a sample is one of these."""
ALPHABET = (
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789àèéìòùçñüßÀÈÉ€ \'"";;,,||&()[]%$#@=+-_./:*?!<>{}\\^~'
)
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàèéìòù"
AWKWARD = (
    'Bar "Sport" di Rossi',
    "Rossi, Bianchi & C.",
    "Metalli; Leghe",
    "L'Officina",
    "Riga uno\nriga due",
    "a\tb",
    "=SUM(A1)",
    "+39 02 1234567",
    "1E5",
    "00123",
    "1.234,50",
    "03/04/2026",
    "Sì",
    "TRUE",
    "NA",
    "None",
    "Totale Energia",
    "Nicolò Così",
    '5" tubo',
    "'",
    '"',
    "sep=;",
    "N°",
    "50%",
    "€",
    "a|b",
    "  x  y  ".strip(),
    "Total",
)
PREAMBLES = (
    "Officina Rossi Srl",
    "Elenco al 31/12/2025",
    "",
    "Report: sales",
    "Periodo dal 01/01/2025; al 31/12/2025",
    "Esportazione, pagina 1",
)


def _tidy(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def _is_text(value: str) -> bool:
    return bool(value) and value.casefold() not in NOTHING


texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(ALPHABET, min_size=1, max_size=20).map(_tidy).filter(_is_text),
    st.text(PLAIN, min_size=1, max_size=8).filter(_is_text),
)
plain_texts = st.text(PLAIN, min_size=1, max_size=8).filter(_is_text)
days = st.one_of(
    st.dates(FIRST, LAST),
    st.dates(date(2025, 1, 1), LAST),
    st.builds(date, st.just(2026), st.integers(1, 10), st.integers(1, 12)),
)
amounts = st.one_of(
    st.integers(-(10**9), 10**9).map(Decimal),
    st.integers(-9999, 9999).map(Decimal),
    st.decimals(-(10**9), 10**9, places=2),
    st.decimals(-10000, 10000, places=1),
    st.decimals(-100000, 100000, places=3),
    st.decimals(-1000, 1000, places=4),
    st.integers(1, 9).map(lambda n: Decimal(n * 1000)),
)
keys = st.one_of(
    st.integers(1, 99999).map(str),
    st.integers(1, 999).map(lambda n: f"{n:05d}"),
    st.integers(10**15, 10**18).map(str),
    st.from_regex(r"\A[A-Z]{1,2}-?[0-9]{1,5}\Z"),
    st.integers(1, 99).map(lambda n: f"{n}/2026"),
    st.integers(1, 99).map(lambda n: f"{n}E5"),
)


@st.composite
def number_styles(draw: st.DrawFn, least: int) -> NumberStyle:
    """A style in which amounts of `least` decimals lose nothing."""
    mark, group = draw(
        st.sampled_from(
            [
                (".", ""),
                (",", ""),
                (",", "."),
                (".", ","),
                (",", " "),
                (",", "\u00a0"),
                (",", "\u202f"),
                (".", "'"),
                (".", "’"),
            ]
        )
    )
    decimals = draw(st.one_of(st.none(), st.integers(max(least, 2), 4) if least <= 2 else st.just(least)))
    minus: Any = draw(st.sampled_from(["-%", "-%", "%-", "(%)", "−%"]))
    currency = draw(st.sampled_from(["%", "%", "%", "€ %", "% €", "€%", "EUR %", "% EUR", "$%", "CHF %", "£%"]))
    return NumberStyle(mark, group, decimals, minus, currency)


@st.composite
def records(draw: st.DrawFn, shape: Shape, *, plain: bool) -> tuple[tuple[Cell, ...], ...]:
    """Rows of a shape with different keys; one spelling for each customer."""
    word = plain_texts if plain else texts
    spelled: dict[str, str] = {}
    taken = draw(st.lists(keys, min_size=1, max_size=10, unique=True))
    rows = []
    for key in taken:
        values: dict[str, Cell] = {}
        for field in shape.fields:
            values[field.target] = draw(_cell(field, key, word, plain=plain))
        customer = values.get("account_id")
        if isinstance(customer, str):
            values["account_id"] = spelled.setdefault(" ".join(customer.split()).casefold(), customer)
        if shape is DEALS and values["status"] == "open":
            values["closed_on"] = None
        if shape is INVOICES:
            net = draw(st.decimals(Decimal("0.01"), 1_000_000, places=2))
            vat = (net * Decimal("0.22")).quantize(Decimal("0.01"))
            values |= {"net": net, "vat": vat, "gross": net + vat}
        rows.append(tuple(values[field.target] for field in shape.fields))
    return tuple(rows)


def _cell(field: Field, key: str, word: st.SearchStrategy[str], *, plain: bool) -> st.SearchStrategy[Cell]:
    filled: st.SearchStrategy[Cell]
    match field.kind:
        case "key":
            return st.just(key)
        case "word":
            # An open deal has no closing day, and a table that only blanks align has no room for an empty cell.
            return st.sampled_from(["won", "lost"] if plain else ["won", "lost", "open"])
        case "day":
            filled = days
        case "amount":
            filled = amounts
        case _:
            filled = word
    return filled if not field.nullable or plain else st.one_of(filled, filled, st.none())


@st.composite
def samples(
    draw: st.DrawFn,
    containers: tuple[str, ...] = ("csv", "csv", "csv", "gz", "zip", "xlsx", "xlsx_text"),
    *,
    totals: bool = False,
) -> Sample:
    """Any records in any dialect that can hold them."""
    shape = draw(st.sampled_from(SHAPES))
    container: Any = draw(st.sampled_from(containers))
    delimited = not container.startswith("xlsx")
    separator = draw(st.sampled_from([";", ",", "\t", "|", ";", ",", "\t", "blanks"])) if delimited else ";"
    plain = separator == "blanks"
    rows = draw(records(shape, plain=plain))
    written = {(-cell.normalize().as_tuple().exponent) for row in rows for cell in row if isinstance(cell, Decimal)}  # type: ignore[operator]
    style = draw(number_styles(max([0, *(places for places in written if places > 0)])))
    style_of_days = draw(st.sampled_from(sorted(DAYS)))
    if plain:
        style_of_days = draw(st.sampled_from(["iso", "dmy/", "mdy/", "dmy.", "compact", "ymd/", "dmy/short"]))
        style = NumberStyle(
            style.mark, style.group if style.group in (".", ",", "'", "’") else "", style.decimals, "-%", "%"
        )
    encodings = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
    everything = "".join(cell for row in rows for cell in row if isinstance(cell, str)) + style.group + style.minus
    if not _fits(everything, "cp1252"):
        encodings.remove("cp1252")
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r\n", "\n", "\r"]))
    dialect = Dialect(
        language=draw(st.sampled_from(["it", "en"])),
        separator=separator,
        quoting=draw(st.sampled_from(["minimal", "minimal", "all"])),
        encoding=draw(st.sampled_from(encodings)),
        line_end=line_end,
        numbers=style,
        days=style_of_days,
        null=draw(st.sampled_from(["", "", "-", "N/D", "null", "#N/A"])),
        order=tuple(draw(st.permutations(range(len(shape.fields))))),
        headers=tuple(draw(st.integers(0, 1)) for _ in shape.fields),
        preamble=tuple(draw(st.lists(st.sampled_from(PREAMBLES), max_size=min(3, len(rows) - 1), unique=True)))
        if not plain
        else (),
        total=draw(st.booleans()) and not plain and totals,
        container=container,
        last_line_end=draw(st.booleans()),
    )
    sample = Sample(shape, rows, dialect)
    if dialect.encoding == "cp1252" and _is_also_utf8(text(sample)):
        # Its bytes are right in both encodings (ß€ is one letter of UTF-8): no reader could tell.
        return Sample(shape, rows, replace(dialect, encoding="utf-8"))
    return sample


def _is_also_utf8(written: str) -> bool:
    encoded = written.encode("cp1252")
    try:
        encoded.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not encoded.isascii()


def _fits(letters: str, encoding: str) -> bool:
    try:
        letters.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
