"""A change recorded too late to change what comes after it: back_dated_change."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from muster.core.days import Period, micros
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.core.operations import Operation, OperationForm
from muster.ledger.entries import Draft
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from tests.ledger.checks.books import BY, checked, found, seen

STATEMENTS = "id,said_on\nS1,2016-01-05\nS2,2016-02-01\nS3,2016-03-01\nS4,2016-03-01"
FRAME = {
    "members": "id,name,form\nFRA,France,nation",
    "capabilities": "id,name,unit\nTROOPS,Troops,persons",
    "operations": "id,name,form\nOP,Relief,mission",
}


def changed(*rows: str) -> list[str]:
    """What is said of a line's rows: quantity, tier, note, first and last day, statement, corrects."""
    columns = "id,operation,capability,quantity,tier,note,valid_from,valid_last,statement,corrects"
    return found(
        "back_dated_change",
        "2016-12-31",
        **FRAME,
        statements=STATEMENTS,
        requirements=f"{columns}\n"
        + "\n".join(("L1,OP,TROOPS," if i == 0 else "L1,,,") + row for i, row in enumerate(rows)),
    )


MEND = "if it should hold then too, record it again from 2016-02-01; if not, give it the last day 2016-01-31"
LATE = "from 2016-01-15, recorded on 2016-03-01, alters nothing from 2016-02-01"
BEFORE = "what holds then was recorded on 2016-02-01"


def test_a_change_that_gives_way_to_an_earlier_recorded_one_is_named() -> None:
    rows = ("100,,,2016-01-05,,S1,", "150,,,2016-02-01,,S2,", "120,,,2016-01-15,,S3,")
    assert changed(*rows) == [f"requirement L1: the change of level {LATE} on: {BEFORE}; {MEND}"]
    assert changed(*rows[:2]) == []


def test_the_later_one_may_have_an_end() -> None:
    rows = ("100,,,2016-01-05,,S1,", "150,,,2016-02-01,2016-02-29,S2,", "120,,,2016-01-15,,S3,")
    assert changed(*rows) == [f"requirement L1: the change of level {LATE} to 2016-02-29: {BEFORE}; {MEND}"]


def test_facets_that_give_way_to_one_entry_are_named_together_and_notes_never() -> None:
    rows = ("100,1,first,2016-01-05,,S1,", "150,2,second,2016-02-01,,S2,", "120,3,third,2016-01-15,,S3,")
    assert changed(*rows) == [f"requirement L1: the change of level and tier {LATE} on: {BEFORE}; {MEND}"]


def test_each_facet_gives_way_to_the_next_of_its_own() -> None:
    rows = ("100,1,,,,S1,", "150,,,2016-02-01,,S2,", ",2,,2016-02-10,,S2,", "120,3,,,,S3,")
    late = LATE.replace("2016-01-15", "the beginning")
    tier = f"{late} on: {BEFORE}; {MEND}".replace("from 2016-02-01", "from 2016-02-10").replace("01-31", "02-09")
    assert changed(*rows) == [
        f"requirement L1: the change of level {late} on: {BEFORE}; {MEND}",
        f"requirement L1: the change of tier {tier}",
    ]


def test_of_several_later_starts_the_first_is_named() -> None:
    later = ["200,,,2016-02-10,,S2,", "150,,,2016-02-01,,S2,"]
    for either in (later, later[::-1]):
        rows = ("100,,,2016-01-05,,S1,", *either, "120,,,2016-01-15,,S3,")
        assert changed(*rows) == [f"requirement L1: the change of level {LATE} on: {BEFORE}; {MEND}"]


def test_of_equal_later_starts_the_last_recorded_holds() -> None:
    columns = "id,operation,capability,quantity,valid_from,statement"
    lines = "L1,OP,TROOPS,100,2016-01-05,S1\nL1,,,150,2016-02-10,S2\nL1,,,160,2016-02-10,S3\nL1,,,{},2016-01-15,S5"
    tables = FRAME | {"statements": f"{STATEMENTS}\nS5,2016-04-01"}
    for number, named in ((150, 1), (160, 0)):
        requirements = f"{columns}\n{lines.format(number)}"
        assert len(found("back_dated_change", "2016-12-31", **tables, requirements=requirements)) == named


