"""Two contributions that look like one decision: one_decision."""

from __future__ import annotations

import pytest

from tests.ledger.checks.books import found

FRAME = {
    "members": "id,name,form\nFRA,France,nation\nDEU,Germany,nation\nREST,The rest,unnamed",
    "capabilities": "id,name,unit,portion\nTROOPS,Troops,persons,amount\nSHIP,Frigate,ships,unit",
    "operations": "id,name,form\nOP,Relief,mission\nOTHER,Other,mission",
    "places": "id,name\nIRAQ,Iraq\nMALI,Mali",
    "statements": "id,said_on\nSPEECH,2016-01-20\nLETTER,2016-01-28",
}
ONE = "C1,FRA,TROOPS,trainers,OP,IRAQ,,,,,"
OTHER = "C2,FRA,TROOPS,instructors,OP,IRAQ,,,,,"
STEPS = "C1,pledged,100,,2016-01-20,SPEECH\nC2,pledged,100,,2016-01-27,LETTER"


def alike(other: str = OTHER, steps: str = STEPS, one: str = ONE, **more: str) -> list[str]:
    return found(
        "one_decision",
        "2016-12-31",
        **FRAME,
        contributions="id,member,capability,words,operation,place,finance,backfills,note,window_start,window_last\n"
        f"{one}\n{other}",
        steps=f"contribution,word,quantity,quantity_is,valid_from,statement\n{steps}",
        **more,
    )


MEND = "if it is one, take one back; if not, name C1 in its note"


def test_one_number_said_twice_within_a_week_is_named() -> None:
    assert alike() == [
        (
            "contribution C2: FRA pledged 100 persons (TROOPS) from 2016-01-27, as in C1 from 2016-01-20: "
            f"perhaps one decision; {MEND}"
        )
    ]


def test_any_word_and_any_step_may_show_it() -> None:
    steps = (
        "C1,pledged,50,,2016-01-10,SPEECH\nC1,in_place,20,about,2016-01-20,SPEECH\nC2,in_place,20,,2016-01-18,LETTER"
    )
    assert alike(steps=steps) == [
        (
            "contribution C2: FRA in_place 20 persons (TROOPS) from 2016-01-18, as in C1 from 2016-01-20: "
            f"perhaps one decision; {MEND}"
        )
    ]


def test_one_statement_tells_two_contributions_apart_but_for_the_same_words() -> None:
    steps = STEPS.replace("LETTER", "SPEECH").replace("01-27", "01-20")
    assert alike(steps=steps) == []
    assert len(alike(OTHER.replace("instructors", "Trainers"), steps)) == 1
    assert len(alike(OTHER.replace("instructors", ""), steps, ONE.replace("trainers", ""))) == 1


@pytest.mark.parametrize(
    ("other", "steps"),
    [
        pytest.param(OTHER.replace("FRA", "DEU"), STEPS, id="another member"),
        pytest.param(OTHER.replace("TROOPS", ""), STEPS, id="of an unknown kind"),
        pytest.param(OTHER.replace("TROOPS", "SHIP"), STEPS, id="of another kind"),
        pytest.param(OTHER.replace("OP,", "OTHER,"), STEPS, id="for another operation"),
        pytest.param(OTHER.replace("IRAQ", "MALI"), STEPS, id="at another place"),
        pytest.param("C2,FRA,TROOPS,instructors,OP,IRAQ,loan,,,,", STEPS, id="a loan"),
        pytest.param("C2,FRA,TROOPS,instructors,OP,IRAQ,,those in Mali,,,", STEPS, id="backfilling"),
        pytest.param("C2,FRA,TROOPS,instructors,OP,IRAQ,,,(C1 is another).,,", STEPS, id="looked at"),
        pytest.param(OTHER, STEPS.replace("01-27", "01-28"), id="eight days apart"),
        pytest.param(OTHER, STEPS.replace("C2,pledged,100", "C2,pledged,101"), id="another number"),
        pytest.param(OTHER, STEPS.replace("C2,pledged", "C2,offered"), id="another word"),
        pytest.param(OTHER, STEPS.replace("100,,", ",unstated,"), id="no number"),
        pytest.param(OTHER, STEPS.replace("100", "0"), id="nothing"),
        pytest.param(OTHER, STEPS.replace("100", ""), id="nothing said of a number"),
        pytest.param(OTHER, STEPS.replace("pledged", "asked_back"), id="a question asked back"),
    ],
)
def test_what_differs_is_not_named(other: str, steps: str) -> None:
    assert alike(other, steps) == []


