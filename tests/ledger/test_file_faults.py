"""A book's file that cannot be used, or not as hoped: a sentence each, and nothing is harmed."""

import ctypes
import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.core.errors import BookError, MusterError, NewerBookError, NoBookError, StorageError
from muster.ledger.entries import chain_faults
from muster.ledger.ledger import Ledger
from muster.ledger.sql import sqlite_file
from muster.ledger.sql.sqlite import SqliteStore, copy_live
from muster.ledger.sql.sqlite_schema import STEPS, TRIGGERS
from muster.ledger.sql.tables import SCHEMA_VERSION
from tests.builders import BY, draft
from tests.ledger.places import PATIENT, QUICK, begun
from tests.ledger.processes import Outcome, as_nobody, new_event, other, outcome_of

LONG = "x" * 4000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book of four entries, closed."""
    path = tmp_path / "relief.muster"
    ledger = begun(SqliteStore(path, create=True))
    ledger.record([draft("member", one, name=one, form="nation") for one in ("FRA", "DEU")], BY)
    ledger.store.close()
    return path


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter: that of pytest is for the one who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="muster-faults-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def fingerprints(folder: Path) -> dict[str, str]:
    """What lies in a folder. SQLite's shared memory is left out: it is made anew whenever it is needed."""
    # In another process: one that closes a file gives up all its locks on it, also those of SQLite.
    found = subprocess.run(["sha256sum", *sorted(folder.iterdir())], capture_output=True, text=True, check=False)
    lines = (line.split(maxsplit=1) for line in found.stdout.splitlines())
    return {Path(name).name: digest for digest, name in lines if not name.endswith("-shm")}


def refusal(path: Path, error: type[MusterError], **how: Any) -> str:
    """The sentence with which a place is refused; nothing in its folder has changed."""
    before = fingerprints(path.parent)
    with pytest.raises(error) as refused:
        SqliteStore(path, **how)
    assert type(refused.value) is error
    assert fingerprints(path.parent) == before
    return str(refused.value).replace(str(path), "PATH")


def record(path: Path, subject: str = "ITA", **fields: str) -> int:
    """Record one entry, and return its number."""
    store = SqliteStore(path)
    seq = Ledger(store).record([draft("member", subject, name=subject, form="nation", **fields)], BY)[0].seq
    store.close()
    return seq


def is_whole(path: Path, count: int) -> bool:
    """Whether a book holds so many entries and its chain holds."""
    store = SqliteStore(path)
    entries = store.entries()
    store.close()
    return len(entries) == count and not list(chain_faults(entries))


# ---- what is there


def test_no_book(tmp_path: Path) -> None:
    path = tmp_path / "relief.muster"
    assert refusal(path, NoBookError) == "there is no book at PATH; begin one with: muster init PATH"
    assert list(tmp_path.iterdir()) == []


def test_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "no" / "relief.muster"
    with pytest.raises(StorageError, match=f"^there is no folder {path.parent}; make it first$"):
        SqliteStore(path, create=True)


def test_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "relief"
    path.mkdir()
    for create in (False, True):
        sentence = refusal(path, BookError, create=create)
        assert sentence == "PATH is a folder; name the file of a book, such as relief.muster"


def test_something_that_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "relief"
    os.mkfifo(path)
    with pytest.raises(BookError, match=r"is not a file; name the file of a book, such as relief\.muster$"):
        SqliteStore(path)


def test_a_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot be reached: File name too long$"):
        SqliteStore(tmp_path / LONG, create=True)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "relief.muster"
    path.touch()
    assert refusal(path, NoBookError) == "PATH is empty; begin one with: muster init PATH"
    SqliteStore(path, create=True).close()
    SqliteStore(path).close()


