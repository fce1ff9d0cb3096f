"""A fleet falls into components that share no line: each is planned and bounded by itself. See docs/decisions/0009."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from muster.engine.fleet import Unit
from muster.engine.numbering import Numbered


def split(of: Numbered) -> tuple[Numbered, ...]:
    """The components of a fleet, by their first lines; lines, units and amounts of each stand as they stood."""
    fleet = of.fleet
    served = ([opening.line for opening in one.openings] for one in (*fleet.units, *fleet.amounts))
    component = _components(len(fleet.rows), (*served, *fleet.bonds))
    rows = _by_component(component, range(len(fleet.rows)))
    units, amounts = (
        _by_component([component[one.openings[0].line] if one.openings else -1 for one in every], range(len(every)))
        for every in (fleet.units, fleet.amounts)
    )
    return tuple(
        _piece(of, own, units.get(component[own[0]], ()), amounts.get(component[own[0]], ())) for own in rows.values()
    )


def _components(lines: int, together: Iterable[Iterable[int]]) -> list[int]:
    """For each line the first line of its component: what one unit or amount may serve, or is bound, hangs together."""
    first = list(range(lines))

    def root(line: int) -> int:
        while first[line] != line:
            first[line] = first[first[line]]
            line = first[line]
        return line

    for one in together:
        roots = {root(line) for line in one}
        for other in roots:
            first[other] = min(roots)
    return [root(line) for line in range(lines)]


def _by_component(component: Sequence[int], numbers: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number in numbers:
        found.setdefault(component[number], []).append(number)
    return found


def _piece(of: Numbered, rows: Sequence[int], units: Sequence[int], amounts: Sequence[int]) -> Numbered:
    row_of = {row: number for number, row in enumerate(rows)}

    def told(one: Unit) -> Unit:
        return replace(one, openings=tuple(replace(each, line=row_of[each.line]) for each in one.openings))

    own = (of.fleet.rows[row] for row in rows)
    fleet = replace(
        of.fleet,
        rows=tuple(replace(row, needs=tuple(replace(one, line=row_of[one.line]) for one in row.needs)) for row in own),
        units=tuple(told(of.fleet.units[unit]) for unit in units),
        amounts=tuple(told(of.fleet.amounts[amount]) for amount in amounts),
    )
    return replace(
        of,
        fleet=fleet,
        lines=tuple(of.lines[row] for row in rows),
        units=tuple(of.units[unit] for unit in units),
        amounts=tuple(of.amounts[amount] for amount in amounts),
    )
