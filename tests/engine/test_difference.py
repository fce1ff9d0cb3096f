"""What changes between two plans, and what is lost without whom: in lines, days, quantities and days of whole lines."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from muster.core.assuming import Assumption
from muster.core.days import Period
from muster.core.errors import RefusedError
from muster.core.firmness import Firmness
from muster.engine.allocation import Plan, allocate
from muster.engine.difference import (
    NOBODY,
    Difference,
    differences,
    each_giver,
    givers_by_member,
    grouped,
    line_days,
    outcome,
    outcomes,
    ranking,
)
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.engine.touring import Watcher
from muster.ledger.entries import Draft
from muster.ledger.supposing import Leaves, Supposed, drafts_of
from tests.builders import cap, draft, step
from tests.engine.written import change, committed, contribution, in_place, line, on, over_time

JULY = Period(on("7-1"), on("8-1"))
MADE_ON = on("6-30")
FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
Told = tuple[str, str, str, int, int]


def base_of(*drafts: Draft, within: Period = JULY, firmness: Firmness = Firmness.COMMITTED) -> Base:
    timeline = over_time(*drafts)
    return Base(timeline, allocate(timeline, Asked(MADE_ON, firmness), within))


def plan_of(*drafts: Draft, **how: Any) -> Plan:
    return base_of(*drafts, **how).plan


def told(found: tuple[Difference, ...]) -> list[Told]:
    """Each difference: its line, its first and last day, what was short and what is."""
    return [
        (one.wanted.line, f"{one.period.start:%-m-%-d}", f"{one.period.last:%-m-%-d}", int(one.was), int(one.now))
        for one in found
    ]


# ---- two plans beside each other


def test_days_with_one_difference_are_joined_over_what_changes_besides() -> None:
    """In mid-July a line of police begins, which changes nothing for L."""
    lines = (line("L", 50), line("M", 5, "2026-07-15", capability="police"))
    before, after = plan_of(*lines, *in_place("C", 40)), plan_of(*lines, *in_place("C", 30))
    assert len(after.parts) == 2
    assert told(differences(before, after)) == [("L", "7-1", "7-31", 10, 20)]
    assert told(differences(after, before)) == [("L", "7-1", "7-31", 20, 10)]
    assert differences(before, before) == ()


def test_days_on_which_it_is_as_before_stand_between() -> None:
    paused = cap("C", "paused", "2026-07-10", until="2026-07-12")
    less = (cap("C", "reduced", "2026-07-20", 30),)
    book = (line("L", 50), *in_place("C", 40))
    assert told(differences(plan_of(*book), plan_of(*book, paused, *less))) == [
        ("L", "7-10", "7-12", 10, 50),
        ("L", "7-20", "7-31", 10, 20),
    ]


def test_days_with_another_difference_stand_apart() -> None:
    book = (line("L", 50), *in_place("C", 40))
    less = (cap("C", "reduced", "2026-07-10", 30), cap("C", "reduced", "2026-07-20", 20))
    assert told(differences(plan_of(*book), plan_of(*book, *less))) == [
        ("L", "7-10", "7-19", 10, 20),
        ("L", "7-20", "7-31", 10, 30),
    ]


def test_the_more_urgent_comes_first_then_the_line_then_the_day() -> None:
    lines = (line("B", 50, tier=2), line("A", 50, tier=2), line("Z", 50, tier=1))
    before, after = plan_of(*lines, *in_place("C", 150)), plan_of(*lines, *in_place("C", 20))
    assert [one.wanted.line for one in differences(before, after)] == ["Z", "A", "B"]


def test_a_line_that_one_plan_alone_knows_was_not_short_in_the_other() -> None:
    short, more = plan_of(line("L", 50)), plan_of(line("L", 50), line("M", 20, "2026-07-10"))
    assert told(differences(short, more)) == [("M", "7-10", "7-31", 0, 20)]
    assert told(differences(more, short)) == [("M", "7-10", "7-31", 20, 0)]


def test_another_need_is_a_difference_of_what_is_short_alone() -> None:
    before, after = plan_of(line("L", 50), *in_place("C", 40)), plan_of(line("L", 80), *in_place("C", 70))
    assert differences(before, after) == ()
    (found,) = differences(before, plan_of(line("L", 80), *in_place("C", 40)))
    assert told((found,)) == [("L", "7-1", "7-31", 10, 40)]
    assert found.wanted.need == 80


def test_plans_of_other_days_are_compared_where_they_meet() -> None:
    book = (line("L", 50), *in_place("C", 40))
    june, july = (
        plan_of(*book, within=Period(on(first), on(last))) for first, last in (("6-1", "7-11"), ("7-1", "8-1"))
    )
    assert differences(june, july) == ()
    less = plan_of(*book, cap("C", "withdrawn", "2026-06-01"), within=Period(on("7-5"), on("9-1")))
    assert told(differences(june, less)) == [("L", "7-5", "7-10", 10, 50)]
    assert told(differences(less, june)) == [("L", "7-5", "7-10", 50, 10)]
    assert differences(june, plan_of(within=Period(on("9-1"), on("9-2")))) == ()


# ---- the measure


def test_half_a_line_that_is_short_for_ten_days_is_five_days_of_a_whole_line() -> None:
    book = (line("L", 50), *in_place("C", 50))
    less = cap("C", "reduced", "2026-07-10", 25)
    ten_days = Period(on("7-1"), on("7-20"))
    (found,) = differences(plan_of(*book, within=ten_days), plan_of(*book, less, within=ten_days))
    assert found.days == 10
    assert [found.change, found.line_days] == [25, 5]


def test_days_of_whole_lines_add_up_by_tier() -> None:
    """A quarter of 80 persons for 31 days, and all of 2 for as long; less of another tier is less than zero."""
    lines = (line("A", 80, capability="army"), line("B", 2, capability="police"), line("T", 10, tier=1, operation="O2"))
    other = draft("operation", "O2", name="Other", form="mission")
    before = plan_of(other, *lines, *in_place("C", 80, capability="army"), *in_place("D", 2, capability="police"))
    after = plan_of(other, *lines, *in_place("C", 60, capability="army"), *in_place("E", 5, operation="O2"))
    assert line_days(differences(before, after)) == {1: Fraction(-31, 2), 3: Fraction(31, 4) + 31}
    assert line_days(()) == {}


def test_each_plan_counts_by_what_is_needed_in_it() -> None:
    """Of 50 half was short; of 80 a quarter is."""
    before = plan_of(line("L", 50), *in_place("C", 25))
    (found,) = differences(before, plan_of(line("L", 80), *in_place("C", 60)))
    assert (found.needed, found.wanted.need) == (50, 80)
    assert found.line_days == (Fraction(1, 4) - Fraction(1, 2)) * 31
    book = (FUNDS, line("T", 100, capability="funds"), *money(50))
    (total,) = differences(plan_of(*book), plan_of(FUNDS, line("T", 200, capability="funds"), *money(175)))
    assert total.line_days == (Fraction(1, 8) - Fraction(1, 2)) * 31


# ---- totals


def money(number: int, member: str = "FRA", **more: Any) -> tuple[Draft, ...]:
    return committed("C", number, member, capability="funds", **more)


TERM = line("T", 100, "2026-07-11", "2026-07-20", capability="funds")


def test_a_total_counts_with_all_days_of_its_term() -> None:
    (found,) = differences(plan_of(FUNDS, TERM, *money(60)), plan_of(FUNDS, TERM, *money(10)))
    assert told((found,)) == [("T", "7-11", "7-20", 40, 90)]
    assert (found.is_total, found.days) == (True, 10)
    assert found.line_days == 5
    assert differences(plan_of(FUNDS, TERM, *money(60)), plan_of(FUNDS, TERM, *money(60))) == ()


def test_terms_of_other_days_are_not_compared() -> None:
    """Of one term two are made: what was short in the one is not what is short in the first of the two."""
    before = plan_of(FUNDS, line("T", 100, "2026-07-01", capability="funds"), *money(60))
    halves = (line("T", 50, "2026-07-01", capability="funds"), change("T", 30, "2026-07-16"))
    assert told(differences(before, plan_of(FUNDS, *halves, *money(60)))) == [
        ("T", "7-1", "7-31", 40, 0),
        ("T", "7-16", "7-31", 0, 20),
    ]


def test_levels_and_totals_stand_together_by_tier() -> None:
    book = (FUNDS, line("L", 50, tier=2), line("T", 100, capability="funds", tier=1))
    found = differences(plan_of(*book, *in_place("D", 50), *money(60)), plan_of(*book))
    assert [(one.wanted.line, one.is_total) for one in found] == [("T", True), ("L", False)]


# ---- what a supposition changes


BOOK = (
    line("A", 50, tier=1),
    line("B", 50, tier=2),
    *in_place("C1", 40),
    *in_place("C2", 30, "DEU"),
    *in_place("C3", 30, "ITA"),
)


def test_an_outcome_has_its_drafts_its_plan_and_what_differs() -> None:
    base = base_of(*BOOK)
    drafts = tuple(drafts_of(base.timeline.snapshot, Leaves("FRA", on("7-11"))))
    found = outcome(base, Supposed("France leaves", drafts))
    assert (found.name, found.drafts) == ("France leaves", drafts)
    assert found.plan.parts[-1].covered == {"A": 50, "B": 10}
    assert told(found.differences) == [("B", "7-11", "7-31", 0, 40)]


def test_an_outcome_may_be_asked_at_another_firmness() -> None:
    base = base_of(line("L", 50), contribution("C"), step("C", "pledged", "2026-02-01", 20))
    found = outcome(base, Supposed("softer", (), Firmness.PLEDGED))
    assert found.plan.asked == Asked(MADE_ON, Firmness.PLEDGED)
    assert told(found.differences) == [("L", "7-1", "7-31", 50, 30)]
    assert outcome(base, Supposed("as it is", ())).differences == ()


# ---- what is lost without whom


def test_whoever_is_missed_most_where_it_is_most_urgent_comes_first() -> None:
    """DEU alone serves A; FRA loses more days, but in the second tier."""
    lines = (line("A", 50, tier=1, servers=("DEU",)), line("B", 50, tier=2))
    base = base_of(*lines, *in_place("C1", 50), *in_place("C2", 5, "DEU"))
    found = ranking(base, givers_by_member(base.plan))
    assert [(one.name, dict(one.by_tier)) for one in found.losses] == [
        ("DEU", {1: Fraction(31, 10)}),
        ("FRA", {2: Fraction(31)}),
    ]
    assert (found.is_whole, found.plan) == (True, base.plan)


def test_who_is_missed_alike_is_named_in_order() -> None:
    base = base_of(line("L", 100), *in_place("C9", 10), *in_place("C2", 10), *in_place("C5", 20), *in_place("C1", 0))
    found = ranking(base, each_giver(base.plan))
    assert [one.name for one in found.losses] == ["C5", "C2", "C9", "C1"]
    assert (found.losses[-1].by_tier, found.losses[-1].differences) == ({}, ())


def test_what_is_left_may_cover_as_much() -> None:
    base = base_of(*BOOK)
    found = ranking(base, givers_by_member(base.plan))
    assert [(one.name, one.by_tier) for one in found.losses] == [
        ("FRA", {2: Fraction(40, 50) * 31}),
        ("DEU", {2: Fraction(30, 50) * 31}),
        ("ITA", {2: Fraction(30, 50) * 31}),
    ]
    (least, *_) = ranking(base_of(line("L", 10), *BOOK[2:]), {"DEU": frozenset(["C2"])}).losses
    assert least.differences == ()


def test_totals_are_lost_as_well() -> None:
    base = base_of(FUNDS, TERM, *money(60), *committed("D", 50, "DEU", capability="funds"))
    found = ranking(base, givers_by_member(base.plan))
    assert [(one.name, one.by_tier) for one in found.losses] == [("FRA", {3: Fraction(5)}), ("DEU", {3: Fraction(4)})]


def test_members_are_those_of_the_contributions_of_the_plan() -> None:
    nobody = draft("contribution", "C4", capability="trainers", operation="OP", words="some", member="FRA")
    later = draft("contribution", "C5", "2026-09-01", member="ITA", words="some")
    plan = plan_of(*BOOK, nobody, later)
    members = givers_by_member(plan)
    assert members == {"DEU": {"C2"}, "FRA": {"C1", "C4"}, "ITA": {"C3"}}
    assert each_giver(plan) == {name: {name} for name in ("C1", "C2", "C3", "C4")}
    assert grouped(plan, "members") == members
    assert grouped(plan, "contributions") == each_giver(plan)


def test_contributions_of_which_nobody_is_known_to_give_them_stand_together() -> None:
    """A viewer may see what is given and not who gives it."""
    (part,) = plan_of(line("L", 50), *in_place("C", 40), *in_place("D", 10, "DEU")).parts
    offered = {**part.field.offered, "C": replace(part.field.offered["C"], member=None)}
    plan = plan_of(*BOOK)
    plan = replace(plan, parts=(replace(part, field=replace(part.field, offered=offered)),))
    assert givers_by_member(plan) == {NOBODY: {"C"}, "DEU": {"D"}}


def test_only_members_and_contributions_are_ranked() -> None:
    with pytest.raises(RefusedError, match=r"^'lines' cannot be ranked; rank members or contributions$"):
        grouped(plan_of(*BOOK), "lines")


# ---- stopped


def stopped_at(step_: int) -> Watcher:
    """A watcher that is stopped as though by Ctrl-C."""
    told_so_far: list[int] = []

    def watcher(done: int, of: int) -> None:
        told_so_far.append(done)
        if len(told_so_far) > step_:
            raise KeyboardInterrupt

    return watcher


def test_a_ranking_that_is_stopped_has_what_was_found_until_then() -> None:
    base = base_of(*BOOK)
    found = ranking(base, givers_by_member(base.plan), stopped_at(2))
    assert [one.name for one in found.losses] == ["FRA", "DEU"]
    assert not found.is_whole
    with pytest.raises(KeyboardInterrupt):
        ranking(base, givers_by_member(base.plan), stopped_at(0))


def test_outcomes_that_are_stopped_are_those_found_until_then() -> None:
    base = base_of(*BOOK)
    every = [Supposed("first", ()), Supposed("second", ())]
    assert [one.name for one in outcomes(base, every, stopped_at(1))] == ["first"]
    assert [one.name for one in outcomes(base, every, stopped_at(2))] == ["first", "second"]
    with pytest.raises(KeyboardInterrupt):
        outcomes(base, every, stopped_at(0))


def test_it_says_how_far_it_has_come() -> None:
    seen: list[tuple[int, int]] = []
    base = base_of(*BOOK)
    ranking(base, each_giver(base.plan), lambda done, of: seen.append((done, of)))
    assert seen == [(0, 3), (1, 3), (2, 3)]
    assert (ranking(base, {}).losses, ranking(base, {}).is_whole) == ((), True)


# ---- assumptions


def test_what_falls_if_no_open_condition_is_met() -> None:
    condition = draft("condition", "K", contribution="C", words="if there is a mandate")
    base = base_of(line("L", 50), *committed("C", 30), *in_place("D", 10, "DEU"), condition)
    found = outcome(base, Supposed("none is met", (), assumed=frozenset({Assumption.CONDITIONS_FAIL})))
    assert told(found.differences) == [("L", "7-1", "7-31", 10, 40)]
    assert (base.plan.left_open, found.plan.asked.open_conditions) == (("C",), False)


def test_what_comes_if_only_declared_caveats_hold() -> None:
    caveat = draft("caveat", "V", contribution="C", words="no patrols", tasks=["patrol"], declared=False)
    base = base_of(line("L", 50, tasks=["patrol"]), *committed("C", 30), caveat)
    found = outcome(base, Supposed("declared", (), assumed=frozenset({Assumption.DECLARED_ONLY})))
    assert told(found.differences) == [("L", "7-1", "7-31", 50, 20)]
