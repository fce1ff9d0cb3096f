"""The laws of a book under attack on SQLite: what its triggers refuse, and what the chain finds of the rest."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from muster.core.errors import BookError
from muster.ledger.entries import NO_HASH, Entry, Head, chain_faults, head_of, seal
from muster.ledger.sql.sqlite import SqliteStore
from muster.ledger.sql.sqlite_schema import TRIGGERS, bring_up
from muster.ledger.sql.tables import SCHEMA_VERSION
from muster.ledger.store import named_in_redactions
from tests.builders import BY
from tests.ledger.places import eventful, redaction_of, run_of

BROUGHT_UP = [pytest.param(version, id=f"brought up from {version}") for version in range(1, SCHEMA_VERSION + 1)]
every_way_here = pytest.mark.parametrize("built", [pytest.param(None, id="built anew"), *BROUGHT_UP])

Rows = list[tuple[Any, ...]]
Hand = Callable[[str], object]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book in which everything has happened once, closed."""
    return made(tmp_path / "relief.muster", None)


def made(path: Path, built: int | None) -> Path:
    if built is not None:
        with create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT").connect() as connection:
            bring_up(connection, built)
        connection.engine.dispose()
    store = SqliteStore(path, create=True)
    eventful(store)
    store.close()
    return path


def rows_of(path: Path) -> Rows:
    """Everything that a book holds, read past Muster."""
    connection = sqlite3.connect(path)
    found = [row for table in ("entry", "receipt") for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    return found


# ---- what the database refuses

COLUMNS = Entry._fields
NEW = {"seq": "seq + 100", "salt": "x'01'"}
VALUES = "'x', 'x', 1, 'x', NULL, NULL, NULL, '[]', NULL, NULL, NULL, 'x', 'x', '{}', x'00', 'x', 'x'"

LATER = VALUES.partition(", ")[2].replace("1", str(9 * 10**18), 1)

ATTACKS = [
    *(f"UPDATE entry SET {column} = {NEW.get(column, 1)}" for column in COLUMNS),
    *(f"UPDATE entry SET {column} = {column}" for column in COLUMNS),
    "UPDATE entry SET rowid = rowid + 100",
    "UPDATE OR REPLACE entry SET seq = 2 WHERE seq = 1",
    "UPDATE OR REPLACE entry SET id = (SELECT id FROM entry WHERE seq = 2) WHERE seq = 1",
    "UPDATE OR IGNORE entry SET payload = '{}' WHERE seq = 3",
    "UPDATE OR ROLLBACK entry SET payload = '{}' WHERE seq = 3",
    "UPDATE OR FAIL entry SET payload = '{}' WHERE seq = 3",
    "UPDATE entry SET payload = r.payload FROM (SELECT payload FROM entry WHERE seq = 2) AS r WHERE seq = 3",
    "UPDATE entry SET payload = NULL WHERE seq = 3",
    "UPDATE entry SET salt = NULL WHERE seq = 3",
    "UPDATE entry SET payload = NULL, salt = NULL WHERE seq = 3",
    "UPDATE entry SET payload = NULL, salt = NULL",
    "UPDATE entry SET payload = '{}', salt = x'00' WHERE payload IS NULL",
    "UPDATE entry SET payload = NULL, salt = NULL WHERE payload IS NULL",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE seq = 1",
    "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
    "DELETE FROM entry WHERE payload IS NULL",
    f"REPLACE INTO entry VALUES (1, {VALUES})",
    "REPLACE INTO entry SELECT * FROM entry WHERE seq = 2",
    f"INSERT OR REPLACE INTO entry VALUES (2, {VALUES})",
    f"INSERT OR IGNORE INTO entry VALUES (2, {VALUES})",
    f"INSERT OR FAIL INTO entry VALUES (2, {VALUES})",
    f"INSERT INTO entry VALUES (2, {VALUES}) ON CONFLICT DO UPDATE SET payload = '{{}}'",
    f"INSERT INTO entry VALUES (2, {VALUES}) ON CONFLICT (seq) DO UPDATE SET payload = '{{}}'",
    f"INSERT INTO entry VALUES (2, {VALUES}) ON CONFLICT DO NOTHING",
    f"INSERT INTO entry VALUES (0, {VALUES})",
    f"INSERT INTO entry VALUES (-1, {VALUES})",
    f"INSERT INTO entry VALUES (NULL, {VALUES})",
    f"INSERT INTO entry VALUES (1000, {VALUES})",
    f"INSERT INTO entry SELECT max(seq) + 1, {VALUES} FROM entry",  # recorded in 1970
    f"INSERT OR REPLACE INTO entry SELECT max(seq) + 1, id, {LATER} FROM entry",  # an id that is there already
    "UPDATE receipt SET body_digest = 'x'",
    "UPDATE OR REPLACE receipt SET key = 'twice'",
    "DELETE FROM receipt",
    "REPLACE INTO receipt SELECT principal, key, 'x', 1, 1 FROM receipt",
    "INSERT OR IGNORE INTO receipt SELECT principal, key, 'x', 1, 1 FROM receipt",
    "INSERT INTO receipt SELECT principal, key, 'x', 1, 1 FROM receipt WHERE 1 ON CONFLICT DO UPDATE SET last_seq = 9",
]


@pytest.fixture
def attacked(tmp_path: Path, built: int | None) -> Iterator[Path]:
    """A book of either making, which the test may attack but not change."""
    path = made(tmp_path / "relief.muster", built)
    before = rows_of(path)
    assert len(before) > 15
    yield path
    assert rows_of(path) == before
    store = SqliteStore(path)
    assert (store.warnings, list(chain_faults(store.entries()))) == ([], [])
    store.close()


def refuse_all(hand: Hand, error: type[Exception]) -> None:
    for attack in ATTACKS:
        with pytest.raises(error, match="refused: "):
            hand(attack)


@every_way_here
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_a_plain_connection_is_refused(attacked: Path, recursive: str) -> None:
    connection = sqlite3.connect(attacked, isolation_level=None)
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    refuse_all(connection.execute, sqlite3.IntegrityError)
    connection.close()


@every_way_here
def test_the_application_is_refused(attacked: Path) -> None:
    store = SqliteStore(attacked)
    refuse_all(store._connection.exec_driver_sql, DBAPIError)
    store.close()


@every_way_here
def test_the_application_is_refused_within_a_turn(attacked: Path) -> None:
    store = SqliteStore(attacked)
    with store.writing():
        refuse_all(store._connection.exec_driver_sql, DBAPIError)
    store.close()


@every_way_here
def test_a_redaction_lets_through_what_it_names_and_nothing_else(tmp_path: Path, built: int | None) -> None:
    path = made(tmp_path / "relief.muster", built)
    store = SqliteStore(path)
    target = store.entries()[4]
    with store.writing() as turn:
        turn.append([redaction_of(target.id, turn.head)])
    store.close()
    connection = sqlite3.connect(path, isolation_level=None)
    others = [f"{column} = {NEW.get(column, 1)}" for column in COLUMNS if column not in NAMED]
    for change in (*others, "payload = NULL", "salt = NULL", "payload = '{}', salt = NULL", "payload = '{}'"):
        whole = change if "payload" in change or "salt" in change else f"payload = NULL, salt = NULL, {change}"
        with pytest.raises(sqlite3.IntegrityError, match="refused: an entry is never changed"):
            connection.execute(f"UPDATE entry SET {whole} WHERE id = ?", (target.id,))
    with pytest.raises(sqlite3.IntegrityError, match="refused: an entry is never changed"):
        connection.execute("UPDATE entry SET payload = NULL, salt = NULL WHERE id <> ?", (target.id,))
    connection.execute("UPDATE entry SET payload = NULL, salt = NULL WHERE id = ?", (target.id,))
    connection.close()
    store = SqliteStore(path)
    assert [entry.redacted for entry in store.entries()].count(True) == 2
    store.close()


NAMED = ("payload", "salt")


def test_a_reason_names_no_entry(book: Path) -> None:
    """What looks like a name within the words of a redaction is none."""
    store = SqliteStore(book)
    target = store.entries()[4]
    with store.writing() as turn:
        why = f'\\"entry\\":\\"{target.id}\\"'
        payload = f'{{"entry":"{store.entries()[5].id}","v":1,"why":"{why}"}}'
        turn.append(run_of(1, turn.head, kind="redaction", payload=payload))
    with pytest.raises(DBAPIError, match="refused: "):
        store._connection.exec_driver_sql("UPDATE entry SET payload = NULL, salt = NULL WHERE id = ?", (target.id,))
    store.close()


# ---- what is said when the guards are gone

GONE = "the guards of PATH are gone or changed: somebody has worked on it outside Muster; run: muster check"


def tamper(path: Path, *statements: str) -> Path:
    """Work on a book past Muster, its guards taken down."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (*(f"DROP TRIGGER {name}" for name in TRIGGERS), *statements):
        connection.execute(statement)
    connection.close()
    return path


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_guard_that_is_gone_is_said(book: Path, name: str) -> None:
    weak = f"CREATE TRIGGER {name} BEFORE UPDATE ON entry WHEN false BEGIN SELECT 1; END"
    for statement in (f"DROP TRIGGER {name}", weak, f"DROP TRIGGER {name}"):
        with sqlite3.connect(book) as connection:
            connection.execute(statement)
        connection.close()
        store = SqliteStore(book)
        store.close()
        assert [one.replace(str(book), "PATH") for one in store.warnings] == [GONE]


def test_another_trigger_is_said(book: Path) -> None:
    with sqlite3.connect(book) as connection:
        connection.execute("CREATE TRIGGER more AFTER INSERT ON receipt BEGIN SELECT 1; END")
    connection.close()
    store = SqliteStore(book)
    store.close()
    assert len(store.warnings) == 1


@pytest.mark.parametrize("table", ["entry", "receipt", "sitting"])
def test_a_table_that_is_gone_is_said(book: Path, table: str) -> None:
    with sqlite3.connect(book) as connection:
        connection.execute(f"DROP TABLE {table}")
    connection.close()
    with pytest.raises(BookError, match="is damaged; it may have been copied while in use"):
        use(book)


def use(path: Path) -> None:
    store = SqliteStore(path)
    try:
        store.entries()
        with store.writing() as turn:
            turn.receipt(BY, "once")
    finally:
        store.close()


# ---- what the chain finds


def changed_entries(path: Path) -> list[str]:
    store = SqliteStore(path)
    faults = [fault for _, fault in chain_faults(store.entries())]
    store.close()
    return faults


def test_one_value_changed_in_any_column_of_any_row_is_found(book: Path) -> None:
    tamper(book)
    store = SqliteStore(book)
    entries = store.entries()
    connection = sqlite3.connect(book, isolation_level=None)
    carried = set()
    for entry in entries:
        for column, value in entry._asdict().items():
            changed = b"x" if column == "salt" and value is None else another(value)
            # The number of the row is looked for where the change has put it.
            update = f"UPDATE entry SET {column} = ? WHERE seq = ?"
            connection.execute(update, (changed, entry.seq))
            found = list(chain_faults(store.entries()))
            connection.execute(update, (value, changed if column == "seq" else entry.seq))
            assert found, f"{column} of entry {entry.seq} was changed, and nobody noticed"
            if value is not None:
                carried.add(column)
    connection.close()
    assert carried == set(COLUMNS)
    assert store.entries() == entries
    store.close()


def another(value: object) -> object:
    """Another value for a column: one byte differs."""
    match value:
        case int():
            return value + 1_000 if value < 1_000 else value + 1
        case str():
            return value[:-1] + chr(ord(value[-1]) ^ 1)
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1])
        case _:
            return "x"


def variants(value: object) -> Iterator[object]:
    """Every value that differs in one byte, and some that differ otherwise."""
    match value:
        case int():
            yield from (value ^ (1 << bit) for bit in range(63))
            yield from (-value, str(value), None)
        case str():
            for at in range(len(value)):
                yield value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
                yield value[:at] + value[at].swapcase() + value[at + 1 :]
            for at in (0, len(value) // 2, len(value)):
                yield from (value[:at] + more + value[at:] for more in ("\x00", "\udcff", " ", "\u0301", '"', "0"))
            yield from (value.encode(), value[:-1], value[1:], "[" * 100_000, "null", "", None)
        case bytes():
            for at in range(len(value)):
                yield value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
            yield from (value + b"\0", value[1:], value.hex(), None)
        case _:
            yield from ("", "null", "x", b"", b"x", 0)


def test_any_byte_changed_in_any_column_of_any_row_is_found(book: Path) -> None:
    store = SqliteStore(book)
    entries = store.entries()
    store.close()
    assert list(chain_faults(entries)) == []
    head = Head(0, NO_HASH, 0)
    redacted = named_in_redactions(entries)
    tried = 0
    for index, entry in enumerate(entries):
        rest = entries[index:]
        for column, value in entry._asdict().items():
            for changed in variants(value):
                if changed != value or type(changed) is not type(value):
                    rest[0] = Entry(**{**entry._asdict(), column: changed})
                    # What a redaction names may be emptied: that is what it is for.
                    if entry.id in redacted and changed is None and column in NAMED:
                        continue
                    assert any(True for _ in chain_faults(rest, head, entry.book)), (column, value, changed)
                    tried += 1
        head = head_of(entry)
    assert tried > 10_000


def test_an_entry_emptied_without_a_redaction_is_found(book: Path) -> None:
    tamper(book, "UPDATE entry SET payload = NULL, salt = NULL WHERE seq = 5")
    assert changed_entries(book) == ["entry 5 has lost its payload, and no redaction says why"]


def test_a_row_taken_out_is_found(book: Path) -> None:
    tamper(book, "DELETE FROM entry WHERE seq = 5")
    assert changed_entries(book) == [
        "entry 5 is missing (the next is 6)",
        "entry 6 does not follow from the one before it",
    ]


def test_two_rows_exchanged_are_found(book: Path) -> None:
    tamper(
        book,
        "UPDATE entry SET seq = 0 WHERE seq = 5",
        "UPDATE entry SET seq = 5 WHERE seq = 6",
        "UPDATE entry SET seq = 6 WHERE seq = 0",
    )
    assert len(changed_entries(book)) >= 2


def head_before(path: Path) -> Head:
    store = SqliteStore(path)
    head = store.head()
    store.close()
    return head


def is_contained(path: Path, head: Head) -> bool:
    """Whether a book still contains a head noted earlier."""
    store = SqliteStore(path)
    entries = store.entries()
    store.close()
    return head.hash in {entry.hash for entry in entries}


@pytest.mark.parametrize("cut", [1, 2, 8])
def test_a_tail_cut_off_is_found_against_a_head(book: Path, cut: int) -> None:
    head = head_before(book)
    assert is_contained(book, head)
    tamper(book, f"DELETE FROM entry WHERE seq > {head.seq - cut}")
    assert not is_contained(book, head)


def test_a_chain_made_anew_is_found_against_a_head(book: Path) -> None:
    head = head_before(book)
    store = SqliteStore(book)
    entries = store.entries()
    store.close()
    entries[4] = entries[4]._replace(payload=(entries[4].payload or "").replace("la", "lo"))
    previous = entries[3].hash
    anew = []
    for entry in entries[4:]:
        # One who makes the chain anew also takes what was redacted for what suits them.
        sealed = seal(entry if entry.payload else entry._replace(payload='{"v":1}', salt=b"0" * 16), previous)
        anew.append(sealed)
        previous = sealed.hash
    tamper(book)
    connection = sqlite3.connect(book, isolation_level=None)
    for entry in anew:
        connection.execute(
            "UPDATE entry SET payload = ?, salt = ?, payload_digest = ?, hash = ? WHERE seq = ?",
            (entry.payload, entry.salt, entry.payload_digest, entry.hash, entry.seq),
        )
    connection.close()
    assert [one for one in changed_entries(book) if "redaction" not in one] == []
    assert not is_contained(book, head)
