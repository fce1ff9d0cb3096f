"""Where a book is kept: which store a place belongs to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from muster.core.days import micros
from muster.core.errors import RefusedError
from muster.ledger.ledger import Surroundings
from muster.ledger.memory import MemoryStore
from muster.settings import Settings, read_settings

if TYPE_CHECKING:
    from muster.ledger.store import Store

MEMORY = ":memory:"
"""The place of a book that is gone when it is closed."""


def settings_in_force() -> Settings:
    """The settings of the environment; raises RefusedError naming the one that cannot be read."""
    try:
        return read_settings()
    except ValueError as error:
        raise RefusedError(str(error)) from error


def is_server(place: str) -> bool:
    """Whether a place is the address of a PostgreSQL server."""
    return place.startswith(("postgresql:", "postgres:"))


def surroundings(now: str) -> Surroundings:
    """The clock of the machine, or one that stands still at an instant written as text."""
    return Surroundings(clock=lambda: micros(datetime.fromisoformat(now))) if now else Surroundings()


def store_at(place: str, *, create: bool, busy_timeout_s: float) -> Store:
    """The store at a place: a file, a PostgreSQL address, or ``:memory:``. Only what is used is loaded."""
    if place == MEMORY:
        return MemoryStore()
    if is_server(place):
        from muster.ledger.sql.postgres import PostgresStore

        return PostgresStore(place, busy_timeout_s=busy_timeout_s)
    from muster.ledger.sql.sqlite import SqliteStore

    return SqliteStore(place, create=create, busy_timeout_s=busy_timeout_s)
