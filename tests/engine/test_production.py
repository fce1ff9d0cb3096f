"""Runs of classes in a plan: when they are, how many classes the trainers allow, who graduates and joins."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.core.days import Period
from muster.core.quantity import Qualifier, Quantity
from muster.engine.production import production_cuts, run_cuts, runs
from tests.builders import cap, draft, exactly, step
from tests.counts import COUNTS
from tests.engine.schools import (
    AUTUMN,
    classes,
    covered,
    days,
    guards,
    hold,
    joined,
    planned,
    production,
    school,
    trainers,
)
from tests.engine.written import change, committed, line, on, snapshot_of

THREE_RUNS = [("07-01", "07-30", 2), ("07-31", "08-29", 2), ("08-30", "09-28", 2)]


def first_days(*drafts: Any, within: Period = AUTUMN) -> list[str]:
    """The first days of the runs in a book that has a school's trainers."""
    return [str(run.first) for run in runs(snapshot_of(*drafts), within)]


# ---- when runs are


def test_runs_follow_each_other_without_a_break() -> None:
    assert classes(planned(school(trainers()))) == THREE_RUNS


def test_a_run_that_ends_after_the_period_does_not_count() -> None:
    assert classes(planned(school(trainers()), days("6-30", "9-28"))) == THREE_RUNS
    assert classes(planned(school(trainers()), days("6-30", "9-27"))) == THREE_RUNS[:2]


def test_a_run_that_began_before_the_period_does_not_count() -> None:
    book = school(trainers(), teaches=production(begins="2026-06-29"))
    assert classes(planned(book, days("6-30", "9-1"))) == [("07-29", "08-27", 2)]
    assert classes(planned(book, days("6-29", "7-28"))) == [("06-29", "07-28", 2)]


def test_an_imprecise_first_day_counts_from_the_last_that_it_can_mean() -> None:
    assert first_days(trainers(), production(begins="2026-07")) == ["2026-07-31", "2026-08-30"]


@pytest.mark.parametrize("missing", ["begins", "course_days"])
def test_without_a_first_day_or_a_length_there_is_no_run(missing: str) -> None:
    taken_back = draft("production", "P", "2026-06-01", **{missing: None})
    assert first_days(trainers(), production(), taken_back) == []


@pytest.mark.parametrize("number", [0, -30])
def test_a_course_of_no_day_holds_no_class(number: int) -> None:
    assert first_days(trainers(), production(course_days=number)) == []


def test_a_course_may_last_longer_than_there_are_days() -> None:
    assert first_days(trainers(), production(course_days=10**9)) == []
    assert first_days(trainers(), production(course_days=10**9, begins="1950-01-01")) == []
    later = draft("production", "P", "2026-03-01", begins="2026-02-01", course_days=10**9)
    assert first_days(trainers(), production(), later) == []


def test_another_length_holds_from_the_next_run_on() -> None:
    longer = draft("production", "P", "2026-07-15", course_days=40)
    assert first_days(trainers(), production(), longer) == ["2026-07-01", "2026-07-31"]


def test_another_first_day_ends_the_runs_until_then() -> None:
    moved = draft("production", "P", "2026-07-15", begins="2026-08-10")
    assert first_days(trainers(), production(course_days=20), moved) == ["2026-07-01", "2026-08-10", "2026-08-30"]


def test_an_earlier_first_day_changes_nothing_of_runs_that_follow() -> None:
    moved = draft("production", "P", "2026-07-15", begins="2026-06-01")
    assert first_days(trainers(), production(), moved) == ["2026-07-01", "2026-07-31", "2026-08-30"]


def test_runs_are_counted_from_the_first_day_though_the_book_knows_of_them_only_later() -> None:
    known = production(since="2026-08-01")
    assert first_days(trainers(), known) == ["2026-08-30"]


def test_after_the_last_day_of_a_production_no_run_begins() -> None:
    assert first_days(trainers(), production(last="2026-07-30")) == ["2026-07-01"]


def test_the_numbers_of_a_run_are_those_of_its_first_day() -> None:
    larger = draft("production", "P", "2026-07-31", class_size=exactly(30))
    plan = planned(school(trainers(last="2026-08-29"), trainers(5, since="2026-08-30"), larger))
    assert classes(plan) == [*THREE_RUNS[:2], ("08-30", "09-28", 5)]
    assert [one.graduates for one in plan.held] == [40, 60, 150]


