"""Folders where a database does not belong: those that a service copies behind its back, those of other machines."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_SYNCHRONISED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("OneDrive", re.compile(r"onedrive( - .+|-.+)?", re.IGNORECASE)),
    ("Dropbox", re.compile(r"dropbox( \(.+\))?", re.IGNORECASE)),
    ("Google Drive", re.compile(r"google ?drive(-.+)?|my drive|il mio drive", re.IGNORECASE)),
    ("iCloud", re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"nextcloud|owncloud", re.IGNORECASE)),
    ("Box", re.compile(r"Box( Sync)?")),
    ("pCloud", re.compile(r"pcloud ?drive|pclouddrive", re.IGNORECASE)),
    ("Syncthing", re.compile(r"syncthing", re.IGNORECASE)),
)
_ENVIRONMENT = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "afpfs", "davfs")
_WINDOWS_REMOTE_DRIVE = 4


@dataclass(frozen=True, slots=True)
class FolderRisk:
    """Why the place of a workspace is a bad one; `service` is the synchronising program or the kind of network."""

    kind: Literal["synchronised", "network"]
    service: str

    @property
    def code(self) -> str:
        """The message that warns of it."""
        return f"folder_{self.kind}"


def folder_risk(folder: Path, environ: Mapping[str, str]) -> FolderRisk | None:
    """What is known against keeping a workspace in `folder`; None when nothing is.

    Judged by names and by the system's own list of mounts, so a synchronising program with its folder elsewhere is
    not seen.

    >>> folder_risk(Path("/home/anna/Dropbox/polso"), {})
    FolderRisk(kind='synchronised', service='Dropbox')
    """
    said = str(folder)
    if said.startswith(("//", "\\\\")) and not said.startswith("\\\\?\\"):
        return FolderRisk("network", said.replace("\\", "/").strip("/").split("/")[0])
    for name in _ENVIRONMENT:
        root = environ.get(name, "")
        if root and _is_within(folder, Path(root)):
            return FolderRisk("synchronised", "OneDrive")
    for part in re.split(r"[\\/]+", said):
        for service, pattern in _SYNCHRONISED:
            if pattern.fullmatch(part):
                return FolderRisk("synchronised", service)
    return _network_mount(folder)


def _is_within(folder: Path, root: Path) -> bool:
    return os.path.normcase(folder).startswith(os.path.normcase(root / "x")[:-1]) or folder == root


def _network_mount(folder: Path) -> FolderRisk | None:
    if sys.platform == "win32":
        import ctypes

        drive = folder.resolve().drive
        remote = bool(drive) and ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _WINDOWS_REMOTE_DRIVE
        return FolderRisk("network", drive) if remote else None
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return None
    return network_mount(folder.resolve(), mounts.read_text(encoding="utf-8", errors="replace"))


def network_mount(folder: Path, mounts: str) -> FolderRisk | None:
    """Judge an absolute `folder` by a list of mounts, one a line as `device place kind options`.

    >>> network_mount(Path("/mnt/office/polso"), "//srv/office /mnt/office cifs rw 0 0")
    FolderRisk(kind='network', service='cifs')
    """
    nearest, kind = -1, ""
    for line in mounts.splitlines():
        _, place_name, file_system, *_ = *line.split(), "", "", ""
        place = Path(place_name.replace("\\040", " "))
        if folder.is_relative_to(place) and len(place.parts) >= nearest:
            nearest, kind = len(place.parts), file_system
    return FolderRisk("network", kind) if kind in _NETWORK_FILE_SYSTEMS else None
