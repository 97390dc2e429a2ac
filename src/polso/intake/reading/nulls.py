"""Spellings of "nothing here". Some are unmistakable; others are words that a text column may mean."""

from __future__ import annotations

from polso.intake.reading.sqltext import one_of

STRONG = frozenset(
    {"NULL", "null", "Null", "(null)", "<null>", "\\N", "N/A", "n/a", "N/D", "n/d", "#N/D", "#N/A", "-", "--", "–", "—"}
    | {"nan", "NaN", "NaT", "#DIV/0!", "#RIF!", "#REF!", "#VALUE!", "#VALORE!", "#NAME?", "#NOME?", "#NUM!"}
    | {"#NULL!", "#NULLO!", "#ERROR!", "#SPILL!", "#CALC!", "#N/V", "#NV", "#WERT!", "#BEZUG!", "#VALEUR!", "#NOM?"}
    | {"Err:502", "Err:504", "Err:508", "Err:509", "Err:511", "Err:522"}
    | {"0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "00/00/0000 00:00:00"}
)
"""Nothing in a column of any kind. Spreadsheet errors are among them; a workbook says itself how many it has."""

WEAK = frozenset({"NA", "na", "None", "none", "NONE", "nd", "n.d.", "N.D."})
"""Nothing in a column of numbers, dates or truth values; words (Namibia, North America, "none") in a column of text."""


def null_sql(value: str, *, text: bool) -> str:
    """SQL, never NULL, that says whether `value` stands for nothing in a column of text or of another kind."""
    words = STRONG if text else STRONG | WEAK
    return f"({value} IS NULL OR {one_of(value, words)})"
