"""A plan as it would be told, made by the oracle itself: every day as much counts as can, with who has graduated."""

from __future__ import annotations

from tests.oracle.amounts.day import Asked
from tests.oracle.counts.comparing import Told
from tests.oracle.counts.counting import counts_of, covered_by
from tests.oracle.counts.interval import Interval, interval_of
from tests.oracle.counts.program import best
from tests.oracle.production.runs import Runs
from tests.oracle.production.walk import Asking, Stretch, Walk
from tests.oracle.units.milp import Program
from tests.oracle.units.terms import Question
from tests.oracle.units.validator import ONE_DAY, Tour
from tests.oracle.units.validator import runs as tours_of


def planned(asking: Asking) -> list[Stretch]:
    """The best of each day, one after another, for a book in which nothing comes whole."""
    return _planned(asking, None, [])


def walked(asking: Asking) -> Walk:
    """The oracle's own plan walked through: whole units first, by the day-by-day program; then what counts most."""
    question = Question(asking.facts, asking.period, asking.known, asking.firmness)
    program = Program(question)
    program.best_of_all()
    serving = program.serving() if question.units and question.tiers else {}
    tours = [
        Tour(unit, run.line, run.first, run.end - ONE_DAY) for unit, lines in serving.items() for run in tours_of(lines)
    ]
    return Walk(asking, _planned(asking, question, tours), tours)


def _planned(asking: Asking, question: Question | None, tours: list[Tour]) -> list[Stretch]:
    runs, result = Runs(asking.facts, asking.period, asking.known), list[Stretch]()
    before: Interval | None = None
    for day in asking.days:
        interval = interval_of(
            Asked(asking.facts, day, asking.known, asking.firmness).growing(runs.graduates(day)),
            asking.options,
            whole=frozenset() if question is None else question.on[day].whole,
            tours={tour.contribution: tour.line for tour in tours if day in tour.days},
        )
        told = result[-1].told if interval == before else _best(interval)
        runs.tell(day, told.counts)
        result.append(Stretch(day, day, told))
        before = interval
    return result


def _best(interval: Interval) -> Told:
    given = best(interval).given
    return Told(given, covered_by(interval, given), counts_of(interval, given))
