"""A book on a server: its address, how its owner sets it up, and what is said when the server fails."""

import sys
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from muster.core.errors import BookError, MusterError, NewerBookError, NoBookError, StorageError
from muster.ledger.entries import EMPTY_HEAD, Entry, chain_faults
from muster.ledger.ledger import Ledger
from muster.ledger.sql import postgres_schema
from muster.ledger.sql.postgres import PostgresStore
from muster.ledger.sql.postgres_schema import STEPS, build
from muster.ledger.sql.postgres_server import Place, sentences
from muster.ledger.sql.tables import METADATA, SCHEMA_VERSION
from muster.ledger.store import Turn
from tests.builders import BY, draft
from tests.ledger.places import QUICK, begun, entry, eventful, run_of
from tests.ledger.postgres_cluster import APP, OWNER, STRANGER, SUPERUSER, Cluster

needs_a_server = pytest.mark.postgres


# ---- addresses


@pytest.mark.parametrize(
    ("url", "shown", "book"),
    [
        ("postgresql://app@host/base", "postgresql://app@host/base?book=muster", "muster"),
        ("postgresql://app:secret@host:5433/base", "postgresql://app@host:5433/base?book=muster", "muster"),
        ("postgresql://host/base?book=relief_2", "postgresql://host/base?book=relief_2", "relief_2"),
        ("postgresql:///base?host=/run&book=b", "postgresql:///base?book=b&host=%2Frun", "b"),
        ("postgresql:///base?host=/run&password=secret", "postgresql:///base?book=muster&host=%2Frun", "muster"),
        ("postgres://host/base", "postgresql://host/base?book=muster", "muster"),
        ("postgresql+psycopg://host/base", "postgresql://host/base?book=muster", "muster"),
    ],
)
def test_an_address(url: str, shown: str, book: str) -> None:
    place = Place.read(url)
    assert (str(place), place.book, place.schema) == (shown, book, f'"{book}"')
    assert place.address.drivername == "postgresql+psycopg"
    assert "book" not in place.address.query


@pytest.mark.parametrize("url", ["", "relief.muster", "mysql://host/base", "postgresql://host:port/base"])
def test_no_address(url: str) -> None:
    with pytest.raises(BookError, match=r"^write the address of a book as postgresql://role@host/database\?book=name$"):
        Place.read(url)


NO_NAMES = ["Relief", "1st", "a-b", "pg_temp", "public", "information_schema", "x" * 64, 'a"b']


@pytest.mark.parametrize("name", NO_NAMES)
def test_no_name_of_a_book(name: str) -> None:
    with pytest.raises(BookError, match="cannot name a book: use small letters, digits and _, beginning with a letter"):
        Place.read(f"postgresql://host/base?book={name}")
    with pytest.raises(BookError, match="cannot name a book"):
        Place.read("postgresql://host/base?book=a&book=b")


def test_any_name_is_quoted() -> None:
    assert Place.quoted('x"; DROP SCHEMA muster; --') == '"x""; DROP SCHEMA muster; --"'


def test_without_the_driver_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError) as refused:
        PostgresStore("postgresql://host/base")
    assert str(refused.value) == (
        "books on PostgreSQL need one more package; install it with: pip install 'musterbook[postgres]'"
    )


def refusal(url: str, error: type[MusterError]) -> str:
    """The sentence with which an address is refused."""
    with pytest.raises(error) as refused:
        PostgresStore(url)
    assert type(refused.value) is error
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "/nowhere"])
def test_no_server(host: str) -> None:
    url = f"postgresql://app:secret@{host}/base" if "/" not in host else f"postgresql://app:secret@/base?host={host}"
    sentence = refusal(url, StorageError)
    assert "could not be used: connection " in sentence
    assert "secret" not in sentence


# ---- setting up


@pytest.fixture
def book(cluster: Cluster) -> str:
    """The name of a book that is set up, and empty."""
    return cluster.new_book()


@needs_a_server
def test_a_book_that_is_not_set_up(cluster: Cluster) -> None:
    assert refusal(cluster.url(APP, "nothing"), NoBookError) == (
        f"{Place.read(cluster.url(APP, 'nothing'))} holds no book yet; its owner sets one up with: muster migrate"
    )


@needs_a_server
def test_no_role(cluster: Cluster, book: str) -> None:
    assert "could not be used: connection failed: " in refusal(cluster.url("stranger_yet", book), StorageError)


