"""Suppositions as people write them: words such as ``FRA=2026-09-01`` on the command line or in a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from muster.core.assuming import Assumption, read_assumption
from muster.core.days import parse_day
from muster.core.errors import MusterError, RefusedError, StorageError
from muster.core.firmness import Firmness, read_firmness
from muster.core.problem import what_else
from muster.ledger.slipping import LONGEST_SLIP_DAYS
from muster.ledger.supposing import Change, Comes, Fails, Falls, Leaves, Overruns, Slips

DATED: dict[str, Callable[[str, date], Change]] = {"leaves": Leaves, "comes": Comes, "falls": Falls, "fails": Fails}
"""What happens on a day: the day known, where none is written."""

DAYS: dict[str, Callable[[str, int], Change]] = {"slips": Slips, "overruns": Overruns}
"""What happens by so many days."""

KEYS = (*DATED, *DAYS, "rows", "counts", "assume")
"""What a supposition may say."""

EXAMPLES = {
    "leaves": "FRA or FRA=2026-09-01",
    "comes": "C-12 or C-12=2026-09-01",
    "falls": "CAVEAT-3 or CAVEAT-3=2026-09-01",
    "fails": "CONDITION-4 or CONDITION-4=2026-09-01",
    "slips": "C-12=60",
    "overruns": "PHASE-1=60",
    "rows": "lift.xlsx",
    "counts": "pledged",
    "assume": "conditions_fail or declared_only",
}
"""How each is written."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """Changes that are supposed together: ``rows`` are files as ``muster read`` takes them."""

    name: str
    changes: tuple[Change, ...] = ()
    rows: tuple[Path, ...] = ()
    firmness: Firmness | None = None
    assumed: frozenset[Assumption] = frozenset()


def supposition(name: str, words: Mapping[str, Sequence[str]], since: date, where: str) -> Supposition:
    """The supposition of some words. Raises RefusedError with every fault, a line each; ``where`` stands before it."""
    changes: list[Change] = []
    rows: list[Path] = []
    firmness: list[Firmness] = []
    assumed: set[Assumption] = set()
    faults: list[str] = []
    for key, given in words.items():
        for word in given:
            try:
                if key == "counts":
                    firmness.append(read_firmness(word))
                elif key == "assume":
                    assumed.add(read_assumption(word))
                elif key in DAYS:
                    changes.append(_moved(key, word))
                elif key == "rows":
                    rows.append(_file(word))
                else:
                    changes.append(_dated(key, word, since))
            except MusterError as error:
                faults.append(f"{where}{key}: {error}")
    if len(firmness) > 1:
        faults.append(f"{where}counts: write one firmness, not {' and '.join(firmness)}")
    if faults:
        raise RefusedError("\n".join(faults))
    return Supposition(name, tuple(changes), tuple(rows), next(iter(firmness), None), frozenset(assumed))


def read_suppositions(place: Path, since: date) -> list[Supposition]:
    """The named suppositions of a TOML file: a table for each, its keys those of ``KEYS``, its values lists of words.

    Files of rows are looked for beside it. Raises StorageError where it cannot be read, RefusedError with every fault.
    """
    try:
        tables = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StorageError(f"{place} could not be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RefusedError(f"{place}: it is not a text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise RefusedError(f"{place}: this is no TOML: {error}") from error
    except ValueError as error:
        raise RefusedError(f"{place}: it holds a number of more digits than are read") from error
    except RecursionError as error:
        raise RefusedError(f"{place}: this is no TOML: its lists lie too deep in each other") from error
    if not tables:
        raise RefusedError(f"{place}: it supposes nothing; write a table for each supposition, such as [france-leaves]")
    found: list[Supposition] = []
    faults: list[str] = []
    for name, table in tables.items():
        where = f"{place}: {name if name.isprintable() else repr(name)}: "
        try:
            one = supposition(name, _words(table, where), since, where)
            found.append(replace(one, rows=tuple(place.parent / path for path in one.rows)))
        except RefusedError as error:
            faults.append(str(error))
    if faults:
        raise RefusedError("\n".join(faults))
    return found


def _words(table: object, where: str) -> dict[str, list[str]]:
    """The words of a table; raises RefusedError with every key that is none and every value that is no list."""
    if not isinstance(table, dict):
        raise RefusedError(f'{where}write a table, such as [france-leaves] with the line leaves = ["FRA"]')
    faults: list[str] = []
    words: dict[str, list[str]] = {}
    for key, value in table.items():
        listed = [value] if isinstance(value, str) else value
        if key not in KEYS:
            faults.append(f"{where}{key!r} is nothing that can be supposed; {what_else(key, KEYS)}")
        elif not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            faults.append(f"{where}{key}: write a list of texts, such as {EXAMPLES[key]}")
        else:
            words[key] = listed
    if faults:
        raise RefusedError("\n".join(faults))
    return words


def _dated(key: str, word: str, since: date) -> Change:
    subject, equals, day = word.partition("=")
    return DATED[key](_named(subject, key), parse_day(day) if equals else since)


def _moved(key: str, word: str) -> Change:
    subject, _, days = word.partition("=")
    text = days.removeprefix("-")
    if not (text.isdecimal() and text.isascii()):
        raise RefusedError(f"{word!r} does not say by how many days; write it as {EXAMPLES[key]}")
    if len(text) > len(str(LONGEST_SLIP_DAYS)) or not 0 < int(text) <= LONGEST_SLIP_DAYS:
        raise RefusedError(f"it cannot slip by {text[:9]} days; write from 1 to {LONGEST_SLIP_DAYS}, or -1 for earlier")
    return DAYS[key](_named(subject, key), int(days))


def _file(word: str) -> Path:
    if "\0" in word:
        raise RefusedError(f"{word!r} is no name of a file")
    return Path(_named(word, "rows"))


def _named(subject: str, key: str) -> str:
    if not subject:
        raise RefusedError(f"it names nothing; write it as {EXAMPLES[key]}")
    return subject
