"""Lines that hang together by more than who may serve them, as a linear programme: see docs/decisions/0010.

Columns: what each contribution gives to each line in its smallest unit; of each line the share that is covered, and
the share that counts. Where a line states a threshold or is to have several suppliers, whether it is *active* is a
choice of 0 or 1, and so is whether a member *serves* it. What is covered and what counts is at most what the rows say;
that all of it is there is what the stages ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from muster.engine.counting import Limited, cover_of, limited
from muster.engine.field import Wanted
from muster.engine.network import NOTHING, ONE, Pair
from muster.engine.programme import Programme
from muster.engine.rules import WHOLE, Rules

Name = tuple[str, ...]
"""What names a column or a row: what it is, and the line, contribution or member that it is of."""

Gives = Mapping[Pair, Fraction]
"""What contributions give to lines beyond pins, in their smallest units."""


@dataclass(frozen=True)
class Coupled:
    """Lines that hang together, in their turn, with all that bears on them.

    ``left``: what each contribution has beyond pins; ``worth``: what one of its units is to a line that it may serve;
    ``pinned``: what each giver is held to give to each line, in the line's unit; ``givers``: who gives a contribution.
    """

    lines: Mapping[str, Wanted]
    left: Mapping[str, Fraction]
    worth: Mapping[Pair, Fraction]
    pinned: Mapping[str, Mapping[str, Fraction]]
    givers: Mapping[str, str]
    rules: Rules

    def given(self, gives: Gives) -> dict[str, dict[str, Fraction]]:
        """What each line has from each who gives to it, pins included, in its smallest unit."""
        found = {line: dict(self.pinned.get(line, {})) for line in self.lines}
        for (contribution, line), amount in gives.items():
            giver = self.givers[contribution]
            found[line][giver] = found[line].get(giver, NOTHING) + amount * self.worth[contribution, line]
        return found

    def covered(self, gives: Gives) -> dict[str, Fraction]:
        """What covers each line."""
        given = self.given(gives)
        return {line: cover_of(one, given[line], self.rules) for line, one in self.lines.items()}

    def limited(self, gives: Gives) -> dict[str, Limited]:
        """The lines of which not all that covers them counts."""
        return limited(self.lines, self.covered(gives), self.given(gives), self.rules)

    def reached(self, gives: Gives) -> dict[Name, Fraction]:
        """Of each tier what counts, and what is covered, weighted."""
        covered, short = self.covered(gives), self.limited(gives)
        found: dict[Name, Fraction] = dict.fromkeys(self.stages, NOTHING)
        for line, one in self.lines.items():
            counts = short[line].counts if line in short else covered[line]
            found["counts", str(one.tier)] += one.weight * counts
            found["covered", str(one.tier)] += one.weight * covered[line]
        return found

    @cached_property
    def stages(self) -> tuple[Name, ...]:
        """What is made as much as can be, one after another: of each tier what counts, then what is covered."""
        tiers = sorted({one.tier for one in self.lines.values()})
        return tuple((what, str(tier)) for what in ("counts", "covered") for tier in tiers)

    def gains(self, stage: Name) -> dict[Name, Fraction]:
        """What the columns of a stage gain."""
        what, tier = stage
        return {
            (what, line): Fraction(one.weight * one.need) for line, one in self.lines.items() if str(one.tier) == tier
        }

    @cached_property
    def links(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each line who may give to it, and which contributions."""
        found: dict[str, dict[str, list[str]]] = {line: {} for line in self.lines}
        for line, pinned in self.pinned.items():
            found[line] = {giver: [] for giver in pinned}
        for contribution, line in sorted(self.worth):
            found[line].setdefault(self.givers[contribution], []).append(contribution)
        return {line: {giver: tuple(found[line][giver]) for giver in sorted(found[line])} for line in found}


