"""The tables of a book in SQL, alike on SQLite and PostgreSQL, and how rows are read.

They are made by the frozen texts in sqlite_schema and postgres_schema, not from here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, LargeBinary, MetaData, Select, Table, Text, select

from muster.ledger.entries import EMPTY_HEAD, Entry, Head
from muster.ledger.store import Receipt

SCHEMA_VERSION = 1
"""The version of these tables, kept in the book; a newer one is not opened."""

METADATA = MetaData()
"""The tables below. On PostgreSQL they lie in the schema named like the book."""

ENTRY = Table(
    "entry",
    METADATA,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("book", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("marking", Text, nullable=False),
    Column("statement", Text),
    Column("supersedes", Text),
    Column("origin", Text),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Text),
    Column("salt", LargeBinary),
    Column("payload_digest", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""One row an entry, column for column as in the envelope. Never rebuilt."""

RECEIPT = Table(
    "receipt",
    METADATA,
    Column("principal", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_digest", Text, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
)
"""What was recorded under an idempotency key."""


def entries_after(seq: int) -> Select[Any]:
    """The query for the entries after a seq, in order."""
    return select(*(ENTRY.c[name] for name in Entry._fields)).where(ENTRY.c.seq > seq).order_by(ENTRY.c.seq)


def read_entries(connection: Connection, after: int) -> list[Entry]:
    """The entries after a seq, in order. Made of the driver's own rows, for SQLAlchemy's take twice as long."""
    return list(map(Entry._make, connection.execute(entries_after(after)).cursor.fetchall()))


def read_head(connection: Connection) -> Head:
    """The end of the chain."""
    last = select(ENTRY.c.seq, ENTRY.c.hash, ENTRY.c.recorded_at).order_by(ENTRY.c.seq.desc()).limit(1)
    row = connection.execute(last).first()
    return EMPTY_HEAD if row is None else Head(*row)


def read_receipt(connection: Connection, principal: str, key: str) -> Receipt | None:
    """What was recorded under a principal's key."""
    row = connection.execute(select(RECEIPT).where(RECEIPT.c.principal == principal, RECEIPT.c.key == key)).first()
    return None if row is None else Receipt(*row)
