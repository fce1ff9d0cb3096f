"""A book in a schema of a PostgreSQL database, written through functions that hold the laws.

A turn is a transaction that has locked the one row of the head. What was acknowledged is committed synchronously.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from muster.core.errors import MusterError, NoBookError, StorageError
from muster.ledger.entries import Entry, Head, envelope_text
from muster.ledger.sql.postgres_schema import check_version, version_of
from muster.ledger.sql.postgres_server import Place, engine_for, is_lost, sentences
from muster.ledger.sql.tables import SCHEMA_VERSION, read_entries, read_head, read_receipt
from muster.ledger.store import BUSY_TIMEOUT_S, Receipt

IDLE_TIMEOUT_S = 300.0
"""How long a writer may pause within its turn before the server ends it, so that others can write."""

BATCH = 5000
"""So many entries go to the server at a time."""


class PostgresStore:
    """A book on a server, named by ``postgresql://role@host/database?book=name``; for any number of threads.

    ``warnings`` are sentences about the place: a role that the laws do not bind, an end that is gone.
    """

    def __init__(
        self, url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S, idle_timeout_s: float = IDLE_TIMEOUT_S
    ) -> None:
        """Open a book that its owner has set up.

        Raises NoBookError, NewerBookError, StorageError or BookError with a sentence that says what to do.
        """
        self.place = Place.read(url)
        self.warnings: list[str] = []
        self._timeouts = (f"{busy_timeout_s * 1000:.0f}ms", f"{idle_timeout_s * 1000:.0f}ms")
        self._engine = engine_for(self.place)
        try:
            with self._reading() as connection:
                self._look(connection)
        except MusterError:
            self.close()
            raise

    @property
    def where(self) -> str:
        """The address, without its password."""
        return str(self.place)

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, in order, as last made durable."""
        with self._reading() as connection:
            return read_entries(connection, after)

    def head(self) -> Head:
        """The end of the chain."""
        with self._reading() as connection:
            return read_head(connection)

    @contextmanager
    def writing(self) -> Iterator[PostgresTurn]:
        """A turn: a transaction that holds the head. Nothing of a turn left by an exception is kept.

        Raises StorageError where another's turn does not end in time, or the connection is lost.
        """
        with self._reading() as connection:
            connection.exec_driver_sql(_SETTINGS, self._timeouts)
            head = connection.exec_driver_sql(f"SELECT * FROM {self.place.schema}.take_turn()").one()  # noqa: S608
            yield PostgresTurn(connection, self.place, Head(*head))
            self._commit(connection)

    def close(self) -> None:
        """Let go of the server."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with sentences(self.place), self._engine.connect() as connection:
            yield connection

    def _commit(self, connection: Connection) -> None:
        try:
            connection.commit()
        except DBAPIError as error:
            if not is_lost(error):
                raise
            raise StorageError(
                f"{self.place} has closed the connection before it answered: whether the last entries were recorded "
                "is not known. Look with: muster log"
            ) from error

    def _look(self, connection: Connection) -> None:
        version = version_of(connection, self.place)
        check_version(self.place, version)
        if not version:
            raise NoBookError(f"{self.place} holds no book yet; its owner sets one up with: muster migrate")
        if version < SCHEMA_VERSION:
            raise StorageError(f"{self.place} has the tables of an older Muster; its owner runs: muster migrate")
        table = f"{self.place.schema}.entry"
        if connection.exec_driver_sql("SELECT has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')", (table,)).scalar():
            self.warnings.append(
                f"{self.place} is open in a role that may change what is recorded; open it in the application's role"
            )
        if connection.exec_driver_sql(_LOST_END.format(book=self.place.schema)).first() is not None:
            self.warnings.append(
                f"the last entries of {self.place} are gone or changed: somebody has worked on it outside Muster; "
                "run: muster check"
            )


class PostgresTurn:
    """A writer's turn on a server."""

    def __init__(self, connection: Connection, place: Place, head: Head) -> None:
        self._connection, self._place, self.head = connection, place, head

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a seq, in order."""
        return read_entries(self._connection, after)

    def append(self, entries: Sequence[Entry]) -> None:
        """Add sealed entries that follow the head; the server checks that they do."""
        for first in range(0, len(entries), BATCH):
            batch = entries[first : first + BATCH]
            self._call(
                "append(%s::text[], %s::text[], %s::bytea[], %s::text[], %s::text[])",
                [envelope_text(entry) for entry in batch],
                [entry.payload for entry in batch],
                [entry.salt for entry in batch],
                [entry.payload_digest for entry in batch],
                [entry.hash for entry in batch],
            )
            self.head = Head(batch[-1].seq, batch[-1].hash, batch[-1].recorded_at)

    def redact(self, entry_id: str) -> None:
        """Take payload and salt out of an entry; the server asks for the redaction that names it."""
        self._call("redact(%s)", entry_id)

    def receipt(self, principal: str, key: str) -> Receipt | None:
        """What was recorded under a principal's key."""
        return read_receipt(self._connection, principal, key)

    def keep_receipt(self, receipt: Receipt) -> None:
        """Keep what was recorded under a key."""
        self._call("keep_receipt(%s, %s, %s, %s, %s)", *astuple(receipt))

    def _call(self, function: str, *given: object) -> None:
        self._connection.exec_driver_sql(f"SELECT {self._place.schema}.{function}", given)


_LOST_END = """SELECT 1 FROM {book}.head h WHERE h.seq > 0
    AND NOT EXISTS (SELECT 1 FROM {book}.entry e WHERE e.seq = h.seq AND e.hash = h.hash)"""

_SETTINGS = """SELECT set_config('synchronous_commit', 'on', true), set_config('lock_timeout', %s, true),
    set_config('idle_in_transaction_session_timeout', %s, true)"""