@needs_a_server
def test_a_role_without_rights(cluster: Cluster, book: str) -> None:
    place = Place.read(cluster.url(STRANGER, book))
    sentence = f"{place} refuses that: your role has not the right to do it"
    assert refusal(cluster.url(STRANGER, book), StorageError) == sentence


@needs_a_server
def test_the_columns_are_those_of_an_entry(cluster: Cluster, book: str) -> None:
    for table in METADATA.sorted_tables:
        rows = cluster.run(
            APP,
            "SELECT column_name, is_nullable FROM information_schema.columns"
            f" WHERE table_schema = '{book}' AND table_name = '{table.name}' ORDER BY ordinal_position",
        )
        assert rows == [(column.name, "YES" if column.nullable else "NO") for column in table.columns]
    assert tuple(METADATA.tables["entry"].columns.keys()) == Entry._fields
    types = cluster.run(APP, f"SELECT pg_typeof(payload), pg_typeof(marking), pg_typeof(salt) FROM {book}.entry")
    assert types == []


@needs_a_server
def test_payloads_are_kept_as_text(cluster: Cluster, book: str) -> None:
    store = PostgresStore(cluster.url(APP, book))
    odd = run_of(1, EMPTY_HEAD, payload='{"b":1,"a":2,"a":3, "n":1e2}', marking='["x","a"]')
    with store.writing() as turn:
        turn.append(odd)
    store.close()
    assert cluster.run(APP, f"SELECT payload, marking FROM {book}.entry") == [(odd[0].payload, odd[0].marking)]


def test_there_is_a_step_for_every_version() -> None:
    assert len(STEPS) == SCHEMA_VERSION


@needs_a_server
def test_setting_up_twice_changes_nothing(cluster: Cluster, book: str) -> None:
    store = PostgresStore(cluster.url(APP, book))
    ledger = eventful(store)
    build(cluster.url(OWNER, book), APP)
    assert store.entries() == ledger.entries()
    assert ledger.record([draft("member", "DEU", note="later")], BY)
    store.close()


@needs_a_server
def test_two_books_lie_side_by_side(cluster: Cluster, book: str) -> None:
    one, two = PostgresStore(cluster.url(APP, book)), PostgresStore(cluster.url(APP, cluster.new_book()))
    begun(one)
    assert (one.head().seq, two.head().seq) == (2, 0)
    with one.writing() as here, two.writing() as there:
        assert (here.head.seq, there.head.seq) == (2, 0)
    one.close()
    two.close()


def raised_by_build(url: str, role: str) -> str:
    with pytest.raises(MusterError) as refused:
        build(url, role)
    return f"{type(refused.value).__name__}: {refused.value}"


@needs_a_server
def test_a_role_that_does_not_exist(cluster: Cluster) -> None:
    sentence = "RefusedError: there is no role 'nobody_yet'; make it first: CREATE ROLE ... LOGIN"
    assert raised_by_build(cluster.url(OWNER, "fresh"), "nobody_yet") == sentence


@needs_a_server
@pytest.mark.parametrize("role", [OWNER, SUPERUSER])
def test_a_role_that_the_laws_cannot_bind(cluster: Cluster, role: str) -> None:
    assert raised_by_build(cluster.url(OWNER, "fresh"), role) == (
        f"RefusedError: the role {role!r} may do all that the owner may; the application needs one of its own"
    )


@needs_a_server
def test_an_owner_without_rights(cluster: Cluster) -> None:
    place = Place.read(cluster.url(STRANGER, "fresh"))
    sentence = f"StorageError: {place} refuses that: your role has not the right to do it"
    assert raised_by_build(cluster.url(STRANGER, "fresh"), APP) == sentence
    assert refusal(cluster.url(APP, "fresh"), NoBookError)


@needs_a_server
def test_a_database_that_does_not_keep_every_text(cluster: Cluster) -> None:
    with cluster.connect(SUPERUSER) as connection:
        connection.execute(
            f"CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0 OWNER {OWNER}".encode()
        )
    url = cluster.url(OWNER, "fresh").replace("/muster?", "/latin?")
    assert raised_by_build(url, APP) == (
        "RefusedError: the database does not keep texts in UTF8; make one that does: "
        "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"
    )