def test_a_plan_is_cut_where_runs_begin_and_where_graduates_join() -> None:
    found = runs(snapshot_of(trainers(), production(), guards()), AUTUMN)
    assert run_cuts(found) == {on("7-1"), on("7-31"), on("8-30"), on("9-29")}
    assert run_cuts(found) <= {part.period.start for part in planned(school(trainers())).parts}


def test_what_is_recorded_of_productions_changes_a_plan() -> None:
    book = snapshot_of(production(), production("Q", "2026-07-15", begins="2026-08"), trainers(since="2026-07-20"))
    assert production_cuts(book) == {on(day) for day in ("7-1", "7-15", "7-20", "8-31")}
    assert production_cuts(snapshot_of(production(), draft("production", "P", begins=None))) == {on("7-1")}


def test_runs_by_themselves_make_no_plan_longer() -> None:
    assert planned(school(trainers()), None).within.last == on("2027-01-01")  # after the windows


# ---- how many classes


@pytest.mark.parametrize(("there", "held"), [(9, 0), (10, 1), (19, 1), (20, 2), (30, 3), (100, 3)])
def test_trainers_allow_whole_classes_as_far_as_their_line_is_covered(there: int, held: int) -> None:
    assert [one.classes for one in planned(school(trainers(), there=there)).held] == [held] * 3


def test_classes_are_as_many_as_the_trainers_of_every_kind_allow() -> None:
    army = line("A", 8, capability="army", tier=2), *committed("D", 7, capability="army", line="A")
    plan = planned(school(trainers(5), trainers(4, "A"), *army))
    assert [one.classes for one in plan.held] == [1] * 3
    assert plan.held[0].counts == {"A": 7, "T": 25}


@pytest.mark.parametrize(("most", "held"), [(None, 2), (5, 2), (1, 1), (0, 0), (-1, 0)])
def test_there_are_so_many_classes_at_most(most: int | None, held: int) -> None:
    assert [one.classes for one in planned(school(trainers(), teaches=production(most_classes=most))).held] == [
        held
    ] * 3


def test_the_worst_day_of_a_run_tells_how_many_classes_it_holds() -> None:
    fewer = cap("C", "reduced", "2026-08-29", 10)
    assert [one.classes for one in planned(school(trainers(), fewer)).held] == [2, 1, 1]


def test_on_a_day_on_which_trainers_are_not_planned_none_are_there() -> None:
    assert [one.classes for one in planned(school(trainers(), change("T", 0, "2026-08-01"))).held] == [2, 0, 0]


def test_what_does_not_count_of_a_cover_trains_nobody() -> None:
    below = draft("requirement", "T", "2026-08-30", threshold=90)
    assert [one.classes for one in planned(school(trainers(), below)).held] == [2, 2, 0]


@pytest.mark.parametrize(
    "nothing",
    [
        production(class_size=Quantity.said_as(Qualifier.UP_TO, 40)),
        production(class_size=exactly(0)),
        draft("production", "P", "2026-06-01", class_size=None),
        draft("production", "P", "2026-06-01", graduates=None),
    ],
)
def test_without_a_number_that_is_certain_nobody_graduates(nothing: Any) -> None:
    stated = [] if nothing.valid.start is None else [production()]
    assert planned(school(trainers(), *stated, teaches=nothing)).held == ()


def test_without_trainers_no_class_is_held() -> None:
    assert planned(school()).held == ()
    assert planned(school(trainers(0))).held == ()
    assert planned(school(trainers(Quantity.said_as(Qualifier.UNSTATED, words="some")))).held == ()


# ---- who graduates


def test_graduates_join_on_the_day_after_the_last_and_stay() -> None:
    plan = planned(school(trainers()))
    assert [joined(plan, day) for day in ("7-30", "7-31", "8-29", "8-30", "9-30")] == [0, 40, 40, 80, 120]
    assert [covered(plan, day) for day in ("7-30", "7-31", "8-30", "9-30")] == [0, 40, 80, 100]


def test_they_come_on_top_of_what_is_there() -> None:
    plan = planned(school(trainers(), step("G", "committed", "2026-01-01", 15)))
    assert [covered(plan, day) for day in ("7-30", "7-31", "8-30")] == [15, 55, 95]


