"""Totals that somebody states: assertion_differs, nothing_to_compare, assertions_disagree."""

from __future__ import annotations

import pytest

from tests.ledger.checks.books import found

FRAME = {
    "members": "id,name,form\nFRA,France,nation\nDEU,Germany,nation",
    "capabilities": "id,name,parent,unit,decimals\nALL,All,,,\nTROOPS,Troops,ALL,persons,\n"
    "TRAINERS,Trainers,TROOPS,persons,1\nJETS,Jets,TROOPS,aircraft,",
    "places": "id,name,parent\nREGION,Region,\nIRAQ,Iraq,REGION\nERBIL,Erbil,IRAQ\nMALI,Mali,",
    "operations": "id,name,form,parent,place\nTOP,Top,mission,,\nOP,Relief,mission,TOP,IRAQ\nOTHER,Other,mission,,",
    "meetings": "id,name,operations,day\nM1,Ministers,OP,2016-02-11",
}
MEND = "nothing is overwritten: find out which of the two is out of date"


def compared(
    assertion: str, *contributions: str, steps: str = "", valid: str = "2016-12-31", check: str = "assertion_differs"
) -> list[str]:
    """An assertion (quantity, how, member, operation, capability, place, meeting, firmness, day) and contributions.

    Each contribution is member, capability, operation, place, backfills, window_start, window_last and in_place step.
    """
    rows, made = [], []
    for number, contribution in enumerate(contributions, 1):
        *fields, quantity, how = contribution.split(",")
        rows.append(f"C{number},help,{','.join(fields)}")
        made.append(f"C{number},in_place,{quantity},{how},2016-05-01")
    return found(
        check,
        valid,
        **FRAME,
        contributions="\n".join(
            ["id,words,member,capability,operation,place,backfills,window_start,window_last", *rows]
        ),
        steps="\n".join(["contribution,word,quantity,quantity_is,valid_from", *made, steps]),
        assertions="id,states,quantity,quantity_is,member,operation,capability,place,meeting,firmness,day\n"
        f"A1,those who are there,{assertion}",
    )


def differs(total: str, book: str, off: str, day: str = "2016-06-01") -> list[str]:
    return [f'assertion A1: {total} stated for {day} ("those who are there"), but the book has {book}, {off}; {MEND}']


FRENCH = "FRA,TROOPS,OP,,,,,40,"
GERMAN = "DEU,TRAINERS,OP,ERBIL,,,,25.5,"
TOTAL = "{},,,OP,TROOPS,,,,2016-06-01"


def test_a_total_is_held_against_the_sum() -> None:
    assert compared(TOTAL.format("65.5"), FRENCH, GERMAN) == []
    assert compared(TOTAL.format("66"), FRENCH, GERMAN) == differs(
        "66 persons", "65.5 persons in_place from 2 contributions", "0.5 fewer"
    )
    assert compared(TOTAL.format("1000"), FRENCH) == differs(
        "1,000 persons", "40 persons in_place from 1 contribution", "960 fewer"
    )
    assert compared(TOTAL.format("9"), FRENCH) == differs(
        "9 persons", "40 persons in_place from 1 contribution", "31 more"
    )


@pytest.mark.parametrize(
    ("stated", "found_there", "holds"),
    [
        ("40,at_least", "50,", True),
        ("51,at_least", "50,", False),
        ("50,up_to", "50,", True),
        ("49,up_to", "50,", False),
        (",unstated", "50,", True),
        ("60,", "50,at_least", True),
        ("49,", "50,at_least", False),
        ("50,", "50,up_to", True),
        ("1,", "50,up_to", True),
        ("51,", "50,up_to", False),
        ("1000,", ",unstated", True),
        ("50,about", "50,", True),
        ("51,about", "50,", False),
    ],
)
def test_a_total_holds_where_both_may_be_one_number(stated: str, found_there: str, *, holds: bool) -> None:
    problems = compared(f"{stated},,OP,TROOPS,,,,2016-06-01", f"FRA,TROOPS,OP,,,,,{found_there}")
    assert (problems == []) is holds


