"""Tiny books in which something hangs together, worked out by hand: without that rule each would have another answer.

In them line L needs 10, and contributions of 10 or less may serve it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from muster.core.contributions import Condition, ConditionState
from muster.core.days import Dated
from muster.core.operations import Acceptance
from muster.core.requirements import Requirement
from tests.oracle.amounts.hand import BEGIN, NOW, Example, Hand
from tests.oracle.scribe import dates, hundreds, on

# ---- conditions that wait


def waiting(**other: Any) -> Hand:
    """A of 4 waits for B, which serves no line."""
    book = Hand()
    book.capability(BEGIN, "D")
    book.needs("L", 10)
    book.gives("A", 4)
    book.gives("B", 1, **{"capability": "D", **other})
    book.condition("A", "B")
    return book


def waits_for_what_comes(day: date, covered: int) -> Example:
    """B comes on 1 March and leaves on 31 May."""
    book = waiting(window=dates("2026-03-01", "2026-05-31"))
    return Example(book.facts, {"L": covered}, {("A", "L"): 1 if covered else "condition"}, day=day, known=NOW)


def waits_for_what_may_have_come() -> Example:
    """B comes some day in March: on the 15th that is not certain."""
    book = waiting(window=dates("2026-03"))
    return Example(book.facts, {"L": 0}, {("A", "L"): "condition"}, day=on(3, 15))


def waits_for_what_is_of_unknown_size() -> Example:
    book = waiting()
    book.step(BEGIN, "committed", hundreds(), of="B")
    return Example(book.facts, {"L": 0}, {("A", "L"): "condition"})


def waits_for_what_is_paused() -> Example:
    book = waiting()
    book.cap(on(2, 1), "paused", of="B", until=Dated("2026-03-31"))
    return Example(book.facts, {"L": 0}, {("A", "L"): "condition"})


def waits_for_what_is_not_accepted(accepted: int) -> Example:
    """B counts in an operation that must accept it."""
    book = Hand()
    book.operation(BEGIN, "STRICT", acceptance=Acceptance.REQUIRED)
    book.needs("L", 10)
    book.gives("A", 4)
    book.gives("B", 3, operation="STRICT")
    book.condition("A", "B")
    if accepted:
        book.step(BEGIN, "accepted", accepted, of="B")
    return Example(book.facts, {"L": 4 if accepted else 0})


def waits_for_an_offer(firmness: str, covered: int) -> Example:
    """A is committed, B only offered."""
    book = waiting(word="offered")
    return Example(book.facts, {"L": covered}, firmness=firmness)


def waits_for_a_backfill() -> Example:
    """B serves no line; but it is there."""
    book = waiting(backfills="a company elsewhere")
    book.gives("E", 5)
    book.condition("E", "F")
    book.gives("F", 1, window=dates("2026-04-01"), backfills="a company elsewhere")
    return Example(book.facts, {"L": 4}, {("A", "L"): 1, ("E", "L"): "condition"})


def waits_for_one_under_a_condition(state: str | None, covered: int, *, open_conditions: bool = True) -> Example:
    """B is under a condition itself."""
    book = waiting()
    book.condition("B", state=state)
    return Example(book.facts, {"L": covered}, open_conditions=open_conditions)


def decided_all_the_same(state: str, covered: int) -> Example:
    """What is decided waits no more: met though B is not there, failed though it is."""
    book = waiting(**({"window": dates("2026-04-01")} if state == "met" else {}))
    decided = Condition(state=ConditionState(state))
    book.write(on(2, 1), "condition", f"if-{len(book.facts) - 1}", decided, start=on(2, 1))
    return Example(book.facts, {"L": covered})


def chain(last: str | None, covered: int, *, open_conditions: bool = True) -> Example:
    """A waits for B, B for C, C for D; D is under no condition, or under one of its own."""
    book = Hand()
    book.needs("L", 10)
    for each, other in (("A", "B"), ("B", "C"), ("C", "D")):
        book.gives(each, 3)
        book.condition(each, other)
    book.gives("D", 1)
    if last is not None:
        book.condition("D", state=last)
    return Example(book.facts, {"L": covered}, open_conditions=open_conditions)


def circle(covered: int, *, open_conditions: bool = True, broken: bool = False) -> Example:
    """A waits for B, B for C, C for A; D, of 1, waits for A. Broken: C comes in April."""
    book = Hand()
    book.needs("L", 10)
    for each, other in (("A", "B"), ("B", "C"), ("C", "A")):
        book.gives(each, 2, window=dates("2026-04-01" if broken and each == "C" else "2026-01-01"))
        book.condition(each, other)
    book.gives("D", 1)
    book.condition("D", "A")
    reasons: dict[tuple[str, str], str | Fraction | int] = {("D", "L"): 1 if covered else "condition"}
    return Example(book.facts, {"L": covered}, reasons, open_conditions=open_conditions)


def circle_and_something_else(state: str, covered: int) -> Example:
    """A and B wait for each other; B is under another condition too."""
    book = Hand()
    book.needs("L", 10)
    for each, other in (("A", "B"), ("B", "A")):
        book.gives(each, 2)
        book.condition(each, other)
    book.condition("B", state=state)
    return Example(book.facts, {"L": covered})


# ---- what counts


def thresholds(percent: int, counts: dict[str, int | Fraction]) -> Example:
    """4 of 10 are there."""
    book = Hand()
    book.needs("L", 10, threshold=percent)
    book.gives("A", 4)
    return Example(book.facts, {"L": 4}, counts=counts)


def half_the_lift() -> Example:
    """5 of 10 of the lift, so 4 of 8 patrols, though 6 are there; 10 escorts have what they need of 20."""
    book = Hand()
    book.capability(BEGIN, "D")
    book.capability(BEGIN, "E")
    book.needs("lift", 10, capability="D")
    book.needs("patrols", 8, capability="C", needs=("lift",))
    book.needs("escorts", 20, capability="E", needs=("lift",))
    book.gives("A", 5, capability="D")
    book.gives("B", 6)
    book.gives("F", 10, capability="E")
    return Example(book.facts, {"lift": 5, "patrols": 6, "escorts": 10}, counts={"patrols": 4})


def along_a_chain() -> Example:
    """Nothing counts of L3, below its threshold: so nothing of L2, which needs it, nor of L1, which needs L2.

    L4 needs a line that is not planned, and that would need L3: all of it counts.
    """
    book = Hand()
    for line, need, more in (
        ("L1", 5, {"needs": ("L2",)}),
        ("L2", 5, {"needs": ("L3",)}),
        ("L3", 5, {"threshold": 90}),
        ("L4", 5, {"needs": ("M",)}),
    ):
        book.needs(line, need, **more)
        book.gives(f"for-{line}", 4, line=line)
    book.needs("M", 0, needs=("L3",))
    return Example(book.facts, dict.fromkeys(("L1", "L2", "L3", "L4"), 4), counts=dict.fromkeys(("L1", "L2", "L3"), 0))


def around_a_circle() -> Example:
    """L1 needs L2, L2 needs L1: a half of both, since L2 has no more. L3 needs itself, and counts with what it has."""
    book = Hand()
    for line, need, has, needed in (("L1", 8, 6, "L2"), ("L2", 10, 5, "L1"), ("L3", 9, 3, "L3")):
        book.needs(line, need)
        book.gives(f"for-{line}", has, line=line)
        book.write(BEGIN, "requirement", line, Requirement(needs=(needed,)))
    return Example(book.facts, {"L1": 6, "L2": 5, "L3": 3}, counts={"L1": 4})


def not_what_counts_of_it() -> Example:
    """L1 has 9 of 10, of which half counts by what it needs: its threshold of 80 asks for the 9."""
    book = Hand()
    book.needs("L1", 10, threshold=80, needs=("L2",))
    book.needs("L2", 10)
    book.gives("A", 9, line="L1")
    book.gives("B", 5, line="L2")
    return Example(book.facts, {"L1": 9, "L2": 5}, counts={"L1": 5})


# ---- joint contributions and rotas


def joint(day: date = NOW, word: str = "committed", *, required: bool = True, last: str | None = None) -> Hand:
    """A of 4 is delivered by a joint that needs B of 3, from February on; B could serve L, and is pinned to it."""
    book = Hand()
    book.needs("L", 10)
    book.gives("A", 4)
    book.gives("B", 3, word, window=dates("2026-02-01", last))
    book.joint(BEGIN, "J", "A")
    book.part(BEGIN, "J", "B", required=required)
    book.pin("PIN", "B", "L", 3)
    return book


def jointly(book: Hand, covered: int, reason: str | int, day: date = NOW, firmness: str = "committed") -> Example:
    """B serves nothing in any case."""
    return Example(
        book.facts,
        {"L": covered},
        {("A", "L"): reason, ("B", "L"): "part"},
        day=day,
        idle_pins={"PIN": "part"},
        firmness=firmness,
    )


def joint_of_unknown_size() -> Example:
    book = joint()
    book.step(BEGIN, "committed", hundreds(), of="B")
    return jointly(book, 4, 1)


def joint_not_accepted() -> Example:
    """B is committed, and not accepted: else there would be both."""
    book = Hand(acceptance=Acceptance.REQUIRED)
    book.needs("L", 10)
    book.gives("A", 4)
    book.step(BEGIN, "accepted", 4, of="A")
    book.gives("B", 3)
    book.joint(BEGIN, "J", "A", "A", "B")
    return Example(book.facts, {"L": 0}, {("A", "L"): "not_accepted", ("B", "L"): "part"})


def waits_for_what_is_joint() -> Example:
    """A waits for B, which is joint and lacks its part; E waits for that part, which will come in April."""
    book = waiting()
    book.gives("E", 5)
    book.gives("F", 1, window=dates("2026-04-01"))
    book.condition("E", "F")
    book.gives("G", 2)
    book.gives("H", 1)
    book.joint(BEGIN, "J", "B", "F", "H")
    book.condition("G", "H")
    return Example(book.facts, {"L": 2}, {("A", "L"): "condition", ("E", "L"): "condition", ("G", "L"): 1})


def in_turn(day: date, covered: dict[str, int | Fraction], **more: Any) -> Example:
    """A of 12 serves L2 in turn in March, from elsewhere, but for the 5 assigned to L1; D is open to both.

    The turn is from another place, too early for the notice, and earmarked for L1.
    """
    book = Hand()
    book.places()
    book.needs("L1", 10, tier=1)
    book.needs("L2", 10, tier=3, place="North")
    book.gives("A", 12, place="South", line="L1", notice_days=100)
    book.rota(BEGIN, "R", "L2")
    book.turn(BEGIN, "R", "2026-02", "2026-04", "A")
    book.turn(BEGIN, "R", "2026-03-01", "2026-03-31")
    book.pin("PIN", "A", "L1", 5)
    return replace(Example(book.facts, covered, day=day), **more)


def turns_before_tiers() -> Example:
    """All 12 serve the line of their turn, though it needs 10 and the critical line 10."""
    book = Hand()
    book.needs("L1", 10, tier=1)
    book.needs("L2", 10, tier=3)
    book.gives("A", 12)
    book.rota(BEGIN, "R", "L2")
    book.turn(BEGIN, "R", "2026-03-01", "2026-03-31", "A")
    return Example(book.facts, {"L1": 0, "L2": 10}, pinned={"L2": 12})


HANGING: dict[str, Example] = {
    "waiting: not yet there": waits_for_what_comes(on(2, 28), 0),
    "waiting: there": waits_for_what_comes(on(3, 1), 4),
    "waiting: on its last day": waits_for_what_comes(on(5, 31), 4),
    "waiting: gone": waits_for_what_comes(on(6, 1), 0),
    "waiting: it may be there": waits_for_what_may_have_come(),
    "waiting: of unknown size": waits_for_what_is_of_unknown_size(),
    "waiting: paused": waits_for_what_is_paused(),
    "waiting: not accepted": waits_for_what_is_not_accepted(0),
    "waiting: accepted in part": waits_for_what_is_not_accepted(1),
    "waiting: not firm enough": waits_for_an_offer("committed", 0),
    "waiting: firm enough": waits_for_an_offer("offered", 4),
    "waiting for a backfill": waits_for_a_backfill(),
    "waiting for what failed": waits_for_one_under_a_condition("failed", 0),
    "waiting for what is open": waits_for_one_under_a_condition(None, 4),
    "waiting for what is open, which fails": waits_for_one_under_a_condition(None, 0, open_conditions=False),
    "waiting for what is met, though open ones fail": waits_for_one_under_a_condition("met", 4, open_conditions=False),
    "waiting no more: met": decided_all_the_same("met", 4),
    "waiting no more: failed": decided_all_the_same("failed", 0),
    "a chain": chain(None, 10),
    "a chain, though open ones fail": chain(None, 10, open_conditions=False),
    "a chain to what failed": chain("failed", 0),
    "a chain to what is open": chain("open", 10),
    "a chain to what is open, which fails": chain("open", 0, open_conditions=False),
    "a circle": circle(7),
    "a circle where open ones fail": circle(0, open_conditions=False),
    "a circle with one who is not there": circle(0, broken=True),
    "a circle under a condition that failed": circle_and_something_else("failed", 0),
    "a circle under a condition that is met": circle_and_something_else("met", 4),
    "a threshold that is reached": thresholds(40, {}),
    "a threshold that is not": thresholds(41, {"L": 0}),
    "half the lift": half_the_lift(),
    "needs along a chain": along_a_chain(),
    "needs around a circle": around_a_circle(),
    "a threshold asks for cover": not_what_counts_of_it(),
    "joint: all there": jointly(joint(), 4, 1),
    "joint: before its part": jointly(joint(), 0, "below_firmness", day=on(1, 31)),
    "joint: its part may have gone": jointly(joint(last="2026-03"), 0, "below_firmness", day=on(3, 2)),
    "joint: a part that is only offered": jointly(joint(word="offered"), 0, "below_firmness"),
    "joint: all offered": jointly(joint(word="offered"), 4, 1, firmness="offered"),
    "joint: a part that is not required": jointly(joint(word="offered", required=False), 4, 1),
    "joint: a part of unknown size": joint_of_unknown_size(),
    "joint: a part that is not accepted": joint_not_accepted(),
    "waiting for what is joint": waits_for_what_is_joint(),
    "in turn: some day in February": in_turn(on(2, 27), {"L1": 10, "L2": 0}),
    "in turn: the first day for certain": in_turn(on(2, 28), {"L1": 5, "L2": 7}, pinned={"L1": 5, "L2": 7}),
    "in turn: the last day for certain": in_turn(on(4, 1), {"L1": 5, "L2": 7}),
    "in turn: some day in April": in_turn(on(4, 2), {"L1": 10, "L2": 0}),
    "in turn, before tiers": turns_before_tiers(),
}
