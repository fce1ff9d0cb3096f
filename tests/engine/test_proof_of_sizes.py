"""The check of what tours were planned from: each size that is falsified is found, and what holds is not."""

from __future__ import annotations

from typing import Any

import pytest

from muster.engine.proof_of_sizes import faults
from muster.engine.proving import proof_of
from tests.builders import changed, draft
from tests.engine.test_proof_of_tours import BOOK, TOURS, account
from tests.engine.units import tour
from tests.engine.written import committed, ships, unit, wants

OTHER = "is not what its tours were planned from"


@pytest.fixture(scope="module")
def right() -> dict[str, Any]:
    return account(*BOOK, tours=TOURS)


def test_all_of_it_holds(right: dict[str, Any]) -> None:
    """S is pinned for two days and rests before and after, T is two days into a tour."""
    assert list(faults(right)) == []
    assert [len(right["touring"]["units"][name]["openings"]) for name in ("S", "T")] == [4, 4]
    assert right["intervals"][0]["contributions"]["S"]["on_tour"] == {"A": "1", "B": "1"}


def test_a_plan_without_units_has_no_sizes_to_check() -> None:
    assert list(faults({"intervals": []})) == []


def test_every_size_that_is_changed_is_found(right: dict[str, Any]) -> None:
    """Of every unit and amount, wherever it might serve; and the proof of the whole plan says so."""
    touring = right["touring"]
    places: list[tuple[Any, ...]] = [
        ("units", name, "openings", number, "sizes", run, 1)
        for name, one in touring["units"].items()
        for number, opening in enumerate(one["openings"])
        for run in range(len(opening["sizes"]))
    ]
    places += [("amounts", "D", number, "sizes", 0, 1) for number in range(len(touring["amounts"]["D"]))]
    for place in places:
        for size in (0, 1, 2, 3, 4):
            wrong = changed(right, ("touring", *place), size)
            found = list(faults(wrong))
            assert (found == []) == (wrong == right), place
            assert set(found) <= set(proof_of(wrong).faults)
    assert len(places) == 4 + 4 + 2


def test_a_size_that_is_left_out_is_found(right: dict[str, Any]) -> None:
    """Where a unit does not rest, whether all of it is left out or the end."""
    one = right["touring"]["units"]["S"]["openings"]
    last = next(number for number, opening in enumerate(one) if (opening["line"], opening["first"]) == ("B", 4))
    told = f"from 2026-07-09: what S is worth to B {OTHER}"
    assert list(faults(changed(right, ("touring", "units", "S", "openings", last), None))) == [told]
    assert f"from 2026-07-01: what D is worth to A {OTHER}" in faults(changed(right, ("touring", "amounts", "D"), None))
    for name in "ST":
        found = list(faults(changed(right, ("touring", "units", name), None)))
        assert any(f"what {name} is worth to A" in one for one in found)


def test_where_a_unit_is_pinned_or_rests_nothing_need_stand(right: dict[str, Any]) -> None:
    """S is pinned in the third of five slots and rests in the second and the fourth."""
    for first, end, is_free in ((0, 1, True), (1, 2, False), (2, 3, False), (3, 4, False), (4, 5, True)):
        openings = [one for one in right["touring"]["units"]["S"]["openings"] if one["first"] != first]
        wrong = changed(right, ("touring", "units", "S", "openings"), openings)
        assert (list(faults(wrong)) != []) == is_free, (first, end)


def test_two_sizes_for_one_slot_are_found(right: dict[str, Any]) -> None:
    openings = [
        *right["touring"]["units"]["S"]["openings"],
        {"line": "A", "first": 0, "begun": None, "sizes": [[1, 2]]},
    ]
    wrong = changed(right, ("touring", "units", "S", "openings"), openings)
    assert list(faults(wrong)) == [f"from 2026-07-01: what S is worth to A {OTHER}"]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        pytest.param(("S", "supply"), "4", "S is worth to A", id="another supply"),
        pytest.param(("S", "on_tour", "B"), "1/2", "S is worth to B", id="another worth of a unit"),
        pytest.param(("S", "on_tour", "A"), None, "S is worth to A", id="a unit may not serve a line"),
        pytest.param(("D", "supply"), "2", "D is worth to A", id="another supply of an amount"),
        pytest.param(("D", "worth", "B"), "1/2", "D is worth to B", id="another worth of an amount"),
    ],
)
def test_what_an_interval_says_otherwise_is_found(
    right: dict[str, Any], path: tuple[str, ...], value: str | None, told: str
) -> None:
    found = list(faults(changed(right, ("intervals", 0, "contributions", *path), value)))
    assert f"from 2026-07-01: what {told} {OTHER}" in found


def test_what_pins_hold_of_an_amount_is_not_there() -> None:
    pinned = draft("assignment", "Q", "2026-07-01", "2026-07-04", contribution="D", line="A")
    found = account(*BOOK, pinned, tours=TOURS)
    assert found["intervals"][0]["pinned"][0]["contribution"] == "D"
    assert list(faults(found)) == []
    (first, *_) = (number for number, one in enumerate(found["touring"]["amounts"]["D"]) if one["line"] == "A")
    wrong = changed(found, ("touring", "amounts", "D", first, "first"), 0)
    assert list(faults(wrong)) == [f"from 2026-07-{day}: what D is worth to A {OTHER}" for day in ("01", "03")]


def test_a_plan_from_before_says_nothing_of_what_units_are_worth(right: dict[str, Any]) -> None:
    """Its amounts are compared all the same."""
    old = changed(right, ("intervals", 0, "contributions", "S", "on_tour"), None)
    for number, interval in enumerate(right["intervals"]):
        for name in ("S", "T"):
            if "on_tour" in interval["contributions"].get(name, {}) and (number, name) != (0, "S"):
                old = changed(old, ("intervals", number, "contributions", name, "on_tour"), None)
    assert list(faults(old)) == []
    assert list(faults(changed(old, ("touring", "amounts", "D"), None))) != []


def test_a_kind_that_comes_whole_later_is_an_amount_before() -> None:
    later = draft("capability", "boats", "2026-07-05", portion="unit")
    book = (ships(), draft("capability", "boats", name="Boats", unit="ships", parent="ships"), later, wants("A", 3))
    found = account(*book, *unit("S", 1), *committed("D", 1, capability="boats"), tours=[tour("D", "A", "5", "10")])
    assert "D" in found["touring"]["units"]
    assert "D" in found["touring"]["amounts"]
    assert list(faults(found)) == []
