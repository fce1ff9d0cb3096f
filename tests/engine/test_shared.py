"""Plans with what several give together: joint contributions, and rotas of turns."""

from __future__ import annotations

from fractions import Fraction

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.engine.allocation import Plan, allocate, cuts_of
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Pin, field_on
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.engine.why import Way, why
from muster.ledger.entries import Draft
from muster.ledger.supposing import Leaves, drafts_of, supposed, touched
from tests.builders import cap, draft, step, turn
from tests.engine.written import committed, line, on, over_time

MADE_ON = on("6-30")
ASKED = Asked(MADE_ON)
JULY = Period(on("7-1"), on("8-1"))
TEAM = (draft("joint", "J", name="A team", delivers="C"), draft("part", "J", contribution="LIFT"))
LIFT = committed("LIFT", 3, "DEU")
ROTA = draft("rota", "R", line="ARMY", name="Training in turn")
ARMY = line("ARMY", 30, capability="army")


def field(*drafts: Draft, day: str = "6-30", without: frozenset[Reason] = frozenset()) -> Field:
    return field_on(over_time(*drafts), on(day), Asked(MADE_ON, without=without))


def covered(plan: Plan) -> list[tuple[str, int]]:
    """What line L is covered with, from which day on."""
    return [(f"{part.period.start:%-m-%-d}", int(part.covered["L"])) for part in plan.parts]


# ---- joint contributions


def test_a_part_supplies_nothing_by_itself_and_serves_nothing() -> None:
    found = field(line(), *committed("C", 50), *LIFT, *TEAM)
    assert {name: one.supply for name, one in found.offered.items()} == {"C": 50, "LIFT": 0}
    assert (found.offered["LIFT"].reason, found.against["LIFT", "L"]) == (Reason.PART, Reason.PART)
    assert (list(found.worth), list(found.hoped)) == ([("C", "L")], [])
    alone = field(line(), *committed("C", 50), *LIFT, *TEAM, without=frozenset({Reason.PART}))
    assert {name: one.supply for name, one in alone.offered.items()} == {"C": 50, "LIFT": 3}


def test_what_backfills_backfills_though_it_is_a_part() -> None:
    found = field(line(), *committed("C", 50), *committed("LIFT", 3, "DEU", backfills="at home"), *TEAM)
    assert (found.offered["LIFT"].reason, found.against["LIFT", "L"]) == (Reason.BACKFILL, Reason.BACKFILL)


def test_a_plan_has_what_is_delivered_while_all_of_it_is_there() -> None:
    timeline = over_time(line(), *committed("C", 50), *LIFT, *TEAM, cap("LIFT", "ended", "2026-07-20"))
    assert covered(allocate(timeline, ASKED, JULY)) == [("7-1", 50), ("7-20", 0)]
    softer = over_time(line(), *committed("C", 50), *LIFT[:1], *TEAM, step("LIFT", "pledged", "2026-01-01", 3))
    plans = [allocate(softer, Asked(MADE_ON, firmness), JULY) for firmness in (Firmness.COMMITTED, Firmness.PLEDGED)]
    assert [covered(plan) for plan in plans] == [[("7-1", 0)], [("7-1", 50)]]


def test_why_names_what_the_parts_could_do() -> None:
    timeline = over_time(line(), *committed("C", 50), *LIFT, *TEAM)
    (found,) = why(timeline, allocate(timeline, ASKED, JULY), "L")
    assert found.ways == (Way(Fraction(3), reason=Reason.PART),)


def test_without_a_part_what_it_is_part_of_is_missed() -> None:
    """So is it where its member leaves; a plan made again says the same as one made from the beginning."""
    timeline = over_time(line(), *committed("C", 50), *LIFT, *TEAM)
    base = Base(timeline, allocate(timeline, ASKED, JULY))
    assert covered(base.without({"LIFT"})) == [("7-1", 0)]
    drafts = drafts_of(timeline.snapshot, Leaves("DEU", on("7-10")))
    after = supposed(timeline.snapshot, drafts)
    local = base.again(after, touched(timeline.snapshot, after, drafts), ASKED)
    assert covered(local) == covered(allocate(Timeline(after), ASKED, JULY)) == [("7-1", 50), ("7-10", 0)]


def test_totals_are_missed_with_a_part_too() -> None:
    funds = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
    timeline = over_time(funds, line(capability="funds"), *committed("C", 50, capability="funds"), *LIFT, *TEAM)
    base = Base(timeline, allocate(timeline, ASKED, JULY))
    assert [sum(plan.totals.covered.values()) for plan in (base.plan, base.without({"LIFT"}))] == [50, 0]


# ---- rotas


def test_who_has_the_turn_is_pinned_with_all_that_it_has() -> None:
    turns = (ROTA, turn("R", "2026-05-01", "2026-06-30", "C"), turn("R", "2026-07-01", "2026-08-31"))
    found = [
        field(line(), ARMY, *committed("C", 50, capability="army"), *turns, day=day).pins for day in ("6-30", "7-1")
    ]
    assert found == [(Pin("C", "ARMY", 50),), ()]


def test_a_plan_is_cut_where_turns_begin_and_end() -> None:
    turns = (ROTA, turn("R", "2026-07-05", "2026-07-09", "C"), turn("R", "2026-07-20", "2026-07-24"))
    timeline = over_time(line(), ARMY, *committed("C", 50, capability="army"), *turns)
    assert {on(day) for day in ("7-5", "7-10", "7-20", "7-25")} <= cuts_of(timeline, ASKED)
    plan = allocate(timeline, ASKED, JULY)
    pinned = [f"{part.period}" for part in plan.parts if part.field.pins]
    assert pinned == ["2026-07-05 to 2026-07-09"]
