"""Asking on a terminal for what a verb needs and was not given."""

from __future__ import annotations

import re
import secrets
import sys
import unicodedata
from dataclasses import dataclass
from datetime import date

import typer

from muster.book import Book
from muster.cli.currencies import CURRENCIES
from muster.core.contributions import SAID, Contribution
from muster.core.days import find_zone, parse_day
from muster.core.errors import RefusedError
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.core.problem import what_else
from muster.core.record import is_ident
from muster.exchange.columns import columns_by_name, subject_column
from muster.exchange.tables import Table
from muster.exchange.typed import one_row, typed_rows
from muster.ledger.kinds import KINDS

_OF_ALL = frozenset({"marking", "on_behalf_of"})


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a book begins with."""

    genesis: Genesis
    person_id: str
    person: Person
    begins: date | None


def ask_beginning(given: dict[str, str]) -> Beginning:
    """What a book begins with: as given, the rest asked for; raises RefusedError where nobody can be asked."""
    name = _asked(given, "name", "Name of the book").strip()
    if not name:
        raise RefusedError("a book needs a name; write one, such as --name Relief")
    zone = _asked(given, "zone", "Time zone of its days", "UTC")
    find_zone(zone)
    banner = (
        given.get("banner")
        if given.get("name")
        else _asked(given, "banner", "Banner on every output (may be empty)", " ")
    )
    currency = _asked(given, "currency", "Currency of its totals", "EUR")
    _check_currency(currency)
    clock = _asked(given, "clock", "Clock: live, or sources for a book made from public sources", "live")
    if clock not in set(ClockForm):
        raise RefusedError(f"{clock!r} is no clock; write live or sources")
    person = _asked(given, "person", "Your name (the first person, recorded by itself)")
    if not person.strip():
        raise RefusedError("a book needs its first person; write one, such as --person ann=Ann")
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
    begins = parse_day(given["begins"]) if "begins" in given else None
    return Beginning(Genesis.model_validate(fields), person_id, Person(name=person_name), begins)


def rows_for(book: Book, kind: str, given: dict[str, str]) -> tuple[Table, ...]:
    """The rows of one thing typed on the command line; on a terminal what is missing is asked for.

    ``said`` and ``words`` of a contribution become its first step and the statement it rests on. ``words`` of any other
    thing that has none itself, such as a step, become its statement as well.
    """
    if kind not in KINDS or not KINDS[kind].table:
        kinds = [one.name for one in KINDS.values() if one.table]
        raise RefusedError(f"{kind!r} cannot be recorded; {what_else(kind, kinds)}")
    ask = _ask if sys.stdin.isatty() else None
    if kind == "step" and "said" in given:
        given = {"word": given["said"], **{name: value for name, value in given.items() if name != "said"}}
    if "words" not in given or "words" in columns_by_name(KINDS[kind]):
        return typed_rows(kind, given, book.today, ask)
    statement, rest = _spoken(book, kind, given)
    return (statement, *typed_rows(kind, rest, book.today, ask))


def subject_of(kind: str, given: dict[str, str]) -> str:
    """The id of what was typed, or of what it is about: where the log of it is found."""
    return given.get(subject_column(KINDS[kind]).name) or kind


def _spoken(book: Book, kind: str, given: dict[str, str]) -> tuple[Table, dict[str, str]]:
    """The statement in what was typed of a thing, and the thing, which rests on it."""
    own, of_statement = columns_by_name(KINDS[kind]), columns_by_name(KINDS["statement"])
    spoken = {name: value for name, value in given.items() if name in of_statement and name not in own}
    rest = {name: value for name, value in given.items() if name not in spoken}
    rest.setdefault("statement", f"{subject_of(kind, given)}-said-{secrets.token_hex(2)}")
    if kind == "step":
        rest.setdefault("valid_from", book.today.isoformat())
        spoken.setdefault("said_on", rest["valid_from"])
        spoken |= _speaker_of_step(book, rest, spoken)
    spoken.setdefault("said_on", book.today.isoformat())
    spoken |= {name: value for name, value in given.items() if name in _OF_ALL}
    return one_row("statement", {"id": rest["statement"], **spoken}), rest


def _speaker_of_step(book: Book, step: dict[str, str], spoken: dict[str, str]) -> dict[str, str]:
    """The member that speaks in a step: for its own word the one that gives; who answers or reports must be named."""
    if "member" in spoken or step.get("word") not in set(map(str, SAID)):
        return {}
    given = book.snapshot().thing(Contribution, step.get("contribution", ""), date.max)
    return {} if given is None or given.member is None else {"member": given.member}


def _check_currency(code: str) -> None:
    if code not in CURRENCIES:
        mend = f"did you mean {code.upper()}?" if code.upper() in CURRENCIES else "write one such as EUR, USD or KES"
        raise RefusedError(f"{code!r} is no currency of ISO 4217; {mend}")


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
