"""A book in a file: how it is kept, what a redaction leaves there, how it is copied and brought up."""

import random
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from muster.core.errors import NoBookError, RefusedError, StorageError, TamperedError
from muster.ledger.entries import Entry, Head, chain_faults, seal
from muster.ledger.ledger import Ledger
from muster.ledger.sql import sqlite_schema
from muster.ledger.sql.sqlite import SqliteStore, copy_live
from muster.ledger.sql.sqlite_schema import STEPS, TRIGGERS, bring_up
from muster.ledger.sql.tables import METADATA, SCHEMA_VERSION
from tests.builders import BY, draft
from tests.ledger.places import begun, entry, eventful, redaction_of, run_of
from tests.ledger.processes import new_event, other


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relief.muster"


def pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def content(path: Path) -> bytes:
    """All bytes of a book and of what lies beside it; read by another process, so that no lock is lost."""
    return subprocess.run(["cat", *path.parent.glob(path.name + "*")], capture_output=True, check=True).stdout


# ---- how it is kept


def test_what_is_acknowledged_is_on_the_disk(path: Path) -> None:
    store = SqliteStore(path, create=True)
    found = {name: pragma(store._connection, name) for name in ("journal_mode", "synchronous", "secure_delete")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert pragma(store._connection, "trusted_schema") == 0
    store.close()


def test_a_new_book_and_its_copy_are_for_their_owner_alone(path: Path) -> None:
    store = SqliteStore(path, create=True)
    begun(store)
    beside = [one for one in path.parent.iterdir() if one != path]
    assert {one.stat().st_mode & 0o777 for one in (path, *beside)} == {0o600}
    store.close()
    copy = path.with_name("copy.muster")
    copy_live(path, copy)
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_turn_has_the_write_lock_from_its_start(path: Path) -> None:
    store = SqliteStore(path, create=True)
    with store.writing():
        rival = sqlite3.connect(path, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            rival.execute("BEGIN IMMEDIATE")
        rival.close()
    store.close()


def test_the_columns_are_those_of_an_entry(path: Path) -> None:
    store = SqliteStore(path, create=True)
    for table in METADATA.sorted_tables:
        rows = store._connection.exec_driver_sql(f"PRAGMA table_info({table.name})").all()
        assert [row.name for row in rows] == [column.name for column in table.columns]
        assert [bool(row.notnull or row.pk) for row in rows] == [not column.nullable for column in table.columns]
    assert tuple(METADATA.tables["entry"].columns.keys()) == Entry._fields
    store.close()


def test_a_store_is_used_by_the_thread_that_opened_it(path: Path) -> None:
    store = SqliteStore(path, create=True)
    found: list[str] = []

    def use() -> None:
        try:
            store.head()
        except StorageError as error:
            found.append(str(error))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    store.close()
    assert len(found) == 1
    assert "could not be used: SQLite objects created in a thread can only be used in that same thread" in found[0]


def test_a_parameter_is_never_told(path: Path) -> None:
    store = SqliteStore(path, create=True)
    with pytest.raises(StorageError) as refused, store.writing() as turn:
        turn.append([entry(7, payload='{"v":1,"words":"secret"}')])
    cause: BaseException | None = refused.value
    while cause is not None:
        assert "secret" not in str(cause)
        cause = cause.__cause__
    store.close()


# ---- versions


def test_there_is_a_step_for_every_version() -> None:
    assert len(STEPS) == SCHEMA_VERSION


def test_an_older_book_is_brought_up_when_it_is_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = eventful(SqliteStore(path, create=True))
    before = list(ledger.entries())
    ledger.store.close()
    newer = (*STEPS, ("ALTER TABLE receipt ADD COLUMN note TEXT", "DROP TRIGGER entry_no_update"))
    monkeypatch.setattr(sqlite_schema, "STEPS", newer)
    monkeypatch.setattr("muster.ledger.sql.sqlite.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("muster.ledger.sql.sqlite_file.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(bring_up, "__defaults__", (SCHEMA_VERSION + 1,))
    for _ in range(2):
        store = SqliteStore(path)
        assert store.warnings == []
        assert store.entries() == before
        assert pragma(store._connection, "user_version") == SCHEMA_VERSION + 1
        store.close()
    connection = sqlite3.connect(path)
    assert "note" in [row[1] for row in connection.execute("PRAGMA table_info(receipt)")]
    with pytest.raises(sqlite3.IntegrityError, match="refused: "):
        connection.execute("UPDATE entry SET subject = 'x'")
    connection.close()


def test_bringing_up_fails_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    eventful(SqliteStore(path, create=True)).store.close()
    monkeypatch.setattr(sqlite_schema, "STEPS", (*STEPS, ("CREATE TABLE more (x)", "nonsense")))
    monkeypatch.setattr("muster.ledger.sql.sqlite.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr("muster.ledger.sql.sqlite_file.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(bring_up, "__defaults__", (SCHEMA_VERSION + 1,))
    with pytest.raises(StorageError, match="could not be used: "):
        SqliteStore(path)
    monkeypatch.undo()
    store = SqliteStore(path)
    assert store.warnings == []
    assert store._connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'more'").scalar() == 0
    store.close()


def test_bringing_up_a_book_that_is_up_changes_nothing(path: Path) -> None:
    eventful(SqliteStore(path, create=True)).store.close()
    with create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT").connect() as connection:
        bring_up(connection)
    connection.engine.dispose()
    store = SqliteStore(path)
    assert (store.warnings, list(chain_faults(store.entries()))) == ([], [])
    store.close()


# ---- redaction


def test_after_a_redaction_the_text_is_nowhere_in_the_file(path: Path) -> None:
    ledger = begun(SqliteStore(path, create=True))
    target = ledger.record([draft("member", "FRA", name="telephone 555-0100", form="nation")], BY, key="once")[0]
    assert b"555-0100" in content(path)
    assert target.salt is not None
    assert target.salt in content(path)
    ledger.redact(target.id, BY, "a spillage")
    for _ in range(2):
        assert b"555-0100" not in content(path)
        assert target.salt not in content(path)
        ledger.store.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("seed", range(2))
def test_after_many_redactions_none_of_the_texts_is_left(path: Path, seed: int) -> None:
    """Pages are split, merged and reused; long texts lie on pages of their own."""
    chosen = random.Random(seed)
    store = SqliteStore(path, create=True)
    texts: dict[str, bytes] = {}
    while len(texts) < 150:
        with store.writing() as turn:
            for _ in range(chosen.randint(1, 40)):
                head = turn.head
                text = f"<{head.seq}>" * chosen.choice([1, 3, 20, 100, 700, 3000])
                bare = entry(head.seq + 1, payload=f'{{"v":1,"words":"{text}"}}')
                turn.append([seal(bare, head.hash)])
                texts[bare.id] = f"<{head.seq}>".encode()
    order = chosen.sample(sorted(texts), 120)
    gone = []
    for number, target in enumerate(order):
        with store.writing() as turn:
            turn.append([redaction_of(target, turn.head)])
            turn.redact(target)
        gone.append(texts[target])
        if number % 30 == 29:
            left = content(path)
            assert [text for text in gone if text in left] == []
    assert list(chain_faults(store.entries())) == []
    store.close()
    left = content(path)
    assert [text for text in gone if text in left] == []
    assert all(text in left for target, text in texts.items() if target not in order)


def hold_open(path: Path, held: object, release: object) -> None:
    """Read a book in a transaction that stays open until told otherwise."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM entry").fetchone()
    held.set()  # type: ignore[attr-defined]
    release.wait(120)  # type: ignore[attr-defined]
    connection.close()


def test_a_redaction_says_when_somebody_keeps_the_text_in_the_log(path: Path) -> None:
    ledger = begun(SqliteStore(path, create=True, busy_timeout_s=0.05))
    target = ledger.record([draft("member", "FRA", name="telephone 555-0100", form="nation")], BY)[0]
    held, release = new_event(), new_event()
    with other(hold_open, path, held, release) as reader:
        assert held.wait(120)
        with pytest.raises(StorageError) as refused:
            ledger.redact(target.id, BY, "a spillage")
        assert str(refused.value) == (
            f"the redaction is recorded, but {path} is open elsewhere and its -wal still holds the text; "
            "close the other programs, then open and close the book once more, with: muster check"
        )
        assert [one.redacted for one in ledger.entries()] == [False, False, True, False]
        release.set()
        reader.outcome()
    assert b"555-0100" in content(path)
    ledger.store.close()
    assert b"555-0100" not in content(path)


def test_a_redaction_waits_for_the_checkpoint_of_somebody_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself does not wait for another's checkpoint."""
    store = SqliteStore(path, create=True, busy_timeout_s=120)
    ledger = begun(store)
    target = ledger.record([draft("member", "FRA", name="telephone 555-0100", form="nation")], BY)[0]
    fold, answers = store._fold, iter([False, False])
    monkeypatch.setattr(store, "_fold", lambda how: next(answers, None) is None and fold(how))
    ledger.redact(target.id, BY, "a spillage")
    assert b"555-0100" not in content(path)
    store.close()


def test_a_reason_with_quotation_marks_redacts_only_what_it_names(path: Path) -> None:
    ledger = eventful(SqliteStore(path, create=True))
    target, bystander = ledger.entries()[3], ledger.entries()[4]
    ledger.redact(target.id, BY, f'"entry":"{bystander.id}"')
    assert next(one.id for one in ledger.entries() if one.redacted) == target.id
    assert not ledger.entries()[4].redacted
    ledger.store.close()


# ---- copies


def test_a_book_in_use_is_copied(path: Path, tmp_path: Path) -> None:
    ledger = eventful(SqliteStore(path, create=True))
    target = tmp_path / "copy.muster"
    head = copy_live(path, target)
    assert head == ledger.head()
    ledger.record([draft("member", "DEU", note="after the copy")], BY)
    copied = SqliteStore(target)
    assert copied.warnings == []
    assert copied.entries() == ledger.entries()[:-1]
    copied.close()
    assert copy_live(str(path), str(tmp_path / "second.muster")) == ledger.head()
    ledger.store.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy.muster", "relief.muster", "second.muster"]


def test_a_copy_carries_receipts(path: Path, tmp_path: Path) -> None:
    eventful(SqliteStore(path, create=True)).store.close()
    copy_live(path, tmp_path / "copy.muster")
    store = SqliteStore(tmp_path / "copy.muster")
    with store.writing() as turn:
        assert turn.receipt(BY, "once") is not None
    store.close()


def keep_writing(path: Path, began: object, enough: object) -> int:
    """Record batches of three until told that it is enough."""
    ledger = Ledger(SqliteStore(path))
    count = 0
    while not enough.is_set():  # type: ignore[attr-defined]
        ledger.record([draft("place", f"p{count}:{part}", name="x" * 500) for part in range(3)], BY)
        count += 1
        began.set()  # type: ignore[attr-defined]
    ledger.store.close()
    return count


def test_a_copy_made_while_somebody_writes_holds_whole_batches(path: Path, tmp_path: Path) -> None:
    begun(SqliteStore(path, create=True)).store.close()
    began, enough = new_event(), new_event()
    with other(keep_writing, path, began, enough) as writer:
        assert began.wait(120)
        heads = [copy_live(path, tmp_path / f"copy-{number}.muster") for number in range(5)]
        enough.set()
        batches = writer.outcome().returned
    store = SqliteStore(path)
    entries = store.entries()
    store.close()
    assert len(entries) == 2 + 3 * batches
    assert all((head.seq - 2) % 3 == 0 for head in heads)
    assert {head.hash for head in heads} <= {entry.hash for entry in entries}


def test_a_copy_is_never_written_over_a_file(path: Path, tmp_path: Path) -> None:
    eventful(SqliteStore(path, create=True)).store.close()
    target = tmp_path / "copy.muster"
    target.write_text("a letter")
    (tmp_path / "folder").mkdir()
    for there in (target, path, tmp_path / "folder"):
        with pytest.raises(RefusedError, match="already exists; choose another place for the copy"):
            copy_live(path, there)
    assert target.read_text() == "a letter"


def test_a_copy_needs_a_folder(path: Path, tmp_path: Path) -> None:
    eventful(SqliteStore(path, create=True)).store.close()
    with pytest.raises(StorageError, match="cannot be written: No such file or directory"):
        copy_live(path, tmp_path / "no" / "copy.muster")


def test_nothing_is_copied_from_nowhere(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NoBookError, match="there is no book at"):
        copy_live(path, tmp_path / "copy.muster")
    assert list(tmp_path.iterdir()) == []


def test_no_copy_is_kept_of_a_book_whose_chain_does_not_hold(path: Path, tmp_path: Path) -> None:
    eventful(SqliteStore(path, create=True)).store.close()
    connection = sqlite3.connect(path, isolation_level=None)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE entry SET subject = 'x' WHERE seq = 3")
    connection.close()
    with pytest.raises(TamperedError) as refused:
        copy_live(path, tmp_path / "copy.muster")
    assert str(refused.value) == (
        "no copy was kept, for the chain does not hold: entry 3 does not follow from the one before it; "
        "run: muster check"
    )
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_an_empty_book_is_copied(path: Path, tmp_path: Path) -> None:
    SqliteStore(path, create=True).close()
    assert copy_live(path, tmp_path / "copy.muster") == Head(0, "0" * 64, 0)


def test_what_is_appended_by_hand_is_read(path: Path) -> None:
    """The statement of an insert is that of every store: a plain row is an entry."""
    store = SqliteStore(path, create=True)
    one = run_of(1, store.head())[0]
    connection = sqlite3.connect(path)
    connection.execute(f"INSERT INTO entry VALUES ({', '.join('?' * len(one))})", one)
    connection.commit()
    connection.close()
    assert store.entries() == [one]
    store.close()
