"""The check of lines that hang together: whatever is altered so that it says more is refused."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from muster.core.days import Period
from muster.engine import proof_of_prices
from muster.engine.account import account_of
from muster.engine.allocation import allocate
from muster.engine.proof_of_prices import faults
from muster.engine.proving import proof_of
from muster.engine.serving import Asked
from tests.engine.written import committed, line, on, over_time, pin

Account = dict[str, Any]
JULY = Period(on("7-1"), on("8-1"))
BOOK = (
    line("PATROLS", 60, tier=1, needs=["LIFT"]),
    line("LIFT", 10, threshold=80),
    line("POLICE", 10, capability="police", threshold=100),
    *committed("A", 35),
    *committed("B", 12, "DEU", capability="police"),
    pin("P", "A", "PATROLS", 1),
)


def account(**asked: Any) -> Account:
    return account_of(allocate(over_time(*BOOK), Asked(on("6-30"), **asked), JULY))


def part(of: Account) -> Account:
    found: Account = of["intervals"][0]
    return found


def stage(of: Account, number: int = 0) -> Account:
    found: Account = part(of)["together"][0]["stages"][number]
    return found


@pytest.mark.parametrize("asked", [{}, {"most_from_one": 60}, {"suppliers": 2}, {"most_from_one": 70, "suppliers": 2}])
def test_a_plan_is_proven(asked: dict[str, int]) -> None:
    made = account(**asked)
    assert part(made)["together"]
    assert proof_of(made).faults == ()


def test_the_checker_shares_nothing_with_the_engine() -> None:
    tree = ast.parse(inspect.getsource(proof_of_prices))
    modules = {one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert {one for one in modules if one.startswith("muster")} == {"muster.engine.proof_of_counts"}
    assert "float" not in inspect.getsource(proof_of_prices)


def less_at_most(of: Account) -> None:
    stage(of)["at_most"] = "1"


def other_reached(of: Account) -> None:
    stage(of)["reached"] = stage(of)["at_most"] = "1000"


def no_prices(of: Account) -> None:
    for leaf in stage(of)["leaves"]:
        leaf["prices"] = []


def negative_price(of: Account) -> None:
    stage(of)["leaves"][0]["prices"].append({"row": ["counts", "LIFT"], "price": "-1"})


def no_leaves(of: Account) -> None:
    stage(of)["leaves"] = []


def one_branch_alone(of: Account) -> None:
    leaves = stage(of)["leaves"]
    leaves[:] = [{"choices": [{"column": ["active", "LIFT"], "is": 0}], "prices": leaves[0]["prices"]}]


def a_choice_that_is_none(of: Account) -> None:
    leaves = stage(of)["leaves"]
    leaves[:] = [
        {"choices": [{"column": ["covered", "PATROLS"], "is": way}], "prices": leaves[0]["prices"]} for way in (0, 1)
    ]


def a_stage_left_out(of: Account) -> None:
    part(of)["together"][0]["stages"].pop()


def more_supply(of: Account) -> None:
    part(of)["contributions"]["A"]["supply"] = "50"


def no_needs(of: Account) -> None:
    part(of)["lines"]["PATROLS"]["needs"] = []


def no_threshold(of: Account) -> None:
    part(of)["lines"]["LIFT"]["threshold"] = 1


def more_worth(of: Account) -> None:
    part(of)["contributions"]["A"]["worth"]["LIFT"] = "2"


def more_covered(of: Account) -> None:
    part(of)["lines"]["POLICE"]["covered"] = "9"


def no_cap(of: Account) -> None:
    part(of)["rules"] = {"most_from_one": None, "suppliers": None}


@pytest.mark.parametrize(
    "altered",
    [
        less_at_most,
        other_reached,
        no_prices,
        negative_price,
        no_leaves,
        one_branch_alone,
        a_choice_that_is_none,
        a_stage_left_out,
        more_supply,
        no_needs,
        no_threshold,
        more_worth,
        more_covered,
    ],
)
def test_what_is_altered_is_refused(altered: Callable[[Account], None]) -> None:
    made = account()
    untouched = copy.deepcopy(made)
    altered(made)
    assert made != untouched
    assert list(faults(made)) != []


def test_a_plan_under_a_cap_is_refused_without_it() -> None:
    made = account(most_from_one=30)
    no_cap(made)
    assert list(faults(made)) != []


def test_branches_make_a_choice_both_ways() -> None:
    made = account(suppliers=2)
    several = [one for one in part(made)["together"][0]["stages"] if len(one["leaves"]) > 1]
    assert several
    for one in several:
        gone = one["leaves"].pop()
        assert any("the choices leave something out" in fault for fault in faults(made))
        one["leaves"].append(gone)
    assert list(faults(made)) == []


def test_a_shortfall_of_other_lines_needs_its_lines() -> None:
    """Only of lines that hang together may the lines that prove it be left out."""
    made = account_of(allocate(over_time(line(need=10), *committed("A", 5)), Asked(on("6-30")), JULY))
    part(made)["shortfalls"]["L"]["lines"] = {}
    assert proof_of(made).faults == (
        "from 2026-07-01: the lines that are to prove that L is short are not those before it",
    )
