"""Tiny books of units with the best that the page gives them, worked out by hand.

Where nothing else is said a book is planned for 10 days, and a unit of 1 is needed by lines of 1: so sums are days. Of
each it is said what would be the best without the rule that it is about.
"""

from __future__ import annotations

from muster.core.capabilities import Capability, Portion
from muster.core.days import Dated
from tests.oracle.amounts.hand import BEGIN
from tests.oracle.scribe import dates, exactly
from tests.oracle.units.hand import Example, UnitsHand, nth


def one(usual: dict[str, int] | None = None, size: int = 1, **fields: object) -> UnitsHand:
    """A book of line L and unit A, as long as both are there."""
    book = UnitsHand(**(usual or {}))
    book.wants("L", 1)
    book.unit("A", size, **fields)
    return book


# ---- what comes whole


def serves_one_line() -> Example:
    """10 ships sail together: to L on all 10 days; divided they would cover K as well (100)."""
    book = one(size=10)
    book.wants("K", 9)
    return Example(book.facts, {1: 90})


def whole_whatever_it_is_counted_as() -> Example:
    """3 ships in one contribution are one unit of size 3: 2 of 3 days' worth at lines of 1 are lost (else 30)."""
    book = one(size=3)
    book.wants("K", 1)
    book.wants("M", 1)
    return Example(book.facts, {1: 10})


def no_more_than_is_needed() -> Example:
    """Of two units of 3 the second adds 1 to a need of 4 (uncapped 60)."""
    book = UnitsHand()
    book.wants("L", 4)
    book.unit("A", 3)
    book.unit("B", 3)
    return Example(book.facts, {1: 40})


def not_whole_before_a_day() -> Example:
    """Up to day 5 its capability is divided and 2 serve two lines; from day 6 only one. So 15 (else 10, 20)."""
    book = UnitsHand()
    book.wants("L", 1)
    book.wants("K", 1)
    book.unit("A", 2)
    book.write(BEGIN, "capability", "U", Capability(portion=Portion.AMOUNT), start=BEGIN, end=nth(6))
    return Example(book.facts, {1: 15})


def by_its_own_capability() -> Example:
    """A kind below one that comes whole may itself be divided: portion is not inherited (else 10)."""
    book = UnitsHand()
    book.capability(BEGIN, "V", "ships", parent="U")
    book.wants("L", 1)
    book.wants("K", 1)
    book.gives("A", 2, capability="V")
    return Example(book.facts, {})


# ---- the length of tours


def longest() -> Example:
    """Tours of at most 3 days and rests of 20 (else 10)."""
    return Example(one(tour_days=3, rest_days=20).facts, {1: 3})


def longest_of_the_capability() -> Example:
    """The usual tour and rest of its capability, where it says nothing itself (else 10)."""
    return Example(one({"tour_days": 3, "rest_days": 20}).facts, {1: 3})


def longest_of_its_own() -> Example:
    """Its own tour comes before the usual one; rest is the usual one (by the usual alone 3)."""
    return Example(one({"tour_days": 3, "rest_days": 20}, tour_days=4).facts, {1: 4})


def shortest() -> Example:
    """L is there for 3 days only, a tour is at least 4 days long (else 3)."""
    book = UnitsHand()
    book.wants("L", 1, 4, 6)
    book.unit("A", 1, shortest_tour_days=4)
    return Example(book.facts, {1: 0})


def shortest_on_one_line() -> Example:
    """4 days are long enough for neither of two lines of 2 days in a row: a tour is to one line (else 4)."""
    book = UnitsHand()
    book.wants("L", 1, 4, 5)
    book.wants("K", 1, 6, 7)
    book.unit("A", 1, shortest_tour_days=4)
    return Example(book.facts, {1: 0})


def shorter_than_the_shortest() -> Example:
    """What may last at most 3 days and at least 4 goes nowhere."""
    return Example(one({"tour_days": 3, "rest_days": 0}, shortest_tour_days=4).facts, {1: 0})


def in_the_period() -> Example:
    """From day 7 on 4 days are left in the period; a tour of 5 would reach beyond it (else 4)."""
    return Example(one(window=dates(nth(7).isoformat()), shortest_tour_days=5).facts, {1: 0})


