"""Tiny books with the plan that the page gives them, worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from muster.core.contributions import Caveat, Condition, ConditionState, Verification
from muster.core.members import Member, MemberForm, Membership
from muster.core.operations import Acceptance
from muster.core.requirements import Basis
from tests.oracle.amounts.hand import BEGIN, HALF, NOW, Example, Hand
from tests.oracle.amounts.hanging_examples import HANGING
from tests.oracle.scribe import accepted_until, bridge, dates, hundreds, on


def half_as_good() -> Example:
    """40 at an efficiency of a half cover 20 of 30."""
    book = Hand()
    book.capability(BEGIN, "D")
    book.instead("C", "D", "0.5")
    book.needs("L", 30)
    book.gives("A", 40, capability="D")
    return Example(book.facts, {"L": 20}, {("A", "L"): HALF})


def half_as_good_in_hundredths() -> Example:
    """A tonne counted in hundredths stands for half a truck: one hundredth is worth 0.005 of a truck.

    7 trucks' need takes 14 tonnes; 9.5 tonnes would do 4.75 trucks.
    """
    book = Hand()
    book.capability(BEGIN, "truck", "trucks")
    book.capability(BEGIN, "tonne", "tonnes", decimals=2)
    book.instead("truck", "tonne", "0.5")
    book.needs("L", 7, capability="truck")
    book.gives("A", 9, capability="tonne")
    return Example(book.facts, {"L": Fraction(9, 2)}, {("A", "L"): Fraction(1, 200)})


def pinned_beyond_the_need() -> Example:
    """20 of 25 are pinned where 10 are needed: all 20 stay there, and 5 are left for the critical line."""
    book = Hand()
    book.needs("L1", 10, tier=3)
    book.needs("L2", 10, tier=1)
    book.gives("A", 25)
    book.pin("PIN", "A", "L1", 20)
    return Example(book.facts, {"L1": 10, "L2": 5}, pinned={"L1": 20, "L2": 0})


def pins_that_contradict_each_other() -> Example:
    """The first recorded takes 8 of 10, the second 2 of its 8; what cannot be is named and takes nothing."""
    book = Hand()
    book.capability(BEGIN, "E")
    book.needs("L1", 10)
    book.needs("L2", 10)
    book.needs("L3", 10, capability="E")
    book.needs("M", 10, basis=Basis.AUTHORISED_MAXIMUM)
    book.gives("A", 10)
    book.pin("Z", "A", "L1", 8)
    book.pin("Y", "A", "L2", 8)
    book.pin("X", "A", "L3", 1)
    book.pin("W", "A", "M", 1)
    return Example(
        book.facts,
        {"L1": 8, "L2": 2, "L3": 0},
        {("A", "L3"): "other_capability"},
        short_pins={"Y": 6},
        idle_pins={"X": "other_capability", "W": "not_planned"},
    )


def only_in_the_north() -> Example:
    """A caveat counts where the line says a place that does not lie in those it names."""
    book = Hand()
    book.places()
    book.needs("L1", 10, place="South")
    book.needs("L2", 10, place="Port")
    book.needs("L3", 10)
    book.needs("L4", 10, place="Land")
    book.gives("A", 15)
    caveat = Caveat(contribution="A", words="only there", places=("North",), declared=False)
    book.write(BEGIN, "caveat", "V", caveat)
    return Example(
        book.facts,
        {"L1": 0, "L2": 10, "L3": 5, "L4": 0},
        {("A", "L1"): "caveat", ("A", "L2"): 1, ("A", "L3"): 1, ("A", "L4"): "caveat"},
    )


def in_the_wrong_place() -> Example:
    """A place speaks against, unless it was pinned or earmarked; an earmark speaks against every other line.

    L1 has 2 of E pinned, 3 of A, 3 of D; what is left of E serves L2.
    """
    book = Hand()
    book.places()
    book.needs("L1", 8, place="North")
    book.needs("L2", 10, place="South")
    book.gives("A", 3, place="Port")
    book.gives("B", 3, place="Land")
    book.gives("D", 3, place="South", line="L1")
    book.gives("E", 3, place="South")
    book.pin("PIN", "E", "L1", 2)
    return Example(
        book.facts,
        {"L1": 8, "L2": 1},
        {
            ("A", "L1"): 1,
            ("A", "L2"): "other_place",
            ("B", "L1"): "other_place",
            ("D", "L1"): 1,
            ("D", "L2"): "earmarked",
            ("E", "L1"): 1,
            ("E", "L2"): 1,
        },
    )


def notice(day: date, known: date, covered: int, *, moving: bool = False, pinned: bool = False) -> Example:
    """A contribution of 10 with ten days' notice."""
    book = Hand()
    book.needs("L", 10)
    book.gives("A", 10, notice_days=10)
    if moving:
        book.step(BEGIN, "en_route", 1, of="A")
    if pinned:
        book.pin("PIN", "A", "L")
    answer: str | int = 1 if covered else "notice"
    return Example(book.facts, {"L": covered}, {("A", "L"): answer}, day=day, known=known)


