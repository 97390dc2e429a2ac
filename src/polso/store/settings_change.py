"""Changes of `polso.toml` by the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from polso.base.errors import Place, UserError
from polso.store import setting_values as values
from polso.store.settings import COMPANY_KEYS, HOLIDAY_KEYS, TEXT_OF_DAYS, Key
from polso.store.settings_file import parse_settings
from polso.store.settings_text import set_value

_KEYS: dict[str, tuple[Key, ...]] = {"company": COMPANY_KEYS, "holidays": HOLIDAY_KEYS}


def changed_text(text: str, changes: Mapping[str, object], file: str) -> str:
    """The text with the settings named `table.key` given the values that `Company` would hold; None takes one back.

    The outcome is read again before it is returned, so a bad value raises UserError as in `parse_settings`; where the
    file spells tables in a way that is not found line by line, `setting_by_hand`.
    """
    for name, value in changes.items():
        table, _, key = name.partition(".")
        written = None if value is None else values.write_value(_spelled(table, key, value))
        text = set_value(text, table, key, written)
        try:
            stands = tomllib.loads(text).get(table, {}).get(key)
        except tomllib.TOMLDecodeError as error:
            raise UserError("setting_by_hand", place=Place(file=file, setting=name)) from error
        if (stands is None) != (written is None):
            raise UserError("setting_by_hand", place=Place(file=file, setting=name))
    parse_settings(text, file)
    return text


def _spelled(table: str, key: str, value: object) -> object:
    if table == "hours" and key in TEXT_OF_DAYS and isinstance(value, tuple):
        return values.write_hours(value)
    for known in _KEYS.get(table, ()):
        if known.name == key:
            return known.write(value)
    return value
