"""Faults of single cells, and how a long list of problems is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from muster.core.problem import Problem

SHOWN_ALIKE = 20
"""So many problems of one sort and column are printed one by one; the rest is counted."""

MOST_KEPT = 400_000
"""So many problems of one reading are kept; a table with more is faulty as a whole, and the rest is counted."""

_PLACE = re.compile(r":([A-Z]{0,3})\d+(?=:|$)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, before anybody says where it stands."""

    name: str
    sentence: str
    mend: str = ""

    def at(self, where: str) -> Problem:
        """The problem of this fault at a place."""
        return Problem(self.name, where, self.sentence, self.mend)


class Faults:
    """The problems of one reading, in the order in which they were found, and never more than memory can hold."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: list[Problem] = []
        self._beyond = 0
        self._most = most

    def add(self, problem: Problem) -> None:
        """Keep a problem, or count it where there are too many."""
        if len(self._kept) < self._most:
            self._kept.append(problem)
        else:
            self._beyond += 1

    def extend(self, problems: Iterable[Problem]) -> None:
        """Keep several problems."""
        for problem in problems:
            self.add(problem)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._kept)

    def all(self) -> tuple[Problem, ...]:
        """The problems; the last one counts those beyond what is kept."""
        if not self._beyond:
            return tuple(self._kept)
        beyond = "1 more problem was" if self._beyond == 1 else f"{self._beyond:,} more problems were"
        more = Problem("too_many", "the batch", f"{beyond} found and not kept")
        return (*self._kept, more)


def summary(problems: Iterable[Problem], shown: int = SHOWN_ALIKE) -> Iterator[str]:
    """The lines to print: of problems alike in name and column the first, and then how many more rows have it."""
    groups: dict[tuple[str, str], list[Problem | int]] = {}
    for problem in problems:
        alike = groups.setdefault((problem.name, _PLACE.sub(_column, problem.where)), [0])
        if len(alike) <= shown:
            alike.append(problem)
        else:
            alike[0] = int(str(alike[0])) + 1
    for (name, place), (more, *first) in groups.items():
        yield from (str(problem) for problem in first)
        if more:
            rows = f"{more:,} more row{'' if more == 1 else 's'}"
            yield f"{place}: and {rows} with the same fault ({name})"


def _column(place: re.Match[str]) -> str:
    """Of a cell's place its column: rows alike in it are counted together."""
    return f":{place[1]}" if place[1] else ""
