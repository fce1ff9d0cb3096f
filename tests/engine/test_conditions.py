"""Which conditions fail: decided ones, open ones, and those that wait for another contribution."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.engine.allocation import allocate
from muster.engine.conditions import failing, fall_with, waits
from muster.engine.difference import ranking
from muster.engine.eligibility import Reason
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.engine.why import why
from muster.ledger.entries import Draft
from tests.builders import draft, step
from tests.engine.written import committed, contribution, line, on, over_time, snapshot_of

DAY = on("7-1")
JULY = Period(DAY, on("8-1"))


def condition(subject: str, of: str, **fields: str) -> Draft:
    return draft("condition", subject, contribution=of, words="if they agree", **fields)


def failed(
    *drafts: Draft, open_hold: bool = True, firmness: Firmness = Firmness.COMMITTED, gone: tuple[str, ...] = ()
) -> Mapping[str, tuple[str, ...]]:
    return failing(snapshot_of(line(), *drafts), DAY, firmness, open_hold=open_hold, gone=gone)


@pytest.mark.parametrize(
    ("state", "open_hold", "fails"),
    [("failed", True, True), ("met", False, False), ("open", True, False), ("open", False, True)],
)
def test_what_is_decided_is_decided_and_what_is_open_is_as_assumed(state: str, open_hold: bool, fails: bool) -> None:  # noqa: FBT001
    found = failed(*committed("A", 10), condition("K", "A", state=state), open_hold=open_hold)
    assert found == ({"A": ("K",)} if fails else {})


def test_a_condition_without_a_state_is_open() -> None:
    book = (*committed("A", 10), condition("K", "A"))
    assert failed(*book) == {}
    assert failed(*book, open_hold=False) == {"A": ("K",)}


ONLY_IF = (*committed("A", 10), condition("K", "A", only_if="X"))


@pytest.mark.parametrize("open_hold", [True, False])
def test_what_waits_for_another_holds_where_that_one_is_there(open_hold: bool) -> None:  # noqa: FBT001
    assert failed(*ONLY_IF, *committed("X", 5), open_hold=open_hold) == {}
    assert failed(*ONLY_IF, contribution("X"), open_hold=open_hold) == {"A": ("K",)}


def test_it_is_there_at_the_firmness_asked() -> None:
    pledged = (contribution("X"), step("X", "pledged", "2026-01-01", 5))
    assert failed(*ONLY_IF, *pledged) == {"A": ("K",)}
    assert failed(*ONLY_IF, *pledged, firmness=Firmness.PLEDGED) == {}


def test_it_is_not_there_where_a_condition_on_it_fails() -> None:
    refused = condition("L", "X", state="failed")
    assert failed(*ONLY_IF, *committed("X", 5), refused) == {"A": ("K",), "X": ("L",)}


def test_a_decision_counts_whoever_is_there() -> None:
    assert failed(*committed("A", 10), condition("K", "A", only_if="X", state="met"), contribution("X")) == {}
    found = failed(*committed("A", 10), condition("K", "A", only_if="X", state="failed"), *committed("X", 5))
    assert found == {"A": ("K",)}


def test_what_waits_for_something_unknown_is_open() -> None:
    assert failed(*ONLY_IF) == {}
    assert failed(*ONLY_IF, open_hold=False) == {"A": ("K",)}


CHAIN = (
    *committed("A", 10),
    *committed("B", 10),
    condition("K", "A", only_if="B"),
    condition("L", "B", only_if="X"),
)


@pytest.mark.parametrize("open_hold", [True, False])
def test_a_chain_falls_with_its_end(open_hold: bool) -> None:  # noqa: FBT001
    assert failed(*CHAIN, *committed("X", 5), open_hold=open_hold) == {}
    assert failed(*CHAIN, contribution("X"), open_hold=open_hold) == {"A": ("K",), "B": ("L",)}


def test_those_who_wait_for_each_other_count_together_or_not_at_all() -> None:
    circle = (
        *committed("A", 10),
        *committed("B", 10),
        condition("K", "A", only_if="B"),
        condition("L", "B", only_if="A"),
    )
    assert failed(*circle) == {}
    assert failed(*circle, open_hold=False) == {"A": ("K",), "B": ("L",)}
    assert failed(*circle, gone=("A",)) == {"A": ("K",), "B": ("L",)}


def test_a_contribution_may_stand_under_several() -> None:
    found = failed(*ONLY_IF, contribution("X"), condition("J", "A", state="failed"))
    assert found == {"A": ("J", "K")}


def test_who_falls_with_whom() -> None:
    snapshot = snapshot_of(line(), *CHAIN, *committed("X", 5), *committed("Y", 5))
    assert fall_with(snapshot, DAY, Firmness.COMMITTED, {"X"}) == {"A", "B"}
    assert fall_with(snapshot, DAY, Firmness.COMMITTED, {"Y"}) == frozenset()


def test_whether_any_condition_waits() -> None:
    assert waits(snapshot_of(line(), *ONLY_IF))
    assert not waits(snapshot_of(line(), *committed("A", 10), condition("K", "A")))


# ---- in a plan

BOOK = (line(need=30), *ONLY_IF, *committed("X", 5))


def test_a_plan_counts_what_waits_only_on_days_on_which_the_other_is_there() -> None:
    leaving = draft("cap", "X", "2026-07-11", cap="withdrawn")
    timeline = over_time(*BOOK, leaving)
    plan = allocate(timeline, Asked(on("7-15")), JULY)
    assert [part.period.start for part in plan.parts] == [DAY, on("7-11")]
    assert [part.covered["L"] for part in plan.parts] == [15, 0]
    assert plan.parts[1].reason("A") is Reason.CONDITION
    assert plan.left_open == ()


def test_why_names_the_condition() -> None:
    timeline = over_time(line(need=30), *ONLY_IF, contribution("X", words=None))
    (found,) = why(timeline, allocate(timeline, Asked(on("6-30")), JULY), "L")
    (way,) = (way for way in found.ways if way.reason is Reason.CONDITION)
    assert way.gain == 10
    assert [(one.name, one.condition.contribution) for one in way.conditions] == [("K", "A")]


def test_without_somebody_those_who_wait_for_it_are_missing_too() -> None:
    timeline = over_time(*BOOK)
    base = Base(timeline, allocate(timeline, Asked(on("6-30")), JULY))
    assert base.without(frozenset({"X"})).parts[0].covered["L"] == 0
    assert base.without(frozenset({"A"})).parts[0].covered["L"] == 5
    lost = {one.name: one.differences[0].change for one in ranking(base, {"X": {"X"}, "A": {"A"}}).losses}
    assert lost == {"X": 15, "A": 10}


def test_a_change_of_one_is_planned_for_those_who_wait_for_it() -> None:
    timeline = over_time(*BOOK)
    base = Base(timeline, allocate(timeline, Asked(on("6-30")), JULY))
    changed = snapshot_of(*BOOK, draft("cap", "X", "2026-06-01", cap="withdrawn"))
    assert base.again(changed, {"X"}, base.plan.asked).parts[0].covered["L"] == 0
