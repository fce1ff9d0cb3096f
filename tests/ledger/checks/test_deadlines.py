"""Days that have passed while something was open: condition_expired, review_passed, accepted_gap_expired."""

from __future__ import annotations

import pytest

from muster.core.contributions import Condition
from muster.core.days import Dated
from muster.ledger.entries import Draft
from tests.ledger.checks.books import BY, begun, checked, found, seen

MEMBERS = "id,name,form\nFRA,France,nation"


def conditional(condition: str, valid: str = "2016-12-31", contribution: str = ",", **more: str) -> list[str]:
    return found(
        "condition_expired",
        valid,
        members=MEMBERS,
        contributions=f"id,member,words,window_start,window_last\nC1,FRA,trainers,{contribution}",
        conditions=f"id,contribution,words,deadline,state\nK1,C1,parliament agrees,{condition}",
        **more,
    )


def due(day: str) -> str:
    return (
        f'condition K1: "parliament agrees", on which C1 depends, was due by {day} and is still open; '
        "ask, and record met or failed, or a new deadline"
    )


@pytest.mark.parametrize(
    ("condition", "valid", "named"),
    [
        ("2016-03-31,", "2016-03-31", None),
        ("2016-03-31,", "2016-04-01", "2016-03-31"),
        ("2016-03,open", "2016-03-31", None),
        ("2016-03,open", "2016-04-01", "2016-03"),
        ("2016-03-31,met", "2016-04-01", None),
        ("2016-03-31,failed", "2016-04-01", None),
        (",open", "2016-04-01", None),
    ],
)
def test_a_condition_is_named_once_its_last_possible_day_has_passed(
    condition: str, valid: str, named: str | None
) -> None:
    assert conditional(condition, valid) == ([] if named is None else [due(named)])


@pytest.mark.parametrize(
    ("cap", "named"),
    [
        ("withdrawn,,2016-05-01", False),
        ("declined,,2016-05-01", False),
        ("ended,,2016-05-01", False),
        ("ended,,2017-05-01", True),
        ("paused,,2016-05-01", True),
        ("reduced,5,2016-05-01", True),
    ],
)
def test_nobody_asks_after_what_was_taken_back(cap: str, *, named: bool) -> None:
    steps = "contribution,word,quantity,valid_from\nC1,pledged,10,2016-01-20"
    caps = f"contribution,cap,quantity,valid_from,valid_last\nC1,{cap},"
    assert bool(conditional("2016-03-31,", steps=steps, caps=caps)) is named


def test_what_was_said_anew_after_a_withdrawal_is_waited_for() -> None:
    steps = "contribution,word,quantity,valid_from\nC1,pledged,10,2016-01-20\nC1,pledged,10,2016-06-01"
    caps = "contribution,cap,valid_from,valid_last\nC1,withdrawn,2016-05-01,"
    assert conditional("2016-03-31,", steps=steps, caps=caps) == [due("2016-03-31")]
    assert conditional("2016-03-31,", valid="2016-05-31", steps=steps, caps=caps) == []


def test_a_withdrawal_holds_from_its_first_day() -> None:
    steps = "contribution,word,quantity,valid_from\nC1,pledged,10,2016-01-20"
    caps = "contribution,cap,valid_from\nC1,withdrawn,2016-05-01"
    assert conditional("2016-03-31,", valid="2016-04-30", steps=steps, caps=caps) == [due("2016-03-31")]
    assert conditional("2016-03-31,", valid="2016-05-01", steps=steps, caps=caps) == []


def test_a_pause_is_no_end_even_where_a_withdrawal_is_announced() -> None:
    steps = "contribution,word,quantity,valid_from\nC1,pledged,10,2016-01-20"
    caps = "contribution,cap,valid_from\nC1,paused,2016-05-01\nC1,withdrawn,2017-02-01"
    assert conditional("2016-03-31,", steps=steps, caps=caps) == [due("2016-03-31")]


def test_a_condition_on_a_contribution_that_is_not_there_is_named_all_the_same() -> None:
    ledger = begun()
    condition = Condition(contribution="C1", words="parliament agrees", deadline=Dated("2016-03-31"))
    ledger.record([Draft("condition", "K1", condition)], BY)
    assert checked(seen(ledger), "2016-12-31", "condition_expired") == [due("2016-03-31")]


