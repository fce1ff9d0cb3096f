"""Lines in numbers, slot by slot: what of their cover counts, and when that changes."""

from __future__ import annotations

from typing import Any

from muster.engine.fleet import Needed, Row
from muster.engine.serving import Asked
from muster.ledger.entries import Draft
from tests.builders import draft
from tests.engine.units import ASKED, again
from tests.engine.written import committed, line, on, over_time, pin, ships, unit, wants

BOATS = draft("capability", "boats", name="Boats", unit="ships", parent="ships")


def rows(*book: Draft, **asked: Any) -> dict[str, Row]:
    """The lines of a plan of the first ten days of July, by name; a slot is five days, or all ten."""
    how = Asked(on("6-30"), **asked) if asked else ASKED
    of = again(over_time(ships(), BOATS, *book), asked=how).touring.of
    assert of is not None
    return dict(zip(of.lines, of.fleet.rows, strict=True))


def test_a_threshold_may_change() -> None:
    later = draft("requirement", "A", "2026-07-06", threshold=40)
    found = rows(wants("A", 5, threshold=80), later, wants("B", 5), *unit("S"))
    assert list(found["A"].threshold) == [80, 40]
    assert list(found["B"].threshold) == []


def test_a_line_may_need_another_for_some_days() -> None:
    later = draft("requirement", "A", "2026-07-06", needs=("C",))
    lines = (wants("A", 5, needs=("B", "C", "X")), later, wants("B", 5), wants("C", 5))
    found = rows(*lines, *unit("S"))
    assert found["A"].needs == (Needed(1, 0, 1), Needed(2, 0, 2))
    assert found["B"].needs == ()


def test_lines_of_other_components_may_need_each_other() -> None:
    others = (line("T", 5, needs=("U",)), line("U", 5))
    assert list(rows(wants("A", 5), *unit("S"), *others)) == ["A"]


def test_needs_with_days_between_are_two() -> None:
    lines = (wants("A", 5, needs=("B",)), wants("B", 5, last="2026-07-04"), wants("B", 5, "2026-07-07"))
    found = rows(*lines, *unit("S"))
    assert [(one.line, one.first, one.end) for one in found["A"].needs] == [(1, 0, 2), (1, 3, 5)]


def test_what_members_bring_is_told_where_it_matters() -> None:
    """Of ten at most four count from one member: a pin of six covers four."""
    book = (wants("A", 10), *unit("S"), *committed("D", 6, capability="boats"), pin("P", "D", "A"))
    plain = rows(*book)["A"]
    assert (list(plain.need), plain.limit, plain.brings, plain.suppliers) == ([4], (), {}, 0)
    found = rows(*book, most_from_one=40)["A"]
    assert (list(found.need), list(found.held), list(found.limit), found.brings) == ([6], [4], [4], {0: [6]})


def test_how_many_are_to_serve_is_told() -> None:
    book = (wants("A", 10), *unit("S"), *unit("T", member="ITA"))
    assert rows(*book, suppliers=2)["A"].suppliers == 2
