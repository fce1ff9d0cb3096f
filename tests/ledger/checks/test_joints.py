"""Joint contributions: part_missing, circular_joint."""

from __future__ import annotations

import pytest

from tests.ledger.checks.books import found

TABLES = {
    "members": "id,name,form\nFRA,France,nation\nDEU,Germany,nation",
    "capabilities": "id,name,unit\nTROOPS,Troops,persons",
    "operations": "id,name,form\nOP,Relief,mission",
    "contributions": (
        "id,member,capability,words,operation,window_start\n"
        "C1,FRA,TROOPS,sixty,OP,2016-01-01\nC2,DEU,TROOPS,lift,OP,2016-01-01\nC3,DEU,TROOPS,crew,OP,2016-01-01"
    ),
}
COMMITTED = "C1,committed,60,2016-01-01"


def missing(*steps: str, parts: str = "J,C2,; J,C3,", delivers: str = "C1", valid: str = "2016-06-30") -> list[str]:
    return found(
        "part_missing",
        valid,
        **TABLES,
        steps="\n".join(["contribution,word,quantity,valid_from", *steps]),
        joints=f"id,name,delivers\nJ,A team,{delivers}",
        parts="\n".join(["joint,contribution,required", *parts.split("; ")]),
    )


def said(counts: str, who: str, on: str = "2016-06-30", said: str = "committed") -> list[str]:
    mend = f"ask for {who}, or say that it can be done without"
    return [f"joint J: C1 is {said} and counts as {counts}, the firmness of {who} on {on}; {mend}"]


def test_the_weakest_part_is_named_and_what_is_delivered_counts_as() -> None:
    assert missing(COMMITTED) == said("nothing", "C2 and C3")
    assert missing(COMMITTED, "C2,pledged,1,2016-01-01") == said("nothing", "C3")
    pledged = ("C2,pledged,1,2016-01-01", "C3,offered,1,2016-01-01")
    assert missing(COMMITTED, *pledged) == said("pledged", "C2")
    assert missing("C1,in_place,60,2016-01-01", *pledged) == said("pledged", "C2", said="in_place")


@pytest.mark.parametrize(
    ("steps", "parts"),
    [
        pytest.param(("C2,committed,1,2016-01-01", "C3,in_place,1,2016-01-01"), "J,C2,; J,C3,", id="firm enough"),
        pytest.param(("C2,committed,1,2016-01-01",), "J,C2,; J,C3,no", id="not required"),
        pytest.param(("C2,committed,1,2016-01-01",), "J,C2,; J,C1,", id="itself"),
        pytest.param((), "J,C1,", id="itself alone"),
    ],
)
def test_where_no_part_is_softer_nothing_is_said(steps: tuple[str, ...], parts: str) -> None:
    assert missing(COMMITTED, *steps, parts=parts) == []


def test_of_what_is_itself_nothing_yet_nothing_is_said() -> None:
    assert missing("C2,pledged,1,2016-01-01") == []
    assert missing("C1,committed,0,2016-01-01") == []
    assert missing(COMMITTED, valid="2015-12-31") == []


def test_a_part_is_asked_for_on_the_day() -> None:
    steps = (COMMITTED, "C2,committed,1,2016-01-01", "C3,pledged,1,2016-01-01", "C3,committed,1,2016-07-01")
    assert missing(*steps) == said("pledged", "C3")
    assert missing(*steps, valid="2016-07-01") == []


def circles(joints: str, parts: str) -> list[str]:
    return found(
        "circular_joint",
        "2016-06-30",
        **TABLES,
        joints="\n".join(["id,name,delivers", *(f"{one[0]},A team,{one[1:]}" for one in joints.split("; "))]),
        parts="\n".join(["joint,contribution", *(f"{one[0]},{one[1:]}" for one in parts.split("; "))]),
    )


MEND = "end one of these parts: a part counts by its own word, never by its joint contribution"


def test_a_joint_contribution_that_is_its_own_part_is_named() -> None:
    assert circles("JC1", "JC1; JC2") == [
        f"joint J: C1 is both what it delivers and one of its parts; {MEND}",
    ]


def test_joint_contributions_that_rest_on_each_other_are_named_once() -> None:
    assert circles("KC1; JC2; LC3", "KC2; JC3; LC1") == [f"joint J: its parts rest on itself: J, L, K, J; {MEND}"]


def test_what_rests_on_another_that_rests_on_nothing_is_no_circle() -> None:
    assert circles("JC1; KC2", "JC2; KC3") == []
