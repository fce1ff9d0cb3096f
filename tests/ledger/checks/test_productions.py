"""Productions: who trains, how many, whom graduates join, circles: no_trainers to circular_production."""

from __future__ import annotations

import pytest

from muster.core.marking import Viewer
from muster.ledger.checks import run_checks
from muster.ledger.snapshot import Snapshot
from muster.ledger.visible import visible
from tests.builders import day, draft
from tests.ledger.checks.books import found, recorded

DAY = "2016-12-31"
TABLES = {
    "members": "id,name,form,marking\nIRQ,Iraq,nation,public\nITA,Italy,nation,public",
    "capabilities": (
        "id,name,unit,measure,portion,marking\n"
        "POLICE,Police,persons,,,public\nTEACH,Trainers,persons,,,public\n"
        "HOURS,Hours,hours,total,,public\nUNITS,Battalions,units,,unit,public"
    ),
    "operations": (
        "id,name,form,start,last,marking\nOP,Relief,mission,,,public\nOLD,Old,mission,2015-01-01,2016-01-31,public"
    ),
    "requirements": (
        "id,operation,capability,quantity,marking\nT1,OP,TEACH,30,public\nT2,OP,TEACH,30,public\n"
        "HELD,OP,POLICE,100,public\nBY-HOURS,OP,HOURS,100,public\nENDED,OLD,TEACH,5,public"
    ),
    "contributions": (
        "id,member,capability,words,operation,line,marking\n"
        "G,IRQ,POLICE,police,OP,,public\nW,IRQ,UNITS,battalions,OP,,public\nE,IRQ,HOURS,hours,OP,,public\n"
        "N,IRQ,,something,OP,,public\nGT,IRQ,TEACH,own trainers,OP,,public\nGT2,IRQ,TEACH,own,OP,T2,public\n"
        "C,ITA,TEACH,trainers,OP,T1,public"
    ),
    "steps": "contribution,word,quantity,valid_from,marking\nC,in_place,30,2016-01-01,public",
}
HEAD = "id,name,graduates,class_size,class_size_is,course_days,most_classes,begins,marking"


def book(*schools: str, trainers: str = "P,T1,6", **more: str) -> dict[str, str]:
    """Tables with schools, each in the columns of HEAD but the last, and with the trainers of classes."""
    rows = schools or ("P,School,G,40,,56,,2017-01-01",)
    own = {"productions": "\n".join([HEAD, *(f"{row},public" for row in rows)])}
    if trainers:
        taught = [f"{row},public" for row in trainers.split("; ")]
        own["trainers"] = "\n".join(["production,line,per_class,marking", *taught])
    return TABLES | own | more


def test_a_sound_production_has_no_problem() -> None:
    for name in ("no_trainers", "no_class", "trainers_of_total", "shared_trainers", "circular_production"):
        assert found(name, DAY, **book()) == []
    assert found("graduates_not_joining", DAY, **book()) == []


def test_a_production_without_trainers_is_named() -> None:
    assert found("no_trainers", DAY, **book(trainers="")) == [
        (
            "production P: it has no trainers and holds no class; say in the table trainers of which lines "
            "it needs how many for a class"
        )
    ]


@pytest.mark.parametrize(
    ("school", "trainers", "name"),
    [
        ("P,School,G,40,,0,,2017-01-01", "P,T1,6", "course_days"),
        ("P,School,G,40,,56,0,2017-01-01", "P,T1,6", "most_classes"),
        ("P,School,G,0,,56,,2017-01-01", "P,T1,6", "class_size"),
        ("P,School,G,40,up_to,56,,2017-01-01", "P,T1,6", "class_size"),
        ("P,School,G,40,,56,,2017-01-01", "P,T1,6; P,T2,0", "per_class of T2"),
    ],
)
def test_a_number_that_is_not_above_zero_is_named(school: str, trainers: str, name: str) -> None:
    assert found("no_class", DAY, **book(school, trainers=trainers)) == [
        (
            f"production P: {name} is not above 0 for certain, and so no class counts; "
            f"give {name.split(maxsplit=1)[0]} a number above 0"
        )
    ]


def test_trainers_of_a_total_are_named() -> None:
    assert found("trainers_of_total", DAY, **book(trainers="P,BY-HOURS,6; P,ENDED,1")) == [
        (
            "production P: its trainers' line BY-HOURS counts a total (HOURS), and so it holds no class; "
            "name a line of trainers that are there so many at a time"
        )
    ]


def test_trainers_who_teach_for_several_are_named_once() -> None:
    schools = ("P,School,G,40,,56,,2017-01-01", "Q,Camp,G,40,,56,,2017-01-01")
    assert found("shared_trainers", DAY, **book(*schools, trainers="P,T1,6; Q,T1,6; Q,T2,1")) == [
        (
            "requirement T1: its trainers are counted in full by each of P and Q; "
            "give each production a line of trainers of its own"
        )
    ]


