"""The check of a plan: it accepts what holds, and refuses every figure that does not."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from muster.engine import proof
from muster.engine.proof import faults

Account = dict[str, Any]


def account() -> Account:
    """Two lines compete for A and B; C, pinned to L3, may serve L2 as half a unit and is used up.

    L1 needs 10 and has them from A; L2 needs 20 and has 5 from A, 6 from B and 2 from 4 of C; so L2 is 7 short, and
    whoever may serve it serves only L1 and L2.
    """
    return {
        "intervals": [
            {
                "first": "2026-01-01",
                "lines": {
                    "L1": {"tier": 1, "need": "10", "covered": "10"},
                    "L2": {"tier": 2, "need": "20", "covered": "13"},
                    "L3": {"tier": 3, "need": "5", "covered": "5"},
                },
                "contributions": {
                    "A": {"supply": "15", "worth": {"L1": "1", "L2": "1"}},
                    "B": {"supply": "6", "worth": {"L2": "1"}},
                    "C": {"supply": "10", "worth": {"L2": "1/2", "L3": "1"}},
                    "D": {"supply": "3", "worth": {"L3": "1"}},
                },
                "pinned": [{"contribution": "C", "line": "L3", "amount": "6", "worth": "1"}],
                "assigned": [
                    {"contribution": "A", "line": "L1", "amount": "10"},
                    {"contribution": "A", "line": "L2", "amount": "5"},
                    {"contribution": "B", "line": "L2", "amount": "6"},
                    {"contribution": "C", "line": "L2", "amount": "4"},
                ],
                "shortfalls": {"L2": {"short": "7", "lines": {"L1": "1", "L2": "1"}}},
            }
        ]
    }


def part_of(one: Account) -> Account:
    part: Account = one["intervals"][0]
    return part


def test_what_holds_is_accepted() -> None:
    assert list(faults(account())) == []


def _set(*path: Any) -> Callable[[Account], None]:
    *steps, last, value = path

    def change(part: Account) -> None:
        inner: Any = part
        for step in steps:
            inner = inner[step]
        inner[last] = value

    return change


CORRUPTIONS: dict[str, tuple[Callable[[Account], None], str]] = {
    "less covered than is": (
        _set("lines", "L1", "covered", "9"),
        "L1 is covered by 10 of 10, and that is not what is said",
    ),
    "more needed": (_set("lines", "L2", "need", "21"), "L2 is covered by 13 of 21, and that is not what is said"),
    "less short": (
        _set("shortfalls", "L2", "short", "6"),
        "L2 is covered by 13 of 20, and that is not what is said",
    ),
    "more given than there is": (_set("contributions", "B", "supply", "5"), "B gives more than it has"),
    "something left": (
        _set("contributions", "B", "supply", "7"),
        "B could do more for L2, or for a line before it",
    ),
    "given elsewhere": (
        _set("assigned", 0, "line", "L3"),
        "A may not serve L3",
    ),
    "nothing given": (_set("assigned", 3, "amount", "0"), "C may not serve L2"),
    "worth more": (
        _set("contributions", "C", "worth", "L2", "1"),
        "L2 is covered by 15 of 20, and that is not what is said",
    ),
    "other measures": (
        _set("shortfalls", "L2", "lines", "L1", "2"),
        "A could do more for L2, or for a line before it",
    ),
    "a line that is served later": (
        _set("shortfalls", "L2", "lines", {"L1": "1", "L2": "1", "L3": "1"}),
        "the lines that are to prove that L2 is short are not those before it",
    ),
    "without the line itself": (
        _set("shortfalls", "L2", "lines", {"L1": "1"}),
        "the lines that are to prove that L2 is short are not those before it",
    ),
    "without a line that takes part": (
        _set("shortfalls", "L2", "lines", {"L2": "1"}),
        "A could do more for L2, or for a line before it",
    ),
    "no proof": (_set("shortfalls", {}), "L2 is covered by 13 of 20, and that is not what is said"),
    "a more urgent line later": (_set("lines", "L3", "tier", 1), "a line is served before one of a more urgent tier"),
    "a pin that is worth more": (
        _set("pinned", 0, "amount", "7"),
        "C gives more than it has",
    ),
}


@pytest.mark.parametrize(("change", "fault"), CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_what_does_not_hold_is_named(change: Callable[[Account], None], fault: str) -> None:
    corrupted = copy.deepcopy(account())
    change(part_of(corrupted))
    assert f"from 2026-01-01: {fault}" in list(faults(corrupted))


def test_a_line_covered_beyond_its_need_is_refused() -> None:
    corrupted = account()
    part = part_of(corrupted)
    part["lines"]["L1"] = {"tier": 1, "need": "8", "covered": "10"}
    part["shortfalls"]["L1"] = {"short": "-2", "lines": {"L1": "1"}}
    assert "from 2026-01-01: L1 is covered by 10 of 8, and that is not what is said" in list(faults(corrupted))


def test_the_checker_is_short_and_shares_nothing_with_the_engine() -> None:
    tree = ast.parse(inspect.getsource(proof))
    modules = {one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert {
        name for name in modules if name and name.startswith("muster") and not name.startswith("muster.core")
    } == set()
    code = [one for one in tree.body if not isinstance(one, ast.Expr)]
    assert sum(len(ast.unparse(one).splitlines()) for one in code) <= 60
    assert "float" not in inspect.getsource(proof)


def test_what_is_assigned_is_no_pin_though_it_says_a_worth() -> None:
    """A could serve L1, and serves L2 after it instead."""
    part = {
        "first": "2026-01-01",
        "lines": {"L1": {"tier": 1, "need": "5", "covered": "0"}, "L2": {"tier": 1, "need": "5", "covered": "5"}},
        "contributions": {"A": {"supply": "5", "worth": {"L1": "1", "L2": "1"}}},
        "pinned": [],
        "assigned": [{"contribution": "A", "line": "L2", "amount": "5", "worth": "1"}],
        "shortfalls": {"L1": {"short": "5", "lines": {"L1": "1"}}},
    }
    assert list(faults({"intervals": [part]})) == ["from 2026-01-01: A could do more for L1, or for a line before it"]