def test_another_facet_is_not_in_the_way() -> None:
    assert changed("100,1,,2016-01-05,,S1,", "150,,,2016-02-01,,S2,", ",2,,2016-01-15,,S3,") == []


def test_what_ends_by_then_says_what_it_does() -> None:
    assert changed("100,,,2016-01-05,,S1,", "150,,,2016-02-01,,S2,", "120,,,2016-01-15,2016-01-31,S3,") == []
    assert len(changed("100,,,2016-01-05,,S1,", "150,,,2016-02-01,,S2,", "120,,,2016-01-15,2016-02-01,S3,")) == 1


def test_what_says_the_same_as_the_later_entry_is_in_force_there() -> None:
    assert changed("100,,,2016-01-05,,S1,", "150,,,2016-02-01,,S2,", "150,,,2016-01-15,,S3,") == []


def test_rows_of_one_instant_have_no_order() -> None:
    assert changed("100,,,2016-01-05,,S1,", "150,,,2016-02-01,,S3,", "120,,,2016-01-15,,S4,") == []


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    assert changed("100,,,2016-01-05,,S1,", "150,,,2016-02-01,,S2,", "110,,,2016-01-05,,S3,yes") == []


def test_days_of_recording_are_those_of_the_books_zone() -> None:
    """Half an hour after midnight in Brussels it is still yesterday in UTC."""
    now = [micros(datetime(2016, 3, 1, 0, 30, tzinfo=ZoneInfo("Europe/Brussels")))]
    ledger = Ledger(MemoryStore(), Surroundings(clock=lambda: now[0]))
    genesis = Genesis(name="zone", zone="Europe/Brussels", clock=ClockForm.LIVE)
    ledger.begin(genesis, BY, Person(name="The desk"))
    operation = Operation(name="Relief", form=OperationForm.MISSION)
    ledger.record([Draft("operation", "OP", operation, Period(date(2016, 2, 1)))], BY)
    now[0] += 24 * 60 * 60 * 1_000_000
    ledger.record([Draft("operation", "OP", Operation(name="Help"), Period(date(2016, 1, 15)))], BY)
    assert checked(seen(ledger), "2016-12-31", "back_dated_change") == [
        (
            "operation OP: the change of name from 2016-01-15, recorded on 2016-03-02, "
            f"alters nothing from 2016-02-01 on: what holds then was recorded on 2016-03-01; {MEND}"
        )
    ]


def stepped(*steps: str) -> list[str]:
    return found(
        "back_dated_change",
        "2016-12-31",
        **FRAME,
        statements=STATEMENTS,
        contributions="id,member,words\nC1,FRA,trainers",
        steps="\n".join(["contribution,word,quantity,note,valid_from,statement", *(f"C1,{step}" for step in steps)]),
    )


def test_each_word_of_a_contribution_is_a_facet() -> None:
    steps = ("pledged,100,,2016-01-05,S1", "pledged,150,,2016-02-01,S2")
    assert stepped(*steps, "committed,120,,2016-01-15,S3") == []
    assert stepped(*steps, "pledged,150,said again,2016-01-15,S3") == []
    assert stepped(*steps, "pledged,120,,2016-01-15,S3") == [
        f"step C1: the change of pledged {LATE} on: {BEFORE}; {MEND}"
    ]


def test_a_facet_of_a_member_is_named_in_words() -> None:
    said = found(
        "back_dated_change",
        "2016-12-31",
        members=FRAME["members"],
        statements=STATEMENTS,
        keys="member,key,value,unit,measured,valid_from,statement\n"
        "FRA,gdp,5,EUR,2015,2016-02-01,S2\nFRA,gdp,4,EUR,2015,2016-01-15,S3\nFRA,gdp,3,EUR,2014,2016-01-15,S3",
    )
    assert said == [f"key FRA: the change of gdp 2015 {LATE} on: {BEFORE}; {MEND}"]


def test_parts_without_a_facet_are_named_by_their_kind() -> None:
    said = found(
        "back_dated_change",
        "2016-12-31",
        **FRAME,
        statements=STATEMENTS,
        contributions="id,member,words\nC1,FRA,trainers",
        instalments="contribution,due,quantity,valid_from,statement\nC1,2016,5,2016-02-01,S2\nC1,2016,4,2016-01-15,S3",
    )
    assert said == [f"instalment C1: the change of 2016 {LATE} on: {BEFORE}; {MEND}"]
