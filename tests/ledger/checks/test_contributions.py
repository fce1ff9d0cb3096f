"""Single contributions: needs_missing, done_above_said, undeclared_caveat."""

from __future__ import annotations

import pytest

from muster.core.contributions import Caveat
from muster.ledger.entries import Draft
from tests.ledger.checks.books import BY, begun, checked, found, seen

FRAME = {
    "members": "id,name,form\nFRA,France,nation",
    "capabilities": "id,name,unit\nTRAINERS,Trainers,persons",
    "operations": "id,name,form\nOP,Relief,mission\nPOOL,Standby,pool",
}
MEND = "record it; what was said to be unknown is recorded as unstated"
WHOLE = "FRA,army trainers,TRAINERS,OP,,2016-03-01"


def lacking(contribution: str, step: str, valid: str = "2016-12-31", **more: str) -> list[str]:
    """A contribution (member, words, capability, operation, pool, window_start) with a step (word, quantity, ...)."""
    return found(
        "needs_missing",
        valid,
        **FRAME,
        contributions=f"id,member,words,capability,operation,pool,window_start\nC1,{contribution}",
        steps=f"contribution,word,quantity,quantity_is,operation,valid_from\nC1,{step}",
        **more,
    )


@pytest.mark.parametrize(
    ("contribution", "step", "lack"),
    [
        (WHOLE, "committed,60,,,2016-02-10", None),
        ("FRA,trainers,TRAINERS,OP,,", "committed,60,,,2016-02-10", "lacks window and counts as offered"),
        ("FRA,trainers,TRAINERS,OP,,unstated", "committed,60,,,2016-02-10", None),
        ("FRA,trainers,TRAINERS,,,2016", "committed,60,,,2016-02-10", "lacks operation and counts as offered"),
        ("FRA,trainers,TRAINERS,,POOL,2016", "committed,60,,,2016-02-10", None),
        ("FRA,trainers,TRAINERS,,,2016", "committed,60,,OP,2016-02-10", None),
        ("FRA,trainers,,OP,,2016", "committed,,,,2016-02-10", "lacks capability and quantity and counts as pledged"),
        ("FRA,trainers,TRAINERS,OP,,", "offered,,unstated,,2016-02-10", None),
        ("FRA,,TRAINERS,OP,,2016", "pledged,60,,,2016-02-10", "lacks words and counts as nothing"),
        ("FRA,,,OP,,", "in_place,,,,2016-02-10", "lacks capability and quantity and counts as nothing"),
        ("FRA,,TRAINERS,,,", "in_place,40,,,2016-02-10", None),
        ("FRA,,,,,", "accepted,,,,2016-02-10", None),
        ("FRA,,,,,", "asked_back,,,,2016-02-10", None),
    ],
)
def test_a_step_needs_what_its_word_needs(contribution: str, step: str, lack: str | None) -> None:
    word = step.split(",", maxsplit=1)[0]
    expected = [] if lack is None else [f"contribution C1: {word} from 2016-02-10 {lack}; {MEND}"]
    assert lacking(contribution, step) == expected


def test_the_words_of_the_statement_are_words() -> None:
    statements = "id,said_on,words\nS1,2016-02-10,we shall help"
    step = "committed,,,,2016-02-10"
    tables = FRAME | {"statements": statements, "contributions": "id,member,statement\nC1,FRA,S1"}
    steps = "contribution,word,valid_from,statement\nC1,pledged,2016-02-10,S1"
    assert found("needs_missing", "2016-12-31", **tables, steps=steps) == []
    assert lacking("FRA,,,,,", step)[0].startswith(
        "contribution C1: committed from 2016-02-10 lacks words, capability,"
    )


def test_only_steps_that_hold_on_the_day_are_asked() -> None:
    steps = "committed,,,,2016-02-10\nC1,committed,60,,,2016-06-01"
    assert lacking(WHOLE, steps, "2016-02-09") == []
    assert len(lacking(WHOLE, steps, "2016-05-31")) == 1
    assert lacking(WHOLE, steps, "2016-06-01") == []


def above(*steps: str, valid: str = "2016-12-31", caps: str = "") -> list[str]:
    return found(
        "done_above_said",
        valid,
        **FRAME,
        contributions="id,member,words,capability\nC1,FRA,army trainers,TRAINERS",
        steps="\n".join(["contribution,word,quantity,quantity_is,valid_from", *(f"C1,{step}" for step in steps)]),
        **({"caps": f"contribution,cap,quantity,valid_from\n{caps}"} if caps else {}),
    )


ABOVE = "but FRA has said 100; record what was said since, or correct what is in place"


def test_more_in_place_than_was_said_is_named() -> None:
    steps = ("pledged,100,,2016-01-20", "committed,60,,2016-02-10", "in_place,140,,2016-06-01")
    assert above(*steps) == [f"contribution C1: 140 persons are in place, {ABOVE}"]
    assert above(*steps, valid="2016-05-31") == []


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(("pledged,100,,2016-01-20", "in_place,100,,2016-06-01"), id="as many as were said"),
        pytest.param(("in_place,140,,2016-06-01",), id="nothing was said"),
        pytest.param(("accepted,100,,2016-01-20", "in_place,140,,2016-06-01"), id="an answer is not said by the giver"),
        pytest.param(("pledged,100,at_least,2016-01-20", "in_place,140,,2016-06-01"), id="no upper end was said"),
        pytest.param(("pledged,,unstated,2016-01-20", "in_place,140,,2016-06-01"), id="no number was said"),
        pytest.param(("pledged,100,,2016-01-20", "in_place,,unstated,2016-06-01"), id="an unknown number is in place"),
        pytest.param(("pledged,100,,2016-01-20", "in_place,140,up_to,2016-06-01"), id="up to more is in place"),
        pytest.param(("pledged,0,,2016-01-20", "in_place,,unstated,2016-06-01"), id="perhaps none, as was said"),
        pytest.param(
            ("pledged,100,,2016-01-20", "pledged,150,,2016-08-01", "in_place,140,,2016-06-01"), id="said more"
        ),
        pytest.param(
            ("pledged,150,,2016-01-20", "pledged,100,,2016-03-01", "in_place,140,,2016-06-01"), id="once said"
        ),
        pytest.param(("pledged,100,,2016-01-20",), id="nothing is in place"),
    ],
)
def test_what_may_be_within_what_was_said_is_not_named(steps: tuple[str, ...]) -> None:
    assert above(*steps) == []


