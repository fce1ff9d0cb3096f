"""The check of a plan: sixty lines that share nothing with the engine that made it.

A plan's account (see ``account``) says for each interval who may serve which line and who does, and for each shortfall
a set of lines, none of which is served later than the short one. The proof: whoever may serve these lines gives all it
has left to them. So nothing covers more of them together, and covering more of the short line takes from one before it.
Lines that hang together, and cover under rules that are asked for, are checked elsewhere (``proof_of_prices``). All
numbers are exact fractions of integers. Source: P. Hall, "On representatives of subsets" (1935), for quantities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

Account = Mapping[str, Any]
"""A plan, or an interval of it, as plain data."""


def faults(account: Account) -> Iterator[str]:
    """What is wrong with the account of a plan; nothing where each of its figures and proofs holds."""
    for part in account["intervals"]:
        yield from (f"from {part['first']}: {fault}" for fault in (*_sums(part), *_proofs(part)))


def _sums(part: Account) -> Iterator[str]:
    left = {name: Fraction(one["supply"]) for name, one in part["contributions"].items()}
    covered = dict.fromkeys(part["lines"], Fraction(0))
    for one in part["pinned"]:
        left[one["contribution"]] -= Fraction(one["amount"])
        covered[one["line"]] += Fraction(one["amount"]) * Fraction(one["worth"])
    covered = {line: min(amount, Fraction(part["lines"][line]["need"])) for line, amount in covered.items()}
    for one in part["assigned"]:
        worth = part["contributions"][one["contribution"]]["worth"].get(one["line"], 0)
        if Fraction(one["amount"]) <= 0 or not worth:
            yield f"{one['contribution']} may not serve {one['line']}"
        left[one["contribution"]] -= Fraction(one["amount"])
        covered[one["line"]] += Fraction(one["amount"]) * Fraction(worth)
    yield from (f"{name} gives more than it has" for name, amount in left.items() if amount < 0)
    for line, one in part["lines"].items():
        short = Fraction(part["shortfalls"].get(line, {"short": 0})["short"])
        if line in _elsewhere(part):
            covered[line] = Fraction(one["covered"])
        if covered[line] != Fraction(one["covered"]) or short < 0 or covered[line] + short != Fraction(one["need"]):
            yield f"{line} is covered by {covered[line]} of {one['need']}, and that is not what is said"


def _elsewhere(part: Account) -> set[str]:
    together = {line for one in part.get("together", ()) for line in one["lines"]}
    return set(part["lines"]) if "rules" in part else together


def _proofs(part: Account) -> Iterator[str]:
    turns = {line: turn for turn, line in enumerate(part["lines"])}
    if list(turns) != sorted(turns, key=lambda line: int(part["lines"][line]["tier"])):
        yield "a line is served before one of a more urgent tier"
    may_serve: dict[str, list[str]] = {line: [] for line in turns}
    given: dict[str, list[tuple[str | None, Fraction]]] = {name: [] for name in part["contributions"]}
    for name, one in part["contributions"].items():
        for line in one["worth"]:
            may_serve[line].append(name)
    for one in part["pinned"]:
        given[one["contribution"]].append((None, Fraction(one["amount"])))
    for one in part["assigned"]:
        given[one["contribution"]].append((one["line"], Fraction(one["amount"])))
    for line, proof in part["shortfalls"].items():
        measure = {one: Fraction(amount) for one, amount in proof["lines"].items()}
        if not measure and line in _elsewhere(part):
            continue
        if line not in measure or any(turns[one] > turns[line] for one in measure):
            yield f"the lines that are to prove that {line} is short are not those before it"
        for name in sorted({name for one in measure for name in may_serve[one]}):
            supply, worth = (part["contributions"][name][key] for key in ("supply", "worth"))
            to_them = sum(amount for served, amount in given[name] if served is None or served in measure)
            in_measure = {Fraction(worth[one]) / measure[one] for one in measure if one in worth}
            if len(in_measure) > 1 or to_them != Fraction(supply):
                yield f"{name} could do more for {line}, or for a line before it"
