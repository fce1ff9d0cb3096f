"""Windows beside each other: overlapping_windows, last_day_is_next_first, dates_backwards."""

from __future__ import annotations

import pytest

from tests.ledger.checks.books import found

MEMBERS = "id,name,form\nFRA,France,nation\nDEU,Germany,nation"
CAPABILITIES = "id,name,unit,portion\nSHIP,Frigate,ships,unit\nTROOPS,Troops,persons,amount"
OPERATIONS = "id,name,form\nOP,Relief,mission\nOTHER,Other,mission"
FIRST = "C1,FRA,SHIP,frigate Aconit,OP,2016-03-01,2016-06-30,"
SECOND = "C2,FRA,SHIP,Frigate  ACONIT,OTHER,2016-06-01,2016-09-30,"
STEPS = "C1,offered,1,2016-01-20\nC2,offered,1,2016-01-20"


def given(name: str, *contributions: str, steps: str = STEPS, **more: str) -> list[str]:
    columns = "id,member,capability,words,operation,window_start,window_last,note"
    return found(
        name,
        "2016-12-31",
        members=MEMBERS,
        capabilities=CAPABILITIES,
        operations=OPERATIONS,
        contributions="\n".join([columns, *contributions]),
        steps=f"contribution,word,quantity,valid_from\n{steps}",
        **more,
    )


def twice(second: str = SECOND, first: str = FIRST, steps: str = STEPS, **more: str) -> list[str]:
    return given("overlapping_windows", first, second, steps=steps, **more)


MEND = "end one window before the other begins; two units need two names in their words"


def test_one_unit_in_two_windows_is_named_wherever_it_goes() -> None:
    assert twice() == [
        f'contribution C2: the unit "frigate Aconit" is also given as C1, both from 2016-06-01 to 2016-06-30; {MEND}'
    ]
    assert twice("C2,FRA,SHIP,frigate Aconit,OP,2016-06-30,,") == [
        f'contribution C2: the unit "frigate Aconit" is also given as C1, both on 2016-06-30; {MEND}'
    ]
    assert twice("C2,FRA,SHIP,frigate Aconit,OP,2016-05,,", "C1,FRA,SHIP,frigate Aconit,OP,2016-01,,") == [
        f'contribution C2: the unit "frigate Aconit" is also given as C1, both from 2016-05-31 to open; {MEND}'
    ]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("C2,FRA,SHIP,frigate Guépratte,OP,2016-06-01,2016-09-30,", id="another unit"),
        pytest.param("C2,DEU,SHIP,frigate Aconit,OP,2016-06-01,2016-09-30,", id="of another member"),
        pytest.param("C2,FRA,SHIP,frigate Aconit,OP,2016-07-01,2016-09-30,", id="the day after"),
        pytest.param("C2,FRA,SHIP,frigate Aconit,OP,2016-06,2016-09-30,", id="perhaps only on its last day"),
        pytest.param("C2,FRA,SHIP,frigate Aconit,OP,,2016-09-30,", id="from a day that was not said"),
        pytest.param("C2,FRA,SHIP,frigate Aconit,OP,2016-04,2016-04,", id="some days of a month"),
        pytest.param("C2,FRA,SHIP,frigate Aconit,OP,2016-06-01,2016-09-30,Looked at: not C1.", id="looked at"),
    ],
)
def test_what_is_not_certainly_one_unit_at_one_time_is_not_named(second: str) -> None:
    first = FIRST.replace("2016-06-30", "2016-06-29") if "2016-06,2016" in second else FIRST
    assert twice(second, first) == []


def test_the_name_of_the_capability_names_no_unit() -> None:
    words = [one.replace("frigate Aconit", "frigate").replace("Frigate  ACONIT", "frigate") for one in (SECOND, FIRST)]
    assert twice(*words) == []
    nameless = [one.replace("frigate Aconit", "").replace("Frigate  ACONIT", "") for one in (SECOND, FIRST)]
    assert twice(*nameless) == []


def test_what_can_be_divided_is_no_unit() -> None:
    assert twice(SECOND.replace("SHIP", "TROOPS"), FIRST.replace("SHIP", "TROOPS")) == []


def test_two_ships_at_a_time_are_no_unit() -> None:
    assert twice(steps="C1,offered,2,2016-01-20\nC2,offered,1,2016-01-20") == []
    assert twice(steps="C1,offered,1,2016-01-20\nC2,offered,2,2016-01-20") == []


def test_one_ship_counted_with_decimals_is_one_ship() -> None:
    frame = {"members": MEMBERS, "capabilities": "id,name,unit,portion,decimals\nSHIP,Frigate,ships,unit,1"}
    rows = "\n".join(f"{name},FRA,SHIP,Aconit,2016-03-01" for name in ("C1", "C2"))
    frame["contributions"] = f"id,member,capability,words,window_start\n{rows}"
    steps = "contribution,word,quantity,valid_from\nC1,offered,1,2016-01-20\nC2,offered,{},2016-01-20"
    assert len(found("overlapping_windows", "2016-12-31", **frame, steps=steps.format("1"))) == 1
    assert found("overlapping_windows", "2016-12-31", **frame, steps=steps.format("1.1")) == []


def test_a_window_of_one_certain_day_is_a_window() -> None:
    first = FIRST.replace("2016-03-01,2016-06-30", "2016-06-01,2016-06-01")
    assert len(twice(first=first)) == 1
    assert twice(first=first.replace("2016-06-01,2016-06-01", "2016-06,2016-06-29")) == []
    assert len(twice(first=first.replace("2016-06-01,2016-06-01", "2016-06,2016-06-30"))) == 1


