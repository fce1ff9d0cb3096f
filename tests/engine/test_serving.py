"""May a contribution serve a line in a plan, what is it worth there, and if it may not, for which reason."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest

from muster.core.assuming import Assumption
from muster.core.requirements import Requirement
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Ground, Reason
from muster.engine.field import field_on
from muster.engine.serving import Asked, Serving
from muster.ledger.entries import Draft
from muster.ledger.giving import given_on
from tests.builders import BY, before_limits, cap, dates, draft, step
from tests.engine.written import committed, desk_of, line, on, snapshot_of

PLACES = (
    draft("place", "LAND", name="Land"),
    draft("place", "NORTH", name="North", parent="LAND"),
    draft("place", "PORT", name="Port", parent="NORTH"),
    draft("place", "SOUTH", name="South", parent="LAND"),
)
OTHER = draft("operation", "OTHER", name="Another", form="mission")
TRUCKS = draft("capability", "trucks", name="Trucks", unit="trucks", parent="trainers")
ROBOTS = draft("capability", "robots", name="Robots", unit="persons")
JOINT = (draft("joint", "J", name="A team", delivers="D"), draft("part", "J", contribution="C"))


def worth(
    *drafts: Draft,
    pinned: bool = False,
    day: str = "6-30",
    undeclared: bool = True,
    open_conditions: bool = True,
    without: Iterable[Reason] = (),
) -> Fraction | Reason:
    """What contribution C is worth to line L on a day, or why it may not serve; asked as on 30 June 2026."""
    snapshot = snapshot_of(*drafts)
    given = given_on(snapshot, "C", on(day))
    requirement = snapshot.thing(Requirement, "L", on(day))
    assert given is not None
    assert requirement is not None
    asked = Asked(on("6-30"), undeclared=undeclared, open_conditions=open_conditions, without=frozenset(without))
    serving = Serving(Ground(snapshot, on(day)), asked)
    return serving.worth(given, "L", requirement, pinned=pinned)


def caveat(**fields: Any) -> Draft:
    return draft("caveat", "RULE", **{"contribution": "C", "words": "what its parliament said", **fields})


def condition(state: str | None = None, since: str | None = None) -> Draft:
    fields = {} if state is None else {"state": state}
    return draft("condition", "IF", since, contribution="C", words="if there is a mandate", **fields)


def verified(standard: str | None = "Role 2", since: str | None = None, last: str | None = None) -> Draft:
    fields = {} if standard is None else {"standard": standard}
    return draft("verification", "C", since, last, by="the evaluators", **fields)


def instead(of: str, kind: str, efficiency: str, since: str | None = None) -> Draft:
    """One unit of a kind is worth so many of another."""
    return draft("substitute", of, since, capability=kind, efficiency=efficiency)


AGAINST: dict[Reason, tuple[Draft, ...]] = {
    Reason.BACKFILL: (line(), *committed("C", 50, backfills="Spain's company at home")),
    Reason.PART: (line(), *committed("C", 50), *JOINT),
    Reason.EARMARKED: (line(), line("M"), *committed("C", 50, line="M")),
    Reason.OTHER_OPERATION: (OTHER, line(operation="OTHER"), *committed("C", 50)),
    Reason.NO_CAPABILITY: (line(), *committed("C", 50, capability=None)),
    Reason.OTHER_CAPABILITY: (line(capability="army"), *committed("C", 50, capability="police")),
    Reason.OTHER_UNIT: (TRUCKS, line(), *committed("C", 50, capability="trucks")),
    Reason.OTHER_PLACE: (*PLACES, line(place="NORTH"), *committed("C", 50, place="SOUTH")),
    Reason.MAY_NOT_SERVE: (line(servers=["DEU", "ITA"]), *committed("C", 50)),
    Reason.CAVEAT: (*PLACES, line(place="SOUTH"), *committed("C", 50), caveat(places=["NORTH"])),
    Reason.TASK: (line(tasks=["patrol"]), *committed("C", 50), caveat(tasks=["patrol"])),
    Reason.STANDARD: (line(standard="Role 2"), *committed("C", 50)),
    Reason.CONDITION: (line(), *committed("C", 50), condition("failed")),
    Reason.NOTICE: (line(), *committed("C", 50, notice_days=30)),
}
"""For each reason the smallest book in which it speaks against."""

OF_ITS_KIND = (Reason.NO_CAPABILITY, Reason.OTHER_CAPABILITY, Reason.OTHER_UNIT)
"""Reasons that say that nobody knows what it would be worth."""


def test_what_is_of_the_kind_is_worth_what_it_is() -> None:
    assert worth(line(), *committed("C", 50)) == 1


@pytest.mark.parametrize("reason", AGAINST)
def test_each_reason_not_to_serve(reason: Reason) -> None:
    assert worth(*AGAINST[reason]) is reason


def test_every_reason_is_tested_but_those_of_what_it_supplies_and_of_the_plan() -> None:
    of_supply = {Reason.WINDOW, Reason.NOT_ACCEPTED, Reason.BELOW_FIRMNESS}
    of_the_plan = {Reason.WHOLE, Reason.REST, Reason.TOUR, Reason.CAP, Reason.NOT_NEEDED}
    assert {*Reason} - {*AGAINST} == of_supply | of_the_plan


@pytest.mark.parametrize("reason", [reason for reason in AGAINST if reason not in OF_ITS_KIND])
def test_a_reason_left_out_of_account_no_longer_speaks_against(reason: Reason) -> None:
    assert worth(*AGAINST[reason], without={reason}) == 1


def test_of_a_redacted_kind_nothing_is_known() -> None:
    """It is not of another unit: nobody knows in which it was counted."""
    desk = desk_of(line(), *committed("C", 50))
    kind = next(entry for entry in desk.entries() if (entry.kind, entry.subject) == ("capability", "trainers"))
    desk.ledger.redact(kind.id, BY, "spilled")
    found = field_on(Timeline(desk.snapshot()), on("7-1"), Asked(on("6-30")))
    assert found.against == {("C", "L"): Reason.NO_CAPABILITY}


def test_leaving_out_its_kind_does_not_make_it_serve() -> None:
    assert worth(*AGAINST[Reason.OTHER_CAPABILITY], without=OF_ITS_KIND) is Reason.OTHER_CAPABILITY


def test_reasons_are_asked_in_their_order() -> None:
    """Everything speaks against at once; with each reason that is left out, the next is given."""
    book = (
        *PLACES,
        *JOINT,
        OTHER,
        line(operation="OTHER", place="NORTH", servers=["DEU"], tasks=["patrol"], standard="Role 2"),
        line("M"),
        *committed("C", 50, backfills="at home", line="M", place="SOUTH", notice_days=30),
        caveat(places=["SOUTH"], tasks=["patrol"]),
        condition("failed"),
    )
    found: list[Reason] = []
    while isinstance(answer := worth(*book, without=found), Reason):
        found.append(answer)
    assert found == [reason for reason in AGAINST if reason not in OF_ITS_KIND]
    assert answer == 1


# ---- agreed


@pytest.mark.parametrize("reason", [Reason.EARMARKED, Reason.OTHER_PLACE, Reason.NOTICE])
def test_a_pin_overrides_earmark_place_and_notice(reason: Reason) -> None:
    assert worth(*AGAINST[reason], pinned=True) == 1


@pytest.mark.parametrize(
    "reason", [reason for reason in AGAINST if reason not in {Reason.EARMARKED, Reason.OTHER_PLACE, Reason.NOTICE}]
)
def test_a_pin_overrides_nothing_else(reason: Reason) -> None:
    assert worth(*AGAINST[reason], pinned=True) is reason


def test_what_is_earmarked_for_the_line_is_not_asked_for_its_place() -> None:
    assert worth(*PLACES, line(place="NORTH"), *committed("C", 50, place="SOUTH", line="L")) == 1


# ---- substitution


def test_a_substitute_is_worth_its_efficiency() -> None:
    assert worth(ROBOTS, instead("trainers", "robots", "0.5"), line(), *committed("C", 50, capability="robots")) == (
        Fraction(1, 2)
    )


@pytest.mark.parametrize(
    ("needed", "given", "efficiency", "expected"),
    [
        ("trucks", "tonnes", "0.5", Fraction(1, 200)),
        ("tonnes", "trucks", "2", Fraction(200)),
        ("tonnes", "litres", "0.001", Fraction(1, 10_000)),
    ],
)
def test_decimals_are_counted_in(needed: str, given: str, efficiency: str, expected: Fraction) -> None:
    """Trucks are whole, tonnes counted in hundredths, litres in thousandths: of the smallest unit is spoken."""
    kinds = (
        draft("capability", "trucks", name="Trucks", unit="trucks"),
        draft("capability", "tonnes", name="Lift", unit="tonnes", decimals=2),
        draft("capability", "litres", name="Fuel", unit="litres", decimals=3),
    )
    book = (*kinds, instead(needed, given, efficiency), line(capability=needed), *committed("C", 50, capability=given))
    assert worth(*book) == expected


ROBOT_DOGS = draft("capability", "dogs", name="Robot dogs", unit="persons", parent="robots")


@pytest.mark.parametrize(
    ("needed", "given", "of", "kind", "serves"),
    [
        ("trainers", "dogs", "trainers", "robots", True),  # what lies below the substitute
        ("trainers", "robots", "army", "robots", True),  # a substitute for what lies below the line's kind
        ("army", "robots", "trainers", "robots", False),  # not for what lies above it
        ("trainers", "robots", "trainers", "dogs", False),  # nor what lies above the substitute
    ],
)
def test_substitutes_follow_the_tree(*, needed: str, given: str, of: str, kind: str, serves: bool) -> None:
    book = (ROBOTS, ROBOT_DOGS, instead(of, kind, "0.5"), line(capability=needed), *committed("C", 5, capability=given))
    assert worth(*book) == (Fraction(1, 2) if serves else Reason.OTHER_CAPABILITY)


def test_of_several_efficiencies_the_largest_counts_and_nothing_is_none() -> None:
    rows = (instead("trainers", "robots", "0.25"), instead("army", "robots", "0.75"), instead("police", "robots", "0"))
    nothing = (ROBOTS, rows[-1], line(), *committed("C", 5, capability="robots"))
    with before_limits():
        assert worth(ROBOTS, *rows, line(), *committed("C", 5, capability="robots")) == Fraction(3, 4)
        assert worth(*nothing) is Reason.OTHER_CAPABILITY


def test_what_serves_by_the_tree_serves_as_what_it_is() -> None:
    """Whatever the substitutes say, of its worth and of its unit."""
    army = committed("C", 50, capability="army")
    assert worth(instead("trainers", "army", "0.5"), line(), *army) == 1
    assert worth(*AGAINST[Reason.OTHER_UNIT], instead("trainers", "trucks", "2")) is Reason.OTHER_UNIT


@pytest.mark.parametrize(("needed", "given"), [("help", "robots"), ("robots", "help")])
def test_there_is_no_substitute_without_a_unit(needed: str, given: str) -> None:
    helping = draft("capability", "help", name="Help of all kinds")
    book = (ROBOTS, helping, instead(needed, given, "1"), line(capability=needed), *committed("C", 5, capability=given))
    assert worth(*book) is Reason.OTHER_CAPABILITY


def test_a_substitute_that_is_not_in_the_book_is_of_no_kind() -> None:
    book = (ROBOTS, instead("robots", "unheard_of", "1"), line(capability="robots"))
    assert worth(*book, *committed("C", 5, capability="unheard_of")) is Reason.NO_CAPABILITY


def test_a_substitute_counts_from_its_day_on() -> None:
    book = (ROBOTS, instead("trainers", "robots", "1", "2026-06-01"), line(), *committed("C", 5, capability="robots"))
    assert worth(*book, day="5-31") is Reason.OTHER_CAPABILITY
    assert worth(*book, day="6-1") == 1


# ---- caveats, standards, conditions


@pytest.mark.parametrize(
    ("place", "serves"), [("NORTH", True), ("PORT", True), (None, True), ("LAND", False), ("SOUTH", False)]
)
def test_a_caveat_keeps_to_the_places_it_names(*, place: str | None, serves: bool) -> None:
    there: dict[str, Any] = {} if place is None else {"place": place}
    book = (*PLACES, line(**there), *committed("C", 50), caveat(places=["NORTH"]))
    assert worth(*book) == (1 if serves else Reason.CAVEAT)


def test_one_of_several_places_is_enough_and_one_of_several_caveats_speaks_against() -> None:
    book = (*PLACES, line(place="PORT"), *committed("C", 50), caveat(places=["SOUTH", "NORTH"]))
    assert worth(*book) == 1
    second = draft("caveat", "RULE2", contribution="C", words="nor there", places=["SOUTH"])
    assert worth(*book, second) is Reason.CAVEAT


def test_a_caveat_on_another_contribution_does_not_hinder() -> None:
    book = (line(tasks=["patrol"]), *committed("C", 50), *committed("D", 50))
    assert worth(*book, caveat(contribution="D", tasks=["patrol"])) == 1


@pytest.mark.parametrize(
    ("kind", "reason", "fields"),
    [("caveat", Reason.TASK, {"tasks": ["patrol"]}), ("condition", Reason.CONDITION, {"state": "failed"})],
)
def test_a_rule_counts_from_the_day_on_which_it_is_known_what_it_is_on(
    kind: str, reason: Reason, fields: dict[str, Any]
) -> None:
    """It is said what, and only from June on of which contribution."""
    rule = draft(kind, "RULE", "2026-06-01", contribution="C", words="a restriction")
    book = (line(tasks=["patrol"]), *committed("C", 50), rule, draft(kind, "RULE", "2026-01-01", **fields))
    assert worth(*book, day="5-31") == 1
    assert worth(*book, day="6-1") is reason


@pytest.mark.parametrize(("declared", "counts"), [({}, True), ({"declared": True}, True), ({"declared": False}, False)])
def test_what_its_member_has_not_declared_may_be_left_out(*, declared: dict[str, bool], counts: bool) -> None:
    book = (line(tasks=["patrol"]), *committed("C", 50), caveat(tasks=["patrol"], **declared))
    assert worth(*book) is Reason.TASK
    assert worth(*book, undeclared=False) == (Reason.TASK if counts else 1)


def test_tasks_and_standards_are_compared_without_case_and_surrounding_space() -> None:
    book = (line(tasks=["guard", "Patrol"]), *committed("C", 50), caveat(tasks=["search", "patrol "]))
    assert worth(*book) is Reason.TASK
    assert worth(line(standard="ROLE 2"), *committed("C", 50), verified("Role 2 ")) == 1


def test_another_task_does_not_hinder() -> None:
    assert worth(line(tasks=["guard"]), *committed("C", 50), caveat(tasks=["patrol"])) == 1
    assert worth(line(), *committed("C", 50), caveat(tasks=["patrol"])) == 1


@pytest.mark.parametrize("mark", [verified("Role 1"), verified(None)])
def test_a_standard_asks_for_a_verification_that_names_it(mark: Draft) -> None:
    assert worth(line(standard="Role 2"), *committed("C", 50), mark) is Reason.STANDARD


def test_a_verification_counts_while_it_holds() -> None:
    book = (line(standard="Role 2"), *committed("C", 50), verified("Role 2", "2026-03-01", "2026-05-31"))
    assert worth(*book, verified("Role 3", "2026-03-01"), day="5-31") == 1
    assert worth(*book, day="2-28") is worth(*book, day="6-1") is Reason.STANDARD


@pytest.mark.parametrize("state", [None, "open", "met"])
def test_a_condition_that_has_not_failed_does_not_hinder(state: str | None) -> None:
    assert worth(line(), *committed("C", 50), condition(state)) == 1


@pytest.mark.parametrize(("state", "counts"), [(None, False), ("open", False), ("met", True)])
def test_an_open_condition_may_be_assumed_to_fail(*, state: str | None, counts: bool) -> None:
    book = (line(), *committed("C", 50), condition(state))
    assert worth(*book, open_conditions=False) == (1 if counts else Reason.CONDITION)


def test_assumptions_add_up() -> None:
    usual = Asked(on("6-30"))
    assert usual.assumed == frozenset()
    both = usual.assuming({Assumption.DECLARED_ONLY}).assuming({Assumption.CONDITIONS_FAIL})
    assert both == Asked(on("6-30"), undeclared=False, open_conditions=False)
    assert both.assumed == set(Assumption)
    assert both.assuming(frozenset()) == both


def test_a_condition_fails_from_its_day_on() -> None:
    book = (line(), *committed("C", 50), condition(), condition("failed", "2026-06-01"))
    assert worth(*book, day="5-31") == 1
    assert worth(*book, day="6-1") is Reason.CONDITION


# ---- notice to move


@pytest.mark.parametrize(("day", "serves"), [("6-29", True), ("6-30", False), ("7-29", False), ("7-30", True)])
def test_notice_runs_from_the_day_of_the_plan(*, day: str, serves: bool) -> None:
    """30 days of notice, asked on 30 June: there on 30 July. What was before is as it was."""
    assert worth(*AGAINST[Reason.NOTICE], day=day) == (1 if serves else Reason.NOTICE)


@pytest.mark.parametrize("word", ["en_route", "in_place"])
def test_what_is_under_way_needs_no_notice(word: str) -> None:
    assert worth(*AGAINST[Reason.NOTICE], step("C", word, "2026-06-01", 1)) == 1


def test_what_was_under_way_and_is_no_longer_needs_notice_again() -> None:
    gone = (step("C", "in_place", "2026-02-01", 10), cap("C", "ended", "2026-05-01"))
    assert worth(*AGAINST[Reason.NOTICE], *gone) is Reason.NOTICE


def test_what_is_there_outside_its_window_needs_no_notice() -> None:
    there = committed("C", 50, notice_days=30, window=dates("2026-08-01"))
    assert worth(line(), *there, step("C", "in_place", "2026-06-01", 10)) == 1


def test_no_days_of_notice_are_none() -> None:
    assert worth(line(), *committed("C", 50, notice_days=0)) == 1
