"""The check of how much of each cover counts: a few lines that share nothing with the engine.

A share below its threshold does not count, nor that of a line which fewer serve than are asked for; and a line counts
no further than each that it depends on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any


def faults(account: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with what is said to count; nothing where all of it holds."""
    for part in account["intervals"]:
        lines = part["lines"]
        suppliers = (part.get("rules") or {}).get("suppliers") or 0
        given_to = given(part) if suppliers else {}
        needs = {line: Fraction(one["need"]) or Fraction(1) for line, one in lines.items()}
        share = {line: Fraction(one["covered"]) / needs[line] for line, one in lines.items()}
        for line, one in lines.items():
            serving = sum(1 for amount in given_to[line].values() if amount >= 1) if suppliers else 0
            if share[line] * 100 < (one.get("threshold") or 0) or serving < suppliers:
                share[line] = Fraction(0)
        for _ in lines:
            for line, one in lines.items():
                share[line] = min([share[line], *(share[other] for other in one.get("needs", ()) if other in share)])
        for line, one in lines.items():
            counts = share[line] * needs[line]
            if Fraction(one.get("counts") or one["covered"]) != counts:
                yield f"from {part['first']}: of what covers {line} counts {counts}, and that is not what is said"


def given(part: Mapping[str, Any]) -> dict[str, dict[str, Fraction]]:
    """What each line has from each member, in its unit; of no member, from each contribution by itself."""
    found: dict[str, dict[str, Fraction]] = {line: {} for line in part["lines"]}
    worths = {name: one["worth"] for name, one in part["contributions"].items()}
    gifts = [(one, one["worth"]) for one in part["pinned"]]
    gifts += [(one, worths[one["contribution"]].get(one["line"], 0)) for one in part["assigned"]]
    for one, worth in gifts:
        givers, who = found[one["line"]], giver(part, one["contribution"])
        givers[who] = givers.get(who, Fraction(0)) + Fraction(one["amount"]) * Fraction(worth)
    return found


def giver(part: Mapping[str, Any], contribution: str) -> str:
    """Who gives a contribution: its member, or itself where it has none or no rule asks for members."""
    return str(part["contributions"][contribution].get("member") or f"({contribution})")
