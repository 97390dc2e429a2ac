"""Small pieces of DuckDB text: quoting, and the white space that cells are trimmed of."""

from __future__ import annotations

SPACES = "\u00a0\u202f\u2009\u2007"
"""No-break, narrow no-break, thin and figure space: what stands between thousands besides the plain blank."""

SPACE = f"[\\s{SPACES}]"
"""A blank of any kind, for RE2 (whose `\\s` is ASCII)."""


def literal(text: str) -> str:
    """
    >>> literal("d'oro")
    "'d''oro'"
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


WHITE = literal(" \t\r\n\v\f\ufeff\u200b" + SPACES)


def matches(value: str, pattern: str) -> str:
    """SQL that says whether the whole of `value` matches `pattern`."""
    return f"regexp_full_match({value}, {literal(pattern)})"


def one_of(value: str, words: frozenset[str] | tuple[str, ...]) -> str:
    """SQL that says whether `value` is one of `words`; FALSE for none."""
    return f"{value} IN ({', '.join(literal(word) for word in sorted(words))})" if words else "FALSE"
