"""A fingerprint as a TOML file, checked key by key.

source_system = "gestionale"
known_from = "our own ERP, export of orders"
table = "sales_order"
signatures = [["Nr. Ord.", "Dt. Ord.", "Imp. Netto"]]

[columns]
order_id = ["Nr. Ord."]
ordered_at = ["Dt. Ord."]
net_amount = ["Imp. Netto"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from polso.base.errors import NotFoundError, Place, UserError, did_you_mean
from polso.catalog.schema import IMPORTABLE, TABLE
from polso.intake.mapping.model import IN_A_MINUTE
from polso.intake.recognise.fingerprint import Fingerprint, LeaveOut, Lookup
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.synonyms import table_words
from polso.intake.recognise.words import choices_of

LEFT_OUT_REASONS = (
    "links_only",
    "settings_only",
    "bank_movements",
    "same_money_twice",
    "payment_details",
    "people_of_customers",
    "history_of_no_use",
    "lines_of_no_use",
    "marketing_of_no_use",
    "own_company",
    "prices_alone",
    "subscriptions_without_prices",
    "payments_of_invoices",
    "steps_without_kinds",
    "totals_per_customer",
    "unit_unknown",
)
"""Why an export is left out whole: sentences `skipped.<code>`."""

ROW_REASONS = (
    "deleted_in_source",
    "older_version",
    "test_mode",
    "draft",
    "not_lost_dispute",
    "not_succeeded",
    "is_bill",
    "not_a_record",
)
"""Why rows of an export are left out: sentences `reject.<code>`."""

KEYS = {
    "source_system": str,
    "known_from": str,
    "table": str,
    "left_out": str,
    "signatures": list,
    "columns": dict,
    "constants": dict,
    "blank": dict,
    "fields": dict,
    "words": dict,
    "leave_out": list,
    "lookup": list,
    "unit": str,
    "durations": dict,
    "closed": bool,
    "exact": bool,
    "utc": bool,
    "still_holds": list,
    "notes": list,
    "continuation": str,
}
"""Every key of a fingerprint, and what kind of value it has."""
_SYSTEM = re.compile(r"[a-z][a-z0-9_]*")
_NOTES = (
    "charges_beside_invoices",
    "orders_beside_invoices",
    "contacts_as_leads",
    "amounts_in_minor_units",
    "subscriptions_without_dates",
)


def read_fingerprint(path: Path) -> Fingerprint:
    """Raises UserError `fingerprint_not_toml` and what `parse_fingerprint` raises."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise UserError("fingerprint_not_toml", place=Place(file=path.name), found=str(error)) from error
    return parse_fingerprint(path.name, text)