def test_a_withdrawal_with_a_last_day_ends_on_it() -> None:
    steps = "contribution,word,quantity,valid_from\nC1,pledged,10,2016-01-20"
    caps = "contribution,cap,valid_from,valid_last\nC1,withdrawn,2016-05-01,2016-05-31"
    assert conditional("2016-03-31,", valid="2016-05-31", steps=steps, caps=caps) == []
    assert conditional("2016-03-31,", valid="2016-06-01", steps=steps, caps=caps) == [due("2016-03-31")]


@pytest.mark.parametrize(
    ("window", "named"),
    [("2016-01-01,2016-12-30", False), ("2016-01-01,2016-12-31", True), ("2016-01-01,2016", True), (",2016-11", False)],
)
def test_nobody_asks_after_a_window_that_has_passed(window: str, *, named: bool) -> None:
    assert bool(conditional("2016-03-31,", contribution=window)) is named


def test_nobody_asks_after_a_window_that_never_was() -> None:
    assert conditional("2016-03-31,", contribution="2017-02-01,2017-01-01") == []


def reviewed(steps: str = "", valid: str = "2016-12-31", **more: str) -> list[str]:
    return found(
        "review_passed",
        valid,
        members=MEMBERS,
        contributions="id,member,words,review_by\nC0,FRA,trainers,\nC1,FRA,trainers,2016-06-30\nC2,FRA,trainers,",
        steps=f"contribution,word,quantity,valid_from\nC1,pledged,10,2016-01-20\n{steps}",
        **more,
    )


REVIEW = [
    (
        "contribution C1: it was to be reviewed by 2016-06-30, and nothing was said since; "
        "ask FRA again, and record the answer or a new day"
    )
]


def test_a_review_is_named_once_its_day_has_passed() -> None:
    assert reviewed(valid="2016-06-30") == []
    assert reviewed(valid="2016-07-01") == REVIEW


def test_an_answer_given_since_is_an_answer() -> None:
    assert reviewed("C1,pledged,10,2016-06-29") == REVIEW
    assert reviewed("C1,pledged,10,2016-06-30") == []
    assert reviewed("C1,pledged,10,2016-11-01", valid="2016-10-31") == REVIEW
    assert reviewed("C1,pledged,10,2016-11-01", valid="2016-11-01") == []
    assert reviewed("C1,in_place,10,2016-07-01") == REVIEW
    assert reviewed(caps="contribution,cap,quantity,valid_from\nC1,reduced,5,2016-07-01") == []
    assert reviewed(caps="contribution,cap,quantity,valid_from\nC1,withdrawn,,2016-06-01") == []


def test_an_accepted_gap_runs_out() -> None:
    tables = {
        "capabilities": "id,name,unit\nTROOPS,Troops,persons",
        "operations": "id,name,form,last\nOP,Relief,mission,2016-10-31",
        "requirements": "id,operation,capability,quantity,accepted_gap_by,accepted_gap_why,accepted_gap_until\n"
        "L1,OP,TROOPS,100,the commander,schools are closed,2016-08\nL2,OP,TROOPS,100,,,",
    }
    assert found("accepted_gap_expired", "2016-08-31", **tables) == []
    assert found("accepted_gap_expired", "2016-09-01", **tables) == [
        (
            "requirement L1: its gap was accepted by the commander until 2016-08, which has passed; "
            "ask whether it is still accepted"
        )
    ]
    assert found("accepted_gap_expired", "2016-11-01", **tables) == []


def test_a_condition_is_open_from_the_day_on_which_it_holds() -> None:
    tables = {
        "members": MEMBERS,
        "contributions": "id,member,words\nC1,FRA,trainers",
        "conditions": "id,contribution,words,deadline,valid_from\nK1,C1,parliament agrees,2016-03-31,2016-06-01",
    }
    assert found("condition_expired", "2016-05-31", **tables) == []
    assert found("condition_expired", "2016-06-01", **tables) == [due("2016-03-31")]


def test_on_the_day_after_a_withdrawal_a_pause_is_no_end() -> None:
    steps = "contribution,word,quantity,valid_from\nC1,pledged,10,2016-01-20"
    caps = "contribution,cap,valid_from,valid_last\nC1,withdrawn,2016-05-01,2016-05-31\nC1,paused,2016-06-01,"
    assert conditional("2016-03-31,", valid="2016-05-31", steps=steps, caps=caps) == []
    assert conditional("2016-03-31,", valid="2016-06-01", steps=steps, caps=caps) == [due("2016-03-31")]
