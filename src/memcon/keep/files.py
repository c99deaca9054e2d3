"""Files that are whole or not there: temporary name, fsync, rename, fsync of the folder; and the store's lock."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from memcon.model.errors import StoreError

TEMPORARY = ".tmp-"


def settle(temporary: Path, final: Path) -> None:
    """Make a written file durable and give it its name. Raises `StoreError` when the disk refuses."""
    settle_all([(temporary, final)])


def settle_all(written: Sequence[tuple[Path, Path]]) -> None:
    """Make written files of one folder durable, then give them their names one after the other. Raises `StoreError` as the disk refuses."""
    final = written[0][1]
    try:
        for temporary, _ in written:
            handle = os.open(temporary, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        for temporary, final in written:
            os.replace(temporary, final)
        sync_folder(final.parent)
    except OSError as error:
        raise StoreError(f"cannot write ({error.strerror}); free some space or choose another --store", place=str(final)) from None


def temporary_of(final: Path) -> Path:
    """Under which name a file or folder is written before it is whole."""
    return final.with_name(f"{TEMPORARY}{os.getpid()}-{final.name}")


@contextmanager
def written(out: Path) -> Iterator[Path]:
    """Where to write what has the name ``out`` once it is whole; a device or pipe is written as it is. Raises `StoreError`."""
    plain = out.is_file() or not out.exists()
    temporary = temporary_of(out) if plain else out
    try:
        yield temporary
        if plain:
            settle(temporary, out)
    except OSError as error:
        raise StoreError(f"cannot write ({error.strerror}); free some space or choose another --out", place=str(out)) from None
    finally:
        if plain:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file's content in one step."""
    temporary = temporary_of(path)
    try:
        temporary.write_bytes(data)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(f"cannot write ({error.strerror}); free some space or choose another --store", place=str(path)) from None
    settle(temporary, path)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the store for writing. Raises `StoreError` at once where another process holds it; a killed holder's lock ends with it."""
    import fcntl

    path = folder / "lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"cannot be written ({error.strerror}); choose another --store", place=str(folder)) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError("another process is writing to it; try again when it has ended", place=str(folder)) from None
        yield
    finally:
        os.close(handle)
