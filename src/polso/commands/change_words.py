"""What changed in a record, in words: columns by their names, values as people write them, moments of the company."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from polso.base.company import Language
from polso.catalog.schema import TABLE
from polso.i18n.choices import choice_words
from polso.i18n.columns import column_words
from polso.i18n.dates import format_date, format_moment
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_decimal, format_integer
from polso.i18n.places import sheet_row_words
from polso.i18n.translation import has_message, translate
from polso.store.instants import aware
from polso.store.record_changes import FieldChange, RecordChange, Value
from polso.store.record_history import FieldHistory

EVENT_WORDS = {
    "stage": "stage_id",
    "status": "status",
    "owner": "owner_id",
    "amount": "amount",
    "currency": "currency",
    "expected_close": "expected_close_on",
}


def shown_cell(
    value: Value, name: str | None, language: Language, zone: ZoneInfo, *, at: tuple[str, str] | None = None
) -> str:
    """A value of a record; the name of the record that a reference points to. `at` is its table and column, which
    say whether a text is one of a closed set of words.

    >>> rome = ZoneInfo("Europe/Rome")
    >>> shown_cell(Decimal("1200.0000"), None, "it", rome), shown_cell("r1", "Anna", "it", rome)
    ('1.200,00', 'Anna')
    >>> shown_cell("won", None, "it", rome, at=("opportunity", "status")), shown_cell("won", None, "it", rome)
    ('vinta', 'won')
    """
    match value:
        case None:
            return MISSING
        case bool():
            return translate(language, "cli.yes" if value else "cli.no")
        case Decimal():
            return format_decimal(value, language, decimals=2)
        case int():
            return format_integer(value, language)
        case datetime():
            return format_moment(aware(value).astimezone(zone), language)
        case date():
            return format_date(value, language)
        case str():
            return name or (choice_words(at[0], value, language) if at is not None and _is_choice(*at) else value)
    return str(value)


def _is_choice(table: str, column: str) -> bool:
    return any(one.name == column and one.kind == "choice" for one in TABLE[table].columns)


def event_cell(value: str | None, field: str, language: Language, zone: ZoneInfo) -> str:
    """A value that a dated change of a deal tells: a text in the form of the store.

    >>> event_cell("lost", "status", "it", ZoneInfo("Europe/Rome")), event_cell("1200", "amount", "it", ZoneInfo("UTC"))
    ('persa', '1.200,00')
    """
    told: Value = value
    try:
        if value is not None and field == "amount":
            told = Decimal(value)
        elif value is not None and field == "expected_close":
            told = date.fromisoformat(value[:10])
    except (ValueError, ArithmeticError):
        told = value
    return shown_cell(told, None, language, zone, at=("opportunity", EVENT_WORDS.get(field, field)))


def column_name(table: str, column: str, language: Language) -> str:
    """The name of a column, of one without a name its own."""
    known = has_message(f"column.{column}") or has_message(f"column.{table}_{column}")
    return column_words(table, column, language) if known else column.replace("_", " ")


def event_name(field: str, language: Language) -> str:
    """What a dated change of a deal was about."""
    if field in EVENT_WORDS:
        return column_name("opportunity", EVENT_WORDS[field], language)
    return translate(language, f"changes.event_{field}")


def shown_field(table: str, one: FieldChange, language: Language, zone: ZoneInfo) -> str:
    """`amount: 1,000.00 → 1,200.00`."""
    sides = ((one.old, one.old_name), (one.new, one.new_name))
    old, new = (shown_cell(value, name, language, zone, at=(table, one.column)) for value, name in sides)
    return f"{column_name(table, one.column, language)}: {old} → {new}"


def kind_words(one: RecordChange, language: Language) -> str:
    """Appeared, changed, gone, back, mentioned; or corrected by hand."""
    kind = "by_hand" if one.by_hand and one.kind == "changed" else one.kind
    return translate(language, f"changes.kind_{kind}")


def place_words(file: str | None, line: int | None, language: Language, sheet: str | None = None) -> str:
    """The file and line that a version was read from, the sheet where several make the table.

    >>> place_words("fatture.xlsx", 3, "it", "Febbraio"), place_words("sales.csv", 7, "en")
    ('fatture.xlsx, foglio «Febbraio», riga 3', 'sales.csv, line 7')
    """
    if file is None:
        return MISSING
    return file if line is None else f"{file}, {sheet_row_words(sheet, line, language)}"


def when_words(one: FieldHistory, version: RecordChange, language: Language, zone: ZoneInfo) -> str:
    """When a change happened: the day that the data tell, else between which two extracts."""
    if one.happened is not None:
        return shown_cell(one.happened, None, language, zone)
    if one.origin == "inferred" and version.seen_before is not None:
        return translate(
            language,
            "changes.between",
            first=shown_cell(version.seen_before, None, language, zone),
            last=shown_cell(version.known_from, None, language, zone),
        )
    return MISSING
