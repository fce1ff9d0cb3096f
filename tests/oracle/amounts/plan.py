"""The plan of one interval, planned as its first day: pins first, then what is left of it as a network."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.amounts import flow
from tests.oracle.amounts.counting import counted
from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.eligible import Answer, answers
from tests.oracle.amounts.network import Factored, Link, Network, Sink, factor

NOT_PLANNED = "not_planned"
"""Why a pin gives nothing whose line is not among those that are planned."""


@dataclass(frozen=True)
class Pins:
    """What the pins give, in the contribution's smallest unit, in their order, and what they do not give.

    ``short``: how much is missing of a pin that asks for more than is left. ``idle``: the reason why one gives nothing.
    """

    given: list[tuple[Link, int]]
    short: dict[str, int]
    idle: dict[str, str]


@dataclass(frozen=True)
class Plan:
    """Amounts of lines are in the smallest unit of their capability.

    ``pinned`` is all that is pinned to a line, beyond its need too; ``covered`` is never above the need, pins included.
    ``counts`` is how much of what covers a line counts.
    """

    answers: dict[Link, Answer]
    needs: dict[str, int]
    supplies: dict[str, int]
    unknown: frozenset[str]
    pins: Pins
    pinned: dict[str, Fraction]
    factored: Factored
    covered: dict[str, Fraction]
    counts: dict[str, Fraction]

    @property
    def limited(self) -> dict[str, Fraction]:
        """The lines of which not all that covers them counts, and how much does."""
        return {line: size for line, size in self.counts.items() if size != self.covered[line]}

    @property
    def short(self) -> dict[str, Fraction]:
        """The lines that are not covered, and what each wants."""
        wants = {line: need - self.covered[line] for line, need in self.needs.items()}
        return {line: want for line, want in wants.items() if want > 0}


def meet_pins(asked: Asked, found: dict[Link, Answer]) -> Pins:
    """Each pin takes what it states, or all that is left, of what those before it left."""
    left = {each: asked.giver(each).supply for each in asked.subjects("contribution")}
    pins = Pins([], {}, {})
    for pin in asked.pins:
        answer = found.get((pin.contribution, pin.line), Answer(NOT_PLANNED))
        if answer.reason is not None:
            pins.idle[pin.id] = answer.reason
            continue
        taken = left[pin.contribution] if pin.quantity is None else min(pin.quantity, left[pin.contribution])
        left[pin.contribution] -= taken
        pins.given.append(((pin.contribution, pin.line), taken))
        if pin.quantity is not None and taken < pin.quantity:
            pins.short[pin.id] = pin.quantity - taken
    return pins


def network_of(asked: Asked, found: dict[Link, Answer], pins: Pins) -> tuple[Network, dict[str, Fraction]]:
    """What is left of supplies and needs beyond the pins, and what is pinned to each line."""
    pinned = dict.fromkeys(asked.lines(), Fraction(0))
    left = {each: Fraction(asked.giver(each).supply) for each in asked.subjects("contribution")}
    for (contribution, line), taken in pins.given:
        left[contribution] -= taken
        pinned[line] += taken * found[contribution, line].efficiency
    sinks = {}
    for line, served in pinned.items():
        wanted = asked.wanted(line)
        sinks[line] = Sink(wanted.tier, wanted.weight, max(Fraction(0), wanted.need - served), (line,), (line,))
    links = {link: answer.efficiency for link, answer in found.items() if answer.reason is None}
    substituting = frozenset(link for link in links if found[link].by_substitution)
    return Network(left, sinks, links, substituting), pinned


def plan_of(asked: Asked) -> Plan:
    """The plan of the interval that begins on the day asked about."""
    found = answers(asked)
    pins = meet_pins(asked, found)
    network, pinned = network_of(asked, found, pins)
    factored = factor(network)
    beyond = flow.covered(factored)
    needs = {line: asked.wanted(line).need for line in asked.lines()}
    covered = {line: min(Fraction(need), pinned[line] + beyond[line]) for line, need in needs.items()}
    givers = [asked.giver(each) for each in asked.subjects("contribution")]
    return Plan(
        answers=found,
        needs=needs,
        supplies={giver.id: giver.supply for giver in givers},
        unknown=frozenset(giver.id for giver in givers if giver.is_unknown),
        pins=pins,
        pinned=pinned,
        factored=factored,
        covered=covered,
        counts=counted({line: asked.wanted(line) for line in needs}, covered),
    )
