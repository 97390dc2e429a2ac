"""What was decided about a table of a file, as data: reading it again does not hang on what is recognised later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from polso.intake.loading.unit import CurrencyOfFile
from polso.intake.mapping.model import Binding, RowsLeftOut, Suggestion, TableMapping, Veto
from polso.intake.mapping.taken import Taken

_RECORDS = {"bindings": Binding, "vetoes": Veto, "suggestions": Suggestion, "rows_left_out": RowsLeftOut}
_TUPLES = frozenset({"headers", "still_holds", "notes"})


@dataclass(frozen=True, slots=True)
class Pin:
    """`mapping` is None for a table that was left out. `taken` are the cells that other files of the import gave it;
    `words` and `currency` as in the unit that was loaded."""

    mapping: TableMapping | None = None
    taken: tuple[Taken, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: CurrencyOfFile | None = None

    def fits(self, headers: Sequence[str], labels: Collection[str]) -> bool:
        """Whether it was made of a table with these headers, beside tables with these labels."""
        same = self.mapping is None or self.mapping.headers[: len(headers)] == tuple(headers)
        return same and all(one.label in labels for one in self.taken)

    def as_data(self) -> dict[str, Any]:
        """As JSON can hold it.

        >>> pin = Pin(TableMapping("account", "files", (Binding("name", 0, "Nome", "exact"),), ("Nome",)))
        >>> from_data(pin.as_data()) == pin
        True
        """
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


def from_data(data: Mapping[str, Any]) -> Pin:
    """The pin that `as_data` wrote down."""
    mapping, currency = data["mapping"], data["currency"]
    return Pin(
        None if mapping is None else _mapping(mapping),
        tuple(Taken(**{**one, "columns": tuple(one["columns"])}) for one in data["taken"]),
        data["words"],
        None if currency is None else CurrencyOfFile(**currency),
    )


def _mapping(data: Mapping[str, Any]) -> TableMapping:
    read: dict[str, Any] = dict(data)
    for name, record in _RECORDS.items():
        read[name] = tuple(record(**{key: _frozen(value) for key, value in one.items()}) for one in data[name])
    read |= {name: tuple(data[name]) for name in _TUPLES}
    read["fields"] = tuple((name, index) for name, index in data["fields"])
    return TableMapping(**read)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
