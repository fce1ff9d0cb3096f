"""The check of a line's levels, and which of them overlap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from muster.core.days import day_before
from muster.core.problem import Problem
from muster.core.requirements import Requirement
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated


def steps_overlap(snapshot: Snapshot, valid: date) -> Iterator[Problem]:  # noqa: ARG001 - a check takes both
    """A level of a line still runs when the next begins. The two are not added: the later one holds."""
    for line in snapshot.ids("requirement"):
        for former, later, start in overlaps(snapshot, line):
            if former.valid.last != start:
                level = f"its level of {_number(former)} runs from {former.valid}"
                sentence = f"{level}, but from {start} on {_number(later)} holds alone"
                mend = f"end the first on {day_before(start)}; if the two add up, record their sum from {start}"
                yield Problem("steps_overlap", f"requirement {line}", sentence, mend)


def overlaps(snapshot: Snapshot, line: str) -> Iterator[tuple[Stated, Stated, date]]:
    """Each level that still runs when the next begins, with that next and its first day.

    A later level that ends first is an exception inside the former, which then holds again: no overlap.
    """
    levels = snapshot.facet(Requirement, line, "level")
    for index, former in enumerate(levels):
        for later in levels[index + 1 :]:
            start = later.valid.start
            if start is not None and start != former.valid.start and _outlasts(later, former, start):
                yield former, later, start
                break


def _outlasts(later: Stated, former: Stated, start: date) -> bool:
    """Whether a level begins inside a former one and does not end inside it."""
    until, end = former.valid.end, later.valid.end
    return until is not None and start < until and (end is None or end > until)


def _number(stated: Stated) -> str:
    level = cast("Requirement", stated.record).level
    return "no number" if level is None else f"{level.quantity}"
