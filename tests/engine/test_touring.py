"""Tours found and put on the days of a plan; why units are idle; how long it is tried."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from muster.core.days import Period
from muster.engine import searching
from muster.engine.allocation import Plan
from muster.engine.eligibility import Reason
from muster.engine.kernels.tours import Tours
from muster.engine.numbering import Numbered
from muster.engine.searching import Trial, searched
from muster.engine.touring import Effort, Kept, Tour, Watcher, Work, allowed, on_tour
from muster.ledger.entries import Draft
from tests.builders import draft
from tests.engine.fleet_plans import named
from tests.engine.fleets import alone, fleet, opening, row
from tests.engine.units import TEN_DAYS, plan, tour, tours
from tests.engine.written import in_place, line, on, pin, ships, unit, wants

LIMITED = ships(tour_days=3, rest_days=2)


def of(found: Plan) -> Numbered:
    assert found.touring.of is not None
    return found.touring.of


def told(found: tuple[Tour, ...]) -> list[tuple[str, str, int, int]]:
    """Unit, line, first slot, and the slot after the last."""
    days = [(one.period.start, one.period.end) for one in found]
    return [
        (one.contribution, one.line, (first - on("7-1")).days, (end - on("7-1")).days)
        for one, (first, end) in zip(found, days, strict=True)
        if first is not None and end is not None
    ]


def worth(of: Numbered, found: tuple[Tour, ...]) -> int:
    """What tours cover of lines of one tier."""
    kernel = of.fleet.tours()
    for name, to, first, end in told(found):
        number = of.units.index(name)
        places = [of.lines[one.line] for one in of.fleet.units[number].openings]
        kernel.begin(number, kernel.openings_of[number] + places.index(to), first, end)
    return int(kernel.value[0])


STUCK = named(fleet([row(6), row(4)], *(alone(opening(0, 0, 4, size), opening(1, 0, 4, size)) for size in (4, 3, 3))))
"""One after another they cover 9 of 10 on each of four days; together all of it."""


# ---- what is found


def test_each_goes_on_its_best_tours_and_then_several_together() -> None:
    assert worth(STUCK, searched(STUCK, STUCK.fleet, Work(Effort(steps=0)))) == 4 * 9
    assert worth(STUCK, searched(STUCK, STUCK.fleet, Work(Effort()))) == 4 * 10


def test_it_begins_with_what_is_given() -> None:
    """Each on its best where the others are: nobody moves. So one step is enough to find what is as good."""
    given = [tour("S", "B", "1", "4"), tour("T", "A", "1", "4"), tour("U", "A", "1", "4")]
    found = searched(STUCK, STUCK.fleet, Work(Effort(steps=0)), given)
    assert found == tuple(given)


def test_the_needs_may_be_others() -> None:
    other = replace(STUCK.fleet, rows=(row(0), row(4)))
    assert {one.line for one in searched(STUCK, other, Work(Effort(steps=0)))} == {"B"}


def test_units_go_one_after_another_until_nothing_is_better() -> None:
    """S first takes A; once T is there as well, it makes way for it."""
    made = fleet([row(5), row(4)], alone(opening(0, 0, 4, 5), opening(1, 0, 4, 4)), alone(opening(0, 0, 4, 5)))
    chain = named(made)
    assert worth(chain, searched(chain, made, Work(Effort(steps=0)))) == 4 * 5
    begun = [tour("T", "A", "1", "4")]
    assert worth(chain, searched(chain, made, Work(Effort(steps=0)), begun)) == 4 * 9


def test_who_waits_for_a_place_has_it_once_it_is_free() -> None:
    """S waits for T, T for U, and U goes first: they are asked three times."""
    rows = [row(1, weight=weight) for weight in (1, 2, 3, 4)]
    units = [alone(opening(at, 0, 4), opening(at + 1, 0, 4)) for at in range(3)]
    waiting = Numbered(fleet(rows, *units), on("7-1"), 1, 1, tuple("ABCD"), tuple("STU"), (), (1,))
    begun = [tour("S", "A", "1", "4"), tour("T", "B", "1", "4"), tour("U", "C", "1", "4")]
    found = searched(waiting, waiting.fleet, Work(Effort(steps=0)), begun)
    assert [(name, to) for name, to, *_ in told(found)] == [("S", "B"), ("T", "C"), ("U", "D")]


def test_units_go_one_after_another_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once before anything is tried and once after: S at A makes way for T only when it is asked again."""
    made = fleet([row(5), row(4)], alone(opening(0, 0, 4, 5), opening(1, 0, 4, 4)), alone(opening(0, 0, 4, 5)))
    chain, kept = named(made), [tour("S", "A", "1", "4"), tour("T", "A", "1", "4")]
    monkeypatch.setattr(searching, "SWEEPS", 0)
    assert told(searched(chain, made, Work(Effort(steps=0)), kept)) == [("S", "A", 0, 4), ("T", "A", 0, 4)]
    monkeypatch.setattr(searching, "SWEEPS", 1)
    assert told(searched(chain, made, Work(Effort(steps=0)), kept)) == [("S", "B", 0, 4), ("T", "A", 0, 4)]