def broken_by_a_pause() -> Example:
    """Nothing is supplied on day 4: a tour to day 3, rest on days 4 and 5, another from day 6 (without rest 9)."""
    book = one(rest_days=2)
    book.cap(BEGIN, "paused", of="A", valid=nth(4), until=Dated(nth(4).isoformat()))
    return Example(book.facts, {1: 8})


def changing_on_a_tour() -> Example:
    """6 for 5 days, then reduced to 2, on one tour of 10 days (were the tour to end: 30; all of it 6: 60)."""
    book = UnitsHand()
    book.wants("L", 6)
    book.unit("A", 6, tour_days=10)
    book.cap(BEGIN, "reduced", of="A", valid=nth(6), quantity=exactly(2))
    return Example(book.facts, {1: 40})


# ---- rest


def rest() -> Example:
    """Days 1 to 3 and 6 to 8; day 11 is outside (without rest 10, with unknown rest 3)."""
    return Example(one(tour_days=3, rest_days=2).facts, {1: 6})


def rest_of_its_own() -> Example:
    """Its own rest of 1 comes before the usual one of 9: 1-3, 5-7, 9-10 (by the usual 3)."""
    return Example(one({"rest_days": 9}, tour_days=3, rest_days=1).facts, {1: 8})


def rest_between_lines() -> Example:
    """With tours of any length, too, a change of line costs a rest where one is said: 5 + 3 (else 10)."""
    book = two_halves()
    book.unit("A", 1, rest_days=2)
    return Example(book.facts, {1: 8})


def two_halves() -> UnitsHand:
    """A book in which L is there up to day 5 and K from day 6."""
    book = UnitsHand()
    book.wants("L", 1, 1, 5)
    book.wants("K", 1, 6)
    return book


def no_rest_where_tours_have_any_length() -> Example:
    """Where nothing is said of either, rest is none (were it unknown: 5)."""
    book = two_halves()
    book.unit("A", 1)
    return Example(book.facts, {1: 10})


def unknown_rest() -> Example:
    """Tours of 3 days, nothing said of rest: one tour only (without rest 10 or 9)."""
    return Example(one(tour_days=3).facts, {1: 3})


def no_rest_said_and_one_line() -> Example:
    """Rest of 0 said: days in a row are one tour, so each fourth day is missing (were tours to meet: 10)."""
    return Example(one(tour_days=3, rest_days=0).facts, {1: 8})


def no_rest_said_and_two_lines() -> Example:
    """Rest of 0 said: a day lies between limited tours, though they are to two lines (without a break: 10)."""
    book = one(tour_days=3, rest_days=0)
    book.wants("K", 1)
    return Example(book.facts, {1: 8})


def no_rest_said_in_weeks() -> Example:
    """All is a multiple of 7, and the best is not: of 28 days of one line the day after each tour is missing.

    With tours of 14 days 14 + 13 (were tours to begin and end at weeks: 21; were tours to meet: 28).
    """
    return Example(one(tour_days=14, rest_days=0).facts, {1: 27}, days=28)


def terms_of_the_first_day() -> Example:
    """From day 2 on its tours are said to be longer: that counts for later periods (else 10)."""
    book = one(tour_days=3, rest_days=20)
    book.later("A", 2, tour_days=30)
    return Example(book.facts, {1: 3})


# ---- in place on the first day


def in_place() -> Example:
    """For 2 days on a tour of at most 5, and then rest: 3 (not counted: 5)."""
    book = one(tour_days=5, rest_days=20)
    book.is_there("A", 1, -1)
    return Example(book.facts, {1: 3})


def in_place_and_home_again() -> Example:
    """For 4 days on a tour of at most 5: day 1, rest on days 2 to 4, days 5 to 9 (not counted: 5 + 2)."""
    book = one(tour_days=5, rest_days=3)
    book.is_there("A", 1, -3)
    return Example(book.facts, {1: 6})


def overdue() -> Example:
    """In place for 20 days, tours of 5: it rests on days 1 to 3, then days 4 to 8 (not counted: 5 + 2)."""
    book = one(tour_days=5, rest_days=3)
    book.is_there("A", 1, -19)
    return Example(book.facts, {1: 5})