@pytest.mark.parametrize(
    "content", [b"a letter\n", b"PK\x03\x04" + b"x" * 5000, b"\x00" * 5000], ids=["text", "zip", "zeros"]
)
def test_not_a_book(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "relief.muster"
    path.write_bytes(content)
    for create in (False, True):
        assert refusal(path, BookError, create=create) == "PATH is not a book of Muster"


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_another_database(tmp_path: Path, journal: str) -> None:
    path = tmp_path / "relief.muster"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("CREATE TABLE entry (x)")
    connection.close()
    for create in (False, True):
        assert refusal(path, BookError, create=create) == "PATH is a database, but not a book of Muster"


def test_a_newer_version(path: Path) -> None:
    change(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    for create in (False, True):
        assert refusal(path, NewerBookError, create=create) == (
            f"PATH was written by a newer Muster (tables {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}); "
            "install that version"
        )


def change(path: Path, *statements: str) -> None:
    """Work on a book past Muster."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


# ---- damage


DAMAGED = "PATH is damaged; it may have been copied while in use. Restore it from a copy"


def test_a_damaged_file(path: Path) -> None:
    whole = path.read_bytes()
    page = int.from_bytes(whole[16:18])
    sentences = set()
    for number in range(1, len(whole) // page):
        for change in (b"\x00", b"\xff"):
            path.write_bytes(whole[: number * page] + change * page + whole[(number + 1) * page :])
            sentences.add(what_is_found(path))
    path.write_bytes(whole[: len(whole) // 2])
    sentences.add(what_is_found(path))
    assert DAMAGED in sentences
    assert "" not in sentences, "damage went unnoticed"


def what_is_found(path: Path) -> str:
    """What opening and reading a damaged book says; empty where it says nothing."""
    before = fingerprints(path.parent)
    try:
        store = SqliteStore(path)
    except MusterError as error:
        assert fingerprints(path.parent) == before
        return str(error).replace(str(path), "PATH")
    try:
        ledger = Ledger(store)
        if faults := [fault for _, fault in chain_faults(ledger.entries())]:
            return faults[0]
        ledger.record([draft("member", "ITA", name="Italy", form="nation")], BY, key="once")
    except MusterError as error:
        return str(error).replace(str(path), "PATH")
    finally:
        store.close()
    return ""


def test_a_text_that_is_no_text_is_named_by_the_check(path: Path) -> None:
    change(path, *(f"DROP TRIGGER {name}" for name in TRIGGERS))
    change(path, "UPDATE entry SET subject = CAST(x'46ff41' AS TEXT) WHERE seq = 3")
    store = SqliteStore(path)
    assert [fault for _, fault in chain_faults(store.entries())] == ["entry 3 is not written as it was recorded"]
    assert store.head().seq == 4
    store.close()


def test_the_name_of_a_damaged_text_is_not_told(path: Path) -> None:
    change(path, *(f"DROP TRIGGER {name}" for name in TRIGGERS))
    change(path, "UPDATE entry SET hash = CAST(x'736563726574ff' AS TEXT) WHERE seq = 4")
    store = SqliteStore(path)
    with pytest.raises(BookError, match="is damaged") as refused:
        store.head()
    assert "secret" not in str(refused.value)
    store.close()


# ---- copies and logs


COPIED_LIVE = (
    "PATH was copied while in use, or has lost its -wal: its last entries may be missing. Compare with a head noted "
    "earlier: muster check --head; copy a book in use with: muster copy"
)


def warnings(path: Path) -> list[str]:
    store = SqliteStore(path)
    store.close()
    return [one.replace(str(path), "PATH") for one in store.warnings]


def test_a_closed_book_stands_alone(path: Path, tmp_path: Path) -> None:
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    copy = tmp_path / "copy.muster"
    shutil.copy(path, copy)
    assert warnings(copy) == warnings(path) == []
    assert is_whole(copy, 4)


def live_copy(path: Path, *, with_wal: bool) -> Path:
    """A copy of a book to which somebody writes at the same time."""
    store = SqliteStore(path)
    ledger = Ledger(store)
    ledger.record([draft("member", "ITA", name="Italy", form="nation")], BY)
    ledger.record([draft("member", "ESP", name="Spain", form="nation")], BY)
    copy = path.with_name("copy.muster")
    for suffix in ("", "-wal") if with_wal else ("",):
        subprocess.run(["cp", f"{path}{suffix}", f"{copy}{suffix}"], check=True)  # by another process, as above
    store.close()
    return copy


def test_a_live_file_copied_alone(path: Path) -> None:
    copy = live_copy(path, with_wal=False)
    assert warnings(copy) == [COPIED_LIVE]
    assert warnings(copy) == [COPIED_LIVE], "looking at it takes the warning away"
    assert is_whole(copy, 5)
    assert warnings(path) == []
    record(copy)
    assert warnings(copy) == []


def test_a_live_file_copied_with_its_log(path: Path) -> None:
    copy = live_copy(path, with_wal=True)
    assert warnings(copy) == []
    assert is_whole(copy, 6)
    assert [one.name for one in sorted(path.parent.iterdir())] == ["copy.muster", "relief.muster"]


def test_a_file_and_a_log_copied_at_two_moments(path: Path) -> None:
    store = SqliteStore(path)
    ledger = Ledger(store)
    copy = path.with_name("copy.muster")
    subprocess.run(["cp", path, copy], check=True)
    for number in range(20):
        ledger.record([draft("place", f"p{number}", name=LONG)], BY)
    assert store._fold("TRUNCATE")
    ledger.record([draft("place", "last", name=LONG)], BY)
    subprocess.run(["cp", f"{path}-wal", f"{copy}-wal"], check=True)
    store.close()
    assert refusal(copy, BookError) == STRAY
    assert is_whole(path, 25)


def test_a_link_to_a_book_is_the_book(path: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "link.muster"
    link.symlink_to(path)
    with other(record_and_die, link) as writer:
        writer.process.join(PATIENT)
    assert warnings(link) == []
    assert is_whole(link, 5)
    copy = tmp_path / "links" / "copy.muster"
    assert copy_live(link, copy).seq == 5
    assert sorted(one.name for one in link.parent.iterdir()) == ["copy.muster", "link.muster"]


def test_a_reader_that_leaves_last_leaves_the_file_alone(path: Path) -> None:
    reader = SqliteStore(path)
    with other(record_and_die, path) as writer:
        writer.process.join(PATIENT)
    assert [fault for _, fault in chain_faults(reader.entries())] == []
    assert reader.head().seq == 5
    reader.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert warnings(path) == []


def record_and_die(path: Path) -> None:
    """Record an entry and end without closing the book."""
    Ledger(SqliteStore(path)).record([draft("member", "ITA", name="Italy", form="nation")], BY)
    os._exit(0)


def test_the_log_of_one_who_died_is_taken_in(path: Path) -> None:
    with other(record_and_die, path) as writer:
        writer.process.join(PATIENT)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    assert warnings(path) == []
    assert is_whole(path, 5)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def stray(path: Path, donor: Path) -> None:
    """Put a log beside a book that was written for another file."""
    with other(record_and_die, donor) as writer:
        writer.process.join(PATIENT)
    shutil.move(f"{donor}-wal", f"{path}-wal")


STRAY = (
    "PATH-wal does not belong to PATH, or one of them is damaged; nothing was changed. "
    "Keep a copy of both, then put back the file or the -wal that belongs there"
)


def test_the_log_of_another_book(path: Path, tmp_path: Path) -> None:
    donor = tmp_path / "other.muster"
    begun(SqliteStore(donor, create=True)).store.close()
    stray(path, donor)
    assert refusal(path, BookError) == STRAY
    shutil.move(f"{path}-wal", f"{donor}-wal")
    assert is_whole(path, 4)
    assert is_whole(donor, 3)


def test_the_log_of_a_large_book(path: Path, tmp_path: Path) -> None:
    donor = tmp_path / "other.muster"
    ledger = begun(SqliteStore(donor, create=True))
    ledger.record([draft("member", f"M{number}", name=LONG, form="nation") for number in range(100)], BY)
    ledger.store.close()
    stray(path, donor)
    assert refusal(path, BookError) == STRAY


def test_the_log_of_an_older_copy(path: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.muster"
    shutil.copy(path, older)
    record(path, "ITA")
    record(path, "ESP")
    stray(path, older)
    assert refusal(path, BookError) == STRAY


def test_a_log_of_another_database(path: Path, tmp_path: Path) -> None:
    donor = tmp_path / "other.db"
    with sqlite3.connect(donor) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (x)")
        shutil.copy(f"{donor}-wal", f"{path}-wal")
    connection.close()
    assert refusal(path, BookError) == STRAY


def test_a_log_that_is_none(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"\xff" * 5000)
    assert warnings(path) == []
    assert is_whole(path, 4)


@pytest.mark.parametrize("empty", [False, True])
def test_a_log_without_its_book(path: Path, tmp_path: Path, *, empty: bool) -> None:
    lost = tmp_path / "lost.muster"
    stray(lost, path)
    if empty:
        lost.touch()
    for create in (False, True):
        assert refusal(lost, BookError, create=create) == (
            "PATH-wal lies there without its book; put the book back beside it, or move it away"
        )


def test_a_checkpoint_cut_short_is_mended(path: Path) -> None:
    """Of the pages that a checkpoint was writing, any may be missing: the log still has them all."""
    ledger = Ledger(SqliteStore(path))
    for number in range(30):
        ledger.record([draft("place", f"p{number}", name=LONG)], BY)
    subprocess.run(["cp", path, f"{path}.before"], check=True)
    subprocess.run(["cp", f"{path}-wal", f"{path}.wal"], check=True)
    ledger.store.close()
    after = path.read_bytes()
    before = Path(f"{path}.before").read_bytes().ljust(len(after), b"\0")
    page = 4096
    pages = range(0, len(after), page)
    for cut in pages:
        for first, second in ((after, before), (before, after)):
            path.write_bytes(first[:cut] + second[cut:])
            shutil.copy(f"{path}.wal", f"{path}-wal")
            assert is_whole(path, 34)


def begin_and_die(path: Path) -> None:
    """Die while the tables of a book are made, with half of them in the file."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("BEGIN IMMEDIATE")
    for statement in STEPS[0]:
        connection.execute(statement)
    for number in range(50):
        connection.execute("INSERT INTO receipt VALUES (?, ?, ?, 1, 1)", (LONG, str(number), LONG))
    os._exit(0)


def test_an_interrupted_beginning_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "relief.muster"
    with other(begin_and_die, path) as running:
        running.process.join(PATIENT)
    assert path.stat().st_size > 0
    assert path.with_name(path.name + "-journal").exists()
    with pytest.raises(NoBookError, match=f"^{path} is empty; begin one with: muster init {path}$"):
        SqliteStore(path)
    begun(SqliteStore(path, create=True)).store.close()
    assert is_whole(path, 2)


# ---- the place


def mounted(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    mounts = folder / "mounts"
    mounts.write_text(text, encoding="utf-8")
    monkeypatch.setattr(sqlite_file, "MOUNTS", mounts)


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("server:/x {folder} nfs4 rw 0 0", "nfs4"),
        ("//server/x {folder} cifs rw 0 0", "cifs"),
        ("/dev/a / ext4 rw 0 0\nserver:/x {parent} nfs rw 0 0\n/dev/b {parent}/elsewhere ext4 rw 0 0", "nfs"),
        ("server:/x {folder} ext4 rw 0 0\nme@server:/x {folder} fuse.sshfs rw 0 0", "fuse.sshfs"),
    ],
    ids=["nfs", "smb", "above", "mounted over"],
)
def test_a_network_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: Path, mounts: str, kind: str) -> None:
    folder = path.parent / "a share"
    folder.mkdir()
    shared = folder / "relief.muster"
    shutil.move(path, shared)
    shown = str(folder).replace(" ", "\\040")
    mounted(monkeypatch, tmp_path, mounts.format(folder=shown, parent=tmp_path))
    assert warnings(shared) == [
        f"PATH lies on a network share ({kind}), where locks cannot be trusted; keep the book on a local disk"
    ]
    assert is_whole(shared, 4)


