"""Kept plans: what is kept of a plan, and how the next one starts from it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from muster.core.days import Period, as_period, parse_period
from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.firmness import Firmness
from muster.core.plans import KeptPlan
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.kept import allocate_from, assigned_on, kept_of, start_of
from muster.engine.serving import Asked
from muster.engine.touring import Effort, Kept, Tour
from muster.ledger.entries import Draft
from tests.builders import Desk, cap, dates, draft, kept, undo
from tests.engine.units import TEN_DAYS, tour, tours
from tests.engine.units import again as plan_again
from tests.engine.units import plan as plan_of_units
from tests.engine.written import change, committed, desk_of, line, on, pin, ships, unit, wants

FROM_NEW_YEAR = dates("2026-01-01")
YEAR = parse_period("2026/2026")
ASKED = Asked(on("6-30"))


def made(*drafts: Draft, within: Period | None = YEAR, asked: Asked = ASKED) -> Plan:
    return allocate(Timeline(desk_of(*drafts).snapshot()), asked, within)


def rows(plan: KeptPlan) -> list[str]:
    """Who serves whom, from when until when, how much."""
    return [f"{one.contribution} {one.line} {one.first} {one.last} {one.amount}" for one in plan.assignments or ()]


def put(desk: Desk, plan: Plan, name: str) -> None:
    desk.put(Draft("plan", name, kept_of(plan, "0")))


def planned(desk: Desk, name: str | None = None, within: str | None = "2026/2026", **how: Any) -> Plan:
    timeline = Timeline(desk.snapshot(viewer=how.pop("viewer", "secretariat")))
    return allocate_from(timeline, ASKED, as_period(within), name, **how)


# ---- what is kept


def test_kept_is_what_was_asked_and_the_version() -> None:
    plan = made(line(need=10), asked=Asked(on("6-30"), Firmness.OFFERED, undeclared=False))
    assert kept_of(plan, "1.2").stated() == {
        "first": "2026-01-01",
        "last": "2026-12-31",
        "known": "2026-06-30T12:00:00.000000Z",
        "firmness": "offered",
        "undeclared": False,
        "version": "1.2",
        "assignments": [],
    }


def test_neighbouring_stretches_are_joined_where_the_amount_is_the_same() -> None:
    plan = made(
        line("L", 100),
        line("M", 10),
        change("M", 20, "2026-03-01"),
        change("L", 50, "2026-07-01"),
        change("L", 100, "2026-09-01"),
        *committed("C", 100, window=FROM_NEW_YEAR),
        *committed("D", 7, "DEU", window=dates("2026-02-01", "2026-05-31"), line="M"),
    )
    assert rows(kept_of(plan, "0")) == [
        "C L 2026-01-01 2026-06-30 100",
        "C L 2026-07-01 2026-08-31 50",
        "C L 2026-09-01 2026-12-31 100",
        "C M 2026-07-01 2026-08-31 20",
        "D M 2026-02-01 2026-05-31 7",
    ]


def test_what_is_interrupted_is_not_joined() -> None:
    plan = made(
        line(need=10),
        change("L", 0, "2026-03-01"),
        change("L", 10, "2026-04-01"),
        *committed("C", 10, window=FROM_NEW_YEAR),
    )
    assert rows(kept_of(plan, "0")) == ["C L 2026-01-01 2026-02-28 10", "C L 2026-04-01 2026-12-31 10"]


def test_pins_are_kept_with_the_rest_and_amounts_exactly() -> None:
    book = (
        draft("capability", "robots", name="Robots", unit="robots"),
        draft("substitute", "trainers", capability="robots", efficiency="3"),
        line(need=20),
        *committed("C", 5, window=FROM_NEW_YEAR),
        *committed("R", 8, capability="robots", window=FROM_NEW_YEAR),
        pin("P", "C", "L", 4),
    )
    assert rows(kept_of(made(*book), "0")) == [
        "C L 2026-01-01 2026-12-31 5",
        "R L 2026-01-01 2026-12-31 5",
    ]
    found = kept_of(made(*book, cap("C", "reduced", "2026-01-01", 3)), "0")
    assert rows(found) == ["C L 2026-01-01 2026-12-31 3", "R L 2026-01-01 2026-12-31 17/3"]
    assert assigned_on(found, on("5-1")) == {("C", "L"): 3, ("R", "L"): Fraction(17, 3)}


def test_on_a_day_holds_what_is_kept_for_it() -> None:
    one = kept("P1", ("C", "L", 5), ("C", "L", 2), first="2026-03-01", last="2026-04-30").record
    assert isinstance(one, KeptPlan)
    assert [assigned_on(one, on(text)) for text in ("2-28", "3-1", "4-30", "5-1")] == [
        {},
        {("C", "L"): 7},
        {("C", "L"): 7},
        {},
    ]
    assert assigned_on(KeptPlan(), on("3-1")) == {}


# ---- how the next one starts


TWO = (line(need=10), *committed("C", 10, window=FROM_NEW_YEAR), *committed("D", 10, "DEU", window=FROM_NEW_YEAR))
"""Two that can serve one line, each alone: who does is a matter of what was before."""


def served_by(plan: Plan) -> list[str]:
    return sorted({giver for part in plan.parts for giver, _ in part.assigned})


def test_a_plan_keeps_to_who_serves_whom_where_nothing_is_gained_by_a_change() -> None:
    desk = desk_of(*TWO)
    afresh = planned(desk)
    (one,) = served_by(afresh)
    other = "D" if one == "C" else "C"
    desk.put(kept("P1", (other, "L", 10)))
    found = planned(desk)
    assert (served_by(found), found.starts_from, found.moves) == ([other], "P1", 0)
    assert [part.covered for part in found.parts] == [part.covered for part in afresh.parts]
    again = planned(desk, afresh=True)
    assert (served_by(again), again.starts_from, again.moves) == ([one], None, 0)


def test_what_must_change_counts_as_moved_against_the_plan() -> None:
    desk = desk_of(line("M", 10, tier=1), *TWO)
    desk.put(kept("P1", ("C", "L", 10)))
    found = planned(desk)
    assert (found.moves, served_by(found)) == (1, ["C", "D"])
    assert found.parts[0].assigned == {("C", "L"): 10, ("D", "M"): 10}
    assert [part.covered for part in found.parts] == [part.covered for part in planned(desk, afresh=True).parts]


def test_fewer_change_than_afresh() -> None:
    givers = [one for index in range(9) for one in committed(f"C{index}", 10, window=FROM_NEW_YEAR)]
    desk = desk_of(*(line(f"L{index}", 10) for index in range(9)), *givers)
    backwards = {(f"C{8 - index}", f"L{index}"): Fraction(10) for index in range(9)}
    desk.put(kept("P1", *((giver, of, 10) for giver, of in backwards)))
    desk.put(cap("C4", "reduced", "2026-01-01", 5))
    found, afresh = planned(desk), planned(desk, afresh=True)
    assert [part.covered for part in found.parts] == [part.covered for part in afresh.parts]
    differ = [sum(plan.parts[0].assigned.get(pair) != 10 for pair in backwards) for plan in (found, afresh)]
    assert (differ, found.moves) == ([2, 9], 3)  # C4 lacks 5, which C0 brings from the line served last


def test_it_starts_from_the_plan_that_is_named_or_else_from_the_one_kept_last() -> None:
    desk = desk_of(*TWO)
    desk.put(kept("C-IS-THERE", ("C", "L", 10)))
    desk.put(kept("D-IS-THERE", ("D", "L", 10)))
    desk.put(kept("NEXT-YEAR", ("C", "L", 10), first="2027-01-01", last="2027-12-31"))
    assert (served_by(planned(desk)), served_by(planned(desk, "C-IS-THERE"))) == (["D"], ["C"])
    assert planned(desk, "C-IS-THERE").starts_from == "C-IS-THERE"
    assert planned(desk, within="2027/2027").starts_from == "NEXT-YEAR"
    assert planned(desk, within="2028/2028").starts_from is None
    assert planned(desk, within=None).starts_from == "D-IS-THERE"


def test_it_starts_as_the_plan_is_on_its_first_day() -> None:
    desk = desk_of(*TWO)
    row = {"contribution": "C", "line": "L", "first": "2026-01-01", "last": "2026-05-31", "amount": "10"}
    rows = [row, {**row, "contribution": "D", "first": "2026-06-01", "last": "2026-12-31"}]
    fields = {**kept("P1").record.stated(), "assignments": rows}
    desk.put(Draft("plan", "P1", KeptPlan.model_validate(fields)))
    assert served_by(planned(desk, within="2026-05/2026-12")) == ["C"]
    assert served_by(planned(desk, within="2026-06/2026-12")) == ["D"]


def test_a_plan_taken_back_is_started_from_no_more() -> None:
    desk = desk_of(*TWO)
    desk.put(undo(desk.one(kept("P1", ("D", "L", 10)))))
    assert planned(desk).starts_from is None


def test_who_does_not_see_all_has_no_kept_plans() -> None:
    desk = desk_of(*TWO)
    before = planned(desk, viewer="FRA")
    desk.put(kept("P1", ("D", "L", 10)))
    after = planned(desk, viewer="FRA")
    assert (after.starts_from, after.parts) == (None, before.parts)
    with pytest.raises(UnknownSubjectError, match=r"^unknown plan 'P1'$"):
        planned(desk, "P1", viewer="FRA")


@pytest.mark.parametrize(
    ("name", "how", "sentence"),
    [
        ("P9", {}, "unknown plan 'P9'"),
        ("P1", {"afresh": True}, "a plan starts from 'P1' or afresh, not both"),
        (
            "P1",
            {"within": "2027/2027"},
            "the plan 'P1' is of 2026-01-01 to 2026-12-31: it says nothing of 2027-01-01, on which this one begins",
        ),
    ],
)
def test_what_cannot_be_started_from_is_refused(name: str, how: dict[str, Any], sentence: str) -> None:
    desk = desk_of(*TWO)
    desk.put(kept("P1"))
    with pytest.raises((RefusedError, UnknownSubjectError)) as refused:
        planned(desk, name, **how)
    assert str(refused.value) == sentence


def test_a_period_without_a_first_day_is_refused_as_ever() -> None:
    timeline = Timeline(desk_of(*TWO).snapshot())
    with pytest.raises(RefusedError):
        allocate_from(timeline, ASKED, Period())


def test_a_plan_that_starts_from_another_says_so_when_it_is_kept() -> None:
    desk = desk_of(*TWO)
    put(desk, planned(desk), "P1")
    assert kept_of(planned(desk), "0").starts_from == "P1"


# ---- who is on which tour


def told(first: str, *spans: tuple[str, str, str, str]) -> Kept:
    """What a kept plan says on a day: who serves which line on which days of July."""
    rows = [
        {"contribution": giver, "line": to, "first": f"2026-07-{begins}", "last": f"2026-07-{ends}", "amount": "2"}
        for giver, to, begins, ends in spans
    ]
    stated = {**kept("P1").record.stated(), "assignments": rows}
    return start_of(KeptPlan.model_validate(stated), on(first), "P1")


def test_a_start_says_who_serves_whom_on_its_day_and_when_everybody_does() -> None:
    found = told("7-3", ("S", "A", "05", "09"), ("S", "A", "01", "03"), ("S", "B", "03", "04"), ("T", "A", "03", "03"))
    assert found.name == "P1"
    assert found.assigned == {("S", "A"): 2, ("S", "B"): 2, ("T", "A"): 2}
    assert [tour_text(one) for one in found.tours] == ["S A 1-3", "S A 5-9", "S B 3-4", "T A 3-3"]


def tour_text(one: Tour) -> str:
    assert one.period.start is not None
    assert one.period.last is not None
    return f"{one.contribution} {one.line} {one.period.start.day}-{one.period.last.day}"


def test_what_follows_at_once_is_one_tour_though_the_amount_is_another() -> None:
    found = told("7-9", ("S", "A", "04", "06"), ("S", "A", "01", "03"), ("S", "A", "08", "09"))
    assert [tour_text(one) for one in found.tours] == ["S A 1-6", "S A 8-9"]
    assert found.assigned == {("S", "A"): 2}


def test_a_plan_that_keeps_nothing_starts_nothing() -> None:
    assert start_of(KeptPlan(), on("7-1")) == Kept(None, {}, {})


TO_AND_FRO = (
    ships(tour_days=3, rest_days=2),
    wants("A", 2),
    wants("B", 2),
    *unit("S", 2),
    cap("S", "reduced", "2026-07-05", 1),
)


def test_kept_are_tours_with_what_units_bring() -> None:
    """Reduced during its second tour: two rows, and one tour when the next plan starts from it."""
    found = plan_of_units(*TO_AND_FRO, tours=[tour("S", "B", "1", "2"), tour("S", "A", "5", "7")])
    assert rows(kept_of(found, "0")) == ["S A 2026-07-05 2026-07-07 1", "S B 2026-07-01 2026-07-02 2"]
    longer = plan_of_units(*TO_AND_FRO, tours=[tour("S", "A", "4", "6")])
    kept_plan = kept_of(longer, "0")
    assert rows(kept_plan) == ["S A 2026-07-04 2026-07-04 2", "S A 2026-07-05 2026-07-06 1"]
    assert start_of(kept_plan, on("7-4")).tours == [tour("S", "A", "4", "6")]


def test_the_next_plan_keeps_units_where_they_are() -> None:
    """S is as good at A as at B, where it goes by a plan of its own; another seed is no reason to move."""
    desk = desk_of(ships(), wants("A", 2), wants("B", 2), *unit("S", 2))
    timeline = Timeline(desk.snapshot())
    first = plan_again(timeline, tours=[tour("S", "B", "1", "10")])
    put(desk, first, "P1")
    timeline = Timeline(desk.snapshot())
    found = allocate_from(timeline, ASKED, TEN_DAYS)
    assert (found.starts_from, tours(found), found.moves) == ("P1", ["S B 1-10"], 0)
    afresh = allocate_from(timeline, ASKED, TEN_DAYS, afresh=True)
    assert (afresh.starts_from, tours(afresh)) == (None, ["S A 1-10"])


def test_effort_watcher_and_who_may_stop_it_are_handed_on() -> None:
    desk = desk_of(ships(), wants("A", 6), wants("B", 4), *unit("S", 4), *unit("T", 3), *unit("U", 3))
    effort = Effort(steps=0, turns=0)
    seen: list[tuple[int, int]] = []
    for name in (None, "P1"):
        found = allocate_from(
            Timeline(desk.snapshot()), ASKED, TEN_DAYS, effort=effort, watcher=lambda *step: seen.append(step)
        )
        assert (found.starts_from, found.touring.effort, seen.pop()) == (name, effort, (0, 1))
        pressed = Effort(stop=_pressed)
        stopped = allocate_from(Timeline(desk.snapshot()), ASKED, TEN_DAYS, effort=pressed, may_stop=True)
        assert not stopped.is_whole
        if name is None:
            put(desk, found, "P1")


def _pressed() -> bool:
    raise KeyboardInterrupt
