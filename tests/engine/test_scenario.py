"""Plans made again after a change: what they leave short is what a plan made from the beginning leaves short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any, cast

import pytest

from muster.core.contributions import Assignment, Cap, CapWord, Caveat, Contribution, Instalment, Step, Word
from muster.core.days import Dated, Period
from muster.core.errors import MusterError
from muster.core.firmness import Firmness
from muster.core.quantity import Qualifier, Quantity
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.amounts import Part
from muster.engine.coverage import Timeline
from muster.engine.difference import differences, each_giver, givers_by_member
from muster.engine.proving import proof_of
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.engine.touring import ANSWER, Effort, Tour
from muster.engine.why import counted
from muster.ledger.entries import Draft
from muster.ledger.snapshot import Snapshot
from muster.ledger.supposing import Change, Comes, Fails, Falls, Leaves, Slips, drafts_of, supposed, touched
from tests.builders import cap, dates, draft, step, undo
from tests.counts import COUNTS
from tests.engine.written import (
    change,
    committed,
    contribution,
    in_place,
    line,
    on,
    over_time,
    pin,
    ships,
    unit,
    wants,
)
from tests.oracle.amounts.books import PERIOD, questions, random_book
from tests.oracle.test_against_the_product import Book

SEEDS = COUNTS["scenario_books"]
PORTIONS = 10
FIRST = cast("date", PERIOD.start)
JULY = Period(on("7-1"), on("8-1"))
MADE_ON = on("6-30")
FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
ROBOTS = draft("capability", "robots", name="Robots", unit="persons")
HALF_AS_GOOD = draft("substitute", "trainers", capability="robots", efficiency="0.5")


# ---- as a plan made from the beginning


def drawn(random: Random, snapshot: Snapshot, since: date) -> Change:
    """Some change of something in a book."""
    of = {kind: snapshot.ids(kind) or ("none",) for kind in ("member", "contribution", "caveat", "condition")}
    return random.choice(
        (
            Leaves(random.choice(of["member"]), since),
            Comes(random.choice(of["contribution"]), since),
            Slips(random.choice(of["contribution"]), random.choice((1, 10, 60, -5))),
            Falls(random.choice(of["caveat"]), since),
            Fails(random.choice(of["condition"]), since),
        )
    )


def rows(random: Random, snapshot: Snapshot, since: date) -> list[Draft]:
    """Rows about something new, or about what is there; none where nothing is."""
    if not snapshot.ids("contribution"):
        return []
    old, lines = random.choice(snapshot.ids("contribution")), snapshot.ids("requirement")
    valid = random.choice((Period(), Period(since), Period(since, since + timedelta(days=20))))
    some = Quantity.said_as(Qualifier.EXACT, random.randint(1, 40))
    given = snapshot.thing(Contribution, old, since) or Contribution()
    place = random.choice(snapshot.ids("place"))
    elsewhere: dict[str, Any] = {"member": random.choice(snapshot.ids("member")), "place": place}
    elsewhere |= {"line": random.choice(lines)} if random.random() < 0.3 else {}
    kinds: list[list[Draft]] = [
        [
            Draft("contribution", "NEW", given.model_copy(update=elsewhere)),
            Draft("step", "NEW", Step(word=Word.COMMITTED, quantity=some), Period(since)),
            Draft("instalment", "NEW", Instalment(due=Dated(since.isoformat()[:7]), quantity=some)),
        ],
        [Draft("assignment", "NEW-PIN", Assignment(contribution=old, line=random.choice(lines), quantity=some), valid)],
        [Draft("caveat", "NEW-CAVEAT", Caveat(contribution=old, words="there alone", places=(place,)), valid)],
        [Draft("cap", old, Cap(cap=CapWord.REDUCED, quantity=some), Period(since))],
        [Draft("step", old, Step(word=random.choice((Word.COMMITTED, Word.IN_PLACE)), quantity=some), Period(since))],
        [Draft("contribution", old, Contribution(**elsewhere), valid)],
    ]
    return random.choice(kinds)


def some_drafts(random: Random, snapshot: Snapshot) -> list[Draft]:
    """Those of some changes together."""
    drafts: list[Draft] = []
    for _ in range(random.choice((1, 1, 2, 3))):
        since = FIRST + timedelta(days=random.randrange(40))
        try:
            found = rows(random, snapshot, since) if random.random() < 0.4 else None
            found = found or drafts_of(snapshot, drawn(random, snapshot, since))
        except MusterError:
            continue
        corrected = {one.supersedes for one in drafts} - {None}
        drafts += [] if corrected & {one.supersedes for one in found} else found
    return drafts


def covers(plan: Plan) -> list[tuple[object, ...]]:
    """What a plan covers: each line, from when to when, and each term.

    Of lines that hang together another best plan may cover others: of these by tier, what counts and what is covered.
    """
    found: list[tuple[object, ...]] = []
    for part in plan.parts:
        now: dict[object, object] = {
            line: (part.covered[line], part.at_most[line]) for line in part.covered if not part.together
        }
        sums: dict[tuple[str, int], Fraction] = {}
        if part.together:
            for line, one in part.field.wanted.items():
                for what, amount in (("counts", counted(part, line)), ("covered", part.covered[line])):
                    sums[what, one.tier] = sums.get((what, one.tier), Fraction(0)) + one.weight * amount
            now |= sums
        if not found or found[-1][1] != now:
            found.append((part.period.start, now))
    return [*found, (dict(plan.totals.covered),)]


def ground(part: Part) -> tuple[object, ...]:
    """What a part was made of, and in which order it serves."""
    one = part.field
    pins = sorted(one.pins, key=repr)
    told = (one.wanted, one.offered, one.worth, one.hoped, one.against, one.substitutes, pins)
    return *told, part.flowed.unfactored, part.flowed.order


def is_as_from_the_beginning(again: Plan, cold: Plan) -> bool:
    """Whether a plan made again is in every respect but who serves whom the plan made from the beginning."""
    assert covers(again) == covers(cold)
    assert again.together or differences(cold, again) == ()
    for part in again.parts:
        found = cold.on(cast("date", part.period.start))
        assert found is not None
        assert ground(part) == ground(found)
        assert part.field.day == part.period.start
    assert again.not_counted == cold.not_counted
    assert proof_of(account_of(again)).faults == ()
    return True


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_a_plan_made_again_covers_what_one_made_from_the_beginning_covers(portion: int) -> None:
    """After a change, and without a member or a contribution."""
    for seed in range(portion, SEEDS, PORTIONS):
        random = Random(seed)
        known = questions(seed)[0][1]
        timeline, asked = Book(random_book(seed)).timeline(known), Asked(known)
        base = Base(timeline, allocate(timeline, asked, PERIOD))
        drafts = some_drafts(random, timeline.snapshot)
        after = supposed(timeline.snapshot, drafts)
        names = touched(timeline.snapshot, after, drafts)
        assert names is not None
        again = base.again(after, names, asked)
        assert is_as_from_the_beginning(again, allocate(Timeline(after), asked, PERIOD)), f"seed {seed}: {drafts}"
        if seed // PORTIONS % 2:
            continue
        groups = random.choice((givers_by_member, each_giver))(base.plan)
        group = random.choice([*groups.values(), frozenset(["nobody"])])
        again, cold = base.without(group), allocate(without(timeline.snapshot, group), asked, PERIOD)
        assert covers(again) == covers(cold), f"seed {seed}: {group}"
        assert proof_of(account_of(again)).faults == ()


def without(snapshot: Snapshot, contributions: frozenset[str]) -> Timeline:
    """A book in which nobody ever spoke of some contributions."""
    entries = [entry for entry in snapshot.entries if entry.subject not in contributions]
    return Timeline(Snapshot(entries, snapshot.known))


# ---- what stays as it is


def base_of(*drafts: Draft, within: Period = JULY, firmness: Firmness = Firmness.COMMITTED) -> Base:
    timeline = over_time(*drafts)
    return Base(timeline, allocate(timeline, Asked(MADE_ON, firmness), within))


def again(base: Base, *drafts: Draft, **how: Any) -> Plan:
    before = base.timeline.snapshot
    after = supposed(before, drafts)
    return base.again(after, touched(before, after, drafts), base.plan.asked, **how)


def figures(plan: Plan) -> list[tuple[date | None, dict[str, int | Fraction]]]:
    """The first day of each part, and what covers each line."""
    return [(one.period.start, dict(one.covered)) for one in plan.parts]


TWO_KINDS = (
    line("L", 50, capability="army"),
    line("M", 50, capability="police"),
    *in_place("C", 40, capability="army"),
    *in_place("D", 40, "DEU", capability="police"),
)


def test_what_is_not_linked_to_a_change_is_not_planned_again() -> None:
    base = base_of(*TWO_KINDS)
    found = again(base, cap("C", "reduced", "2026-07-10", 10))
    (before,) = base.plan.parts
    assert figures(found) == [(on("7-1"), {"L": 40, "M": 40}), (on("7-10"), {"L": 10, "M": 40})]
    (kept,) = [one for one in before.flowed.components if "M" in one.of_line]
    assert all(any(one is kept for one in part.flowed.components) for part in found.parts)
    assert all(part.assigned["D", "M"] is before.assigned["D", "M"] for part in found.parts)


def test_who_moves_is_counted_from_one_part_to_the_next() -> None:
    found = again(base_of(*TWO_KINDS), cap("C", "reduced", "2026-07-10", 10))
    assert ([one.moved for one in found.parts], found.moves) == ([2, 1], 1)


def test_who_serves_whom_follows_the_part_before() -> None:
    """C serves L, and goes on when A comes, which alone would have served it."""
    base = base_of(line("L", 10, tier=1), line("M", 10, "2026-07-10", tier=2), *in_place("C", 10))
    new = (contribution("A", "DEU", window=dates("2026-07-10")), step("A", "in_place", "2026-06-01", 10))
    first, second = again(base, *new).parts
    assert first.assigned == {("C", "L"): 10}
    assert second.assigned == {("C", "L"): 10, ("A", "M"): 10}
    assert again(base, *new).moves == 1


def test_parts_in_which_somebody_may_serve_nothing_are_those_of_the_plan() -> None:
    """C has no robots to do what the second line needs from mid-July on."""
    drafts = (
        line("L", 50, last="2026-07-14"),
        ROBOTS,
        line("M", 50, "2026-07-15", capability="robots"),
        *in_place("C", 40),
    )
    base = base_of(*drafts)
    first, second = base.plan.parts
    found = base.without(frozenset(["C"]))
    assert found.parts[1] is second
    assert found.parts[0].covered == {"L": 0}
    assert first.covered == {"L": 40}
    assert found.totals is base.plan.totals


def test_whoever_gives_nothing_may_still_bear_on_the_plan() -> None:
    """Robots are half as good as trainers for L and as good for M: B and D have no common measure while A is there.

    Without A a flow is enough.
    """
    drafts = (
        ROBOTS,
        draft("capability", "arms", name="Arms", unit="persons"),
        HALF_AS_GOOD,
        draft("substitute", "arms", capability="trainers", efficiency="1"),
        draft("substitute", "arms", capability="robots", efficiency="1"),
        line("L", 5),
        line("M", 5, capability="arms"),
        *in_place("A", 2, capability="robots"),
        *in_place("B", 20, "DEU"),
    )
    base = base_of(*drafts)
    (part,) = base.plan.parts
    assert len(part.together) == 1
    assert part.covered == {"L": 5, "M": 5}
    found = base.without(frozenset(["A"])).parts[0]
    assert found.together == ()
    assert found.covered == {"L": 5, "M": 5}


def test_what_may_come_is_lost_with_whoever_gives_it() -> None:
    unsure = Quantity.said_as(Qualifier.RANGE, 0, 30)
    base = base_of(line("L", 50), *in_place("C", unsure))
    (part,) = base.plan.parts
    assert part.covered == {"L": 0}
    assert part.at_most == {"L": 30}
    assert base.without(frozenset(["C"])).parts[0].at_most == {"L": 0}


def test_only_the_pins_of_what_is_touched_are_asked_again() -> None:
    pins = (pin("P", "C", "L", 5), pin("Q", "D", "M", 50), pin("R", "D", "NONE"))
    base = base_of(*TWO_KINDS, *pins[:2])
    found = again(base, cap("C", "reduced", "2026-07-01", 3))
    told = [(one.contribution, one.amount, one.missing, one.is_planned) for one in found.parts[0].field.pins]
    assert sorted(told) == [("C", 3, 2, True), ("D", 40, 10, True)]


def test_the_rules_that_are_not_counted_are_those_of_the_changed_book() -> None:
    base = base_of(*TWO_KINDS)
    assert base.plan.not_counted == ()
    found = again(base, draft("contribution", "C", "2026-07-01", support="lift"))
    assert found.not_counted == ("support that contributions need, such as lift",)


def test_what_is_left_open_is_so_in_the_changed_book() -> None:
    base = base_of(*TWO_KINDS, draft("condition", "K", contribution="C", words="if they vote"))
    assert base.plan.left_open == ("C",)
    assert again(base, draft("condition", "K", "2026-07-01", state="failed")).left_open == ()


# ---- totals


MONEY = (
    FUNDS,
    line("T", 100, capability="funds"),
    *committed("Z", 60, capability="funds"),
    *committed("Y", 30, "DEU", capability="funds"),
)
TERM = f"{on('7-1')} T"


def test_totals_are_planned_again_where_a_change_concerns_one() -> None:
    base = base_of(*MONEY, *TWO_KINDS)
    assert base.plan.totals.covered == {TERM: 90}
    assert again(base, cap("Z", "reduced", "2026-07-01", 20)).totals.covered == {TERM: 50}
    assert base.without(frozenset(["Z"])).totals.covered == {TERM: 30}
    new = (contribution("X", capability="funds"), step("X", "committed", "2026-06-30", 5))
    assert again(base, *new).totals.covered == {TERM: 95}


def test_what_was_a_total_and_is_none_any_more_is_missed() -> None:
    base = base_of(*MONEY, *TWO_KINDS)
    assert again(base, draft("contribution", "Z", capability="army")).totals.covered == {TERM: 30}
    (one,) = base.timeline.snapshot.stated("contribution", "Z")
    assert again(base, undo(one.entry)).totals.covered == {TERM: 30}


def test_totals_stay_as_they_are_where_no_change_concerns_one() -> None:
    base = base_of(*MONEY, *TWO_KINDS)
    assert again(base, cap("C", "reduced", "2026-07-01", 20), pin("P", "D", "M")).totals is base.plan.totals
    assert again(base, cap("Z", "reduced", "2026-07-01", 20)).totals is not base.plan.totals


def test_what_is_measured_as_a_total_from_a_later_day_on_is_one() -> None:
    later = (
        draft("capability", "funds", name="Funds", unit="EUR"),
        draft("capability", "funds", "2026-07-01", measure="total"),
    )
    base = base_of(*later, *MONEY[1:])
    assert base.plan.totals.covered == {TERM: 90}
    assert again(base, cap("Z", "reduced", "2026-07-01", 20)).totals.covered == {TERM: 50}


# ---- from the beginning


@pytest.mark.parametrize("names", [None, frozenset[str]()], ids=["anything may differ", "asked otherwise"])
def test_a_plan_that_may_differ_in_anything_is_planned_from_the_beginning(names: frozenset[str] | None) -> None:
    base = base_of(line("L", 50), contribution("C"), step("C", "pledged", "2026-02-01", 40))
    softer = replace(base.plan.asked, firmness=Firmness.PLEDGED)
    asked = base.plan.asked if names is None else softer
    told: list[tuple[int, int]] = []
    found = base.again(base.timeline.snapshot, names, asked, watcher=lambda done, of: told.append((done, of)))
    assert found == allocate(base.timeline, asked, JULY)
    assert found.parts[0].covered == {"L": 0 if names is None else 40}
    assert told == [(0, 1)]


def test_a_change_of_a_line_is_planned_from_the_beginning() -> None:
    base = base_of(line("L", 50), *in_place("C", 40))
    found = again(base, change("L", 30, "2026-07-10"))
    assert figures(found) == [(on("7-1"), {"L": 40}), (on("7-10"), {"L": 30})]


def test_it_says_how_far_it_has_come() -> None:
    told: list[tuple[int, int]] = []
    base = base_of(*TWO_KINDS)
    again(base, cap("C", "reduced", "2026-07-10", 10), watcher=lambda done, of: told.append((done, of)))
    assert told == [(0, 2), (1, 2)]


# ---- what may change on its own day


RULES: Sequence[Draft] = (
    draft("caveat", "K", "2026-07-10", contribution="NEW", words="no night work", tasks=("night",)),
    draft("condition", "K", "2026-07-10", contribution="NEW", words="if they vote", state="failed"),
    draft("assignment", "K", "2026-07-10", contribution="NEW", line="M"),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.kind))
def test_the_days_on_which_what_is_touched_changes_are_counted(rule: Draft) -> None:
    base = base_of(line("L", 50, tasks=("night",)), line("M", 50, capability="police"))
    new = (contribution("NEW", window=dates("2026-07-05"), notice_days=20), step("NEW", "in_place", "2026-06-01", 40))
    found = again(base, *new, rule)
    days = [one.period.start for one in found.parts]
    assert days == [on("7-1"), on("7-5"), on("7-10"), on("7-20")]
    covered = 40 if rule.kind == "assignment" else 0
    assert [one.covered["L"] for one in found.parts] == [0, 40, covered, covered]


def test_a_book_may_have_no_lines() -> None:
    base = base_of(*in_place("C", 40))
    assert base.without(frozenset(["C"])).parts == base.plan.parts
    assert again(base, cap("C", "withdrawn", "2026-07-10")).parts[0].assigned == {}


def test_amounts_are_exact_where_substitutes_serve() -> None:
    base = base_of(ROBOTS, HALF_AS_GOOD, line("L", 50), *in_place("C", 25, capability="robots"))
    assert base.plan.parts[0].covered == {"L": Fraction(25, 2)}
    found = again(base, cap("C", "reduced", "2026-07-01", 3))
    assert found.parts[0].covered == {"L": Fraction(3, 2)}


# ---- whole units

BOATS = draft("capability", "boats", name="Boats", unit="ships", parent="ships")
FLEET = (
    ships(tour_days=31, rest_days=0),
    BOATS,
    wants("A", 4),
    wants("B", 3),
    *unit("S", 4),
    *unit("T", 3, member="DEU"),
    *unit("U", 2, member="ITA"),
    line("L", 50, capability="army"),
    *in_place("C", 40, capability="army"),
)
"""Two lines, three units, of which the smallest stays at home; and what has nothing to do with them."""


def out(plan: Plan) -> dict[str, str]:
    """Where each unit is that is on tour."""
    return {one.contribution: one.line for one in plan.touring.tours}


def test_units_answer_where_one_is_gone() -> None:
    base = base_of(*FLEET)
    assert out(base.plan) == {"S": "A", "T": "B"}
    found = base.without(frozenset(["T"]))
    assert out(found) == {"S": "A", "U": "B"}
    assert figures(found) == [(on("7-1"), {"A": 4, "B": 2, "L": 40})]
    assert (found.touring.effort, found.touring.bounds) == (ANSWER, ())
    assert found.totals is base.plan.totals
    assert proof_of(account_of(found)).faults == ()


def test_units_answer_a_change() -> None:
    """T stays where it is, and U does what S did."""
    base = base_of(*FLEET)
    found = again(base, cap("S", "withdrawn", "2026-07-01"))
    assert out(found) == {"T": "B", "U": "A"}
    assert (found.touring.effort, found.within) == (ANSWER, JULY)
    assert base.plan.touring.effort == Effort()


def test_units_that_are_as_good_where_they_are_stay_there() -> None:
    """S could serve either, and serves B by the plan that is changed; what changes has nothing to do with it."""
    book = (ships(), wants("A", 4), wants("B", 4), *unit("S", 4), *in_place("C", 40, capability="army"))
    timeline = over_time(*book)
    base = Base(timeline, allocate(timeline, Asked(MADE_ON), JULY, tours=[Tour("S", "B", JULY)]))
    found = again(base, cap("C", "withdrawn", "2026-07-10"))
    assert set(out(found).values()) == {"B"}
    assert set(out(base.without(frozenset(["C"]))).values()) == {"B"}
    assert out(allocate(timeline, Asked(MADE_ON), JULY)) == {"S": "A"}


def test_a_unit_that_comes_goes_where_it_is_best() -> None:
    """There was none on tour before; it is looked for as hard as in any plan."""
    base = base_of(ships(), wants("A", 4))
    new = (contribution("NEW", capability="ships"), step("NEW", "committed", "2026-06-30", 3))
    found = again(base, *new)
    assert out(found) == {"NEW": "A"}
    assert found.touring.effort == Effort()
    assert found.touring.bounds[0].covered == 3 * 31


def test_what_may_come_whole_from_a_later_day_on_is_planned_from_the_beginning() -> None:
    later = (ships(portion="amount"), draft("capability", "ships", "2026-07-11", portion="unit"))
    base = base_of(*later, wants("A", 1), wants("B", 1), *unit("T", 0))
    found = again(base, step("T", "committed", "2026-06-30", 2))
    assert [sum(part.covered.values()) for part in found.parts] == [2, 1]


def test_what_does_not_come_whole_is_planned_again_in_its_own_part() -> None:
    """No unit is in this plan, and none comes."""
    base = base_of(ships(), *TWO_KINDS)
    found = again(base, cap("C", "reduced", "2026-07-10", 10))
    assert found.touring is base.plan.touring


def test_what_is_assumed_otherwise_is_answered_by_units_too() -> None:
    base = base_of(*FLEET, draft("condition", "K", contribution="T", words="if they vote"))
    asked = replace(base.plan.asked, open_conditions=False)
    found = base.again(base.timeline.snapshot, frozenset(), asked)
    assert out(found) == {"S": "A", "U": "B"}


PINNED = (
    ships(),
    BOATS,
    wants("A", 2),
    *unit("S", 2),
    *in_place("D", 2, "DEU", capability="boats"),
    pin("P", "D", "A"),
)
"""Boats are pinned to the only line, so that a unit that could serve it as well has no tour."""


def test_a_unit_that_was_not_needed_answers_where_others_are_gone() -> None:
    found = base_of(*PINNED).without(frozenset(["D"]))
    assert [one.covered for one in found.parts] == [{"A": 2}]


def test_a_unit_that_was_not_needed_answers_a_change() -> None:
    base = base_of(*PINNED)
    assert out(base.plan) == {}
    found = again(base, cap("D", "withdrawn", "2026-07-10"))
    assert all(one.covered == {"A": 2} for one in found.parts)


# ---- lines that hang together


def test_a_change_in_an_enabling_line_is_planned_with_the_lines_that_need_it() -> None:
    """D may serve the lift alone; when it comes, C is free for the patrols."""
    book = (line("PATROLS", 60, tier=1, needs=["LIFT"]), line("LIFT", 10, capability="army"))
    base = base_of(*book, *in_place("C", 35, capability="army"), *in_place("E", 7, "ITA", capability="police"))
    assert base.plan.parts[0].covered == {"PATROLS": 36, "LIFT": 6}
    found = base.without(frozenset(["E"])).parts[0]
    assert found.covered == {"PATROLS": 30, "LIFT": 5}
    assert proof_of(account_of(base.without(frozenset(["E"])))).faults == ()


def test_a_balance_is_found_again_over_all_lines() -> None:
    """France bears M by E, so it gives L less. Without E as few move as can; a plan made anew is balanced anew."""
    keys = [draft("key", of, key="gdp", value="1", unit="EUR", measured="2025") for of in ("FRA", "DEU")]
    lines = (line("L", 10), line("M", 10, capability="robots"), ROBOTS)
    givers = (*in_place("C", 10), *in_place("D", 10, "DEU"), *in_place("E", 4, capability="robots"))
    timeline = over_time(*lines, *keys, *givers)
    asked = Asked(on("6-30"), balance="gdp")
    base = Base(timeline, allocate(timeline, asked, PERIOD))
    assert base.plan.parts[0].assigned["C", "L"] == 3
    assert base.without(frozenset(["E"])).parts[0].assigned == {("C", "L"): 3, ("D", "L"): 7}
    after = supposed(timeline.snapshot, [step("E", "in_place", "2026-02-01", 2)])
    assert base.again(after, frozenset(["E"]), asked).parts[0].assigned["C", "L"] == 4