@pytest.mark.parametrize(
    "mounts",
    [
        "/dev/a / ext4 rw 0 0",
        "server:/x / nfs rw 0 0\n/dev/a {folder} ext4 rw 0 0",
        "server:/x {folder}/elsewhere nfs rw 0 0\nserver:/y {folder}x nfs rw 0 0",
    ],
    ids=["local", "local below a share", "shares elsewhere"],
)
def test_a_local_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: Path, mounts: str) -> None:
    mounted(monkeypatch, tmp_path, mounts.format(folder=tmp_path))
    assert warnings(path) == []


def test_a_place_that_cannot_be_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: Path) -> None:
    monkeypatch.setattr(sqlite_file, "MOUNTS", tmp_path / "none")
    assert warnings(path) == []


@pytest.mark.parametrize("name", ["a b.muster", "a?mode=ro.muster", "a#b%20c.muster", "böok.muster", "file:x.muster"])
def test_any_name_is_a_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    begun(SqliteStore(path, create=True)).store.close()
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert is_whole(path, 2)


def test_a_name_beside_the_working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    begun(SqliteStore("relief.muster", create=True)).store.close()
    assert [one.name for one in tmp_path.iterdir()] == ["relief.muster"]


# ---- rights


def written(path: Path) -> str:
    """What becomes of reading a book and then recording in it: the sentence that refuses, after what was read."""
    store = SqliteStore(path)
    read = f"{store.head().seq} entries; "
    try:
        Ledger(store).record([draft("member", "ITA", name="Italy", form="nation")], BY)
    except StorageError as error:
        return (read + " ".join([*store.warnings, str(error)])).replace(str(path), "PATH")
    finally:
        store.close()
    return read + "recorded"


