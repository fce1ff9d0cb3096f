"""Lines in numbers, slot by slot: what pins leave of their needs, and what of their cover counts. See decision 9."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from muster.engine.counting import Givers, cover_of
from muster.engine.field import Field, Wanted
from muster.engine.fleet import Needed, Row
from muster.engine.rules import giver_of

Stretch = tuple[int, int, Field]
"""From a slot up to before another a plan has this before it."""


def rows_of(
    lines: Sequence[str], stretches: Iterable[Stretch], slots: int, scale: int, members: Mapping[str, int]
) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """The lines in their order, and their tiers in order. A line counts in the tier of the first day of its plan.

    ``members`` are the numbers of those who give something.
    """
    number = {line: at for at, line in enumerate(lines)}
    told = [_Told(slots, scale) for _ in lines]
    for start, end, found in stretches:
        pinned = brought_by_pins(found)
        for line in number.keys() & found.wanted.keys():
            told[number[line]].tell(slice(start, end), found, found.wanted[line], pinned.get(line, {}), members)
        for line, other in needing(found):
            if line in number:
                told[number[line]].need_from(number[other], start, end)
    tiers = tuple(sorted({one.tier for one in told}))
    rows = [one.row(tiers.index(one.tier)) for one in told]
    held = {at for at, row in enumerate(rows) if row.is_bound} | {one.line for row in rows for one in row.needs}
    return tuple(
        one.row(row.tier, held=at in held) for at, (one, row) in enumerate(zip(told, rows, strict=True))
    ), tiers


@dataclass
class _Told:
    """What is told of a line, in so many slots, amounts times a scale."""

    slots: int
    scale: int
    first: Wanted | None = None
    needs: list[Needed] = field(default_factory=list)
    brings: dict[int, list[int]] = field(default_factory=dict)
    suppliers: int = 0

    def __post_init__(self) -> None:
        self.need, self.held, self.weight, self.threshold, self.limit = ([0] * self.slots for _ in range(5))

    @property
    def tier(self) -> int:
        """That of the first stretch in which it is planned."""
        return 0 if self.first is None else self.first.tier

    def tell(self, slots: slice, found: Field, wanted: Wanted, givers: Givers, members: Mapping[str, int]) -> None:
        """What holds of it in some slots, and what each has pinned to it there."""
        self.first = self.first or wanted
        by_pins = int(cover_of(wanted, givers, found.rules) * self.scale)
        stated = {
            "need": wanted.need * self.scale - by_pins,
            "held": by_pins,
            "weight": wanted.weight,
            "threshold": wanted.requirement.threshold or 0,
            "limit": int((found.rules.cap(wanted.need) or 0) * self.scale),
        }
        for name, value in stated.items():
            getattr(self, name)[slots] = [value] * (slots.stop - slots.start)
        self.suppliers = found.rules.suppliers or 0
        for giver, amount in givers.items() if found.rules.is_of_members else ():
            brought = self.brings.setdefault(members[giver], [0] * self.slots)
            brought[slots] = [int(amount * self.scale)] * (slots.stop - slots.start)

    def need_from(self, line: int, start: int, end: int) -> None:
        """It needs another line in some slots, which follow those told before."""
        for at, one in enumerate(self.needs):
            if (one.line, one.end) == (line, start):
                self.needs[at] = Needed(line, one.first, end)
                return
        self.needs.append(Needed(line, start, end))

    def row(self, tier: int, *, held: bool = False) -> Row:
        """The line in numbers; what is ``held`` only where that matters."""
        return Row(
            self.need,
            self.weight,
            tier,
            self.held if held else (),
            self.threshold if any(self.threshold) else (),
            tuple(self.needs),
            self.suppliers,
            self.limit if any(self.limit) else (),
            self.brings,
        )


def needing(field: Field) -> Iterator[tuple[str, str]]:
    """The lines that are planned, each with each that it needs and that is planned as well."""
    for line, one in field.wanted.items():
        for other in one.requirement.needs or ():
            if other in field.wanted and other != line:
                yield line, other


def brought_by_pins(field: Field) -> dict[str, dict[str, Fraction]]:
    """What each line has from each by assignments, tours left out of account."""
    found: dict[str, dict[str, Fraction]] = {}
    for pin in field.pins:
        if pin.amount and not pin.by_tour:
            givers = found.setdefault(pin.line, {})
            giver = giver_of(field.offered[pin.contribution].member, pin.contribution)
            given = pin.amount * field.worth[pin.contribution, pin.line]
            givers[giver] = givers.get(giver, Fraction(0)) + given
    return found


def covered_by_pins(field: Field) -> dict[str, Fraction]:
    """What assignments cover of each line that they are for, tours left out of account."""
    brought = brought_by_pins(field)
    return {line: cover_of(field.wanted[line], givers, field.rules) for line, givers in brought.items()}