def test_tours_are_told_by_unit_and_day() -> None:
    made = named(fleet([row(1, slots=6)], *(alone(opening(0, 0, 6), longest=1, rest=2) for _ in range(2))))
    found = told(searched(made, made.fleet, Work(Effort(steps=0))))
    assert found == sorted(found)
    assert {name for name, *_ in found} == {"S", "T"}
    assert all(end == first + 1 for _, _, first, end in found)


# ---- how long it is tried


class Noted(list[tuple[int, int]]):
    """What a watcher was told; Ctrl-C is pressed as it is told of ``at``."""

    def __init__(self, at: int | None = None) -> None:
        super().__init__()
        self.at = at

    def __call__(self, done: int, of: int) -> None:
        self.append((done, of))
        if done == self.at:
            raise KeyboardInterrupt


HOPELESS = named(
    fleet([row(7), row(5)], *(alone(opening(0, 0, 4, size), opening(1, 0, 4, size)) for size in (4, 4, 3)))
)
"""They cover 10 of 12, and by their sizes it could be 11."""


def tried(of: Numbered, watcher: Watcher, **effort: Any) -> Work:
    work = Work(Effort(**effort), watcher, may_stop=True)
    searched(of, of.fleet, work)
    return work


def test_it_is_tried_in_steps_of_two_hundred() -> None:
    told = Noted()
    tried(HOPELESS, told, steps=500)
    assert told == [(0, 500), (200, 500), (400, 500)]


def test_it_is_tried_as_often_as_is_asked_and_drawn_on_from_where_it_was() -> None:
    asked: list[tuple[int, int, int]] = []
    kernel = SimpleNamespace(value=[0], steps=0, drawn=6, improve=lambda *how: asked.append(how))
    searching.improve([Trial(cast("Tours", kernel), [9], 450, 3)], Work(Effort()))
    assert asked == [(200, searching.TOGETHER, 3), (200, searching.TOGETHER, 5), (50, searching.TOGETHER, 5)]


def test_where_nothing_could_be_better_nothing_is_tried() -> None:
    done = named(fleet([row(3), row([2, 0, 0, 0], tier=1)], *(alone(opening(0, 0, 4, 2)) for _ in range(2))))
    told = Noted()
    tried(done, told)
    assert told == []
    told = Noted()
    tried(STUCK, told)
    assert told == [(0, 2000), (200, 2000)]


def test_what_units_bring_together_bounds_what_is_tried_for() -> None:
    """Two of size 2 at a line of 9: four are all that there is."""
    told = Noted()
    tried(named(fleet([row(9)], *(alone(opening(0, 0, 4, 2)) for _ in range(2)))), told)
    assert told == []


