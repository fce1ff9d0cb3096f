"""Tiny productions worked out by hand: who graduates from which run, and what counts of a line on some days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from muster.core.capabilities import Capability, Portion
from muster.core.contributions import Condition, ConditionState, Contribution
from muster.core.days import Dated, Period
from muster.core.requirements import Requirement
from tests.oracle.amounts.hand import BEGIN, Hand
from tests.oracle.production.records import PRODUCTION, TRAINERS, production, trainers
from tests.oracle.production.walk import Asking
from tests.oracle.scribe import dates, exactly, on

MARCH = Period(on(3, 1), on(4, 1))


@dataclass(frozen=True)
class Example:
    """A book asked about March; the first day of each run with how many graduate; what counts of police on days."""

    asking: Asking
    graduated: dict[date, int]
    counts: dict[date, int | Fraction] = field(default_factory=dict)


class School(Hand):
    """12 trainers of 15 that are needed; a class of 20 needs 5 of them for 10 days; 100 police are needed."""

    def __init__(self, trainers_there: int = 12, **police: Any) -> None:
        super().__init__()
        self.capability(BEGIN, "G")
        self.needs("T", 15, tier=2)
        self.needs("P", 100, tier=1, capability="G")
        self.gives("A", trainers_there)
        given = {"capability": "G", "operation": "OP", "window": dates("2026-01-01"), **police}
        self.contribution(BEGIN, "H", **given)

    def trains(self, begins: str = "2026-03-01", start: date | None = None, **fields: Any) -> None:
        given = {"name": "school", "graduates": "H", "class_size": exactly(20), "course_days": 10, **fields}
        self.write(BEGIN, PRODUCTION, "S", production(begins=Dated(begins), **given), start=start)

    def by(self, line: str = "T", number: int = 5) -> None:
        self.write(BEGIN, TRAINERS, "S", trainers(line=line, per_class=exactly(number)))

    def asking(self) -> Asking:
        return Asking(self.facts, MARCH, on(3, 1))


def two_classes() -> Example:
    """12 trainers hold two classes at once: 40 graduate every ten days; the 31st belongs to a run that is not over."""
    book = School()
    book.trains()
    book.by()
    graduated = {on(3, 1): 40, on(3, 11): 40, on(3, 21): 40}
    return Example(
        book.asking(), graduated, {on(3, 10): 0, on(3, 11): 40, on(3, 20): 40, on(3, 21): 80, on(3, 31): 100}
    )


def one_at_most() -> Example:
    book = School()
    book.trains(most_classes=1)
    book.by()
    return Example(book.asking(), {on(3, 1): 20, on(3, 11): 20, on(3, 21): 20}, {on(3, 31): 60})


def begun_before() -> Example:
    """It began on 24 February: the run of that day is not counted, the next begins on 6 March."""
    book = School()
    book.trains("2026-02-24")
    book.by()
    return Example(book.asking(), {on(3, 6): 40, on(3, 16): 40}, {on(3, 15): 0, on(3, 16): 40, on(3, 31): 80})


def some_day_in_march() -> Example:
    """Its first day may be the 31st, from which no run is over in time."""
    book = School()
    book.trains("2026-03")
    book.by()
    return Example(book.asking(), {}, {on(3, 31): 0})


def fewer_from_a_day_on() -> Example:
    """From 15 March on 4 trainers are left: no class in the second run, though on 11 days of it there were enough."""
    book = School()
    book.trains()
    book.by()
    book.cap(BEGIN, "reduced", of="A", valid=on(3, 15), quantity=exactly(4))
    return Example(book.asking(), {on(3, 1): 40, on(3, 11): 0, on(3, 21): 0}, {on(3, 31): 40})


def the_smallest_of_two_lines() -> Example:
    """A class needs an interpreter, too: there is one."""
    book = School()
    book.trains()
    book.by()
    book.capability(BEGIN, "X")
    book.needs("N", 1, capability="X")
    book.gives("B", 1, capability="X")
    book.by("N", 1)
    return Example(book.asking(), {on(3, 1): 20, on(3, 11): 20, on(3, 21): 20})


def a_line_that_is_not_planned() -> Example:
    """A class needs somebody of a line without need: no class."""
    book = School()
    book.trains()
    book.by()
    book.needs("N", 0)
    book.by("N", 1)
    return Example(book.asking(), {on(3, 1): 0, on(3, 11): 0, on(3, 21): 0})


def what_counts_trains() -> Example:
    """12 of 15 trainers are not enough for a threshold of 90 percent: they cover, and train nobody."""
    book = School()
    book.trains()
    book.by()
    book.write(BEGIN, "requirement", "T", Requirement(threshold=90))
    return Example(book.asking(), {on(3, 1): 0, on(3, 11): 0, on(3, 21): 0}, {on(3, 31): 0})


def smaller_classes_later() -> Example:
    """From 5 March on classes are of 15: the run of 1 March is of 20 still."""
    book = School()
    book.trains()
    book.by()
    book.write(BEGIN, PRODUCTION, "S", production(class_size=exactly(15)), start=on(3, 5))
    return Example(book.asking(), {on(3, 1): 40, on(3, 11): 30, on(3, 21): 30}, {on(3, 31): 100})


def nobody_trains() -> Example:
    book = School()
    book.trains()
    return Example(book.asking(), {on(3, 1): 0, on(3, 11): 0, on(3, 21): 0})


def who_comes_whole() -> Example:
    """Police in brigades come whole: nothing is produced."""
    book = School()
    book.trains()
    book.by()
    book.write(BEGIN, "capability", "G", Capability(portion=Portion.UNIT))
    return Example(book.asking(), {}, {})


def outside_the_window() -> Example:
    """Those who graduate serve from 15 March on, when their window begins."""
    book = School(window=dates("2026-03-15"))
    book.trains()
    book.by()
    return Example(
        book.asking(), {on(3, 1): 40, on(3, 11): 40, on(3, 21): 40}, {on(3, 14): 0, on(3, 15): 40, on(3, 21): 80}
    )


def more_than_is_there() -> Example:
    """30 are there already, and no more are said to be; 40 come to them. After the condition fails, none."""
    book = School()
    book.step(BEGIN, "committed", 30, of="H")
    book.write(BEGIN, "contribution", "H", Contribution(words="yes"))
    book.trains()
    book.by()
    failed = Condition(contribution="H", words="if", state=ConditionState.FAILED)
    book.write(BEGIN, "condition", "if", failed, start=on(3, 25))
    return Example(
        book.asking(),
        {on(3, 1): 40, on(3, 11): 40, on(3, 21): 40},
        {on(3, 10): 30, on(3, 11): 70, on(3, 21): 100, on(3, 25): 0},
    )


def in_turn_they_train() -> Example:
    """Those who graduated train the next: 5 in the first run, so 1 class of 20; then 25 train 5 classes."""
    book = School(trainers_there=5, capability="C")
    book.write(BEGIN, "requirement", "T", Requirement(tier=1, weight=5))
    book.needs("T", 25, tier=1, weight=5)
    book.trains()
    book.by()
    return Example(book.asking(), {on(3, 1): 20, on(3, 11): 100, on(3, 21): 100})


EXAMPLES: dict[str, Example] = {
    "two classes": two_classes(),
    "one at most": one_at_most(),
    "begun before": begun_before(),
    "some day in March": some_day_in_march(),
    "fewer from a day on": fewer_from_a_day_on(),
    "the smallest of two lines": the_smallest_of_two_lines(),
    "a line that is not planned": a_line_that_is_not_planned(),
    "what counts trains": what_counts_trains(),
    "smaller classes later": smaller_classes_later(),
    "nobody trains": nobody_trains(),
    "who comes whole": who_comes_whole(),
    "outside the window": outside_the_window(),
    "more than is there": more_than_is_there(),
    "in turn they train": in_turn_they_train(),
}
