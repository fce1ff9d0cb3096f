"""A PostgreSQL cluster of the tests' own: started from Debian's binaries, stopped and removed at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from muster.ledger.sql.postgres_schema import build
from muster.ledger.sql.tables import SCHEMA_VERSION

BINARIES = Path("/usr/lib/postgresql/15/bin")
UNPRIVILEGED = "nobody"
OWNER, APP, STRANGER = "muster_owner", "muster_app", "muster_stranger"
SUPERUSER = "postgres"
DATABASE = "muster"


def missing() -> str:
    """Why no cluster can be started here; empty where one can."""
    return "" if (BINARIES / "initdb").exists() else f"PostgreSQL 15 is not installed: there is no {BINARIES}/initdb"


@dataclass
class Cluster:
    """A running cluster, reached through a socket in its folder."""

    folder: Path
    made: int = field(default=0)

    def url(self, role: str, book: str = "muster", password: str = "") -> str:
        """The address of a book for a role."""
        secret = f":{password}" if password else ""
        return f"postgresql://{role}{secret}@/{DATABASE}?host={self.folder}&book={book}"

    def new_book(self, version: int = SCHEMA_VERSION) -> str:
        """The name of a book that nobody else uses; its owner has set it up for the application's role."""
        self.made += 1
        book = f"book_{os.getpid()}_{self.made}"
        build(self.url(OWNER, book), APP, version)
        return book

    def connect(self, role: str, *, autocommit: bool = True) -> psycopg.Connection[Any]:
        """A plain connection, past Muster."""
        return psycopg.connect(host=str(self.folder), user=role, dbname=DATABASE, autocommit=autocommit)

    def run(self, role: str, statement: str) -> list[tuple[Any, ...]]:
        """The rows of one statement, run past Muster."""
        with self.connect(role) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a cluster as an unprivileged user, for PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="muster-pg-"))
    try:
        who = _give_away(folder)
        data, log = folder / "data", folder / "log"
        _run("initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", **who)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=40"
        _run("pg_ctl", "start", "-D", data, "-l", log, "-w", "-t", "120", "-o", options, **who)
        try:
            cluster = Cluster(folder)
            with psycopg.connect(host=str(folder), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
                for statement in _ROLES:
                    connection.execute(statement)
            yield cluster
        finally:
            _run("pg_ctl", "stop", "-D", data, "-m", "immediate", "-w", "-t", "120", **who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_ROLES: tuple[LiteralString, ...] = (
    "CREATE ROLE muster_owner LOGIN",
    "CREATE ROLE muster_app LOGIN",
    "CREATE ROLE muster_stranger LOGIN",
    "CREATE DATABASE muster OWNER muster_owner",
)


def _give_away(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(program: str, *arguments: str | Path, **who: Any) -> None:
    command = [str(BINARIES / program), *map(str, arguments)]
    # Nothing may be inherited that the server would keep open.
    done = subprocess.run(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **who,
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr}")
