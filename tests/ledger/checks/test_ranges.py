"""Numbers that cannot be, in a book from before they were refused: out_of_range."""

from __future__ import annotations

import pytest

from tests.builders import before_limits, draft
from tests.ledger.checks.books import checked, found, recorded, seen

TABLES = {
    "operations": "id,name,form\nOP,Relief,mission",
    "capabilities": "id,name,unit\nSHIPS,Ships,ships",
    "requirements": "id,operation,capability,quantity,weight\nL1,OP,SHIPS,2,7",
    "members": "id,name,form\nFRA,France,nation",
}
DAY = "2016-12-31"
MEND = "correct it: lower shortest_tour_days, or raise tour_days"


def test_an_old_book_opens_and_its_numbers_are_named_once() -> None:
    ledger = recorded(TABLES)
    with before_limits():
        ledger.record([draft("requirement", "L1", weight=5000, threshold=0)], "desk")
        ledger.record([draft("contribution", "C1", member="FRA", tour_days=3, shortest_tour_days=4)], "desk")
    assert checked(seen(ledger), DAY, "out_of_range") == [
        "requirement L1: weight cannot be 5,000; correct it: write 1 to 1,000",
        "requirement L1: threshold cannot be 0; correct it: write 1 to 100 percent",
        f"contribution C1: shortest_tour_days is 4, more than tour_days, which is 3; {MEND}",
    ]


def test_a_book_with_numbers_that_can_be_has_none() -> None:
    assert found("out_of_range", DAY, **TABLES) == []


@pytest.mark.parametrize(("valid", "named"), [("2017-02-28", 0), ("2017-03-01", 1)])
def test_two_ends_that_are_stated_apart_are_named_on_the_days_on_which_they_meet(valid: str, named: int) -> None:
    rows = "C1,FRA,one ship,90,,\nC1,,,60,,2017-03-01\nC1,,,,70,"
    contributions = f"id,member,words,tour_days,shortest_tour_days,valid_from\n{rows}"
    sentence = f"contribution C1: shortest_tour_days is 70, more than tour_days, which is 60; {MEND}"
    assert found("out_of_range", valid, **TABLES, contributions=contributions) == [sentence] * named
