"""The check of the tours of a plan and of the bounds on it: two hundred lines that share nothing with the engine.

The account (see ``account``) counts days in slots and amounts times a scale. It says which lines there are, what pins
leave of their needs, where and when each unit may serve and on which terms, what amounts supply, who is on which tour;
and for each tier prices. No plan covers more in the tier than what the lines need times weight less price, and what
everybody can earn at these prices: a unit by its best tours, which one sweep over the days finds, an amount by its best
line each day. Lines of tiers before may be priced up to a multiple of their weight; that multiple of what the plan
covers there is taken off. Components that share no line are summed up one by one. Units alone cover nothing between
multiples of a grain, so that what is beyond the last of them is nothing more. For some components cases are told: a
unit serves a line in a slot, or it does not; each case has its prices, and the case with the most counts. All numbers
are exact. Source: H. Everett, "Generalized Lagrange multiplier method" (1963).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import gcd
from typing import Any

from muster.core.days import next_day

Account = Mapping[str, Any]
"""A plan, or what its tours were planned from, as plain data."""

Sums = dict[int, Fraction]
"""What is covered of each tier."""

FINENESS = 1024
"""Prices and multiples are counted in so many parts of 1."""


def faults(account: Account) -> Iterator[str]:
    """What is wrong with the tours of a plan, or with what there could be at most; nothing where all of it holds."""
    touring = account.get("touring")
    if touring is not None:
        yield from _tours(touring)
        lines = {name: {key: _spread(one[key]) for key in ("need", "weight")} for name, one in touring["lines"].items()}
        beyond, pinned = ({one["tier"]: Fraction(0) for one in touring["lines"].values()} for _ in range(2))
        yield from _served(account, lines, beyond, pinned)
        for bound in touring["bounds"]:
            yield from _bound(touring, lines, bound, beyond, pinned)


def _spread(runs: list[list[int]]) -> list[int]:
    """What runs say, slot by slot. A run is the slot after its last, and what holds in it."""
    return [value for (start, _), (end, value) in zip([[0, 0], *runs], runs, strict=False) for _ in range(start, end)]


def _tours(touring: Account) -> Iterator[str]:
    free_from: dict[str, int] = {}
    for tour in touring["tours"]:
        name, first, end = tour["contribution"], tour["first"], tour["end"]
        unit = touring["units"][name]
        for one in unit["openings"]:
            days = end - first + (one["begun"] or 0)
            in_it = one["line"] == tour["line"] and one["first"] <= first < end <= one["sizes"][-1][0]
            begins = one["begun"] is None or first == 0
            if in_it and begins and unit["shortest"] <= days <= unit["longest"] and first >= free_from.get(name, 0):
                break
        else:
            yield f"{name} may not go on a tour to {tour['line']} from slot {first} to before {end}"
        free_from[name] = end + unit["rest"]


def _served(account: Account, lines: Mapping[str, Account], beyond: Sums, pinned: Sums) -> Iterator[str]:
    """Whether the intervals have the units where their tours are; and sum up what they cover of each tier."""
    touring, scale = account["touring"], account["touring"]["scale"]
    begins = due = date.fromisoformat(touring["first"])
    for part in account["intervals"]:
        if part["first"] != str(due):
            break  # that of totals, in which units have no part
        due = next_day(date.fromisoformat(part["last"]))
        start, end = ((day - begins).days // touring["slot_days"] for day in (date.fromisoformat(part["first"]), due))
        held = dict.fromkeys(part["lines"], Fraction(0))
        told = set()
        for one in part["pinned"]:
            if one.get("tour"):
                told.add((one["contribution"], one["line"]))
            else:
                held[one["line"]] += Fraction(one["amount"]) * Fraction(one["worth"])
        sent = {(one["contribution"], one["line"]) for one in touring["tours"] if one["first"] <= start < one["end"]}
        yield from (f"from {part['first']}: {name} is not where its tours are" for name, _ in sorted(told ^ sent))
        for line in lines.keys() & part["lines"].keys():
            one = part["lines"][line]
            by_pins = min(Fraction(one["need"]), held[line])
            if (lines[line]["need"][start], lines[line]["weight"][start]) != (
                (Fraction(one["need"]) - by_pins) * scale,
                one.get("weight", 1),
            ):
                yield f"from {part['first']}: what {line} needs is not what its tours were planned from"
            tier, each = touring["lines"][line]["tier"], (end - start) * one.get("weight", 1) * scale
            beyond[tier] += each * (Fraction(one.get("counts", one["covered"])) - by_pins)
            pinned[tier] += each * by_pins


def _bound(
    touring: Account,
    lines: Mapping[str, Account],
    bound: Account,
    beyond: dict[int, Fraction],
    pinned: dict[int, Fraction],
) -> Iterator[str]:
    tier, multiple = bound["tier"], bound["multiple"]
    total, cases = 0, dict(bound.get("cases", {}))
    for names in _components(touring):
        tree = cases.pop(min(names), {"prices": bound["prices"]})
        component = _Component(touring, {name: lines[name] for name in sorted(names)}, tier, multiple)
        try:
            most = component.most(tree, {})
        except ValueError as fault:
            yield str(fault)
            return
        total += most - most % component.grain
    yield from (f"tier {tier}: no component begins with {name}" for name in cases)
    best = (total - multiple * sum(value for own, value in beyond.items() if own < tier)) / Fraction(FINENESS)
    if not touring["amounts"]:
        best = Fraction(best.numerator // best.denominator)  # units alone cover whole numbers
    in_days = Fraction(touring["slot_days"], touring["scale"])
    if Fraction(bound["at_most"]) < (best + pinned[tier]) * in_days:
        yield f"tier {tier}: there could be more than {bound['at_most']}"
    if Fraction(bound["covered"]) != (beyond[tier] + pinned[tier]) * in_days:
        yield f"tier {tier}: what is covered is not {bound['covered']}"


def _components(touring: Account) -> list[set[str]]:
    """The lines that hang together because one unit or amount may serve them."""
    of_line = {line: {line} for line in touring["lines"]}
    for openings in (*(one["openings"] for one in touring["units"].values()), *touring["amounts"].values()):
        joined = {id(of_line[one["line"]]): of_line[one["line"]] for one in openings}
        if len(joined) > 1:
            together = set().union(*joined.values())
            of_line.update(dict.fromkeys(together, together))
    return list({id(one): one for one in of_line.values()}.values())


class _Component:
    """Some lines, all who may serve them, and what a bound on them is: of a tier, with a multiple of those before."""

    def __init__(self, touring: Account, lines: Mapping[str, Account], tier: int, multiple: int) -> None:
        self.lines, self.slots, self.tier = lines, touring["slots"], tier
        self.units = {name: one for name, one in touring["units"].items() if _is_in(one["openings"], lines)}
        self.amounts = [one for one in touring["amounts"].values() if _is_in(one, lines)]
        self.dearest: dict[str, list[int]] = {}
        for line, one in lines.items():
            own = touring["lines"][line]["tier"]
            share = FINENESS if own == tier else multiple if own < tier else 0
            self.dearest[line] = [weight * share for weight in one["weight"]]
        each = (zip(self.dearest[line], one["need"], strict=True) for line, one in lines.items())
        self.premium = 1 + sum(dearest * need for pairs in each for dearest, need in pairs)
        self.grain = 1 if self.amounts else self._grain()

    def _grain(self) -> int:
        """All that units cover together is a multiple of it: what a line needs, or what sizes sum up to."""
        sizes = dict.fromkeys(self.lines, 0)
        for opening in (opening for one in self.units.values() for opening in one["openings"]):
            sizes[opening["line"]] = gcd(sizes[opening["line"]], *(size for _, size in opening["sizes"]))
        worth = (
            dearest * gcd(sizes[line], need)
            for line in self.lines
            if sizes[line]
            for dearest, need in zip(self.dearest[line], self.lines[line]["need"], strict=True)
        )
        return gcd(*worth) or 1

    def most(self, tree: Account, decided: Mapping[tuple[str, str, int], int]) -> int:
        """What there could be at most in a case; what is decided earns a premium, or loses it."""
        if "unit" in tree:
            key = (tree["unit"], tree["line"], tree["slot"])
            return max(
                self.most(tree["serves"], {**decided, key: self.premium}),
                self.most(tree["else"], {**decided, key: -self.premium}),
            )
        price = {line: _spread(tree["prices"].get(line, [[self.slots, 0]])) for line in self.lines}
        total = -sum(worth for worth in decided.values() if worth > 0)
        for line, one in self.lines.items():
            for dearest, need, asked in zip(self.dearest[line], one["need"], price[line], strict=True):
                if not 0 <= asked <= dearest:
                    raise ValueError(f"tier {self.tier}: a price of {line} is {asked}, beyond its weight")
                total += (dearest - asked) * need
        for name, unit in self.units.items():
            own = {(line, slot): worth for (whose, line, slot), worth in decided.items() if whose == name}
            total += _earned(unit, self.lines, price, own)
        for openings in self.amounts:
            best = [0] * self.slots
            for one in openings:
                for slot, size in enumerate(_spread([[one["first"], 0], *one["sizes"]])):
                    best[slot] = max(best[slot], price[one["line"]][slot] * size)
            total += sum(best)
        return total


def _is_in(openings: Sequence[Account], lines: Mapping[str, Account]) -> bool:
    return any(one["line"] in lines for one in openings)


def _earned(
    unit: Account, lines: Mapping[str, Account], price: Mapping[str, list[int]], own: Mapping[tuple[str, int], int]
) -> int:
    """What the best tours of a unit earn at prices: from the last day to the first, the best end of a tour each day.

    ``own`` is what it earns besides by serving a line in a slot.
    """
    slots = len(next(iter(price.values())))
    best = [0] * (slots + 1)
    ends: list[deque[tuple[int, int]]] = []
    earned = []
    for one in unit["openings"]:
        sums = [0]
        for slot, size in enumerate(_spread([[one["first"], 0], *one["sizes"]])):
            by_price = price[one["line"]][slot] * min(size, lines[one["line"]]["need"][slot])
            sums.append(sums[-1] + by_price + (own.get((one["line"], slot), 0) if slot >= one["first"] else 0))
        earned.append(sums)
        ends.append(deque())
    for day in range(slots - 1, -1, -1):
        best[day] = best[day + 1]
        for one, sums, queue in zip(unit["openings"], earned, ends, strict=True):
            begun, last = one["begun"] or 0, one["sizes"][-1][0]
            end = day + max(1, unit["shortest"] - begun)
            if end <= last:
                value = sums[end] + best[min(slots, end + unit["rest"])]
                while queue and queue[-1][1] <= value:
                    queue.pop()
                queue.append((end, value))
            while queue and queue[0][0] > day + unit["longest"] - begun:
                queue.popleft()
            if queue and day >= one["first"] and (one["begun"] is None or day == 0):
                best[day] = max(best[day], queue[0][1] - sums[day])
    return best[0]
