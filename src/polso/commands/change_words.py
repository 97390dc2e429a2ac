"""What changed in a record, in words: columns by their names, values as people write them, moments of the company."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from polso.base.company import Language
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


def shown_cell(value: Value, name: str | None, language: Language, zone: ZoneInfo) -> str:
    """A value of a record; the name of the record that a reference points to.

    >>> rome = ZoneInfo("Europe/Rome")
    >>> shown_cell(Decimal("1200.0000"), None, "it", rome), shown_cell("r1", "Anna", "it", rome)
    ('1.200,00', 'Anna')
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
            return name or _word(value, language)
    return str(value)


def _word(value: str, language: Language) -> str:
    """The closed words of outcomes are translated, other text is the company's own."""
    key = f"changes.word_{value}"
    return translate(language, key) if has_message(key) else value


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
    old, new = (
        shown_cell(value, name, language, zone) for value, name in ((one.old, one.old_name), (one.new, one.new_name))
    )
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
