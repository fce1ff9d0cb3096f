"""Parts of a field: what is linked to contributions, some lines alone, without somebody, with somebody else."""

from __future__ import annotations

from fractions import Fraction

from muster.core.quantity import Qualifier, Quantity
from muster.engine.amounts import planned
from muster.engine.field import Field, field_on
from muster.engine.partial import joined, linked, only, without
from muster.engine.serving import Asked
from muster.ledger.entries import Draft
from tests.builders import draft
from tests.engine.test_amounts import ONE_DAY
from tests.engine.written import in_place, line, on, over_time, pin

ROBOTS = draft("capability", "robots", name="Robots", unit="persons")
HALF_AS_GOOD = draft("substitute", "army", capability="robots", efficiency="0.5")
UNSURE = Quantity.said_as(Qualifier.RANGE, 0, 5)

DRAFTS = (
    ROBOTS,
    HALF_AS_GOOD,
    line("A", 10, capability="army"),
    line("B", 10, capability="police"),
    line("C", 10, capability="trainers"),
    *in_place("ARMY", 4, capability="army"),
    *in_place("POLICE", 4, capability="police", line="B"),
    *in_place("ROBOT", 4, capability="robots"),
    *in_place("HOPED", UNSURE, "ITA", capability="police", line="B"),
    *in_place("OTHER", 4, "ITA", capability="funds"),
    draft("capability", "funds", name="Funds", unit="EUR"),
    pin("P1", "ARMY", "A", 3),
    pin("P2", "POLICE", "B", 2),
    pin("P3", "POLICE", "A", 2),
)
"""Lines A and C are linked by the army; B has contributions of its own, one of which may come to nothing."""


def field(*drafts: Draft) -> Field:
    return field_on(over_time(*(drafts or DRAFTS)), on("6-30"), Asked(on("6-30")))


def test_a_contribution_is_linked_to_what_it_may_serve_and_to_what_else_may_serve_that() -> None:
    """Robots stand in for the army and so for A and, by the tree, for C."""
    found = field()
    assert linked(found, frozenset(["ROBOT"])) == {"A", "C"}
    assert linked(found, frozenset(["ARMY"])) == {"A", "C"}
    assert linked(found, frozenset(["POLICE"])) == {"B"}
    assert linked(found, frozenset(["ARMY", "POLICE"])) == {"A", "B", "C"}


def test_what_may_come_to_nothing_links_as_well() -> None:
    found = field()
    assert ("HOPED", "B") in found.hoped
    assert linked(found, frozenset(["HOPED"])) == {"B"}


def test_what_serves_nothing_and_what_is_not_there_is_linked_to_nothing() -> None:
    assert linked(field(), frozenset(["OTHER", "NOBODY"])) == frozenset()
    assert linked(field(), frozenset()) == frozenset()


def test_a_field_of_some_lines_has_those_who_may_serve_them() -> None:
    found = only(field(), frozenset(["A", "C"]))
    assert sorted(found.wanted) == ["A", "C"]
    assert sorted(found.offered) == ["ARMY", "ROBOT"]
    assert found.worth == {
        ("ARMY", "A"): 1,
        ("ARMY", "C"): 1,
        ("ROBOT", "A"): Fraction(1, 2),
        ("ROBOT", "C"): Fraction(1, 2),
    }
    assert (found.hoped, found.against) == ({}, {})
    assert found.substitutes == {("ROBOT", "A"), ("ROBOT", "C")}
    assert [(one.contribution, one.line) for one in found.pins] == [("ARMY", "A")]
    hoped = only(field(), frozenset(["B"]))
    assert (sorted(hoped.offered), sorted(hoped.hoped)) == (["HOPED", "POLICE"], [("HOPED", "B")])


def test_some_lines_that_nobody_may_serve_have_nobody() -> None:
    found = only(field(line("A", 10)), frozenset(["A"]))
    assert (sorted(found.wanted), found.offered, found.worth) == (["A"], {}, {})


def test_parts_of_a_field_planned_alone_cover_what_they_cover_in_the_whole() -> None:
    whole = field()
    covered = planned(whole, ONE_DAY, {}).covered
    alone = [planned(only(whole, lines), ONE_DAY, {}).covered for lines in (frozenset(["A", "C"]), frozenset(["B"]))]
    assert {**alone[0], **alone[1]} == covered


def test_without_a_contribution_nothing_names_it() -> None:
    found = without(field(), frozenset(["ARMY", "ROBOT", "NOBODY"]))
    assert sorted(found.offered) == ["HOPED", "OTHER", "POLICE"]
    of_pairs = (found.worth, found.hoped, found.against, found.substitutes)
    assert {giver for pairs in of_pairs for giver, _ in pairs} <= {"HOPED", "OTHER", "POLICE"}
    assert {one.contribution for one in found.pins} == {"POLICE"}
    assert found.wanted == field().wanted


def test_without_nobody_it_is_the_same() -> None:
    assert without(field(), frozenset()) == field()


def test_what_is_left_out_and_joined_again_is_the_same_field() -> None:
    """But for the order in which pins stand."""
    whole = field()
    some, others = frozenset(["ARMY", "HOPED"]), frozenset(["POLICE", "ROBOT", "OTHER"])
    again = joined(without(whole, some), without(whole, others))
    assert sorted(again.pins, key=repr) == sorted(whole.pins, key=repr)
    assert joined(again, without(whole, some | others)) == again
    assert (again.offered, again.worth, again.hoped) == (whole.offered, whole.worth, whole.hoped)
    assert (again.against, again.substitutes) == (whole.against, whole.substitutes)