def test_what_is_said_on_the_day_counts_on_it() -> None:
    steps = ("pledged,100,,2016-01-20", "pledged,150,,2016-08-01", "in_place,140,,2016-06-01")
    assert len(above(*steps, valid="2016-07-31")) == 1
    assert above(*steps, valid="2016-08-01") == []


def test_each_contribution_is_looked_at_and_counted_in_its_own_unit() -> None:
    assert found(
        "done_above_said",
        "2016-12-31",
        members=FRAME["members"],
        capabilities="id,name,unit,decimals\nFUEL,Fuel,tonnes,1",
        contributions="id,member,words,capability\nC1,FRA,fuel,FUEL\nC2,FRA,fuel,FUEL\nC3,FRA,fuel,",
        steps="contribution,word,quantity,valid_from\n"
        "C1,in_place,9,2016-01-20\nC2,pledged,0.5,2016-01-20\nC2,in_place,1.5,2016-01-20\n"
        "C3,pledged,0,2016-01-20\nC3,in_place,3,2016-01-20",
    ) == [
        (
            "contribution C2: 1.5 tonnes are in place, but FRA has said 0.5; "
            "record what was said since, or correct what is in place"
        ),
        "contribution C3: 3 are in place, but FRA has said 0; record what was said since, or correct what is in place",
    ]


def test_a_cap_lowers_what_is_in_place_and_what_was_said_before_stays_said() -> None:
    steps = ("pledged,100,,2016-01-20", "in_place,140,,2016-06-01")
    assert above(*steps, caps="C1,reduced,120,2016-07-01") == [f"contribution C1: 120 persons are in place, {ABOVE}"]
    assert above(*steps, caps="C1,reduced,90,2016-07-01") == []


def undeclared(caveats: str, window: str = "", **more: str) -> list[str]:
    tables = FRAME | {
        "contributions": f"id,member,words,window_start,window_last\nC1,FRA,army trainers,{window or ','}"
    }
    return found(
        "undeclared_caveat", "2016-12-31", **tables, caveats=f"id,contribution,words,declared\n{caveats}", **more
    )


def test_a_caveat_that_was_not_declared_is_named() -> None:
    assert undeclared("K0,C1,not by sea,yes\nK1,C1,not at night,no\nK2,C1,not by sea,yes\nK3,C1,not on foot,") == [
        'caveat K1: FRA has not declared it for C1: "not at night"; ask FRA whether it holds, and record the answer'
    ]


def test_a_caveat_on_a_contribution_that_is_not_there_is_named_all_the_same() -> None:
    ledger = begun()
    caveat = Caveat(contribution="C1", words="not at night", declared=False)
    ledger.record([Draft("caveat", "K1", caveat)], BY)
    assert checked(seen(ledger), "2016-12-31", "undeclared_caveat") == [
        (
            'caveat K1: the member has not declared it for C1: "not at night"; '
            "ask the member whether it holds, and record the answer"
        )
    ]


def test_nobody_asks_after_a_contribution_that_is_over() -> None:
    assert undeclared("K1,C1,not at night,no", "2016-01-01,2016-06-30") == []
    assert len(undeclared("K1,C1,not at night,no", "2016-01-01,2017-06-30")) == 1


def test_a_caveat_is_named_from_the_day_on_which_it_holds() -> None:
    tables = FRAME | {"contributions": "id,member,words\nC1,FRA,army trainers"}
    caveats = "id,contribution,words,declared,valid_from\nK1,C1,not at night,no,2016-06-01"
    assert found("undeclared_caveat", "2016-05-31", **tables, caveats=caveats) == []
    assert len(found("undeclared_caveat", "2016-06-01", **tables, caveats=caveats)) == 1


def test_a_contribution_that_does_not_hold_yet_lacks_nothing() -> None:
    tables = FRAME | {
        "contributions": "id,member,words,valid_from\nC1,FRA,army trainers,2016-06-01",
        "steps": "contribution,word,quantity,valid_from\nC1,committed,60,2016-02-10",
    }
    assert found("needs_missing", "2016-05-31", **tables) == []
    assert len(found("needs_missing", "2016-06-01", **tables)) == 1


def test_the_decimals_of_the_day_are_those_of_the_capability_on_it() -> None:
    tables = FRAME | {
        "capabilities": "id,name,unit,decimals,valid_from\nFUEL,Fuel,tonnes,1,2016-01-01\nFUEL,,,2,2016-06-01",
        "contributions": "id,member,words,capability\nC1,FRA,fuel,FUEL",
        "steps": "contribution,word,quantity,valid_from\nC1,pledged,1,2016-01-20\nC1,in_place,2.5,2016-01-20",
    }
    for valid in ("2016-05-31", "2016-06-01"):
        (named,) = found("done_above_said", valid, **tables)
        assert named.startswith("contribution C1: 2.5 tonnes are in place, but FRA has said 1;")
