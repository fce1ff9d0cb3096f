"""Where a book is kept: which store a place belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.core.errors import StorageError
from muster.ledger.memory import MemoryStore
from muster.ledger.places import MEMORY, is_server, store_at, surroundings
from muster.ledger.sql.sqlite import SqliteStore

NOBODY_LISTENS = "postgresql://nobody@127.0.0.1:1/none"


def test_a_place_is_a_file_a_server_or_the_memory(tmp_path: Path) -> None:
    assert isinstance(store_at(MEMORY, create=True, busy_timeout_s=1), MemoryStore)
    store = store_at(str(tmp_path / "relief.muster"), create=True, busy_timeout_s=1)
    assert isinstance(store, SqliteStore)
    store.close()
    assert [is_server(place) for place in (NOBODY_LISTENS, "postgres://x/y", "relief.muster")] == [True, True, False]


def test_a_server_is_asked_where_its_address_is_given() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StorageError, match=r"127\.0\.0\.1"):
        store_at(NOBODY_LISTENS, create=False, busy_timeout_s=1).head()


def test_a_clock_may_stand_still() -> None:
    assert surroundings("2026-11-22T12:00:00Z").clock() == 1_795_348_800_000_000
    assert surroundings("").clock() > 1_700_000_000_000_000
