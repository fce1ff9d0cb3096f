"""The tables and functions of a book on PostgreSQL, and how its owner sets them up.

A book is a schema of a database. The application's role owns nothing: it may read the tables and call the functions,
which run with the owner's rights and hold the laws. A version is never changed: a new one is a new step at the end,
which adds and never rebuilds. Functions and rights are put up anew after every step.

A redacted payload stays in the pages of the table until these are vacuumed, and in the archives of the server's log:
the owner's ``VACUUM``, and the rules for archives and backups, are part of a redaction.
"""

from __future__ import annotations

from sqlalchemy import Connection

from muster.core.errors import NewerBookError, RefusedError
from muster.ledger.sql.postgres_server import Place, connected, sentences
from muster.ledger.sql.tables import SCHEMA_VERSION

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE {book}.version (one integer PRIMARY KEY CHECK (one = 1), version integer NOT NULL)",
        "INSERT INTO {book}.version VALUES (1, 0)",
        """CREATE TABLE {book}.entry (
          seq bigint PRIMARY KEY,
          id text NOT NULL UNIQUE,
          book text NOT NULL,
          recorded_at bigint NOT NULL,
          recorded_by text NOT NULL,
          on_behalf_of text,
          valid_from text,
          valid_to text,
          marking text NOT NULL,
          statement text,
          supersedes text,
          origin text,
          kind text NOT NULL,
          subject text NOT NULL,
          payload text,
          salt bytea,
          payload_digest text NOT NULL,
          hash text NOT NULL
        )""",
        """CREATE TABLE {book}.receipt (
          principal text NOT NULL,
          key text NOT NULL,
          body_digest text NOT NULL,
          first_seq bigint NOT NULL,
          last_seq bigint NOT NULL,
          PRIMARY KEY (principal, key)
        )""",
        """CREATE TABLE {book}.head (
          one integer PRIMARY KEY CHECK (one = 1),
          seq bigint NOT NULL,
          hash text NOT NULL,
          recorded_at bigint NOT NULL
        )""",
        "INSERT INTO {book}.head VALUES (1, 0, repeat('0', 64), 0)",
    ),
)
"""What brings the tables from each version to the next; the first makes them."""

FUNCTIONS: dict[str, str] = {
    "take_turn()": """RETURNS TABLE (seq bigint, hash text, recorded_at bigint) LANGUAGE sql
        AS $$ SELECT h.seq, h.hash, h.recorded_at FROM {book}.head h FOR UPDATE $$""",
    "append(envelopes text[], payloads text[], salts bytea[], digests text[], hashes text[])": """
        RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
          last record;
          given record;
          instant bigint;
        BEGIN
          SELECT * INTO STRICT last FROM {book}.head FOR UPDATE;
          FOR given IN
            SELECT g.envelope, g.payload, g.salt, g.digest, g.hash, e.*
            FROM unnest(envelopes, payloads, salts, digests, hashes) WITH ORDINALITY
              AS g (envelope, payload, salt, digest, hash, place),
              json_to_record(g.envelope::json) AS e (
                seq bigint, id text, book text, recorded_at timestamptz, recorded_by text, on_behalf_of text,
                valid_from text, valid_to text, marking json, statement text, supersedes text, origin json,
                kind text, subject text)
            ORDER BY g.place
          LOOP
            instant := extract(epoch FROM given.recorded_at) * 1000000;
            IF given.seq IS DISTINCT FROM last.seq + 1 OR (instant >= last.recorded_at) IS NOT TRUE THEN
              RAISE EXCEPTION 'refused: an entry follows the last one';
            END IF;
            IF (given.hash = encode(sha256(decode(last.hash, 'hex') || convert_to(given.envelope, 'UTF8')
                || decode(given.digest, 'hex')), 'hex')) IS NOT TRUE THEN
              RAISE EXCEPTION 'refused: the hash of an entry follows from the one before it';
            END IF;
            IF (given.payload IS NULL) <> (given.salt IS NULL) OR given.digest
                <> encode(sha256(given.salt || convert_to(given.payload, 'UTF8')), 'hex') THEN
              RAISE EXCEPTION 'refused: the digest of an entry is that of its payload';
            END IF;
            INSERT INTO {book}.entry VALUES (
              given.seq, given.id, given.book, instant, given.recorded_by, given.on_behalf_of, given.valid_from,
              given.valid_to, given.marking, given.statement, given.supersedes, given.origin, given.kind,
              given.subject, given.payload, given.salt, given.digest, given.hash);
            last.seq := given.seq;
            last.hash := given.hash;
            last.recorded_at := instant;
          END LOOP;
          UPDATE {book}.head SET seq = last.seq, hash = last.hash, recorded_at = last.recorded_at;
        END $$""",
    "redact(entry_id text)": """RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE {book}.entry e SET payload = NULL, salt = NULL
          WHERE e.id = entry_id AND EXISTS (
            SELECT 1 FROM {book}.entry r
            WHERE r.kind = 'redaction' AND r.xmin = pg_current_xact_id()::xid
              AND r.payload::json ->> 'entry' = entry_id);
          IF NOT FOUND THEN
            RAISE EXCEPTION 'refused: only what a redaction of the same turn names is redacted';
          END IF;
        END $$""",
    "keep_receipt(principal text, key text, body_digest text, first_seq bigint, last_seq bigint)": """
        RETURNS void LANGUAGE sql AS $$ INSERT INTO {book}.receipt VALUES ($1, $2, $3, $4, $5) $$""",
}
"""The only ways to write, by signature. An entry's columns are read from its envelope: the two cannot differ."""


