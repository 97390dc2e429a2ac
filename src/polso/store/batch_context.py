"""What a loader is given while its batch is open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from polso.store.originals import content_hash, keep_original
from polso.store.statement_text import fill, quoted

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be taken: its line in the file, the column and the value at fault, and a reason's code."""

    line: int | None
    column: str | None
    value: str | None
    reason: str


@dataclass(slots=True)
class BatchContext:
    """The open batch. Everything done through it is taken back with it.

    `cursor` is inside the batch's transaction; SQL on it may read files under `temp_folder`, which is gone afterwards.
    `summary` is kept with the batch as it stands at the end, and so are `options`, what preparing it again needs. While
    a batch is laid anew, `known_files` are its files (number, name, hash) that are not registered again yet.
    """

    batch_id: int
    extracted_at: datetime
    imported_at: datetime
    cursor: duckdb.DuckDBPyConnection
    temp_folder: Path
    originals: Path
    dry_run: bool
    kept: list[Path]
    summary: dict[str, Json] = field(default_factory=dict)
    options: dict[str, Json] = field(default_factory=dict)
    known_files: list[tuple[int, str, str]] = field(default_factory=list)
    rejected: int = 0
    _hashes: dict[Path, str] = field(default_factory=dict)

    def keep(self, content: Path) -> str:
        """Keep the file's content among the originals and return its hash."""
        if content not in self._hashes:
            self._hashes[content] = content_hash(content)
        sha256 = self._hashes[content]
        if not self.dry_run:
            new = keep_original(self.originals, content, sha256)
            if new is not None:
                self.kept.append(new)
        return sha256

    def register_file(
        self,
        name: str,
        content: Path,
        *,
        table: str | None = None,
        source_system: str | None = None,
        rows: int | None = None,
        mapping: Mapping[str, Json] | None = None,
    ) -> int:
        """Keep `content` as the original called `name` and return the `file_id` that its rows carry."""
        sha256 = self.keep(content)
        described = [table, source_system, rows, json.dumps(mapping or {}, ensure_ascii=False)]
        known = next((one for one in self.known_files if one[1:] == (name, sha256)), None)
        if known is not None:
            self.known_files.remove(known)
            self.cursor.execute(
                "UPDATE batch_file SET table_name = ?, source_system = ?, rows = ?, mapping = ? WHERE file_id = ?",
                [*described, known[0]],
            )
            return known[0]
        row = self.cursor.execute("SELECT coalesce(max(file_id), 0) + 1 FROM batch_file").fetchone()
        assert row is not None
        file_id = int(row[0])
        self.cursor.execute(
            "INSERT INTO batch_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [file_id, self.batch_id, name, sha256, content.stat().st_size, *described],
        )
        return file_id

    def describe_file(
        self,
        file_id: int,
        *,
        table: str | None = None,
        source_system: str | None = None,
        rows: int | None = None,
        mapping: Mapping[str, Json] | None = None,
    ) -> None:
        """Fill in what was not known when the file was registered; None leaves a part as it is."""
        self.cursor.execute(
            "UPDATE batch_file SET table_name = coalesce(?, table_name), source_system = coalesce(?, source_system),"
            " rows = coalesce(?, rows), mapping = coalesce(?, mapping) WHERE file_id = ? AND batch_id = ?",
            [
                *(table, source_system, rows),
                None if mapping is None else json.dumps(mapping, ensure_ascii=False),
                *(file_id, self.batch_id),
            ],
        )

    def reject(self, file_id: int, rejects: Iterable[Reject]) -> None:
        """Keep rows that could not be taken, with line and reason."""
        rows = tuple(rejects)
        self.cursor.execute(
            "INSERT INTO reject SELECT ?, ?, unnest(?::INTEGER[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),"
            " unnest(?::VARCHAR[])",
            [
                self.batch_id,
                file_id,
                [one.line for one in rows],
                [one.column for one in rows],
                [one.value for one in rows],
                [one.reason for one in rows],
            ],
        )
        self.rejected += len(rows)

    def reject_from(self, file_id: int, relation: str) -> None:
        """The same for many: from a temp table with the columns `line`, `column_name`, `value`, `reason`."""
        inserted = self.cursor.execute(
            fill(
                "INSERT INTO reject SELECT ?, ?, line, column_name, value, reason FROM {relation} ORDER BY line",
                relation=quoted(relation),
            ),
            [self.batch_id, file_id],
        ).fetchone()
        self.rejected += int(inserted[0]) if inserted else 0
