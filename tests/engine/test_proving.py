"""Kept plans are proven by their book: whatever is altered in one, or no longer follows, is a fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from muster.core.days import parse_period
from muster.core.errors import BookError, RefusedError, UnknownSubjectError
from muster.core.plans import KeptPlan
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.eligibility import Reason
from muster.engine.kept import allocate_from, kept_of
from muster.engine.proving import Proof, as_known, kept_draft, proof_from, proof_of, proof_of_kept
from muster.engine.serving import Asked
from muster.engine.touring import ANSWER, Effort
from muster.ledger.entries import Draft
from tests.builders import BY, Desk, cap, dates, draft, relief, step
from tests.engine.units import TEN_DAYS, tour
from tests.engine.written import change, committed, desk_of, line, on, pin, ships, unit, wants

FROM_NEW_YEAR = dates("2026-01-01")
YEAR = parse_period("2026/2026")
FUNDS = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
BOOK = (
    FUNDS,
    line("L", 50, tier=1),
    line("M", 50),
    line("F", 500, capability="funds"),
    change("M", 60, "2026-09-01"),
    *committed("C", 40, window=FROM_NEW_YEAR),
    *committed("D", 30, "DEU", window=FROM_NEW_YEAR),
    *committed("E", 100, capability="funds", window=FROM_NEW_YEAR),
    *committed("T", 9, "ITA", line="M", window=dates("2026-03-01", "2026-10-31")),
    pin("P", "D", "M", 4),
)
"""Two lines that share two givers, one of whom has a third for itself; and money."""


def planned(desk: Desk, viewer: str = "secretariat", **asked: Any) -> Plan:
    timeline = Timeline(desk.snapshot(viewer=viewer))
    return allocate_from(timeline, Asked(timeline.snapshot.known_day, **asked), YEAR)


def keep(desk: Desk, name: str = "P1", **asked: Any) -> KeptPlan:
    """Keep the plan of 2026, as it is now."""
    found = kept_draft(desk.snapshot(), planned(desk, **asked), name, "0")
    desk.put(found)
    assert isinstance(found.record, KeptPlan)
    return found.record


def altered(kept: KeptPlan, alter: Callable[[list[dict[str, Any]]], Sequence[dict[str, Any]]]) -> KeptPlan:
    """A kept plan with its assignments changed."""
    stated = kept.stated()
    return KeptPlan.model_validate({**stated, "assignments": alter(stated["assignments"])})


def proven(desk: Desk, kept: KeptPlan) -> tuple[str, ...]:
    return proof_from(as_known(kept, desk.entries()), kept).faults


def test_a_kept_plan_is_proven_by_its_book() -> None:
    desk = desk_of(*BOOK)
    keep(desk)
    assert proof_of_kept(desk.snapshot(), "P1") == Proof((), 5, 5)


def test_a_plan_is_proven_by_its_own_account_as_well() -> None:
    account = account_of(planned(desk_of(*BOOK)))
    assert proof_of(account) == Proof((), 5, 5)
    account["intervals"][0]["lines"]["L"]["covered"] = "49"
    assert len(proof_of(account).faults) == 1


def test_it_is_proven_with_what_was_asked_whatever_came_since() -> None:
    desk = desk_of(*BOOK, draft("caveat", "K", contribution="C", words="not L", tasks=["patrol"], declared=False))
    keep(desk, "WITH")
    keep(desk, "WITHOUT", undeclared=False)
    desk.put(cap("C", "withdrawn", "2026-02-01"))  # at the very instant of the plan
    desk.at("2026-07-15").put(line("N", 500, tier=1), step("D", "committed", "2026-07-01", 3))
    for name in ("WITH", "WITHOUT"):
        assert proof_of_kept(desk.snapshot(), name).faults == ()
    assert planned(desk).starts_from == "WITHOUT"
    keep(desk, "LATER")
    assert proof_of_kept(desk.snapshot(), "LATER").faults == ()


def test_how_far_it_has_come_is_told() -> None:
    desk = desk_of(*BOOK)
    keep(desk)
    told: list[tuple[int, int]] = []
    proof_of_kept(desk.snapshot(), "P1", lambda done, of: told.append((done, of)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]


# ---- what is altered


ALTERED: dict[str, tuple[Callable[[list[dict[str, Any]]], Sequence[dict[str, Any]]], list[str]]] = {
    "more than there is": (
        lambda rows: [{**one, "amount": "41"} if one["contribution"] == "C" else one for one in rows],
        ["C gives more than it has", "L is covered by 51 of 50, and that is not what is said"],
    ),
    "less than is needed": (
        lambda rows: [{**one, "amount": "39"} if one["contribution"] == "C" else one for one in rows],
        ["L is covered by 49 of 50, and that is not what is said"],
    ),
    "nobody": (
        lambda rows: [],
        [
            "D gives M less than is pinned to it",
            "L is covered by 0 of 50, and that is not what is said",
        ],
    ),
    "somebody unknown": (
        lambda rows: [{**one, "contribution": "X"} if one["contribution"] == "C" else one for one in rows],
        ["X may not serve L"],
    ),
    "a line that is unknown": (
        lambda rows: [{**one, "line": "X"} if one["contribution"] == "C" else one for one in rows],
        ["C may not serve X"],
    ),
    "who may not serve it": (
        lambda rows: [{**one, "line": "L"} if one["contribution"] == "T" else one for one in rows],
        ["T may not serve L"],
    ),
    "a part of what is pinned": (
        lambda rows: [
            {**one, "amount": "3"} if (one["contribution"], one["line"]) == ("D", "M") else one for one in rows
        ],
        ["D gives M less than is pinned to it"],
    ),
    "the same twice": (lambda rows: [*rows, rows[0]], ["C gives more than it has"]),
    "days before the plan": (
        lambda rows: [{**one, "first": "2025-12-31"} if one["contribution"] == "C" else one for one in rows],
        ["from 2025-12-31: C is to serve L to 2026-12-31, which is outside the plan"],
    ),
    "days after the plan": (
        lambda rows: [{**one, "last": "2027-01-01"} if one["contribution"] == "C" else one for one in rows],
        ["from 2026-01-01: C is to serve L to 2027-01-01, which is outside the plan"],
    ),
    "a day earlier": (
        lambda rows: [{**one, "last": "2026-12-30"} if one["contribution"] == "C" else one for one in rows],
        ["from 2026-12-31: L is covered by 10 of 50, and that is not what is said"],
    ),
}


@pytest.mark.parametrize(("alter", "told"), ALTERED.values(), ids=ALTERED)
def test_what_is_altered_is_a_fault(
    alter: Callable[[list[dict[str, Any]]], Sequence[dict[str, Any]]], told: list[str]
) -> None:
    desk = desk_of(*BOOK)
    found = proven(desk, altered(kept_of(planned(desk), "0"), alter))
    assert [one for one in told if not any(fault.endswith(one) for fault in found)] == []


def test_an_altered_plan_that_was_recorded_all_the_same_is_refused() -> None:
    desk = desk_of(*BOOK)
    wrong = altered(kept_of(planned(desk), "0"), ALTERED["less than is needed"][0])
    desk.put(Draft("plan", "P1", wrong))
    assert proof_of_kept(desk.snapshot(), "P1").faults[0] == (
        "from 2026-01-01: L is covered by 49 of 50, and that is not what is said"
    )


def test_another_way_that_covers_as_much_is_as_good() -> None:
    """Proven is that nothing better can be done, not that nothing else can."""
    book = (line(need=10), *committed("C", 10, window=FROM_NEW_YEAR), *committed("D", 10, window=FROM_NEW_YEAR))
    desk = desk_of(*book)
    kept = kept_of(planned(desk), "0")
    (one,) = kept.stated()["assignments"]
    other = altered(kept, lambda rows: [{**rows[0], "contribution": "D" if one["contribution"] == "C" else "C"}])
    assert other != kept
    assert proven(desk, other) == ()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"firmness": "in_place"}, "C may not serve L"),
        ({"last": "2026-12-30"}, "which is outside the plan"),
        ({"known": "2026-06-29T12:00:00.000000Z"}, "C may not serve L"),
    ],
)
def test_what_was_asked_is_part_of_it(fields: dict[str, str], told: str) -> None:
    desk = desk_of(*BOOK)
    found = proven(desk, KeptPlan.model_validate({**kept_of(planned(desk), "0").stated(), **fields}))
    assert any(told in fault for fault in found), found


def test_a_plan_of_a_time_before_the_book_is_refused() -> None:
    desk = desk_of(*BOOK)
    stated = {**kept_of(planned(desk), "0").stated(), "known": "2025-06-29T12:00:00.000000Z"}
    with pytest.raises(BookError, match="the book has no first entry by then"):
        proven(desk, KeptPlan.model_validate(stated))


# ---- what the book can no longer tell


def entry(desk: Desk, kind: str, subject: str) -> str:
    return next(one.id for one in desk.entries() if (one.kind, one.subject) == (kind, subject))


def refused(desk: Desk, name: str = "P1") -> str:
    with pytest.raises((RefusedError, UnknownSubjectError)) as error:
        proof_of_kept(desk.snapshot(), name)
    return str(error.value)


def test_where_what_was_known_is_redacted_the_book_can_no_longer_tell() -> None:
    desk = desk_of(*BOOK)
    gone = entry(desk, "step", "C")
    keep(desk)
    desk.ledger.redact(gone, BY, "spilled")
    assert refused(desk) == (
        f"the plan 'P1' can no longer be proven: entry {gone} (step C) was known then and has been redacted since"
    )


def test_what_is_redacted_and_bears_on_nothing_hinders_nothing() -> None:
    desk = desk_of(*BOOK, draft("person", "bo", name="Bo"))
    keep(desk)
    desk.ledger.redact(entry(desk, "person", "bo"), BY, "a right")
    assert proof_of_kept(desk.snapshot(), "P1").faults == ()


def test_what_was_redacted_before_or_recorded_since_excuses_no_fault() -> None:
    desk = desk_of(*BOOK, draft("person", "bo", name="Bo"))
    desk.ledger.redact(entry(desk, "person", "bo"), BY, "a right")
    desk.at("2026-07-01")
    wrong = altered(kept_of(planned(desk), "0"), ALTERED["less than is needed"][0])
    desk.put(Draft("plan", "P1", wrong))
    later = desk.one(draft("person", "cy", name="Cy"))
    desk.ledger.redact(later.id, BY, "a right")
    assert proof_of_kept(desk.snapshot(), "P1").faults
    desk.ledger.redact(entry(desk, "plan", "P1"), BY, "spilled")
    assert refused(desk) == "the plan kept as 'P1' can no longer be read: its entry is redacted, or not whole"


def test_a_plan_taken_over_is_proven_where_it_was_made() -> None:
    desk, other = desk_of(*BOOK), relief("2026-07-01")
    keep(desk)
    other.ledger.take_over([one._replace(book="another") for one in desk.entries()], BY)
    assert refused(other) == "the plan 'P1' was taken over from another book; it is proven there"
    assert refused(other, "P2") == "unknown plan 'P2'"


# ---- what may be kept


def test_what_is_made_for_others_is_not_kept() -> None:
    desk = desk_of(*BOOK)
    with pytest.raises(RefusedError) as error:
        kept_draft(desk.snapshot(), planned(desk, "FRA"), "P1", "0")
    assert str(error.value) == "this plan is made of what FRA may see; keep one made for the secretariat"
    assert kept_draft(desk.snapshot(), planned(desk, "auditor"), "P1", "0").marking == ("secretariat",)


def test_what_does_not_follow_from_the_book_is_not_kept() -> None:
    desk = desk_of(*BOOK)
    supposed = desk_of(*BOOK, cap("C", "reduced", "2026-01-01", 20))
    plan = planned(supposed)
    for wrong in (plan, replace(planned(desk), asked=Asked(on("6-30"), undeclared=False), parts=plan.parts)):
        with pytest.raises(RefusedError) as error:
            kept_draft(desk.snapshot(), wrong, "P1", "0")
        assert str(error.value) == (
            "this plan does not follow from the book: "
            "from 2026-01-01: L is covered by 46 of 50, and that is not what is said; make it again"
        )


def test_what_does_without_a_reason_is_not_kept() -> None:
    desk = desk_of(*BOOK)
    plan = planned(desk, without=frozenset({Reason.NOTICE}))
    with pytest.raises(RefusedError, match=r"^this plan does without reasons that stand in its way; "):
        kept_draft(desk.snapshot(), plan, "P1", "0")


def test_what_assumes_that_open_conditions_fail_is_not_kept() -> None:
    desk = desk_of(*BOOK)
    plan = planned(desk, open_conditions=False)
    with pytest.raises(RefusedError, match=r"^this plan assumes that open conditions fail; "):
        kept_draft(desk.snapshot(), plan, "P1", "0")


def test_a_book_that_has_changed_at_the_same_instant_is_planned_again() -> None:
    desk = desk_of(*BOOK)
    plan = allocate(Timeline(desk.snapshot()), Asked(on("6-30")), YEAR)
    desk.put(cap("C", "reduced", "2026-01-01", 20))
    with pytest.raises(RefusedError, match="make it again"):
        kept_draft(desk.snapshot(), plan, "P1", "0")


# ---- whole units


UNITS = (
    ships(tour_days=3, rest_days=2),
    draft("capability", "boats", name="Boats", unit="ships", parent="ships"),
    wants("A", 4, tier=1),
    wants("B", 9),
    change("B", 3, "2026-07-06"),
    *unit("S", 4),
    *unit("T", 3, tour_days=5),
    *unit("U", 5, member="DEU"),
    *committed("D", 2, "DEU", capability="boats"),
    draft("assignment", "Q", "2026-07-04", "2026-07-05", contribution="U", line="B"),
)
"""Three units, of which one is pinned for two days, and boats, at two lines; over the first ten days of July."""


def kept_units(**how: Any) -> tuple[Desk, KeptPlan]:
    """That book, and its plan as it is kept."""
    desk = desk_of(*UNITS)
    timeline = Timeline(desk.snapshot())
    return desk, kept_of(allocate(timeline, Asked(on("6-30")), TEN_DAYS, **{"effort": Effort(steps=20), **how}), "0")


def test_a_kept_plan_of_units_is_proven_by_its_book() -> None:
    desk, found = kept_units()
    assert {one.contribution for one in found.assignments or ()} == {"S", "T", "U", "D"}
    assert proven(desk, found) == ()
    plan = allocate(Timeline(desk.snapshot()), Asked(on("6-30")), TEN_DAYS, effort=Effort(steps=20))
    desk.put(kept_draft(desk.snapshot(), plan, "P1", "0"))
    assert proof_of_kept(desk.snapshot(), "P1").faults == ()


def test_its_tours_are_taken_as_they_are_kept() -> None:
    """Found from another seed, with little effort, or made up: what may be is proven."""
    for how in ({"effort": Effort(steps=5, seed=9)}, {"effort": ANSWER}, {"tours": [tour("S", "B", "6", "7")]}):
        desk, found = kept_units(**how)
        assert any(one.contribution == "S" for one in found.assignments or ())
        assert proven(desk, found) == ()


def of_unit(name: str, **fields: str) -> Callable[[list[dict[str, Any]]], Sequence[dict[str, Any]]]:
    """The first row of a unit with other fields."""

    def alter(rows: list[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        at = next(number for number, one in enumerate(rows) if one["contribution"] == name)
        return [*rows[:at], {**rows[at], **fields}, *rows[at + 1 :]]

    return alter


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"last": "2026-07-10"}, "S may not serve A"),
        ({"amount": "2"}, "S gives A less than is pinned to it"),
        ({"amount": "5"}, "S may not serve A"),
        ({"line": "F"}, "S may not serve F"),
    ],
    ids=["too long", "half a unit", "more than there is", "to a line that is not there"],
)
def test_a_tour_that_may_not_be_is_a_fault(fields: dict[str, str], told: str) -> None:
    """S, that goes together, serves A for three days."""
    desk, found = kept_units(tours=[tour("S", "A", "1", "3")])
    wrong = proven(desk, altered(found, of_unit("S", **fields)))
    assert any(told in one for one in wrong), wrong


def test_what_is_pinned_of_a_unit_is_kept_whole() -> None:
    desk, found = kept_units()
    without = altered(found, lambda rows: [one for one in rows if one["contribution"] != "U"])
    assert any("U gives B less than is pinned to it" in one for one in proven(desk, without))


def test_a_plan_in_a_file_is_proven_with_its_tours() -> None:
    timeline = Timeline(desk_of(*UNITS).snapshot())
    account = account_of(allocate(timeline, Asked(on("6-30")), TEN_DAYS, effort=Effort(steps=20)))
    assert proof_of(account).faults == ()
    (bound, *_) = account["touring"]["bounds"]
    bound["at_most"] = "1"
    assert proof_of(account).faults == ("tier 1: there could be more than 1",)


# ---- lines that hang together

TOGETHER = (
    line("PATROLS", 60, tier=1, needs=["LIFT"]),
    line("LIFT", 10, threshold=20, accepted_gap={"by": "the board", "why": "cost", "until": "2026-12-31"}),
    *committed("A", 20, window=FROM_NEW_YEAR),
    *committed("B", 15, "DEU", window=FROM_NEW_YEAR),
    *(draft("key", of, key="gdp", value="5", unit="EUR", measured="2024") for of in ("FRA", "DEU")),
)
RULES: dict[str, Any] = {"most_from_one": 60, "suppliers": 2, "balance": "gdp"}


@pytest.mark.parametrize("asked", [{}, RULES])
def test_a_kept_plan_of_lines_that_hang_together_is_proven_by_its_book(asked: dict[str, Any]) -> None:
    desk = desk_of(*TOGETHER)
    kept = keep(desk, **asked)
    assert {name: getattr(kept, name) for name in RULES} == dict.fromkeys(RULES) | asked
    assert proof_of_kept(desk.snapshot(), "P1").faults == ()


def test_what_covers_lines_that_hang_together_may_be_another_best_plan() -> None:
    """Who gives what is exchanged; each line has as much as before."""
    desk = desk_of(*TOGETHER)
    kept = keep(desk)

    def exchange(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        days = {name: rows[0][name] for name in ("first", "last")}
        every = {"A": {"LIFT": 5, "PATROLS": 15}, "B": {"PATROLS": 15}}
        return [
            {"contribution": giver, "line": of, "amount": str(amount), **days}
            for giver, lines in every.items()
            for of, amount in lines.items()
        ]

    assert proof_from(desk.snapshot(), altered(kept, exchange)).faults == ()


def test_lines_that_hang_together_and_count_less_than_they_could_are_a_fault() -> None:
    desk = desk_of(*TOGETHER)

    def less(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**one, "line": "PATROLS"} for one in rows if one["line"] == "LIFT"]

    faults = proof_from(desk.snapshot(), altered(keep(desk), less)).faults
    assert any("does not add up" in fault for fault in faults)


def test_where_all_is_covered_together_no_shortfall_is_said() -> None:
    desk = desk_of(*TOGETHER, *committed("Z", 100, "ITA", window=FROM_NEW_YEAR))
    keep(desk, suppliers=2)
    assert proof_of_kept(desk.snapshot(), "P1") == Proof((), 0, 1)