@dataclass
class Written:
    """A programme as it is written down: columns and rows by name; ``whole``: the columns that are 0 or 1."""

    upper: dict[Name, Fraction] = field(default_factory=dict)
    rows: dict[Name, Mapping[Name, Fraction]] = field(default_factory=dict)
    limits: dict[Name, Fraction] = field(default_factory=dict)
    whole: list[Name] = field(default_factory=list)

    def row(self, name: Name, terms: Iterable[tuple[Name, Fraction]], limit: Fraction = NOTHING) -> None:
        """Write down that terms are within a limit."""
        self.rows[name] = {column: coefficient for column, coefficient in terms if coefficient}
        self.limits[name] = limit

    def choice(self, name: Name, *, possible: bool = True) -> None:
        """Write down a column that is 0 or 1."""
        self.upper[name] = ONE if possible else NOTHING
        self.whole.append(name)

    def programme(self, gains: Mapping[Name, Fraction], fixed: Mapping[Name, int]) -> Programme:
        """The programme of some gains, with some choices made."""
        number = {name: at for at, name in enumerate(self.upper)}
        return Programme(
            [gains.get(name, NOTHING) for name in self.upper],
            [Fraction(fixed.get(name, 0)) for name in self.upper],
            [Fraction(fixed.get(name, upper)) for name, upper in self.upper.items()],
            [{number[name]: one for name, one in row.items()} for row in self.rows.values()],
            list(self.limits.values()),
        )


def written(of: Coupled) -> Written:
    """The programme of lines that hang together, before any stage."""
    found = Written()
    for contribution, line in sorted(of.worth):
        found.upper["gives", contribution, line] = of.left[contribution]
    for contribution in sorted({contribution for contribution, _ in of.worth}):
        given = ((("gives", contribution, line), ONE) for line in of.lines if (contribution, line) in of.worth)
        found.row(("supply", contribution), given, of.left[contribution])
    for line, one in of.lines.items():
        _cover(found, of, line, one)
    for line, one in of.lines.items():
        _counting(found, of, line, one)
    return found


def _cover(found: Written, of: Coupled, line: str, wanted: Wanted) -> None:
    """A share is covered as far as what is given goes, from each at most what the plan is asked to count."""
    found.upper["covered", line] = ONE
    cap = of.rules.cap(wanted.need)
    share = [(("covered", line), Fraction(wanted.need))]
    if cap is None:
        given = (term for giver in of.links[line] for term in _given(of, line, giver))
        found.row(("cover", line), [*share, *given], sum(of.pinned.get(line, {}).values(), NOTHING))
        return
    for giver in of.links[line]:
        found.upper["from", line, giver] = cap
        terms = [(("from", line, giver), ONE), *_given(of, line, giver)]
        found.row(("from", line, giver), terms, of.pinned.get(line, {}).get(giver, NOTHING))
    found.row(("cover", line), [*share, *((("from", line, giver), -ONE) for giver in of.links[line])])


def _given(of: Coupled, line: str, giver: str) -> Iterator[tuple[Name, Fraction]]:
    """What somebody gives to a line, taken off."""
    for contribution in of.links[line][giver]:
        yield ("gives", contribution, line), -of.worth[contribution, line]


def _counting(found: Written, of: Coupled, line: str, wanted: Wanted) -> None:
    """A share counts as far as it is covered, as what it depends on counts, and as the line is active."""
    requirement, suppliers = wanted.requirement, of.rules.suppliers
    counts: Name = ("counts", line)
    found.upper[counts] = ONE
    found.row(counts, [(counts, ONE), (("covered", line), -ONE)])
    for other in requirement.needs or ():
        if other in of.lines and other != line:
            found.row(("needs", line, other), [(counts, ONE), (("counts", other), -ONE)])
    if not requirement.threshold and suppliers is None:
        return
    active: Name = ("active", line)
    found.choice(active, possible=suppliers is None or len(of.links[line]) >= suppliers)
    found.row(active, [(counts, ONE), (active, -ONE)])
    if requirement.threshold:
        terms = [(active, Fraction(requirement.threshold)), (("covered", line), Fraction(-WHOLE))]
        found.row(("threshold", line), terms)
    if suppliers is not None:
        for giver in of.links[line]:
            serves: Name = ("serves", line, giver)
            found.choice(serves)
            terms = [(serves, ONE), *_given(of, line, giver)]
            found.row(serves, terms, of.pinned.get(line, {}).get(giver, NOTHING))
        serving = ((("serves", line, giver), -ONE) for giver in of.links[line])
        found.row(("suppliers", line), [(active, Fraction(suppliers)), *serving])
