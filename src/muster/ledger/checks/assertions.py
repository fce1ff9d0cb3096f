"""Checks of totals that somebody states. A difference is a reconciliation item; it overwrites nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations

from muster.core.operations import Assertion
from muster.core.problem import Problem
from muster.core.quantity import grouped
from muster.ledger.checks.ground import ground_of
from muster.ledger.checks.texts import Ends, counted, ends_of, joined, listed, plural, quoted
from muster.ledger.checks.texts import folded as same_words
from muster.ledger.checks.totals import STATED_AT, Tally, tallies
from muster.ledger.snapshot import Snapshot


def assertion_differs(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A stated total is not what the contributions in the book add up to on its day."""
    for assertion, record, tally in tallies(ground_of(snapshot, valid)):
        stated = ends_of(record.quantity)
        if not tally.scope or len(tally.units) > 1 or stated.meets(tally.ends):
            continue
        unit = next(iter(tally.units), None)
        total = f"{counted(record.quantity, unit)} stated for {record.day} ({quoted(record.states)})"
        sentence = f"{total}, but {_in_book(tally, unit, record.firmness or STATED_AT)}, {_off(stated, tally.ends)}"
        if tally.unknown:
            sentence += f"; of unknown number: {listed(tally.unknown)}"
        mend = "nothing is overwritten: find out which of the two is out of date"
        yield Problem("assertion_differs", f"assertion {assertion}", sentence, mend)


def nothing_to_compare(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Totals are stated of what no contribution in the book gives on their day: they are named, not compared."""
    alone: dict[str, list[str]] = {}
    for assertion, record, tally in tallies(ground_of(snapshot, valid)):
        if not tally.scope and not ends_of(record.quantity).meets(tally.ends):
            alone.setdefault(record.capability or "", []).append(assertion)
    for capability, found in sorted(alone.items()):
        totals = "1 stated total has" if len(found) == 1 else f"{len(found):,} stated totals have"
        sentence = f"{totals} no contribution in the book to be compared with: {listed(found)}"
        mend = "record what they are made of, or leave them as they are"
        yield Problem("nothing_to_compare", f"capability {capability}", sentence, mend)


def assertions_disagree(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Totals stated of one thing in the same words differ: of one meeting, or of one scope on one day."""
    groups: dict[tuple[str, ...], dict[str, Assertion]] = {}
    for assertion, record in snapshot.things(Assertion, valid).items():
        groups.setdefault(_about(record), {})[assertion] = record
    for found in groups.values():
        stated = [ends_of(record.quantity) for record in found.values()]
        if all(one.meets(other) for one, other in combinations(stated, 2)):
            continue
        first, record = next(iter(found.items()))
        where = f"assertion {first}" if record.meeting is None else f"meeting {record.meeting}"
        numbers = joined(f"{one.quantity} ({assertion})" for assertion, one in found.items())
        mend = "keep them all and ask which is right, or give what counts something else its own words"
        yield Problem("assertions_disagree", where, f"{numbers} are stated of {quoted(record.states)}", mend)


def _about(record: Assertion) -> tuple[str, ...]:
    """What a total is about: two of the same should agree."""
    if record.meeting is not None:
        return (same_words(record.states), record.meeting)
    scope = (record.member, record.operation, record.capability, record.place)
    return (same_words(record.states), *(one or "" for one in scope), record.firmness or STATED_AT, f"{record.day}")


def _in_book(tally: Tally, unit: str | None, firmness: str) -> str:
    if not tally.contributions:
        return f"no contribution in the book counts towards it ({firmness})"
    contributions = plural(len(tally.contributions), "contribution")
    return f"the book has {counted(tally.ends, unit)} {firmness} from {contributions}"


def _off(stated: Ends, found: Ends) -> str:
    """By how much the book is off, from the nearer ends; the two do not meet."""
    if found.high is not None and found.high < (stated.low or 0):
        return f"{grouped((stated.low or Decimal(0)) - found.high)} fewer"
    return f"{grouped((found.low or Decimal(0)) - (stated.high or Decimal(0)))} more"
