"""Checks of circles: what lies above itself, follows itself, depends on itself, or waits for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from muster.core.capabilities import Capability
from muster.core.contributions import Condition
from muster.core.operations import Operation, Phase, Place
from muster.core.problem import Problem
from muster.core.requirements import Requirement
from muster.ledger.phases import Phases
from muster.ledger.snapshot import Snapshot


def circular(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Things of which each is said to lie in, or to be a kind of, the next, and the last of the first."""
    for kind, record in (("capability", Capability), ("place", Place), ("operation", Operation)):
        parents = {one: getattr(found, "parent", None) for one, found in snapshot.things(record, valid).items()}
        for start in parents:
            way = [start]
            while (above := parents.get(way[-1])) is not None and above not in way:
                way.append(above)
            if above == start == min(way):
                sentence = f"it lies above itself: {', '.join([*way, start])}"
                yield Problem("circular", f"{kind} {start}", sentence, "record one of them with another parent")
    yield from _circular_phases(snapshot, valid)
    yield from _circular_needs(snapshot, valid)
    yield from _circular_conditions(snapshot, valid)


def _circular_phases(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Phases of which each follows the next, and the last the first."""
    phases = Phases(snapshot, valid)
    for phase in snapshot.things(Phase, valid):
        circle = phases.window(phase).circle
        if phase in circle[:1]:
            sentence = f"it follows itself, and never begins: {', '.join([*circle, phase])}"
            yield Problem("circular", f"phase {phase}", sentence, "record which of them comes first, without after")


def _circular_needs(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Lines of which each depends on the next, and the last on the first."""
    needs = {name: found.needs or () for name, found in snapshot.things(Requirement, valid).items()}
    for circle in circles(needs):
        sentence = f"it depends on itself: {', '.join([*circle, circle[0]])}"
        yield Problem("circular", f"requirement {circle[0]}", sentence, "record one of them without the other in needs")


def _circular_conditions(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Contributions of which each is promised only if the next is there, and the last only if the first is."""
    waits: dict[str, tuple[str, ...]] = {}
    for one in snapshot.things(Condition, valid).values():
        if one.is_open and one.contribution is not None and one.only_if is not None:
            waits[one.contribution] = (*waits.get(one.contribution, ()), one.only_if)
    for circle in circles(waits):
        sentence = f"it waits for itself: {', '.join([*circle, circle[0]])}; they count together, or not at all"
        mend = "ask who comes first, and record that condition as met"
        yield Problem("circular", f"contribution {circle[0]}", sentence, mend)


def circles(to: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The shortest circle through each thing that is the first by name of its circle."""
    for start in sorted(to):
        ways: dict[str, tuple[str, ...]] = {start: (start,)}
        waiting = [start]
        while waiting:
            here = waiting.pop(0)
            for other in to.get(here, ()):
                if other == start and start == min(ways[here]):
                    yield ways[here]
                    waiting.clear()
                    break
                if other not in ways:
                    ways[other] = (*ways[here], other)
                    waiting.append(other)
