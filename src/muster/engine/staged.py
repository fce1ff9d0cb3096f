"""The best plan of lines that hang together: stage after stage, each holding what those before it reached.

First what counts, tier by tier; then what is covered, tier by tier; then as few moves as can be; then balance. What a
stage reached is a row of the next: nothing is weighed against anything. See docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from muster.engine.balancing import Balance, balanced
from muster.engine.branching import PROGRAMMES, Leaf, Values, most
from muster.engine.coupled import Coupled, Gives, Name, Written, written
from muster.engine.network import NOTHING, ONE, Pair


@dataclass(frozen=True, slots=True)
class Stage:
    """What a tier reached in what counts or in what is covered, and how much there can be at most, with the proof.

    Weighted, in the smallest units of lines; as long as every stage before it has no less than it reached.
    """

    what: str
    tier: int
    reached: Fraction
    at_most: Fraction
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Together:
    """The plan of lines that hang together: who gives what beyond pins, and its stages."""

    of: Coupled
    gives: Gives
    stages: tuple[Stage, ...]


def planned_together(
    of: Coupled,
    known: Gives,
    before: Mapping[Pair, Fraction] | None,
    balance: Balance | None = None,
    programmes: int = PROGRAMMES,
) -> Together:
    """The best plan, no worse than one that is ``known``, with few moves against what was assigned ``before``.

    ``before`` is None where it does not matter who serves whom: then neither moves nor balance are asked for.
    ``programmes``: so many are solved for all stages at most, and one for each stage at least.
    """
    wanted = written(of)
    gives: Gives = dict(known)
    stages: list[Stage] = []
    held: dict[Name, Fraction] = {}
    for name in of.stages:
        gains = of.gains(name)
        reader = _Reader(of, held, name)
        found = most(wanted, gains, (gives, of.reached(gives)[name]), reader.read, programmes)
        programmes = max(1, programmes - found.programmes)
        gives = found.best
        held[name] = found.reached
        wanted.row(("before", *name), ((column, -gain) for column, gain in gains.items()), -found.reached)
        stages.append(Stage(name[0], int(name[1]), found.reached, found.at_most, found.leaves))
    if before is not None:
        loose = {pair: amount for pair, amount in before.items() if pair in of.worth and amount > 0}
        gives = _with_few_moves(wanted, gives, _Moves(of, held, (), loose), programmes)
        if balance is not None:
            gives = balanced(of, wanted, gives, balance)
    reached = of.reached(gives)
    return Together(
        of,
        gives,
        tuple(
            replace(one, reached=reached[name], at_most=max(one.at_most, reached[name]))
            for one, name in zip(stages, of.stages, strict=True)
        ),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads what is given from the values of columns, and what a stage has of it: where earlier stages lose nothing."""

    of: Coupled
    held: Mapping[Name, Fraction]
    stage: Name

    def read(self, values: Values) -> tuple[Gives, Fraction] | None:
        gives = gives_of(self.of, values)
        reached = self.of.reached(gives)
        if any(reached[name] < amount for name, amount in self.held.items()):
            return None
        return gives, self.gained(gives, reached)

    def gained(self, gives: Gives, reached: Mapping[Name, Fraction]) -> Fraction:  # noqa: ARG002 - moves read it
        """What is given gains."""
        return reached[self.stage]


@dataclass(frozen=True)
class _Moves(_Reader):
    """Reads what is given, and how much of it was given before, less what was not."""

    loose: Mapping[Pair, Fraction]

    def gained(self, gives: Gives, reached: Mapping[Name, Fraction]) -> Fraction:  # noqa: ARG002 - as above
        return self.stays(gives)

    def stays(self, gives: Gives) -> Fraction:
        """Twice what stays, less all that is given: the greater, the fewer moves."""
        return sum((2 * min(one, self.loose.get(pair, NOTHING)) - one for pair, one in gives.items()), NOTHING)


def gives_of(of: Coupled, values: Values) -> Gives:
    """What is given, by the values of columns."""
    return {pair: amount for pair in sorted(of.worth) if (amount := values["gives", *pair])}


def _with_few_moves(wanted: Written, gives: Gives, reader: _Moves, programmes: int) -> Gives:
    """What is given with the fewest moves; how few is a row of what comes after."""
    gains: dict[Name, Fraction] = {("gives", *pair): -ONE for pair in reader.of.worth}
    for pair, amount in sorted(reader.loose.items()):
        stays: Name = ("stays", *pair)
        wanted.upper[stays] = amount
        wanted.row(stays, [(stays, ONE), (("gives", *pair), -ONE)])
        gains[stays] = 2 * ONE
    found = most(wanted, gains, (gives, reader.stays(gives)), reader.read, programmes)
    wanted.row(("before", "moves"), ((column, -gain) for column, gain in gains.items()), -found.reached)
    return found.best