def test_a_step_without_a_number_hides_no_other() -> None:
    steps = f"C1,indicated,,,2016-01-10,SPEECH\nC2,offered,,unstated,2016-01-10,SPEECH\n{STEPS}"
    assert len(alike(steps=steps)) == 1


def test_windows_that_cannot_meet_tell_apart() -> None:
    first = ONE.replace("IRAQ,,,,,", "IRAQ,,,,2016-03,2016-06")
    assert alike(OTHER.replace("IRAQ,,,,,", "IRAQ,,,,2016-07,2016-09"), one=first) == []
    assert len(alike(OTHER.replace("IRAQ,,,,,", "IRAQ,,,,2016-06,2016-09"), one=first)) == 1


def test_what_was_withdrawn_counts_once_anyway() -> None:
    assert alike(caps="contribution,cap,valid_from\nC1,withdrawn,2016-05-01") == []


def test_members_counted_together_may_well_agree() -> None:
    assert alike(OTHER.replace("FRA", "REST"), one=ONE.replace("FRA", "REST")) == []


def test_two_named_units_are_two() -> None:
    first, second = ONE.replace("TROOPS,trainers", "SHIP,Aconit"), OTHER.replace("TROOPS,instructors", "SHIP,Guépratte")
    steps = STEPS.replace("100", "1")
    assert alike(second, steps, first) == []
    assert len(alike(second.replace("Guépratte", ""), steps, first)) == 1


def test_one_named_unit_given_twice_at_a_time_is_named_by_the_other_check() -> None:
    first = ONE.replace("TROOPS,trainers", "SHIP,Aconit").replace("IRAQ,,,,,", "IRAQ,,,,2016-03-01,")
    second = OTHER.replace("TROOPS,instructors", "SHIP,Aconit").replace("IRAQ,,,,,", "IRAQ,,,,2016-03-01,")
    assert alike(second, STEPS.replace("100", "1"), first) == []
    assert len(alike(second.replace("2016-03-01", "2016-03"), STEPS.replace("100", "1"), first)) == 0
    assert len(alike(second.replace("2016-03-01", ""), STEPS.replace("100", "1"), first)) == 1


def test_what_was_asked_back_is_no_decision_of_the_giver() -> None:
    said = "C1,pledged,100,,2016-01-20,SPEECH\nC2,pledged,90,,2016-01-27,LETTER"
    asked = "C1,asked_back,50,,2016-01-20,SPEECH\nC2,asked_back,50,,2016-01-27,LETTER"
    assert alike(steps=f"{said}\n{asked}") == []


def test_one_person_promised_twice_in_the_same_words_and_window_is_named() -> None:
    """Only whole units, told by their names, have a check of their own for being given twice."""
    one, other = (f"{name},FRA,TROOPS,an observer,OP,IRAQ,,,,2016-03-01,2016-06-30" for name in ("C1", "C2"))
    assert len(alike(other, STEPS.replace("100", "1"), one)) == 1


def test_a_unit_without_a_name_may_be_the_one_that_has_one() -> None:
    window = "2016-03-01,2016-06-30"
    one = f"C1,FRA,SHIP,frigate Aconit,OP,IRAQ,,,,{window}"
    other = f"C2,FRA,SHIP,,OP,IRAQ,,,,{window}"
    assert len(alike(other, STEPS.replace("100", "1"), one)) == 1


def test_members_counted_together_are_those_of_the_day() -> None:
    frame = FRAME | {"members": "id,name,form,valid_from\nREST,The rest,unnamed,2016-01-01\nREST,,nation,2016-06-01"}
    columns = "id,member,capability,words,operation"
    tables = frame | {
        "contributions": f"{columns}\nC1,REST,TROOPS,trainers,OP\nC2,REST,TROOPS,instructors,OP",
        "steps": f"contribution,word,quantity,quantity_is,valid_from,statement\n{STEPS}",
    }
    assert found("one_decision", "2016-05-31", **tables) == []
    assert len(found("one_decision", "2016-06-01", **tables)) == 1
