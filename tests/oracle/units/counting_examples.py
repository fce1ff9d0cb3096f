"""Tiny books of units in which not all that covers a line counts, with the best that can be done, worked out by hand.

As in examples: 10 days, lines of U in tier 1 and needs of 1 where nothing else is said; C (persons) is divided.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from muster.core.requirements import Requirement
from tests.oracle.amounts.hand import BEGIN
from tests.oracle.scribe import dates
from tests.oracle.units.hand import Example, UnitsHand, nth

Said = dict[str, dict[str, Any]]
"""What is said of lines, or of units, by their ids."""


class CountingHand(UnitsHand):
    """Says of lines, too, from a day of the period on, what they need and from which share on they count."""

    def says(self, subject: str, day: int, **fields: Any) -> None:
        """Something else of a line from a day on."""
        self.write(BEGIN, "requirement", subject, Requirement(**fields), start=nth(day))


def made(lines: Said, units: Said) -> CountingHand:
    """A book of lines and units; of each its size and what else is said."""
    book = CountingHand()
    for line, fields in lines.items():
        book.wants(line, **{"number": 1, **fields})
    for unit, fields in units.items():
        book.unit(unit, **{"number": 1, **fields})
    return book


# ---- units and the lines that are needed


def to_the_enabling_line() -> Example:
    """L needs E: so the second unit goes to E of tier 3, not to K of tier 2 (if L needed nothing: 10, 10, 0)."""
    lines: Said = {"L": {"needs": ("E",)}, "K": {"tier": 2}, "E": {"tier": 3}}
    book = made(lines, {"A": {}, "B": {}})
    return Example(book.facts, {1: 10, 2: 0, 3: 10}, given={2: ({1: 7}, 3)})


def to_the_enabling_line_with_its_only_unit() -> Example:
    """L is pinned for 4 days, and needs E then: A goes there, and else to K (if L needed nothing: 4, 10, 0)."""
    lines: Said = {"L": {"needs": ("E",)}, "K": {"tier": 2}, "E": {"tier": 3}}
    book = made(lines, {"A": {}, "P": {"tour_days": 3}})
    book.agreed("P", "L", 4, 7)
    return Example(book.facts, {1: 4, 2: 6, 3: 4})


def no_greater_share() -> Example:
    """Of E half is covered, so half of the 4 of L counts (all that covers: 40)."""
    lines: Said = {"L": {"number": 4, "needs": ("E",)}, "E": {"number": 2, "tier": 2}}
    book = made(lines, {"A": {"number": 4, "line": "L"}, "B": {"line": "E"}})
    return Example(book.facts, {1: 20, 2: 10})


def a_share_of_thirds() -> Example:
    """4 of 7 of E are covered, so 12/7 of the 3 of L count on each day."""
    lines: Said = {"L": {"number": 3, "needs": ("E",)}, "E": {"number": 7, "tier": 2}}
    book = made(lines, {"A": {"number": 3, "line": "L"}, "B": {"number": 4, "line": "E"}})
    return Example(book.facts, {1: Fraction(120, 7), 2: 40})


def a_circle() -> Example:
    """L and K need each other, and B is there for 5 days only: then A goes to M (if they needed nothing: 15, 0)."""
    lines: Said = {"L": {"needs": ("K",)}, "K": {"needs": ("L",)}, "M": {"tier": 2}}
    book = made(lines, {"A": {}, "B": {"window": dates("2026-01-01", nth(5).isoformat())}})
    return Example(book.facts, {1: 10, 2: 5})


def a_circle_with_a_threshold() -> Example:
    """Of K less than its threshold is covered, so nothing counts of any of the three in the circle (else 15)."""
    lines: Said = {"L": {"needs": ("K",)}, "K": {"number": 2, "threshold": 60, "needs": ("M",)}, "M": {"needs": ("L",)}}
    book = made(lines, {"A": {"line": "L"}, "B": {"line": "K"}, "D": {"line": "M"}})
    return Example(book.facts, {1: 0})


def needs_itself() -> Example:
    """A line that needs itself is limited by nothing more."""
    return Example(made({"L": {"number": 2, "needs": ("L",)}}, {"A": {}}).facts, {1: 10})


def tours_that_fall_together() -> Example:
    """One tour of 3 days each: B goes to E while A is at L, not to F of double weight (if L needed nothing: 6, 6)."""
    lines: Said = {
        "L": {"weight": 2, "needs": ("E",)},
        "E": {"tier": 2},
        "F": {"tier": 2, "weight": 2},
        "K": {"last": 5},
    }
    late = dates(nth(6).isoformat(), nth(10).isoformat())
    book = made(lines, {"A": {"tour_days": 3}, "B": {"tour_days": 3, "window": late}})
    return Example(book.facts, {1: 6, 2: 3})


def weight_of_what_it_enables() -> Example:
    """One tier: E is of weight 1 and enables L of weight 3, K is of weight 2; A at E is worth 4 (else at K: 2)."""
    lines: Said = {"L": {"weight": 3, "needs": ("E",)}, "E": {}, "K": {"weight": 2}}
    book = made(lines, {"A": {}, "P": {"line": "L"}})
    return Example(book.facts, {1: 40})


# ---- lines that are not planned


def not_planned() -> Example:
    """What L needs is needed by nobody: it limits nothing (counted as uncovered: 0)."""
    book = made({"L": {"needs": ("N",)}, "N": {"number": 0}}, {"A": {}})
    return Example(book.facts, {1: 10})


def not_planned_at_first() -> Example:
    """N is planned from day 6 on and nobody serves it: from then on A serves M (if it were never planned: 10, 0)."""
    lines: Said = {"L": {"needs": ("N",)}, "N": {"first": 6, "capability": "C"}, "M": {"tier": 2}}
    return Example(made(lines, {"A": {}}).facts, {1: 5, 2: 5})


def hands_nothing_on() -> Example:
    """L needs N, which is not planned and needs E, which nobody serves: E does not limit L (if handed on: 0)."""
    lines: Said = {"L": {"needs": ("N",)}, "N": {"number": 0, "needs": ("E",)}, "E": {"tier": 2, "capability": "C"}}
    return Example(made(lines, {"A": {}}).facts, {1: 10})


def nobody_serves_it() -> Example:
    """Nothing of L counts, so A goes to K of tier 2 (if it needed nothing: 10, 0); E of tier 3 is of the component."""
    lines: Said = {"L": {"needs": ("E",)}, "K": {"tier": 2}, "E": {"tier": 3, "capability": "C"}}
    return Example(made(lines, {"A": {}}).facts, {1: 0, 2: 10, 3: 0})


# ---- thresholds


def at_its_threshold() -> Example:
    """3 of 5 are 60 percent (below: 0)."""
    return Example(made({"L": {"number": 5, "threshold": 60}}, {"A": {"number": 3}}).facts, {1: 30})


def below_its_threshold() -> Example:
    """3 of 6 are less than 60 percent: A goes to K of tier 2 (without threshold 30, 0)."""
    lines: Said = {"L": {"number": 6, "threshold": 60}, "K": {"tier": 2}}
    return Example(made(lines, {"A": {"number": 3}}).facts, {1: 0, 2: 10})


def only_two_together() -> Example:
    """Two units of 2 count 4 at L, which asks for all of it; each alone would be better elsewhere: 2 and 1."""
    lines: Said = {"L": {"number": 4, "threshold": 100}, "K": {"number": 2}, "M": {}}
    return Example(made(lines, {"A": {"number": 2}, "B": {"number": 2}}).facts, {1: 40})


def only_two_together_in_tiers() -> Example:
    """The same with the others in a later tier."""
    lines: Said = {"L": {"number": 4, "threshold": 100}, "K": {"number": 2, "tier": 2}, "M": {"tier": 2}}
    book = made(lines, {"A": {"number": 2}, "B": {"number": 2}})
    return Example(book.facts, {1: 40, 2: 0}, given={2: ({1: 28}, 9)})


def only_where_tours_meet() -> Example:
    """A has a tour of 5 days, B is there from day 3 to 8: 5 days of both (without threshold 11)."""
    lines: Said = {"L": {"number": 2, "threshold": 100}}
    from_to = dates(nth(3).isoformat(), nth(8).isoformat())
    book = made(lines, {"A": {"tour_days": 5, "rest_days": 20}, "B": {"window": from_to}})
    return Example(book.facts, {1: 10})


def reached_with_a_pin() -> Example:
    """P is pinned for days 1 to 4; with it A reaches the half of 4, else it goes to K (without threshold 14, 0)."""
    lines: Said = {"L": {"number": 4, "threshold": 50}, "K": {"tier": 2}}
    book = made(lines, {"A": {}, "P": {"line": "L", "rest_days": 20}})
    book.agreed("P", "L", 1, 4)
    return Example(book.facts, {1: 8, 2: 6})


def reached_with_an_amount() -> Example:
    """A and an amount cover 3 of 4 of L; alone the amount would be worth 1 at K of tier 2 (with it there: 0, 10)."""
    book = made({"L": {"number": 4, "threshold": 75}, "K": {"tier": 2}}, {"A": {"number": 2}})
    book.capability(BEGIN, "V", "ships", parent="U")
    book.gives("B", 1, capability="V")
    return Example(book.facts, {1: 30, 2: 0})


# ---- amounts


def served_by_an_amount() -> Example:
    """An amount covers half of E, so half of L counts (if it needed nothing: 10)."""
    book = made({"L": {"needs": ("E",)}, "E": {"number": 2, "tier": 2, "capability": "C"}}, {"A": {}})
    book.gives("B", 1)
    return Example(book.facts, {1: 5, 2: 10})


def an_amount_gives_way() -> Example:
    """The amount goes to E of tier 3, which L needs, not to K of tier 2 (what covers: 10, 40, 0; of which counts 0)."""
    lines: Said = {"L": {"needs": ("E",)}}
    persons: Said = {"K": {"number": 4, "tier": 2, "capability": "C"}, "E": {"number": 4, "tier": 3, "capability": "C"}}
    book = made(lines | persons, {"A": {}})
    book.gives("B", 4)
    return Example(book.facts, {1: 10, 2: 0, 3: 40}, given={2: ({1: 5}, 20)})


def what_nothing_counts_of_gives_way() -> Example:
    """Half of L is covered and it asks for all: so the amount goes to K of tier 2 (what covers: 20, 0)."""
    book = made({"L": {"number": 4, "threshold": 100}, "K": {"tier": 2}}, {"A": {"number": 2, "line": "L"}})
    book.capability(BEGIN, "V", "ships", parent="U")
    book.gives("B", 1, capability="V")
    return Example(book.facts, {1: 0, 2: 10})


def shared_between_both() -> Example:
    """5 for L of 4 and E of 3 that it needs: the same share of both, 5/7 (what covers: 40, of which counts 13 1/3)."""
    lines: Said = {"L": {"number": 4, "needs": ("E",)}, "E": {"number": 3, "tier": 2}, "K": {"tier": 3}}
    book = made(lines, {"A": {"line": "K"}})
    book.capability(BEGIN, "V", "ships", parent="U")
    book.gives("B", 5, capability="V")
    return Example(book.facts, {1: Fraction(200, 7), 2: Fraction(150, 7), 3: 10})


# ---- what belongs together


def what_needs_a_line_of_units() -> Example:
    """H of persons needs L, and J has persons in common with it: both are of the component, N is not."""
    book = made({"L": {}}, {"A": {"window": dates(nth(1).isoformat(), nth(6).isoformat())}})
    book.needs("H", 3, tier=2, needs=("L",))
    book.needs("J", 2, tier=3)
    book.capability(BEGIN, "D", "lorries")
    book.needs("N", 5, tier=2, capability="D")
    book.gives("B", 4)
    book.gives("E", 5, capability="D")
    return Example(book.facts, {1: 6, 2: 18, 3: 6 * 1 + 4 * 2})


def what_needs_the_same_line() -> Example:
    """L and H need E: H is of the component, though it has nothing else to do with L."""
    book = made({"L": {"needs": ("E",)}}, {"A": {}})
    book.capability(BEGIN, "D", "lorries")
    book.needs("E", 4, tier=2)
    book.needs("H", 5, tier=3, capability="D", needs=("E",))
    book.gives("B", 2)
    book.gives("F", 5, capability="D")
    return Example(book.facts, {1: 5, 2: 20, 3: 25})


def never_planned_on_one_day() -> Example:
    """L is planned to day 5, E that it needs from day 6 on: they have nothing to do with each other."""
    book = made({"L": {"last": 5, "needs": ("E",)}}, {"A": {}})
    book.wants("E", 3, 6, tier=2, capability="C")
    book.gives("B", 3)
    return Example(book.facts, {1: 5})


# ---- what is said of later days


def a_threshold_from_a_day_on() -> Example:
    """From day 6 on L asks for all of 2: A serves K from then on (by what is said on day 1: 5, 0)."""
    book = made({"L": {"number": 2}, "K": {"tier": 2}}, {"A": {}})
    book.says("L", 6, threshold=100)
    return Example(book.facts, {1: 5, 2: 5})


def no_threshold_from_a_day_on() -> Example:
    """From day 6 on L asks for no share any more: A serves K up to then (by what is said on day 1: 0, 10)."""
    book = made({"L": {"number": 2, "threshold": 100}, "K": {"tier": 2}}, {"A": {}})
    book.says("L", 6, threshold=None)
    return Example(book.facts, {1: 5, 2: 5})


def needs_from_a_day_on() -> Example:
    """From day 6 on L needs E, which nobody serves: A serves K from then on (by what is said on day 1: 5, 0)."""
    book = made({"L": {}, "K": {"tier": 2}, "E": {"tier": 3, "capability": "C"}}, {"A": {}})
    book.says("L", 6, needs=("E",))
    return Example(book.facts, {1: 5, 2: 5, 3: 0})


COUNTING_EXAMPLES = {
    example.__name__.replace("_", " "): example()
    for example in (
        to_the_enabling_line,
        to_the_enabling_line_with_its_only_unit,
        no_greater_share,
        a_share_of_thirds,
        a_circle,
        a_circle_with_a_threshold,
        needs_itself,
        tours_that_fall_together,
        weight_of_what_it_enables,
        not_planned,
        not_planned_at_first,
        hands_nothing_on,
        nobody_serves_it,
        at_its_threshold,
        below_its_threshold,
        only_two_together,
        only_two_together_in_tiers,
        only_where_tours_meet,
        reached_with_a_pin,
        reached_with_an_amount,
        served_by_an_amount,
        an_amount_gives_way,
        what_nothing_counts_of_gives_way,
        shared_between_both,
        what_needs_a_line_of_units,
        what_needs_the_same_line,
        never_planned_on_one_day,
        a_threshold_from_a_day_on,
        no_threshold_from_a_day_on,
        needs_from_a_day_on,
    )
}
