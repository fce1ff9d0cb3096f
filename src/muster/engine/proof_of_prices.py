"""The check of lines that hang together: no plan has more of them, tier by tier. It shares nothing with the engine.

The account's own figures make a linear programme: what is given is within what there is; of each line a share is
covered, from each member no more than the rules say, and a share counts, no more than is covered, than counts of the
lines it depends on, and only where it is active. Prices of the rows prove how much there can be at most: what nothing
is above is the limits times their prices, and what each column gains beyond its prices, at the better of its bounds
(weak duality; D. Gale, H. W. Kuhn and A. W. Tucker, 1951). Choices of 0 or 1 are proven by both branches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from muster.engine.proof_of_counts import given, giver

Name = tuple[str, ...]
"""What names a column or a row: what it is, and the line, contribution or member that it is of."""

Account = Mapping[str, Any]
"""A plan, or a part of it, as plain data."""

NONE, ONE = Fraction(0), Fraction(1)
"""How much of something, and the coefficient of what is simply counted."""

CHOICES = ("active", "serves")
"""The columns that are 0 or 1."""


class Programme:
    """Columns from 0 to an upper bound, and rows of coefficients, each with its limit."""

    def __init__(self, part: Account, lines: list[str]) -> None:
        """Write down what an interval says of some lines."""
        self.lines: dict[str, Any] = {line: part["lines"][line] for line in lines}
        self.upper: dict[Name, Fraction] = {}
        self.rows: dict[Name, tuple[dict[Name, Fraction], Fraction]] = {}
        self.pinned: dict[Name, Fraction] = {}
        self.gifts: dict[Name, dict[Name, Fraction]] = {}
        self._supplies(part)
        rules = part.get("rules") or {}
        for line, one in self.lines.items():
            givers = sorted(key for key in self.gifts if key[0] == line)
            self._cover(line, Fraction(one["need"]), givers, rules.get("most_from_one"))
            self._counting(line, one, givers, rules.get("suppliers"))

    def _supplies(self, part: Account) -> None:
        left = {name: Fraction(one["supply"]) for name, one in part["contributions"].items()}
        for pin in part["pinned"]:
            key = (pin["line"], giver(part, pin["contribution"]))
            left[pin["contribution"]] -= Fraction(pin["amount"])
            self.pinned[key] = self.pinned.get(key, NONE) + Fraction(pin["amount"]) * Fraction(pin["worth"])
            self.gifts[key] = {}
        for name, amount in left.items():
            worth = {line: Fraction(one) for line, one in part["contributions"][name]["worth"].items() if amount > 0}
            for line in worth.keys() & self.lines.keys():
                self.upper["gives", name, line] = amount
                self.gifts.setdefault((line, giver(part, name)), {})["gives", name, line] = -worth[line]
            self.rows["supply", name] = (
                {("gives", name, line): ONE for line in worth.keys() & self.lines.keys()},
                amount,
            )

    def _cover(self, line: str, need: Fraction, givers: list[Name], percent: int | None) -> None:
        """A share is covered as far as what is given goes, from each at most so many percent."""
        self.upper["covered", line] = ONE
        cover: dict[Name, Fraction] = {("covered", line): need}
        limit = NONE
        for key in givers:
            if percent is None:
                cover, limit = cover | self.gifts[key], limit + self.pinned.get(key, NONE)
            else:
                counted: Name = ("from", *key)
                self.upper[counted], cover[counted] = need * percent / 100, -ONE
                self.rows[counted] = {counted: ONE, **self.gifts[key]}, self.pinned.get(key, NONE)
        self.rows["cover", line] = cover, limit

    def _counting(self, line: str, one: Account, givers: list[Name], suppliers: int | None) -> None:
        """A share counts as far as it is covered, as what it depends on counts, and as the line is active."""
        covered, counts, active = ("covered", line), ("counts", line), ("active", line)
        self.upper |= {counts: ONE, active: Fraction(len(givers) >= (suppliers or 0))}
        self.rows[counts] = {counts: ONE, covered: -ONE}, NONE
        self.rows[active] = {counts: ONE, active: -ONE}, NONE
        self.rows["threshold", line] = {active: Fraction(one.get("threshold") or 0), covered: Fraction(-100)}, NONE
        for other in one.get("needs", ()):
            if other in self.lines and other != line:
                self.rows["needs", line, other] = {counts: ONE, ("counts", other): -ONE}, NONE
        serving: dict[Name, Fraction] = {("serves", *key): -ONE for key in givers if suppliers}
        self.rows["suppliers", line] = {active: Fraction(suppliers or 0), **serving}, NONE
        for serves in serving:
            self.upper[serves] = ONE
            self.rows[serves] = {serves: ONE, **self.gifts[serves[1:]]}, self.pinned.get(serves[1:], NONE)

    def most(self, gains: Mapping[Name, Fraction], leaf: Account) -> Fraction:
        """How much there can be at most by the prices of a leaf, its choices made; what is no row proves nothing."""
        beyond, at_most = dict(gains), NONE
        for one in leaf["prices"]:
            row, limit = self.rows.get(tuple(one["row"]), ({}, NONE))
            at_most += Fraction(one["price"]) * limit
            for column, coefficient in row.items():
                beyond[column] = beyond.get(column, NONE) - Fraction(one["price"]) * coefficient
        chosen = _chosen(leaf)
        for column, gain in beyond.items():
            way = chosen.get(column)
            most = self.upper[column]
            lower, upper = (NONE, most) if way is None else (Fraction(way), min(most, Fraction(way)))
            at_most += gain * (upper if gain > 0 else lower)
        return at_most


def faults(account: Account) -> Iterator[str]:
    """What is wrong with what is said of lines that hang together; nothing where all of it holds."""
    for part in account["intervals"]:
        found = (*_cover(part), *(fault for one in part.get("together", ()) for fault in _faults(part, one)))
        yield from (f"from {part['first']}: {fault}" for fault in found)


def _cover(part: Account) -> Iterator[str]:
    """Nothing covers a line beyond its need, nor from one member beyond what the rules say."""
    together = {line for one in part.get("together", ()) for line in one["lines"]}
    percent = (part.get("rules") or {}).get("most_from_one") or None
    every = given(part) if together or "rules" in part else {}
    for line in every if "rules" in part else sorted(together):
        need = Fraction(part["lines"][line]["need"])
        gifts = (one if percent is None else min(one, need * percent / 100) for one in every[line].values())
        covered = min(need, sum(gifts, NONE))
        if covered != Fraction(part["lines"][line]["covered"]):
            yield f"{line} is covered by {covered} of {need}, and that is not what is said"


def _faults(part: Account, together: Account) -> Iterator[str]:
    programme = Programme(part, together["lines"])
    tiers = sorted({one["tier"] for one in programme.lines.values()})
    turns = [(what, tier) for what in ("counts", "covered") for tier in tiers]
    if [(one["what"], one["tier"]) for one in together["stages"]] != turns:
        yield f"not every tier of {', '.join(together['lines'])} is proven in its turn"
    for stage in together["stages"]:
        what, reached, leaves = stage["what"], Fraction(stage["reached"]), stage["leaves"]
        of_tier = {line: one for line, one in programme.lines.items() if one["tier"] == stage["tier"]}
        gains: dict[Name, Fraction] = {
            (what, line): Fraction(one["need"]) * one["weight"] for line, one in of_tier.items()
        }
        named = f"tier {stage['tier']} of {', '.join(together['lines'])}"
        if sum(one["weight"] * Fraction(one.get(what) or one["covered"]) for one in of_tier.values()) != reached:
            yield f"{named}: what is said of it does not add up to {reached}"
        if not _every_choice([_chosen(leaf) for leaf in leaves]):
            yield f"{named}: the choices leave something out"
        if any(Fraction(one["price"]) < 0 for leaf in leaves for one in leaf["prices"]):
            yield f"{named}: a price is below zero"
        if any(programme.most(gains, leaf) > Fraction(stage["at_most"]) for leaf in leaves):
            yield f"{named}: there can be more than is said"
        programme.rows["before", what, str(stage["tier"])] = {name: -gain for name, gain in gains.items()}, -reached


def _chosen(leaf: Account) -> dict[Name, int]:
    return {tuple(one["column"]): one["is"] for one in leaf["choices"]}


def _every_choice(leaves: list[dict[Name, int]]) -> bool:
    """Whether leaves leave nothing out: all of them make one choice, some in each way, and so on in each branch."""
    waiting = [leaves]
    while waiting:
        found = waiting.pop()
        if found == [{}]:
            continue
        column = next(iter(found[0]), None) if found else None
        if column is None or column[0] not in CHOICES or any(leaf.get(column) not in (0, 1) for leaf in found):
            return False
        for way in (0, 1):
            branch = [leaf for leaf in found if leaf[column] == way]
            waiting.append([{name: is_ for name, is_ in leaf.items() if name != column} for leaf in branch])
    return True
