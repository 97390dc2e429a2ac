"""Whether a stored value is the one that a cell of a file shows."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

NO_END = ("9999-12-31", "2050-01-01")
"""Days that connectors write where an end has not come."""
NOTHING = frozenset({"", "-", "--", "n/a", "na", "null", "none", "nan", "#n/a"})
_DAYS = ("%Y-%m-%d", "%Y%m%d", "%m-%d-%Y", "%d/%m/%Y")


def same_value(cell: str, stored: object) -> bool:
    """Equal as text, as a number (whole units of cents too), as a day (in another zone), or as an id of its vendor."""
    text = cell.strip()
    if isinstance(stored, bool):
        return text.casefold() in ("true", "false", "yes", "no", "0", "1")
    if isinstance(stored, Decimal | int):
        number = as_number(text)
        return number is not None and Decimal(stored) in (number, number / 100, abs(number), abs(number) / 100)
    if isinstance(stored, datetime | date):
        day = as_day(text)
        kept = stored.date() if isinstance(stored, datetime) else stored
        return day is not None and abs(kept - day) <= timedelta(days=1)
    if not isinstance(stored, str):
        return False
    shown = " ".join(text.casefold().split())
    kept_text = " ".join(stored.casefold().split())
    return kept_text == shown or kept_text.endswith(f":{shown}") or (len(shown) > 1 and shown in kept_text)


def as_number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace("$", "").replace("€", "").strip())
    except InvalidOperation:
        return None


def as_day(text: str) -> date | None:
    found = re.match(r"[\d/-]+", text)
    if found is None:
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(found.group(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
