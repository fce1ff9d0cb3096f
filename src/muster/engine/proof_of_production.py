"""The check of who graduates in a plan: a few lines that share nothing with the engine.

What counts of the cover of the trainers' lines supports the classes of each run on each of its days; the runs of a
production follow each other; and no supply has more graduates than runs that have ended by then have given it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from muster.core.days import next_day

Account = Mapping[str, Any]
"""A plan, or a run of classes in it, as plain data."""


def faults(account: Account) -> Iterator[str]:
    """What is wrong with the classes of a plan and with who graduates from them; nothing where all of it holds."""
    intervals = list(_of_levels(account["intervals"]))
    runs = [run for one in account.get("production", {}).values() for run in one["runs"]]
    for name, one in account.get("production", {}).items():
        for run in one["runs"]:
            yield from (f"{name}, run from {run['first']}: {fault}" for fault in _of_run(run, intervals))
        for before, after in zip(one["runs"], one["runs"][1:], strict=False):
            if _day(after, "first") <= _day(before, "last"):
                yield f"{name}, run from {after['first']}: it begins before the run before it has ended"
    for part in intervals:
        for name, one in part["contributions"].items():
            ended = (run for run in runs if run["joins"] == name and _day(run, "last") < _day(part, "first"))
            trained, said = sum(Fraction(run["graduates"]) for run in ended), Fraction(one.get("graduates", 0))
            if said > trained or said > Fraction(one["supply"]):
                yield f"from {part['first']}: {said} of {name} are to be graduates, and {trained} have graduated"


def _of_levels(intervals: list[Account]) -> Iterator[Account]:
    """The intervals but that of totals, which begins anew."""
    due = intervals[0]["first"] if intervals else ""
    for part in intervals:
        if part["first"] == due:
            yield part
            due = str(next_day(_day(part, "last")))


def _of_run(run: Account, intervals: list[Account]) -> Iterator[str]:
    first, last = _day(run, "first"), _day(run, "last")
    if Fraction(run["graduates"]) > run["classes"] * Fraction(run["class_size"]):
        yield f"{run['graduates']} graduate from {run['classes']} classes of {run['class_size']}"
    if run["most_classes"] is not None and run["classes"] > max(0, run["most_classes"]):
        yield f"{run['classes']} classes, and there may be {run['most_classes']}"
    is_inside = bool(intervals) and _day(intervals[0], "first") <= first and last <= _day(intervals[-1], "last")
    if not run["trainers"] or not is_inside:
        yield "it has no trainers, or days outside the plan"
    for part in intervals:
        if first <= _day(part, "last") and _day(part, "first") <= last:
            for line, number in run["trainers"].items():
                one = part["lines"].get(line, {"covered": 0})
                counts = Fraction(one.get("counts") or one["covered"])
                if run["classes"] * Fraction(number) > counts or not Fraction(number):
                    yield f"from {part['first']} {line} counts {counts}, too few for {run['classes']} classes"


def _day(one: Account, which: str) -> date:
    return date.fromisoformat(one[which])
