"""Month and weekday names that exports use, as patterns and as a SQL map to the number of the month."""

from __future__ import annotations

from polso.intake.reading.sqltext import literal

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("gennaio", "gen", "january", "jan", "januar", "jän", "janvier", "janv", "enero", "ene"),
    ("febbraio", "feb", "february", "februar", "février", "févr", "febrero"),
    ("marzo", "mar", "march", "märz", "mär", "mrz", "mars"),
    ("aprile", "apr", "april", "avril", "avr", "abril", "abr"),
    ("maggio", "mag", "may", "mai", "mayo"),
    ("giugno", "giu", "june", "jun", "juni", "juin", "junio"),
    ("luglio", "lug", "july", "jul", "juli", "juillet", "juil", "julio"),
    ("agosto", "ago", "august", "aug", "août", "aoû"),
    ("settembre", "sett", "set", "september", "sept", "sep", "septembre", "septiembre"),
    ("ottobre", "ott", "october", "oct", "oktober", "okt", "octobre", "octubre"),
    ("novembre", "nov", "november", "noviembre"),
    ("dicembre", "dic", "december", "dec", "dezember", "dez", "décembre", "déc", "diciembre"),
)
_WEEKDAYS = (
    *("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    *("lun", "mar", "mer", "gio", "ven", "sab", "dom"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "jeu", "sam", "dim"),
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    *("mo", "di", "mi", "do", "fr", "sa", "so"),
    *("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "mié", "jue", "vie", "sáb"),
)

NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
PATTERN = "(?i:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
WEEKDAY = "(?:(?i:" + "|".join(sorted(_WEEKDAYS, key=len, reverse=True)) + r")\.?,?\s+)?"


def month_sql(name: str) -> str:
    """SQL for the number of the month called `name`, as text; NULL for another word."""
    pairs = ", ".join(f"{literal(word)}: '{number}'" for word, number in NUMBERS.items())
    return f"MAP {{{pairs}}}[lower({name})]"
