"""The file in which a book lies: what is found there before it is opened, and SQLite's failures as sentences."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.exc import SQLAlchemyError

from muster.core.errors import BookError, MusterError, NewerBookError, NoBookError, StorageError
from muster.ledger.sql.sqlite_schema import APPLICATION_ID
from muster.ledger.sql.tables import SCHEMA_VERSION

MOUNTS = Path("/proc/mounts")
"""Where Linux tells which file systems are mounted."""

NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs"}
)
"""File systems on which SQLite's locks cannot be trusted."""

_SENTENCES: dict[str, tuple[type[MusterError], str]] = {
    "SQLITE_NOTADB": (BookError, "is not a book of Muster"),
    "SQLITE_CORRUPT": (BookError, "is damaged; it may have been copied while in use. Restore it from a copy"),
    "SQLITE_BUSY": (StorageError, "is being written by somebody else; try again in a moment"),
    "SQLITE_LOCKED": (StorageError, "is being written by somebody else; try again in a moment"),
    "SQLITE_FULL": (
        StorageError,
        "could not be written: the disk is full. Nothing was recorded; make room and try again",
    ),
    "SQLITE_IOERR": (StorageError, "could not be read or written: the disk failed. Nothing was recorded"),
    "SQLITE_READONLY": (StorageError, "can only be read; nothing was recorded"),
    "SQLITE_CANTOPEN": (StorageError, "cannot be opened; check the folder and your rights"),
}


def address_of(path: Path, query: str) -> str:
    """The URI under which SQLite opens a file."""
    return f"file:{quote(os.fsencode(path.absolute()))}?{query}"


def wal_of(path: Path) -> Path:
    """The write-ahead log that belongs beside a file, and not beside a link to it."""
    return Path(f"{path.resolve()}-wal")


def has_wal(path: Path) -> bool:
    """Whether a write-ahead log with something in it lies beside a file."""
    try:
        return wal_of(path).stat().st_size > 0
    except FileNotFoundError:
        return False


def is_writable(path: Path) -> bool:
    """Whether the file, and the folder in which SQLite keeps its log, may be written."""
    real = path.resolve()
    return os.access(real.parent, os.W_OK) and (not real.exists() or os.access(real, os.W_OK))