def overdue_and_unknown_rest() -> Example:
    """The tour on which it was is the only one (not counted: 5)."""
    book = one(tour_days=5)
    book.is_there("A", 1, -19)
    return Example(book.facts, {1: 0})


def in_place_and_not_needed() -> Example:
    """Where it serves nothing on day 1 its rest begins then: from day 4 on (without that: 9)."""
    book = UnitsHand()
    book.wants("L", 1, 2)
    book.unit("A", 1, rest_days=3)
    book.is_there("A", 1, -1)
    return Example(book.facts, {1: 7})


def in_place_for_long_enough() -> Example:
    """For 3 days there, 2 more make the 5 that a tour is at least long (not counted: 0)."""
    book = UnitsHand()
    book.wants("L", 1, 1, 2)
    book.unit("A", 1, shortest_tour_days=5)
    book.is_there("A", 1, -2)
    return Example(book.facts, {1: 2})


def in_place_outside_its_window() -> Example:
    """Its window begins on day 3; that it is there counts all the same, so it rests to day 4 (else 8)."""
    book = one(window=dates(nth(3).isoformat()), rest_days=4)
    book.is_there("A", 1, -1)
    return Example(book.facts, {1: 6})


def in_place_again() -> Example:
    """Long there, then not, and again for 2 days: 3 of 5 days are left (since the beginning: 0)."""
    book = one(tour_days=5, rest_days=20)
    book.is_there("A", 1, -30, -10)
    book.is_there("A", 1, -1)
    return Example(book.facts, {1: 3})


def in_place_by_several_steps() -> Example:
    """2 there for 3 days, then 1 for 1 day: something for 4 days, so 1 is left (by the last step: 4)."""
    book = one(tour_days=5, rest_days=20)
    book.is_there("A", 2, -3, -1)
    book.is_there("A", 1, 0)
    return Example(book.facts, {1: 1})


def on_any_line() -> Example:
    """Which line it serves is open: it goes on to the better one, within its tour (not counted: 5 * 2)."""
    book = one(tour_days=5, rest_days=20)
    book.wants("K", 1, weight=2)
    book.is_there("A", 1, -1)
    return Example(book.facts, {1: 6})


# ---- pins


def pinned_with_rest() -> Example:
    """Days 4 and 5 are pinned: day 1, rest, the pin, rest, days 8 to 10 (without rest 10)."""
    book = one(rest_days=2)
    book.agreed("A", "L", 4, 5)
    return Example(book.facts, {1: 6})


def pinned_in_part() -> Example:
    """4 of 10 are pinned to L; what is left is not used for K (else 100)."""
    book = UnitsHand()
    book.wants("L", 4)
    book.wants("K", 6)
    book.unit("A", 10)
    book.agreed("A", "L", 1, 10, 4)
    return Example(book.facts, {1: 40})


def pinned_to_two() -> Example:
    """Pins may divide it: 4 to L and 6 to K (were one line served only: 40 or 60)."""
    book = UnitsHand()
    book.wants("L", 4)
    book.wants("K", 6)
    book.unit("A", 10)
    book.agreed("A", "L", 1, 10, 4)
    book.agreed("A", "K", 1, 10, 6)
    return Example(book.facts, {1: 100})


def pinned_for_long() -> Example:
    """Pinned for all 10 days, though a tour is at most 3 days long (were that asked: 3)."""
    book = one(tour_days=3, rest_days=5, shortest_tour_days=2)
    book.agreed("A", "L", 1, 10)
    return Example(book.facts, {1: 10})


def pinned_for_short() -> Example:
    """Pinned to K for day 6, though a tour is at least 5 days long: days 1 to 5, the pin; 4 more would be too short."""
    book = one(shortest_tour_days=5)
    book.wants("K", 1, 6, 6)
    book.agreed("A", "K", 6, 6)
    return Example(book.facts, {1: 6})


def pinned_days_are_no_part_of_a_tour() -> Example:
    """The same to one line: the 4 days after the pin are too short by themselves (counted with it: 10)."""
    book = one(shortest_tour_days=5)
    book.agreed("A", "L", 6, 6)
    return Example(book.facts, {1: 6})


