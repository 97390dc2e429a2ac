"""The workspace: one folder with a company's settings, records and original files, owned by one process at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from weakref import WeakSet

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.errors import NotFoundError, UserError
from polso.catalog.model import Metric
from polso.store import holder
from polso.store.company_calendar import company_calendar
from polso.store.custom_metrics import every_metric
from polso.store.database import UNKNOWN, disk_failures
from polso.store.layout import Layout, locate
from polso.store.meta import raise_data_version, read_number
from polso.store.migration import open_migrated, published_migrations
from polso.store.reconciling import Reconciled, reconcile
from polso.store.settings import CustomMetric, Settings
from polso.store.settings_change import changed_text
from polso.store.settings_file import parse_settings
from polso.store.settings_text import first_text
from polso.store.transactions import Writer
from polso.store.whole_files import put_back_on_failure, sweep_parts, write_whole

BYTE_ORDER_MARK = "\ufeff"


class Workspace:
    """An open workspace; made by `create` or `open`, used as a context manager.

    Threads read through cursors of their own and see the last committed state; writes take turns.
    """

    def __init__(self, layout: Layout, connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self.layout = layout
        self.connection = connection
        self._settings = settings
        self._is_open = True
        self._cursors: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
        self._writer = Writer(layout.folder)
        self._calendar = CompanyCalendar(settings.company, frozenset())
        self._data_version = read_number(connection, "data_version")

    @classmethod
    def create(cls, path: Path, company: Company, now: datetime | None = None) -> Workspace:
        """Make a workspace in `path`, which is new or empty, and open it.

        Raises UserError `workspace_exists`, `folder_not_empty`, `disk_full` and those of a bad setting.
        """
        layout = Layout(path)
        if layout.settings.exists():
            raise UserError("workspace_exists", folder=str(path))
        if path.is_dir() and any(path.iterdir()) and not layout.facts.exists():
            raise UserError("folder_not_empty", folder=str(path))
        text = first_text(company, company.language)
        parse_settings(text, layout.settings.name)
        with disk_failures(path):
            path.mkdir(parents=True, exist_ok=True)
            write_whole(layout.settings, text.encode())
        return cls.open(path, now)

    @classmethod
    def open(cls, path: Path, now: datetime | None = None) -> Workspace:
        """Open the workspace in `path`: its settings read, its schema brought up to date, leftovers cleaned.

        Raises NotFoundError `workspace_not_found`; UserError `settings_missing`, `facts_missing`, `workspace_in_use`
        (with `pid`), `workspace_newer`, `not_a_database`, `disk_full` and those of a bad setting.
        """
        layout = Layout(path)
        if not layout.settings.exists():
            if layout.facts.exists():
                raise UserError("settings_missing", folder=str(path))
            raise NotFoundError("workspace_not_found", folder=str(path))
        if not layout.facts.exists() and layout.originals.exists() and any(layout.originals.iterdir()):
            raise UserError("facts_missing", folder=str(path))
        settings = parse_settings(_read_text(layout.settings), layout.settings.name)
        instant = now or datetime.now(UTC)
        connection = _open_facts(layout)
        try:
            with disk_failures(path):
                _clean(layout)
                holder.write_holder(layout, instant)
            workspace = cls(layout, connection, settings)
            workspace.reload_settings(instant)
        except BaseException:
            holder.remove_holder(layout)
            connection.close()
            raise
        return workspace

    @staticmethod
    def locate(explicit: Path | None, environ: Mapping[str, str]) -> Path:
        """See `polso.store.layout.locate`."""
        return locate(explicit, environ)

    @staticmethod
    def exists(path: Path) -> bool:
        return Layout(path).settings.exists()

    @property
    def path(self) -> Path:
        return self.layout.folder

    @property
    def temporary(self) -> Path:
        """The folder that SQL may read files from; emptied when the workspace is opened."""
        return self.layout.temporary

    @property
    def company(self) -> Company:
        return self._settings.company

    @property
    def custom_metrics(self) -> tuple[CustomMetric, ...]:
        return self._settings.metrics

    @property
    def metrics(self) -> dict[str, Metric]:
        """Every metric by id: the catalog's and those of `polso.toml`."""
        return every_metric(self._settings)

    @property
    def calendar(self) -> CompanyCalendar:
        return self._calendar

    @property
    def data_version(self) -> int:
        """A number that every committed change of what answers are made from raises by one."""
        return self._data_version

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own to read with, one a thread; closed with the workspace."""
        cursor = self.connection.cursor()
        self._cursors.add(cursor)
        return cursor

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this thread's turn to write and keep it."""
        with self._writer.turn():
            yield

    @contextmanager
    def transaction(self, cursor: duckdb.DuckDBPyConnection, *, commit: bool = True) -> Iterator[None]:
        """A write that belongs together; committed, it raises the data version. See `Writer.transaction`."""
        with self._writer.turn():
            with self._writer.transaction(cursor, commit=commit):
                yield
                version = raise_data_version(cursor)
                calendar = company_calendar(cursor, self.company)
            if commit:
                self._data_version, self._calendar = version, calendar

    def reload_settings(self, now: datetime | None = None) -> Reconciled:
        """Read `polso.toml` again; what it says differently is journaled and the relations follow it."""
        with self._writer.turn():
            text = _read_text(self.layout.settings)
            settings = parse_settings(text, self.layout.settings.name)
            done = reconcile(self, settings, text, now or datetime.now(UTC))
            self._settings, self._calendar = settings, done.calendar
        return done

    def change_settings(self, changes: Mapping[str, object], now: datetime | None = None) -> Reconciled:
        """Write settings into `polso.toml`, by dotted name (`company.name`), and follow them; None takes one back.

        All or none. Raises UserError as `parse_settings` does, `setting_by_hand` where the file is written in a way
        that only a person can change.
        """
        with self._writer.turn(), disk_failures(self.path):
            text = changed_text(_read_text(self.layout.settings), changes, self.layout.settings.name)
            with put_back_on_failure(self.layout.settings):
                write_whole(self.layout.settings, text.encode())
                return self.reload_settings(now)

    def close(self) -> None:
        """Give the workspace back; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            # While the lock is still ours: afterwards these may be the next process's.
            _empty(self.layout.temporary)
            holder.remove_holder(self.layout)
        # A cursor left open would keep the database, and its lock, in this process.
        for cursor in list(self._cursors):
            cursor.close()
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _read_text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise UserError("settings_not_utf8", file=str(file)) from error


def _open_facts(layout: Layout) -> duckdb.DuckDBPyConnection:
    layout.temporary.mkdir(exist_ok=True)
    try:
        return open_migrated(layout, published_migrations())
    except UserError as error:
        if error.code == "workspace_in_use" and error.parameters["pid"] == UNKNOWN:
            raise UserError("workspace_in_use", folder=str(layout.folder), pid=holder.holder_pid(layout)) from error
        raise


def _clean(layout: Layout) -> None:
    """Only after the lock is ours: until then the leftovers may be another process's work."""
    layout.serving.unlink(missing_ok=True)
    for folder in (layout.folder, layout.originals, layout.backups):
        if folder.exists():
            sweep_parts(folder)
    _empty(layout.temporary)


def _empty(folder: Path) -> None:
    for leftover in folder.iterdir():
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            with suppress(OSError):
                leftover.unlink()