@pytest.mark.parametrize(
    ("joins", "why"),
    [
        ("W", "W comes in whole units (UNITS)"),
        ("E", "E is counted as a total (HOURS)"),
        ("N", "N is of no stated capability"),
        ("GT", "GT is part of the joint contribution J"),
    ],
)
def test_what_graduates_cannot_join_is_named(joins: str, why: str) -> None:
    joint = {
        "joints": "id,name,delivers,marking\nJ,Together,C,public",
        "parts": "joint,contribution,marking\nJ,GT,public",
    }
    assert found("graduates_not_joining", DAY, **book(f"P,School,{joins},40,,56,,2017-01-01", **joint)) == [
        (
            f"production P: nobody graduates from it in a plan: {why}; "
            "let them join a contribution of an amount that serves by itself"
        )
    ]


OWN = "P,School,GT2,40,,56,,2017-01-01"


def test_trainers_who_are_to_graduate_from_their_own_school_are_named() -> None:
    """Only Iraq's own trainers, who are yet to graduate, may serve the line T2."""
    assert found("circular_production", DAY, **book(OWN, trainers="P,T2,6")) == [
        (
            "production P: its only trainers would be its own graduates, GT2; no class ever begins; "
            "record who could train the first of them"
        )
    ]


def test_schools_that_train_each_other_are_named() -> None:
    more = TABLES["contributions"] + "\nGT3,IRQ,TEACH,own,OP,T3,public"
    lines = TABLES["requirements"] + "\nT3,OP,TEACH,5,public"
    schools = (OWN, "Q,Camp,GT3,40,,56,,2017-01-01")
    placed = more.replace("GT,IRQ,TEACH,own trainers,OP,,public\n", "")
    tables = book(*schools, trainers="P,T3,6; Q,T2,6", contributions=placed, requirements=lines)
    assert found("circular_production", DAY, **tables) == [
        (
            "production P: its trainers graduate from each other: P, Q, P; no class ever begins; "
            "record who could train the first of them"
        )
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"steps": TABLES["steps"] + "\nGT2,indicated,2,2016-01-01,public"},
        {"assignments": "id,contribution,line,marking\nA,C,T2,public"},
        {
            "joints": "id,name,delivers,marking\nJ,Together,C,public",
            "parts": "joint,contribution,marking\nJ,GT2,public",
        },
    ],
    ids=["some are there", "others are pinned", "they cannot serve"],
)
def test_where_somebody_trains_or_nobody_ever_could_there_is_no_circle(more: dict[str, str]) -> None:
    assert found("circular_production", DAY, **book(OWN, trainers="P,T2,6", **more)) == []


def test_a_pin_makes_a_circle_too() -> None:
    """Pinned to a line whose trainers others could be, were there any of them."""
    pinned = {"assignments": "id,contribution,line,marking\nA,G,T2,public"}
    assert len(found("circular_production", DAY, **book(trainers="P,T2,6", **pinned))) == 1


def test_lines_that_have_ended_make_no_circle() -> None:
    assert found("circular_production", DAY, **book(OWN, trainers="P,ENDED,6")) == []


def test_who_does_not_see_all_is_told_neither() -> None:
    ledger = recorded(book(OWN, "Q,Camp,G,40,,56,,2017-01-01", trainers="P,T2,6"))
    told = {}
    for viewer in (Viewer("secretariat"), Viewer("IRQ", "IRQ")):
        snapshot = Snapshot(visible(ledger.entries(), viewer), ledger.now(), viewer.name)
        told[viewer.name] = [problem.name for problem in run_checks(snapshot, day(DAY))]
    assert told == {"secretariat": ["no_trainers", "circular_production"], "IRQ": []}


def test_numbers_that_the_unit_cannot_count_are_named() -> None:
    fine = TABLES["capabilities"].replace("id,name,unit,", "id,name,decimals,unit,").replace("Police,", "Police,1,")
    fine = (
        fine.replace("Trainers,", "Trainers,1,").replace("Hours,", "Hours,0,").replace("Battalions,", "Battalions,0,")
    )
    tables = book("P,School,G,40.5,,56,,2017-01-01", trainers="P,T1,6.5", capabilities=fine)
    assert found("uncountable", DAY, **tables) == []
    ledger = recorded(tables)
    ledger.record([draft("capability", "POLICE", decimals=0), draft("capability", "TEACH", decimals=0)], "desk")
    snapshot = Snapshot(ledger.entries(), ledger.now())
    assert [problem.where for problem in run_checks(snapshot, day(DAY)) if problem.name == "uncountable"] == [
        "production P",
        "trainers P",
    ]


def test_who_sees_neither_contributions_nor_lines_is_told_nothing_of_them() -> None:
    hidden = {
        name: TABLES[name].replace(",public", ",secretariat") for name in ("contributions", "requirements", "steps")
    }
    ledger = recorded(book("P,School,W,40,,56,,2017-01-01", trainers="P,BY-HOURS,6; P,T1,1", **hidden))
    viewer = Viewer("ITA", "ITA")
    snapshot = Snapshot(visible(ledger.entries(), viewer), ledger.now(), viewer.name)
    mine = {"graduates_not_joining", "no_class", "trainers_of_total", "uncountable", "shared_trainers"}
    assert mine.isdisjoint(problem.name for problem in run_checks(snapshot, day(DAY)))
