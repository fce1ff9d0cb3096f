"""Checks: functions of a snapshot that name what is wrong or doubtful in a book. They change nothing.

A check sees what its snapshot holds and nothing else, so what a viewer is told follows from what it may see. Each has a
page in ``docs/reference/problems`` with the smallest book that causes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from muster.core.problem import Problem
from muster.ledger.checks.assertions import assertion_differs, assertions_disagree, nothing_to_compare
from muster.ledger.checks.caps import caps_contradict
from muster.ledger.checks.changes import back_dated_change
from muster.ledger.checks.circles import circular
from muster.ledger.checks.contributions import done_above_said, needs_missing, undeclared_caveat
from muster.ledger.checks.deadlines import accepted_gap_expired, condition_expired, review_passed
from muster.ledger.checks.decisions import one_decision
from muster.ledger.checks.ground import sharing
from muster.ledger.checks.joints import circular_joint, part_missing
from muster.ledger.checks.levels import steps_overlap
from muster.ledger.checks.phases import line_never_open, phase_elsewhere, phase_never_begins, phase_without_days
from muster.ledger.checks.pins import pinned_beyond, pinned_twice, pinned_wrongly
from muster.ledger.checks.productions import (
    circular_production,
    graduates_not_joining,
    no_class,
    no_trainers,
    shared_trainers,
    trainers_of_total,
)
from muster.ledger.checks.ranges import out_of_range
from muster.ledger.checks.references import redacted, unknown_reference
from muster.ledger.checks.rotas import open_turn, short_overlap
from muster.ledger.checks.sight import said_unseen, words_unseen
from muster.ledger.checks.tours import no_tour, one_tour, pinned_rest, pinned_tour
from muster.ledger.checks.units import loans_with_grants, uncountable, unlike_units
from muster.ledger.checks.windows import dates_backwards, last_day_is_next_first, overlapping_windows
from muster.ledger.snapshot import Snapshot

Run = Callable[[Snapshot, date], Iterable[Problem]]
"""What a check does: from a snapshot and the day asked about to problems, each under the check's name."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, which its problems carry; what it finds, in a sentence; and the function that finds it."""

    name: str
    meaning: str
    run: Run


CHECKS: tuple[Check, ...] = (
    Check("unknown_reference", "something that an entry names is not in the book", unknown_reference),
    Check("circular", "something lies above itself, follows itself or waits for itself", circular),
    Check("circular_joint", "a joint contribution rests on itself", circular_joint),
    Check("uncountable", "a number that the unit of its capability cannot count", uncountable),
    Check("out_of_range", "a number that cannot be, alone or beside another", out_of_range),
    Check("unlike_units", "what is given cannot be added to what is needed or stated", unlike_units),
    Check("dates_backwards", "a last day before its first day", dates_backwards),
    Check("needs_missing", "a step lacks what its word needs and counts as a softer one", needs_missing),
    Check("part_missing", "a joint contribution counts at a softer word, that of a part", part_missing),
    Check("done_above_said", "more is in place than was ever said", done_above_said),
    Check("overlapping_windows", "one unit is given twice at a time", overlapping_windows),
    Check("one_decision", "two contributions look like one decision", one_decision),
    Check("last_day_is_next_first", "a last day is also the first day of what follows", last_day_is_next_first),
    Check("pinned_twice", "what comes whole is pinned to two lines on the same days", pinned_twice),
    Check("pinned_beyond", "more is pinned of a contribution than it gives", pinned_beyond),
    Check("pinned_wrongly", "a contribution is pinned to a line that it may not serve", pinned_wrongly),
    Check("pinned_tour", "a unit is pinned for longer than its tours may be, or for less", pinned_tour),
    Check("pinned_rest", "between two pins a unit has less than its rest", pinned_rest),
    Check("no_tour", "a unit can make no tour at all", no_tour),
    Check("one_tour", "a unit makes one tour only, though days of its window are left", one_tour),
    Check("caps_contradict", "a cap reduces what is not there, or contradicts another", caps_contradict),
    Check("open_turn", "a rota has days on which nobody serves", open_turn),
    Check("short_overlap", "who comes and who goes are together for too few days", short_overlap),
    Check("no_trainers", "a production has no trainers", no_trainers),
    Check("no_class", "a number of a production is not above 0 for certain", no_class),
    Check("trainers_of_total", "trainers are asked of a line that counts a total", trainers_of_total),
    Check("shared_trainers", "trainers of one line are counted by several productions", shared_trainers),
    Check("graduates_not_joining", "those who graduate cannot join their contribution", graduates_not_joining),
    Check("circular_production", "a production's only trainers are to graduate from it", circular_production),
    Check("steps_overlap", "a level of a line runs on after the next has begun", steps_overlap),
    Check("phase_elsewhere", "a phase follows one of another operation", phase_elsewhere),
    Check("phase_never_begins", "a line waits for a phase, and nobody knows when it begins", phase_never_begins),
    Check("line_never_open", "a line ends before its phase begins", line_never_open),
    Check("phase_without_days", "a phase lasts or overlaps by less than a day", phase_without_days),
    Check("loans_with_grants", "one line is served by grants and by loans", loans_with_grants),
    Check("back_dated_change", "a change alters nothing from a later start on", back_dated_change),
    Check("condition_expired", "a condition is open after its deadline", condition_expired),
    Check("review_passed", "a contribution was to be reviewed by now", review_passed),
    Check("accepted_gap_expired", "a gap was accepted until a day that has passed", accepted_gap_expired),
    Check("undeclared_caveat", "a caveat that its member has not declared", undeclared_caveat),
    Check("assertion_differs", "a stated total is not what the book adds up to", assertion_differs),
    Check("nothing_to_compare", "a total is stated of what no contribution in the book gives", nothing_to_compare),
    Check("assertions_disagree", "totals stated of one thing differ", assertions_disagree),
    Check("said_unseen", "somebody recorded over what its member may not see", said_unseen),
    Check("words_unseen", "a step is shown to more than the words it rests on", words_unseen),
    Check("redacted", "the payload of an entry has been taken out", redacted),
)
"""The checks of Muster, in the order in which their problems are shown."""


def run_checks(snapshot: Snapshot, valid: date, extra: Iterable[Check] = ()) -> tuple[Problem, ...]:
    """What all checks, and those of the caller after them, find in a snapshot on a day."""
    with sharing(snapshot, valid):
        return tuple(problem for check in (*CHECKS, *extra) for problem in check.run(snapshot, valid))
