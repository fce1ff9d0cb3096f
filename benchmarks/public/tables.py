"""The tables of public instances for the page: our answers beside those of HiGHS, and beside what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from benchmarks.public.answers import Answer
from benchmarks.public.assignments import Known


class Pair(NamedTuple):
    """Our answer to an instance, and that of HiGHS."""

    ours: Answer
    theirs: Answer


Found = Sequence[tuple[Known, Pair]]
"""Instances of generalised assignment with both answers."""


def by_instance(found: Found) -> Iterator[str]:
    """A row for each instance."""
    yield from _head("type | instance", "best | plan | at least | s | HiGHS: plan | at least | s")
    for known, pair in found:
        cells = [cell for one in pair for cell in (number(one.found), f"{one.at_least:,}", f"{one.seconds:.2f}")]
        yield f"| {known.kind} | {known.name} | {known.best:,} | {' | '.join(cells)} |"


def by_class(found: Found) -> Iterator[str]:
    """A row for each class of instances: those whose names are alike up to a hyphen."""
    ours = "best reached | proven | at most above | at most below | s"
    yield from _head("type | instances", f"{ours} | HiGHS: reached | proven | s")
    for name, group in groupby(found, lambda one: one[0].name.partition("-")[0]):
        every = list(group)
        farthest, loosest = extremes(every)
        cells = [*counts(every, 0), f"{farthest:.2f} %", f"{loosest:.2f} %", _seconds(every, 0)]
        cells += [*counts(every, 1), _seconds(every, 1)]
        yield f"| {every[0][0].kind} | {name}-0 to {name}-{len(every) - 1} | {' | '.join(cells)} |"


def of_rosters(rows: Iterable[tuple[str, int, Pair, Answer, int]]) -> Iterator[str]:
    """A row for each roster: its name, what is needed, both answers, our answer to it as one shift, and the penalty."""
    ours, theirs = "needed | first plan | uncovered | at least | s", "HiGHS: uncovered | at least | s"
    yield from _head("instance", f"{ours} | {theirs} | as one: at least | s | best known penalty")
    for name, needed, pair, one, penalty in rows:
        cells = [f"{needed:,}", number(pair.ours.first)]
        cells += [cell for side in pair for cell in (number(side.found), str(side.at_least), f"{side.seconds:.2f}")]
        cells += [str(one.at_least), f"{one.seconds:.2f}", f"{penalty:,}"]
        yield f"| {name} | {' | '.join(cells)} |"


def in_all(found: Found) -> Iterator[str]:
    """What came of all instances of a type, and of how many the model is shown to be no other."""
    for kind in sorted({known.kind for known, _ in found}):
        every = [one for one in found if one[0].kind == kind]
        (reached, proven), (their_reached, their_proven) = (counts(every, side) for side in (0, 1))
        farthest, loosest = extremes(every)
        yield f"- Type {kind}: best reached {reached} and proven {proven}; HiGHS {their_reached} and {their_proven}."
        yield f"  Our plans are at most {farthest:.2f} % above the best, our bounds at most {loosest:.2f} % below it."
    ours, theirs = (_busy([pair[side] for _, pair in found]) for side in (0, 1))
    yield f"- Of the time that passed we were at work {ours:.0%}, HiGHS {theirs:.0%}: others used the machine as well."
    same = sum(pair.ours.is_same_best for _, pair in found)
    yield f"- In {same} of {len(found)} plan and bound show that the model has no other best plans than the instance."
    yield "  The bound holds in all of them."


def counts(found: Found, side: int) -> tuple[str, str]:
    """How often one side (0: ours) reaches the best, and how often it proves that its plan is the best."""
    reached = sum(pair[side].found == known.best for known, pair in found)
    proven = sum(pair[side].is_proven for _, pair in found)
    return f"{reached} of {len(found)}", f"{proven} of {len(found)}"


def extremes(found: Found) -> tuple[float, float]:
    """How far our plans are above the best at most, and our bounds below it, in percent."""
    above = (1.0 if pair.ours.found is None else pair.ours.found / known.best - 1 for known, pair in found)
    below = (1 - pair.ours.at_least / known.best for known, pair in found)
    return 100 * max(above), 100 * max(below)


def number(found: int | None) -> str:
    """What was found, or that nothing was."""
    return "none" if found is None else f"{found:,}"


def _busy(answers: Sequence[Answer]) -> float:
    """What part of their time some answers took of a processor."""
    return sum(one.busy_s for one in answers) / sum(one.seconds for one in answers)


def _seconds(found: Found, side: int) -> str:
    return f"{sum(pair[side].seconds for _, pair in found):.1f}"


def _head(left: str, right: str) -> Iterator[str]:
    """Two rows: the names of columns, and on which side of them words and figures stand."""
    yield f"| {left} | {right} |"
    words, figures = left.count(" | ") + 1, right.count(" | ") + 1
    yield "|" + " :-- |" * words + " --: |" * figures
