"""Reading again: nothing is recorded twice, a change is a change, a correction a correction."""

from dataclasses import replace

import pytest

from muster.core.contributions import Step
from muster.core.errors import FaultyDataError
from muster.core.keeping import ClockForm
from muster.core.quantity import Qualifier, Quantity
from tests.builders import BY, Desk, book, draft, relief, step
from tests.exchange.reading import faults, read, record

STEPS = "contribution,word,quantity,valid_from,statement\n"
STATEMENTS = "id,speaker,said_on\nS1,the minister,2026-01-01\n"


def pledged() -> Desk:
    desk = relief()
    record(desk, statements=STATEMENTS, steps=STEPS + "C1,pledged,60,2026-01-01,S1\n")
    return desk.at("2026-03-01")


def levels(desk: Desk) -> list[str]:
    parts = desk.snapshot().parts(Step, "C1", desk.snapshot().known_day)
    return [f"{part.word} {part.quantity}" for part in parts]


def on_sources() -> Desk:
    desk = book(clock=ClockForm.SOURCES, at="2015-01-01T12:00")
    record(
        desk,
        members="id,name,form\nFRA,France,nation\n",
        capabilities="id,name,unit\ntrainers,Trainers,persons\n",
        contributions="id,member,capability\nC1,FRA,trainers\n",
    )
    return desk


SOURCES = "id,speaker,said_on\nS1,a newspaper,2016-01-20\nS2,another,2016-02-11\nS3,a third,2016-02-11\n"


def test_the_same_file_again_records_nothing() -> None:
    desk = pledged()
    texts = {"statements": STATEMENTS, "steps": STEPS + "C1,pledged,60,2026-01-01,S1\n"}
    reading = read(desk, None, **texts)
    assert (reading.drafts, reading.problems, reading.unchanged, reading.rows) == ((), (), 2, 2)
    assert read(desk, {"correct": True}, **texts).drafts == ()


def test_a_later_start_is_a_change() -> None:
    desk = pledged()
    reading = record(desk, steps=STEPS + "C1,pledged,60,2026-01-01,S1\nC1,pledged,40,2026-02-01,S1\n")
    assert (len(reading.drafts), reading.unchanged) == (1, 1)
    assert levels(desk) == ["pledged 40"]


def test_another_number_from_the_same_day_is_named_and_with_correct_corrects() -> None:
    desk = pledged()
    text = STEPS + "C1,pledged,40,2026-01-01,S1\n"
    assert faults(desk, steps=text) == [
        (
            "steps.csv:2:quantity: already recorded differently (quantity was 60); give a later valid_from for a "
            "change, "
            "or read with --correct to correct it"
        )
    ]
    reading = record(desk, {"correct": True}, steps=text)
    before = next(entry for entry in desk.entries() if entry.kind == "step")
    assert reading.drafts[0].supersedes == before.id
    assert levels(desk) == ["pledged 40"]
    assert read(desk, {"correct": True}, steps=text).unchanged == 1


def test_one_row_may_correct_by_itself() -> None:
    desk = pledged()
    header = STEPS.replace("\n", ",corrects\n")
    record(desk, steps=header + "C1,pledged,40,2026-01-01,S1,yes\n")
    assert levels(desk) == ["pledged 40"]
    assert faults(desk, steps=header + "C1,offered,40,2026-01-01,S1,yes\n") == [
        "steps.csv:2:corrects: the row corrects, but nothing stands for its subject and first day"
    ]


def test_what_else_differs_is_named() -> None:
    desk = pledged()
    record(desk, members="id,name,form,note\nITA,Italy,nation,a remark\n")
    assert faults(
        desk,
        members="id,name,form,note\nITA,Italia,,a remark\n",
        statements="id,speaker,said_on\nS2,the minister,2026-01-02\n",
        steps=STEPS + "C1,pledged,60,2026-01-01,S2\n",
    ) == [
        (
            "members.csv:2:name: already recorded differently (name was Italy, form was nation); give a later "
            "valid_from "
            "for a change, or read with --correct to correct it"
        ),
        (
            "steps.csv:2:statement: already recorded differently (statement was S1); give a later valid_from for "
            "a change, "
            "or read with --correct to correct it"
        ),
    ]
    ended = STEPS.replace("statement", "valid_last,statement") + "C1,pledged,60,2026-01-01,2026-02-01,S1\n"
    assert faults(desk, steps=ended) == [
        (
            "steps.csv:2:valid_last: already recorded differently (valid_last was empty); give a later "
            "valid_from for a "
            "change, or read with --correct to correct it"
        )
    ]


def test_a_thing_may_be_described_further_without_touching_what_stands() -> None:
    desk = pledged()
    reading = record(desk, contributions="id,note\nC1,by train\n")
    assert reading.drafts[0].supersedes is None
    assert read(desk, contributions="id,note\nC1,by train\n").unchanged == 1


