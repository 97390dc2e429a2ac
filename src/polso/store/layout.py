"""What lies where in a workspace folder, and which folder is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORKSPACE_VARIABLE = "POLSO_WORKSPACE"


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of the workspace in `folder`; nothing is read or made here."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "polso.toml"

    @property
    def facts(self) -> Path:
        return self.folder / "facts.duckdb"

    @property
    def log(self) -> Path:
        """What DuckDB has committed and not yet moved into `facts`."""
        return self.folder / "facts.duckdb.wal"

    @property
    def originals(self) -> Path:
        return self.folder / "files"

    @property
    def fingerprints(self) -> Path:
        """Descriptions of exports that this workspace knows besides polso's own, one file each."""
        return self.folder / "fingerprints"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def temporary(self) -> Path:
        """Emptied whenever the workspace is opened; the only folder that SQL may read files from."""
        return self.folder / "temp"

    @property
    def holder(self) -> Path:
        """Which process has the workspace open: a hint for messages, the lock itself is DuckDB's."""
        return self.folder / ".holder.json"

    @property
    def serving(self) -> Path:
        return self.folder / "serving.json"

    @property
    def token(self) -> Path:
        return self.folder / ".token"


def locate(explicit: Path | None, environ: Mapping[str, str]) -> Path:
    """The workspace folder: the one given, else `POLSO_WORKSPACE`, else one in the platform's user data folder.

    >>> locate(Path("shop"), {"POLSO_WORKSPACE": "other"}).name, locate(None, {"POLSO_WORKSPACE": "other"}).name
    ('shop', 'other')
    """
    if explicit is not None:
        return explicit.expanduser()
    named = environ.get(WORKSPACE_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("polso", appauthor=False) / "workspace"
