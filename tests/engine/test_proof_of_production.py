"""The check of who graduates: an account that holds, and each falsehood in it refused."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from muster.engine.account import account_of
from muster.engine.proof_of_production import faults
from muster.engine.proving import proof_of
from tests.engine.schools import days, planned, production, school, trainers
from tests.engine.written import committed, line

Account = dict[str, Any]


def account(*more: Any, **how: Any) -> Account:
    """The account of a plan with three runs of two classes, as a file has it."""
    read: Account = json.loads(json.dumps(account_of(planned(school(trainers(), *more, **how)))))
    return read


HOLDS = account()
"""Its intervals begin on 30 June, 1 July, 31 July, 30 August and 29 September."""


def run(of: Account, number: int = 0) -> Account:
    found: Account = of["production"]["P"]["runs"][number]
    return found


def falsified(change: Callable[[Account], object]) -> list[str]:
    other = copy.deepcopy(HOLDS)
    change(other)
    return list(faults(other))


def test_what_a_plan_says_of_its_classes() -> None:
    assert run(HOLDS) == {
        "first": "2026-07-01",
        "last": "2026-07-30",
        "classes": 2,
        "most_classes": None,
        "class_size": "20",
        "trainers": {"T": "10"},
        "graduates": "40",
        "joins": "G",
    }
    said = [part["contributions"].get("G", {}).get("graduates") for part in HOLDS["intervals"]]
    assert said == [None, None, "40", "80", "120"]


def test_what_holds_has_no_faults() -> None:
    assert list(faults(HOLDS)) == []
    assert proof_of(HOLDS).faults == ()
    assert proof_of(account(teaches=production(most_classes=1))).faults == ()
    total = line("E", 100, capability="army"), *committed("D", 7, capability="army")
    assert proof_of(account(*total)).faults == ()


def test_a_plan_without_classes_says_nothing_of_them() -> None:
    plain = json.loads(json.dumps(account_of(planned(school()))))
    assert "production" not in plain
    assert list(faults(plain)) == []
    assert list(faults({"intervals": []})) == []


def test_fewer_classes_than_there_could_be_are_no_falsehood() -> None:
    def change(of: Account) -> None:
        run(of, 2).update(classes=1, graduates="20")
        of["intervals"][4]["contributions"]["G"]["graduates"] = "100"

    assert falsified(change) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda of: run(of).update(classes=3, graduates="60"),
            "P, run from 2026-07-01: from 2026-07-01 T counts 25, too few for 3 classes",
        ),
        (lambda of: run(of).update(graduates="60"), "P, run from 2026-07-01: 60 graduate from 2 classes of 20"),
        (lambda of: run(of).update(most_classes=1), "P, run from 2026-07-01: 2 classes, and there may be 1"),
        (
            lambda of: run(of).update(trainers={}),
            "P, run from 2026-07-01: it has no trainers, or days outside the plan",
        ),
        (
            lambda of: run(of).update(trainers={"T": "0"}),
            "P, run from 2026-07-01: from 2026-07-01 T counts 25, too few for 2 classes",
        ),
        (
            lambda of: run(of).update(trainers={"T": "10", "X": "1"}),
            "P, run from 2026-07-01: from 2026-07-01 X counts 0, too few for 2 classes",
        ),
        (
            lambda of: run(of).update(first="2026-06-01"),
            "P, run from 2026-06-01: it has no trainers, or days outside the plan",
        ),
        (
            lambda of: run(of, 2).update(last="2026-10-01"),
            "P, run from 2026-08-30: it has no trainers, or days outside the plan",
        ),
        (
            lambda of: run(of, 1).update(first="2026-07-30"),
            "P, run from 2026-07-30: it begins before the run before it has ended",
        ),
        (
            lambda of: run(of, 1).update(last="2026-08-30"),
            "P, run from 2026-08-30: it begins before the run before it has ended",
        ),
        (
            lambda of: of["intervals"][2]["contributions"]["G"].update(graduates="41", supply="41"),
            "from 2026-07-31: 41 of G are to be graduates, and 40 have graduated",
        ),
        (
            lambda of: of["intervals"][1]["contributions"].update(G={"supply": "40", "worth": {}, "graduates": "40"}),
            "from 2026-07-01: 40 of G are to be graduates, and 0 have graduated",
        ),
        (
            lambda of: of["intervals"][2]["contributions"]["G"].update(supply="39"),
            "from 2026-07-31: 40 of G are to be graduates, and 40 have graduated",
        ),
        (
            lambda of: run(of, 1).update(joins="C"),
            "from 2026-08-30: 80 of G are to be graduates, and 40 have graduated",
        ),
        (
            lambda of: of["intervals"][1]["lines"]["T"].update(counts="19"),
            "P, run from 2026-07-01: from 2026-07-01 T counts 19, too few for 2 classes",
        ),
        (
            lambda of: of.pop("production"),
            "from 2026-07-31: 40 of G are to be graduates, and 0 have graduated",
        ),
    ],
)
def test_a_falsehood_is_refused(change: Callable[[Account], object], fault: str) -> None:
    assert fault in falsified(change)


def test_the_stretch_of_totals_tells_nothing_of_classes() -> None:
    """It begins anew after the last day, and names parcels and terms, not contributions and lines."""
    other = copy.deepcopy(HOLDS)
    other["intervals"].append({**other["intervals"][0], "last": "2026-09-30", "lines": {}, "contributions": {}})
    assert list(faults(other)) == []


def test_a_plan_is_proven_with_its_classes() -> None:
    other = copy.deepcopy(HOLDS)
    run(other).update(classes=3, graduates="60")
    assert proof_of(other).faults == ("P, run from 2026-07-01: from 2026-07-01 T counts 25, too few for 3 classes",)


def test_a_run_that_ends_with_the_plan_is_told() -> None:
    plan = planned(school(trainers()), days("6-30", "7-30"))
    told = json.loads(json.dumps(account_of(plan)))
    assert [one["last"] for one in told["production"]["P"]["runs"]] == ["2026-07-30"]
    assert proof_of(told).faults == ()
