"""Files of a form, written to disk while they arrive: no file is held in memory, no name leaves its folder."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path, PurePosixPath, PureWindowsPath

from polso.base.errors import UserError
from polso.store.database import disk_failures

LONGEST_NAME = 120
MOST_FILES = 200
COPIES = 3
"""What an import needs of the disk: the file that arrives, its readable form, and the original that is kept."""

USUAL_NAME = "file"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_DEVICES = re.compile(r"(?i)\A(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z")


def safe_name(given: str) -> str:
    """A plain file name: no folder, no control or device name, as short as file systems like it.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\fatture\\\\marzo 2026.csv"), safe_name("..")
    ('passwd', 'marzo 2026.csv', 'file')
    """
    last = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", given)).name).name
    name = _UNSAFE.sub("_", last).strip(" .")
    if not name or _DEVICES.match(name):
        return f"{USUAL_NAME}{PurePosixPath(name).suffix}" if name else USUAL_NAME
    stem, dot, suffix = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot and len(suffix) < LONGEST_NAME // 2:
        return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"
    return name[:LONGEST_NAME]


@dataclass(slots=True)
class _Receiver:
    """What the parser of the form tells, turned into files."""

    folder: Path
    written: list[Path] = field(default_factory=list)
    _headers: dict[str, str] = field(default_factory=dict)
    _name: str = ""
    _value: str = ""
    _file: BufferedWriter | None = None

    def callbacks(self) -> dict[str, Callable[..., None]]:
        return {
            "on_part_begin": self.begin,
            "on_header_field": self.header_field,
            "on_header_value": self.header_value,
            "on_header_end": self.header_end,
            "on_headers_finished": self.headers_finished,
            "on_part_data": self.data,
            "on_part_end": self.end,
        }

    def begin(self) -> None:
        self._headers.clear()

    def header_field(self, chunk: bytes, start: int, end: int) -> None:
        self._name += chunk[start:end].decode("latin-1")

    def header_value(self, chunk: bytes, start: int, end: int) -> None:
        self._value += chunk[start:end].decode("utf-8", "replace")

    def header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = ""

    def headers_finished(self) -> None:
        given = _file_name(self._headers.get("content-disposition", ""))
        if not given:
            return
        if len(self.written) >= MOST_FILES:
            raise UserError("too_many_files", most=MOST_FILES)
        # Each in a folder of its own: two files may have one name, and a name is what a person knows a file by.
        place = self.folder / secrets.token_hex(4)
        self.written.append(place / safe_name(given))
        place.mkdir()
        self._file = self.written[-1].open("wb")

    def data(self, chunk: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(chunk[start:end])

    def end(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def close(self) -> None:
        self.end()

    def withdraw(self) -> None:
        """Take away what has arrived: a form that does not arrive whole leaves nothing."""
        with suppress(OSError):  # what is still in memory cannot be written to a full disk
            self.end()
        self._file = None
        for path in self.written:
            shutil.rmtree(path.parent, ignore_errors=True)
        self.written.clear()


def _file_name(disposition: str) -> str:
    """The name of the file in a `Content-Disposition`; empty for an ordinary field or a file field left empty."""
    from python_multipart.multipart import parse_options_header

    _, options = parse_options_header(disposition)
    return options.get(b"filename", b"").decode("utf-8", "replace")


def check_room(length: int, folder: Path) -> None:
    """Refuse at once what the disk cannot take, before it is copied there.

    Raises UserError `upload_too_large`.
    """
    free = shutil.disk_usage(folder).free
    if length * COPIES > free:
        raise UserError("upload_too_large", needed=_megabytes(length * COPIES), free=_megabytes(free))


def _megabytes(size: int) -> str:
    return f"{-(-size // 1_000_000)} MB"


async def receive_files(
    content_type: str, stream: AsyncIterator[bytes], folder: Path, length: int | None = None
) -> tuple[Path, ...]:
    """Write the files of a `multipart/form-data` body of `length` bytes under `folder` as they arrive.

    Raises UserError `upload_malformed`, `no_file_sent`, `too_many_files`, `upload_too_large`, `disk_full`.
    """
    if length is not None:
        check_room(length, folder)
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise UserError("upload_malformed")
    receiver = _Receiver(folder)
    try:
        with disk_failures(folder):
            parser = MultipartParser(boundary, receiver.callbacks())  # type: ignore[arg-type]
            async for chunk in stream:
                parser.write(chunk)
            parser.finalize()
    except BaseException as error:
        receiver.withdraw()
        if isinstance(error, FormParserError):
            raise UserError("upload_malformed") from error
        raise
    finally:
        receiver.close()
    if not receiver.written:
        raise UserError("no_file_sent")
    return tuple(receiver.written)