READ_ONLY = (
    "4 entries; PATH can only be read; what others record from now on may not be seen "
    "PATH can only be read; copy it to a place you may write to: muster copy"
)


def only_read(path: Path, *, file: int, folder: int) -> Outcome:
    """What somebody else finds who has only the rights that a file and its folder give to all."""
    before = fingerprints(path.parent)
    path.chmod(file)
    path.parent.chmod(folder)
    outcome = as_nobody(written, path)
    path.parent.chmod(0o755)
    path.chmod(0o644)
    assert fingerprints(path.parent) == before
    return outcome._replace(text=outcome.text.replace(str(path), "PATH"))


@pytest.fixture
def lent(path: Path, open_folder: Path) -> Path:
    """The book in a folder that everybody may enter."""
    return Path(shutil.move(path, open_folder / path.name))


def test_a_file_that_can_only_be_read(lent: Path) -> None:
    assert only_read(lent, file=0o444, folder=0o777) == Outcome(READ_ONLY)


def test_a_folder_that_can_only_be_read(lent: Path) -> None:
    assert only_read(lent, file=0o666, folder=0o555) == Outcome(READ_ONLY)


def test_what_may_not_be_written_is_not_written(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """As above, in this process: whatever the rights are, nothing is attempted."""
    monkeypatch.setattr("muster.ledger.sql.sqlite.is_writable", lambda _: False)
    before = fingerprints(path.parent)
    assert written(path) == READ_ONLY
    assert fingerprints(path.parent) == before
    monkeypatch.undo()
    store = SqliteStore(path)
    Ledger(store).record([draft("member", "ESP", name="Spain", form="nation")], BY)
    monkeypatch.setattr("muster.ledger.sql.sqlite.is_writable", lambda _: False)
    assert written(path) == READ_ONLY.replace("4 entries", "5 entries")
    store.close()


def test_a_file_that_cannot_be_read(lent: Path) -> None:
    sentence = "PATH cannot be opened; check the folder and your rights"
    assert only_read(lent, file=0o000, folder=0o777) == Outcome(raised="StorageError", text=sentence)


def test_a_folder_that_cannot_be_entered(lent: Path) -> None:
    sentence = "PATH cannot be reached: Permission denied"
    assert only_read(lent, file=0o666, folder=0o000) == Outcome(raised="StorageError", text=sentence)


def test_a_new_book_in_a_folder_that_can_only_be_read(open_folder: Path) -> None:
    path = open_folder / "relief.muster"
    open_folder.chmod(0o555)
    outcome = as_nobody(make, path)
    assert outcome == Outcome(raised="StorageError", text=f"{path} cannot be opened; check the folder and your rights")


def make(path: Path) -> None:
    SqliteStore(path, create=True).close()


def test_a_book_with_a_log_that_can_only_be_read(lent: Path) -> None:
    with other(record_and_die, lent) as writer:
        writer.process.join(PATIENT)
    sentence = "PATH cannot be opened; check the folder and your rights"
    lent.with_name(lent.name + "-shm").unlink()
    assert only_read(lent, file=0o444, folder=0o555) == Outcome(raised="StorageError", text=sentence)
    assert is_whole(lent, 5)


def test_a_book_in_use_that_can_only_be_read(lent: Path) -> None:
    lent.chmod(0o644)
    store = SqliteStore(lent)
    Ledger(store).record([draft("member", "ESP", name="Spain", form="nation")], BY)
    outcome = only_read(lent, file=0o444, folder=0o555)
    store.close()
    assert outcome == Outcome(READ_ONLY.replace("4 entries", "5 entries"))


# ---- somebody else at work


def lock(path: Path, held: Any, release: Any) -> None:
    """Hold the lock of a book until told otherwise."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    held.set()
    release.wait(PATIENT)
    connection.close()


def test_a_locked_book(path: Path) -> None:
    held, release = new_event(), new_event()
    store = SqliteStore(path, busy_timeout_s=QUICK)
    with other(lock, path, held, release) as running:
        assert held.wait(PATIENT)
        with pytest.raises(StorageError) as refused:
            Ledger(store).record([draft("member", "ITA", name="Italy", form="nation")], BY)
        assert str(refused.value) == f"{path} is being written by somebody else; try again in a moment"
        assert len(store.entries()) == 4
        second = SqliteStore(path, busy_timeout_s=QUICK)
        assert len(second.entries()) == 4
        second.close()
        release.set()
        assert running.outcome() == Outcome()
    Ledger(store).record([draft("member", "ITA", name="Italy", form="nation")], BY)
    store.close()
    assert is_whole(path, 5)


def lock_all(path: Path, held: Any, release: Any) -> None:
    """Keep everybody else out of a book until told otherwise."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE sitting SET in_use = 1")
    connection.execute("COMMIT")
    held.set()
    release.wait(PATIENT)
    connection.close()