def critical_first() -> Example:
    """No weight lifts a line above one of a tier before it; where nothing is said it is the third."""
    book = Hand()
    book.needs("L1", 10, weight=1000)
    book.needs("L2", 10, tier=2, weight=900)
    book.needs("L3", 10, tier=1)
    book.gives("A", 25)
    return Example(book.facts, {"L1": 5, "L2": 10, "L3": 10})


def by_weight_then_by_id() -> Example:
    """Within a tier the heavier first, among equals the first by id."""
    book = Hand()
    book.needs("L3", 10, weight=5)
    book.needs("L2", 10, weight=2)
    book.needs("L1", 10, weight=2)
    book.needs("L0", 10)
    book.gives("A", 25)
    return Example(book.facts, {"L0": 0, "L1": 10, "L2": 5, "L3": 10})


def weight_times_worth() -> Example:
    """Of kind C one is worth half of what D needs: a weight of 3 there beats one of 1 here, one of 1.9 would not.

    10 are given: 4 of them cover the 2 needed of D, 6 are left for L1.
    """
    book = Hand()
    book.capability(BEGIN, "D")
    book.instead("D", "C", "0.5")
    book.needs("L1", 10)
    book.needs("L2", 2, capability="D", weight=3)
    book.gives("A", 10)
    return Example(book.facts, {"L1": 6, "L2": 2}, {("A", "L2"): HALF})


def weight_that_is_not_worth_it() -> Example:
    """As before, but for L2 a weight of 2 and an efficiency of 0.4: 0.8 for each given, against 1 at L1."""
    book = Hand()
    book.capability(BEGIN, "D")
    book.instead("D", "C", "0.4")
    book.needs("L1", 8)
    book.needs("L2", 2, capability="D", weight=2)
    book.gives("A", 10)
    return Example(book.facts, {"L1": 8, "L2": Fraction(4, 5)})


def a_chain_of_changes() -> Example:
    """K1 alone may serve L3, so L1 goes to K2, so L2 goes to K3: all are covered."""
    book = Hand()
    book.needs("L1", 10, tier=1, servers=("M1", "M2"))
    book.needs("L2", 10, tier=2, servers=("M2", "M3"))
    book.needs("L3", 10, tier=3, servers=("G",))
    for number in (1, 2, 3):
        book.write(BEGIN, "member", f"M{number}", Member(name=f"M{number}", form=MemberForm.NATION))
        book.gives(f"K{number}", 10, member=f"M{number}")
    book.write(BEGIN, "membership", "M1", Membership(group="G"), end=on(3, 2))
    book.write(BEGIN, "membership", "M2", Membership(group="G"), end=on(3, 1))
    return Example(
        book.facts,
        {"L1": 10, "L2": 10, "L3": 10},
        {("K1", "L2"): "may_not_serve", ("K1", "L3"): 1, ("K2", "L3"): "may_not_serve"},
    )


def what_does_not_factor() -> Example:
    """K1 is worth 1 at L1 and 0.5 at L2, K2 is worth 1 at both: no factors. So each serves its own kind only."""
    book = Hand()
    book.capability(BEGIN, "D")
    book.instead("D", "C", "0.5")
    book.instead("C", "D", "1")
    book.needs("L1", 10)
    book.needs("L2", 10, capability="D")
    book.gives("K1", 15)
    book.gives("K2", 5, capability="D")
    return Example(book.facts, {"L1": 10, "L2": 5}, {("K1", "L2"): HALF, ("K2", "L1"): 1}, odd=1)


def what_factors_both_ways() -> Example:
    """Two of C for one of D, and the other way round: 5 of K1 are left over at L1 and cover 2.5 at L2."""
    book = Hand()
    book.capability(BEGIN, "D")
    book.instead("D", "C", "0.5")
    book.instead("C", "D", "2")
    book.needs("L1", 10)
    book.needs("L2", 10, capability="D")
    book.gives("K1", 15)
    book.gives("K2", 5, capability="D")
    return Example(book.facts, {"L1": 10, "L2": Fraction(15, 2)}, {("K1", "L2"): HALF, ("K2", "L1"): 2})


