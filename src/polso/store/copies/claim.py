"""Who is at work on a copy in the making: a lock that ends with its process, so that what a dead one left can go.

The system gives such a lock back when the process ends, in whatever way; a process number written down would not tell
a dead process from another that has its number by now, nor one on another machine.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_SUFFIX = ".lock"
HEX_BYTES = 4
HEX = "[0-9a-f]" * (2 * HEX_BYTES)
"""Pattern of the random part in the name of a copy in the making: a file that somebody called alike is not one."""


@contextmanager
def claimed(lock: Path) -> Iterator[None]:
    """Hold the new file `lock` while the block runs, then take it away; a disk without locks has only the file.

    Raises OSError when the file cannot be made, FileExistsError when it is there.
    """
    descriptor = _made(lock)
    try:
        yield
    finally:
        # While it is still held: afterwards it may be another's. Windows takes no open file away.
        if os.name != "nt":
            remove(lock)
        os.close(descriptor)
        if os.name == "nt":
            remove(lock)


@contextmanager
def taken_over(lock: Path) -> Iterator[bool]:
    """Whether the process that made `lock` is dead; then the lock is held while the block runs.

    False also when the lock is not there or cannot be tried: what nobody can prove dead is left alone.
    """
    try:
        descriptor = os.open(lock, os.O_RDWR)
    except OSError:
        yield False
        return
    try:
        yield _take(descriptor) and _is_there(lock, descriptor)
    finally:
        os.close(descriptor)


def sweep_abandoned(folder: Path, pattern: str) -> None:
    """Take away what dead processes left in `folder`: entries that fit `pattern`, each with its lock.

    What cannot be taken away stays: it is in nobody's way.
    """
    if not folder.is_dir():
        return
    for lock in sorted(folder.glob(f"{pattern}{LOCK_SUFFIX}")):
        with taken_over(lock) as is_dead:
            if is_dead:
                remove(lock.with_name(lock.name.removesuffix(LOCK_SUFFIX)))
                remove(lock)
        if is_dead and os.name == "nt":
            remove(lock)


def remove(left: Path) -> None:
    """Take a file or a folder away where the system allows it."""
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
        return
    try:
        left.unlink(missing_ok=True)
    except OSError:
        return


def lock_of(entry: Path) -> Path:
    return entry.with_name(f"{entry.name}{LOCK_SUFFIX}")


def _made(lock: Path) -> int:
    """Another may sweep the file between its making and its locking: then it is made again."""
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        _take(descriptor)
        if _is_there(lock, descriptor):
            return descriptor
        os.close(descriptor)


def _is_there(lock: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