def test_what_is_unknown_is_named_and_adds_nothing() -> None:
    assert compared(TOTAL.format("30"), FRENCH, "DEU,TROOPS,OP,,,,,,unstated", "DEU,TROOPS,OP,,,,,5,up_to") == [
        differs("30 persons", "at least 40 persons in_place from 3 contributions", "10 more")[0].replace(
            f"; {MEND}", f"; of unknown number: C2, C3; {MEND}"
        )
    ]
    assert compared(TOTAL.format("60"), FRENCH, "DEU,TROOPS,OP,,,,,5,up_to") == [
        differs("60 persons", "40 to 45 persons in_place from 2 contributions", "15 fewer")[0].replace(
            f"; {MEND}", f"; of unknown number: C2; {MEND}"
        )
    ]
    assert compared(TOTAL.format("60"), "DEU,TROOPS,OP,,,,,5,up_to") == [
        differs("60 persons", "up to 5 persons in_place from 1 contribution", "55 fewer")[0].replace(
            f"; {MEND}", f"; of unknown number: C1; {MEND}"
        )
    ]


@pytest.mark.parametrize(
    ("scope", "sum_of_40_and"),
    [
        pytest.param(",,TROOPS,", 25.5, id="all that is of the kind"),
        pytest.param("FRA,,TROOPS,", 0, id="of a member"),
        pytest.param(",OP,TROOPS,", 25.5, id="in an operation"),
        pytest.param(",TOP,TROOPS,", 25.5, id="in the operation above it"),
        pytest.param(",OP,ALL,", 25.5, id="of a group of kinds"),
        pytest.param(",OP,TROOPS,IRAQ", 25.5, id="at a place: without another word at that of the operation"),
        pytest.param(",OP,TROOPS,REGION", 25.5, id="at the place around it"),
    ],
)
def test_the_scope_says_what_is_added(scope: str, sum_of_40_and: float) -> None:
    total = f"{40 + sum_of_40_and:g}"
    elsewhere = ("DEU,TROOPS,OP,,frees others,,,7,",)
    assert compared(f"{total},,{scope},,,2016-06-01", FRENCH, GERMAN, *elsewhere) == []
    assert len(compared(f"{float(total) + 1:g},,{scope},,,2016-06-01", FRENCH, GERMAN, *elsewhere)) == 1


def test_what_lies_outside_the_scope_is_not_added() -> None:
    others = ("DEU,TROOPS,OTHER,,,,,7,", "DEU,TROOPS,OP,MALI,,,,7,", "DEU,JETS,OP,,,,,7,", "DEU,,OP,,,,,7,")
    assert compared("40,,,OP,TROOPS,IRAQ,,,2016-06-01", FRENCH, *others) == []
    assert compared("41,,,OP,TROOPS,IRAQ,,,2016-06-01", FRENCH, *others) == differs(
        "41 persons", "40 persons in_place from 1 contribution", "1 fewer"
    )
    assert compared("40,,,OP,TROOPS,ERBIL,,,2016-06-01", "FRA,TROOPS,OP,ERBIL,,,,40,", *others) == []


def test_what_may_be_at_the_place_adds_to_the_high_end_only() -> None:
    anywhere = "DEU,TROOPS,,,,,,7,"
    around = "DEU,TROOPS,OP,REGION,,,,5,"
    assert compared("47,,,,TROOPS,IRAQ,,,2016-06-01", FRENCH, anywhere) == []
    assert compared("40,,,,TROOPS,IRAQ,,,2016-06-01", FRENCH, anywhere) == []
    assert compared("45,,,,TROOPS,IRAQ,,,2016-06-01", FRENCH, around) == []
    assert compared("48,,,,TROOPS,IRAQ,,,2016-06-01", FRENCH, anywhere) == differs(
        "48 persons", "40 to 47 persons in_place from 2 contributions", "1 fewer"
    )


def test_what_has_no_certain_date_adds_to_the_high_end_only() -> None:
    perhaps = "DEU,TROOPS,OP,,,2016-06,2016-09,7,"
    assert compared(TOTAL.format("47"), FRENCH, perhaps) == []
    assert compared(TOTAL.format("48"), FRENCH, perhaps) == differs(
        "48 persons", "40 to 47 persons in_place from 2 contributions", "1 fewer"
    )
    unknown = "DEU,TROOPS,OP,,,2016-06,2016-09,7,at_least"
    assert compared(TOTAL.format("4800"), FRENCH, unknown) == []


def test_a_total_is_stated_at_a_firmness() -> None:
    steps = "C1,pledged,90,,2016-01-20"
    assert compared("90,,,OP,TROOPS,,,pledged,2016-06-01", "FRA,TROOPS,OP,,,2016-01-01,,40,", steps=steps) == []
    assert compared("40,,,OP,TROOPS,,,,2016-06-01", "FRA,TROOPS,OP,,,2016-01-01,,40,", steps=steps) == []