@needs_a_server
def test_a_newer_version(cluster: Cluster, book: str) -> None:
    cluster.run(OWNER, f"UPDATE {book}.version SET version = {SCHEMA_VERSION + 1}")
    place = Place.read(cluster.url(APP, book))
    newer = (
        f"was written by a newer Muster (tables {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}); "
        "install that version"
    )
    assert refusal(cluster.url(APP, book), NewerBookError) == f"{place} {newer}"
    assert raised_by_build(cluster.url(OWNER, book), APP).endswith(newer)
    assert cluster.run(OWNER, f"SELECT version FROM {book}.version") == [(SCHEMA_VERSION + 1,)]


@needs_a_server
def test_an_older_book_is_brought_up_by_its_owner(cluster: Cluster, book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old = PostgresStore(cluster.url(APP, book))
    before = list(eventful(old).entries())
    old.close()
    more = ("ALTER TABLE {book}.receipt ADD COLUMN note text", "DROP FUNCTION {book}.take_turn()")
    monkeypatch.setattr(postgres_schema, "STEPS", (*STEPS, more))
    for module in ("postgres", "postgres_schema"):
        monkeypatch.setattr(f"muster.ledger.sql.{module}.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    place = Place.read(cluster.url(APP, book))
    sentence = f"{place} has the tables of an older Muster; its owner runs: muster migrate"
    assert refusal(cluster.url(APP, book), StorageError) == sentence
    build(cluster.url(OWNER, book), APP, SCHEMA_VERSION + 1)
    store = PostgresStore(cluster.url(APP, book))
    assert store.entries() == before
    with store.writing() as turn:
        assert turn.head == store.head()
    store.close()
    assert cluster.run(OWNER, f"SELECT version FROM {book}.version") == [(SCHEMA_VERSION + 1,)]


@needs_a_server
def test_an_owner_at_work_is_warned(cluster: Cluster, book: str) -> None:
    for role in (OWNER, SUPERUSER):
        store = PostgresStore(cluster.url(role, book))
        store.close()
        place = Place.read(cluster.url(role, book))
        sentence = "is open in a role that may change what is recorded; open it in the application's role"
        assert store.warnings == [f"{place} {sentence}"]


# ---- failures at work


@pytest.fixture
def store(cluster: Cluster, book: str) -> Any:
    """A store of a begun book, with little patience."""
    found = PostgresStore(cluster.url(APP, book), busy_timeout_s=QUICK)
    begun(found)
    yield found
    found.close()


def with_turn(store: PostgresStore, work: Callable[[Turn], None]) -> None:
    with store.writing() as turn:
        work(turn)


def end_connections(cluster: Cluster) -> None:
    """Let the server end all connections of the application's role."""
    cluster.run(SUPERUSER, f"SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE usename = '{APP}'")


@needs_a_server
def test_a_locked_book(cluster: Cluster, book: str, store: PostgresStore) -> None:
    with cluster.connect(APP, autocommit=False) as connection:
        connection.execute(f"SELECT {book}.take_turn()".encode())
        with pytest.raises(StorageError) as refused:
            Ledger(store).record([draft("member", "FRA", name="France", form="nation")], BY)
        assert str(refused.value) == f"{store.where} is being written by somebody else; try again in a moment"
        assert len(store.entries()) == 2
        connection.rollback()
    assert Ledger(store).record([draft("member", "FRA", name="France", form="nation")], BY)


@needs_a_server
def test_a_reader_does_not_notice_a_connection_that_was_ended(cluster: Cluster, store: PostgresStore) -> None:
    assert store.head().seq == 2
    end_connections(cluster)
    assert store.head().seq == 2
    end_connections(cluster)
    assert Ledger(store).record([draft("member", "FRA", name="France", form="nation")], BY)


@needs_a_server
def test_a_connection_lost_within_a_turn(cluster: Cluster, store: PostgresStore) -> None:

    def lose(turn: Turn) -> None:
        turn.append(run_of(1, turn.head))
        end_connections(cluster)
        turn.append(run_of(1, turn.head))

    with pytest.raises(StorageError) as refused, store.writing() as turn:
        lose(turn)
    assert str(refused.value) == f"{store.where} has closed the connection; nothing was recorded. Try again"
    assert store.head().seq == 2


@needs_a_server
def test_a_connection_lost_before_the_acknowledgement(cluster: Cluster, store: PostgresStore) -> None:

    def lose(turn: Turn) -> None:
        turn.append(run_of(1, turn.head))
        end_connections(cluster)

    with pytest.raises(StorageError) as refused, store.writing() as turn:
        lose(turn)
    assert str(refused.value) == (
        f"{store.where} has closed the connection before it answered: whether the last entries were recorded "
        "is not known. Look with: muster log"
    )
    assert store.head().seq == 2


@needs_a_server
def test_a_writer_that_pauses_too_long_makes_room_for_others(cluster: Cluster, book: str) -> None:
    store = PostgresStore(cluster.url(APP, book), idle_timeout_s=QUICK)
    other = PostgresStore(cluster.url(APP, book))

    def pause(turn: Turn) -> None:
        turn.append(run_of(1, turn.head))
        begun(other)  # which waits until the server has ended this turn
        turn.entries()

    with pytest.raises(StorageError, match=r"has closed the connection; nothing was recorded\. Try again$"):
        with_turn(store, pause)
    assert other.head().seq == store.head().seq == 2
    store.close()
    other.close()


@needs_a_server
def test_a_commit_that_the_server_refuses_is_a_sentence(cluster: Cluster, book: str, store: PostgresStore) -> None:
    cluster.run(
        OWNER,
        f"CREATE FUNCTION {book}.refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'refused: at the last moment'; END $$;"
        f" CREATE CONSTRAINT TRIGGER late AFTER INSERT ON {book}.entry DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION {book}.refuse()",
    )
    with pytest.raises(StorageError, match=r"refuses that: at the last moment$"), store.writing() as turn:
        turn.append(run_of(1, turn.head))
    assert store.head().seq == 2


@needs_a_server
def test_a_server_that_can_only_be_read(cluster: Cluster, book: str, store: PostgresStore) -> None:
    cluster.run(SUPERUSER, f"ALTER ROLE {APP} SET default_transaction_read_only = on")
    try:
        end_connections(cluster)
        with pytest.raises(StorageError, match=r"can only be read; nothing was recorded$"):
            Ledger(store).record([draft("member", "FRA", name="France", form="nation")], BY)
        assert store.head().seq == 2
    finally:
        cluster.run(SUPERUSER, f"ALTER ROLE {APP} RESET default_transaction_read_only")
        end_connections(cluster)


@pytest.mark.parametrize(
    ("state", "error", "sentence"),
    [
        ("53100", StorageError, "could not be written: the server's disk is full. Nothing was recorded"),
        ("XX001", BookError, "is damaged on the server; restore it from a backup"),
        ("57P01", StorageError, "has closed the connection; nothing was recorded. Try again"),
        ("08006", StorageError, "has closed the connection; nothing was recorded. Try again"),
        ("22P02", StorageError, "could not be used: the server's words"),
        (None, StorageError, "could not be used: the server's words"),
        ("lost", StorageError, "has closed the connection; nothing was recorded. Try again"),
    ],
)
def test_what_cannot_be_brought_about_is_a_sentence_too(
    state: str | None, error: type[MusterError], sentence: str
) -> None:
    cause = psycopg.Error("the server's words\nCONTEXT: and more")
    lost = state == "lost"
    cause.sqlstate = None if lost else state
    with pytest.raises(error) as refused, sentences(Place.read("postgresql://host/base")):
        raise DBAPIError("SELECT 1", None, cause, connection_invalidated=lost)
    assert str(refused.value) == f"postgresql://host/base?book=muster {sentence}"


def test_a_failure_of_the_library_is_a_sentence_too() -> None:
    with pytest.raises(StorageError, match=r"could not be used: no room$"), sentences(Place.read("postgresql://h/b")):
        raise InvalidRequestError("no room")


@needs_a_server
def test_what_the_server_keeps_is_chained(store: PostgresStore) -> None:
    assert list(chain_faults(store.entries())) == []
    assert [one.seq for one in store.entries()] == [1, 2]
    assert entry(3).seq == 3


@needs_a_server
def test_a_reading_error_is_a_sentence(cluster: Cluster, book: str, store: PostgresStore) -> None:
    cluster.run(OWNER, f"ALTER TABLE {book}.entry RENAME COLUMN origin TO origins")
    with pytest.raises(StorageError, match=r"could not be used: column entry\.origin does not exist"):
        store.entries()


@needs_a_server
def test_the_role_of_the_application_owns_nothing(cluster: Cluster, book: str) -> None:
    owned = cluster.run(APP, "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
    assert owned == [(0,)]
    with cluster.connect(APP) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"CREATE TABLE {book}.mine (x int)".encode())