def parse_fingerprint(file: str, text: str) -> Fingerprint:
    """The fingerprint in the text of a TOML file; its name is that of the file without suffix.

    Raises UserError `fingerprint_not_toml`, `fingerprint_key_missing`, `fingerprint_key_unknown`, `fingerprint_value`;
    NotFoundError `unknown_table`, `unknown_column`; the place names file and key.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError("fingerprint_not_toml", place=Place(file=file), found=str(error)) from error
    return _Reader(file).fingerprint(data)


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str

    def fingerprint(self, data: Mapping[str, Any]) -> Fingerprint:
        self._keys(data, KEYS, "")
        for key, kind in KEYS.items():
            if key in data and not isinstance(data[key], kind):
                raise self._wrong(key, data[key])
        for key in ("source_system", "signatures"):
            if key not in data:
                raise UserError("fingerprint_key_missing", place=self._at(key), key=key)
        if not _SYSTEM.fullmatch(data["source_system"]):
            raise self._wrong("source_system", data["source_system"])
        table = data.get("table")
        if table is None and "left_out" not in data:
            raise UserError("fingerprint_key_missing", place=self._at("table"), key="table")
        if table is not None and table not in IMPORTABLE:
            near = did_you_mean(table, IMPORTABLE)
            raise NotFoundError("unknown_table", place=self._at("table"), name=table, suggestions=near)
        self._one_of("left_out", data.get("left_out"), LEFT_OUT_REASONS)
        self._one_of("unit", data.get("unit"), ("minor", "major"))
        for note in data.get("notes", []):
            self._one_of("notes", note, _NOTES)
        found = Fingerprint(
            name=self.file.removesuffix(".toml"),
            source_system=data["source_system"],
            known_from=data.get("known_from", ""),
            signatures=tuple(
                frozenset(self._headers(f"signatures[{number}]", signature))
                for number, signature in enumerate(data["signatures"])
            ),
            table=table,
            left_out=data.get("left_out"),
            columns=self._columns("columns", table, data.get("columns", {})),
            constants=self._closed_words("constants", table, data.get("constants", {})),
            blank=self._closed_words("blank", table, data.get("blank", {})),
            fields={name: self._headers(f"fields.{name}", value) for name, value in data.get("fields", {}).items()},
            words=self._words(table, data.get("words", {})),
            leave_out=tuple(self._leave_out(number, each) for number, each in enumerate(data.get("leave_out", []))),
            lookups=tuple(self._lookup(number, table, each) for number, each in enumerate(data.get("lookup", []))),
            minor_units=data.get("unit") == "minor",
            durations=self._durations(table, data.get("durations", {})),
            closed=data.get("closed", False),
            exact=data.get("exact", False),
            utc=data.get("utc", False),
            still_holds=tuple(self._day(day) for day in data.get("still_holds", [])),
            notes=tuple(data.get("notes", [])),
            continuation=data.get("continuation"),
        )
        if not found.signatures:
            raise self._wrong("signatures", "[]")
        for name in found.fields:
            self._one_of(f"fields.{name}", name, TABLE["opportunity_event"].column("field").choices)
        if found.continuation is not None:
            self._target("continuation", table, found.continuation)
        return found

    def _columns(self, key: str, table: str | None, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for target, headers in given.items():
            self._target(f"{key}.{target}", table, target)
            found[target] = self._headers(f"{key}.{target}", headers)
        return found

    def _closed_words(self, before: str, table: str | None, given: Mapping[str, Any]) -> dict[str, str]:
        for target, value in given.items():
            key = f"{before}.{target}"
            self._target(key, table, target)
            assert table is not None
            closed = choices_of(table, target)
            if not closed or value not in closed:
                raise self._wrong(key, value, closed)
        return dict(given)

    def _words(self, table: str | None, given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for target, meanings in given.items():
            key = f"words.{target}"
            self._target(key, table, target)
            assert table is not None
            if not isinstance(meanings, dict):
                raise self._wrong(key, meanings)
            closed = choices_of(table, target)
            for meant, words in meanings.items():
                if closed and meant not in closed:
                    raise self._wrong(f"{key}.{meant}", meant, closed)
                for word in self._texts(f"{key}.{meant}", words):
                    found.setdefault(target, {})[normal_header(word)] = meant
        return found

    def _durations(self, table: str | None, given: Mapping[str, Any]) -> dict[str, str]:
        for target, unit in given.items():
            self._target(f"durations.{target}", table, target)
            self._one_of(f"durations.{target}", unit, tuple(IN_A_MINUTE))
        return dict(given)

    def _leave_out(self, number: int, given: Any) -> LeaveOut:
        key = f"leave_out[{number}]"
        self._table(key, given, ("column", "words", "keep", "reason"), ("column", "reason"))
        if ("words" in given) == ("keep" in given):
            raise UserError("fingerprint_key_missing", place=self._at(f"{key}.words"), key=f"{key}.words")
        self._one_of(f"{key}.reason", given["reason"], ROW_REASONS)
        name = "keep" if "keep" in given else "words"
        words = tuple(word.strip().lower() for word in self._texts(f"{key}.{name}", given[name]))
        return LeaveOut(self._header(f"{key}.column", given["column"]), words, given["reason"], keep=name == "keep")

    def _lookup(self, number: int, table: str | None, given: Any) -> Lookup:
        key = f"lookup[{number}]"
        needed = ("file", "column", "key", "columns")
        self._table(key, given, needed, needed)
        if not isinstance(given["file"], str) or not isinstance(given["columns"], dict):
            raise self._wrong(key, given["file"])
        keys = given["key"] if isinstance(given["key"], list) else [given["key"]]
        return Lookup(
            given["file"],
            self._header(f"{key}.column", given["column"]),
            self._headers(f"{key}.key", keys),
            self._columns(f"{key}.columns", table, given["columns"]),
        )

    def _target(self, key: str, table: str | None, target: str) -> None:
        if table is None:
            raise UserError("fingerprint_key_missing", place=self._at("table"), key="table")
        known = table_words(table).targets
        if target not in known:
            near = did_you_mean(target, known)
            raise NotFoundError("unknown_column", place=self._at(key), table=table, name=target, suggestions=near)

    def _headers(self, key: str, given: Any) -> tuple[str, ...]:
        return tuple(self._header(key, header) for header in self._texts(key, given))

    def _header(self, key: str, given: Any) -> str:
        if not isinstance(given, str) or not normal_header(given):
            raise self._wrong(key, given)
        return normal_header(given)

    def _texts(self, key: str, given: Any) -> tuple[str, ...]:
        if not isinstance(given, list) or not given or not all(isinstance(each, str) for each in given):
            raise self._wrong(key, given)
        return tuple(given)

    def _day(self, given: Any) -> str:
        try:
            return date.fromisoformat(str(given)).isoformat()
        except ValueError as error:
            raise self._wrong("still_holds", given) from error

    def _table(self, key: str, given: Any, known: Collection[str], needed: Collection[str]) -> None:
        if not isinstance(given, dict):
            raise self._wrong(key, given)
        self._keys(given, known, f"{key}.")
        for name in needed:
            if name not in given:
                raise UserError("fingerprint_key_missing", place=self._at(f"{key}.{name}"), key=f"{key}.{name}")

    def _keys(self, given: Mapping[str, Any], known: Collection[str], before: str) -> None:
        for name in given:
            if name not in known:
                near = did_you_mean(name, known)
                raise UserError("fingerprint_key_unknown", place=self._at(before + name), key=name, suggestions=near)

    def _one_of(self, key: str, given: Any, known: Collection[str]) -> None:
        if given is not None and given not in known:
            raise self._wrong(key, given, tuple(known))

    def _wrong(self, key: str, found: Any, known: Collection[str] = ()) -> UserError:
        return UserError("fingerprint_value", place=self._at(key), key=key, found=str(found), known=tuple(known))

    def _at(self, key: str) -> Place:
        return Place(file=self.file, column=key)
