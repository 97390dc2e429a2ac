"""Which folder is meant, and which folders are bad places."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from polso.store.folder_risk import FolderRisk, folder_risk, network_mount
from polso.store.layout import locate

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/share /mnt/office cifs rw 0 0
/dev/sdb1 /mnt/office/local ext4 rw 0 0
nas:/volume /mnt/old\\040nas nfs4 rw 0 0
"""


def test_the_folder_is_the_one_given_then_the_variable_then_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    assert locate(Path("a"), {"POLSO_WORKSPACE": "b"}) == Path("a")
    assert locate(None, {"POLSO_WORKSPACE": "b"}) == Path("b")
    usual = locate(None, {"POLSO_WORKSPACE": " "})
    assert usual.is_absolute()
    assert usual.parts[-2:] == ("polso", "workspace")


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/home/anna/Dropbox/polso", "Dropbox"),
        ("/home/anna/Dropbox (Personale)/polso", "Dropbox"),
        ("C:\\Users\\Anna\\OneDrive - Officina Rossi\\polso", "OneDrive"),
        ("/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/polso", "iCloud"),
        ("G:\\Il mio Drive\\polso", "Google Drive"),
        ("/Users/anna/Library/CloudStorage/GoogleDrive-anna@example.com/My Drive", "Google Drive"),
    ],
)
def test_folders_that_are_synchronised(folder: str, service: str) -> None:
    assert folder_risk(Path(folder), {}) == FolderRisk("synchronised", service)


def test_a_synchronised_folder_of_another_name_is_known_from_the_system() -> None:
    environ = {"OneDriveCommercial": "/home/anna/Lavoro"}
    assert folder_risk(Path("/home/anna/Lavoro/polso"), environ) == FolderRisk("synchronised", "OneDrive")
    assert folder_risk(Path("/home/anna/Lavoro2/polso"), environ) is None


@pytest.mark.parametrize("folder", ["\\\\server\\share\\polso", "//server/share/polso"])
def test_folders_of_another_machine(folder: str) -> None:
    risk = folder_risk(PureWindowsPath(folder), {})  # type: ignore[arg-type] # a Windows path on any system
    assert risk == FolderRisk("network", "server")
    assert risk.code == "folder_network"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/office/polso", "cifs"),
        ("/mnt/old nas/polso", "nfs4"),
        ("/mnt/office/local/polso", None),
        ("/home/anna/polso", None),
    ],
)
def test_the_nearest_mount_decides(folder: str, kind: str | None) -> None:
    assert network_mount(Path(folder), MOUNTS) == (FolderRisk("network", kind) if kind else None)


def test_an_ordinary_folder_is_no_risk(tmp_path: Path) -> None:
    assert folder_risk(tmp_path / "boxes" / "dropboxes", {}) is None
