"""The check of the tours of a plan and of the bounds on it: some hundred lines that share nothing with the engine.

The account (see ``account``) counts days in slots and amounts times a scale. It says which lines there are, what pins
leave of their needs, where and when each unit may serve and on which terms, what amounts supply, who is on which tour;
and for each tier prices. No plan covers more in the tier than what the lines need times weight less price, and what
everybody can earn at these prices: a unit by its best tours, which one sweep over the days finds, an amount by its best
line each day. Lines of tiers before may be priced up to a multiple of their weight; that multiple of what the plan
covers there is taken off. All numbers are exact. Source: H. Everett, "Generalized Lagrange multiplier method" (1963).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
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
    tier, multiple, slots = bound["tier"], bound["multiple"], touring["slots"]
    price = {line: _spread(bound["prices"].get(line, [[slots, 0]])) for line in lines}
    total = 0
    for line, one in lines.items():
        own = touring["lines"][line]["tier"]
        share = FINENESS if own == tier else multiple if own < tier else 0
        for weight, need, asked in zip(one["weight"], one["need"], price[line], strict=True):
            if not 0 <= asked <= weight * share:
                yield f"tier {tier}: a price of {line} is {asked}, beyond its weight"
            total += (weight * share - asked) * need
    total += sum(_earned(unit, lines, price, slots) for unit in touring["units"].values())
    for openings in touring["amounts"].values():
        best = [0] * slots
        for one in openings:
            for slot, size in enumerate(_spread([[one["first"], 0], *one["sizes"]])):
                best[slot] = max(best[slot], price[one["line"]][slot] * size)
        total += sum(best)
    most = (total - multiple * sum(value for own, value in beyond.items() if own < tier)) / Fraction(FINENESS)
    if not touring["amounts"]:
        most = Fraction(most.numerator // most.denominator)  # units alone cover whole numbers
    in_days = Fraction(touring["slot_days"], touring["scale"])
    if Fraction(bound["at_most"]) < (most + pinned[tier]) * in_days:
        yield f"tier {tier}: there could be more than {bound['at_most']}"
    if Fraction(bound["covered"]) != (beyond[tier] + pinned[tier]) * in_days:
        yield f"tier {tier}: what is covered is not {bound['covered']}"


def _earned(unit: Account, lines: Mapping[str, Account], price: Mapping[str, list[int]], slots: int) -> int:
    """What the best tours of a unit earn at prices: from the last day to the first, the best end of a tour each day."""
    best = [0] * (slots + 1)
    ends: list[deque[tuple[int, int]]] = []
    earned = []
    for one in unit["openings"]:
        sums = [0]
        for slot, size in enumerate(_spread([[one["first"], 0], *one["sizes"]])):
            sums.append(sums[-1] + price[one["line"]][slot] * min(size, lines[one["line"]]["need"][slot]))
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