def test_a_unit_that_was_withdrawn_is_not_given() -> None:
    assert twice(caps="contribution,cap,valid_from\nC1,withdrawn,2016-05-01") == []


def handed_over(first: str, second: str, **more: str) -> list[str]:
    steps = "C1,offered,20,2015-12-01\nC2,offered,25,2015-12-01"
    return given("last_day_is_next_first", first, second, steps=steps, **more)


HALF = "C1,FRA,TROOPS,first team,OP,2016-01-01,2016-07-01,"


def test_a_last_day_that_is_the_first_of_the_next_window_is_named() -> None:
    assert handed_over(HALF, "C2,FRA,TROOPS,second team,OP,2016-07-01,,") == [
        (
            "contribution C2: its first day 2016-07-01 is the last day of C1: on that day both count; "
            "a last day is included; if one follows the other, C1 ends on 2016-06-30"
        )
    ]
    earlier = "C2,FRA,TROOPS,team before,OP,,2016-01-01,"
    assert handed_over(HALF.replace("2016-07-01", "2016-12-31"), earlier) == [
        (
            "contribution C1: its first day 2016-01-01 is the last day of C2: on that day both count; "
            "a last day is included; if one follows the other, C2 ends on 2015-12-31"
        )
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(HALF, "C2,FRA,TROOPS,second team,OP,2016-07-02,,", id="the day after"),
        pytest.param(HALF, "C2,FRA,TROOPS,second team,OP,2016-06-30,,", id="the day before"),
        pytest.param(HALF, "C2,DEU,TROOPS,second team,OP,2016-07-01,,", id="of another member"),
        pytest.param(HALF, "C2,FRA,TROOPS,second team,OTHER,2016-07-01,,", id="in another operation"),
        pytest.param(HALF, "C2,FRA,,second team,OP,2016-07-01,,", id="of an unknown kind"),
        pytest.param(HALF, "C2,FRA,TROOPS,second team,OP,,,", id="without a window"),
        pytest.param(
            HALF.replace("2016-07-01", "2016-07"), "C2,FRA,TROOPS,second team,OP,2016-07,,", id="known to the month"
        ),
        pytest.param(
            HALF.replace("2016-01-01", "2016-07-01"), "C2,FRA,TROOPS,second team,OP,2016-07-01,,", id="of a day's visit"
        ),
    ],
)
def test_what_does_not_follow_on_is_not_named(first: str, second: str) -> None:
    assert handed_over(first, second) == []


def test_one_who_has_left_by_then_hands_nothing_over() -> None:
    second = "C2,FRA,TROOPS,second team,OP,2016-07-01,,"
    assert handed_over(HALF, second, caps="contribution,cap,valid_from\nC1,withdrawn,2016-06-01") == []
    assert handed_over(HALF, second, caps="contribution,cap,valid_from\nC2,declined,2016-06-01") == []


@pytest.mark.parametrize(("last", "named"), [("2016-06-30", False), ("2016-07-01", True), ("2016-07-02", False)])
def test_levels_of_a_line_share_a_day_too(last: str, *, named: bool) -> None:
    said = found(
        "last_day_is_next_first",
        "2016-12-31",
        capabilities=CAPABILITIES,
        operations=OPERATIONS,
        requirements="id,operation,capability,quantity,valid_from,valid_last\n"
        f"L1,OP,TROOPS,100,2016-01-01,{last}\nL1,,,150,2016-07-01,",
    )
    sentence = (
        "requirement L1: its level from 2016-07-01 begins on the last day of the level before; a last day is included; "
        "if one follows the other, the level before ends on 2016-06-30"
    )
    assert said == ([sentence] if named else [])


def test_every_pair_of_dates_is_looked_at() -> None:
    columns = ("window", "requested", "estimated", "actual")
    header = ",".join(f"{name}_start,{name}_last" for name in columns)
    back, month, forth = "2016-06-02,2016-06-01", "2016-06-02,2016-06", "2016-06-01,2016-06-01"
    assert found(
        "dates_backwards",
        "2016-12-31",
        members=MEMBERS,
        contributions=f"id,member,words,{header}\nC1,FRA,x,{back},{forth},{back},{month}\nC2,FRA,x,{month},{back},{month},{back}",
        operations=f"id,name,form,start,last\nOP,Relief,mission,{back}\nOTHER,Other,mission,{forth}",
        phases=f"id,name,operation,order,start,last\nP1,Take,OP,1,{back}\nP2,Hold,OP,2,,2016-01-01",
    ) == [
        f"{what} ends on 2016-06-01, before it begins on 2016-06-02; correct one of the two"
        for what in (
            "contribution C1: its window",
            "contribution C1: its estimated",
            "contribution C2: its requested",
            "contribution C2: its actual",
            "operation OP: it",
            "phase P1: it",
        )
    ]


def test_an_id_may_begin_and_end_with_any_letter() -> None:
    first = FIRST.replace("C1", "X1X")
    steps = STEPS.replace("C1", "X1X")
    assert len(twice(SECOND, first, steps)) == 1
    assert twice(f"{SECOND}(not X1X)", first, steps) == []


def test_dates_are_looked_at_from_the_day_on_which_they_were_given() -> None:
    tables = {
        "members": MEMBERS,
        "operations": OPERATIONS,
        "contributions": "id,member,words,window_start,window_last,valid_from\n"
        "C1,FRA,help,2016-06-30,2016-06-01,2016-03-01",
        "phases": "id,name,operation,order,start,last,valid_from\nP1,First,OP,1,2016-06-30,2016-06-01,2016-03-01",
    }
    assert found("dates_backwards", "2016-02-29", **tables) == []
    assert [one.partition(":")[0] for one in found("dates_backwards", "2016-03-01", **tables)] == [
        "contribution C1",
        "phase P1",
    ]