def test_a_book_that_is_locked_for_all(path: Path) -> None:
    held, release = new_event(), new_event()
    with other(lock_all, path, held, release) as running:
        assert held.wait(PATIENT)
        with pytest.raises(StorageError, match=r"is being written by somebody else; try again in a moment$"):
            SqliteStore(path, busy_timeout_s=QUICK)
        release.set()
        assert running.outcome() == Outcome()
    assert is_whole(path, 4)


def test_who_leaves_while_another_writes_leaves_the_log(path: Path) -> None:
    held, release = new_event(), new_event()
    store = SqliteStore(path)
    Ledger(store).record([draft("member", "ITA", name="Italy", form="nation")], BY)
    with other(lock, path, held, release) as running:
        assert held.wait(PATIENT)
        store.close()
        release.set()
        assert running.outcome() == Outcome()
    assert warnings(path) in ([], [COPIED_LIVE])
    assert is_whole(path, 5)


# ---- the disk


FULL = "PATH could not be written: the disk is full. Nothing was recorded; make room and try again"


def test_a_full_disk(path: Path) -> None:
    store = SqliteStore(path)
    ledger = Ledger(store)
    pages = store._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    store._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    batch = [draft("member", f"M{number}", name=LONG, form="nation") for number in range(50)]
    with pytest.raises(StorageError) as refused:
        ledger.record(batch, BY, key="once")
    assert str(refused.value).replace(str(path), "PATH") == FULL
    assert len(ledger.entries()) == 4
    store._connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert len(ledger.record(batch, BY, key="once")) == 50
    store.close()
    assert is_whole(path, 54)


