"""One interval as data: lines, who gives, what each is worth to whom, and what is given before anything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.eligible import answers
from tests.oracle.amounts.network import Link
from tests.oracle.amounts.plan import meet_pins

Given = Mapping[Link, Fraction]
"""How much each contribution gives to each line, in the smallest unit of the contribution."""


@dataclass(frozen=True)
class Options:
    """What else is asked of a plan: percent of a need that one member may count for, and how many must supply."""

    most_from_one: int | None = None
    suppliers: int | None = None

    @property
    def stated(self) -> dict[str, int]:
        """Those that are asked, by name."""
        return {name: value for name, value in vars(self).items() if value is not None}


NOTHING_ASKED = Options()


@dataclass(frozen=True)
class Line:
    """What is needed, in the smallest unit of the line. ``needs`` are those of its enabling lines that are planned."""

    tier: int
    weight: int
    need: int
    threshold: int = 0
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interval:
    """``left`` is what is left of each contribution beyond ``fixed``: what pins hold and what whole units give.

    ``links`` say what one smallest unit is worth to a line that may be served with what is left, ``worth`` the same of
    all that may serve at all. ``members``: who gives each contribution.
    """

    lines: dict[str, Line]
    members: dict[str, str]
    left: dict[str, Fraction]
    links: dict[Link, Fraction]
    worth: dict[Link, Fraction]
    fixed: dict[Link, Fraction] = field(default_factory=dict)
    options: Options = NOTHING_ASKED

    @property
    def tiers(self) -> list[int]:
        """The tiers of its lines, in order."""
        return sorted({line.tier for line in self.lines.values()})

    @property
    def is_asked_who_counts(self) -> bool:
        """Whether anything but tiers and weights decides what is best."""
        hanging = any(line.needs or line.threshold for line in self.lines.values())
        return hanging or bool(self.options.stated)

    def cap(self, line: str) -> Fraction | None:
        """So much of what one member gives counts for a line; None: all."""
        most = self.options.most_from_one
        return None if most is None else Fraction(self.lines[line].need * most, 100)

    def by_member(self, line: str) -> dict[str, list[str]]:
        """The contributions of each member that may serve a line or do so already."""
        result: dict[str, list[str]] = {}
        for contribution, served in sorted({*self.links, *self.fixed}):
            if served == line:
                result.setdefault(self.members[contribution], []).append(contribution)
        return result


def interval_of(
    asked: Asked,
    options: Options = NOTHING_ASKED,
    *,
    whole: frozenset[str] = frozenset(),
    tours: Mapping[str, str] | None = None,
) -> Interval:
    """The interval that begins on the day asked about.

    ``whole`` are the contributions that come whole on the day, ``tours`` the lines that those serve that are on a tour.
    """
    found = answers(asked)
    pins = meet_pins(asked, found)
    contributions = asked.subjects("contribution")
    left = {each: Fraction(asked.giver(each).supply) for each in contributions}
    fixed: dict[Link, Fraction] = {}
    for link, taken in pins.given:
        left[link[0]] -= taken
        fixed[link] = fixed.get(link, Fraction(0)) + taken
    for unit, line in (tours or {}).items():
        fixed[unit, line], left[unit] = left[unit], Fraction(0)
    worth = {link: answer.efficiency for link, answer in found.items() if answer.reason is None}
    return Interval(
        lines=_lines(asked),
        members={each: asked.giver(each).member or f"({each})" for each in contributions},
        left=left,
        links={link: each for link, each in worth.items() if left[link[0]] and link[0] not in whole},
        worth=worth,
        fixed={link: size for link, size in fixed.items() if size},
        options=options,
    )


def _lines(asked: Asked) -> dict[str, Line]:
    planned = asked.lines()
    result = {}
    for line in planned:
        wanted = asked.wanted(line)
        needs = tuple(sorted({each for each in wanted.needs if each in planned and each != line}))
        result[line] = Line(wanted.tier, wanted.weight, wanted.need, wanted.threshold, needs)
    return result