def test_it_is_tried_until_it_is_enough() -> None:
    told, answers = Noted(), iter([False, False, True])
    tried(HOPELESS, told, stop=lambda: next(answers))
    assert told == [(0, 2000), (200, 2000)]


def test_who_stops_it_keeps_what_was_found() -> None:
    for at, steps in ((0, 0), (200, 200)):
        work = Work(Effort(), Noted(at), may_stop=True)
        found = searched(HOPELESS, HOPELESS.fleet, work)
        assert work.is_stopped
        assert work.is_enough()
        assert found == searched(HOPELESS, HOPELESS.fleet, Work(Effort(steps=steps)))


def test_who_may_not_stop_it_stops_all() -> None:
    with pytest.raises(KeyboardInterrupt):
        searched(HOPELESS, HOPELESS.fleet, Work(Effort(), Noted(0)))


def test_what_is_stopped_is_sought_no_more() -> None:
    told = Noted()
    work = Work(Effort(), told, may_stop=True, is_stopped=True)
    searched(HOPELESS, HOPELESS.fleet, work)
    assert told == []


def test_another_seed_tries_others() -> None:
    """One step is enough where the right ones are drawn."""
    found = [worth(STUCK, searched(STUCK, STUCK.fleet, Work(Effort(steps=1, seed=seed)))) for seed in range(20)]
    assert set(found) == {4 * 9, 4 * 10}


# ---- which tours may be


@pytest.mark.parametrize(
    ("given", "may"),
    [
        ([("S", "A", "1", "3")], ["S A 1-3"]),
        ([("S", "A", "1", "4")], []),
        ([("S", "A", "1", "1")], []),
        ([("S", "A", "1", "3"), ("S", "A", "5", "7")], ["S A 1-3"]),
        ([("S", "A", "1", "3"), ("S", "A", "6", "8")], ["S A 1-3", "S A 6-8"]),
        ([("S", "A", "6", "8"), ("S", "A", "1", "3")], ["S A 1-3", "S A 6-8"]),
        ([("S", "B", "1", "3")], []),
        ([("T", "A", "1", "3")], []),
        ([("S", "A", "9", "11")], ["S A 9-10"]),
        ([("T", "B", "1", "3"), ("S", "A", "1", "3")], ["S A 1-3"]),
    ],
    ids=[
        "one",
        "too long",
        "too short",
        "no rest",
        "rest",
        "in any order",
        "a line that it may not serve",
        "no unit",
        "beyond the period",
        "others beside it",
    ],
)
def test_of_some_tours_those_stay_that_units_may_make(given: list[tuple[str, str, str, str]], may: list[str]) -> None:
    book = (LIMITED, wants("A", 1), wants("B", 1, servers=["DEU"]), *unit("S", shortest_tour_days=2))
    found = plan(*book, tours=[])
    assert tours(replace(found, touring=replace(found.touring, tours=allowed(of(found), _made(given))))) == may


def _made(given: list[tuple[str, str, str, str]]) -> list[Tour]:
    return [tour(*one) for one in given]


def test_a_tour_that_has_begun_is_as_long_as_it_was_and_is() -> None:
    """Two days are behind it: of three one is left. Another begins after its rest."""
    there = in_place("S", 1, since="2026-06-29", capability="ships")
    found = of(plan(LIMITED, wants("A", 1), *there, tours=[]))
    for given, may in (
        ([("S", "A", "1", "1")], 1),
        ([("S", "A", "1", "2")], 0),
        ([("S", "A", "2", "2")], 0),
        ([("S", "A", "3", "5")], 1),
        ([("S", "A", "1", "1"), ("S", "A", "4", "6")], 2),
        ([("S", "A", "1", "1"), ("S", "A", "3", "5")], 1),
    ):
        assert len(allowed(found, _made(given))) == may


def test_of_a_tour_that_is_longer_than_its_line_the_rest_stays() -> None:
    found = of(plan(LIMITED, wants("A", 1, "2026-07-02"), *unit("S"), tours=[]))
    assert allowed(found, [tour("S", "A", "1", "4")]) == (tour("S", "A", "2", "4"),)


