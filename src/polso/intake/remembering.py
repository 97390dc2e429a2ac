"""Answers of earlier imports, taken again for a file with the same headers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from polso.intake.questions import Answer, Asked
from polso.intake.recognise.headers import normal_header
from polso.store.batch_context import Json

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HEADERS, ANSWERS = "headers", "answers"
"""Under these names a file of a batch keeps the print of its headers and its answers."""

NOTE_COLUMNS = ("polso_line", "polso_reason")
"""What files of rejected rows have beside the columns of the file they come from; it is never data."""

COMPANY_ANSWERS = ("own_vat",)
"""Answers that are no file's."""

_FORGOTTEN = frozenset({("overlap", "new")})
"""True of one file only: taken again, they would count what is there already."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was said of the last file with these headers: `answers` by the part of the key after the file's label."""

    table: str
    answers: Mapping[str, Answer]

    def of(self, label: str) -> dict[str, Answer]:
        """The answers under the keys of the file `label`."""
        return {
            f"{label}:{part}": Answer(f"{label}:{part}", answer.value, "remembered", answer.since)
            for part, answer in self.answers.items()
        }


def header_print(headers: Sequence[str]) -> str:
    """What files with the same headers share, in whatever order and spelling of case and accents they stand.

    >>> header_print(["Data", "Cliente"]) == header_print(["cliente", "DATA"]) != header_print(["Data"])
    True
    """
    forms = sorted(
        normal_header(header) or header.strip().casefold() for header in headers if header not in NOTE_COLUMNS
    )
    return hashlib.sha256("\x1f".join(forms).encode()).hexdigest()[:32]


def recall(cursor: DuckDBPyConnection, headers: Sequence[str]) -> Memory | None:
    """The last import, of those not undone, of a file with these headers; None without one."""
    row = cursor.execute(
        "SELECT f.table_name, f.mapping FROM batch_file AS f JOIN batch AS b USING (batch_id) "
        "WHERE b.undone_at IS NULL AND f.table_name IS NOT NULL AND contains(f.mapping, ?) "
        "ORDER BY b.batch_id DESC, f.file_id DESC LIMIT 1",
        [f'"{HEADERS}": "{header_print(headers)}"'],
    ).fetchone()
    if row is None:
        return None
    kept = json.loads(row[1]).get(ANSWERS) or {}
    answers = {
        part: Answer(part, str(one["value"]), "remembered", date.fromisoformat(one["since"]))
        for part, one in kept.items()
    }
    return Memory(str(row[0]), answers)


def recall_company(cursor: DuckDBPyConnection) -> dict[str, Answer]:
    """The last answers that hold for the company whatever the file."""
    found: dict[str, Answer] = {}
    rows = cursor.execute(
        "SELECT options, CAST(imported_at AS DATE) FROM batch WHERE undone_at IS NULL AND kind = 'files' "
        "AND contains(options, ?) ORDER BY batch_id DESC LIMIT 1",
        [f'"{COMPANY_ANSWERS[0]}"'],
    ).fetchall()
    for options, day in rows:
        given = json.loads(options).get(ANSWERS) or {}
        found |= {key: Answer(key, str(given[key]), "remembered", day) for key in COMPANY_ANSWERS if key in given}
    return found


def kept_answers(asked: Asked, label: str, today: date) -> dict[str, Json]:
    """The answers about the file `label` as a batch keeps them; what was only assumed is not an answer of anybody."""
    prefix = f"{label}:"
    return {
        answer.key.removeprefix(prefix): {"value": answer.value, "since": (answer.since or today).isoformat()}
        for answer in asked.in_force()
        if answer.key.startswith(prefix)
        and answer.origin != "recommended"
        and (answer.key.removeprefix(prefix), answer.value) not in _FORGOTTEN
    }
