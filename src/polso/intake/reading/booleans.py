"""A column as truth values: pairs of words, alike in a whole column."""

from __future__ import annotations

from polso.intake.reading.assemble import assemble
from polso.intake.reading.model import Decision
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.profile import ColumnProfile
from polso.intake.reading.reading import ColumnReading
from polso.intake.reading.sqltext import one_of
from polso.intake.reading.staging import Staged

_TRUE = ("true", "vero", "yes", "sì", "si", "oui", "wahr", "ja")
_FALSE = ("false", "falso", "no", "non", "falsch", "nein")
_TRUE_SHORT = ("t", "y", "s", "v", "1", "x")
_FALSE_SHORT = ("f", "n", "0")
_REASON = "'unreadable_boolean'"


def as_boolean(staged: Staged, profile: ColumnProfile) -> ColumnReading:
    """Column read as BOOLEAN from words (`true/false`, `sì/no`, `vero/falso`), single letters and 1/0."""
    true, false = _TRUE + _TRUE_SHORT, _FALSE + _FALSE_SHORT
    value = (
        f"CASE WHEN {one_of('lower({value})', true)} THEN TRUE WHEN {one_of('lower({value})', false)} THEN FALSE END"
    )
    return assemble(staged, profile, "boolean", Decision("words", "values"), value, _REASON)


def is_boolean(staged: Staged, profile: ColumnProfile) -> bool:
    """Whether all values are truth words; single letters only when both sides occur, 1 and 0 never by themselves."""
    if profile.distinct > 12 or not profile.filled:
        return False
    nothing = null_sql("value", text=False)
    letters = tuple(letter for letter in _TRUE_SHORT + _FALSE_SHORT if letter.isalpha() and letter != "x")
    found = staged.connection.execute(
        f"SELECT count(*) FILTER (NOT {one_of('w', _TRUE + _FALSE)}), count(*) FILTER (NOT {one_of('w', letters)}), "
        f"count(*) FILTER ({one_of('w', _TRUE_SHORT)}), count(*) FILTER ({one_of('w', _FALSE_SHORT)}), count(*) "
        f"FROM (SELECT lower(value) AS w FROM {profile.values} WHERE NOT {nothing})"
    ).fetchone()
    assert found is not None
    no_words, no_letters, true_letters, false_letters, values = found
    return bool(values) and (no_words == 0 or (no_letters == 0 and true_letters > 0 and false_letters > 0))
