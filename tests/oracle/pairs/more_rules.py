"""Features of what hangs together, comes whole, adds up over time, has phases or is trained: each writes itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from muster.core.capabilities import Measure, Portion
from muster.core.contributions import Assignment, Instalment
from muster.core.operations import Dates, Phase
from tests.oracle.books import FIRST
from tests.oracle.pairs.author import BEGIN, KIND, Author, dated, exactly
from tests.oracle.production.books import Producing, Setting

WHOLE = "U"
"""A kind that comes whole."""


# ---- what counts


def chains(author: Author) -> None:
    one, two, three = author.random.sample(("L0", "L1", "L2", "L3"), 3)
    author.needs(one, two)
    author.needs(two, three)


def circles(author: Author) -> None:
    one, two = author.two_lines()
    author.needs(one, two)
    author.needs(two, one)


def thresholds(author: Author) -> None:
    for line in {author.line(), author.line()}:
        author.requires(line, threshold=author.random.choice((30, 60, 90)))


# ---- totals


def totals(author: Author) -> None:
    author.kind("T", "EUR", measure=Measure.TOTAL)
    author.new_line("T0", "T", 40)
    author.new_line("T1", "T", 30, tier=1)
    author.new_giver("Z0", "T", 50)
    author.new_giver("Z1", "T", 20)
    for number in (2, 6):
        instalment = Instalment(due=dated(BEGIN + timedelta(days=number)), quantity=exactly(15))
        author.write(FIRST, "instalment", "Z0", instalment)


# ---- whole units


def _units(author: Author) -> list[str]:
    """Two units that compete with what is divided, and two lines of theirs; there once, whoever asks first."""
    found = [each for each in author.givers if each.startswith(WHOLE)]
    if not found:
        author.kind(WHOLE, "persons", KIND, portion=Portion.UNIT)
        author.new_line("U0", WHOLE, 5)
        author.new_line("U1", WHOLE, 3)
        for subject, size in (("Ua", 3), ("Ub", 5)):
            author.new_giver(subject, WHOLE, size)
    return [each for each in author.givers if each.startswith(WHOLE)]


def units(author: Author) -> None:
    _units(author)


def tours(author: Author) -> None:
    for unit in _units(author):
        author.gives(unit, tour_days=author.random.randint(2, 6), rest_days=author.random.randint(1, 4))


def shortest_tours(author: Author) -> None:
    author.gives(_units(author)[0], shortest_tour_days=author.random.randint(2, 5))


def in_place(author: Author) -> None:
    unit = _units(author)[1]
    author.stands(unit, 5, "in_place", start=BEGIN - timedelta(days=author.random.randint(1, 3)))


def pinned_units(author: Author) -> None:
    unit = author.random.choice(_units(author))
    first = author.at(1, 5)
    pin = Assignment(contribution=unit, line=author.random.choice(("U0", "L0")))
    author.write(FIRST, "assignment", "PIN.unit", pin, start=first, end=first + timedelta(days=3))


# ---- phases


def phases(author: Author) -> None:
    """Take, then hold: a line in each; there once, whoever asks first."""
    if any(draft.kind == "phase" for draft in author.drafts):
        return
    first, last = author.at(-6, 2), author.at(3, 8)
    for number, (phase, follows) in enumerate((("F0", None), ("F1", "F0"), ("F2", "F1"))):
        fields: dict[str, Any] = {"name": phase, "operation": "OP", "order": number + 1}
        fields |= {"dates": Dates(start=dated(first), last=dated(last))} if follows is None else {"after": follows}
        fields |= {"lasts_days": author.random.choice((2, 4))} if phase == "F1" and author.chance(70) else {}
        author.write(FIRST, "phase", phase, Phase(**fields))
    one, two = author.two_lines()
    author.requires(one, phase=author.random.choice(("F0", "F1")), ends_with=author.random.choice(("F0", "F1", "F2")))
    author.requires(two, phase=author.random.choice(("F1", "F2")))


def slips(author: Author) -> None:
    phases(author)
    later = Dates(start=dated(BEGIN), last=dated(author.at(7)))
    recorded = FIRST + timedelta(days=author.random.randint(5, 27))
    author.write(recorded, "phase", "F0", Phase(dates=later))


def hand_over(author: Author) -> None:
    phases(author)
    overlap: dict[str, Any] = {"overlap_days": author.random.choice((1, 3, 6))}
    author.write(FIRST, "phase", "F1", Phase(**overlap))
    author.requires(author.line(), phase="F0", ends_with="F0")


# ---- production


def production(author: Author) -> None:
    Producing(author, Setting("OP", tuple(author.places), BEGIN, author.days)).all()
