"""Statements whose names are filled in; their values never are, those are parameters."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def fill(text: str, **fragments: str) -> str:
    """The text with each `{word}` replaced: by quoted names of the catalog, or lists of them.

    >>> fill("SELECT count(*) FROM {table} WHERE batch_id = $batch_id", table=quoted("rep"))
    'SELECT count(*) FROM "rep" WHERE batch_id = $batch_id'
    """
    return text.format_map(fragments)
