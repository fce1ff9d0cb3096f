"""The levels of a line: steps_overlap."""

from __future__ import annotations

from datetime import date

import pytest

from muster.core.days import Period
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Level, Requirement
from muster.ledger.entries import Draft
from tests.ledger.checks.books import BY, checked, found, recorded, seen


def overlapping(*levels: str) -> list[str]:
    return found(
        "steps_overlap",
        "2016-12-31",
        capabilities="id,name,unit\nTROOPS,Troops,persons",
        operations="id,name,form\nOP,Relief,mission",
        requirements="id,operation,capability,quantity,quantity_is,valid_from,valid_last\nL1,OP,TROOPS,"
        + "\nL1,,,".join(levels),
    )


def test_a_level_that_runs_on_is_named_with_the_next() -> None:
    assert overlapping("100,,2016-01-01,2016-09-30", "150,,2016-07-01,", "50,,2016-08-01,") == [
        (
            "requirement L1: its level of 100 runs from 2016-01-01 to 2016-09-30, "
            "but from 2016-07-01 on 150 holds alone; "
            "end the first on 2016-06-30; if the two add up, record their sum from 2016-07-01"
        )
    ]
    assert (
        len(overlapping("100,,2016-01-01,2016-09-30", "150,,2016-07-01,2016-11-30", "50,,2016-10-01,"))
        == 2  # each once
    )
    assert overlapping("100,,,2016-09-30", "100,at_least,2016-07-01,2016-12-31") == [
        (
            "requirement L1: its level of 100 runs from the beginning to 2016-09-30, "
            "but from 2016-07-01 on at least 100 holds alone; "
            "end the first on 2016-06-30; if the two add up, record their sum from 2016-07-01"
        )
    ]


@pytest.mark.parametrize(
    "levels",
    [
        pytest.param(("100,,2016-01-01,", "150,,2016-07-01,"), id="a change of what had no end"),
        pytest.param(("100,,2016-01-01,2016-06-30", "150,,2016-07-01,"), id="one after the other"),
        pytest.param(("100,,2016-01-01,2016-07-01", "150,,2016-07-01,"), id="a shared day has its own check"),
        pytest.param(("100,,2016-01-01,2016-12-31", "150,,2016-07-01,2016-08-31"), id="an exception inside"),
        pytest.param(("100,,2016-01-01,2016-12-31", "150,,2016-07-01,2016-12-31"), id="an exception to the end"),
        pytest.param(("100,,2016-01-01,2016-12-31",), id="alone"),
    ],
)
def test_what_is_meant_is_not_named(levels: tuple[str, ...]) -> None:
    assert overlapping(*levels) == []


def test_a_level_taken_back_for_a_time_has_no_number() -> None:
    ledger = recorded(
        {"capabilities": "id,name,unit\nTROOPS,Troops,persons", "operations": "id,name,form\nOP,Relief,mission"}
    )
    hundred = Level(quantity=Quantity.said_as(Qualifier.EXACT, 100))
    line = Requirement(operation="OP", capability="TROOPS", level=hundred)
    ledger.record(
        [
            Draft("requirement", "L1", line, Period(date(2016, 1, 1), date(2016, 10, 1))),
            Draft("requirement", "L1", Requirement(level=None), Period(date(2016, 7, 1))),
        ],
        BY,
    )
    (named,) = checked(seen(ledger), "2016-12-31", "steps_overlap")
    assert "from 2016-01-01 to 2016-09-30, but from 2016-07-01 on no number holds alone;" in named