def fill_up(folder: Path) -> list[str]:
    """Record in a book on a disk of its own until it is full, then make room and go on; [] where no disk can be had."""
    library = ctypes.CDLL(None, use_errno=True)
    clone_newns, ms_private_recursively = 0x00020000, 0x44000
    if library.unshare(clone_newns) or library.mount(b"none", b"/", None, ms_private_recursively, None):
        return []
    if library.mount(b"none", os.fsencode(folder), b"tmpfs", 0, b"size=400k"):
        return []
    path = folder / "relief.muster"
    ballast = folder / "ballast"
    ballast.write_bytes(b"x" * 100_000)
    ledger = begun(SqliteStore(path, create=True))
    acknowledged, sentence = 2, ""
    while not sentence:
        try:
            acknowledged = ledger.record([draft("place", f"p{acknowledged}", name=LONG)], BY)[-1].seq
        except StorageError as error:
            sentence = str(error).replace(str(path), "PATH")
    found = [sentence, str(is_chained(ledger, acknowledged))]
    ballast.unlink()
    acknowledged = ledger.record([draft("place", "after", name="after")], BY)[-1].seq
    ledger.store.close()
    return [*found, str(is_whole(path, acknowledged))]


def is_chained(ledger: Ledger, count: int) -> bool:
    entries = ledger.entries()
    return len(entries) == count and not list(chain_faults(entries))


