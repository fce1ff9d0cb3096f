"""The check of how much of each cover counts: a few lines that share nothing with the engine.

A share below its threshold does not count, and a line counts no further than each that it depends on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any


def faults(account: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with what is said to count; nothing where all of it holds."""
    for part in account["intervals"]:
        lines = part["lines"]
        needs = {line: Fraction(one["need"]) or Fraction(1) for line, one in lines.items()}
        share = {line: Fraction(one["covered"]) / needs[line] for line, one in lines.items()}
        for line, one in lines.items():
            if share[line] * 100 < (one.get("threshold") or 0):
                share[line] = Fraction(0)
        for _ in lines:
            for line, one in lines.items():
                share[line] = min([share[line], *(share[other] for other in one.get("needs", ()) if other in share)])
        for line, one in lines.items():
            counts = share[line] * needs[line]
            if Fraction(one.get("counts") or one["covered"]) != counts:
                yield f"from {part['first']}: of what covers {line} counts {counts}, and that is not what is said"
