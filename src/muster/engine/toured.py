"""The parts of a course: whole units on tour first, then amounts, interval by interval with those who graduate.

What covers the trainers' lines in the intervals before tells how many have graduated. So graduates never rest on
anything but the plan itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from muster.engine.amounts import Part, planned
from muster.engine.bounding import Bound, Bounding, left_by_amounts
from muster.engine.fleet import Fleet
from muster.engine.grown import grown
from muster.engine.network import Pair
from muster.engine.numbering import Begin, Course, Numbered, numbered
from muster.engine.production import Held, Run, graduated, held
from muster.engine.searching import Ceilings, searched
from muster.engine.touring import Effort, Kept, Tour, Work, allowed, on_tour

ROUNDS = 3
"""So often at most tours are looked for again, with the graduates of the plan before."""

TURNS = 2
"""So often units and amounts choose in turn, the ones on what the others leave."""

FIRST_STEPS = 2000
"""After so many steps it is asked how much there could be at most, before the search goes on."""

LONG = 100_000
"""Before so many more steps it is asked case by case; before fewer, by steps of prices alone."""


@dataclass(frozen=True)
class Touring:
    """What a plan is made of, the tours of its whole units, and how far they may be from the best.

    ``of`` is None, and the rest empty, where no unit may serve any line. ``is_stopped``: the search was.
    """

    course: Course
    begin: Begin
    kept: Kept
    effort: Effort
    of: Numbered | None = None
    tours: tuple[Tour, ...] = ()
    bounds: tuple[Bound, ...] = ()
    is_stopped: bool = False

    @property
    def has_units(self) -> bool:
        """Whether anything comes whole on any day, though it may serve nothing."""
        return bool(self.begin.terms)


def served(
    course: Course,
    begin: Begin,
    kept: Kept,
    work: Work,
    tours: Sequence[Tour] | None = None,
    *,
    classes: Sequence[Run] = (),
) -> tuple[tuple[Part, ...], Touring]:
    """The parts of a course, units on tour first, and the tours: those given, or the best that are found.

    ``classes`` are the runs whose graduates join in. Tours are looked for as though nobody graduated, and then again on
    what amounts leave with the graduates of the plan before; the bounds hold for as many as the plan has.
    """
    of = numbered(course, begin, kept.days)
    if of is None:
        return _planned(course, kept, classes), Touring(course, begin, kept, work.effort)
    search, bounding = _Search(course, begin, kept, work, classes), Bounding(of, work)
    chosen, parts = search.best(bounding, course, kept.tours) if tours is None else search.given(of, tours)
    for _ in range(ROUNDS if classes and tours is None else 0):
        if work.is_enough():
            break
        taught = search.taught(parts)
        others, again = search.best(Bounding(_numbered(taught, begin, kept), work), taught, chosen)
        if worth(again) <= worth(parts):
            break
        chosen, parts = others, again
    if classes:
        bounding = Bounding(_numbered(search.taught(parts), begin, kept), work)
    limits = tuple(bounding.of_plan(parts))
    return parts, Touring(course, begin, kept, work.effort, bounding.of, chosen, limits, is_stopped=work.is_stopped)


_Found = tuple[tuple[Tour, ...], tuple[Part, ...]]
"""Tours, and the plan with them."""


@dataclass(frozen=True)
class _Search:
    """What tours are looked for in."""

    course: Course
    begin: Begin
    kept: Kept
    work: Work
    classes: Sequence[Run]

    def given(self, of: Numbered, tours: Iterable[Tour]) -> _Found:
        """Those of some tours that units may make, and the plan with them."""
        chosen = allowed(of, tours)
        return chosen, self._planned(chosen)

    def best(self, bounding: Bounding, course: Course, begin_with: Sequence[Tour]) -> _Found:
        """The best tours that are found on a course, and the plan with them.

        After the first steps it is asked whether there could be any better.
        """
        steps = range(self.work.effort.steps)
        chosen, parts = self._in_turn(bounding, course, begin_with, steps[:FIRST_STEPS])
        rest = steps[FIRST_STEPS:]
        if rest and not (bounding.is_proven(parts) if len(rest) >= LONG else bounding.is_reached(parts)):
            others, again = self._in_turn(bounding, course, chosen, rest, bounding.ceilings())
            return (others, again) if worth(again) >= worth(parts) else (chosen, parts)
        return chosen, parts

    def _in_turn(
        self, bounding: Bounding, course: Course, begin_with: Sequence[Tour], steps: range, ceilings: Ceilings = ()
    ) -> _Found:
        """The best tours that are found in some steps, and the plan with them.

        Units choose first, then amounts and units in turn, or amounts do: neither way is always the better. All that
        is tried after the first has half of the steps together.
        """
        of, fewer = bounding.of, steps[: len(steps) // (4 * TURNS)]

        def found(fleet: Fleet, begin: Sequence[Tour], steps: range) -> _Found:
            tours = searched(of, fleet, self.work, begin, steps=steps, ceilings=ceilings)
            return tours, self._planned(tours)

        best = found(of.fleet, begin_with, steps)
        if of.amounts and not bounding.is_reached(best[1]):
            amounts_alone = (), _planned(on_tour(course, (), self.begin), self.kept, ())
            for start in (best, amounts_alone):
                now: _Found = start
                for _ in range(TURNS):
                    now = found(left_by_amounts(of, now[1]), now[0] or begin_with, fewer)
                    if worth(now[1]) > worth(best[1]):
                        best = now
        return best

    def taught(self, parts: Sequence[Part]) -> Course:
        """The course with those who graduate in a plan."""
        found = [held(run, parts) for run in self.classes]
        return [(days, grown(field, graduated(found, cast("date", days.start)))) for days, field in self.course]

    def _planned(self, tours: Sequence[Tour]) -> tuple[Part, ...]:
        return _planned(on_tour(self.course, tours, self.begin), self.kept, self.classes)


def worth(parts: Iterable[Part]) -> list[Fraction]:
    """What counts of what a plan covers, tier by tier, and after that what covers: weighted, over all days."""
    counts: dict[int, Fraction] = {}
    covered: dict[int, Fraction] = {}
    for part in parts:
        days = (cast("date", part.period.end) - cast("date", part.period.start)).days
        for line, wanted in part.field.wanted.items():
            each = days * wanted.weight
            counts[wanted.tier] = counts.get(wanted.tier, Fraction(0)) + each * part.counts(line)
            covered[wanted.tier] = covered.get(wanted.tier, Fraction(0)) + each * part.covered[line]
    return [found[tier] for found in (counts, covered) for tier in sorted(found)]


def _numbered(course: Course, begin: Begin, kept: Kept) -> Numbered:
    """The numbers of a course in which a unit may serve something."""
    return cast("Numbered", numbered(course, begin, kept.days))


def _planned(course: Course, kept: Kept, classes: Sequence[Run]) -> tuple[Part, ...]:
    """The parts of a course, each starting from the one before, the first from a kept plan.

    What covers the trainers' lines in the parts before tells how many have graduated; ``classes`` stand by last day.
    """
    parts: list[Part] = []
    done: list[Held] = []
    before: Mapping[Pair, Fraction] = {pair: amount for pair, amount in kept.assigned.items() if amount > 0}
    for period, field in course:
        day = cast("date", period.start)
        done += [held(run, parts) for run in classes[len(done) :] if run.end <= day]
        parts.append(planned(grown(field, graduated(done, day)), period, before))
        before = parts[-1].assigned
    return tuple(parts)
