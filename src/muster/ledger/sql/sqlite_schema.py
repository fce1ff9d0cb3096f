"""The tables of a book in SQLite and the triggers that guard them.

A version is never changed: a new one is a new step at the end, which adds and never rebuilds. The triggers are put up
anew after every step.

What SQLite cannot refuse is somebody who takes the triggers down first: that is said when the book is opened, and what
they then change is found by the chain.
"""

from __future__ import annotations

from sqlalchemy import Connection

from muster.ledger.sql.tables import ENTRY

APPLICATION_ID = 0x4D555354
"""``MUST``: how a file says that it is a book (PRAGMA application_id)."""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE entry (
          seq INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          book TEXT NOT NULL,
          recorded_at INTEGER NOT NULL,
          recorded_by TEXT NOT NULL,
          on_behalf_of TEXT,
          valid_from TEXT,
          valid_to TEXT,
          marking TEXT NOT NULL,
          statement TEXT,
          supersedes TEXT,
          origin TEXT,
          kind TEXT NOT NULL,
          subject TEXT NOT NULL,
          payload TEXT,
          salt BLOB,
          payload_digest TEXT NOT NULL,
          hash TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE receipt (
          principal TEXT NOT NULL,
          key TEXT NOT NULL,
          body_digest TEXT NOT NULL,
          first_seq INTEGER NOT NULL,
          last_seq INTEGER NOT NULL,
          PRIMARY KEY (principal, key)
        ) STRICT""",
        "CREATE TABLE sitting (one INTEGER PRIMARY KEY CHECK (one = 1), in_use INTEGER NOT NULL) STRICT",
        "INSERT INTO sitting VALUES (1, 0)",
    ),
)
"""What brings the tables from each version to the next; the first makes them."""

_UNCHANGED = " AND ".join(
    f"NEW.{column.name} IS OLD.{column.name}" for column in ENTRY.columns if column.name not in ("payload", "salt")
)

TRIGGERS: dict[str, str] = {
    "entry_no_update": "BEFORE UPDATE ON entry WHEN NOT (NEW.payload IS NULL AND NEW.salt IS NULL"  # noqa: S608 - ours
    f" AND OLD.payload IS NOT NULL AND {_UNCHANGED} AND EXISTS (SELECT 1 FROM entry r"
    """ WHERE r.kind = 'redaction' AND instr(r.payload, '"entry":"' || OLD.id || '"') > 0))"""
    " BEGIN SELECT RAISE(ABORT, 'refused: an entry is never changed'); END",
    "entry_no_delete": "BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'refused: an entry is never deleted'); END",
    "entry_only_append": "BEFORE INSERT ON entry WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)"
    " OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)"
    " OR NEW.recorded_at < (SELECT recorded_at FROM entry WHERE seq = NEW.seq - 1)"
    " BEGIN SELECT RAISE(ABORT, 'refused: an entry follows the last one'); END",
    "receipt_no_update": "BEFORE UPDATE ON receipt"
    " BEGIN SELECT RAISE(ABORT, 'refused: a receipt is never changed'); END",
    "receipt_no_delete": "BEFORE DELETE ON receipt"
    " BEGIN SELECT RAISE(ABORT, 'refused: a receipt is never deleted'); END",
    "receipt_only_append": "BEFORE INSERT ON receipt"
    " WHEN EXISTS (SELECT 1 FROM receipt WHERE principal = NEW.principal AND key = NEW.key)"
    " BEGIN SELECT RAISE(ABORT, 'refused: a receipt is never replaced'); END",
}
"""The guards, by name. REPLACE passes triggers on UPDATE and DELETE, so inserts have guards of their own."""


def bring_up(connection: Connection, to: int = len(STEPS)) -> None:
    """Bring the tables from whatever version they have, 0 being an empty file, to a version, in one transaction."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    _, version = identity(connection)
    for step in STEPS[version:to]:
        for statement in step:
            connection.exec_driver_sql(statement)
    for name, text in TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(_trigger(name, text))
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {max(version, to)}")
    connection.exec_driver_sql("COMMIT")


def identity(connection: Connection) -> tuple[int, int]:
    """The application id of a file, and the version of its tables."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return int(application), int(version)


def is_guarded(connection: Connection) -> bool:
    """Whether the guards stand as they were put up."""
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    return {(name, sql) for name, sql in found} == {(name, _trigger(name, text)) for name, text in TRIGGERS.items()}


def _trigger(name: str, text: str) -> str:
    return f"CREATE TRIGGER {name} {text}"
