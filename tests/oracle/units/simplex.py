"""Linear programs in fractions: the largest of several sums, one after another, by Dantzig's simplex, Bland's rule."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Any

Name = Hashable
"""What a variable is called."""

Sum = Mapping[Any, Fraction | int]
"""A factor for each variable, by its name."""


class Simplex:
    """Variables from 0 on, of which sums are limited; all of them 0 is allowed.

    Each variable of the basis is what is left of a number once those outside it, all of them 0 now, have taken of it.
    """

    def __init__(self) -> None:
        self.number: dict[Name, Fraction] = {}
        self.takes: dict[Name, dict[Name, Fraction]] = {}
        self.order: dict[Name, int] = {}
        self.fixed: set[Name] = set()

    def limit(self, terms: Sum, at_most: Fraction | int) -> None:
        """Another sum, and what it is at most; before anything is raised."""
        assert at_most >= 0
        for name in terms:
            self.order.setdefault(name, len(self.order))
        slack = ("left of limit", len(self.number))
        self.order[slack] = len(self.order)
        self.number[slack] = Fraction(at_most)
        self.takes[slack] = {name: Fraction(factor) for name, factor in terms.items() if factor}

    def largest(self, terms: Sum) -> Fraction:
        """The largest value of a sum; from then on it stays so large."""
        gains = self._outside(terms)
        while raising := [name for name, gain in gains.items() if gain > 0]:
            raised = min(raising, key=self.order.__getitem__)
            self._enter(raised)
            self._replace(gains, raised)
        for name, gain in gains.items():
            if gain < 0:
                self._fix(name)
        return self.value(terms)

    def value(self, terms: Sum) -> Fraction:
        """What a sum is now."""
        return sum((factor * self.number.get(name, Fraction(0)) for name, factor in terms.items()), Fraction(0))

    def _outside(self, terms: Sum) -> dict[Name, Fraction]:
        """The sum by the variables outside the basis, but for its value now."""
        result: dict[Name, Fraction] = {}
        for name, factor in terms.items():
            by = {other: -taken for other, taken in self.takes[name].items()} if name in self.takes else {name: 1}
            for other, share in by.items():
                if other not in self.fixed:
                    result[other] = result.get(other, Fraction(0)) + factor * share
        return result

    def _enter(self, raised: Name) -> None:
        """Raises a variable until another is 0, which it replaces in the basis."""
        takers = [name for name, takes in self.takes.items() if takes.get(raised, 0) > 0]
        if not takers:
            raise ArithmeticError(f"{raised} has no limit")
        gone = min(takers, key=lambda name: (self.number[name] / self.takes[name][raised], self.order[name]))
        takes, number = self.takes.pop(gone), self.number.pop(gone)
        factor = takes.pop(raised)
        self.takes[raised] = {name: taken / factor for name, taken in takes.items()} | {gone: 1 / factor}
        self.number[raised] = number / factor
        for name, others in self.takes.items():
            if name != raised and raised in others:
                self.number[name] -= others[raised] * self.number[raised]
                self._replace(others, raised)

    def _replace(self, terms: dict[Name, Fraction], raised: Name) -> None:
        """Says a sum by what the variable that has entered the basis is made of."""
        factor = terms.pop(raised, Fraction(0))
        for name, taken in self.takes[raised].items():
            terms[name] = terms.get(name, Fraction(0)) - factor * taken
            if not terms[name]:
                del terms[name]

    def _fix(self, name: Name) -> None:
        self.fixed.add(name)
        for takes in self.takes.values():
            takes.pop(name, None)
