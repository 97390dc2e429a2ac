"""`polso.toml` read: every key known, every value checked, every fault with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from polso.base.company import Company, Hours
from polso.base.errors import Place, UserError, did_you_mean
from polso.catalog.registry import metrics
from polso.store import setting_values as values
from polso.store.custom_metrics import vet
from polso.store.settings import (
    COMPANY_KEYS,
    HOLIDAY_KEYS,
    METRIC_KEYS,
    REQUIRED_OF_METRIC,
    TEXT_OF_DAYS,
    CustomMetric,
    Key,
    Settings,
)
from polso.store.toml_statements import KeyPath, error_line, find_statement

TABLES = ("company", "hours", "holidays", "metric", "variants")


def parse_settings(text: str, file: str = "polso.toml") -> Settings:
    """The settings that `text` says; what it leaves out keeps its default, a weekday not named keeps its hours.

    Raises UserError with the place (file, line, setting): `settings_syntax`, `unknown_setting`, `setting_missing`,
    `setting_twice`, and the `setting_not_...` of a value that is not what its key expects.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = error_line(error, text)
        raise UserError("settings_syntax", place=Place(file=file, row=line)) from error
    return _Reader(text, file).settings(document)


def place_of(text: str, file: str, path: KeyPath) -> Place:
    """File, line and dotted name of a setting in the text."""
    statement = find_statement(text, path)
    name = ".".join(str(step) for step in path if isinstance(step, str))
    return Place(file=file, row=statement.first if statement else None, setting=name)


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file

    def settings(self, document: dict[str, Any]) -> Settings:
        self._known(document, TABLES, ())
        for name in TABLES:
            kind = list if name == "metric" else dict
            if not isinstance(document.get(name, kind()), kind):
                raise UserError("setting_not_table", place=self._place((name,)))
        chosen: dict[str, Any] = {}
        for table, keys in (("company", COMPANY_KEYS), ("holidays", HOLIDAY_KEYS)):
            read = self._table(document.get(table, {}), keys, (table,))
            chosen |= {key.company_field: read[key.name] for key in keys if key.name in read}
        chosen["hours"] = self._hours(document.get("hours", {}))
        chosen["variants"] = self._variants(document.get("variants", {}))
        assert chosen.keys() <= {field.name for field in fields(Company)}
        return Settings(replace(Company(), **chosen), self._metrics(document.get("metric", [])))

    def _hours(self, table: dict[str, object]) -> tuple[Hours, ...]:
        self._known(table, TEXT_OF_DAYS, ("hours",))
        return tuple(
            self._value(values.hours, table[day], ("hours", day)) if day in table else usual
            for day, usual in zip(TEXT_OF_DAYS, Company().hours, strict=True)
        )

    def _variants(self, table: dict[str, object]) -> tuple[tuple[str, str], ...]:
        choices = {metric.id: metric.variant_ids for metric in metrics().values() if metric.variants}
        self._known(table, choices, ("variants",))
        return tuple(
            (name, self._value(values.choice(*choices[name]), value, ("variants", name)))
            for name, value in table.items()
        )

    def _metrics(self, tables: list[object]) -> tuple[CustomMetric, ...]:
        found: dict[str, CustomMetric] = {}
        for number, table in enumerate(tables):
            path: KeyPath = ("metric", number)
            if not isinstance(table, dict):
                raise UserError("setting_not_table", place=self._place(("metric",)))
            read = self._table(table, METRIC_KEYS, path)
            for name in REQUIRED_OF_METRIC:
                if not read.get(name):
                    raise UserError("setting_missing", name=name, place=self._place(path))
            metric = CustomMetric(**read)
            if metric.id in found:
                raise UserError("setting_twice", value=metric.id, place=self._place((*path, "id")))
            found[metric.id] = metric
        said = tuple(found.values())
        vet(said, self._text, self._file)
        return said

    def _table(self, table: dict[str, object], keys: tuple[Key, ...], path: KeyPath) -> dict[str, Any]:
        self._known(table, [key.name for key in keys], path)
        return {
            key.name: self._value(key.read, table[key.name], (*path, key.name)) for key in keys if key.name in table
        }

    def _value(self, read: values.Reader, value: object, path: KeyPath) -> Any:
        try:
            return read(value)
        except UserError as error:
            raise UserError(error.code, place=self._place(path), **error.parameters) from error

    def _known(self, table: dict[str, object], names: Iterable[str], path: KeyPath) -> None:
        known = tuple(names)
        for name in table:
            if name not in known:
                raise UserError(
                    "unknown_setting",
                    name=name,
                    known=known,
                    suggestions=did_you_mean(name, known),
                    place=self._place((*path, name)),
                )

    def _place(self, path: KeyPath) -> Place:
        return place_of(self._text, self._file, path)
