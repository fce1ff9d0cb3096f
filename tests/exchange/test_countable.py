"""Numbers that the unit of their capability cannot count are faults at their cells."""

from typing import Any

import pytest

from muster.core.errors import FaultyDataError
from muster.exchange.typed import corrected
from tests.builders import Desk, draft, exactly, relief, step
from tests.exchange.reading import faults, read, record

STEPS = "contribution,word,quantity,quantity_to,quantity_is,valid_from\n"
FINER = "is finer than the unit, which is counted with 0 decimals"
MEND = "write it in the unit of trainers, or give trainers other decimals"


def with_decimals(decimals: int) -> Desk:
    desk = relief()
    desk.put(draft("capability", "trainers", decimals=decimals))
    return desk


@pytest.mark.parametrize(
    ("table", "text", "where"),
    [
        ("steps", STEPS + "C1,pledged,0.5,,,2026-01-01\n", "steps.csv:2:quantity: 0.5"),
        ("steps", STEPS + "C1,pledged,0.5,,about,2026-01-01\n", "steps.csv:2:quantity: 0.5"),
        ("steps", STEPS + "C1,pledged,1,2.5,range,2026-01-01\n", "steps.csv:2:quantity_to: 2.5"),
        ("caps", "contribution,cap,quantity,valid_from\nC1,reduced,1.5,2026-01-01\n", "caps.csv:2:quantity: 1.5"),
        ("instalments", "contribution,due,quantity\nC1,2026-05,1.5\n", "instalments.csv:2:quantity: 1.5"),
        (
            "requirements",
            "id,operation,capability,quantity\nL1,OP,trainers,99.5\n",
            "requirements.csv:2:quantity: 99.5",
        ),
        (
            "productions",
            "id,name,graduates,class_size,course_days,begins\nP1,A school,C1,0.5,7,2026-05\n",
            "productions.csv:2:class_size: 0.5",
        ),
        (
            "productions",
            "id,name,graduates,class_size,class_size_to,class_size_is,course_days,begins\nP1,n,C1,1,1.5,range,7,2026-05\n",
            "productions.csv:2:class_size_to: 1.5",
        ),
        (
            "inventories",
            "id,member,capability,quantity\nI1,FRA,trainers,0.25\n",
            "inventories.csv:2:quantity: 0.25",
        ),
    ],
)
def test_a_number_finer_than_its_unit_is_named_at_its_cell(table: str, text: str, where: str) -> None:
    texts = {table: text}
    assert faults(relief(), None, **texts) == [f"{where} {FINER}; {MEND}"]
    assert faults(with_decimals(2), None, **texts) == []


def test_an_assignment_counts_in_the_unit_of_its_contribution() -> None:
    assert faults(
        relief(),
        requirements="id,operation,capability,quantity\nL1,OP,trainers,99\n",
        assignments="id,contribution,line,quantity\nP1,C1,L1,2.5\n",
    ) == [f"assignments.csv:2:quantity: 2.5 {FINER}; {MEND}"]


def test_a_number_may_be_too_large_for_its_unit() -> None:
    assert faults(with_decimals(2), steps=STEPS + "C1,pledged,10000000000001,,,2026-01-01\n") == [
        f"steps.csv:2:quantity: 10000000000001 is beyond 10^15 of the smallest unit; {MEND}"
    ]


def test_what_the_batch_says_of_the_unit_counts() -> None:
    half = STEPS + "C1,pledged,0.5,,,2026-01-01\n"
    assert faults(relief(), capabilities="id,decimals\ntrainers,1\n", steps=half) == []
    assert faults(
        relief(),
        capabilities="id,name,unit,decimals\nfuel,Fuel,tonnes,1\n",
        contributions="id,member,capability,words\nC2,FRA,fuel,fuel\nC3,FRA,,unknown\n",
        steps=STEPS + "C2,pledged,0.5,,,2026-01-01\nC2,offered,0.25,,,2026-01-01\nC3,pledged,0.25,,,2026-01-01\n",
    ) == [
        (
            "steps.csv:3:quantity: 0.25 is finer than the unit, which is counted with 1 decimals; "
            "write it in the unit of fuel, or give fuel other decimals"
        )
    ]


def test_decimals_that_change_with_time_are_left_to_the_check() -> None:
    desk = with_decimals(1)
    record(desk, capabilities="id,decimals,valid_from\ntrainers,0,2026-06-01\n")
    assert faults(desk, steps=STEPS + "C1,pledged,0.5,,,2026-01-01\n") == []


def test_one_mistake_is_one_fault() -> None:
    assert faults(
        relief(),
        capabilities="id,decimals\ntrainers,1x\n",
        steps=STEPS + "C1,pledged,0.5,,,2026-01-01\n",
    ) == ["capabilities.csv:2:decimals: '1x' is not a number; write digits, such as 1200 or 1200.5"]


def test_what_stands_already_is_read_again() -> None:
    desk = relief()
    desk.put(step("C1", "pledged", "2026-01-01", exactly("0.5")))
    reading = read(desk, steps=STEPS + "C1,pledged,0.5,,,2026-01-01\n")
    assert (reading.problems, reading.unchanged) == ((), 1)


def test_a_correction_may_not_make_a_number_finer_than_its_unit() -> None:
    desk = relief()
    entry = desk.one(step("C1", "pledged", "2026-01-01", exactly("0.5")))
    assert corrected(entry, {"note": "half a post"}, desk.snapshot()).supersedes == entry.id
    with pytest.raises(FaultyDataError) as refused:
        corrected(entry, {"quantity": "2.5"}, desk.snapshot())
    assert [str(problem) for problem in refused.value.problems] == [f"command line:1:quantity: 2.5 {FINER}; {MEND}"]


def test_trainers_are_counted_in_the_unit_of_their_line() -> None:
    desk = relief()
    need = {"quantity": {"low": "5", "high": "5"}}
    desk.put(draft("requirement", "L1", operation="OP", capability="trainers", level=need))
    numbers: dict[str, Any] = {"class_size": {"low": "4", "high": "4"}, "course_days": 7, "begins": "2026-05"}
    desk.put(draft("production", "P1", name="n", graduates="C1", **numbers))
    table = "production,line,per_class\nP1,L1,0.5\n"
    assert faults(desk, trainers=table) == [f"trainers.csv:2:per_class: 0.5 {FINER}; {MEND}"]
    desk.put(draft("capability", "trainers", decimals=1))
    assert faults(desk, trainers=table) == []


def test_columns_of_a_quantity_are_named_in_its_faults() -> None:
    desk = relief()
    head = "id,name,graduates,class_size,class_size_to,class_size_is,course_days,begins\n"
    assert faults(desk, productions=head + "P1,n,C1,,5,range,7,2026-05\n") == [
        "productions.csv:2:class_size: a range needs its low and its high end; fill in class_size and class_size_to"
    ]
    assert faults(desk, productions=head + "P1,n,C1,4,5,exact,7,2026-05\n") == [
        (
            "productions.csv:2:class_size_to: class_size_to is the high end of a range, and class_size_is says exact; "
            "write range there"
        )
    ]
