"""The forms in which the header of a column is compared and kept."""

from __future__ import annotations

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_OTHER = re.compile(r"[^a-z0-9]+")
# What CRM exports put before the field: "Deal - Value", "Organization - Name", "Trattativa - Titolo"; and the header of
# a group of columns, which the reading puts before each: "Ordine › Data". A number before it is a period, not a group.
_PREFIX = re.compile(r"^\s*(?:[^\W\d_]+\s+-\s+|[^\d›]+›\s+)(?=\S)")


def normal_header(header: str) -> str:
    """Lower case ASCII words with one blank between them; accents, punctuation and case do not count.

    >>> normal_header("CloseDate"), normal_header("Data  di_chiusura"), normal_header("Quantità N°")
    ('close date', 'data di chiusura', 'quantita n')
    """
    split = _CAMEL.sub(" ", header.strip())
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", split.casefold())
        if not unicodedata.combining(character)
    )
    return _OTHER.sub(" ", plain).strip()


def header_forms(header: str) -> tuple[str, ...]:
    """The forms in which a header is looked up, most faithful first: whole, without prefix, without brackets.

    >>> header_forms("Deal - Value (EUR)")
    ('deal value eur', 'value eur', 'deal value', 'value')
    >>> header_forms("Importi › IVA")
    ('importi iva', 'iva')
    """
    bare = _BRACKETS.sub(" ", header)
    candidates = (header, _PREFIX.sub("", header), bare, _PREFIX.sub("", bare))
    return tuple(dict.fromkeys(form for form in map(normal_header, candidates) if form))


def attribute_name(header: str) -> str:
    """The name under which a column without a place in the model is kept.

    >>> attribute_name("Regional Office"), attribute_name("n° CD")
    ('regional_office', 'n_cd')
    """
    return normal_header(header).replace(" ", "_")