def test_another_marking_is_noted_and_changes_nothing() -> None:
    desk = pledged()
    reading = read(desk, steps=STEPS.replace("\n", ",marking\n") + "C1,pledged,60,2026-01-01,S1,public\n")
    assert (reading.drafts, reading.problems, reading.unchanged) == ((), (), 1)
    assert [str(note) for note in reading.notes] == [
        "steps.csv:2:marking: the marking in the book is empty; reading a row again does not change it"
    ]


def test_what_was_taken_out_of_the_book_does_not_come_back() -> None:
    desk = relief()
    person = desk.one(draft("person", "jo", name="Jo", contact="at home"))
    desk.ledger.redact(person.id, BY, "asked for")
    assert faults(desk, people="id,name,contact\njo,Jo,at home\n") == [
        (
            "people.csv:2: what was recorded here has been taken out of the book (redacted); leave the row out, "
            "or give it "
            "another valid_from"
        )
    ]
    assert read(desk, people="id,name\njo,(redacted)\n").unchanged == 1


def test_rows_with_a_sequence_all_stand_in_its_order() -> None:
    desk = relief()
    header = "contribution,word,quantity,valid_from,sequence\n"
    text = header + "C1,pledged,60,2026-01-01,2\nC1,pledged,100,2026-01-01,1\n"
    reading = record(desk, steps=text)
    assert [d.record.quantity for d in reading.drafts] == [  # type: ignore[attr-defined]
        Quantity.said_as(Qualifier.EXACT, 100),
        Quantity.said_as(Qualifier.EXACT, 60),
    ]
    assert levels(desk) == ["pledged 60"]
    assert read(desk, steps=text).unchanged == 2


def test_with_the_clock_of_sources_a_later_source_may_say_otherwise() -> None:
    desk = on_sources()
    rows = STEPS + "C1,pledged,100,2016-01-01,S1\nC1,pledged,60,2016-01-01,S2\n"
    record(desk, statements=SOURCES, steps=rows)
    assert [part.quantity for part in desk.snapshot("2016-01-20").parts(Step, "C1", desk.snapshot().known_day)] == [
        Quantity.said_as(Qualifier.EXACT, 100)
    ]
    assert levels(desk) == ["pledged 60"]
    assert len(desk.snapshot().stated("step", "C1")) == 2
    assert read(desk, statements=SOURCES, steps=rows).unchanged == 5
    assert faults(desk, steps=STEPS + "C1,pledged,70,2016-01-01,S3\n") == [
        (
            "steps.csv:2:quantity: already recorded differently (quantity was 60, statement was S2); give a later "
            "valid_from for a change, or read with --correct to correct it"
        )
    ]


def test_two_sources_of_one_day_contradict() -> None:
    rows = STEPS + "C1,pledged,100,2016-01-01,S2\nC1,pledged,60,2016-01-01,S3\n"
    assert faults(on_sources(), statements=SOURCES, steps=rows) == [
        (
            "steps.csv:3: steps.csv:2 states the same from the same day on, and differently; give one of them a later "
            "valid_from, or leave it out"
        )
    ]


def test_a_row_may_correct_another_of_the_same_batch() -> None:
    desk = on_sources()
    rows = STEPS.replace("\n", ",corrects\n") + (
        "C1,pledged,1000,2016-01-01,S1,\nC1,pledged,100,2016-01-01,S2,yes\nC1,offered,5,2016-01-01,S3,\n"
    )
    record(desk, statements=SOURCES, steps=rows)
    entries = {(e.statement, e.kind): e for e in desk.entries()}
    assert entries["S2", "step"].supersedes == entries["S1", "step"].id
    early = desk.snapshot("2016-01-20").stated("step", "C1")
    assert [one.record.quantity for one in early] == [  # type: ignore[attr-defined]
        Quantity.said_as(Qualifier.EXACT, 1000)
    ]
    assert sorted(levels(desk)) == ["offered 5", "pledged 100"]
    again = read(desk, statements=SOURCES, steps=rows)
    assert (again.problems, again.drafts, again.unchanged) == ((), (), 6)


def test_a_chain_of_corrections_is_kept_as_it_was() -> None:
    desk = on_sources()
    rows = STEPS.replace("\n", ",corrects\n") + (
        "C1,pledged,1,2016-01-01,S1,\nC1,pledged,2,2016-01-01,S2,yes\nC1,pledged,3,2016-01-01,S3,yes\n"
    )
    record(desk, statements=SOURCES, steps=rows)
    assert levels(desk) == ["pledged 3"]
    assert len(desk.snapshot().stated("step", "C1")) == 1
    assert read(desk, statements=SOURCES, steps=rows).unchanged == 6