def test_one_who_gives_but_not_so_firmly_is_compared_with() -> None:
    assert compared("40,,,OP,TROOPS,,,,2016-04-01", FRENCH, steps="C1,pledged,40,,2016-01-20") == [
        (
            'assertion A1: 40 persons stated for 2016-04-01 ("those who are there"), '
            f"but no contribution in the book counts towards it (in_place), 40 fewer; {MEND}"
        )
    ]


def test_a_day_known_to_the_month_may_be_any_of_it() -> None:
    steps = "C1,in_place,60,,2016-06-15"
    month = "{},,,OP,TROOPS,,,,2016-06"
    assert compared(month.format("40"), FRENCH, steps=steps) == []
    assert compared(month.format("50"), FRENCH, steps=steps) == []
    assert compared(month.format("60"), FRENCH, steps=steps) == []
    assert compared(month.format("61"), FRENCH, steps=steps) == differs(
        "61 persons", "40 to 60 persons in_place from 1 contribution", "1 fewer", "2016-06"
    )
    assert len(compared(month.format("60"), FRENCH, steps=steps, valid="2016-06-14")) == 1
    assert compared(month.format("61"), "FRA,TROOPS,OP,,,,,40,at_least", steps=steps) == []


@pytest.mark.parametrize(
    "assertion",
    [
        pytest.param("99,,,OP,,,,,2016-06-01", id="of no capability"),
        pytest.param("99,,,OP,TROOPS,,M1,,2016-06-01", id="of those at a meeting"),
        pytest.param("99,,,OP,TROOPS,,,,2017-01-01", id="of a day to come"),
        pytest.param("99,,,OP,TROOPS,,,perhaps,2016-06-01", id="at no firmness that there is"),
    ],
)
def test_what_cannot_be_compared_is_left_alone(assertion: str) -> None:
    assert compared(assertion, FRENCH) == []
    assert compared(assertion, FRENCH, check="nothing_to_compare") == []


def test_a_total_is_compared_from_its_day_on() -> None:
    assert compared(TOTAL.format("41"), FRENCH, valid="2016-05-31") == []
    assert len(compared(TOTAL.format("41"), FRENCH, valid="2016-06-01")) == 1


def test_a_total_of_nothing_is_a_number_too() -> None:
    assert compared(TOTAL.format("0"), FRENCH) == differs(
        "0 persons", "40 persons in_place from 1 contribution", "40 more"
    )


def test_units_that_do_not_add_up_are_left_to_their_own_check() -> None:
    assert compared("99,,,OP,ALL,,,,2016-06-01", FRENCH, "DEU,JETS,OP,,,,,7,") == []
    assert len(compared("99,,,OP,ALL,,,,2016-06-01", FRENCH, "DEU,JETS,OP,,,,,7,", check="unlike_units")) == 1


def test_a_total_without_any_contribution_has_nothing_to_be_compared_with() -> None:
    tables = FRAME | {
        "assertions": "id,states,quantity,quantity_is,operation,capability,day\n"
        + "\n".join(f"A{n},troops,{n}0,,OP,TROOPS,2016-06-0{n}" for n in range(1, 8))
        + "\nB1,jets,5,,OP,JETS,2016-06-01\nB2,at most,5,up_to,OP,JETS,2016-06-01"
    }
    mend = "record what they are made of, or leave them as they are"
    assert found("assertion_differs", "2016-12-31", **tables) == []
    assert found("nothing_to_compare", "2016-12-31", **tables) == [
        f"capability JETS: 1 stated total has no contribution in the book to be compared with: B1; {mend}",
        (
            "capability TROOPS: 7 stated totals have no contribution in the book to be compared with: "
            f"A1, A2, A3, A4, A5 and 2 more; {mend}"
        ),
    ]


def disagreeing(*assertions: str) -> list[str]:
    """Assertions: words, quantity, how, operation, capability, meeting, firmness, day."""
    return found(
        "assertions_disagree",
        "2016-12-31",
        **FRAME,
        assertions="\n".join(
            [
                "id,states,quantity,quantity_is,operation,capability,meeting,firmness,day",
                *(f"A{number},{one}" for number, one in enumerate(assertions, 1)),
            ]
        ),
    )


ASK = "keep them all and ask which is right, or give what counts something else its own words"


