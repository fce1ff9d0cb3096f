"""How often units can go on tour at all in a plan, whatever tours are chosen: never, or once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from muster.engine.fleet import Opening
from muster.engine.kernels.tours import NONE
from muster.engine.toured import Touring
from muster.engine.whole import Terms


@dataclass(frozen=True, slots=True)
class Never:
    """A unit that can make no tour: its terms, and on how many days in a row it might serve one line."""

    contribution: str
    terms: Terms
    days: int


@dataclass(frozen=True, slots=True)
class Once:
    """A unit that makes one tour only, and the rest after it; None where nobody says how long that is."""

    contribution: str
    rest: int | None


@dataclass(frozen=True, slots=True)
class _Stay:
    """Days on which a unit might serve one line, from a day up to before another, counted from the first of the plan.

    ``begun``: it is on tour there already, for so many days; None where tours begin in it.
    """

    first: int
    end: int
    begun: int | None

    @property
    def days(self) -> int:
        """How long a tour there may last in all."""
        return self.end - self.first + self.lasted

    @property
    def lasted(self) -> int:
        """How long a tour there has lasted before the plan."""
        return self.begun or 0


def never(touring: Touring) -> tuple[Never, ...]:
    """The units that might serve a line, but never for as long as a tour of theirs lasts at least."""
    return tuple(
        Never(name, terms, max(stay.days for stay in stays))
        for name, terms, stays in _units(touring)
        if _first_end(terms, stays) is None
    )


def once(touring: Touring) -> tuple[Once, ...]:
    """The units on one tour that make no second one: their rest leaves no time for it, or nobody says how long it is.

    Only those are named whose longest tour is shorter than the time in which they might serve. Where two tours would be
    possible that cover no more days than one of the longest, there is no time for a second one.
    """
    tours = Counter(tour.contribution for tour in touring.tours)
    found = ((name, terms, stays) for name, terms, stays in _units(touring) if tours[name] == 1)
    return tuple(Once(name, terms.rest) for name, terms, stays in found if _is_once(terms, stays))


def _units(touring: Touring) -> Iterator[tuple[str, Terms, list[_Stay]]]:
    """The units that might serve any line, in order, with their terms."""
    of = touring.of
    if of is not None:
        for name, unit in sorted(zip(of.units, of.fleet.units, strict=True), key=lambda one: one[0]):
            yield name, touring.begin.terms[name], [_stay(opening, of.slot_days) for opening in unit.openings]


def _stay(opening: Opening, slot_days: int) -> _Stay:
    begun = None if opening.begun == NONE else opening.begun * slot_days
    return _Stay(opening.first * slot_days, opening.end * slot_days, begun)


def _is_once(terms: Terms, stays: Sequence[_Stay]) -> bool:
    end = _first_end(terms, stays)
    time = max(stay.end for stay in stays) - min(stay.first for stay in stays)
    if end is None or terms.longest is None or terms.longest >= time:
        return False
    if terms.rest is None or time - terms.rest <= max(min(stay.days, terms.longest) - stay.lasted for stay in stays):
        return True
    later = (stay.end - max(stay.first, end + terms.rest) for stay in stays if stay.begun is None)
    return all(days < terms.shortest for days in later)


def _first_end(terms: Terms, stays: Iterable[_Stay]) -> int | None:
    """The day before which its first tour may end at the earliest; None where it can make none."""
    if terms.longest is not None and terms.shortest > terms.longest:
        return None
    fit = (stay for stay in stays if terms.shortest <= stay.days)
    return min((stay.first + max(1, terms.shortest - stay.lasted) for stay in fit), default=None)
