"""The laws of a book under attack on PostgreSQL: what the server refuses, and what the chain finds of the rest."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors

from muster.core.errors import StorageError
from muster.ledger.entries import Entry, Head, chain_faults, envelope_text, head_of, seal
from muster.ledger.sql.postgres import PostgresStore
from muster.ledger.sql.postgres_schema import FUNCTIONS, build
from muster.ledger.sql.tables import SCHEMA_VERSION
from tests.builders import BY
from tests.ledger.places import entry, eventful, redaction_of, run_of
from tests.ledger.postgres_cluster import APP, OWNER, STRANGER, Cluster

pytestmark = pytest.mark.postgres

BROUGHT_UP = [pytest.param(version, id=f"brought up from {version}") for version in range(1, SCHEMA_VERSION + 1)]
every_way_here = pytest.mark.parametrize("built", [pytest.param(None, id="built anew"), *BROUGHT_UP])

COLUMNS = Entry._fields
VALUES = "'x', 'x', 1, 'x', NULL, NULL, NULL, '[]', NULL, NULL, NULL, 'x', 'x', '{}', '\\x00', 'x', 'x'"
APPEND = "append(text[],text[],bytea[],text[],text[])"

ATTACKS = [
    *(f"UPDATE BOOK.entry SET {column} = {column}" for column in COLUMNS),
    "UPDATE BOOK.entry SET payload = NULL, salt = NULL WHERE seq = 3",
    "UPDATE ONLY BOOK.entry SET subject = 'x'",
    "WITH gone AS (DELETE FROM BOOK.entry RETURNING *) SELECT * FROM gone",
    "DELETE FROM BOOK.entry",
    "DELETE FROM BOOK.entry WHERE seq = 1000000",
    "TRUNCATE BOOK.entry",
    "TRUNCATE BOOK.entry, BOOK.receipt, BOOK.head RESTART IDENTITY CASCADE",
    f"INSERT INTO BOOK.entry VALUES (1000, {VALUES})",
    f"INSERT INTO BOOK.entry VALUES (2, {VALUES}) ON CONFLICT DO NOTHING",
    f"INSERT INTO BOOK.entry VALUES (2, {VALUES}) ON CONFLICT (seq) DO UPDATE SET payload = '{{}}'",
    "INSERT INTO BOOK.entry SELECT * FROM BOOK.entry",
    "MERGE INTO BOOK.entry e USING BOOK.head h ON e.seq = h.seq WHEN MATCHED THEN DELETE",
    "MERGE INTO BOOK.entry e USING BOOK.head h ON e.seq = h.seq WHEN MATCHED THEN UPDATE SET payload = NULL",
    "COPY BOOK.entry FROM STDIN",
    "COPY BOOK.entry FROM PROGRAM 'true'",
    "COPY BOOK.entry TO '/tmp/attack'",
    "SELECT * FROM BOOK.entry FOR UPDATE",
    "LOCK TABLE BOOK.entry IN ACCESS EXCLUSIVE MODE",
    "UPDATE BOOK.head SET seq = 0",
    "DELETE FROM BOOK.head",
    "TRUNCATE BOOK.head",
    "INSERT INTO BOOK.head VALUES (2, 0, '', 0)",
    "SELECT * FROM BOOK.head FOR UPDATE",
    "UPDATE BOOK.receipt SET body_digest = 'x'",
    "DELETE FROM BOOK.receipt",
    "TRUNCATE BOOK.receipt",
    "INSERT INTO BOOK.receipt VALUES ('a', 'b', 'c', 1, 1) ON CONFLICT DO NOTHING",
    "UPDATE BOOK.version SET version = 99",
    "DROP TABLE BOOK.entry",
    "DROP TABLE BOOK.head CASCADE",
    "DROP SCHEMA BOOK CASCADE",
    "ALTER SCHEMA BOOK RENAME TO taken",
    "ALTER SCHEMA BOOK OWNER TO muster_app",
    "ALTER TABLE BOOK.entry DROP COLUMN payload",
    "ALTER TABLE BOOK.entry ADD COLUMN more text",
    "ALTER TABLE BOOK.entry ALTER COLUMN payload TYPE jsonb USING payload::jsonb",
    "ALTER TABLE BOOK.entry RENAME TO taken",
    "ALTER TABLE BOOK.entry OWNER TO muster_app",
    "ALTER TABLE BOOK.entry DISABLE TRIGGER ALL",
    "ALTER TABLE BOOK.entry DISABLE RULE r",
    "ALTER TABLE BOOK.entry ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE BOOK.entry DROP CONSTRAINT entry_pkey",
    "ALTER TABLE BOOK.entry SET UNLOGGED",
    "CREATE RULE r AS ON INSERT TO BOOK.entry DO INSTEAD NOTHING",
    "CREATE TRIGGER t BEFORE INSERT ON BOOK.entry FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE INDEX ON BOOK.entry (kind)",
    "CREATE TABLE BOOK.mine (x int)",
    "CREATE VIEW BOOK.mine AS SELECT 1",
    "CREATE FUNCTION BOOK.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION BOOK.redact(entry_id text) RETURNS void LANGUAGE sql AS ''",
    f"ALTER FUNCTION BOOK.{APPEND} SECURITY INVOKER",
    f"ALTER FUNCTION BOOK.{APPEND} OWNER TO muster_app",
    f"ALTER FUNCTION BOOK.{APPEND} SET search_path = mine",
    f"DROP FUNCTION BOOK.{APPEND}",
    "DROP INDEX BOOK.entry_id_key",
    "CLUSTER BOOK.entry USING entry_pkey",
    "GRANT muster_owner TO muster_app",
    "SET ROLE muster_owner",
    "SET SESSION AUTHORIZATION muster_owner",
    "SET session_replication_role = replica",
    "REASSIGN OWNED BY muster_owner TO muster_app",
    "DROP OWNED BY muster_owner",
    "ALTER ROLE muster_app SUPERUSER",
    "ALTER DEFAULT PRIVILEGES FOR ROLE muster_owner GRANT ALL ON TABLES TO muster_app",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_read_file('/etc/passwd')",
    "CREATE EXTENSION adminpack",
]


def made(cluster: Cluster, built: int | None) -> str:
    """The name of a book in which everything has happened once."""
    if built is None:
        book = cluster.new_book()
    else:
        book = cluster.new_book(built)
        build(cluster.url(OWNER, book), APP)
    store = PostgresStore(cluster.url(APP, book))
    eventful(store)
    store.close()
    return book


@pytest.fixture
def built() -> int | None:
    return None


@pytest.fixture
def book(cluster: Cluster, built: int | None) -> str:
    return made(cluster, built)


@pytest.fixture
def store(cluster: Cluster, book: str) -> Iterator[PostgresStore]:
    found = PostgresStore(cluster.url(APP, book))
    yield found
    found.close()


def everything(cluster: Cluster, book: str) -> list[tuple[Any, ...]]:
    tables = ("entry", "receipt", "head", "version")
    return [row for table in tables for row in cluster.run(OWNER, f"SELECT * FROM {book}.{table} ORDER BY 1, 2")]


# ---- what the server refuses


@every_way_here
def test_the_role_of_the_application_is_refused(cluster: Cluster, book: str, store: PostgresStore) -> None:
    before = everything(cluster, book)
    with cluster.connect(APP, autocommit=False) as connection:
        for attack in ATTACKS:
            try:
                connection.execute(attack.replace("BOOK", book).encode())
            except (errors.InsufficientPrivilege, errors.InvalidGrantOperation):
                connection.rollback()
            else:
                pytest.fail(f"not refused: {attack}")
    assert everything(cluster, book) == before
    assert list(chain_faults(store.entries())) == []
    with store.writing() as turn:
        assert turn.head == store.head()


@every_way_here
def test_what_the_role_may_do_is_read_and_call(cluster: Cluster, book: str) -> None:
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    with cluster.connect(APP) as connection:
        # Not an error on PostgreSQL, but a warning: nothing is granted.
        connection.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {book} TO {APP} WITH GRANT OPTION".encode())
        for (table,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (book,)).fetchall():
            found = [
                right
                for right in rights
                if connection.execute("SELECT has_table_privilege(%s, %s)", (f"{book}.{table}", right)).fetchone()
                == (True,)
            ]
            assert found == ["SELECT"], table
        functions = connection.execute(
            "SELECT proname, prosecdef, proconfig, has_function_privilege(oid, 'EXECUTE'),"
            " has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
            " WHERE pronamespace = %s::regnamespace ORDER BY 1",
            (book,),
        ).fetchall()
    safe = (True, ["search_path=pg_catalog, pg_temp"], True, False)
    assert functions == [(name, *safe) for name in sorted(signature.partition("(")[0] for signature in FUNCTIONS)]


def test_a_stranger_may_neither_read_nor_call(cluster: Cluster, book: str) -> None:
    with cluster.connect(STRANGER) as connection:
        for attack in ("SELECT * FROM BOOK.entry", "SELECT * FROM BOOK.take_turn()", "SELECT BOOK.redact('x')"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(attack.replace("BOOK", book).encode())


def test_a_name_put_before_ours_is_not_taken(cluster: Cluster, book: str, store: PostgresStore) -> None:
    """What somebody makes in a place of their own is not what the functions call."""
    with cluster.connect(APP) as connection:
        for statement in (
            "CREATE TEMPORARY TABLE entry (seq bigint)",
            "CREATE TEMPORARY TABLE head AS SELECT 1 AS one, 0::bigint AS seq, repeat('0', 64) AS hash, 0::bigint",
            "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'",
            "CREATE FUNCTION pg_temp.encode(bytea, text) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'",
            f"SET search_path = pg_temp, {book}",
        ):
            connection.execute(statement.encode())
        wrong = run_of(1, store.head())[0]._replace(hash="0" * 64)
        with pytest.raises(errors.RaiseException, match="refused: the hash of an entry"):
            call_append(connection, book, [wrong])
        call_append(connection, book, run_of(1, store.head()))
    assert store.head().seq == len(store.entries())


# ---- what the functions refuse


def call_append(connection: psycopg.Connection[Any], book: str, entries: list[Entry], **instead: Any) -> None:
    """Call the function that appends, past Muster."""
    given = {
        "envelopes": [envelope_text(one) for one in entries],
        "payloads": [one.payload for one in entries],
        "salts": [one.salt for one in entries],
        "digests": [one.payload_digest for one in entries],
        "hashes": [one.hash for one in entries],
        **instead,
    }
    types = dict.fromkeys(given, "text") | {"salts": "bytea"}
    arguments = ", ".join(f"{name} => %({name})s::{types[name]}[]" for name in given)
    connection.execute(f"SELECT {book}.append({arguments})".encode(), given)


def test_only_what_follows_the_head_is_appended(cluster: Cluster, book: str, store: PostgresStore) -> None:
    before = everything(cluster, book)
    head = store.head()
    first, second = run_of(2, head)
    elsewhere = run_of(1, Head(head.seq, "f" * 64, head.recorded_at))[0]
    earlier = seal(entry(head.seq + 1, recorded_at=head.recorded_at - 1), head.hash)
    known = seal(first._replace(id=store.entries()[0].id), head.hash)
    batches: list[tuple[list[Entry], dict[str, Any]]] = [
        ([second], {}),
        ([first, first], {}),
        ([first, second._replace(hash=first.hash)], {}),
        ([elsewhere], {}),
        ([earlier], {}),
        ([known], {}),
        ([first._replace(hash="0" * 64)], {}),
        ([first._replace(hash=first.hash.upper())], {}),
        ([first._replace(subject="x")], {}),
        ([first._replace(payload='{"v":1}')], {}),
        ([first._replace(payload_digest=second.payload_digest)], {}),
        ([first._replace(salt=None)], {}),
        ([first._replace(payload=None)], {}),
        ([first._replace(payload="")], {}),
    ]
    for name in ("envelopes", "payloads", "salts", "digests", "hashes"):
        batches += [([first], {name: [None]}), ([first], {name: []}), ([first], {name: None})]
    batches += [([first], {"envelopes": [text]}) for text in ("", "{}", "[]", "null", "1", '{"seq":1}', "\\u0000")]
    with cluster.connect(APP) as connection:
        for entries, instead in batches:
            if instead in ({"envelopes": None}, {"hashes": None}) and not entries:
                continue
            with pytest.raises(psycopg.Error):
                call_append(connection, book, entries, **instead)
            assert everything(cluster, book) == before, (entries, instead)
        call_append(connection, book, [])
        assert everything(cluster, book) == before
        call_append(connection, book, [first, second])
    assert store.entries()[-2:] == [first, second]
    assert store.head() == head_of(second)


def test_only_what_a_redaction_of_the_same_transaction_names_is_emptied(
    cluster: Cluster, book: str, store: PostgresStore
) -> None:
    entries = store.entries()
    target, bystander = entries[3], entries[4]
    with store.writing() as turn:
        turn.append([redaction_of(target.id, turn.head)])
    before = everything(cluster, book)
    with cluster.connect(APP, autocommit=False) as connection:
        for asked in (target.id, bystander.id, "none", "", None):
            with pytest.raises(errors.RaiseException, match="refused: only what a redaction of the same turn names"):
                connection.execute(f"SELECT {book}.redact(%s)".encode(), (asked,))
            connection.rollback()
        call_append(connection, book, [redaction_of(target.id, store.head())])
        with pytest.raises(errors.RaiseException, match="refused: only what a redaction of the same turn names"):
            connection.execute(f"SELECT {book}.redact(%s)".encode(), (bystander.id,))
        connection.rollback()
        assert everything(cluster, book) == before
        call_append(connection, book, [redaction_of(target.id, store.head())])
        connection.execute(f"SELECT {book}.redact(%s)".encode(), (target.id,))
    found = store.entries()
    assert found[3] == target._replace(payload=None, salt=None)
    assert found[:3] + found[4 : len(entries)] == entries[:3] + entries[4:]


def test_a_receipt_is_never_replaced(cluster: Cluster, book: str) -> None:
    before = everything(cluster, book)
    with cluster.connect(APP) as connection, pytest.raises(errors.UniqueViolation):
        connection.execute(f"SELECT {book}.keep_receipt(%s, 'once', 'x', 1, 1)".encode(), (BY,))
    assert everything(cluster, book) == before


def test_an_entry_that_the_server_cannot_read_is_a_sentence(store: PostgresStore) -> None:
    wrong = seal(entry(store.head().seq + 1, marking="no json"), store.head().hash)
    with pytest.raises(StorageError, match="could not be used: invalid input syntax for type json"):
        append(store, wrong)


def append(store: PostgresStore, one: Entry) -> None:
    with store.writing() as turn:
        turn.append([one])


# ---- what the chain finds of what the owner does


def test_one_value_changed_in_any_column_of_any_row_is_found(cluster: Cluster, book: str, store: PostgresStore) -> None:
    entries = store.entries()
    carried = set()
    with cluster.connect(OWNER) as connection:
        for one in entries:
            for column, value in one._asdict().items():
                changed = another(column, value)
                update = f"UPDATE {book}.entry SET {column} = %s WHERE seq = %s".encode()
                connection.execute(update, (changed, one.seq))
                found = list(chain_faults(store.entries()))
                connection.execute(update, (value, changed if column == "seq" else one.seq))
                assert found, f"{column} of entry {one.seq} was changed, and nobody noticed"
                if value is not None:
                    carried.add(column)
    assert carried == set(COLUMNS)
    assert store.entries() == entries


def another(column: str, value: object) -> object:
    """Another value for a column: one byte differs."""
    match value:
        case int():
            return value + 1_000 if value < 1_000 else value + 1
        case str():
            return value[:-1] + chr(ord(value[-1]) ^ 1)
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1])
        case _:
            return b"x" if column == "salt" else "x"


def test_a_tail_cut_off_is_found_against_a_head(cluster: Cluster, book: str, store: PostgresStore) -> None:
    head = store.head()
    cluster.run(OWNER, f"DELETE FROM {book}.entry WHERE seq = {head.seq}")
    assert list(chain_faults(store.entries())) == []
    assert head.hash not in {one.hash for one in store.entries()}
    again = PostgresStore(cluster.url(APP, book))
    again.close()
    gone = "are gone or changed: somebody has worked on it outside Muster; run: muster check"
    assert again.warnings == [f"the last entries of {store.where} {gone}"]
    append(store, run_of(1, head, book=store.entries()[0].book)[0])
    assert [fault for _, fault in chain_faults(store.entries())] == [
        f"entry {head.seq} is missing (the next is {head.seq + 1})",
        f"entry {head.seq + 1} does not follow from the one before it",
    ]


def test_an_emptied_entry_is_found(cluster: Cluster, book: str, store: PostgresStore) -> None:
    cluster.run(OWNER, f"UPDATE {book}.entry SET payload = NULL, salt = NULL WHERE seq = 5")
    faults = [fault for _, fault in chain_faults(store.entries())]
    assert faults == ["entry 5 has lost its payload, and no redaction says why"]
