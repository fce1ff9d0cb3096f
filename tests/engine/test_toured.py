"""Whole units beside those who graduate: tours are looked for again with the graduates of the plan before."""

import json
from fractions import Fraction
from typing import Any

import pytest

from muster.engine import toured
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Reason
from muster.engine.kept import kept_of
from muster.engine.proving import proof_from, proof_of
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.engine.touring import Effort
from muster.engine.why import why
from tests.builders import draft, step
from tests.engine.schools import AUTUMN, MADE_ON, classes, covered, guards, planned, school, trainers
from tests.engine.written import committed, contribution, line, on

COMPANY = (
    draft("capability", "company", name="Company", unit="persons", parent="guards", portion="unit"),
    draft("capability", "locals", name="Local guards", unit="persons", parent="guards"),
    *committed("U", 40, capability="company"),
    draft("requirement", "H", "2026-01-02", level={"quantity": {"low": "40", "high": "40"}}, tier=1),
    line("L", 40, capability="company", tier=2),
)
"""A company of forty may hold H, and L, for which none of those will do who graduate."""

JOINS = guards(capability="locals")


def book(*more: Any) -> Timeline:
    return school(trainers(), *COMPANY, *more, joins=JOINS)


def test_units_go_on_once_others_have_graduated() -> None:
    plan = planned(book())
    assert [(covered(plan, day), covered(plan, day, "L")) for day in ("7-30", "7-31", "9-30")] == [
        (40, 0),
        (40, 40),
        (40, 40),
    ]
    assert [(tour.line, tour.period.start) for tour in plan.touring.tours] == [("H", on("6-30")), ("L", on("7-31"))]


def test_the_bound_holds_for_as_many_graduates_as_the_plan_has() -> None:
    plan = planned(book())
    assert [(one.tier, one.covered == one.at_most) for one in plan.touring.bounds] == [(1, True), (2, True)]
    assert plan.touring.of is not None
    assert plan.touring.of.amounts == ("G",)


def test_without_another_round_units_stay_where_they_were_needed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toured, "ROUNDS", 0)
    plan = planned(book())
    assert [(covered(plan, day), covered(plan, day, "L")) for day in ("7-30", "9-30")] == [(40, 0), (40, 0)]
    assert plan.touring.of is not None
    assert plan.touring.of.amounts == ("G",)
    assert proof_of(json.loads(json.dumps(account_of(plan)))).faults == ()


def test_rounds_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toured, "ROUNDS", 1)
    assert covered(planned(book()), "9-30", "L") == 40


def test_a_search_that_is_to_end_looks_no_further() -> None:
    plan = planned(book(), effort=Effort(stop=lambda: True))
    assert covered(plan, "9-30", "L") == 0
    assert plan.touring.of is not None
    assert plan.touring.of.amounts == ("G",)


def test_what_counts_as_graduates_is_what_the_plan_yields() -> None:
    """Trainers are a unit, too: from where it goes on, nobody graduates."""
    team = (
        draft("capability", "team", name="Team", unit="persons", parent="trainers", portion="unit"),
        *committed("W", 10, capability="team"),
        line("Z", 10, "2026-08-15", capability="team", tier=1),
    )
    plan = planned(school(trainers(), *team, there=0))
    assert classes(plan) == [("07-01", "07-30", 1), ("07-31", "08-29", 0), ("08-30", "09-28", 0)]
    assert [one.run.end for one in plan.held if one.graduates] == [on("7-31")]
    assert proof_of(json.loads(json.dumps(account_of(plan)))).faults == ()


@pytest.mark.parametrize("drafts", [(), COMPANY])
def test_a_kept_plan_proves(drafts: Any) -> None:
    timeline = school(trainers(), *drafts, joins=JOINS if drafts else guards())
    plan = planned(timeline)
    kept = kept_of(plan, "0")
    found = proof_from(timeline.snapshot, kept)
    assert (found.faults, found.shortfalls > 0) == ((), True)
    many = kept.model_copy(
        update={
            "assignments": tuple(
                one if one.pair != ("G", "H") else one.model_copy(update={"amount": "500"})
                for one in kept.assignments or ()
            )
        }
    )
    assert any("G gives more than it has" in fault for fault in proof_from(timeline.snapshot, many).faults)


# ---- plans made again


def plan_of(timeline: Timeline) -> Plan:
    return allocate(timeline, Asked(MADE_ON), AUTUMN, effort=Effort(steps=200))


@pytest.mark.parametrize("drafts", [(), COMPANY])
def test_without_trainers_nobody_graduates(drafts: Any) -> None:
    timeline = school(trainers(), *drafts, joins=JOINS if drafts else guards())
    less = Base(timeline, plan_of(timeline)).without(frozenset({"C"}))
    assert [one.classes for one in less.held] == [0, 0, 0]
    assert {part.field.offered["G"].graduates for part in less.parts} == {0}


def test_what_comes_to_the_trainers_comes_to_those_who_graduate() -> None:
    timeline = school(trainers(), there=9)
    base = Base(timeline, plan_of(timeline))
    assert base.again(timeline.snapshot, frozenset({"C"}), base.plan.asked).parts == base.plan.parts
    more = school(trainers(), there=29)
    assert covered(base.again(more.snapshot, frozenset({"C"}), base.plan.asked), "7-31") == 40


def pledged(capability: str) -> tuple[Any, Any]:
    """Fifty of a kind that are only pledged."""
    return contribution("D", capability=capability), step("D", "pledged", "2026-01-01", 50)


def test_why_sets_reasons_aside_beside_those_who_have_graduated() -> None:
    timeline = school(trainers(), *pledged("guards"))
    (found,) = why(timeline, plan_of(timeline), "H", on("8-1"))
    assert [(way.reason, way.gain) for way in found.ways] == [(Reason.BELOW_FIRMNESS, Fraction(50))]
    assert [(one.contribution, one.graduates, one.supply) for one in found.graduates] == [("G", 40, 40)]


def test_why_with_units_looks_at_all_days_with_their_graduates() -> None:
    many = draft("requirement", "H", "2026-01-03", level={"quantity": {"low": "60", "high": "60"}})
    timeline = book(many, *pledged("locals"))
    (found,) = why(timeline, plan_of(timeline), "H", on("7-15"))
    assert [(way.reason, way.gain) for way in found.ways] == [(Reason.BELOW_FIRMNESS, Fraction(20))]


def test_of_a_total_why_tells_on_its_days_alone() -> None:
    total = draft("capability", "money", name="Money", unit="EUR", measure="total"), line("E", 5, capability="money")
    timeline = school(trainers(), *total)
    plan = plan_of(timeline)
    assert len(why(timeline, plan, "E", on("7-15"))) == 1
    assert why(timeline, plan, "E", on("11-15")) == ()
