"""Asking on a terminal for what a verb needs and was not given."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from datetime import date

import typer

from muster.book import Book
from muster.core.days import find_zone, parse_day
from muster.core.errors import RefusedError
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.core.problem import did_you_mean
from muster.core.record import is_ident
from muster.exchange.tables import Table
from muster.exchange.typed import typed_rows
from muster.ledger.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a book begins with."""

    genesis: Genesis
    person_id: str
    person: Person
    begins: date | None


def ask_beginning(given: dict[str, str]) -> Beginning:
    """What a book begins with: as given, the rest asked for; raises RefusedError where nobody can be asked."""
    name = _asked(given, "name", "Name of the book")
    zone = _asked(given, "zone", "Time zone of its days", "UTC")
    find_zone(zone)
    banner = (
        given.get("banner")
        if given.get("name")
        else _asked(given, "banner", "Banner on every output (may be empty)", " ")
    )
    currency = _asked(given, "currency", "Currency of its totals", "EUR")
    clock = _asked(given, "clock", "Clock: live, or sources for a book made from public sources", "live")
    if clock not in set(ClockForm):
        raise RefusedError(f"{clock!r} is no clock; write live or sources")
    person = _asked(given, "person", "Your name (the first person, recorded by itself)")
    person_id, equals, person_name = person.partition("=")
    if not equals:
        person_id, person_name = _id_from(person), person
    if not is_ident(person_id):
        raise RefusedError(f"{person_id!r} is no id; use letters, digits and _ . : / + -, at most 80")
    if not person_name.strip():
        raise RefusedError(f"the person {person_id} needs a name: --person {person_id}=NAME")
    fields = {"name": name, "zone": zone, "currency": currency, "clock": ClockForm(clock), "format": 1}
    if (banner or "").strip():
        fields["banner"] = (banner or "").strip()
    begins = parse_day(given["begins"]) if given.get("begins") else None
    return Beginning(Genesis.model_validate(fields), person_id, Person(name=person_name), begins)


def rows_for(book: Book, kind: str, given: dict[str, str]) -> tuple[Table, ...]:
    """The rows of one thing typed on the command line; on a terminal what is missing is asked for.

    ``said`` and ``words`` of a contribution become its first step and the statement it rests on.
    """
    if kind not in KINDS or not KINDS[kind].table:
        kinds = [one.name for one in KINDS.values() if one.table]
        raise RefusedError(
            f"{kind!r} cannot be recorded; {did_you_mean(kind, kinds) or 'write one of ' + ', '.join(kinds)}"
        )
    return typed_rows(kind, given, book.today, ask=_ask if sys.stdin.isatty() else None)


def _asked(given: dict[str, str], key: str, question: str, default: str | None = None) -> str:
    if key in given:
        return given[key]
    if sys.stdin.isatty():
        return _typed(question, default, show_default=True)
    if default is not None and default.strip():
        return default
    raise RefusedError(f"nobody can be asked here: give --{key}")


def _ask(question: str) -> str:
    return _typed(question, "", show_default=False)


def _typed(question: str, default: str | None, *, show_default: bool) -> str:
    try:
        return str(typer.prompt(question, default=default, show_default=show_default)).strip()
    except typer.Abort:
        raise KeyboardInterrupt from None


def _id_from(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "person"