def pinned_on_the_first_day() -> Example:
    """Long overdue, but pinned for days 1 and 2: rest after these, days 5 to 7, rest, day 10 (from day 1 on: 2 + 5)."""
    book = one(tour_days=3, rest_days=2)
    book.is_there("A", 1, -19)
    book.agreed("A", "L", 1, 2)
    return Example(book.facts, {1: 6})


def pinned_and_unknown_rest() -> Example:
    """Nobody knows how long it rests: it serves on the pinned days only (else 3 more)."""
    book = one(tour_days=3)
    book.agreed("A", "L", 5, 5)
    return Example(book.facts, {1: 1})


def pinned_to_nothing() -> Example:
    """A pin to a line that is not planned holds nothing of it (else 0)."""
    book = one()
    book.wants("K", 0)
    book.agreed("A", "K", 1, 10)
    return Example(book.facts, {1: 10})


def pinned_beyond_the_need() -> Example:
    """What is pinned to a line serves it beyond its need, and is not used elsewhere (else 20)."""
    book = one(size=5)
    book.wants("K", 1)
    book.agreed("A", "L", 1, 10)
    return Example(book.facts, {1: 10})


def pinned_against_an_earmark() -> Example:
    """Earmarked for K, which is not there; on the pinned days it serves L all the same (else 0), on no other (10)."""
    book = one(line="K")
    book.wants("K", 1, 20)
    book.agreed("A", "L", 4, 6)
    return Example(book.facts, {1: 3})


# ---- what is best


def with_amounts() -> Example:
    """Of a need of 10 the unit covers 6 and the amount 4; of the next line the amount covers its other 3.

    (Amounts without regard to units: 10 * 7 to L and nothing to K.)
    """
    book = UnitsHand()
    book.capability(BEGIN, "V", "ships", parent="U")
    book.wants("L", 10)
    book.wants("K", 5, tier=2)
    book.unit("A", 6)
    book.gives("B", 7, capability="V")
    return Example(book.facts, {1: 100, 2: 30})


def amounts_leave_the_line_to_a_unit() -> Example:
    """A may serve L alone, the amount both: so it goes to K (each by itself first to L: 40)."""
    book = UnitsHand()
    book.capability(BEGIN, "V", "ships", parent="U")
    book.wants("L", 4)
    book.wants("K", 4)
    book.unit("A", 4, line="L")
    book.gives("B", 4, capability="V")
    return Example(book.facts, {1: 80})


def half_as_good() -> Example:
    """A unit of 4 of another kind covers 2 of 3, an amount half a ship (as good: 30)."""
    book = UnitsHand()
    book.capability(BEGIN, "D", "boats", portion=Portion.UNIT)
    book.capability(BEGIN, "E", "rafts")
    book.instead("U", "D", "0.5")
    book.instead("U", "E", "0.5")
    book.wants("L", 3)
    book.gives("A", 4, capability="D")
    book.gives("B", 1, capability="E")
    return Example(book.facts, {1: 25})


def tiers_are_strict() -> Example:
    """One tour of at most 5 days: the critical line of day 10 has it, which leaves nothing to 9 days of weight 9.

    Where the critical line is left out, 5 * 9.
    """
    book = UnitsHand()
    book.wants("L", 1, 10)
    book.wants("K", 1, 1, 9, tier=2, weight=9)
    book.unit("A", 1, tour_days=5)
    return Example(book.facts, {1: 1, 2: 0}, given={2: ({1: 0}, 45)})


def weights() -> Example:
    """One tour to one line: 4 days of weight 3, not 9 days of weight 1 (unweighted 9)."""
    book = UnitsHand()
    book.wants("L", 1, 1, 9)
    book.wants("K", 1, 7, weight=3)
    book.unit("A", 1, tour_days=10)
    return Example(book.facts, {1: 12})


def set_packing() -> Example:
    """6 is 4 and 2, and 4 is 3 and 1: one after another the largest first would be 5 + 3 (divided: all 100)."""
    book = UnitsHand()
    book.wants("L", 6)
    book.wants("K", 4)
    for subject, size in (("A", 4), ("B", 3), ("C", 2), ("D", 1)):
        book.unit(subject, size)
    return Example(book.facts, {1: 100})


