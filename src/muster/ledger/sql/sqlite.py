"""A book in one SQLite file.

WAL, synchronous=FULL and BEGIN IMMEDIATE: what was acknowledged survives a power cut, and a writer never fails half
way. Triggers refuse every change of an entry but a redaction. Closing folds the log in, so that the file stands alone.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from muster.core.errors import MusterError, RefusedError, StorageError, TamperedError
from muster.ledger.entries import Entry, Head, chain_faults
from muster.ledger.sql import sqlite_schema as schema
from muster.ledger.sql.sqlite_file import (
    address_of,
    check_identity,
    has_wal,
    is_writable,
    look,
    nothing_at,
    sentences,
    wal_of,
)
from muster.ledger.sql.tables import ENTRY, RECEIPT, SCHEMA_VERSION, read_entries, read_head, read_receipt
from muster.ledger.store import BUSY_TIMEOUT_S, Receipt, named_in_redactions

_PAUSE_S = 0.01

OWNER_ONLY = 0o600
"""Who may read and write a new book's file: it may hold what members say in confidence."""


class SqliteStore:
    """A book in a file. Opened once, used by one thread; other processes may use the same file at the same time.

    ``warnings`` are sentences about the place: a network share, a copy made while in use, guards that are gone.
    """

    def __init__(self, path: str | Path, *, create: bool = False, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        """Open a book, or with ``create`` an empty place for one.

        Raises NoBookError, NewerBookError, StorageError or BookError with a sentence that says what to do.
        """
        self.path = Path(path)
        self.warnings: list[str] = look(self.path, create=create, busy_timeout_s=busy_timeout_s)
        self._busy_timeout_s = busy_timeout_s
        self._read_only = not is_writable(self.path)
        self._wrote = False
        is_new = create and not self.path.exists()
        with sentences(self.path):
            self._connection = self._connect()
            try:
                self._prepare(create=create)
                if is_new:
                    _keep_to_the_owner(self.path)
            except (MusterError, DBAPIError):
                self._connection.close()
                raise

    @property
    def where(self) -> str:
        """The path of the file."""
        return str(self.path)

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, in order, as last made durable."""
        with sentences(self.path):
            return _read(self._connection, after)

    def head(self) -> Head:
        """The end of the chain."""
        with sentences(self.path):
            return read_head(self._connection)

    @contextmanager
    def writing(self) -> Iterator[SqliteTurn]:
        """A turn: BEGIN IMMEDIATE to COMMIT. Nothing of a turn left by an exception is kept.

        Raises StorageError where the file cannot be written or another's turn does not end in time.
        """
        if self._read_only:
            raise StorageError(f"{self.path} can only be read; copy it to a place you may write to: muster copy")
        with sentences(self.path):
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            turn = SqliteTurn(self._connection, self.where)
            try:
                marked = self._connection.exec_driver_sql("UPDATE sitting SET in_use = 1 WHERE in_use = 0").rowcount
                yield turn
                self._connection.exec_driver_sql("COMMIT")
            except BaseException:
                self._roll_back()
                raise
        self._wrote = True
        if turn.redacted:
            self._forget_log()
        elif marked:
            self._fold("PASSIVE")  # so that a copy of the file alone carries the mark

    def close(self) -> None:
        """Fold the log into the file, so that it stands alone, and let go of it."""
        if self._connection.closed:
            return
        with suppress(DBAPIError):  # somebody else is writing: the last one to leave folds the log in
            if not self._read_only and (self._wrote or has_wal(self.path)):
                self._connection.exec_driver_sql("PRAGMA busy_timeout = 0")
                self._connection.exec_driver_sql("UPDATE sitting SET in_use = 0 WHERE in_use = 1")
                self._fold("TRUNCATE")
        self._connection.close()
        self._connection.engine.dispose()

    def copy_into(self, target: sqlite3.Connection) -> None:
        """Copy the book as it stands now, whoever else is writing, to an empty file."""
        with sentences(self.path):
            _driver(self._connection).backup(target)

    def _connect(self) -> Connection:
        mode = "rwc"
        if self._read_only:
            # Without its log a file can be read without writing anything beside it; with it, SQLite needs both.
            mode = "ro" if wal_of(self.path).exists() else "ro&immutable=1"

        def open_file() -> sqlite3.Connection:
            address = address_of(self.path, f"mode={mode}")
            return sqlite3.connect(address, uri=True, timeout=self._busy_timeout_s, isolation_level=None)

        engine = create_engine(
            "sqlite://", creator=open_file, poolclass=StaticPool, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        return engine.connect()

    def _prepare(self, *, create: bool) -> None:
        for pragma in ("trusted_schema = OFF", "secure_delete = ON", "synchronous = FULL"):
            self._connection.exec_driver_sql(f"PRAGMA {pragma}")
        application, version = schema.identity(self._connection)
        tables = self._connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if application or version or tables:
            check_identity(self.path, application, version)
        elif not create:
            raise nothing_at(self.path)
        if self._read_only:
            self.warnings.append(f"{self.path} can only be read; what others record from now on may not be seen")
        else:
            if version < SCHEMA_VERSION:
                schema.bring_up(self._connection)
            self._connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        if not schema.is_guarded(self._connection):
            self.warnings.append(
                f"the guards of {self.path} are gone or changed: somebody has worked on it outside Muster; "
                "run: muster check"
            )

    def _roll_back(self) -> None:
        with suppress(DBAPIError):
            if _driver(self._connection).in_transaction:
                self._connection.exec_driver_sql("ROLLBACK")

    def _fold(self, how: str) -> bool:
        """Fold the log into the file; whether all of it could be."""
        with suppress(DBAPIError):
            busy, _, _ = self._connection.exec_driver_sql(f"PRAGMA wal_checkpoint({how})").one()
            return not busy
        return False

    def _forget_log(self) -> None:
        """Empty the log; for a checkpoint of somebody else's, SQLite does not wait by itself."""
        deadline = time.monotonic() + self._busy_timeout_s
        while not self._fold("TRUNCATE"):
            if time.monotonic() >= deadline:
                raise StorageError(
                    f"the redaction is recorded, but {self.path} is open elsewhere and its -wal still holds the text; "
                    "close the other programs, then open and close the book once more, with: muster check"
                )
            time.sleep(_PAUSE_S)


class SqliteTurn:
    """A writer's turn on a file."""

    def __init__(self, connection: Connection, where: str) -> None:
        self._connection, self._where = connection, where
        self._named: set[str] = set()
        self.redacted = False

    @property
    def head(self) -> Head:
        """The head as it stands in this turn."""
        return read_head(self._connection)

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, in order."""
        return _read(self._connection, after)

    def append(self, entries: Sequence[Entry]) -> None:
        """Add sealed entries that follow the head."""
        if entries:
            self._connection.execute(ENTRY.insert(), [entry._asdict() for entry in entries])
            self._named |= named_in_redactions(entries)

    def redact(self, entry_id: str) -> None:
        """Take payload and salt out of an entry that a redaction of this turn names."""
        emptied = ENTRY.update().where(ENTRY.c.id == entry_id).values(payload=None, salt=None)
        if entry_id not in self._named or not self._connection.execute(emptied).rowcount:
            raise StorageError(f"{self._where} refuses that: only what a redaction of the same turn names is redacted")
        self.redacted = True

    def receipt(self, principal: str, key: str) -> Receipt | None:
        """What was recorded under a principal's key."""
        return read_receipt(self._connection, principal, key)

    def keep_receipt(self, receipt: Receipt) -> None:
        """Keep what was recorded under a key."""
        self._connection.execute(RECEIPT.insert(), asdict(receipt))


def copy_live(source: str | Path, target: str | Path) -> Head:
    """Copy a book, also while others write to it, to a new file; returns the head of the copy.

    Raises RefusedError where something is at the target already, StorageError where it cannot be written, and
    TamperedError where the chain does not hold: then no copy is kept.
    """
    target = Path(target)
    with closing(SqliteStore(source)) as store:
        _claim(target)
        try:
            with sentences(target), closing(sqlite3.connect(target)) as copy:
                store.copy_into(copy)
                copy.execute("UPDATE sitting SET in_use = 0")
                copy.commit()
            return _checked(target)
        except BaseException:
            for name in ("", "-wal", "-shm"):
                Path(f"{target}{name}").unlink(missing_ok=True)
            raise


def _keep_to_the_owner(path: Path) -> None:
    """Let nobody else read a book that has just been made, while nothing is in it yet, nor what lies beside it."""
    for place in (path, wal_of(path), Path(f"{path.resolve()}-shm")):
        with suppress(OSError):
            place.chmod(OWNER_ONLY)


def _claim(target: Path) -> None:
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    except FileExistsError:
        raise RefusedError(f"{target} already exists; choose another place for the copy") from None
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {error.strerror}") from error


def _checked(path: Path) -> Head:
    with closing(SqliteStore(path)) as copied:
        for _, fault in chain_faults(copied.entries()):
            raise TamperedError(f"no copy was kept, for the chain does not hold: {fault}; run: muster check")
        return copied.head()


def _read(connection: Connection, after: int) -> list[Entry]:
    try:
        return read_entries(connection, after)
    except sqlite3.OperationalError as error:
        if hasattr(error, "sqlite_errorname"):
            raise
    # A text is no UTF-8: somebody changed it. It is read all the same, for the check to name the entry.
    driver = _driver(connection)
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        return read_entries(connection, after)
    finally:
        driver.text_factory = str


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)
