"""Public instances by the planner of whole units, beside HiGHS in equal time.

``python -m benchmarks.public_instances`` prints their part of the page. Where our model says all that an instance says,
a plan is held against the best that is known. Where it does not, what is left out is said, and both work on what is
left.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from benchmarks.measure import say
from benchmarks.public import assignments, rosters, tables
from benchmarks.public.answers import Answer, told
from benchmarks.public.assignments import Known
from benchmarks.public.data import NoDataError
from benchmarks.public.rostering import ONE
from benchmarks.public.tables import Pair

ASSIGNMENT_S = {"cattrysse1994": 1.0, "chu1997": 4.0, "yagiura2004": 60.0}
"""So many seconds for each instance of a set, for either: to build the model, to plan and to prove."""

ROSTER_S = 4.0
"""The same for a roster."""

ONLY_ALL = ("yagiura2004",)
"""Sets that are run only where all are asked for: they have up to 1,600 jobs."""

BY_CLASS = ("cattrysse1994",)
"""Sets of classes of five small instances each: a class is a row."""

ROSTERS = ("01", "02", "03", "04", "05")
"""The rosters."""

HEAD = """
## Public instances beside HiGHS

Either works in a process of its own, one after the other, on each instance for at most so long as is said, with the
time to build its model, on one thread or as many as it likes. Whoever has proven that its plan is the best stops. *At
least* is what is proven."""

ASSIGNMENT = """
### Generalised assignment

It fits exactly: a job is a unit on one tour of two slots, an agent a line that needs its capacity in the first slot,
while the second counts what a job costs there. What agents carry beyond their capacity costs so much that no best plan
has any; `benchmarks/public/assigning.py` says why nothing is lost. HiGHS has the model of the textbooks."""

NOT_REACHED = """
Not reached: a proof for any of B and C, and for some of A. The bound by prices is no better than that of the linear
relaxation, and what lies between that and the best is left to branching, which Muster does not do. With agents as
units, their capacities as slots and jobs as lines the bound would be better; but there a tour must be as long as its
job takes, and how long tours are is said of the unit, not of the line. Not reached either: the best of B, and of many
of C. The search puts units back one by one, each where that costs least just then. Tried on four of these, none better
throughout: a price of overload of 3, 20, 60 and 200; 2, 4, 12 and 25 units taken out together instead of 6.
Begun with the tours that are best at the prices of the bound, three of the four came nearer (c20200 to 0.3 %), and one
did not. Plans do not begin so today."""

ROSTER = """
### Nurse rostering as cover over time

It fits in part: a nurse is a unit, a stretch of work a tour, days off are rest, and a shift is a line with its cover
day by day. How long stretches and days off are, also at the edges, who works on which days and shifts, and how many are
missing is as the instances have it. These say besides, and our model does not:

- on the day after some shifts, others may not follow;
- a nurse works so many of each shift at most, and between so many minutes in all;
- a nurse works on so many weekends at most;
- wishes for and against shifts have weights;
- a nurse too many costs something.

And our model says too much: in a stretch nobody changes shifts, for a tour serves one line. So plans here are no
rosters, and what they leave uncovered is no bound for these. *As one*, all shifts of a day are one line: what is
missing there at least is missing in every roster. HiGHS has the same models. The best known penalty counts 100 for each
nurse that is missing, besides all else."""


def page(*, is_all: bool = False) -> Iterator[str]:
    """The part of the page: tables of both kinds, or why they are left out."""
    yield HEAD
    try:
        facts, penalties = assignments.known(), rosters.known()
    except NoDataError as absent:
        yield f"\nLeft out: {absent}."
        return
    yield ASSIGNMENT
    yield from _of_assignments([one for one in facts.values() if is_all or one.source not in ONLY_ALL])
    yield NOT_REACHED
    yield ROSTER
    yield f"\n{ROSTER_S:g} s for each:\n"
    yield from tables.of_rosters(_rosters(penalties))


def agree(answers: Iterable[Answer], at_least: int = 0, best: int | None = None) -> None:
    """Raise ArithmeticError if anybody finds less than somebody proves; others prove ``at_least`` and find ``best``."""
    every = list(answers)
    proven = max(at_least, *(one.at_least for one in every))
    found = [one for one in (best, *(one.found for one in every)) if one is not None]
    if found and min(found) < proven:
        raise ArithmeticError(f"{every[0].name}: {min(found)} is found, where {proven} at least is proven")


def _of_assignments(every: Sequence[Known]) -> Iterator[str]:
    found: list[tuple[Known, Pair]] = []
    for source, group in groupby(every, lambda one: one.source):
        seconds, known = ASSIGNMENT_S[source], list(group)
        both = list(zip(known, _pairs("assigning", [one.name for one in known], seconds), strict=True))
        for one, pair in both:
            agree(pair, one.at_least, one.best)
        yield f"\nThe set {source}, {seconds:g} s for each:\n"
        yield from (tables.by_class if source in BY_CLASS else tables.by_instance)(both)
        found += both
    yield ""
    yield from tables.in_all(found)


def _rosters(penalties: dict[str, int]) -> Iterator[tuple[str, int, Pair, Answer, int]]:
    both = _pairs("rostering", ROSTERS, ROSTER_S)
    as_one = _pairs("rostering", [f"{name}{ONE}" for name in ROSTERS], ROSTER_S)
    for name, pair, one in zip(ROSTERS, both, as_one, strict=True):
        agree(pair)
        agree(one)
        yield name, rosters.roster(name).needed, pair, one.ours, penalties[rosters.file_of(name)]


def _pairs(kind: str, names: Sequence[str], seconds: float) -> list[Pair]:
    """What either answers to each instance."""
    say(f"{names[0]} to {names[-1]}, {seconds:g} s each")
    modules = (f"benchmarks.public.{kind}", f"benchmarks.peers.{kind}_milp")
    ours, theirs = (told(module, names, seconds) for module in modules)
    return [Pair(*answers) for answers in zip(ours, theirs, strict=True)]


def main() -> None:
    """Run the instances and print their part of the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.public_instances")
    parser.add_argument("--all", action="store_true", help="those of up to 1,600 jobs as well")
    for line in page(is_all=parser.parse_args().all):
        print(line, flush=True)


if __name__ == "__main__":
    main()
