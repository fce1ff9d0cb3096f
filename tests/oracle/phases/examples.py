"""Chains of phases worked out by hand: the first and the last day of each, and on which days a line is open.

Ramadi is taken, then Hit, then Mosul; every line that takes is in the phase of its place, one that holds ends with the
next. Days are of 2026; the book is asked on each day as known then, where nothing else is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from muster.core.operations import Phase
from muster.core.requirements import Requirement
from tests.oracle.amounts.hand import BEGIN, Hand
from tests.oracle.facts import Fact
from tests.oracle.phases.windows import NEVER, Window
from tests.oracle.scribe import dates, on

LATE = on(12, 1)


@dataclass(frozen=True)
class Example:
    """A book; the windows of phases by what is known late; for some lines, days on which they are open or are not."""

    facts: list[Fact]
    windows: Mapping[str, Window | None]
    is_open: dict[str, list[tuple[date, date]]] = field(default_factory=dict)
    closed: dict[str, list[date]] = field(default_factory=dict)
    day: date = LATE
    known: date = LATE


class Plotter(Hand):
    """Writes phases and lines that hang on them."""

    def phase(self, subject: str, start: str | None = None, last: str | None = None, **fields: Any) -> None:
        """A phase from a first day to a last."""
        given = {"name": subject, "operation": "OP", "order": len(self.facts), **fields}
        given |= {"dates": dates(start, last)} if start or last else {}
        self.write(BEGIN, "phase", subject, Phase(**given))

    def says(self, day: date, subject: str, start: date | None = None, **fields: Any) -> None:
        """Something else is recorded of a phase on a day."""
        self.write(day, "phase", subject, Phase(**fields), start=start)

    def hangs(self, subject: str, **fields: Any) -> None:
        """A line of 10 in a phase."""
        self.needs(subject, 10)
        self.write(BEGIN, "requirement", subject, Requirement(**fields))


def towns(**hit: Any) -> Plotter:
    """Ramadi in March, then Hit for 20 days, then Mosul."""
    book = Plotter()
    book.phase("Ramadi", "2026-03-01", "2026-03-31")
    book.phase("Hit", after="Ramadi", **{"lasts_days": 20, **hit})
    book.phase("Mosul", after="Hit")
    return book


def in_order() -> Example:
    book = towns()
    book.hangs("take", phase="Hit", ends_with="Hit")
    book.hangs("hold", phase="Hit")
    windows = {
        "Ramadi": Window(on(3, 1), on(3, 31)),
        "Hit": Window(on(4, 1), on(4, 20)),
        "Mosul": Window(on(4, 21)),
    }
    is_open = {"take": [(on(4, 1), on(4, 20))], "hold": [(on(4, 1), LATE)]}
    return Example(book.facts, windows, is_open, {"take": [on(3, 31), on(4, 21)], "hold": [on(3, 31)]})


def slipped() -> Example:
    """On 20 March it is recorded that Ramadi lasts until 15 April: Hit and Mosul begin 15 days later."""
    book = towns()
    book.says(on(3, 20), "Ramadi", dates=dates("2026-03-01", "2026-04-15"))
    windows = {"Hit": Window(on(4, 16), on(5, 5)), "Mosul": Window(on(5, 6))}
    return Example(book.facts, windows)


def not_yet_slipped() -> Example:
    """The same book, as known on 19 March."""
    windows = {"Hit": Window(on(4, 1), on(4, 20)), "Mosul": Window(on(4, 21))}
    return Example(slipped().facts, windows, known=on(3, 19))


def its_own_day_is_later() -> Example:
    """Hit does not begin before its own 10 April; to the end that it states itself."""
    book = towns(lasts_days=None)
    book.says(BEGIN, "Hit", dates=dates("2026-04-10", "2026-04-12"))
    return Example(book.facts, {"Hit": Window(on(4, 10), on(4, 12)), "Mosul": Window(on(4, 13))})


def pushed_it_keeps_its_length() -> Example:
    """Planned for 20 to 29 March, Hit is pushed to 1 April and lasts 10 days still."""
    book = towns(lasts_days=None)
    book.says(BEGIN, "Hit", dates=dates("2026-03-20", "2026-03-29"))
    return Example(book.facts, {"Hit": Window(on(4, 1), on(4, 10)), "Mosul": Window(on(4, 11))})


def pushed_it_lasts_as_it_says() -> Example:
    """The same, where it is said to last 3 days: that is kept."""
    book = towns(lasts_days=3)
    book.says(BEGIN, "Hit", dates=dates("2026-03-20", "2026-03-29"))
    return Example(book.facts, {"Hit": Window(on(4, 1), on(4, 3))})


def pushed_without_end() -> Example:
    """Pushed, with no length and no last day: nobody knows when Mosul begins."""
    book = towns(lasts_days=None)
    book.says(BEGIN, "Hit", dates=dates("2026-03-20"))
    book.hangs("L", phase="Mosul")
    return Example(book.facts, {"Hit": Window(on(4, 1)), "Mosul": NEVER}, closed={"L": [on(3, 1), LATE]})


def imprecise() -> Example:
    """Some day in March is its last, some day in May its first."""
    book = Plotter()
    book.phase("Ramadi", "2026-03", "2026-05")
    book.phase("Hit", after="Ramadi")
    book.hangs("L", phase="Ramadi", ends_with="Ramadi")
    windows = {"Ramadi": Window(on(3, 31), on(5, 1)), "Hit": Window(on(5, 2))}
    return Example(book.facts, windows, {"L": [(on(3, 31), on(5, 1))]}, {"L": [on(3, 30), on(5, 2)]})


def circle() -> Example:
    """Ramadi follows Mosul: none of them ever begins."""
    book = towns()
    book.says(BEGIN, "Ramadi", after="Mosul")
    book.hangs("L", phase="Hit")
    book.hangs("M", ends_with="Hit")
    windows: dict[str, Window | None] = {"Ramadi": NEVER, "Hit": NEVER, "Mosul": NEVER}
    return Example(book.facts, windows, {"M": [(on(3, 1), LATE)]}, {"L": [LATE]})


def without_a_window() -> Example:
    """A phase that says no day, and follows none: nothing hangs on it; what follows it never begins."""
    book = Plotter()
    book.phase("Ramadi")
    book.phase("Hit", after="Ramadi")
    book.hangs("L", phase="Ramadi", ends_with="Ramadi")
    return Example(book.facts, {"Ramadi": None, "Hit": NEVER}, {"L": [(on(2, 1), LATE)]})


def last_day_alone() -> Example:
    """Of a phase that says its last day alone nobody knows the first: no line waits for it, but lines end with it."""
    book = Plotter()
    book.phase("Ramadi", last="2026-03-31")
    book.phase("Hit", after="Ramadi")
    book.hangs("L", phase="Ramadi", ends_with="Ramadi")
    windows = {"Ramadi": Window(None, on(3, 31)), "Hit": Window(on(4, 1))}
    return Example(book.facts, windows, {"L": [(on(2, 1), on(3, 31))]}, {"L": [on(4, 1)]})


def hand_over() -> Example:
    """Who takes Ramadi goes on for 7 days of Hit, and for 10 of the other phase that follows."""
    book = towns(overlap_days=7)
    book.phase("Heet", "2026-04-05", after="Ramadi", overlap_days=10)
    book.hangs("L", phase="Ramadi", ends_with="Ramadi")
    windows = {"Hit": Window(on(4, 1), on(4, 20)), "Heet": Window(on(4, 5))}
    return Example(book.facts, windows, {"L": [(on(3, 1), on(4, 14))]}, {"L": [on(2, 28), on(4, 15)]})


def says_otherwise_from_a_day_on() -> Example:
    """From 15 April on Hit follows nothing and states no day: on that day nothing hangs on it any more."""
    book = towns()
    book.says(BEGIN, "Hit", on(4, 15), after=None)
    book.hangs("L", phase="Hit", ends_with="Hit")
    return Example(book.facts, {"Hit": None}, {"L": [(on(4, 1), LATE)]}, {"L": [on(3, 31)]})


EXAMPLES: dict[str, Example] = {
    "in order": in_order(),
    "slipped": slipped(),
    "not yet slipped": not_yet_slipped(),
    "its own day is later": its_own_day_is_later(),
    "pushed, it keeps its length": pushed_it_keeps_its_length(),
    "pushed, it lasts as it says": pushed_it_lasts_as_it_says(),
    "pushed without end": pushed_without_end(),
    "imprecise": imprecise(),
    "a circle": circle(),
    "without a window": without_a_window(),
    "a last day alone": last_day_alone(),
    "hand-over": hand_over(),
    "says otherwise from a day on": says_otherwise_from_a_day_on(),
}