def relieved() -> Example:
    """Two units relieve each other: 1-3 and 4-6, the first again from 7, the second on 10 (one alone: 6)."""
    book = one(tour_days=3, rest_days=3)
    book.unit("B", 1, tour_days=3, rest_days=3)
    return Example(book.facts, {1: 10})


def fewer_than_the_need_says() -> Example:
    """Two units at once or one after the other: a need of 2 counts each, a need of 1 asks for relief. 4 days each."""
    book = UnitsHand()
    book.wants("L", 1, 1, 8)
    book.wants("K", 2, 9, tier=2)
    for subject in ("A", "B"):
        book.unit(subject, 1, tour_days=4, rest_days=2)
    return Example(book.facts, {1: 8, 2: 2}, given={2: ({1: 7}, 3), 1: ({2: 4}, 6)})


def odd_efficiencies() -> Example:
    """Units serve by substitution though efficiencies do not factor (else 10).

    D is worth 1/2 U, E is worth 1 U; to K (of kind W) D is worth 1, E is worth 1/2.
    """
    book = UnitsHand()
    for subject in ("D", "E", "W"):
        book.capability(BEGIN, subject, subject, portion=Portion.UNIT)
    for capability, other, worth in (("U", "D", "0.5"), ("U", "E", "1"), ("W", "D", "1"), ("W", "E", "0.5")):
        book.instead(capability, other, worth)
    book.wants("L", 3)
    book.wants("K", 3, capability="W")
    book.gives("A", 2, capability="D")
    book.gives("B", 2, capability="E")
    book.unit("F", 1)
    return Example(book.facts, {1: 50})


def no_unit() -> Example:
    """Where no unit may serve a line nothing is asked of units."""
    book = UnitsHand()
    book.needs("L", 10)
    book.gives("A", 5)
    book.unit("B", 5)
    return Example(book.facts, {})


def amounts_give_way() -> Example:
    """What an amount gives less to the critical line, the other may have: 5 of its 10."""
    book = UnitsHand()
    book.capability(BEGIN, "V", "ships", parent="U")
    book.wants("L", 2)
    book.wants("K", 2, tier=2)
    book.unit("A", 1, line="L")
    book.gives("B", 1, capability="V")
    return Example(book.facts, {1: 20, 2: 0}, given={2: ({1: 15}, 5)})


EXAMPLES = {
    made.__name__.replace("_", " "): made()
    for made in (
        serves_one_line,
        whole_whatever_it_is_counted_as,
        no_more_than_is_needed,
        not_whole_before_a_day,
        by_its_own_capability,
        longest,
        longest_of_the_capability,
        longest_of_its_own,
        shortest,
        shortest_on_one_line,
        shorter_than_the_shortest,
        in_the_period,
        broken_by_a_pause,
        changing_on_a_tour,
        rest,
        rest_of_its_own,
        rest_between_lines,
        no_rest_where_tours_have_any_length,
        unknown_rest,
        no_rest_said_and_one_line,
        no_rest_said_and_two_lines,
        no_rest_said_in_weeks,
        terms_of_the_first_day,
        in_place,
        in_place_and_home_again,
        overdue,
        overdue_and_unknown_rest,
        in_place_and_not_needed,
        in_place_for_long_enough,
        in_place_outside_its_window,
        in_place_again,
        in_place_by_several_steps,
        on_any_line,
        pinned_with_rest,
        pinned_in_part,
        pinned_to_two,
        pinned_for_long,
        pinned_for_short,
        pinned_days_are_no_part_of_a_tour,
        pinned_on_the_first_day,
        pinned_and_unknown_rest,
        pinned_to_nothing,
        pinned_beyond_the_need,
        pinned_against_an_earmark,
        with_amounts,
        amounts_leave_the_line_to_a_unit,
        half_as_good,
        tiers_are_strict,
        weights,
        set_packing,
        relieved,
        fewer_than_the_need_says,
        odd_efficiencies,
        no_unit,
        amounts_give_way,
    )
}
