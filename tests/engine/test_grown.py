"""A day with graduates: whom they join, what they then serve, and the pins that take of them."""

from fractions import Fraction
from typing import Any

import pytest

from muster.core.quantity import LARGEST, Qualifier, Quantity
from muster.engine.eligibility import Reason
from muster.engine.field import Field, Pin, field_on
from muster.engine.grown import grown
from muster.engine.serving import Asked
from tests.builders import cap, draft, step
from tests.engine.schools import MADE_ON, guards, hold, school, trainers
from tests.engine.written import in_place, on, pin


def field(*more: Any, asked: Asked | None = None, **how: Any) -> Field:
    return field_on(school(trainers(), *more, **how), on("8-1"), asked or Asked(MADE_ON))


def test_without_graduates_nothing_changes() -> None:
    before = field()
    assert grown(before, {}) is before
    assert grown(before, {"G": 0}) is before
    assert grown(before, {"nobody": 10}) is before


def test_graduates_join_what_gave_nothing_and_serve_what_it_may() -> None:
    before, after = field(), grown(field(), {"G": 40})
    assert (before.against["G", "H"], ("G", "H") in before.worth) == (Reason.BELOW_FIRMNESS, False)
    assert after.worth["G", "H"] == 1
    assert ("G", "H") not in after.against
    one = after.offered["G"]
    assert (one.supply, one.most, one.graduates, one.reason) == (40, 40, 40, None)


def test_who_may_not_join_does_not() -> None:
    before = field()
    assert grown(before, {"C": 40}) is before


def test_they_join_twice() -> None:
    one = grown(grown(field(), {"G": 40}), {"G": 2}).offered["G"]
    assert (one.supply, one.graduates) == (42, 42)


def test_what_is_hoped_for_stays_beside_them() -> None:
    before = field(step("G", "committed", "2026-01-01", Quantity.said_as(Qualifier.UP_TO, 10)))
    after = grown(before, {"G": 40})
    assert ("G", "H") in before.hoped
    assert after.hoped == {}
    assert (after.offered["G"].supply, after.offered["G"].most) == (40, 50)


def test_an_open_high_end_stays_open() -> None:
    after = grown(field(step("G", "committed", "2026-01-01", Quantity.said_as(Qualifier.AT_LEAST, 5))), {"G": 40})
    assert (after.offered["G"].supply, after.offered["G"].most) == (45, None)


def test_no_supply_grows_beyond_the_largest_quantity() -> None:
    after = grown(field(step("G", "committed", "2026-01-01", 5)), {"G": 2 * LARGEST})
    assert (after.offered["G"].supply, after.offered["G"].graduates) == (LARGEST, LARGEST - 5)


def test_other_reasons_stay() -> None:
    other = hold("H2", 10, place="NORTH")
    places = (draft("place", "NORTH", name="North"), draft("place", "SOUTH", name="South"))
    after = grown(field(other, *places, joins=guards(place="SOUTH")), {"G": 40})
    assert after.against["G", "H2"] is Reason.OTHER_PLACE
    assert ("G", "H") in after.worth


def test_a_line_that_is_no_longer_planned_is_not_served() -> None:
    before = field()
    without = Field(**{**vars_of(before), "wanted": {"T": before.wanted["T"]}})
    assert grown(without, {"G": 40}).worth.keys() == before.worth.keys()


def vars_of(found: Field) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Field.__dataclass_fields__}


def test_a_substitute_stays_one() -> None:
    drafts = (
        draft("capability", "clerks", name="Clerks", unit="persons"),
        draft("substitute", "guards", capability="clerks", efficiency="0.5"),
    )
    after = grown(field(*drafts, joins=guards(capability="clerks")), {"G": 40})
    assert after.worth["G", "H"] == Fraction(1, 2)
    assert ("G", "H") in after.substitutes


# ---- pins


def test_pins_take_of_graduates() -> None:
    before = field(pin("P1", "C", "T", 5), pin("P2", "G", "H"), pin("P3", "C", "T", 3))
    assert before.pins == (
        Pin("C", "T", 5),
        Pin("C", "T", 3),
        Pin("G", "H", 0, reason=Reason.BELOW_FIRMNESS),
    )
    assert grown(before, {"G": 40}).pins == (Pin("C", "T", 5), Pin("C", "T", 3), Pin("G", "H", 40))


def test_a_pin_takes_what_it_asks_for_and_says_what_is_missing() -> None:
    before = field(pin("P1", "G", "H", 30), pin("P2", "G", "H2", 30), hold("H2", 50))
    assert grown(before, {"G": 40}).pins == (Pin("G", "H", 30), Pin("G", "H2", 10, missing=20))


def test_a_pin_to_a_line_that_is_not_planned_stays_so() -> None:
    before = field(pin("P1", "G", "H3"), hold("H3", 0))
    assert grown(before, {"G": 40}).pins == (Pin("G", "H3", 0, is_planned=False),)


# ---- who may grow


@pytest.mark.parametrize(
    ("drafts", "grows"),
    [
        ((), True),
        ((draft("contribution", "G", "2026-07-01", window=None),), True),
        ((draft("contribution", "G", "2026-07-01", window={"start": "2026-08"}),), False),
        ((draft("contribution", "G", "2026-07-01", window={"start": "2026-08-02"}),), False),
        ((draft("contribution", "G", "2026-07-01", capability=None),), False),
        ((cap("G", "withdrawn", "2026-07-01"),), False),
        ((cap("G", "withdrawn", "2026-05-01"), step("G", "pledged", "2026-06-01", 5)), True),
        ((cap("G", "withdrawn", "2026-07-01"), step("G", "pledged", "2026-06-01", 5)), False),
        ((cap("G", "reduced", "2026-07-01", 5),), True),
        ((cap("G", "reduced", "2026-07-01", 0),), False),
        ((cap("G", "paused", "2026-07-01", until="2026-07-31"),), True),
        ((cap("G", "paused", "2026-07-01", until="2026-08-01"),), False),
        ((cap("G", "ended", "2026-08-02"),), True),
    ],
)
def test_graduates_join_where_only_firmness_is_lacking(drafts: Any, grows: bool) -> None:  # noqa: FBT001
    assert (field(*drafts).offered["G"].grows is not None) is grows


def test_nobody_joins_what_no_production_names() -> None:
    assert field().offered["C"].grows is None


def test_without_windows_nothing_lies_outside_one() -> None:
    later = draft("contribution", "G", "2026-07-01", window={"start": "2026-08-02"})
    asked = Asked(MADE_ON, without=frozenset({Reason.WINDOW}))
    assert grown(field(later, asked=asked), {"G": 40}).worth["G", "H"] == 1


@pytest.mark.parametrize(("word", "grows"), [("committed", True), ("pledged", False), (None, False)])
def test_what_a_joint_contribution_delivers_grows_while_its_parts_are_there(word: str | None, grows: bool) -> None:  # noqa: FBT001
    joint = (draft("joint", "J", name="Guards by air", delivers="G"), draft("part", "J", contribution="D"))
    steps = () if word is None else (step("D", word, "2026-01-01", 1),)
    found = field(*in_place("D", 1)[:1], *joint, *steps)
    assert (found.offered["G"].grows is not None) is grows


def test_units_may_grow_where_they_may_be_divided() -> None:
    whole = draft("capability", "guards", "2026-07-01", portion="unit")
    assert field(whole).offered["G"].grows is None
    assert field(whole, asked=Asked(MADE_ON, without=frozenset({Reason.WHOLE}))).offered["G"].grows == {
        "H": Fraction(1)
    }
