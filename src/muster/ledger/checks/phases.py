"""Checks of phases: what never begins, lines that are never open, numbers of days that count nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from muster.core.keeping import SEES_ALL
from muster.core.operations import Phase
from muster.core.problem import Problem
from muster.ledger.checks.ground import ground_of
from muster.ledger.checks.texts import listed
from muster.ledger.phases import Phases
from muster.ledger.snapshot import Snapshot


def phase_elsewhere(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A phase follows one of another operation."""
    phases = Phases(snapshot, valid)
    for phase, stated in snapshot.things(Phase, valid).items():
        before = phases.follows(phase)
        other = None if before is None else phases.stated(before).operation
        if other not in (None, stated.operation):
            sentence = f"it follows {before}, which is a phase of {other}, not of {stated.operation}"
            yield Problem("phase_elsewhere", f"phase {phase}", sentence, "correct after, or one of the operations")


def phase_never_begins(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A line waits for a phase, and nobody knows the last day of one before it. Only who sees the whole book is told.

    To others a phase whose dates they do not see looks as though it had none.
    """
    if snapshot.viewer not in SEES_ALL:
        return
    phases = Phases(snapshot, valid)
    waiting: dict[str, list[str]] = {}
    for line, requirement in ground_of(snapshot, valid).lines.items():
        if requirement.phase is not None and phases.window(requirement.phase).waits_for is not None:
            waiting.setdefault(requirement.phase, []).append(line)
    for phase, lines in sorted(waiting.items()):
        waits_for = phases.window(phase).waits_for
        sentence = f"nobody knows when it begins, for {waits_for} has no last day; not open until then: {listed(lines)}"
        mend = f"record the last day of {waits_for}, or when it begins and how many days it lasts"
        yield Problem("phase_never_begins", f"phase {phase}", sentence, mend)


def line_never_open(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A line ends with a phase that is over before its own begins."""
    phases = Phases(snapshot, valid)
    for line, requirement in ground_of(snapshot, valid).stated_lines.items():
        phase, ends_with = requirement.phase, requirement.ends_with
        if phase is None or ends_with is None:
            continue
        first, last = phases.window(phase).first, phases.through(ends_with)
        if first is not None and last is not None and last < first:
            sentence = f"it is never open: it ends with {ends_with} on {last}, before {phase} begins on {first}"
            mend = "let it end with a later phase, or begin with an earlier one"
            yield Problem("line_never_open", f"requirement {line}", sentence, mend)


def phase_without_days(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A phase lasts, or overlaps by, less than one day."""
    for phase, stated in snapshot.things(Phase, valid).items():
        for name, days in (("lasts_days", stated.lasts_days), ("overlap_days", stated.overlap_days)):
            if days is not None and days < 1:
                sentence = f"{name} is {days:,}, and counts as though nothing were said"
                mend = f"write 1 or more, or leave {name} out"
                yield Problem("phase_without_days", f"phase {phase}", sentence, mend)
