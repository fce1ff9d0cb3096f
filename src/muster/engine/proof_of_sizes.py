"""The check of what tours were planned from: what units and amounts are worth to lines there is what intervals say.

A bound (``proof_of_tours``) is only as good as the sizes it is summed up from. So each must be the supply of an
interval, less what pins hold of it, times what one unit of it is worth to the line, times the scale; and where somebody
may serve a line, no slot may be left out but those of a unit's rest. It shares nothing with the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from muster.core.days import next_day

Account = Mapping[str, Any]
"""A plan, or what its tours were planned from, as plain data."""

Sizes = list[int]
"""What somebody is worth to a line in each slot; 0 where nothing is said, CONTRADICTED where two sizes are."""

CONTRADICTED = -1
"""Also where a size is said that is none."""


class _Stretch(NamedTuple):
    """An interval in slots: what everybody supplies in it, and how much of whom pins hold that are no tours."""

    first: str
    start: int
    end: int
    contributions: Account
    held: Mapping[str, Fraction]


def faults(account: Account) -> Iterator[str]:
    """What sizes are not what the intervals say; nothing where all are."""
    touring = account.get("touring")
    if touring is None:
        return
    stretches = list(_stretches(account))
    is_told = any("on_tour" in given for one in stretches for given in one.contributions.values())
    for name in sorted({name for one in stretches for name in one.contributions}):
        if is_told:
            yield from _of_unit(name, touring, stretches)
        if is_told or name not in touring["units"]:  # a plan from before intervals said what units are worth on tours
            yield from _of_amount(name, touring, stretches)


def _stretches(account: Account) -> Iterator[_Stretch]:
    touring = account["touring"]
    begins = due = date.fromisoformat(touring["first"])
    for part in account["intervals"]:
        if part["first"] != str(due):
            break  # that of totals, in which units have no part
        due = next_day(date.fromisoformat(part["last"]))
        start, end = ((day - begins).days // touring["slot_days"] for day in (date.fromisoformat(part["first"]), due))
        held: dict[str, Fraction] = {}
        for one in part["pinned"]:
            if not one.get("tour"):
                held[one["contribution"]] = held.get(one["contribution"], Fraction(0)) + Fraction(one["amount"])
        yield _Stretch(part["first"], start, end, part["contributions"], held)


def _of_unit(name: str, touring: Account, stretches: list[_Stretch]) -> Iterator[str]:
    """In which intervals the sizes of a unit are not what it supplies on a tour, times its worth to the line.

    One that is in place when the plan begins goes on serving a line from the first slot on, or else may rest first.
    """
    unit = touring["units"].get(name, {"rest": 0, "openings": []})
    away = _away(unit, [one for one in stretches if one.held.get(name)], touring["slots"])
    resting = away | {*range(min(unit["rest"], touring["slots"]))} if unit.get("in_place") else away
    stands = _sizes(unit["openings"], touring)
    from_the_first = {*touring["lines"]}
    for stretch in stretches:
        worth = stretch.contributions.get(name, {}).get("on_tour", {})
        due = _due(name, stretch, worth, touring)
        from_the_first -= {line for line, size in due.items() if not size}
        left_out = {line: away if line in from_the_first else resting for line in due}
        yield from _differing(name, stretch, due, stands, left_out)


def _away(unit: Account, pinned: list[_Stretch], slots: int) -> set[int]:
    """The slots that may be left out of what a unit may serve: it is pinned in them, or rests after or before that."""
    found: set[int] = set()
    for one in pinned:
        found.update(range(max(0, one.start - unit["rest"]), min(slots, one.end + unit["rest"])))
    return found


def _of_amount(name: str, touring: Account, stretches: list[_Stretch]) -> Iterator[str]:
    """The same of what is divided, where it has a link to a line; a size without a link only adds to the bound."""
    stands = _sizes(touring["amounts"].get(name, []), touring)
    for stretch in stretches:
        given = stretch.contributions.get(name, {})
        worth = {} if "on_tour" in given else given.get("worth", {})
        due = _due(name, stretch, worth, touring)
        linked = {line: due[line] for line in due.keys() & worth.keys()}
        yield from _differing(name, stretch, linked, stands, dict.fromkeys(linked, frozenset()))


def _due(name: str, stretch: _Stretch, worth: Account, touring: Account) -> dict[str, Fraction]:
    """The size that is to stand in an interval for each line."""
    supply = Fraction(stretch.contributions.get(name, {"supply": "0"})["supply"])
    left = (supply - stretch.held.get(name, Fraction(0))) * touring["scale"]
    return {line: left * Fraction(worth.get(line, 0)) for line in touring["lines"]}


def _differing(
    name: str,
    stretch: _Stretch,
    due: Mapping[str, Fraction],
    stands: Mapping[str, Sizes],
    left_out: Mapping[str, AbstractSet[int]],
) -> Iterator[str]:
    """For which lines other sizes stand than are due; ``left_out`` are the slots in which none need stand."""
    for line, size in sorted(due.items()):
        if not _is_right(stands[line], size, stretch, left_out[line]):
            yield f"from {stretch.first}: what {name} is worth to {line} is not what its tours were planned from"


def _sizes(openings: list[Account], touring: Account) -> dict[str, Sizes]:
    """The sizes of openings slot by slot, for each line."""
    nothing = [0] * touring["slots"]
    found: dict[str, Sizes] = dict.fromkeys(touring["lines"], nothing)
    for one in openings:
        sizes = list(found[one["line"]])
        start = one["first"]
        for end, size in one["sizes"]:
            agrees = size > 0 and {*sizes[start:end]} <= {0, size}
            sizes[start:end] = [size if agrees else CONTRADICTED] * (end - start)
            start = end
        found[one["line"]] = sizes
    return found


def _is_right(sizes: Sizes, size: Fraction, stretch: _Stretch, left_out: AbstractSet[int]) -> bool:
    """Whether a size stands in each slot of a stretch, or none in those that may be left out."""
    told = sizes[stretch.start : stretch.end]
    if told.count(int(size)) == len(told) and size.denominator == 1:
        return True
    return all(one == size or (one == 0 and slot in left_out) for slot, one in enumerate(told, stretch.start))