# ---- kept plans


def test_the_days_of_a_kept_plan_are_its_tours() -> None:
    given = [tour("S", "A", "1", "3"), tour("T", "A", "2", "2"), tour("S", "A", "6", "8")]
    kept = Kept.of_tours(given)
    assert (kept.name, kept.assigned) == (None, {})
    assert list(kept.days) == [("S", "A"), ("T", "A")]
    assert sorted(kept.tours, key=given.index) == given


# ---- on their days


def days_of(found: Plan) -> list[tuple[str, dict[tuple[str, str], int]]]:
    return [
        (f"{one.period.start:%-d}", {pair: int(much) for pair, much in one.assigned.items()}) for one in found.parts
    ]


def test_units_are_where_their_tours_are() -> None:
    book = (LIMITED, wants("A", 5), wants("B", 5), *unit("S", 4), *unit("T", 2))
    found = plan(*book, tours=[tour("S", "A", "1", "3"), tour("S", "B", "6", "8"), tour("T", "A", "2", "3")])
    assert days_of(found) == [
        ("1", {("S", "A"): 4}),
        ("2", {("S", "A"): 4, ("T", "A"): 2}),
        ("4", {}),
        ("6", {("S", "B"): 4}),
        ("9", {}),
    ]
    assert [one.by_tour for one in found.parts[1].field.pins] == [True, True]
    assert found.parts[1].covered == {"A": 5, "B": 0}
    assert all(one.field.held == {"S", "T"} for one in found.parts)
    assert all(one.field.day == one.period.start for one in found.parts)


def reasons(found: Plan, name: str) -> list[Reason | None]:
    return [one.reason(name) for one in found.parts]


def against(found: Plan, pair: tuple[str, str]) -> list[Reason | None]:
    return [one.field.against.get(pair) for one in found.parts]


def test_why_a_unit_does_not_serve_a_line_is_said() -> None:
    """It serves elsewhere, rests, or no tour is better."""
    book = (LIMITED, wants("A", 5), wants("B", 5), *unit("S", 4))
    found = plan(*book, tours=[tour("S", "A", "2", "4"), tour("S", "B", "8", "9")])
    assert [part.period.start for part in found.parts] == [on(f"7-{day}") for day in (1, 2, 5, 8, 10)]
    assert against(found, ("S", "A")) == [Reason.TOUR, None, Reason.REST, Reason.WHOLE, Reason.REST]
    assert against(found, ("S", "B")) == [Reason.TOUR, Reason.WHOLE, Reason.REST, None, Reason.REST]


def test_rest_is_told_day_by_day_where_anything_else_begins() -> None:
    book = (LIMITED, wants("A", 5), *unit("S", 4), *unit("T", 1))
    cut = [tour("T", "A", day, day) for day in ("5", "8")]
    found = plan(*book, tours=[tour("S", "A", "2", "4"), *cut])
    starts = [f"{part.period.start:%-d}" for part in found.parts]
    told = dict(zip(starts, against(found, ("S", "A")), strict=True))
    assert told == {
        "1": Reason.TOUR,
        "2": None,
        "5": Reason.REST,
        "6": Reason.REST,
        "8": Reason.TOUR,
        "9": Reason.TOUR,
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ships(tour_days=3), [Reason.TOUR, *[None] * 3, *[Reason.REST] * 6]),
        (ships(rest_days=2), [Reason.TOUR, *[None] * 3, *[Reason.REST] * 2, *[Reason.TOUR] * 4]),
        (ships(), [Reason.TOUR, *[None] * 3, *[Reason.TOUR] * 6]),
    ],
    ids=["unknown", "two days", "none"],
)
def test_a_unit_rests_as_long_as_its_terms_say(kind: Draft, expected: list[Reason | None]) -> None:
    """Something else begins on each of ten days."""
    others = [line(f"Z{day}", 1, f"2026-07-{day:02}") for day in range(1, 11)]
    found = plan(kind, wants("A", 5), *others, *unit("S", 4), tours=[tour("S", "A", "2", "4")])
    assert against(found, ("S", "A")) == expected


