"""The server on which a book lies: its address, connections to it, and PostgreSQL's failures as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from muster.core.errors import BookError, MusterError, NoBookError, StorageError

DEFAULT_BOOK = "muster"
"""The name of the book where an address gives none."""

_NAME = re.compile(r"(?!pg_|public$|information_schema$)[a-z][a-z0-9_]{0,62}")
_FORM = "write the address of a book as postgresql://role@host/database?book=name"
_LOST = "has closed the connection; nothing was recorded. Try again"

_SENTENCES: dict[str, tuple[type[MusterError], str]] = {
    "55P03": (StorageError, "is being written by somebody else; try again in a moment"),
    "25P03": (StorageError, _LOST),
    "25006": (StorageError, "can only be read; nothing was recorded"),
    "42501": (StorageError, "refuses that: your role has not the right to do it"),
    "42P01": (NoBookError, "holds no book yet; its owner sets one up with: muster migrate"),
    "3F000": (NoBookError, "holds no book yet; its owner sets one up with: muster migrate"),
    "53100": (StorageError, "could not be written: the server's disk is full. Nothing was recorded"),
    "XX": (BookError, "is damaged on the server; restore it from a backup"),
    "57": (StorageError, _LOST),
    "08": (StorageError, _LOST),
}
"""By SQLSTATE or its class, as in appendix A of PostgreSQL's manual."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a book lies: a schema, named like the book, of a database on a server."""

    address: URL
    book: str

    @classmethod
    def read(cls, url: str) -> Place:
        """The place that ``postgresql://role@host/database?book=name`` names; raises BookError where it is none."""
        try:
            address = make_url(url)
        except (ArgumentError, ValueError):
            raise BookError(_FORM) from None
        if address.get_backend_name() not in ("postgresql", "postgres"):
            raise BookError(_FORM)
        book = address.query.get("book", DEFAULT_BOOK)
        if not isinstance(book, str) or not _NAME.fullmatch(book):
            raise BookError(f"{book!r} cannot name a book: use small letters, digits and _, beginning with a letter")
        return cls(address.set(drivername="postgresql+psycopg").difference_update_query(["book"]), book)

    @property
    def schema(self) -> str:
        """The book's schema, as it stands in SQL."""
        return self.quoted(self.book)

    @staticmethod
    def quoted(name: str) -> str:
        """A name as it stands in SQL."""
        return '"' + name.replace('"', '""') + '"'

    def __str__(self) -> str:
        """The address, without what is secret in it."""
        at = self.address
        query = {"book": self.book, **({"host": at.query["host"]} if "host" in at.query else {})}
        return URL.create("postgresql", at.username, None, at.host, at.port, at.database, query).render_as_string()


def engine_for(place: Place) -> Engine:
    """An engine for a place; raises StorageError where the driver is not installed."""
    try:
        engine = create_engine(
            place.address, isolation_level="READ COMMITTED", pool_pre_ping=True, hide_parameters=True
        )
    except ModuleNotFoundError:
        raise StorageError(
            "books on PostgreSQL need one more package; install it with: pip install 'musterbook[postgres]'"
        ) from None
    return engine.execution_options(schema_translate_map={None: place.book})


@contextmanager
def connected(place: Place) -> Iterator[Connection]:
    """One connection, closed at the end."""
    engine = engine_for(place)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def sentences(place: Place) -> Iterator[None]:
    """Turn PostgreSQL's failures into sentences for a person."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        state = getattr(cause, "sqlstate", None) or ""
        for sign, (kind, sentence) in _SENTENCES.items():
            if state.startswith(sign):
                raise kind(f"{place} {sentence}") from error
        first, *_ = str(cause).splitlines()
        if state.startswith(("P0001", "23")):
            law = first.partition("refused: ")[2] or "entries are only ever added"
            raise StorageError(f"{place} refuses that: {law}") from error
        if is_lost(error):
            raise StorageError(f"{place} {_LOST}") from error
        raise StorageError(f"{place} could not be used: {first}") from error


def is_lost(error: SQLAlchemyError) -> bool:
    """Whether a failure means that the connection is gone."""
    return isinstance(error, DBAPIError) and error.connection_invalidated
