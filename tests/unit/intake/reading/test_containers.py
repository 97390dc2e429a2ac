"""Archives: what is taken out, what is left out, and what is refused with its reason."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from polso.base.errors import UserError
from polso.intake.reading import containers, open_source, unpack

TABLE = b"id;qty\na;1\n"


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def in_memory(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(path: Path, folder: Path) -> str:
    with pytest.raises(UserError) as raised:
        unpack(path, folder)
    assert raised.value.place.file is not None
    return raised.value.code


def test_a_plain_file_and_a_workbook_are_returned_as_they_are(tmp_path: Path) -> None:
    plain, book = tmp_path / "a.csv", tmp_path / "b.xlsx"
    plain.write_bytes(TABLE)
    made = xlsxwriter.Workbook(book)
    made.add_worksheet().write_row(0, 0, ["a", "b"])
    made.close()
    ods = zipped(tmp_path / "c.ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    for path in (plain, book, ods, tmp_path / "missing.csv"):
        assert [(one.path, one.label) for one in unpack(path, tmp_path / "out")] == [(path, path.name)]


def test_members_are_named_after_the_archive_and_junk_is_left_out(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("2026/", "2026/a.csv", "__MACOSX/2026/._a.csv", ".DS_Store", "2026/.hidden", "Thumbs.db", "b.csv"):
            archive.writestr(name, b"" if name.endswith("/") else TABLE)
        archive.writestr(link, b"/etc/passwd")
    found = unpack(path, tmp_path / "out")
    assert [one.label for one in found] == ["export.zip/2026/a.csv", "export.zip/b.csv"]
    assert [one.path.read_bytes() for one in found] == [TABLE, TABLE]
    assert [one.path.name for one in found] == ["a.csv", "b.csv"]


def test_no_member_is_written_outside_the_folder(tmp_path: Path) -> None:
    names = ["../../evil.csv", "/abs/evil.csv", "C:\\dati\\evil.csv", "..\\evil.csv", "con.csv"]
    path = zipped(tmp_path / "x.zip", dict.fromkeys(names, TABLE))
    out = tmp_path / "deep" / "out"
    found = unpack(path, out)
    assert len(found) == len(names)
    assert all(one.path.resolve().is_relative_to(out.resolve()) for one in found)
    assert not [one.label for one in found if ".." in one.label or "\\" in one.label]
    assert len({one.label for one in found}) == len(names)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deep", "x.zip"]


def test_gz_loses_its_ending_and_several_streams_are_one_file(tmp_path: Path) -> None:
    path = tmp_path / "ordini.csv.gz"
    path.write_bytes(gzip.compress(TABLE) + gzip.compress(b"b;2\n"))
    (found,) = unpack(path, tmp_path / "out")
    assert (found.path.name, found.label) == ("ordini.csv", "ordini.csv.gz")
    (raw,) = open_source(found.path)
    assert raw.names == ("id", "qty")


def test_one_archive_in_an_archive_is_opened_and_no_more(tmp_path: Path) -> None:
    once = in_memory({"a.csv": TABLE, "b.csv.gz": gzip.compress(TABLE)})
    path = zipped(tmp_path / "o.zip", {"in.zip": in_memory({"a.csv": TABLE}), "c.csv.gz": gzip.compress(TABLE)})
    assert [one.label for one in unpack(path, tmp_path / "out")] == ["o.zip/in.zip/a.csv", "o.zip/c.csv.gz"]
    assert refused(zipped(tmp_path / "p.zip", {"in.zip": once}), tmp_path / "out") == "archive_nested"


def test_two_archives_with_equal_members_share_a_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = unpack(zipped(tmp_path / "1.zip", {"a.csv": TABLE}), out)
    second = unpack(zipped(tmp_path / "2.zip", {"a.csv": b"x"}), out)
    assert (first[0].path.read_bytes(), second[0].path.read_bytes()) == (TABLE, b"x")


def test_what_cannot_be_unpacked_says_why(tmp_path: Path) -> None:
    out = tmp_path / "out"
    damaged = zipped(tmp_path / "d.zip", {"a.csv": TABLE * 100})
    damaged.write_bytes(damaged.read_bytes()[:60])
    assert refused(damaged, out) == "archive_damaged"
    turned = zipped(tmp_path / "t.zip", {"a.csv": TABLE * 9}, zipfile.ZIP_STORED)
    turned.write_bytes(turned.read_bytes().replace(b"a;1", b"a;7", 1))
    assert refused(turned, out) == "archive_damaged"
    cut = tmp_path / "c.csv.gz"
    cut.write_bytes(gzip.compress(TABLE * 1000)[:-12])
    assert refused(cut, out) == "archive_damaged"
    assert refused(zipped(tmp_path / "e.zip", {}), out) == "archive_empty"
    assert refused(zipped(tmp_path / "j.zip", {"__MACOSX/._a": b"x"}), out) == "archive_empty"


def test_an_encrypted_archive_is_told_as_such(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", {"a.csv": TABLE}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refused(path, tmp_path / "out") == "archive_encrypted"


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(100 << 20), 9))
    assert refused(path, out) == "archive_too_large"
    assert sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) <= 66 << 20
    monkeypatch.setattr(containers, "_MOST_BYTES", 1000)
    assert refused(zipped(tmp_path / "z.zip", {"a": b"x" * 600, "b": b"x" * 600}), out) == "archive_too_large"
    monkeypatch.setattr(containers, "_MOST_MEMBERS", 3)
    many = zipped(tmp_path / "m.zip", {f"{n}.csv": b"1" for n in range(4)})
    assert refused(many, out) == "archive_too_many_files"
