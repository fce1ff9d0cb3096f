"""What hangs together in a random book: conditions that wait, lines that need others, joint contributions, rotas.

It is written after all else that a book says, from the subjects that are in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from muster.core.contributions import Condition, ConditionState
from muster.core.days import Dated
from muster.core.requirements import Requirement
from muster.core.shared import Joint, Part, Rota, Turn
from tests.oracle.books import FIRST, _Author

WRITTEN = 7
"""So many days after the first all contributions have been recorded."""


def chain(among: list[str], *, is_circle: bool) -> list[tuple[str, str]]:
    """Each with the next; in a circle the last with the first."""
    return list(pairwise([*among, among[0]] if is_circle else among))


class Hanging:
    """Writes into the book of an author, between whose lines and contributions something shall hang together.

    ``step_days``: what is dated begins and ends so many days, or a multiple of it, after ``begin``.
    """

    def __init__(self, author: _Author, begin: date = FIRST, step_days: int = 1) -> None:
        self.author, self.random = author, author.random
        self.begin, self.step_days = begin, step_days

    def day(self, first: int, last: int) -> date:
        """A day, so many to so many days after the first that counts, or one before it on which a step ends."""
        number = self.random.randint(first, last)
        return self.begin + timedelta(days=number - number % self.step_days)

    def some_day(self, first: int, last: int, percent: int) -> date | None:
        return self.day(first, last) if self.author.chance(percent) else None

    def pairs(self, among: Iterable[str], circles: int) -> list[tuple[str, str]]:
        """One that hangs on another: chains, now and then a circle, and some that branch off."""
        every = sorted(among)
        if len(every) < 2:
            return []
        result = []
        for _ in range(self.random.choice((1, 1, 2))):
            drawn = self.random.sample(every, min(len(every), self.random.choice((2, 2, 3, 4))))
            result += chain(drawn, is_circle=self.author.chance(circles))
            if self.author.chance(40):
                result.append((self.random.choice(every), drawn[0]))
        return [pair for pair in result if pair[0] != pair[1]]

    # -- conditions

    def waits(self, contributions: Iterable[str]) -> None:
        """Conditions that wait for another contribution, mostly open; some wait no more, or are decided, later."""
        for number, (one, other) in enumerate(self.pairs(contributions, circles=65)):
            subject, written = f"{one}.waits{number}", FIRST + timedelta(days=WRITTEN)
            fields: dict[str, Any] = {"contribution": one, "words": f"if {other} comes", "only_if": other}
            state = self.random.choice((None, None, None, None, ConditionState.OPEN, *ConditionState))
            fields |= {} if state is None else {"state": state}
            self.author.write(
                written,
                "condition",
                subject,
                Condition(**fields),
                start=self.some_day(3, 30, 15),
                end=self.some_day(35, 60, 10),
            )
            if self.author.chance(20):
                changed = self.day(12, 45)
                record = self.random.choice(
                    (
                        Condition(state=ConditionState.MET),
                        Condition(state=ConditionState.FAILED),
                        Condition(only_if=None),
                    )
                )
                self.author.write(max(written, changed), "condition", subject, record, start=changed)

    # -- lines

    def needs(self, lines: Iterable[str]) -> None:
        """Thresholds, and lines that need others; some of both are taken back or changed later."""
        every = sorted(lines)
        for line in every:
            if self.author.chance(30):
                percent = self.random.choice((10, 25, 50, 80, 100))
                self.said(line, Requirement(threshold=percent), Requirement(threshold=self.random.choice((None, 60))))
        needed: dict[str, list[str]] = {}
        for one, other in self.pairs(every, circles=45):
            needed[one] = [*needed.get(one, []), other]
        for line, others in needed.items():
            self.said(line, Requirement(needs=tuple(others)), Requirement(needs=self.random.choice((None, (line,)))))

    def said(self, line: str, first: Requirement, later: Requirement) -> None:
        self.author.write(FIRST, "requirement", line, first, start=self.some_day(3, 30, 10))
        if self.author.chance(12):
            self.author.write(FIRST, "requirement", line, later, start=self.day(31, 50))

    # -- joint contributions

    def joints(self, contributions: Iterable[str]) -> None:
        """One to three, each of one that is delivered and its parts; some share contributions."""
        every, written = sorted(contributions), FIRST + timedelta(days=WRITTEN)
        for number in range(self.random.choice((1, 1, 2, 3))):
            subject = f"J{number}"
            delivered, *parts = self.random.sample(every, min(len(every), self.random.choice((2, 2, 3))))
            self.author.write(written, "joint", subject, Joint(name=subject, delivers=delivered))
            for part in parts if not self.author.chance(20) else [delivered, *parts]:
                fields: dict[str, Any] = {"contribution": part, "role": self.random.choice(("lift", "crew", "money"))}
                fields |= {"required": self.author.chance(30)} if self.author.chance(50) else {}
                start, end = self.some_day(8, 25, 20), self.some_day(26, 55, 20)
                self.author.write(written, "part", subject, Part(**fields), start=start, end=end)
                if self.author.chance(15):
                    changed, record = self.day(28, 45), Part(contribution=part, required=self.author.chance(50))
                    self.author.write(max(changed, written), "part", subject, record, start=changed)

    # -- rotas

    def rotas(self, aims: dict[str, str]) -> None:
        """One to three, with turns of contributions made for the line and of others; some are open."""
        lines = sorted(aims.values())
        levels = [line for line in lines if line.startswith("L")]
        for number in range(self.random.choice((1, 2, 2, 3))):
            rota, line = f"R{number}", self.random.choice(lines if self.author.chance(10) else levels)
            self.author.write(FIRST, "rota", rota, Rota(line=line, name=rota, overlap_days=self.random.randint(0, 7)))
            fit = sorted(each for each, aim in aims.items() if aim == line)
            first = self.random.randint(0, 10)
            for _ in range(self.random.randint(2, 4)):
                contribution = self.random.choice(fit if fit and self.author.chance(75) else sorted(aims))
                self.turn(rota, first, None if self.author.chance(12) else contribution)
                first += self.random.randint(max(4, self.step_days), 20)

    def turn(self, rota: str, number: int, contribution: str | None) -> None:
        first = self.day(number, number)
        last = first + timedelta(days=self.step_days * self.random.randint(1, max(1, 40 // self.step_days)) - 1)
        is_fuzzy = self.step_days == 1 and self.author.chance(15)
        begun = any(
            each.subject == rota and getattr(each.record, "first", None) == _month(first) for each in self.author.drafts
        )
        fields: dict[str, Any] = {"first": _month(first) if is_fuzzy and not begun else Dated(first.isoformat())}
        fields["last"] = _month(last) if self.step_days == 1 and self.author.chance(15) else Dated(last.isoformat())
        fields |= {} if contribution is None else {"contribution": contribution}
        written = FIRST + timedelta(days=self.random.randint(WRITTEN, WRITTEN + 6))
        self.author.write(written, "turn", rota, Turn(**fields))


def _month(day: date) -> Dated:
    return Dated(day.isoformat()[:7])