def test_a_disk_that_fills_up(tmp_path: Path) -> None:
    outcome = outcome_of(fill_up, tmp_path)
    if outcome == Outcome([]):
        pytest.skip("no disk of one's own can be mounted here")
    assert outcome == Outcome([FULL, "True", "True"])


def fail_to_write(path: Path) -> str:
    """Record in a book whose log may not grow."""
    ledger = Ledger(SqliteStore(path))
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
    try:
        ledger.record([draft("member", f"M{number}", name=LONG, form="nation") for number in range(50)], BY)
    except StorageError as error:
        return str(error).replace(str(path), "PATH")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert is_chained(ledger, 4)
        ledger.store.close()
    return ""


def test_a_disk_that_fails(path: Path) -> None:
    sentence = "PATH could not be read or written: the disk failed. Nothing was recorded"
    assert outcome_of(fail_to_write, path) == Outcome(sentence)
    assert is_whole(path, 4)


def test_a_turn_that_the_database_has_ended_is_left(path: Path) -> None:
    store = SqliteStore(path)
    with pytest.raises(StorageError, match=r"refuses that: entries are only ever added$"), store.writing():
        store._connection.exec_driver_sql("INSERT OR ROLLBACK INTO sitting VALUES (1, 0)")
    assert not store._connection.connection.dbapi_connection.in_transaction  # type: ignore[union-attr]
    store.close()
    assert is_whole(path, 4)


def test_a_failure_while_reading_is_a_sentence(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    def fail(*_: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_READ"
        raise error

    store = SqliteStore(path)
    monkeypatch.setattr("muster.ledger.sql.sqlite.read_entries", fail)
    with pytest.raises(StorageError, match="could not be read or written: the disk failed"):
        store.entries()
    store.close()


def test_anything_else_is_a_sentence_too(path: Path) -> None:
    store = SqliteStore(path)
    with store.writing():
        assert not store._fold("TRUNCATE")
    with store.writing(), pytest.raises(StorageError, match="could not be used: cannot start a transaction within"):
        store.writing().__enter__()
    store.close()
    with pytest.raises(StorageError, match="could not be used: This Connection is closed"):
        store.entries()