def test_differing_counts_of_one_meeting_are_to_be_reconciled() -> None:
    assert disagreeing(
        "nations present,27,,,,M1,,2016-02-11",
        "Nations  present,31,,,,M1,,2016-02-12",
        "ministers,28,,,,M1,,2016-02-11",
    ) == [f'meeting M1: 27 (A1) and 31 (A2) are stated of "nations present"; {ASK}']


def test_differing_totals_of_one_day_are_to_be_reconciled() -> None:
    assert disagreeing("troops,27,,OP,TROOPS,,,2016-02-11", "troops,30,at_least,OP,TROOPS,,in_place,2016-02-11") == [
        f'assertion A1: 27 (A1) and at least 30 (A2) are stated of "troops"; {ASK}'
    ]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("nations present,27,about,,,M1,,2016-02-11", id="the same number"),
        pytest.param("nations present,20,at_least,,,M1,,2016-02-11", id="room for it"),
        pytest.param("nations present,,unstated,,,M1,,2016-02-11", id="no number"),
        pytest.param("nations invited,31,,,,M1,,2016-02-11", id="of something else"),
        pytest.param("nations present,31,,OP,,,,2016-02-11", id="of no meeting"),
    ],
)
def test_counts_that_may_both_be_right_do_not_disagree(other: str) -> None:
    assert disagreeing("nations present,27,,,,M1,,2016-02-11", other) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("troops,31,,OP,TROOPS,,,2016-02-12", id="of another day"),
        pytest.param("troops,31,,TOP,TROOPS,,,2016-02-11", id="in another operation"),
        pytest.param("troops,31,,OP,ALL,,,2016-02-11", id="of another kind"),
        pytest.param("troops,31,,OP,TROOPS,,pledged,2016-02-11", id="at another firmness"),
        pytest.param("officers,31,,OP,TROOPS,,,2016-02-11", id="in other words"),
    ],
)
def test_totals_of_other_things_do_not_disagree(other: str) -> None:
    assert disagreeing("troops,27,,OP,TROOPS,,,2016-02-11", other) == []


def test_each_group_of_totals_is_looked_at_by_itself() -> None:
    agreed = ("ministers,28,,,,M1,,2016-02-11", "ministers,28,about,,,M1,,2016-02-11")
    (named,) = disagreeing(*agreed, "troops,27,,OP,TROOPS,,,2016-02-11", "troops,31,,OP,TROOPS,,,2016-02-11")
    assert named.startswith('assertion A3: 27 (A3) and 31 (A4) are stated of "troops"')


def test_a_total_that_does_not_hold_yet_is_no_total() -> None:
    columns = "id,states,quantity,operation,capability,day,valid_from"
    assertions = (
        f"{columns}\nA1,troops,27,OP,TROOPS,2016-02-11,2016-08-01\nA2,troops,31,OP,TROOPS,2016-02-11,2016-08-01"
    )
    contributions = "id,words,member,capability,operation\nC1,help,FRA,TROOPS,OP"
    steps = "contribution,word,quantity,valid_from\nC1,in_place,40,2016-01-20"
    tables = {**FRAME, "contributions": contributions, "steps": steps, "assertions": assertions}
    for check, problems in (("assertion_differs", 2), ("assertions_disagree", 1)):
        assert found(check, "2016-07-31", **tables) == []
        assert len(found(check, "2016-08-01", **tables)) == problems


def test_who_gives_nothing_is_not_compared_with() -> None:
    total = "40,,,OP,TROOPS,,,,2016-04-01"
    assert compared(total, FRENCH) == []
    (named,) = compared(total, FRENCH, check="nothing_to_compare")
    assert named.startswith(
        "capability TROOPS: 1 stated total has no contribution in the book to be compared with: A1;"
    )


def test_what_is_counted_and_where_may_bear_one_id() -> None:
    frame = {
        "members": "id,name,form\nFRA,France,nation",
        "capabilities": "id,name,parent,unit\nALL,All,,persons\nRELIEF,Relief teams,ALL,persons",
        "operations": "id,name,form,parent\nTOP,Top,mission,\nRELIEF,Relief,mission,TOP",
        "contributions": "id,words,member,capability,operation\nC1,help,FRA,RELIEF,RELIEF",
        "steps": "contribution,word,quantity,valid_from\nC1,in_place,40,2016-05-01",
    }
    total = "id,states,quantity,operation,capability,day\nA1,troops,{},TOP,ALL,2016-06-01"
    assert found("assertion_differs", "2016-12-31", **frame, assertions=total.format(40)) == []
    assert len(found("assertion_differs", "2016-12-31", **frame, assertions=total.format(41))) == 1
