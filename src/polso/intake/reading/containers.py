"""Files in files: gz and zip are unpacked as a stream, within limits, before anything is read.

Workbooks are zips as well and are told apart by what they hold. No name inside an archive is ever used as a path, so
that none can lead out of the folder; what an operating system adds of its own is left out.
"""

from __future__ import annotations

import gzip
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from polso.base.errors import Place, UserError

_BLOCK = 1 << 20
_MOST_BYTES = 8 << 30
_MOST_MEMBERS = 2_000
_MOST_RATIO = 300
_RATIO_FROM = 64 << 20
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_GZIP = b"\x1f\x8b"
_OFFICE = ("[Content_Types].xml", "xl/workbook.xml", "xl/workbook.bin", "META-INF/manifest.xml", "mimetype")
_JUNK = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file to be read: `label` is its name as told to people, `archive.zip/member.csv` for a member."""

    path: Path
    label: str


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class _Budget:
    """What may still come out of one given file; `given` are its own bytes."""

    archive: str
    given: int
    written: int = 0
    members: int = 0

    def take(self, count: int) -> None:
        self.written += count
        if self.written > _MOST_BYTES or (self.written > _RATIO_FROM and self.written > _MOST_RATIO * self.given):
            raise UserError("archive_too_large", place=Place(file=self.archive), megabytes=self.written >> 20)

    def enter(self) -> None:
        self.members += 1
        if self.members > _MOST_MEMBERS:
            raise UserError("archive_too_many_files", place=Place(file=self.archive), limit=_MOST_MEMBERS)


@dataclass(slots=True)
class _Unpacking:
    folder: Path
    budget: _Budget
    found: list[Unpacked] = field(default_factory=list)

    def place(self, stream: _Readable, name: str) -> Path:
        """The stream as a file of a folder of its own."""
        home = self.folder / f"{len(self.found)}-{self.budget.members}-{self.budget.written}"
        home.mkdir(parents=True)
        path = home / safe_name(name)
        with path.open("wb") as handle:
            while block := stream.read(_BLOCK):
                self.budget.take(len(block))
                handle.write(block)
        return path


def unpack(path: Path, folder: Path) -> tuple[Unpacked, ...]:
    """The files in `path`: the members of a zip, the content of a gz, or the file itself when it is neither.

    Unpacked files are new ones under `folder`; an archive in an archive is opened once, not deeper. Junk of operating
    systems, hidden files and links are left out. Raises UserError with the archive as place: `archive_encrypted`,
    `archive_damaged`, `archive_empty`, `archive_nested`, `archive_method_unknown`, `archive_too_large` (more than 8 GiB
    or 300 times the file), `archive_too_many_files`; and OSError as the disk does.
    """
    if not path.is_file() or not _is_container(path):
        return (Unpacked(path, path.name),)
    # A name of its own for each archive, so that two with equal members may share the folder.
    home = folder / f"unpacked-{len(list(folder.glob('unpacked-*')))}"
    work = _Unpacking(home, _Budget(path.name, max(1, path.stat().st_size)))
    _open(path, path.name, work, depth=0)
    return tuple(work.found)


def junk_in(path: Path) -> tuple[str, ...]:
    """Labels of what an operating system or a person hid in a zip, but for the shadows that macOS adds to each file."""
    if not path.is_file() or not _is_container(path):
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            names = [member.filename for member in archive.infolist() if not member.is_dir()]
    except _BROKEN:
        return ()
    return tuple(
        f"{path.name}/{_shown(name)}"
        for name in names
        if is_junk(name) and "__macosx" not in name.casefold() and not name.rsplit("/", 1)[-1].startswith("._")
    )


def is_junk(name: str) -> bool:
    """Whether a file of this name is an operating system's own, or hidden.

    >>> is_junk("dati/.DS_Store"), is_junk("Thumbs.db"), is_junk("../ordini.csv")
    (True, True, False)
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part]
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return hidden or bool(_JUNK & {part.casefold() for part in parts})


def safe_name(name: str) -> str:
    """The last part of a member's name, as a name that every file system takes.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\dati\\\\a:b?.csv"), safe_name("con.csv"), safe_name("..")
    ('passwd', 'a_b_.csv', '_con.csv', 'file')
    """
    last = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .") or "file"
    if len(last.encode()) > 150:
        stem, dot, suffix = last.rpartition(".")
        last = (stem or last).encode()[:120].decode(errors="ignore") + (dot + suffix[:20] if stem else "")
    return f"_{last}" if _RESERVED.match(last) else last


def _is_container(path: Path) -> bool:
    with path.open("rb") as handle:
        head = handle.read(4)
    if head.startswith(_GZIP):
        return True
    return head in (_ZIP, _EMPTY_ZIP) and not _is_office(path)


def _is_office(path: Path) -> bool:
    """Whether a zip is a document of an office program."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name in archive.NameToInfo for name in _OFFICE)
    except _BROKEN:
        return False


def _open(path: Path, label: str, work: _Unpacking, depth: int) -> None:
    if depth > 1:
        raise UserError("archive_nested", place=Place(file=label))
    try:
        with path.open("rb") as handle:
            zipped = handle.read(2) == _ZIP[:2]
        if zipped:
            _open_zip(path, label, work, depth)
        else:
            _open_gzip(path, label, work, depth)
    except _BROKEN as error:
        raise UserError("archive_damaged", place=Place(file=label)) from error


def _open_gzip(path: Path, label: str, work: _Unpacking, depth: int) -> None:
    name = label.rsplit("/", 1)[-1]
    inner = name[:-3] if name.lower().endswith(".gz") else name
    work.budget.enter()
    with gzip.open(path) as stream:
        _keep(work.place(stream, inner), label, work, depth)


def _open_zip(path: Path, label: str, work: _Unpacking, depth: int) -> None:
    before = len(work.found)
    with zipfile.ZipFile(path) as archive:
        for member in _members(archive):
            if member.flag_bits & 0x1:
                raise UserError("archive_encrypted", place=Place(file=label))
            work.budget.enter()
            try:
                with archive.open(member) as stream:
                    made = work.place(stream, member.filename)
            except (NotImplementedError, RuntimeError) as error:  # how zipfile says that it lacks a method
                raise UserError("archive_method_unknown", place=Place(file=label)) from error
            _keep(made, f"{label}/{_shown(member.filename)}", work, depth)
    if len(work.found) == before and not depth:
        raise UserError("archive_empty", place=Place(file=label))


def _keep(made: Path, label: str, work: _Unpacking, depth: int) -> None:
    if _is_container(made):
        before = len(work.found)
        _open(made, label, work, depth + 1)
        if len(work.found) > before:
            made.unlink()
            return
    taken = {found.label for found in work.found}
    number, name = 2, label
    while name in taken:
        name = f"{label} ({number})"
        number += 1
    work.found.append(Unpacked(made, name))


def _members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Files that somebody put there, in the order of the archive."""
    for member in archive.infolist():
        parts = [part for part in member.filename.replace("\\", "/").split("/") if part]
        if member.is_dir() or not parts or member.filename.endswith("\\"):
            continue
        if is_junk(member.filename):
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            continue
        yield member


def _shown(name: str) -> str:
    """A member's name without the parts that would lead elsewhere."""
    parts = name.replace("\\", "/").split("/")
    kept = [re.sub(r"[\x00-\x1f\x7f]", "_", part) for part in parts if part not in ("", ".", "..")]
    return "/".join(part for part in kept if not re.fullmatch(r"[A-Za-z]:", part)) or "file"
