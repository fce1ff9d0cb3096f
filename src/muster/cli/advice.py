"""Problems in the words of the command: with the command that mends them, and what stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from shlex import quote

from muster.book import Book
from muster.cli.options import looked_as
from muster.core.errors import FaultyDataError
from muster.core.problem import Problem
from muster.exchange.columns import subject_column
from muster.ledger.entries import Entry
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import in_effect

_OF_ENTRY = "entry "


@contextmanager
def told_to_correct(place: str, subject: str, viewer: str) -> Iterator[None]:
    """Where a thing is typed that stands already and differs, name the command that corrects it, not the option."""
    log = f"muster log {quote(place)} {quote(subject)}{looked_as(viewer)}"
    correct = f"muster correct {quote(place)} ENTRY COLUMN=VALUE"
    mend = f"give a later valid_from for a change, or correct it with: {correct} (the id of the entry: {log})"
    with _mended(lambda problem: replace(problem, mend=mend) if "--correct" in problem.mend else problem):
        yield


@contextmanager
def told_what_stands(book: Book, entry: str = "") -> Iterator[None]:
    """Where an entry no longer stands, name the one that stands in its place, or that took it back.

    ``entry`` is the one that is corrected; those taken back are named by the problem itself.
    """

    def mended(problem: Problem) -> Problem:
        gone = entry or problem.where.removeprefix(_OF_ENTRY)
        if problem.name != "not_standing" or (found := (snapshot := book.snapshot()).find(gone)) is None:
            return problem
        return replace(problem, where=f"{found.kind} {found.subject}", mend=_in_its_place(snapshot, found))

    with _mended(mended):
        yield


def check_same_subject(book: Book, entry: str, columns: Mapping[str, str]) -> None:
    """Raise FaultyDataError where a correction would move an entry to another subject."""
    target = book.snapshot().find(entry)
    if target is None or target.kind not in KINDS or not KINDS[target.kind].table:
        return
    column = subject_column(KINDS[target.kind]).name
    subject = columns.get(column, target.subject)
    if subject != target.subject:
        sentence = f"a {target.kind} of {subject} cannot correct a {target.kind} of {target.subject}"
        mend = f"take entry {entry} back with muster undo, and record the other"
        raise FaultyDataError([Problem("other_subject", f"command line:{column}", sentence, mend)])


@contextmanager
def _mended(mend: Callable[[Problem], Problem]) -> Iterator[None]:
    try:
        yield
    except FaultyDataError as error:
        raise FaultyDataError([mend(problem) for problem in error.problems]) from None


def _in_its_place(snapshot: Snapshot, gone: Entry) -> str:
    after = {entry.supersedes: entry for entry in in_effect(snapshot.entries)}
    last = gone
    while last.kind not in ABOUT_ENTRIES and last.id in after:
        last = after[last.id]
    if last.kind in ABOUT_ENTRIES:
        return f"it was taken back by entry {last.id}"
    return f"entry {last.id} stands in its place"