def test_the_graduates_of_several_schools_add_up() -> None:
    other = production("Q", class_size=exactly(5), course_days=31)
    plan = planned(school(trainers(), other, trainers(25, school="Q")))
    assert [joined(plan, day) for day in ("7-31", "8-1", "8-30", "9-1")] == [40, 45, 85, 90]


def test_graduates_who_train_let_more_graduate() -> None:
    """The guards train, too: twenty graduates of July make two classes more in the run after it."""
    both = line("T2", 40, capability="guards", tier=1)
    plan = planned(school(trainers(10, "T2"), both, step("G", "committed", "2026-01-01", 20)))
    assert [one.classes for one in plan.held] == [2, 4, 4]


@pytest.mark.parametrize(
    "against",
    [
        draft("capability", "guards", portion="unit"),
        draft("capability", "guards", measure="total"),
        draft("joint", "J", name="Guards by air", delivers="C"),
        cap("G", "withdrawn", "2026-06-01"),
        draft("condition", "K", contribution="G", words="if asked", state="failed"),
        draft("contribution", "G", window={"start": "2026-01-01", "last": "2026-06-30"}),
        draft("contribution", "G", backfills="others"),
    ],
    ids=["unit", "total", "part", "withdrawn", "condition", "window", "backfill"],
)
def test_where_more_than_firmness_speaks_against_a_contribution_nobody_holds_a_line_with_it(against: Any) -> None:
    part = draft("part", "J", contribution="G")
    plan = planned(school(trainers(), against, *([part] if against.kind == "joint" else [])))
    assert all(part.covered.get("H", 0) == 0 for part in plan.parts)


def test_graduates_serve_as_the_contribution_may() -> None:
    other = hold("H2", 30, tier=1)
    plan = planned(school(trainers(), other, joins=guards(line="H")))
    assert (covered(plan, "7-31", "H2"), covered(plan, "7-31")) == (0, 40)


def test_help_is_not_moved_for_the_sake_of_training_and_the_plan_says_so() -> None:
    rule = "help moved for the sake of what it trains"
    assert rule in planned(school(trainers())).not_counted
    assert rule in planned(school(trainers(), there=0)).not_counted
    covered_by_all = planned(school(trainers(), step("G", "committed", "2026-01-01", 100)))
    assert rule not in covered_by_all.not_counted
    assert rule not in planned(school()).not_counted
    clerks = draft("capability", "clerks", name="Clerks", unit="persons")
    assert rule not in planned(school(trainers(), clerks, joins=guards(capability="clerks"))).not_counted


# ---- laws


@st.composite
def schools(draw: st.DrawFn) -> dict[str, int]:
    numbers = {"there": (0, 60), "per_class": (1, 15), "size": (1, 30), "course": (1, 70), "need": (1, 60)}
    return {name: draw(st.integers(low, high)) for name, (low, high) in numbers.items()}


def plan_of(one: dict[str, int], more: int = 0) -> Any:
    teaches = production(class_size=exactly(one["size"]), course_days=one["course"])
    need = draft("requirement", "T", "2026-01-01", level={"quantity": exactly(one["need"])})
    return planned(school(trainers(one["per_class"]), need, there=one["there"] + more, teaches=teaches))


@settings(max_examples=COUNTS["hypothesis_examples"] // 4, deadline=None)
@given(schools())
def test_no_more_graduate_than_the_cover_of_the_trainers_supports(one: dict[str, int]) -> None:
    plan = plan_of(one)
    for part in plan.parts:
        ended = [held for held in plan.held if held.run.end <= part.period.start]
        during = [
            min(other.covered["T"] for other in plan.parts if other.period.start in held.run.period) for held in ended
        ]
        most = sum(one["size"] * (cover // one["per_class"]) for cover in during)
        assert part.field.offered["G"].graduates == most
        assert part.covered["H"] == min(Fraction(100), most)


@settings(max_examples=COUNTS["hypothesis_examples"] // 4, deadline=None)
@given(schools(), st.integers(0, 30))
def test_more_trainers_never_graduate_fewer(one: dict[str, int], more: int) -> None:
    few, many = plan_of(one), plan_of(one, more)
    for before, after in zip(few.parts, many.parts, strict=True):
        assert before.field.offered["G"].graduates <= after.field.offered["G"].graduates
        assert before.covered["H"] <= after.covered["H"]