def test_after_pinned_days_it_rests() -> None:
    """Pinned to the fifth, it rests to the eighth."""
    held = draft("assignment", "P", "2026-07-04", "2026-07-05", contribution="S", line="A")
    cuts = [tour("T", "A", day, day) for day in ("7", "9")]
    found = plan(ships(rest_days=3), wants("A", 9), *unit("S", 4), *unit("T", 1, rest_days=1), held, tours=cuts)
    told = {f"{one.period.start:%-d}": one.field.against.get(("S", "A")) for one in found.parts}
    assert [day for day, reason in told.items() if reason is Reason.REST] == ["6", "7", "8"]


def test_a_unit_in_place_that_does_not_go_on_rests_from_the_first_day() -> None:
    book = (LIMITED, wants("A", 5), *unit("T", 1))
    there = in_place("S", 1, since="2026-06-29", capability="ships")
    cuts = [tour("T", "A", "3", "5")]
    found = plan(*book, *there, tours=cuts)
    assert against(found, ("S", "A")) == [Reason.REST, Reason.TOUR, Reason.TOUR]
    bare = plan(ships(), wants("A", 5), *unit("T", 1), *there, tours=[])
    assert against(bare, ("S", "A")) == [Reason.TOUR]


def test_what_pins_hold_of_a_unit_is_all_that_it_gives() -> None:
    pins = draft("assignment", "P", "2026-07-03", "2026-07-04", contribution="S", line="A")
    part = pin("Q", "T", "A", 1)
    found = plan(ships(), wants("A", 9), wants("B", 9), *unit("S", 4), *unit("T", 3), pins, part)
    assert days_of(found) == [
        ("1", {("T", "A"): 1, ("S", "A"): 4}),
        ("3", {("T", "A"): 1, ("S", "A"): 4}),
        ("5", {("T", "A"): 1, ("S", "A"): 4}),
    ]
    assert against(found, ("T", "B")) == [Reason.WHOLE] * 3
    assert against(found, ("S", "B")) == [Reason.WHOLE] * 3
    assert [one.by_tour for one in found.parts[1].field.pins] == [False, False]


def test_where_nobody_comes_whole_a_field_is_as_it_was() -> None:
    found = plan(ships(), wants("A", 1), *unit("S"))
    course = [(TEN_DAYS, replace(found.touring.course[0][1], offered={}))]
    ((days, field),) = on_tour(course, found.touring.tours, found.touring.begin)
    assert (days, field) == course[0]


def test_what_supplies_nothing_is_not_held() -> None:
    found = plan(ships(), wants("A", 1), *unit("S"), *unit("T", 0), within=Period(on("7-1"), on("7-2")))
    assert found.parts[0].field.held == {"S"}


def test_links_by_substitution_go_with_their_units() -> None:
    """A cutter is on tour to A, and could serve B as well; what is only hoped for stays as it is."""
    kinds = (
        draft("capability", "cutters", name="Cutters", unit="ships", portion="unit"),
        draft("substitute", "ships", capability="cutters", efficiency="0.5"),
    )
    lines = (wants("A", 1), wants("B", 1))
    book = (ships(), *kinds, *lines, *unit("S", 2, since="2026-01-01"), *_cutters("C", 2))
    found = plan(*book, tours=[tour("C", "A", "1", "10")])
    (field,) = [part.field for part in found.parts]
    assert field.substitutes == {("C", "A")}
    assert found.touring.course[0][1].substitutes == {("C", "A"), ("C", "B")}


def _cutters(name: str, number: int) -> tuple[Draft, Draft]:
    first, second = unit(name, number)
    return replace(first, record=first.record.model_copy(update={"capability": "cutters"})), second