def look(path: Path, *, create: bool, busy_timeout_s: float) -> list[str]:
    """What is to be said about a file before it is opened. Changes nothing, not even beside it.

    Raises a BookError with a sentence where no book can be opened there, or with ``create`` none be made.
    """
    try:
        if path.is_dir():
            raise BookError(f"{path} is a folder; name the file of a book, such as relief.muster")
        if path.exists() and not path.is_file():
            raise BookError(f"{path} is not a file; name the file of a book, such as relief.muster")
        if not path.exists() or path.stat().st_size == 0:
            _look_at_nothing(path, create=create)
            return _place_warnings(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be reached: {error.strerror}") from error
    with sentences(path):
        return _place_warnings(path) + _look_at_file(path, busy_timeout_s)


def check_identity(path: Path, application: int, version: int) -> None:
    """Raise BookError for a file that is not a book, NewerBookError for one of a newer Muster."""
    if application != APPLICATION_ID:
        raise BookError(f"{path} is a database, but not a book of Muster")
    if version > SCHEMA_VERSION:
        raise NewerBookError(
            f"{path} was written by a newer Muster (tables {version}, this one knows {SCHEMA_VERSION}); "
            "install that version"
        )


def nothing_at(path: Path) -> NoBookError:
    """What is said where there is no file, or an empty one."""
    found = f"{path} is empty" if path.exists() else f"there is no book at {path}"
    return NoBookError(f"{found}; begin one with: muster init {path}")


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into sentences for a person."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        name = getattr(cause, "sqlite_errorname", "")
        if "no such table" in str(cause) or (not name and isinstance(cause, sqlite3.OperationalError)):
            name = "SQLITE_CORRUPT"  # without a name: Python could not read a text as UTF-8
        for sign, (kind, sentence) in _SENTENCES.items():
            if name.startswith(sign):
                raise kind(f"{path} {sentence}") from error
        if name.startswith("SQLITE_CONSTRAINT"):
            law = str(cause).partition("refused: ")[2] or "entries are only ever added"
            raise StorageError(f"{path} refuses that: {law}") from error
        raise StorageError(f"{path} could not be used: {cause}") from error


def _look_at_nothing(path: Path, *, create: bool) -> None:
    if has_wal(path):
        raise BookError(f"{wal_of(path)} lies there without its book; put the book back beside it, or move it away")
    if create and not path.parent.is_dir():
        raise StorageError(f"there is no folder {path.parent}; make it first")
    if not create:
        raise nothing_at(path)


def _look_at_file(path: Path, busy_timeout_s: float) -> list[str]:
    if Path(f"{path.resolve()}-journal").exists():
        return []  # left by an interrupted beginning: SQLite mends that when it opens the file, and then looks again
    wal_was_there = wal_of(path).exists()
    with _reading(path, "mode=ro&immutable=1") as alone:
        application, version = (alone.execute(f"PRAGMA {name}").fetchone()[0] for name in _IDENTITY)
        check_identity(path, application, version)
        in_use = alone.execute("SELECT 1 FROM sitting WHERE in_use = 1").fetchone() is not None
    if not has_wal(path):
        alone_in_use = in_use and not wal_was_there and not wal_of(path).exists()
        return [f"{path} {_COPIED_LIVE}"] if alone_in_use else []
    # Somebody may be writing at this very moment, so that only what stays is believed.
    if not any(_wal_belongs(path, busy_timeout_s) for _ in range(_LOOKS)):
        raise BookError(
            f"{wal_of(path)} does not belong to {path}, or one of them is damaged; nothing was changed. "
            "Keep a copy of both, then put back the file or the -wal that belongs there"
        )
    return []


_IDENTITY = ("application_id", "user_version")
_LOOKS = 3
_BOTH_WAYS = (
    "SELECT count(*) FROM entry NOT INDEXED",
    "SELECT count(*) FROM entry INDEXED BY sqlite_autoindex_entry_1",
)
_COPIED_LIVE = (
    "was copied while in use, or has lost its -wal: its last entries may be missing. Compare with a head noted "
    "earlier: muster check --head; copy a book in use with: muster copy"
)


def _wal_belongs(path: Path, busy_timeout_s: float) -> bool:
    """Whether the log beside a file is its own, which SQLite itself would not notice.

    Seen through its own log, a book has as many entries as ids, and the last entry that the file has alone. An
    interrupted checkpoint may leave a file that cannot be read alone: then its log is whole, and is believed.
    """
    try:
        with _reading(path, "mode=ro&immutable=1") as alone:
            own = alone.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        own = None
    with _reading(path, "mode=ro", busy_timeout_s) as through:
        try:
            through.execute("BEGIN")
            rows, ids = (through.execute(query).fetchone()[0] for query in _BOTH_WAYS)
            has_own = own is None or through.execute("SELECT 1 FROM entry WHERE seq = ? AND hash = ?", own).fetchone()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_ERROR")):
                return False
            raise
    return rows == ids and bool(has_own)


def _reading(path: Path, query: str, busy_timeout_s: float = 0) -> closing[sqlite3.Connection]:
    """A connection that only reads, closed at the end."""
    return closing(sqlite3.connect(address_of(path, query), uri=True, timeout=busy_timeout_s, isolation_level=None))


def _place_warnings(path: Path) -> list[str]:
    kind = _file_system(path)
    if kind not in NETWORK_FILE_SYSTEMS:
        return []
    return [f"{path} lies on a network share ({kind}), where locks cannot be trusted; keep the book on a local disk"]


def _file_system(path: Path) -> str:
    """The type of the file system on which a path lies, empty where it cannot be told."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    target = path.resolve()
    found, depth = "", -1
    for _, point, kind, *_ in (line.split() for line in lines):
        mounted = Path(re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), point))
        if target.is_relative_to(mounted) and len(mounted.parts) >= depth:
            found, depth = kind, len(mounted.parts)
    return found
