"""Files of a form: written where they belong under plain names, however they are called and cut."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.base.errors import UserError
from polso.web.uploads import LONGEST_NAME, receive_files, safe_name

BOUNDARY = "frontier-4711"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def form(*parts: tuple[str, str, bytes]) -> bytes:
    body = b""
    for field, name, content in parts:
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'.encode()
        body += b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def receive(body: bytes, folder: Path, *, content_type: str = TYPE, size: int = 7) -> tuple[Path, ...]:
    async def stream() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]

    # In a thread of its own: a browser that other tests keep open leaves an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, receive_files(content_type, stream(), folder)).result()


@pytest.mark.parametrize("size", [1, 5, 64, 100_000])
def test_files_arrive_whole_however_they_are_cut(tmp_path: Path, size: int) -> None:
    first, second = b"a;b\r\n1;2\r\n", bytes(range(256)) * 20
    written = receive(form(("files", "uno.csv", first), ("files", "due.bin", second)), tmp_path, size=size)
    assert [path.name for path in written] == ["uno.csv", "due.bin"]
    assert [path.read_bytes() for path in written] == [first, second]


def test_two_files_of_one_name_are_two_files(tmp_path: Path) -> None:
    written = receive(form(("files", "x.csv", b"1"), ("files", "x.csv", b"2")), tmp_path)
    assert [path.read_bytes() for path in written] == [b"1", b"2"]
    assert [path.name for path in written] == ["x.csv", "x.csv"]


@pytest.mark.parametrize(
    "name", ["../../up.csv", "/etc/up.csv", "..\\..\\up.csv", "C:\\windows\\up.csv", "a/../../up.csv"]
)
def test_a_name_with_a_path_stays_inside(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    (written,) = receive(form(("files", name.replace("\\", "\\\\"), b"x")), folder)
    assert written.resolve().is_relative_to(folder.resolve())
    assert written.name == "up.csv"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inside"]


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_any_name_becomes_a_plain_one(name: str) -> None:
    plain = safe_name(name)
    assert plain
    assert plain not in (".", "..")
    assert not set(plain) & set('/\\\0:*?"<>|')
    assert len(plain) <= LONGEST_NAME
    assert Path(plain).name == plain


def test_long_names_keep_their_kind() -> None:
    assert safe_name("a" * 300 + ".xlsx").endswith(".xlsx")


@pytest.mark.parametrize("name", ["con", "NUL.txt", "com1.csv"])
def test_names_of_devices_are_no_files(name: str) -> None:
    assert safe_name(name).startswith("file")


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (form(), TYPE, "no_file_sent"),
        (form(("files", "", b"")), TYPE, "no_file_sent"),
        (b"a=b", "application/x-www-form-urlencoded", "upload_malformed"),
        (b"no boundary anywhere", TYPE, "upload_malformed"),
        (form(("files", "x.csv", b"1")), "multipart/form-data", "upload_malformed"),
    ],
)
def test_a_form_without_files_is_refused(tmp_path: Path, body: bytes, content_type: str, code: str) -> None:
    with pytest.raises(UserError) as error:
        receive(body, tmp_path, content_type=content_type)
    assert error.value.code == code


def test_two_hundred_megabytes_pass_through_little_memory(tmp_path: Path) -> None:
    block, blocks = b"13/04/2026;Rossi;100,50;Anna\n" * 2260, 3050
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="grande.csv"\r\n\r\n'.encode()

    async def stream() -> AsyncIterator[bytes]:
        yield head
        for _ in range(blocks):
            yield block
        yield f"\r\n--{BOUNDARY}--\r\n".encode()

    tracemalloc.start()
    try:
        with ThreadPoolExecutor(1) as pool:
            (written,) = pool.submit(asyncio.run, receive_files(TYPE, stream(), tmp_path)).result()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written.stat().st_size == len(block) * blocks > 199_000_000
    assert peak < 4_000_000
    written.unlink()
