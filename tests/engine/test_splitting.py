"""A fleet in its components."""

from __future__ import annotations

from hypothesis import given

from muster.engine.fleet import Fleet
from muster.engine.splitting import split
from tests.engine.fleet_plans import named
from tests.engine.fleets import alone, fleet, fleets, opening, row


def told(of: Fleet) -> list[tuple[str, str, str]]:
    """The lines, units and amounts of each component."""
    return [("".join(one.lines), "".join(one.units), "".join(one.amounts)) for one in split(named(of))]


def test_lines_that_share_a_unit_or_an_amount_hang_together() -> None:
    rows = [row(1), row(2), row(3)]
    apart = [alone(opening(line, 0, 4)) for line in (2, 0, 1)]
    assert told(fleet(rows, *apart)) == [("A", "T", ""), ("B", "U", ""), ("C", "S", "")]
    shared = alone(opening(2, 0, 4), opening(0, 0, 4))
    assert told(fleet(rows, *apart, shared)) == [("AC", "STV", ""), ("B", "U", "")]
    assert told(fleet(rows, *apart, amounts=[shared])) == [("AC", "ST", "D"), ("B", "U", "")]
    assert told(fleet(rows, shared, alone(opening(1, 0, 4), opening(2, 0, 4)))) == [("ABC", "ST", "")]


def test_a_line_that_nobody_serves_stands_alone_and_who_serves_nothing_nowhere() -> None:
    assert told(fleet([row(1), row(2)], alone(opening(1, 0, 4)), alone())) == [("A", "", ""), ("B", "S", "")]


def test_openings_are_of_the_lines_of_the_component() -> None:
    rows = [row(1), row(2), row(3, weight=7)]
    (_, second) = split(named(fleet(rows, alone(opening(0, 0, 4)), alone(opening(2, 1, 3), opening(1, 0, 2, 5)))))
    assert second.fleet.rows == (rows[1], rows[2])
    assert second.fleet.units == (alone(opening(1, 1, 3), opening(0, 0, 2, 5)),)
    assert (second.fleet.slots, second.fleet.tiers, second.first, second.tiers) == (4, 1, second.first, (1,))


@given(fleets(amounts=2))
def test_everything_is_in_one_component(of: Fleet) -> None:
    whole = named(of)
    pieces = split(whole)
    for name in ("lines", "units", "amounts"):
        assert sorted(one for piece in pieces for one in getattr(piece, name)) == sorted(getattr(whole, name))
    for piece in pieces:
        for one in (*piece.fleet.units, *piece.fleet.amounts):
            assert all(0 <= each.line < len(piece.lines) for each in one.openings)
