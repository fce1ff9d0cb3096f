"""Random books in which help should go where it counts: lines that need others, thresholds, kinds that do not factor.

They are books of amounts, without totals, in which more hangs together; and what is asked besides: how much of a line
one member may count for, and how many must supply it. The same seed writes the same book.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from muster.core.requirements import Requirement
from tests.oracle.amounts import books as amounts
from tests.oracle.amounts.books import questions
from tests.oracle.amounts.hanging import Hanging
from tests.oracle.books import FIRST
from tests.oracle.counts.interval import Options
from tests.oracle.facts import Fact

__all__ = ["options_of", "questions", "random_book", "tiny_book", "tiny_options"]


class Author(amounts.Author):
    """Writes one book."""

    def needs(self) -> None:
        """Chains, circles, enablers of a later tier, enablers that are not planned; and thresholds."""
        hanging = Hanging(self)
        hanging.needs(self.lines)
        if self.chance(40):
            hanging.needs(self.lines)
        if self.chance(40):
            self.urgent_by_what_is_not()
        if self.chance(30):
            self.closed_enabler()

    def urgent_by_what_is_not(self) -> None:
        """A critical line needs one of the last tier."""
        one, other = self.random.sample(sorted(self.lines), 2)
        self.write(FIRST, "requirement", one, Requirement(tier=1, needs=(other,)))
        self.write(FIRST, "requirement", other, Requirement(tier=3))

    def closed_enabler(self) -> None:
        """A line needs another that ends, or never begins."""
        one, other = self.random.sample(sorted(self.lines), 2)
        self.write(FIRST, "requirement", one, Requirement(needs=(other,)))
        self.write(FIRST, "requirement", other, Requirement(level=None), start=self.some_day(10, 45, 80))

    def odd_substitutes(self) -> None:
        """Worths at random, by which hardly anything factors."""
        kinds = sorted(self.units)
        for _ in range(self.random.randint(1, 3 if self.tiny else 6)):
            capability, other = self.random.sample(kinds, 2)
            worth = self.random.choice((Fraction(1, 2), Fraction(2), Fraction(3), Fraction(6, 5), Fraction(1, 4)))
            self.substitute(capability, other, Fraction(2) if self.tiny and worth.denominator > 2 else worth)

    def second_kind(self) -> None:
        """For tiny books, which have one kind and those below it."""
        self.capability("D", None, "trucks", 0, Fraction(1))


def random_book(seed: int) -> list[Fact]:
    """A book of 4 to 12 lines and 8 to 25 contributions."""
    author = Author(seed)
    author.frame()
    if author.chance(50):
        author.odd_substitutes()
    author.levels()
    hanging = Hanging(author)
    if author.chance(30):
        hanging.waits(author.aims)
    if author.chance(20):
        hanging.joints(author.aims)
    if author.chance(30):
        hanging.rotas(author.aims)
    if author.chance(85):
        author.needs()
    if author.chance(20):
        author.second_thoughts()
    return author.finished()


def tiny_book(seed: int) -> list[Fact]:
    """A book of 2 to 4 lines and 2 to 5 contributions of at most 4 units."""
    author = Author(seed, tiny=True)
    author.frame()
    author.second_kind()
    author.odd_substitutes()
    author.levels()
    if author.chance(85):
        author.needs()
    return author.finished()


def options_of(seed: int) -> Options:
    """Of every third book only so much of a line may come from one member, of every fourth so many must supply it."""
    random = Random(f"options of {seed}")
    most = random.choice((25, 40, 50, 60, 100)) if seed % 3 == 1 else None
    return Options(most, random.choice((2, 2, 3)) if seed % 4 == 2 else None)


def tiny_options(seed: int) -> Options:
    """The same more often, by portions of which plans are easily looked at."""
    random = Random(f"options of {seed}")
    return Options(random.choice((None, 50, 50, 100)), random.choice((None, None, 2)))


def asked_on(seed: int) -> tuple[date, date]:
    """The first question of a book: a day, as known on a day."""
    return questions(seed)[0]