def test_a_draft_corrects_only_what_is_recorded_before_it_in_its_batch() -> None:
    desk = relief()
    first, other = step("C1", "pledged", "2026-01-01", 60), step("C1", "offered", "2026-01-01", 5)
    second = replace(first, corrects=first)
    with pytest.raises(FaultyDataError) as refused:
        desk.put(second, other)
    assert [str(problem) for problem in refused.value.problems] == [
        "step C1: what it corrects is not recorded before it in the same batch"
    ]
    with pytest.raises(FaultyDataError):
        desk.put(second, first)
    one, two = desk.put(first, second)
    assert two.supersedes == one.id


def test_in_a_book_with_the_clock_of_sources_steps_are_dated_by_their_source() -> None:
    desk = on_sources()
    assert faults(desk, statements=SOURCES, steps=STEPS + "C1,pledged,1,2016-01-21,S1\n") == [
        (
            "steps.csv:2:valid_from: a step of 2016-01-21 cannot be recorded on 2016-01-20; only caps may be "
            "dated ahead; "
            "an expected day is an estimated date"
        )
    ]
    assert faults(desk, {"live": True}, steps=STEPS + "C1,pledged,1,2016-01-21,\n") == []


def test_correcting_chooses_the_entry_of_the_same_statement() -> None:
    desk = on_sources()
    record(desk, statements=SOURCES, steps=STEPS + "C1,pledged,100,2016-01-01,S1\nC1,pledged,60,2016-01-01,S2\n")
    reading = read(desk, {"correct": True}, steps=STEPS + "C1,pledged,90,2016-01-01,S1\n")
    (first,) = [e for e in desk.entries() if e.kind == "step" and e.statement == "S1"]
    assert reading.drafts[0].supersedes == first.id


def test_what_the_reader_does_not_see_does_not_answer() -> None:
    desk = relief()
    desk.put(step("C1", "pledged", "2026-01-01", 60, marking=("secretariat",)))
    text = "contribution,word,quantity,valid_from\nC1,pledged,40,2026-01-01\n"
    from muster.exchange.tables import read_tables
    from tests.exchange.reading import tables_of

    reading = read_tables(tables_of(steps=text)[0], desk.snapshot(viewer="FRA"))
    assert (len(reading.drafts), reading.problems) == (1, ())


def test_what_was_recorded_is_told_in_the_words_of_the_table() -> None:
    desk = relief()
    lines = "id,operation,capability,quantity,quantity_to,quantity_is,quantity_words,drawdown_until\n"
    record(desk, requirements=lines + "L1,OP,trainers,1200,1300,range,,\nL2,OP,trainers,,,unstated,hundreds,2026-05\n")
    mend = "give a later valid_from for a change, or read with --correct to correct it"
    assert faults(desk, requirements=lines + "L1,OP,trainers,1200,,about,,\nL2,OP,trainers,60,,,,2026-05\n") == [
        (
            "requirements.csv:2:quantity_to: already recorded differently (quantity_to was 1300, quantity_is was "
            f"range); {mend}"
        ),
        (
            "requirements.csv:3:quantity: already recorded differently (quantity was empty, quantity_is was unstated, "
            f"quantity_words was hundreds); {mend}"
        ),
    ]
    record(desk, contributions="id,window_start,window_last,support\nC1,2026-05-01,2026-06-30,\n")
    assert faults(desk, contributions="id,window_start,window_last\nC1,2026-05-01,(cleared)\n") != []
    assert faults(desk, contributions="id,window_start,window_last\nC1,unstated,\n") == [
        (
            "contributions.csv:2:window_start: already recorded differently (window_start was 2026-05-01, window_last "
            f"was 2026-06-30); {mend}"
        )
    ]


PEOPLE = "id,name,office\n"


def test_a_row_on_the_first_person_adds_to_the_name_that_init_took() -> None:
    desk = book()
    assert read(desk, people=PEOPLE + "anna,Anna,\n").unchanged == 1
    reading = record(desk, people=PEOPLE + "anna,Anna,desk officer\n")
    assert [str(one.record.stated()) for one in reading.drafts] == ["{'office': 'desk officer'}"]
    again = read(desk, people=PEOPLE + "anna,Anna,desk officer\n")
    assert (again.drafts, again.problems, again.unchanged) == ((), (), 1)
    record(desk, statements=STATEMENTS)
    said = read(desk, people="id,name,statement\nanna,Anna,S1\n")
    assert (said.drafts, said.problems, said.unchanged) == ((), (), 1)


def test_another_name_of_the_first_person_is_named_with_the_ways_to_mend() -> None:
    desk = book()
    text = PEOPLE + "anna,Anna Other,desk officer\n"
    assert faults(desk, people=text) == [
        (
            "people.csv:2:name: already recorded differently (name was Anna, office was empty); the book was begun by "
            "this person: leave the row out to keep what stands, or read with --correct to take the row; somebody else "
            "needs another id"
        )
    ]
    assert len(record(desk, {"correct": True}, people=text).drafts) == 1
    assert faults(desk, people=PEOPLE + "anna,Annabel,\n") != []
    assert read(desk, people=PEOPLE.replace("\n", ",valid_from\n") + "anna,Anna,,2026-06-01\n").problems == ()