def one_reason_each() -> Example:
    """The other reasons, one contribution for each."""
    book = Hand()
    book.operation(BEGIN, "OTHER")
    book.operation(BEGIN, "STRICT", acceptance=Acceptance.REQUIRED)
    book.capability(BEGIN, "C.hours", "hours", parent="C")
    book.capability(BEGIN, "C.tenths", decimals=1, parent="C")
    book.capability(BEGIN, "C.all", None, parent="C")
    book.instead("C", "C.hours", "1")
    book.needs("L", 10, tasks=("Patrol",), standard="Role 2")
    book.needs("S", 10, operation="STRICT")
    against = {
        "C.hours": "other_unit",
        "C.tenths": "other_unit",
        "C.all": "other_unit",
        "backfill": "backfill",
        "elsewhere": "other_operation",
        "no-kind": "no_capability",
        "no-task": "task",
        "no-standard": "standard",
        "failed": "condition",
        "offered": "below_firmness",
        "unknown": "below_firmness",
        "later": "window",
        "no-start": "window",
    }
    special: dict[str, dict[str, Any]] = {
        "backfill": {"backfills": "elsewhere", "line": "S"},
        "elsewhere": {"operation": "OTHER"},
        "no-kind": {"capability": None},
        "offered": {"word": "offered"},
        "later": {"window": dates("2026-03")},
        "no-start": {"window": dates(last="2026-05-01")},
    }
    for subject in (*against, "open", "unsaid", "met"):
        kind = {"capability": subject} if subject.startswith("C.") else {}
        book.gives(subject, 1, **(kind | special.get(subject, {})))
        if subject != "no-standard":
            book.write(BEGIN, "verification", subject, Verification(by=subject, standard=" ROLE 2"))
    book.step(BEGIN, "committed", hundreds(), of="unknown")
    book.write(BEGIN, "caveat", "V", Caveat(contribution="no-task", words="no", tasks=("patrol ",), declared=True))
    for subject, state in (
        ("failed", ConditionState.FAILED),
        ("open", ConditionState.OPEN),
        ("met", ConditionState.MET),
        ("unsaid", None),
    ):
        fields: dict[str, Any] = {} if state is None else {"state": state}
        book.write(BEGIN, "condition", f"if-{subject}", Condition(contribution=subject, words="if", **fields))
    book.gives("not-accepted", 4, operation="STRICT")
    book.gives("accepted", 4, operation="STRICT")
    book.step(BEGIN, "accepted", 3, of="accepted")
    found: dict[tuple[str, str], str | Fraction | int] = {(each, "L"): reason for each, reason in against.items()}
    found |= {("open", "L"): 1, ("unsaid", "L"): 1, ("met", "L"): 1}
    found |= {("accepted", "S"): 1, ("not-accepted", "S"): "not_accepted"}
    return Example(book.facts, {"L": 3, "S": 3}, found)


def bridging(day: date, covered: dict[str, int], reasons: dict[tuple[str, str], str | Fraction | int]) -> Example:
    """A and B bridge L1, B until some day in June and from elsewhere; D bridges it too, but is earmarked for L2.

    E bridges L1 and has no window: a commitment without one is an offer.
    """
    book = Hand()
    book.places()
    book.needs("L1", 20, place="North", accepted_gap=accepted_until("2026-12-31"))
    book.needs("L2", 20)
    window = dates("2026-01-01", "2026-12-31")
    book.gives("A", 5, operation=None, bridge=bridge("L1", "2026-05-31"), window=window)
    book.gives("B", 6, place="South", bridge=bridge("L1", "2026-06"), window=window)
    book.gives("D", 7, line="L2", bridge=bridge("L1", "2026-06-15"), window=window)
    book.gives("E", 8, bridge=bridge("L1", "2026-12-31"), window=None)
    return Example(book.facts, dict(covered), reasons, day=day)


EXAMPLES: dict[str, Example] = HANGING | {
    "a substitute at a half": half_as_good(),
    "a substitute counted in hundredths": half_as_good_in_hundredths(),
    "a pin beyond the need": pinned_beyond_the_need(),
    "pins that contradict each other": pins_that_contradict_each_other(),
    "a caveat on places": only_in_the_north(),
    "places, pinned and earmarked": in_the_wrong_place(),
    "notice: too early": notice(on(3, 10), NOW, 0),
    "notice: the first day it can": notice(on(3, 11), NOW, 10),
    "notice: a day that is past": notice(on(2, 27), NOW, 10),
    "notice: some of it on the way": notice(on(3, 10), NOW, 10, moving=True),
    "notice: pinned": notice(on(3, 10), NOW, 10, pinned=True),
    "tiers": critical_first(),
    "weights and ties": by_weight_then_by_id(),
    "weight times worth": weight_times_worth(),
    "weight that is not worth it": weight_that_is_not_worth_it(),
    "a chain of changes": a_chain_of_changes(),
    "a component that does not factor": what_does_not_factor(),
    "a component that factors both ways": what_factors_both_ways(),
    "one reason each": one_reason_each(),
    "bridges: all there": bridging(
        on(5, 31),
        {"L1": 11, "L2": 7},
        {("A", "L2"): "earmarked", ("B", "L1"): 1, ("D", "L1"): "earmarked", ("E", "L1"): "below_firmness"},
    ),
    "bridges: the first has ended": bridging(on(6, 1), {"L1": 6, "L2": 7}, {("A", "L1"): "window", ("B", "L1"): 1}),
    "bridges: the second may have ended": bridging(
        on(6, 15), {"L1": 0, "L2": 7}, {("A", "L2"): "earmarked", ("B", "L1"): "window", ("D", "L2"): 1}
    ),
    "bridges: all ended": bridging(on(6, 16), {"L1": 0, "L2": 0}, {("D", "L2"): "window", ("D", "L1"): "earmarked"}),
}