def build(owner_url: str, app_role: str, to: int = len(STEPS)) -> None:
    """Set up a book as its owner, or bring up one of an older version, and let a role read it and append to it.

    Raises NewerBookError for a book of a newer Muster, RefusedError where the role is none that the laws can bind,
    StorageError where the server does not let the owner do it.
    """
    place = Place.read(owner_url)
    with sentences(place), connected(place) as connection, connection.begin():
        _check_roles(connection, app_role)
        _execute(connection, place, "CREATE SCHEMA IF NOT EXISTS {book}")
        version = version_of(connection, place)
        check_version(place, version)
        for step in STEPS[version:to]:
            for statement in step:
                _execute(connection, place, statement)
        _execute(connection, place, _SET_VERSION, version=max(version, to))
        for signature, body in FUNCTIONS.items():
            _execute(connection, place, f"CREATE OR REPLACE FUNCTION {{book}}.{signature} {body} {_SAFELY}")
        role = place.quoted(app_role)
        for statement in _RIGHTS:
            _execute(connection, place, statement, role=role)


def version_of(connection: Connection, place: Place) -> int:
    """The version of a book's tables, 0 where there are none."""
    found = connection.exec_driver_sql("SELECT to_regclass(%s)", (f"{place.schema}.version",)).scalar_one()
    if found is None:
        return 0
    return int(connection.exec_driver_sql(f"SELECT version FROM {place.schema}.version").scalar_one())  # noqa: S608 - quoted


def check_version(place: Place, version: int) -> None:
    """Raise NewerBookError for a book of a newer Muster."""
    if version > SCHEMA_VERSION:
        raise NewerBookError(
            f"{place} was written by a newer Muster (tables {version}, this one knows {SCHEMA_VERSION}); "
            "install that version"
        )


_SAFELY = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"

_SET_VERSION = "UPDATE {book}.version SET version = {version}"

_RIGHTS = (
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {book} FROM PUBLIC",
    "GRANT USAGE ON SCHEMA {book} TO {role}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {book} TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {book} TO {role}",
)


def _execute(connection: Connection, place: Place, statement: str, **values: object) -> None:
    connection.exec_driver_sql(statement.format(book=place.schema, **values))


def _check_roles(connection: Connection, app_role: str) -> None:
    if connection.exec_driver_sql("SHOW server_encoding").scalar_one() != "UTF8":
        raise RefusedError(
            "the database does not keep texts in UTF8; make one that does: "
            "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"
        )
    if connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (app_role,)).first() is None:
        raise RefusedError(f"there is no role {app_role!r}; make it first: CREATE ROLE ... LOGIN")
    if connection.exec_driver_sql("SELECT pg_has_role(%s, current_user, 'MEMBER')", (app_role,)).scalar_one():
        raise RefusedError(f"the role {app_role!r} may do all that the owner may; the application needs one of its own")
