"""JSON Lines: the entries of a book as they stand, one a line, for moving whole books and for other programs.

For the secretariat and the auditor a line carries all that the chain needs, so that a book can be made of the file
again, to the byte. For any other viewer it carries what that viewer sees, without salt, digest, hash and origin.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from muster.core.canonical import canonical
from muster.core.days import instant_text, parse_instant
from muster.core.errors import FaultyDataError, MusterError
from muster.core.keeping import SEES_ALL
from muster.core.problem import Problem
from muster.ledger.entries import ENVELOPE_VERSION, Entry
from muster.ledger.snapshot import Snapshot

SUFFIX = ".jsonl"
"""The ending of such a file."""

_TEXTS = ("id", "book", "recorded_by", "kind", "subject", "payload_digest", "hash")
_TEXTS_OR_NONE = ("on_behalf_of", "valid_from", "valid_to", "statement", "supersedes")


def entry_line(entry: Entry, *, whole: bool) -> str:
    """An entry as a line: canonical JSON. ``whole``: with what belongs to the chain."""
    value: dict[str, Any] = {
        "v": ENVELOPE_VERSION,
        "seq": entry.seq,
        "id": entry.id,
        "book": entry.book,
        "recorded_at": instant_text(entry.recorded_at),
        "recorded_by": entry.recorded_by,
        "on_behalf_of": entry.on_behalf_of,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "statement": entry.statement,
        "supersedes": entry.supersedes,
        "kind": entry.kind,
        "subject": entry.subject,
        "payload": None if entry.payload is None else json.loads(entry.payload),
    }
    if whole:
        value |= {
            "marking": json.loads(entry.marking),
            "origin": None if entry.origin is None else json.loads(entry.origin),
            "salt": None if entry.salt is None else entry.salt.hex(),
            "payload_digest": entry.payload_digest,
            "hash": entry.hash,
        }
    return canonical(value)


def lines_of(snapshot: Snapshot) -> Iterator[str]:
    """The lines of what a viewer knows of a book."""
    whole = snapshot.viewer in SEES_ALL
    return (entry_line(entry, whole=whole) for entry in snapshot.entries)


def write_lines(lines: Iterable[str], target: Path) -> None:
    """Write lines into a new file."""
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def read_entries(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a file, as they stood in their book, for :meth:`Ledger.adopt` and :meth:`Ledger.take_over`."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                try:
                    entries.append(_entry(json.loads(line)))
                except (ValueError, KeyError, TypeError, MusterError) as error:
                    sentence = f"the line is no entry of a whole book ({type(error).__name__}: {error})"
                    mend = "export it again as the secretariat, or take the book's own file"
                    problems.append(Problem("not_an_entry", f"{path.name}:{number}", sentence, mend))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem("unreadable", path.name, f"the file cannot be read: {error}"))
    return entries, problems


def read_whole(path: Path) -> list[Entry]:
    """The entries of a file; raises FaultyDataError with every line that is none."""
    entries, problems = read_entries(path)
    if problems:
        raise FaultyDataError(problems)
    return entries


def _entry(value: dict[str, Any]) -> Entry:
    if value["v"] != ENVELOPE_VERSION:
        message = f"version {value['v']} of the envelope"
        raise ValueError(message)
    found: dict[str, Any] = {name: _text(value[name]) for name in _TEXTS}
    found |= {name: None if value[name] is None else _text(value[name]) for name in _TEXTS_OR_NONE}
    return Entry(
        **found,
        seq=int(value["seq"]),
        recorded_at=parse_instant(_text(value["recorded_at"])),
        marking=canonical(value["marking"]),
        origin=None if value["origin"] is None else canonical(value["origin"]),
        payload=None if value["payload"] is None else canonical(value["payload"]),
        salt=None if value["salt"] is None else bytes.fromhex(value["salt"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = f"{value!r} is not text"
        raise TypeError(message)
    return value
